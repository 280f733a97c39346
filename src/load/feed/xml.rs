//! A text as XML tokens with their places, for feeds with all their faults: quick-xml, and what it leaves to its user.
//!
//! quick-xml reads to the end of a tag, a comment or a CDATA section, wherever that is. So that a quote or a bracket
//! that is not closed costs one item and not the file, and no text is read more often than a fixed number of times, a
//! tag is examined before quick-xml reads it, and an end that is missing is searched for once.

use quick_xml::Reader;
use quick_xml::events::Event;

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A start tag: its name, and all that stands after `<`; whether it is its own end tag too.
    Start { name: &'a str, tag: &'a str, is_empty: bool },
    /// An end tag.
    End { name: &'a str },
    /// Text without references.
    Text(&'a str),
    /// The name of a reference, without `&` and `;`.
    Reference(&'a str),
    /// The content of a CDATA section.
    Raw(&'a str),
    /// The end of the text.
    Eof,
}

/// What is not XML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where.
    pub(super) at: usize,
    /// Why, as the end of a sentence.
    pub(super) reason: String,
    /// Whether the end of the text was reached in search of another end.
    pub(super) is_end: bool,
}

/// The tokens of a text.
pub(super) struct Tokens<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// Where the reader began.
    base: usize,
    /// Where the next token begins.
    pub(super) at: usize,
    /// The name of an item's tag: where reading goes on after a fault.
    pub(super) landmark: String,
    /// Whether the root element has not begun yet.
    pub(super) in_prolog: bool,
    /// The first `&` or `<` that is text.
    pub(super) bare: Option<usize>,
    /// For comments, CDATA sections and processing instructions, the place after which none of them ends.
    endless: [usize; 3],
}

/// What a `<` may begin, beside tags, and how it ends.
const BEGINNINGS: [(&str, &str); 3] =
    [("<!--", "a comment"), ("<![CDATA[", "a CDATA section"), ("<?", "a processing instruction")];

impl<'a> Tokens<'a> {
    /// The tokens of a text from an offset on.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        let mut tokens = Self {
            text,
            reader: Reader::from_str(""),
            base: 0,
            at: 0,
            landmark: "item".to_owned(),
            in_prolog: true,
            bare: None,
            endless: [usize::MAX; 3],
        };
        tokens.seek(at);
        tokens
    }

    /// Goes on at another place.
    pub(super) fn seek(&mut self, at: usize) {
        let rest = self.text.get(at..).unwrap_or_default();
        // The reader takes a byte order mark away and does not count it.
        let bare = rest.trim_start_matches('\u{FEFF}');
        self.at = at + rest.len() - bare.len();
        self.base = self.at;
        self.reader = Reader::from_str(bare);
        let config = self.reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
    }

    /// The text between two places.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// The next token. After a fault, only [`Self::seek`] goes on.
    pub(super) fn next(&mut self) -> Result<Token<'a>, Fault> {
        loop {
            let start = self.at;
            let bytes = self.text.as_bytes();
            if bytes.get(start) == Some(&b'<') && !self.is_markup(start)? {
                self.bare.get_or_insert(start);
                self.seek(start + 1);
                return Ok(Token::Text("<"));
            }
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(self.fault(start, &error)),
            };
            self.at = self.base + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX - self.base);
            let token = self.slice(start, self.at);
            let tag = |name: usize, end: &str| {
                let tag = token.strip_prefix('<').and_then(|tag| tag.strip_suffix(end)).unwrap_or_default();
                Token::Start { name: tag.get(..name).unwrap_or_default(), tag, is_empty: end == "/>" }
            };
            match event {
                Event::Start(element) => return Ok(tag(element.name().as_ref().len(), ">")),
                Event::Empty(element) => return Ok(tag(element.name().as_ref().len(), "/>")),
                Event::End(_) => {
                    let name = token.trim_start_matches("</").trim_end_matches('>');
                    return Ok(Token::End { name: name.split_ascii_whitespace().next().unwrap_or_default() });
                }
                Event::Text(_) => {
                    // A reference that is not one is given as text.
                    if token.starts_with('&') {
                        self.bare.get_or_insert(start);
                    }
                    if !token.is_empty() {
                        return Ok(Token::Text(token));
                    }
                }
                Event::GeneralRef(_) => {
                    return Ok(Token::Reference(token.trim_start_matches('&').trim_end_matches(';')));
                }
                Event::CData(_) => {
                    let inner = token.strip_prefix("<![CDATA[").and_then(|inner| inner.strip_suffix("]]>"));
                    return Ok(Token::Raw(inner.unwrap_or_default()));
                }
                Event::Eof => return Ok(Token::Eof),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    /// Whether the `<` there begins a tag or the like; an error if that has no end.
    fn is_markup(&self, start: usize) -> Result<bool, Fault> {
        let rest = &self.text.as_bytes()[start..];
        for (n, (beginning, what)) in BEGINNINGS.iter().enumerate() {
            if rest.starts_with(beginning.as_bytes()) {
                return if start < self.endless[n] { Ok(true) } else { Err(endless(start, what)) };
            }
        }
        match rest.get(1) {
            Some(b'!') if self.in_prolog => Ok(true),
            Some(b'!') => {
                let reason = "a declaration stands inside of the feed".to_owned();
                Err(Fault { at: start, reason, is_end: false })
            }
            Some(b'/') => self.is_tag(start),
            Some(byte) if byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':' | 0x80..) => self.is_tag(start),
            _ => Ok(false),
        }
    }

    /// Looks for the end of a tag: quotes are closed before the next item begins or this one ends.
    fn is_tag(&self, start: usize) -> Result<bool, Fault> {
        let bytes = self.text.as_bytes();
        let fault = || Err(Fault { is_end: false, ..endless(start, "a tag") });
        let mut at = start + 1;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'>' => return Ok(true),
                b'<' => return fault(),
                quote @ (b'"' | b'\'') => loop {
                    let Some(found) = memchr::memchr2(quote, b'<', &bytes[at..]) else {
                        return Err(endless(start, "a tag"));
                    };
                    at += found + 1;
                    if bytes[at - 1] == quote {
                        break;
                    }
                    let is_end = bytes.get(at) == Some(&b'/');
                    if self.is_landmark(at - 1 + usize::from(is_end)) {
                        return fault();
                    }
                },
                _ => {}
            }
        }
        Err(endless(start, "a tag"))
    }

    /// Whether the tag of an item stands there; its first byte, a `<`, is not compared.
    fn is_landmark(&self, at: usize) -> bool {
        let rest = self.text.as_bytes().get(at + 1..).unwrap_or_default();
        let after = rest.strip_prefix(self.landmark.as_bytes());
        after.is_some_and(|after| {
            after.first().is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
        })
    }

    /// Where the next item begins, from there on.
    pub(super) fn next_landmark(&self, from: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(from..)?;
        let needle = format!("<{}", self.landmark);
        memchr::memmem::find_iter(rest, needle.as_bytes()).map(|at| from + at).find(|&at| self.is_landmark(at))
    }

    fn fault(&mut self, start: usize, error: &quick_xml::Error) -> Fault {
        for (n, (beginning, what)) in BEGINNINGS.iter().enumerate() {
            if self.slice(start, self.text.len()).starts_with(beginning) {
                self.endless[n] = self.endless[n].min(start);
                return endless(start, what);
            }
        }
        Fault { at: start, reason: error.to_string(), is_end: true }
    }
}

fn endless(at: usize, what: &str) -> Fault {
    Fault { at, reason: format!("{what} is not ended"), is_end: true }
}
