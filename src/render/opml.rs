//! OPML 2.0 (<https://opml.org/spec2.opml>): all feeds as a subscription list, ready for a reader's import.
//!
//! One outline a feed, with its Atom address where there is one: readers show an entry twice if they get both formats.

use std::borrow::Cow;

use super::xml::push_text;
use super::{OUTPUT_FORMATS, Overview, SiteDocument};
use crate::article::date::rfc822;
use crate::feed::{Feed, Taxonomy};

pub(super) const DOCUMENT: SiteDocument =
    SiteDocument { name: "opml", render: |overview| vec![("index.opml".into(), render(overview))] };

fn render(overview: &Overview<'_>) -> Vec<u8> {
    let site = overview.context.site;
    let mut out = Vec::with_capacity(512 + overview.feeds.len() * 400);
    out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- Published with feedmill -->\n<opml version=\"2.0\">\n<head><title>");
    push_text(&mut out, &outline_text(site.name()));
    out.extend_from_slice(b"</title>");
    if let Some(updated) = overview.feeds.iter().filter_map(|feed| feed.updated).max() {
        out.extend_from_slice(format!("<dateModified>{}</dateModified>", rfc822(updated)).as_bytes());
    }
    out.extend_from_slice(b"</head>\n<body>\n");
    for feed in overview.feeds.iter().filter(|feed| feed.term.is_none()) {
        outline(&mut out, feed, overview);
    }
    for taxonomy in Taxonomy::ALL {
        let mut feeds = overview.feeds.iter().filter(|feed| is_of(feed, *taxonomy, overview)).peekable();
        if feeds.peek().is_some() {
            out.extend_from_slice(format!("<outline text=\"{}\">\n", taxonomy.heading()).as_bytes());
            feeds.for_each(|feed| outline(&mut out, feed, overview));
            out.extend_from_slice(b"</outline>\n");
        }
    }
    out.extend_from_slice(b"</body>\n</opml>\n");
    out
}

fn is_of(feed: &Feed, taxonomy: Taxonomy, overview: &Overview<'_>) -> bool {
    feed.term.is_some_and(|n| overview.context.terms[n].taxonomy == taxonomy)
}

fn outline(out: &mut Vec<u8>, feed: &Feed, overview: &Overview<'_>) {
    let (context, site) = (overview.context, overview.context.site);
    // Atom if it is published; OPML knows JSON Feed only under the same type.
    let by_preference = [1, 0, 2].map(|n| OUTPUT_FORMATS[n]);
    let format =
        by_preference.into_iter().find(|wanted| context.formats.iter().any(|format| format.name == wanted.name));
    let Some(format) = format else { return };
    let label = feed.term.map_or(feed.title.as_str(), |n| &context.terms[n].label);
    let language = feed.language.as_ref().map(|language| ("language", language.as_str().to_owned()));
    let attributes = [
        ("type", "rss".to_owned()),
        ("text", outline_text(label).into_owned()),
        ("title", outline_text(&feed.title).into_owned()),
        ("description", outline_text(&feed.description).into_owned()),
        ("xmlUrl", site.url(&feed.key.path(format.file_name))),
        ("htmlUrl", site.url(&feed.key.folder())),
    ];
    out.extend_from_slice(b"<outline");
    for (name, value) in attributes.into_iter().chain(language) {
        out.push(b' ');
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"=\"");
        push_text(out, &value);
        out.push(b'"');
    }
    out.extend_from_slice(b"/>\n");
}

/// A text that says the same to programs that take an outline for plain text (readers) and for HTML (outliners, the W3C
/// validator): `&` stands alone, and `‹` and `›` instead of angle brackets. The feed itself has its real title.
///
/// ```text
/// AT&T: Vec<T>  →  AT & T: Vec‹T›
/// ```
fn outline_text(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().filter(|c| *c != '\u{2060}').peekable();
    while let Some(c) = chars.next() {
        match c {
            '<' => out.push('‹'),
            '>' => out.push('›'),
            '&' => {
                if !out.is_empty() && !out.ends_with(char::is_whitespace) {
                    out.push(' ');
                }
                out.push('&');
                if chars.peek().is_some_and(|next| !next.is_whitespace()) {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::outline_text;

    #[test]
    fn an_outline_is_neither_markup_nor_a_reference() {
        assert_eq!(outline_text("AT&T, Q & A, &&, Vec<\u{2060}T>"), "AT & T, Q & A, & & , Vec‹T›");
    }
}
