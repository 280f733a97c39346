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

/// Scans the value that begins at `at`, no deeper than `depth`; writes it to `out` as JSON, if that is given.
pub(super) fn scan(text: &str, at: usize, depth: usize, faults: &mut Faults, out: Option<&mut String>) -> Scan {
    let tokens = Tokens::new(text, at);
    let expect = Expect::Value;
    Scanner { tokens, faults, out, depth, expect, open: Vec::new(), takes_comma: false, last_comma: None }.scan()
}

/// The scan of one value.
struct Scanner<'t, 's> {
    tokens: Tokens<'t>,
    faults: &'s mut Faults,
    /// Where the value is written as JSON.
    out: Option<&'s mut String>,
    /// How many brackets may be open.
    depth: usize,
    expect: Expect,
    open: Vec<u8>,
    /// Whether the innermost bracket has an element, so that the next one takes a comma.
    takes_comma: bool,
    /// Where the last token stands, if it is a comma after a value.
    last_comma: Option<usize>,
}

impl Scanner<'_, '_> {
    fn scan(mut self) -> Scan {
        loop {
            let token = self.tokens.next(self.faults);
            if token == Token::End {
                return Scan::Cut;
            }
            self.supply_comma(token);
            if let Err(wanted) = self.take(token) {
                return Scan::Bad(Wrong { at: self.tokens.start, wanted, open: self.open });
            }
            if self.expect == Expect::After && self.open.is_empty() {
                return Scan::Whole(self.tokens.at);
            }
        }
    }

    fn expects_value(&self) -> bool {
        matches!(self.expect, Expect::Value | Expect::Element)
    }

    fn expects_item(&self) -> bool {
        matches!(self.expect, Expect::Element | Expect::Key)
    }

    /// Supplies the comma before a bracket that follows a value, and writes the comma before any element but the first.
    fn supply_comma(&mut self, token: Token) {
        if self.expect == Expect::After && matches!(token, Token::Open(_)) && self.open.last() == Some(&b'[') {
            self.faults.add(Fault::NoComma, self.tokens.start);
            self.expect = Expect::Element;
        }
        let begins_item = matches!(token, Token::Open(_) | Token::Text | Token::Word);
        if begins_item && self.expects_item() && self.takes_comma {
            self.write(',');
        }
    }

    /// Takes a token; an error, what is expected in its place, where it may not stand there.
    fn take(&mut self, token: Token) -> Result<(), &'static str> {
        let start = self.tokens.start;
        let last_comma = self.last_comma.take();
        match token {
            Token::Open(_) if self.expects_value() && self.open.len() == self.depth => return Err("less depth"),
            Token::Open(bracket) if self.expects_value() => {
                self.write(char::from(bracket));
                self.open.push(bracket);
                self.expect_item();
                self.takes_comma = false;
            }
            Token::Close(bracket) if self.may_close(bracket) => {
                if let Some(comma) = last_comma {
                    self.faults.add(Fault::Comma, comma);
                }
                self.write(char::from(bracket));
                self.open.pop();
                self.end_item(Expect::After);
            }
            Token::Comma if self.expects_item() && self.takes_comma => self.faults.add(Fault::Comma, start),
            Token::Comma if self.expect == Expect::After => {
                self.expect_item();
                self.last_comma = Some(start);
            }
            Token::Colon if self.expect == Expect::Colon => {
                self.write(':');
                self.expect = Expect::Value;
            }
            Token::Text if self.expects_value() || self.expect == Expect::Key => {
                if let Some(out) = self.out.as_deref_mut() {
                    write_text(self.tokens.token(), start, self.faults, out);
                }
                self.end_item(if self.expect == Expect::Key { Expect::Colon } else { Expect::After });
            }
            Token::Word if self.expect == Expect::Key => {
                self.faults.add(Fault::Quotes, start);
                if let Some(out) = self.out.as_deref_mut() {
                    out.extend(["\"", self.tokens.token(), "\""]);
                }
                self.end_item(Expect::Colon);
            }
            Token::Word if self.expects_value() => {
                if !word(self.tokens.token(), start, self.faults, self.out.as_deref_mut()) {
                    return Err("a value");
                }
                self.end_item(Expect::After);
            }
            _ => return Err(self.wanted()),
        }
        Ok(())
    }

    fn write(&mut self, sign: char) {
        if let Some(out) = self.out.as_deref_mut() {
            out.push(sign);
        }
    }

    /// Whether the innermost bracket may end here with this one.
    fn may_close(&self, bracket: u8) -> bool {
        // In ASCII, `]` and `}` are two after `[` and `{`.
        (self.expects_item() || self.expect == Expect::After) && self.open.last() == Some(&(bracket - 2))
    }

    /// Goes on to what the innermost bracket holds.
    fn expect_item(&mut self) {
        self.expect = if self.open.last() == Some(&b'{') { Expect::Key } else { Expect::Element };
    }

    /// Goes on after a value or a key.
    fn end_item(&mut self, expect: Expect) {
        self.expect = expect;
        self.takes_comma = true;
    }

    /// What is expected, as a message names it.
    fn wanted(&self) -> &'static str {
        match self.expect {
            Expect::Value | Expect::Element => "a value",
            Expect::Key => "a name in quotes",
            Expect::Colon => "`:`",
            Expect::After if self.open.last() == Some(&b'{') => "`,` or `}`",
            Expect::After => "`,` or `]`",
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
