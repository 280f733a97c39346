//! What a text says that may hold HTML: which of its tags are markup, and which are names of elements.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2};

/// Elements whose tags end a word.
#[rustfmt::skip]
pub const BLOCKS: &[&str] = &[
    "address", "article", "aside", "audio", "blockquote", "br", "caption", "center", "dd", "details", "div", "dl",
    "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "img", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", "video",
];

/// Elements whose tags stand inside of words and sentences, or hold no text.
#[rustfmt::skip]
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "body", "cite", "code", "del", "dfn", "em", "font", "head", "html", "i",
    "iframe", "input", "ins", "kbd", "link", "mark", "meta", "object", "q", "rp", "rt", "ruby", "s", "samp", "script",
    "small", "span", "strike", "strong", "style", "sub", "sup", "svg", "time", "tt", "u", "var", "wbr",
];

/// Elements that go with all they contain.
const RAW: &[&str] = &["script", "style"];

/// Elements of which one may be left open, each on a line of its own.
const LEFT_OPEN: &[&str] = &["p", "li", "dt", "dd", "tr", "td", "th", "hr", "img"];

/// Attributes that nobody names who only speaks of an element.
const ATTRIBUTES: &[&str] =
    &["href", "src", "srcset", "data-src", "class", "style", "id", "alt", "dir", "lang", "align", "title"];

/// What stands between the two tags of an element in a text that speaks of both.
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    "and", "or", "to", "vs", "vs.", "versus", "with", "/", ",", "&", "&amp;", "+", "und", "oder", "et", "ou", "y", "o", "e",
];

/// What follows an element without content in a text that speaks of it.
const BEHIND: &[&str] = &["tag", "tags", "element", "elements"];

/// How many elements are known.
const KNOWN: usize = BLOCKS.len() + INLINE.len();

/// The name of a known element.
const fn name(element: usize) -> &'static str {
    if element < BLOCKS.len() { BLOCKS[element] } else { INLINE[element - BLOCKS.len()] }
}

/// What a text that may hold HTML says: its markup taken out, character references decoded once. Linear.
///
/// Markup are comments and the tags of known elements that come in pairs, that touch a word, that have attributes such as
/// `href`, and `<br>`. Other tags are names of elements or of types, and text: so are those between backticks. `script` and
/// `style` go with what they contain.
///
/// ```
/// use feedmill::internal::article::text::from_markup;
/// assert_eq!(from_markup("Fish &amp; <b>chips</b>"), "Fish & chips");
/// assert_eq!(from_markup("Vec<T> where a < b"), "Vec<T> where a < b");
/// assert_eq!(from_markup("The <details> element is <i>new</i>"), "The <details> element is new");
/// assert_eq!(from_markup("Why `<b>` is <b>bold</b>"), "Why `<b>` is bold");
/// assert_eq!(from_markup("Tides<style>p {}</style> of May"), "Tides of May");
/// ```
pub fn from_markup(text: &str) -> Cow<'_, str> {
    if memchr2(b'<', b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let tags = markup(text);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    // Where what goes ends.
    let mut until = 0;
    for tag in &tags {
        if tag.start < until {
            continue;
        }
        out.push_str(&text[at..tag.start]);
        if tag.element.is_some_and(|element| element < BLOCKS.len()) {
            out.push(' ');
        }
        at = tag.end;
        if let Some(end) = tag.ends.filter(|_| tag.element.is_some_and(|element| RAW.contains(&name(element)))) {
            at = end;
            until = end;
        }
    }
    out.push_str(&text[at..]);
    Cow::Owned(htmlize::unescape(out).into_owned())
}

/// Whether a text has markup: then it is HTML.
///
/// ```
/// use feedmill::internal::article::text::has_markup;
/// assert!(has_markup("Fish <b>and</b> chips"));
/// assert!(!has_markup("Vec<T> where a < b"));
/// assert!(!has_markup("The <details> element"));
/// ```
pub fn has_markup(text: &str) -> bool {
    if memchr(b'<', text.as_bytes()).is_none() {
        return false;
    }
    // Of each element the tag that began it last.
    let mut open: [Option<Tag>; KNOWN] = [None; KNOWN];
    memchr_iter(b'<', text.as_bytes()).filter_map(|at| Tag::at(text, at)).any(|tag| {
        let Some(element) = tag.element else { return true };
        if tag.is_end {
            let is_paired = open[element].take().map(|first| !is_speech(text, &first, &tag));
            return is_paired.unwrap_or_else(|| tag.is_markup_alone(text));
        }
        open[element] = Some(tag);
        tag.is_markup_alone(text)
    })
}

/// Where the words of a text that is cut off end, before what says so.
fn cut(text: &str) -> Option<usize> {
    /// Longer than any such mark, in bytes.
    const LONGEST: usize = 64;
    let start = text.floor_char_boundary(text.len().saturating_sub(LONGEST));
    let end = text[start..].trim_end();
    let counted = end.strip_suffix("chars]").and_then(|end| Some(end[..end.rfind("[+")?].trim_end()));
    let words = counted.unwrap_or(end).trim_end_matches("[…]").trim_end_matches(['…', '.', ' ']);
    let mark = &end[words.len()..];
    (mark.contains('…') || mark.contains("...") || counted.is_some()).then_some(start + words.len())
}

/// Whether a text has a tag of an element that ends a paragraph.
pub fn has_block(text: &str) -> bool {
    let mut tags = memchr_iter(b'<', text.as_bytes()).filter_map(|at| Tag::at(text, at));
    tags.any(|tag| tag.element.is_some_and(|element| element < BLOCKS.len() && name(element) != "img"))
}

/// The tags of a text that are markup, in order, and comments.
fn markup(text: &str) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    // Of each element the last tag that is open, and of that the one before.
    let mut open = [usize::MAX; KNOWN];
    let mut before: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr2(b'<', b'`', &text.as_bytes()[at..]) {
        at += found;
        // What stands between backticks is code, and means itself.
        if let Some(code) = text[at..].strip_prefix('`') {
            at += code.find(['`', '\n']).filter(|end| code[*end..].starts_with('`')).map_or(1, |end| end + 2);
            continue;
        }
        let Some(mut tag) = Tag::at(text, at) else {
            at += 1;
            continue;
        };
        at = tag.end;
        let mut next_open = usize::MAX;
        if let Some(element) = tag.element {
            if !tag.is_end {
                next_open = std::mem::replace(&mut open[element], tags.len());
            } else if let Some(first) = tags.get_mut(open[element]) {
                let of = open[element];
                open[element] = before[of];
                if is_speech(text, first, &tag) {
                    (first.is_named, tag.is_named) = (true, true);
                } else {
                    (first.ends, tag.ends) = (Some(tag.end), Some(tag.end));
                }
            }
        }
        before.push(next_open);
        tags.push(tag);
    }
    tags.retain(|tag| !tag.is_named && (tag.ends.is_some() || tag.is_markup_alone(text)));
    tags
}

/// Whether a text speaks of the two tags of an element, rather than that it uses them.
fn is_speech(text: &str, first: &Tag, last: &Tag) -> bool {
    /// Longer than any of these words with what is around it, in bytes.
    const LONGEST: usize = 16;
    let inner = &text[first.end..last.start];
    if inner.len() > LONGEST {
        return false;
    }
    let is_bare = !text[first.start..first.end].contains('=');
    match inner.trim() {
        "" => is_bare && is_named(&text[last.end..]),
        word => is_bare && inner.len() > word.len() && BETWEEN.contains(&word.to_lowercase().as_str()),
    }
}

/// Whether a text begins with a word for an element.
fn is_named(rest: &str) -> bool {
    let word = rest.trim_start();
    let word = &word[..word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len())];
    rest.starts_with([' ', '-']) && BEHIND.contains(&word.to_lowercase().as_str())
}

/// The tag of a known element in a text, or a comment.
#[derive(Clone, Copy)]
struct Tag {
    /// Where it stands.
    start: usize,
    end: usize,
    /// Which of the known elements; none: a comment.
    element: Option<usize>,
    is_end: bool,
    /// Where the other tag of its element ends, if there is one.
    ends: Option<usize>,
    /// Whether the text speaks of it.
    is_named: bool,
}

impl Tag {
    /// The tag that begins with the `<` at an offset.
    fn at(text: &str, start: usize) -> Option<Self> {
        /// Longer than any tag that a title holds; keeps a text of many `<` linear.
        const LONGEST: usize = 2_048;
        let bytes = &text.as_bytes()[start..text.len().min(start + LONGEST)];
        if bytes.starts_with(b"<!--") {
            let end = memchr::memmem::find(bytes, b"-->")? + 3;
            return Some(Self { start, end: start + end, element: None, is_end: false, ends: None, is_named: false });
        }
        let is_end = bytes.get(1) == Some(&b'/');
        let from = 1 + usize::from(is_end);
        let length = bytes.get(from..)?.iter().take_while(|b| b.is_ascii_alphanumeric()).take(12).count();
        let own = &bytes[from..from + length];
        let element = (0..KNOWN).find(|element| own.eq_ignore_ascii_case(name(*element).as_bytes()))?;
        if !matches!(bytes.get(from + length)?, b' ' | b'/' | b'>' | b'\n' | b'\t' | b'\r') {
            return None;
        }
        // What follows a name that is none: `a<b && c>d`.
        let attribute = bytes[from + length..].iter().find(|b| !b.is_ascii_whitespace())?;
        if !attribute.is_ascii_alphabetic() && !b"/>_:@\"'".contains(attribute) {
            return None;
        }
        let end = match memchr(b'>', bytes) {
            Some(end) => start + end + 1,
            // A text may be cut off inside of its last tag.
            None if start + bytes.len() == text.len() => cut(text).filter(|end| has_attribute(&text[start..*end]))?,
            None => return None,
        };
        Some(Self { start, end, element: Some(element), is_end, ends: None, is_named: false })
    }

    /// Whether it is markup, even if no other tag of its element is there.
    fn is_markup_alone(&self, text: &str) -> bool {
        let Some(element) = self.element else { return true };
        let name = name(element);
        let inner = &text[self.start..self.end];
        let (before, after) = (&text[..self.start], &text[self.end..]);
        if matches!(name, "br" | "wbr") {
            return !is_named(after);
        }
        let is_bare = !inner.contains(' ');
        if self.is_end {
            return before.ends_with(|c: char| !c.is_whitespace());
        }
        let is_on_lines =
            || LEFT_OPEN.contains(&name) && (before.ends_with('\n') || (before.is_empty() && text.contains('\n')));
        inner.ends_with("/>")
            || (is_bare && touches_word(after))
            || has_attribute(inner)
            || is_on_lines()
            || (LEFT_OPEN.contains(&name) && before.ends_with('>') && cut(text).is_some())
            || self.is_last_of_cut(text)
    }

    /// Whether a text is cut off where other tags, or none, follow this one: its words are gone, and its end.
    fn is_last_of_cut(&self, text: &str) -> bool {
        let after = &text[self.end..];
        let rest = after.trim_start();
        let at = text.len() - rest.len();
        if rest.starts_with('<') {
            return cut(text).is_some() && Tag::at(text, at).is_some_and(|next| !next.is_end);
        }
        rest.starts_with(['…', '.', '[']) && cut(text).is_some_and(|end| end <= at)
    }
}

/// Whether a word begins here, but for the ending of a plural: `too many <div>s`.
fn touches_word(after: &str) -> bool {
    let mut chars = after.chars();
    let first = chars.next();
    first.is_some_and(char::is_alphanumeric) && (first != Some('s') || chars.next().is_some_and(char::is_alphanumeric))
}

/// Whether a tag has one of the attributes that nobody names who only speaks of an element.
fn has_attribute(tag: &str) -> bool {
    memchr_iter(b'=', tag.as_bytes()).any(|at| {
        let before = tag[..at].trim_end();
        ATTRIBUTES.iter().any(|name| {
            let start = before.len().saturating_sub(name.len());
            before.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(name))
                && before[..start].ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/'))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{from_markup, has_markup};

    #[test]
    fn names_of_elements_are_text() {
        for text in [
            "The <details> element",
            "What is <div>?",
            "List<String> and Map<K, V>",
            "Why <script> blocks",
            "<script> tags considered harmful",
            "<summary>",
            "Too many <div>s",
            "Use <b> and </b> for bold",
            "<ul> or <ol>",
            "<a>, <b> and <i>",
            "The <br> element",
            "The <b></b> tag",
            "<table>-based layouts",
            "The <input type=\"date\"> field",
            "Never forget </body>",
            "Vec<u8> < Vec<i>",
            "if (a<b && c>d) x",
            "a <b and c>d",
            "How the <details> element is…",
            "if a <b and c…",
            "Use <ul> or <ol>, not <div> and…",
        ] {
            assert_eq!(from_markup(text), text);
            assert!(!has_markup(text), "{text}");
        }
    }

    #[test]
    fn tags_that_mark_up_are_markup() {
        for (text, said) in [
            ("<em>Nature</em> paper", "Nature paper"),
            ("A<br>b<BR/>c", "A b c"),
            ("<p>One<p>Two", " One Two"),
            ("One</p>", "One "),
            ("See <a href=\"x\">the list", "See the list"),
            ("A <img src=x> b", "A   b"),
            ("<p> One\n<p> Two", "  One\n  Two"),
            ("a<!-- b -->c", "ac"),
            ("<b><i>x</b></i>", "x"),
            ("<script>a < b</script>c", "c"),
            ("<i>The <details> element</i>", "The <details> element"),
            ("<STRONG>New</strong> element", "New element"),
            ("Under head coach <dfn>…", "Under head coach …"),
            ("Under head coach <dfn> … [+99 chars]", "Under head coach  … [+99 chars]"),
            ("<p><a href=\"https://w.example/\" data-a=\"1\" data-b…", " …"),
            ("Meet <a href=\"https://w.example/a...", "Meet ..."),
            ("Bye\n<ul><li>\nAna…", "Bye\n  \nAna…"),
        ] {
            assert_eq!(from_markup(text), said);
            assert!(has_markup(text), "{text}");
        }
    }
}
