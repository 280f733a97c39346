//! Markdown: CommonMark 0.31 with tables, footnotes, strikethrough and task lists.
//!
//! The HTML is as unsafe as its text, and is sanitised like any other. What site generators put into Markdown and expand
//! themselves goes: Liquid and Hugo tags (`{% … %}`, `{{< … >}}`), variables (`{{ … }}`) and attribute lists
//! (`{: .wide }`), but not inside of code; of containers (`::: warning Careful`) the words stay.
//!
//! Not supported: mathematics, wiki links, definition lists, what a generator's tags would have made.

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser, Tag, html};

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// What an author marks the end of the excerpt with, without white space.
const MORE: [&str; 2] = ["<!--more-->", "<!--readmore-->"];

/// The HTML of a Markdown text.
///
/// ```
/// use feedmill::normalise::markdown::to_html;
/// assert_eq!(to_html("A *tide* table{: .x}\n"), "<p>A <em>tide</em> table</p>\n");
/// ```
pub fn to_html(text: &str) -> String {
    let text = without_templates(text);
    let text = without_containers(&text);
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    html::push_html(&mut out, Parser::new_ext(&text, OPTIONS));
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
/// use feedmill::normalise::markdown::before_more;
/// assert_eq!(before_more("One.\n\n<!-- more -->\n\nTwo."), Some("One.\n\n"));
/// ```
pub fn before_more(text: &str) -> Option<&str> {
    /// No mark is longer.
    const LONGEST: usize = 40;
    memchr::memmem::find_iter(text.as_bytes(), "<!--").find_map(|at| {
        let end = at + memchr::memmem::find(&text.as_bytes()[at..text.len().min(at + LONGEST)], b"-->")? + 3;
        let mark: String = text[at..end].split_whitespace().collect::<String>().to_ascii_lowercase();
        MORE.contains(&mark.as_str()).then_some(&text[..at])
    })
}

/// The text without the fences of containers, of which the words after the kind are kept: `::: warning Careful`
/// (VuePress, Docusaurus, Pandoc).
fn without_containers(text: &str) -> Cow<'_, str> {
    if !text.contains(":::") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut is_code = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        is_code ^= bare.starts_with("```") || bare.starts_with("~~~");
        match bare.strip_prefix(":::").filter(|_| !is_code) {
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

/// The text without what only its generator understands.
fn without_templates(text: &str) -> Cow<'_, str> {
    /// Tags, and what ends them.
    const TAGS: [(&str, &str); 3] = [("{%", "%}"), ("{{", "}}"), ("{:", "}")];
    /// The longest tag, in bytes.
    const LONGEST: usize = 2_000;
    if !TAGS.iter().any(|(open, _)| text.contains(open)) {
        return Cow::Borrowed(text);
    }
    let is_code = |event: &Event<'_>| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    let mut code = events.filter(|(event, _)| is_code(event)).map(|(_, range)| range).peekable();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'{', &text.as_bytes()[at..]) {
        let start = at + found;
        while code.next_if(|range| range.end <= start).is_some() {}
        let rest = &text[start..];
        let end = match code.peek().filter(|range| range.start <= start) {
            Some(range) => Err(range.end),
            None => {
                let tag = TAGS.iter().find(|(open, _)| rest.starts_with(open));
                let length = tag.and_then(|(open, close)| {
                    let inside = &rest[open.len()..rest.floor_char_boundary(LONGEST).max(open.len())];
                    Some(open.len() + inside.find(close)? + close.len())
                });
                length.map(|length| start + length).ok_or(start + 1)
            }
        };
        // What is no tag, or code, stays.
        let (kept, next) = match end {
            Ok(next) => (start, next),
            Err(next) => (next, next),
        };
        out.push_str(&text[at..kept]);
        at = next;
    }
    out.push_str(&text[at..]);
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
    fn what_generators_expand_goes_but_not_from_code() {
        assert_eq!(to_html("{% include x.html %}\nA {{ site.url }}b `{{ c }}`\n"), "<p>A b <code>{{ c }}</code></p>\n");
        assert_eq!(to_html("```\n{% raw %}\n```\n"), "<pre><code>{% raw %}\n</code></pre>\n");
        assert_eq!(to_html("- a\n    - b {{ y }}\n"), to_html("- a\n    - b\n"));
        assert_eq!(
            to_html("a {{% video\n  id=1 %}} b\n\n    {{ code }}\n"),
            "<p>a  b</p>\n<pre><code>{{ code }}\n</code></pre>\n"
        );
        assert_eq!(to_html("::: warning Careful\nBody\n:::\n"), "<p><strong>Careful</strong></p>\n<p>Body</p>\n");
        assert_eq!(to_html("{{< figure src=\"a\" >}}\n\nText {\n"), "<p>Text {</p>\n");
    }

    #[test]
    fn the_mark_of_an_excerpt_is_found() {
        assert_eq!(before_more("a <!-- x --> b <!--MORE--> c"), Some("a <!-- x --> b "));
        assert_eq!(before_more("a <!-- morepork --> b"), None);
    }
}
