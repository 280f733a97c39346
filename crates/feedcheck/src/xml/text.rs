//! The text of elements: as a reader sees it, and where each byte of it stands in the document.

use std::borrow::Cow;

use roxmltree::Node;

/// The text directly in an element.
pub(crate) fn of<'d>(node: Node<'d, '_>) -> Cow<'d, str> {
    let mut texts = node.children().filter(Node::is_text).filter_map(|child| child.text());
    let first = texts.next().unwrap_or_default();
    match texts.next() {
        None => Cow::Borrowed(first),
        Some(second) => {
            let mut all = first.to_owned() + second;
            texts.for_each(|text| all.push_str(text));
            Cow::Owned(all)
        }
    }
}

/// The text directly in an element, without blank space around it.
pub(crate) fn trimmed(node: Node<'_, '_>) -> String {
    of(node).trim().to_owned()
}

/// Where a text is broken: a C1 control character, U+FFFD, or UTF-8 that was read as Latin-1.
pub(crate) fn broken(text: &str) -> Option<usize> {
    if text.is_ascii() {
        return None;
    }
    let mut last = None;
    for (at, c) in text.char_indices() {
        match c {
            '\u{80}'..='\u{9F}' | '\u{FFFD}' => {
                return Some(last.filter(|_| c <= '\u{9F}' && is_mojibake(text, at)).unwrap_or(at));
            }
            '\u{A0}'..='\u{BF}' if last.is_some() && is_mojibake(text, at) => return last,
            _ => last = matches!(c, 'Â' | 'Ã').then_some(at),
        }
    }
    None
}

/// What is broken there, in words.
pub(crate) fn what_is_broken(text: &str, at: usize) -> String {
    match text[at..].chars().next() {
        Some('\u{FFFD}') => "a character that was lost on the way: U+FFFD".to_owned(),
        Some(c @ '\u{80}'..='\u{9F}') => format!("a control character: U+{:04X}", u32::from(c)),
        _ => {
            let word: String = text[at..].chars().take(2).collect();
            format!("UTF-8 that was read in another encoding: {word:?}")
        }
    }
}

/// Whether the word around a place, or as much of it as is near, is UTF-8 in Latin-1.
fn is_mojibake(text: &str, at: usize) -> bool {
    const NEAR: usize = 24;
    let before = &text[text.floor_char_boundary(at.saturating_sub(NEAR))..at];
    let after = &text[at..text.floor_char_boundary(at + NEAR)];
    // A word that is cut may begin inside of a character.
    let before = match before.rfind(' ') {
        Some(space) => &before[space + 1..],
        None if at > NEAR => before.trim_start_matches(|c| ('\u{80}'..='\u{BF}').contains(&c)),
        None => before,
    };
    let after = after.split(' ').next().unwrap_or_default();
    let bytes: Option<Vec<u8>> = before.chars().chain(after.chars()).map(|c| u8::try_from(u32::from(c)).ok()).collect();
    bytes.is_some_and(|bytes| match std::str::from_utf8(&bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    })
}

/// The way from offsets in the text of an element to offsets in the document; offsets only grow.
pub(crate) struct Map<'d> {
    document: &'d str,
    /// Where the way has come to, in the document and in the text.
    at: usize,
    decoded: usize,
    end: usize,
    in_cdata: bool,
}

impl<'d> Map<'d> {
    /// The way through an element.
    pub(crate) fn of(node: Node<'d, 'd>, document: &'d str) -> Self {
        let range = node.range();
        let start = node.first_child().map_or(range.end, |child| child.range().start);
        let end =
            document.get(start..range.end).and_then(|inside| inside.rfind("</")).map_or(range.end, |at| start + at);
        Self { document, at: start, decoded: 0, end, in_cdata: false }
    }

    /// The same from a place in the document on, which is the beginning of the text.
    pub(crate) fn skip_to(self, at: usize) -> Self {
        Self { at, ..self }
    }

    /// Where the byte of the text stands that has this offset.
    pub(crate) fn source(&mut self, offset: usize) -> usize {
        while self.at < self.end {
            let Some(rest) = self.document.get(self.at..self.end) else { break };
            if self.in_cdata {
                if rest.starts_with("]]>") {
                    self.in_cdata = false;
                    self.at += 3;
                    continue;
                }
            } else if rest.starts_with('<') {
                let close = match () {
                    () if rest.starts_with("<![CDATA[") => {
                        self.in_cdata = true;
                        self.at += 9;
                        continue;
                    }
                    () if rest.starts_with("<!--") => "-->",
                    () => ">",
                };
                self.at += rest.find(close).map_or(rest.len(), |end| end + close.len());
                continue;
            }
            if self.decoded >= offset {
                break;
            }
            if !self.in_cdata && rest.starts_with('&') {
                let length = rest.find(';').map_or(1, |end| end + 1);
                self.decoded += referenced(rest.get(1..length - 1).unwrap_or_default());
                self.at += length;
            } else {
                let c = rest.chars().next().unwrap_or(' ');
                // Line ends are one character (XML 1.0 §2.11).
                let is_half = c == '\r' && rest.as_bytes().get(1) == Some(&b'\n');
                self.decoded += if is_half { 0 } else { c.len_utf8() };
                self.at += c.len_utf8();
            }
        }
        self.at.min(self.end)
    }
}

/// How many bytes a reference stands for.
fn referenced(name: &str) -> usize {
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    number.and_then(char::from_u32).map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_text_is_told_from_foreign_text() {
        assert_eq!(broken("MÃ¼ller"), Some(1));
        assert_eq!(broken("it\u{92}s"), Some(2));
        assert_eq!(broken("so\u{FFFD}"), Some(2));
        for whole in ["NÃO É", "Müller", "«Â»", "Ã", "Âge", "謝謝"] {
            assert_eq!(broken(whole), None, "{whole}");
        }
    }

    #[test]
    fn offsets_of_a_text_lead_back_to_the_document() {
        let document = "<a>x&amp;<!-- no -->é\r\n<![CDATA[<b>]]>&#x263A;z</a>";
        let tree = roxmltree::Document::parse(document).unwrap();
        let text = of(tree.root_element());
        assert_eq!(text, "x&é\n<b>☺z");
        let mut map = Map::of(tree.root_element(), document);
        for needle in ["x", "&", "é", "<b>", "b>", "z"] {
            let at = map.source(text.find(needle).unwrap());
            assert!(document[at..].starts_with(needle), "{needle} at {at}");
        }
    }
}
