//! Markdown: CommonMark 0.31 with tables, footnotes, strikethrough and task lists.
//!
//! The HTML is as unsafe as its text, and is sanitised like any other. What site generators put into Markdown and expand
//! themselves goes: Liquid and Hugo tags (`{% … %}`, `{{< … >}}`), variables (`{{ … }}`) and attribute lists
//! (`{: .wide }`), but not inside of code.
//!
//! Not supported: mathematics, wiki links, definition lists, what a generator's tags would have made.

use std::borrow::Cow;

use pulldown_cmark::{Options, Parser, html};

/// What an author marks the end of the excerpt with, without white space.
const MORE: [&str; 2] = ["<!--more-->", "<!--readmore-->"];

/// The HTML of a Markdown text.
///
/// ```
/// use feedmill::normalise::markdown::to_html;
/// assert_eq!(to_html("A *tide* table{: .x}\n"), "<p>A <em>tide</em> table</p>\n");
/// ```
pub fn to_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let text = without_templates(text);
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    html::push_html(&mut out, Parser::new_ext(&text, options));
    out
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

/// The text without what only its generator understands.
fn without_templates(text: &str) -> Cow<'_, str> {
    if !text.contains("{%") && !text.contains("{{") && !text.contains("{:") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut fence = None;
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        let is_code = fence.is_some() || mark.is_some() || line.starts_with("    ") || line.starts_with('\t');
        if is_code { out.push_str(line) } else { push_line(&mut out, line) }
    }
    Cow::Owned(out)
}

/// Adds a line without its tags; code inside of it stays as it is.
fn push_line(out: &mut String, line: &str) {
    const TAGS: [(&str, &str); 3] = [("{%", "%}"), ("{{", "}}"), ("{:", "}")];
    let mut rest = line;
    while let Some(at) = rest.find(['{', '`']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = if rest.starts_with('`') {
            let ticks = rest.bytes().take_while(|b| *b == b'`').count();
            let length = rest[ticks..].find(&rest[..ticks]).map_or(ticks, |end| ticks + end + ticks);
            out.push_str(&rest[..length]);
            length
        } else {
            let tag = TAGS.iter().find(|(open, _)| rest.starts_with(open));
            match tag.and_then(|(open, close)| Some(open.len() + rest[open.len()..].find(close)? + close.len())) {
                Some(length) => length,
                None => {
                    out.push('{');
                    1
                }
            }
        };
        rest = &rest[length..];
    }
    out.push_str(rest);
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
        assert_eq!(to_html("{{< figure src=\"a\" >}}\n\nText {\n"), "<p>Text {</p>\n");
    }

    #[test]
    fn the_mark_of_an_excerpt_is_found() {
        assert_eq!(before_more("a <!-- x --> b <!--MORE--> c"), Some("a <!-- x --> b "));
        assert_eq!(before_more("a <!-- morepork --> b"), None);
    }
}
