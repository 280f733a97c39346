//! The tags of HTML that is not parsed: enough to rewrite what the sanitiser is given.
//!
//! What a parser would see otherwise is read otherwise by the sanitiser, too, which comes after: nothing here has to be safe.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

use feedcheck::internal::pieces::{Attributes, end_of_tag, tag_name};

/// Elements whose content is text up to their end tag (HTML §13.2.6.4 with scripts, as the sanitiser reads them).
const RAW: &[&str] =
    &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext"];

/// A tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag<'t> {
    /// Where it begins.
    pub(super) start: usize,
    /// Where what follows it begins.
    pub(super) end: usize,
    /// All of it.
    pub(super) text: &'t str,
    /// The name of its element, in letters of any case.
    pub(super) name: &'t str,
    /// Whether it ends its element.
    pub(super) is_end: bool,
}

impl<'t> Tag<'t> {
    /// Whether it is a tag of one of these elements.
    pub(super) fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }

    /// Whether its element's content is text up to the end tag.
    pub(super) fn is_raw(&self) -> bool {
        !self.is_end && self.is(RAW)
    }

    /// The value of an attribute as it is written, without white space at its ends; none where it says nothing.
    pub(super) fn raw(&self, wanted: &str) -> Option<&'t str> {
        let (_, value) = Attributes::of(self.text)
            .find(|(name, _)| self.text.get(name.clone()).is_some_and(|name| name.eq_ignore_ascii_case(wanted)))?;
        Some(self.text.get(value?)?.trim()).filter(|value| !value.is_empty())
    }

    /// The same with its character references decoded.
    pub(super) fn value(&self, wanted: &str) -> Option<Cow<'t, str>> {
        self.raw(wanted).map(htmlize::unescape_attribute)
    }

    /// Whether one of the words of an attribute is meant.
    pub(super) fn has_word(&self, attribute: &str, is_meant: impl Fn(&str) -> bool) -> bool {
        self.raw(attribute).is_some_and(|value| value.split_whitespace().any(is_meant))
    }
}

/// The tags of a text, in order; those in comments and in the text of scripts are none.
pub(super) struct Tags<'t> {
    html: &'t str,
    at: usize,
    /// The element whose end tag alone comes next.
    raw: Option<&'t str>,
}

impl<'t> Tags<'t> {
    pub(super) fn of(html: &'t str) -> Self {
        Self { html, at: 0, raw: None }
    }

    /// Whether what is left is the text of an element that does not end.
    pub(super) fn is_in_raw(&self) -> bool {
        self.raw.is_some()
    }
}

impl<'t> Iterator for Tags<'t> {
    type Item = Tag<'t>;

    fn next(&mut self) -> Option<Tag<'t>> {
        if let Some(name) = self.raw {
            let bytes = &self.html.as_bytes()[self.at..];
            self.at += memchr_iter(b'<', bytes).find(|at| {
                let after = bytes[at + 1..].strip_prefix(b"/").unwrap_or_default();
                after.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
                    && !after.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
            })?;
            self.raw = None;
        }
        loop {
            self.at += memchr(b'<', &self.html.as_bytes()[self.at..])?;
            let rest = &self.html[self.at..];
            let next = rest.as_bytes().get(1 + usize::from(rest.starts_with("</")));
            if next.is_some_and(u8::is_ascii_alphabetic) {
                let end = self.at + end_of_tag(rest);
                let text = &self.html[self.at..end];
                let tag = Tag { start: self.at, end, text, name: tag_name(text), is_end: text.starts_with("</") };
                self.at = end;
                self.raw = tag.is_raw().then_some(tag.name);
                return Some(tag);
            }
            let (end, length) = if rest.starts_with("<!--") { ("-->", 3) } else { (">", 1) };
            self.at += match rest.as_bytes().get(1) {
                Some(b'!' | b'?' | b'/') => rest.find(end)? + length,
                _ => 1,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tags;

    #[test]
    fn tags_are_those_outside_of_comments_and_scripts() {
        let html = "a < b <p class='x>y' id=z><!-- <b> --><script>\"<i>\"</Script ><?x?></ x><IMG\nalt=1>";
        let tags: Vec<_> = Tags::of(html).collect();
        let names: Vec<_> = tags.iter().map(|tag| (tag.name, tag.is_end)).collect();
        assert_eq!(names, [("p", false), ("script", false), ("Script", true), ("IMG", false)]);
        assert_eq!((tags[0].raw("class"), tags[0].raw("ID"), tags[3].raw("alt")), (Some("x>y"), Some("z"), Some("1")));
        let mut tags = Tags::of("<b><iframe> <p>");
        assert_eq!(tags.by_ref().count(), 2);
        assert!(tags.is_in_raw());
    }
}
