//! HTML given to a parser in pieces: a tag, a part of a comment, a run of text.
//!
//! A parser of HTML ([`html5ever`]) cannot say where in a text it is, nor be stopped inside of a tag. What it makes of
//! a piece stands there, and a piece can be looked at before. The parser itself says after each tag how it reads on
//! (HTML §13.2.5), so that nothing here ever takes for a tag what the parser does not, nor the other way round.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::{LocalName, TokenizerResult, local_name};

/// The most attributes of one tag; the parser compares each with all.
const MOST_ATTRIBUTES: usize = 256;
/// The longest piece of text, in bytes.
const LONGEST_TEXT: usize = 4_096;

pub(crate) fn is_start_tag(piece: &str) -> bool {
    let mut bytes = piece.bytes();
    bytes.next() == Some(b'<') && bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
}

/// The name in a tag.
pub fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    name.split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default()
}

/// How the parser reads on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Text and tags.
    Data,
    /// Text up to the end tag of the element.
    Raw,
    /// Text up to the end.
    Plain,
    /// Inside of a comment or the like.
    Comment,
}

/// A text, and the parser that is given it.
pub(crate) struct Pieces<'t, S: TokenSink> {
    text: &'t str,
    at: usize,
    state: State,
    /// Whether each reference begins a piece.
    splits_references: bool,
    tokenizer: Tokenizer<Listener<S>>,
    input: BufferQueue,
}

impl<'t, S: TokenSink> Pieces<'t, S> {
    /// A text, and what takes the tokens that it is made of.
    pub(crate) fn of(text: &'t str, sink: S) -> Self {
        let listener = Listener { sink, next: Cell::new(None), last: RefCell::new(local_name!("")) };
        // Else it drops this character at the beginning of each piece.
        let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
        let tokenizer = Tokenizer::new(listener, options);
        Self { text, at: 0, state: State::Data, splits_references: false, tokenizer, input: BufferQueue::default() }
    }

    /// The same, each character reference in text the beginning of a piece.
    pub(crate) fn at_references(mut self) -> Self {
        self.splits_references = true;
        self
    }

    pub(crate) fn sink(&self) -> &S {
        &self.tokenizer.sink.sink
    }

    /// Where the next piece stands.
    pub(crate) fn next(&self) -> Option<Range<usize>> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let bytes = rest.as_bytes();
        // A long text is several pieces, so that it can be stopped.
        let window = &bytes[..rest.floor_char_boundary(LONGEST_TEXT)];
        let through = |end: &[u8]| memchr::memmem::find(bytes, end).map_or(rest.len(), |at| at + end.len());
        let length = match (self.state, bytes) {
            (State::Plain, _) => window.len(),
            (State::Raw, _) => match end_of_raw(bytes, window.len(), &self.tokenizer.sink.last.borrow()) {
                Some(0) => end_of_tag(rest),
                end => end.unwrap_or(window.len()),
            },
            (State::Data, [b'<', b'!', ..]) if self.is_cdata(rest) => through(b"]]>"),
            // Comments and the like end at some `>`.
            (State::Comment, _) | (State::Data, [b'<', b'!' | b'?', ..]) => through(b">"),
            (State::Data, [b'<', b'/', next, ..]) if !next.is_ascii_alphabetic() => through(b">"),
            (State::Data, [b'<', b'/', _, ..]) => end_of_tag(rest),
            (State::Data, [b'<', next, ..]) if next.is_ascii_alphabetic() => end_of_tag(rest),
            (State::Data, _) => {
                let end = if self.splits_references {
                    memchr::memchr2(b'<', b'&', &window[1..])
                } else {
                    memchr::memchr(b'<', &window[1..])
                };
                end.map_or(window.len(), |end| end + 1)
            }
        };
        Some(self.at..self.at + length)
    }

    /// Whether the next piece is a tag with more attributes than are read. An end tag may have them, too.
    pub(crate) fn has_many_attributes(&self, piece: &Range<usize>) -> bool {
        let text = &self.text[piece.clone()];
        let is_tag = match (self.state, text.as_bytes()) {
            (State::Data, [b'<', b'/', next, ..] | [b'<', next, ..]) => next.is_ascii_alphabetic(),
            // What may be text goes for a tag if it would be a very odd one.
            (State::Raw, [b'<', b'/', ..]) => true,
            _ => false,
        };
        // Each takes two bytes at least.
        is_tag
            && text.len() > 2 * MOST_ATTRIBUTES
            && Attributes::of(text).take(MOST_ATTRIBUTES + 1).count() > MOST_ATTRIBUTES
    }

    /// Gives a piece to the parser: the one that is [`next`](Self::next).
    pub(crate) fn feed(&mut self, piece: &Range<usize>) {
        let text = &self.text[piece.clone()];
        let begins_comment = self.state == State::Data
            && !self.is_cdata(text)
            && match text.as_bytes() {
                [b'<', b'!' | b'?', ..] => true,
                [b'<', b'/', next, ..] => !next.is_ascii_alphabetic() && *next != b'>',
                _ => false,
            };
        self.tokenizer.sink.next.set(None);
        self.input.push_back(StrTendril::from_slice(text));
        while !matches!(self.tokenizer.feed(&self.input), TokenizerResult::Done) {}
        self.at = piece.end;
        match self.tokenizer.sink.next.get() {
            Some(next) => self.state = next,
            None if begins_comment => self.state = State::Comment,
            None => {}
        }
    }

    /// Tells the parser that nothing follows.
    pub(crate) fn end(self) -> S {
        self.tokenizer.end();
        self.tokenizer.sink.sink
    }

    /// What took the tokens, which are not all.
    pub(crate) fn stop(self) -> S {
        self.tokenizer.sink.sink
    }

    /// Whether a text begins with a CDATA section: in SVG and MathML alone.
    fn is_cdata(&self, rest: &str) -> bool {
        rest.starts_with("<![CDATA[") && self.sink().adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Hears how the parser reads on after each tag and comment.
struct Listener<S> {
    sink: S,
    /// How it reads on, if a tag or comment ended.
    next: Cell<Option<State>>,
    /// The name of the last start tag.
    last: RefCell<LocalName>,
}

impl<S: TokenSink> TokenSink for Listener<S> {
    type Handle = S::Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Self::Handle> {
        let ends = match &token {
            Token::TagToken(tag) => {
                if tag.kind == TagKind::StartTag {
                    self.last.replace(tag.name.clone());
                }
                true
            }
            Token::CommentToken(_) | Token::DoctypeToken(_) => true,
            _ => false,
        };
        let result = self.sink.process_token(token, line);
        if ends {
            self.next.set(Some(match &result {
                TokenSinkResult::RawData(_) => State::Raw,
                TokenSinkResult::Plaintext => State::Plain,
                _ => State::Data,
            }));
        }
        result
    }

    fn end(&self) {
        self.sink.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.sink.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Where what may be the end tag of an element begins, in so many bytes of a text.
fn end_of_raw(bytes: &[u8], window: usize, name: &str) -> Option<usize> {
    memchr::memchr_iter(b'<', &bytes[..window]).find(|at| {
        let after = bytes[at + 1..].strip_prefix(b"/").unwrap_or_default();
        after.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
            && after.get(name.len()).is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
    })
}

/// The length of the tag that a text begins with.
pub fn end_of_tag(text: &str) -> usize {
    let mut attributes = Attributes::of(text);
    while attributes.next().is_some() {}
    attributes.at
}

/// The names and values of a tag, by the rules of HTML §13.2.5.32 and after; at the end `at` is the end of the tag.
pub struct Attributes<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Attributes<'t> {
    /// Those of a tag, which begins with its bracket.
    pub fn of(tag: &'t str) -> Self {
        let slash = usize::from(tag.as_bytes().get(1) == Some(&b'/'));
        Self { bytes: tag.as_bytes(), at: 1 + slash + tag_name(tag).len() }
    }

    fn skip(&mut self, is_skipped: impl Fn(u8) -> bool) -> Range<usize> {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        self.at += rest.iter().take_while(|b| is_skipped(**b)).count();
        start..self.at
    }
}

impl Iterator for Attributes<'_> {
    type Item = (Range<usize>, Option<Range<usize>>);

    fn next(&mut self) -> Option<Self::Item> {
        self.skip(|b| b.is_ascii_whitespace() || b == b'/');
        match self.bytes.get(self.at) {
            None => return None,
            Some(b'>') => {
                self.at += 1;
                // What follows is none of this tag's.
                self.bytes = &self.bytes[..self.at];
                return None;
            }
            Some(_) => {}
        }
        let start = self.at;
        self.at += 1;
        self.skip(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'='));
        let name = start..self.at;
        self.skip(|b| b.is_ascii_whitespace());
        if self.bytes.get(self.at) != Some(&b'=') {
            return Some((name, None));
        }
        self.at += 1;
        self.skip(|b| b.is_ascii_whitespace());
        let value = match self.bytes.get(self.at) {
            Some(quote @ (b'"' | b'\'')) => {
                self.at += 1;
                let value = self.skip(|b| b != *quote);
                self.at = (self.at + 1).min(self.bytes.len());
                value
            }
            _ => self.skip(|b| !b.is_ascii_whitespace() && b != b'>'),
        };
        Some((name, Some(value)))
    }
}

#[cfg(test)]
mod tests {
    use html5ever::tree_builder::TreeBuilder;
    use html5ever::tree_builder::TreeBuilderOpts;

    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        let sink = TreeBuilder::new(markup5ever_rcdom::RcDom::default(), TreeBuilderOpts::default());
        let mut pieces = Pieces::of(text, sink).at_references();
        let mut all = Vec::new();
        while let Some(piece) = pieces.next() {
            pieces.feed(&piece);
            all.push(&text[piece]);
        }
        pieces.end();
        assert_eq!(all.concat(), text);
        all
    }

    #[test]
    fn pieces_are_tags_comments_and_text() {
        let text = "<!doctype html><title>a <b> & c</title><!-- <p> --><a title=it's href='x>y' b>d &amp; e</a><script>\"<p>\"</script>x";
        let expected = [
            "<!doctype html>",
            "<title>",
            "a <b> & c",
            "</title>",
            "<!-- <p>",
            " -->",
            "<a title=it's href='x>y' b>",
            "d ",
            "&amp; e",
            "</a>",
            "<script>",
            "\"<p>\"",
            "</script>",
            "x",
        ];
        assert_eq!(pieces(text), expected);
    }

    #[test]
    fn the_parser_says_what_a_tag_is() {
        // A title is text in HTML, and not in SVG; so is a style.
        assert_eq!(pieces("<p><title><b></title>"), ["<p>", "<title>", "<b>", "</title>"]);
        assert_eq!(pieces("<svg><style><b title='>'>"), ["<svg>", "<style>", "<b title='>'>"]);
        assert_eq!(pieces("<svg><![CDATA[<b>]]><g>"), ["<svg>", "<![CDATA[<b>]]>", "<g>"]);
        assert_eq!(pieces("<p><![CDATA[<b>]]><g>"), ["<p>", "<![CDATA[<b>", "]]>", "<g>"]);
        assert_eq!(pieces("<!--><b>"), ["<!-->", "<b>"]);
        assert_eq!(pieces("<!-- a --!><b>"), ["<!-- a --!>", "<b>"]);
        assert_eq!(pieces("</><b></ x><?y>"), ["</>", "<b>", "</ x>", "<?y>"]);
        assert_eq!(
            pieces("<script><!--<script></script><b></script>"),
            ["<script>", "<!--<script>", "</script>", "<b>", "</script>"]
        );
        assert_eq!(pieces("<plaintext><b>&</plaintext>"), ["<plaintext>", "<b>&</plaintext>"]);
        assert_eq!(pieces("<textarea></textareas><b></textarea x><i>").last(), Some(&"<i>"));
        assert_eq!(pieces("a<"), ["a", "<"]);
        assert_eq!(pieces("<3 <a"), ["<3 ", "<a"]);
    }
}
