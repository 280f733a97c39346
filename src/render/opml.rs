//! OPML 2.0 (<https://opml.org/spec2.opml>): all feeds as a subscription list, ready for a reader's import.
//!
//! One outline a feed, with its Atom address where there is one: readers show an entry twice if they get both formats.

use std::borrow::Cow;

use memchr::memmem::{self, Finder};

use super::pieces::{Marks, Order, Piece, are_in_order, feed_in, put_in, put_in_place};
use super::xml::push_text;
use super::{Edits, Listed, OUTPUT_FORMATS, Overview, Part, Published, SiteDocument};
use crate::article::date::rfc822;
use crate::feed::Taxonomy;

/// The name of the document.
const FILE_NAME: &str = "index.opml";

pub(super) const DOCUMENT: SiteDocument =
    SiteDocument { name: "opml", render: |overview| vec![(FILE_NAME.into(), render(overview))], edit };

fn render(overview: &Overview<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(512 + overview.feeds.len() * 400);
    head(&mut out, overview);
    for listed in overview.feeds.iter().filter(|listed| listed.term.is_none()) {
        outline(&mut out, *listed, overview);
    }
    for taxonomy in Taxonomy::ALL {
        let is_of = |listed: &&Listed<'_>| listed.term.is_some_and(|term| term.taxonomy == *taxonomy);
        let mut feeds = overview.feeds.iter().filter(is_of).peekable();
        if feeds.peek().is_some() {
            out.extend_from_slice(format!("<outline text=\"{}\">\n", taxonomy.heading()).as_bytes());
            feeds.for_each(|listed| outline(&mut out, *listed, overview));
            out.extend_from_slice(b"</outline>\n");
        }
    }
    out.extend_from_slice(b"</body>\n</opml>\n");
    out
}

/// All before the first outline.
fn head(out: &mut Vec<u8>, overview: &Overview<'_>) {
    out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- Published with feedmill -->\n<opml version=\"2.0\">\n<head><title>");
    push_text(out, &outline_text(overview.context.site.name()));
    out.extend_from_slice(b"</title>");
    if let Some(updated) = overview.updated() {
        out.extend_from_slice(format!("<dateModified>{}</dateModified>", rfc822(updated)).as_bytes());
    }
    out.extend_from_slice(b"</head>\n");
    out.extend_from_slice(BODY);
}

/// What ends the head.
const BODY: &[u8] = b"<body>\n";

/// The document with other outlines for the feeds that are at hand.
fn edit(overview: &Overview<'_>, published: Published<'_>) -> Option<Edits> {
    let (old, new) = (published(FILE_NAME)?, render(overview));
    let mut base = Vec::new();
    push_text(&mut base, overview.context.site.base_url.as_str());
    let begin = memmem::find(&old, BODY)? + BODY.len();
    let pieces = outlines(&new, &base)?;
    let sign = |listed: &Listed<'_>| {
        let mut sign = ADDRESS.to_vec();
        push_text(&mut sign, &overview.context.site.url(&listed.feed.key.folder()));
        sign.push(b'"');
        sign
    };
    // All of all articles first, then by taxonomies as they are shown.
    let mut feeds: Vec<&Listed<'_>> = overview.feeds.iter().collect();
    feeds.sort_by_key(|listed| listed.term.map(|term| place(term.taxonomy)));
    let signs = feeds.into_iter().map(sign).zip(pieces.iter().map(|piece| &new[piece.range.clone()]));
    let mut first = Vec::new();
    head(&mut first, overview);
    let mut parts = vec![Part::New(first)];
    let in_place = || put_in_place(begin..old.len(), &old, &signs.collect::<Vec<_>>(), &OUTLINE);
    parts.extend(match overview.unlisted.is_empty().then(in_place).flatten() {
        Some(parts) => parts,
        None => {
            let unlisted =
                overview.unlisted.iter().map(|term| (order(Some(term.taxonomy), (&*term.slug).into()), None));
            let pieces = pieces.into_iter().map(|piece| (piece.order, Some(&new[piece.range])));
            let mut pieces: Vec<_> = pieces.chain(unlisted).collect();
            pieces.sort_by(|(a, _), (b, _)| a.cmp(b));
            put_in(begin..old.len(), &outlines(&old, &base)?, &pieces, b"")?
        }
    });
    Some(vec![(FILE_NAME.into(), parts)])
}

/// How the outline of a feed begins and ends, and what stands before the address of its page.
const OUTLINE: Marks = Marks { open: b"<outline type=", close: b"/>\n" };
const ADDRESS: &[u8] = b"\" htmlUrl=\"";

/// Where the feed of a term stands, or that of all articles.
fn order(taxonomy: Option<Taxonomy>, slug: Cow<'_, str>) -> Order<'_> {
    (taxonomy.and_then(place).map_or(0, |place| place + 1), slug)
}

/// The place of a taxonomy among others.
fn place(taxonomy: Taxonomy) -> Option<usize> {
    Taxonomy::ALL.iter().position(|known| *known == taxonomy)
}

/// The outlines of feeds. No text in them has `<` or `>`.
fn outlines<'d>(document: &'d [u8], base: &[u8]) -> Option<Vec<Piece<'d>>> {
    let (close, address) = (Finder::new(OUTLINE.close), Finder::new(ADDRESS));
    let begin = memmem::find(document, BODY)? + BODY.len();
    let mut pieces = Vec::new();
    let mut at = begin;
    while let Some(found) = memchr::memchr(b'<', &document[at..]) {
        at += found;
        let rest = &document[at..];
        if !rest.starts_with(OUTLINE.open) {
            at += 1;
            continue;
        }
        let length = close.find(rest)? + close.needle().len();
        let folder = rest[address.find(&rest[..length])? + address.needle().len()..].strip_prefix(base)?;
        let folder = std::str::from_utf8(&folder[..memchr::memchr(b'"', folder)?]).ok()?;
        let (taxonomy, slug) = feed_in(folder)?;
        pieces.push(Piece { order: order(taxonomy, slug), range: at..at + length });
        at += length;
    }
    are_in_order(&pieces).then_some(pieces)
}

fn outline(out: &mut Vec<u8>, Listed { feed, term }: Listed<'_>, overview: &Overview<'_>) {
    let (context, site) = (overview.context, overview.context.site);
    // Atom if it is published; OPML knows JSON Feed only under the same type.
    let by_preference = [1, 0, 2].map(|n| OUTPUT_FORMATS[n]);
    let format =
        by_preference.into_iter().find(|wanted| context.formats.iter().any(|format| format.name == wanted.name));
    let Some(format) = format else { return };
    let label = term.map_or(feed.title.as_str(), |term| &term.label);
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
