//! JSON with small faults: a scanner that knows what people and programs write instead (JSON5, JSONC, Python, JavaScript).
//!
//! It goes over the bytes once and keeps open brackets in a list, so that no depth is too deep for it.

use super::faults::{Fault, Faults};
use super::mend::{word, write_text};

/// What a scan of one value comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// The value, up to this place.
    Whole(usize),
    /// The text ends inside of it.
    Cut,
    /// It cannot be read.
    Bad(Wrong),
}

/// Where a value cannot be read on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) at: usize,
    /// What is expected there.
    pub(super) wanted: &'static str,
    /// The brackets that are open there.
    pub(super) open: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Open(u8),
    Close(u8),
    Comma,
    Colon,
    /// In quotes, these included.
    Text,
    Word,
    /// Something else.
    Other,
    /// The end of the text, also inside of quotes or a comment.
    End,
}

/// The tokens of a text.
#[derive(Clone)]
pub(super) struct Tokens<'t> {
    text: &'t str,
    /// Where the last token begins and ends.
    pub(super) start: usize,
    pub(super) at: usize,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, start: at, at }
    }

    pub(super) fn token(&self) -> &'t str {
        &self.text[self.start..self.at]
    }

    /// Passes over white space and comments; whether there is more.
    fn skip(&mut self, faults: &mut Faults) -> bool {
        let bytes = self.text.as_bytes();
        loop {
            match &bytes[self.at..] {
                // The record separator of RFC 7464 stands between documents.
                [b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1E, ..] => self.at += 1,
                [0xEF, 0xBB, 0xBF, ..] | [0xE2, 0x80, 0xA8 | 0xA9, ..] => self.at += 3,
                [0xC2, 0xA0, ..] => self.at += 2,
                [b'/', b'/', rest @ ..] => {
                    faults.add(Fault::Comment, self.at);
                    self.at += 2 + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
                }
                [b'/', b'*', rest @ ..] => {
                    let Some(end) = memchr::memmem::find(rest, b"*/") else { return false };
                    faults.add(Fault::Comment, self.at);
                    self.at += 2 + end + 2;
                }
                rest => return !rest.is_empty(),
            }
        }
    }

    pub(super) fn next(&mut self, faults: &mut Faults) -> Token {
        let is_more = self.skip(faults);
        self.start = self.at;
        let Some(&first) = self.text.as_bytes().get(self.at).filter(|_| is_more) else {
            self.at = self.text.len();
            return Token::End;
        };
        self.at += 1;
        match first {
            b'{' | b'[' => Token::Open(first),
            b'}' | b']' => Token::Close(first),
            b',' => Token::Comma,
            b':' => Token::Colon,
            b'"' | b'\'' => {
                if first == b'\'' {
                    faults.add(Fault::Quotes, self.start);
                }
                self.text_end(first)
            }
            _ if is_of_word(first) => {
                let rest = &self.text.as_bytes()[self.at..];
                self.at += rest.iter().position(|byte| !is_of_word(*byte)).unwrap_or(rest.len());
                Token::Word
            }
            _ => {
                self.at = self.start + self.text[self.start..].chars().next().map_or(1, char::len_utf8);
                Token::Other
            }
        }
    }

    /// Goes to the end of a text that began with a quote.
    fn text_end(&mut self, quote: u8) -> Token {
        let bytes = self.text.as_bytes();
        while let Some(found) = memchr::memchr2(quote, b'\\', &bytes[self.at..]) {
            let is_end = bytes[self.at + found] == quote;
            self.at += found + if is_end { 1 } else { 2 };
            if is_end {
                return Token::Text;
            }
            if self.at >= bytes.len() {
                break;
            }
            while !self.text.is_char_boundary(self.at) {
                self.at += 1;
            }
        }
        self.at = bytes.len();
        Token::End
    }
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'+' | b'-' | b'.') || byte >= 0x80
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    /// After `[` or a comma.
    Element,
    /// After `{` or a comma.
    Key,
    Colon,
    /// After a value.
    After,
}

/// Scans the value that begins at `at`, no deeper than `depth`; writes it down as JSON where there is a place to.
pub(super) fn scan(text: &str, at: usize, depth: usize, faults: &mut Faults, mut out: Option<&mut String>) -> Scan {
    let mut tokens = Tokens::new(text, at);
    let mut expect = Expect::Value;
    let mut open: Vec<u8> = Vec::new();
    // Whether something stands in the innermost bracket, so that the next element takes a comma.
    let mut takes_comma = false;
    let mut after_comma = None;
    loop {
        let token = tokens.next(faults);
        let start = tokens.start;
        if expect == Expect::After && matches!(token, Token::Open(_)) && open.last() == Some(&b'[') {
            faults.add(Fault::NoComma, start);
            expect = Expect::Element;
        }
        let is_value = matches!(expect, Expect::Value | Expect::Element);
        let is_item = matches!(expect, Expect::Element | Expect::Key);
        let bad = |wanted, open| Scan::Bad(Wrong { at: start, wanted, open });
        if let (Some(out), true) = (out.as_deref_mut(), is_item && takes_comma)
            && matches!(token, Token::Open(_) | Token::Text | Token::Word)
        {
            out.push(',');
        }
        match token {
            Token::End => return Scan::Cut,
            Token::Open(_) if is_value && open.len() == depth => return bad("less depth", open),
            Token::Open(bracket) if is_value => {
                open.push(bracket);
                expect = if bracket == b'{' { Expect::Key } else { Expect::Element };
                takes_comma = false;
                if let Some(out) = out.as_deref_mut() {
                    out.push(char::from(bracket));
                }
            }
            Token::Close(bracket) if (is_item || expect == Expect::After) && open.last() == Some(&(bracket - 2)) => {
                if let Some(comma) = after_comma {
                    faults.add(Fault::Comma, comma);
                }
                open.pop();
                takes_comma = true;
                expect = Expect::After;
                if let Some(out) = out.as_deref_mut() {
                    out.push(char::from(bracket));
                }
            }
            Token::Comma if is_item && takes_comma => faults.add(Fault::Comma, start),
            Token::Comma if expect == Expect::After => {
                expect = if open.last() == Some(&b'{') { Expect::Key } else { Expect::Element };
                after_comma = Some(start);
                continue;
            }
            Token::Colon if expect == Expect::Colon => {
                expect = Expect::Value;
                if let Some(out) = out.as_deref_mut() {
                    out.push(':');
                }
            }
            Token::Text if is_value || expect == Expect::Key => {
                if let Some(out) = out.as_deref_mut() {
                    write_text(tokens.token(), start, faults, out);
                }
                expect = if expect == Expect::Key { Expect::Colon } else { Expect::After };
                takes_comma = true;
            }
            Token::Word if expect == Expect::Key => {
                faults.add(Fault::Quotes, start);
                if let Some(out) = out.as_deref_mut() {
                    out.extend(["\"", tokens.token(), "\""]);
                }
                expect = Expect::Colon;
                takes_comma = true;
            }
            Token::Word if is_value => {
                if !word(tokens.token(), start, faults, out.as_deref_mut()) {
                    return bad("a value", open);
                }
                expect = Expect::After;
                takes_comma = true;
            }
            _ => {
                let wanted = match expect {
                    Expect::Value | Expect::Element => "a value",
                    Expect::Key => "a name in quotes",
                    Expect::Colon => "`:`",
                    Expect::After if open.last() == Some(&b'{') => "`,` or `}`",
                    Expect::After => "`,` or `]`",
                };
                return bad(wanted, open);
            }
        }
        after_comma = None;
        if expect == Expect::After && open.is_empty() {
            return Scan::Whole(tokens.at);
        }
    }
}

/// The value of a text as JSON, if small faults are all that is wrong with it and nothing follows.
///
/// # Errors
/// Where it cannot be read on, and what is expected there.
pub(super) fn as_json(text: &str, depth: usize, faults: &mut Faults) -> Result<String, (usize, &'static str)> {
    let mut json = String::with_capacity(text.len() + 16);
    match scan(text, 0, depth, faults, Some(&mut json)) {
        Scan::Whole(end) => {
            let mut tokens = Tokens::new(text, end);
            match tokens.next(faults) {
                Token::End => Ok(json),
                Token::Comma if text[tokens.at..].trim().is_empty() => {
                    faults.add(Fault::Comma, tokens.start);
                    Ok(json)
                }
                _ => Err((tokens.start, "the end")),
            }
        }
        Scan::Cut => Err((text.len(), "more")),
        Scan::Bad(wrong) => Err((wrong.at, wrong.wanted)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Faults, as_json};

    #[test]
    fn small_faults_are_read() {
        let read = |text: &str| as_json(text, 8, &mut Faults::default());
        for (text, json) in [
            ("{'id': None, 'name': \"The Miller's Post\"}", r#"{"id":null,"name":"The Miller's Post"}"#),
            ("[1,,2,]", "[1,2]"),
            ("{a: 1, // one\n /* two */ b: [NaN, -Infinity,],}", r#"{"a":1,"b":[null,null]}"#),
            ("[\"a\tb\nc\"]", r#"["a\u0009b\u000ac"]"#),
            (r#"["\ud83d", "\ud83d\udc11", "\udc11x"]"#, "[\"\u{FFFD}\",\"\\ud83d\\udc11\",\"\u{FFFD}x\"]"),
            (r#"['it\'s', "\d", "\x41", "\u12"]"#, r#"["it's","\\d","A","\\u12"]"#),
            ("[{}{}]", "[{},{}]"),
            ("[007, .5, 2026-07-18, 1e5]", r#"["007",".5","2026-07-18",1e5]"#),
            ("{'say': '\"hi\"'},", r#"{"say":"\"hi\""}"#),
        ] {
            assert_eq!(read(text).as_deref(), Ok(json), "{text}");
            assert!(serde_json::from_str::<serde_json::Value>(json).is_ok(), "{json}");
        }
    }

    #[test]
    fn other_faults_have_a_place() {
        let read = |text: &str| as_json(text, 3, &mut Faults::default());
        for (text, place, wanted) in [
            ("{\"a\" \"b\"}", 5, "`:`"),
            ("{\"a\": 1 \"b\": 2}", 8, "`,` or `}`"),
            ("[Video]", 1, "a value"),
            ("{sic}: x", 4, "`:`"),
            ("[1}", 2, "`,` or `]`"),
            ("[[[[1]]]]", 3, "less depth"),
            ("[1", 2, "more"),
            ("[\"a\\", 4, "more"),
            ("[1] x", 4, "the end"),
            ("{,}", 1, "a name in quotes"),
            ("", 0, "more"),
        ] {
            assert_eq!(read(text), Err((place, wanted)), "{text}");
        }
    }
}
