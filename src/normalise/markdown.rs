//! Markdown: CommonMark 0.31 with tables, footnotes, strikethrough, definition lists and task lists.
//!
//! The HTML is as unsafe as its text, and is sanitised like any other. What site generators and programs for notes put into
//! Markdown becomes what it stands for, as far as that is known (`templates`, `notes`, `mdx`); else it goes, with no hole in
//! its sentence, and with the address that it is a part of. None of that is done inside of code. Of containers
//! (`::: warning Careful`) the words stay.
//!
//! Not supported: mathematics; what includes and a theme's own tags would have made.

pub(super) mod links;
mod mdx;
mod notes;
mod scan;
mod tags;
mod template_tag;
mod templates;

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

use crate::article::text::one_line;
use crate::article::{SitePlace, WebUrl};

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// Stands in an address in the place of what nobody knows; no text has it.
const MARK: char = '\u{FDD0}';

/// What an author marks the end of the excerpt with, without white space.
const MORE: [&str; 2] = ["<!--more-->", "<!--readmore-->"];

/// Where a text stands: what its tags may mean.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'c> {
    /// Its place in the site that it is a source of.
    pub place: Option<&'c SitePlace>,
    /// What the input's addresses are relative to, where somebody says so.
    pub base: Option<&'c WebUrl>,
    /// The title of its article.
    pub title: &'c str,
    /// The address of its article.
    pub url: Option<&'c WebUrl>,
    /// Whether its file is one of MDX.
    pub is_mdx: bool,
}

impl Context<'_> {
    /// What a name stands for in a template.
    fn value(&self, name: &str) -> Option<String> {
        let page = |path: bool| {
            let url = self.url?;
            Some(if path { url.path().to_owned() } else { url.as_str().to_owned() })
        };
        match name {
            "page.title" | ".Title" | ".Page.Title" => Some(self.title.to_owned()),
            "page.url" | ".RelPermalink" => page(true),
            ".Permalink" | "page.permalink" => page(false),
            "site.baseurl" | "site.url" => {
                let known = self.place.and_then(|place| place.website.values.get(name));
                // A path from the front page is one without it, too.
                Some(known.map_or_else(String::new, |value| value.trim_end_matches('/').to_owned()))
            }
            name => self.place?.website.values.get(name).cloned(),
        }
    }
}

/// What of a text only its generator knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lost {
    /// How many tags.
    pub count: usize,
    /// The first.
    pub first: Option<String>,
}

impl Lost {
    fn add(&mut self, tag: &str) {
        const SHOWN: usize = 60;
        self.count += 1;
        let cut = &tag[..tag.floor_char_boundary(SHOWN)];
        self.first.get_or_insert_with(|| one_line(cut) + if cut.len() < tag.len() { "…" } else { "" });
    }
}

/// A Markdown text as HTML.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// All of it.
    pub html: String,
    /// What stands before the mark that ends the excerpt, if there is one.
    pub before_more: Option<String>,
    /// What was left out.
    pub lost: Lost,
}

/// The HTML of a Markdown text.
///
/// ```
/// use feedmill::internal::normalise::markdown::to_html;
/// assert_eq!(to_html("A *tide* table{: .x}\n"), "<p>A <em>tide</em> table</p>\n");
/// ```
pub fn to_html(text: &str) -> String {
    read(text, &Context::default()).html
}

/// The HTML of a Markdown text that stands somewhere, and what of it is lost.
///
/// ```
/// use feedmill::internal::normalise::markdown::{Context, read};
/// let made = read("See {% include map.html %}.\n\n<!-- more -->\n\nThe [quay].\n\n[quay]: /q\n", &Context::default());
/// assert_eq!(made.html, "<p>See.</p>\n<!-- more -->\n<p>The <a href=\"/q\">quay</a>.</p>\n");
/// assert_eq!(made.before_more.as_deref(), Some("<p>See.</p>\n"));
/// assert_eq!((made.lost.count, made.lost.first.as_deref()), (1, Some("{% include map.html %}")));
/// ```
pub fn read(text: &str, context: &Context<'_>) -> Made {
    let mut lost = Lost::default();
    let text = if text.contains(MARK) { Cow::Owned(text.replace(MARK, "")) } else { Cow::Borrowed(text) };
    let text = mdx::without_program(&text, context.is_mdx);
    let text = templates::expanded(&text, context, &mut lost);
    let text = notes::plain(&text);
    let text = without_containers(&text);
    let resolve = links::may_be_in(&text, context);
    let is_marked = resolve || text.contains(MARK);
    let events = |until: usize| {
        let parser = Parser::new_ext(&text, OPTIONS).into_offset_iter();
        let events = parser.take_while(move |(_, range)| range.start < until).map(|(event, _)| event);
        events.map(move |event| if resolve { links::resolved(event, context) } else { event })
    };
    let made = |until: usize| {
        let mut out = String::with_capacity(text.len() + text.len() / 4);
        if is_marked {
            html::push_html(&mut out, without_marked(events(until)));
        } else {
            html::push_html(&mut out, events(until));
        }
        // Markdown may hold HTML, too.
        if resolve { links::in_html(&out, context).into_owned() } else { out }
    };
    let mut code = scan::code(&text);
    let before_more = ends_of_excerpt(&text).find(|at| code.end(*at).is_none()).map(made);
    let html = made(usize::MAX);
    Made { html, before_more, lost }
}

/// The events without links and pictures of which nobody knows the address; their words stay.
fn without_marked<'e>(events: impl Iterator<Item = Event<'e>>) -> impl Iterator<Item = Event<'e>> {
    let mut open: Vec<bool> = Vec::new();
    events.filter_map(move |event| match event {
        Event::Start(Tag::Link { ref dest_url, .. } | Tag::Image { ref dest_url, .. }) => {
            let is_marked = dest_url.contains(MARK);
            open.push(is_marked);
            (!is_marked).then_some(event)
        }
        Event::End(TagEnd::Link | TagEnd::Image) => (!open.pop().unwrap_or(false)).then_some(event),
        Event::Text(text) if text.contains(MARK) => Some(Event::Text(text.replace(MARK, "").into())),
        Event::Html(html) if html.contains(MARK) => Some(Event::Html(without_marked_attributes(&html).into())),
        Event::InlineHtml(html) if html.contains(MARK) => {
            Some(Event::InlineHtml(without_marked_attributes(&html).into()))
        }
        other => Some(other),
    })
}

/// HTML without the attributes of which nobody knows the value.
fn without_marked_attributes(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(MARK) {
        out.push_str(before);
        rest = after;
        let tag = out.rfind('<').unwrap_or(0);
        let quote = ["=\"", "='"].iter().filter_map(|sign| Some((tag + out[tag..].rfind(sign)?, *sign))).max();
        if let Some((at, sign)) = quote
            && let Some(end) = rest.find(&sign[1..])
        {
            let name = out[..at].rfind(|c: char| c.is_whitespace() || c == '<').map_or(at, |space| space + 1);
            out.truncate(name);
            rest = &rest[end + 1..];
        }
    }
    out.push_str(rest);
    out
}

/// The HTML of a short text, such as a summary, if it may be Markdown. A number at its beginning is none of a list.
pub(super) fn line_to_html(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.contains(['*', '_', '[', '`', '~', '\\', '{']) {
        return None;
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_numbered = digits > 0 && text[digits..].starts_with(['.', ')']);
    Some(if is_numbered { to_html(&format!("{}\\{}", &text[..digits], &text[digits..])) } else { to_html(text) })
}

/// The part of a text before the mark that ends its excerpt.
///
/// ```
/// use feedmill::internal::normalise::markdown::before_more;
/// assert_eq!(before_more("One.\n\n<!-- more -->\n\nTwo."), Some("One.\n\n"));
/// ```
pub fn before_more(text: &str) -> Option<&str> {
    ends_of_excerpt(text).next().map(|at| &text[..at])
}

/// Where the marks stand that end an excerpt.
fn ends_of_excerpt(text: &str) -> impl Iterator<Item = usize> {
    /// No mark is longer.
    const LONGEST: usize = 200;
    memchr::memmem::find_iter(text.as_bytes(), "<!--").filter(|&at| {
        let mark = &text.as_bytes()[at..text.len().min(at + LONGEST)];
        let Some(length) = memchr::memmem::find(mark, b"-->") else { return false };
        let mark = &text[at..at + length + 3];
        let bare = mark.split_whitespace().collect::<String>().to_ascii_lowercase();
        // https://wordpress.org/documentation/article/customize-read-more/: what the link says may stand behind it.
        MORE.contains(&bare.as_str()) || mark.starts_with("<!--more ")
    })
}

/// The text without the fences of containers, of which the words after the kind are kept: `::: warning Careful`
/// (VuePress, Docusaurus, Pandoc).
fn without_containers(text: &str) -> Cow<'_, str> {
    if !text.contains(":::") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut code = scan::code(text);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        match line.trim().strip_prefix(":::").filter(|_| code.end(start).is_none()) {
            Some(rest) => {
                let rest = rest.trim_start_matches(':').trim();
                let words = rest.split_once(char::is_whitespace).map_or("", |(_, words)| words.trim());
                if !words.is_empty() && !words.starts_with('{') {
                    out.extend(["\n**", words, "**\n"]);
                }
                out.push('\n');
            }
            None => out.push_str(line),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{before_more, to_html};

    #[test]
    fn tables_and_footnotes_are_read() {
        let html = to_html("| a | b |\n|---|---|\n| 1 | 2 |\n\nSee[^1].\n\n[^1]: There.\n");
        assert!(html.contains("<td>2</td>") && html.contains("footnote"), "{html}");
    }

    #[test]
    fn no_part_of_code_is_a_mark_of_anything() {
        let fence = |inside: &str| format!("Text\n\n```\n{inside}```\n\nMore\n");
        for inside in ["<!-- more -->\n", "::: note\n", "~~~\n::: note\n~~~\n"] {
            let made = super::read(&fence(inside), &super::Context::default());
            assert_eq!(made.before_more, None, "{inside}");
            assert!(made.html.contains(&inside.replace('<', "&lt;").replace('>', "&gt;")), "{}", made.html);
        }
        let blocks = to_html("- a\n- collapsed:: true\n\n```\nf:: Int\n```\n");
        assert!(blocks.contains("f:: Int") && !blocks.contains("collapsed"), "{blocks}");
        let made = super::read(&format!("{}\n<!-- more -->\n", fence("<!-- more -->\n")), &super::Context::default());
        assert!(made.before_more.is_some_and(|before| before.contains("More")));
    }

    #[test]
    fn what_generators_expand_goes_but_not_from_code() {
        assert_eq!(to_html("{% include x.html %}\nA {{ site.url }}b `{{ c }}`\n"), "<p>A b <code>{{ c }}</code></p>\n");
        assert_eq!(to_html("```\n{% raw %}\n```\n"), "<pre><code>{% raw %}\n</code></pre>\n");
        assert_eq!(to_html("- a\n    - b {{ y }}\n"), to_html("- a\n    - b\n"));
        assert_eq!(
            to_html("a {{% video\n  id=1 %}} b\n\n    {{ code }}\n"),
            "<p>a b</p>\n<pre><code>{{ code }}\n</code></pre>\n"
        );
        assert_eq!(to_html("::: warning Careful\nBody\n:::\n"), "<p><strong>Careful</strong></p>\n<p>Body</p>\n");
        assert_eq!(to_html("{{< fog src=\"a\" >}}\n\nText {\n"), "<p>Text {</p>\n");
    }

    #[test]
    fn the_mark_of_an_excerpt_is_found() {
        assert_eq!(before_more("a <!-- x --> b <!--MORE--> c"), Some("a <!-- x --> b "));
        assert_eq!(before_more("a <!--more The whole story--> b"), Some("a "));
        assert_eq!(before_more("a <!-- morepork --> b"), None);
    }
}
