//! The pieces that a date is written in.

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// ASCII digits.
    Number,
    /// Letters.
    Word,
    /// One character that is neither.
    Mark,
}

/// A piece of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// Whether white space stands before it.
    pub(super) spaced: bool,
}

impl Token<'_> {
    pub(super) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark && self.text.starts_with(mark)
    }
}

/// What Chinese, Japanese and Korean write after a number; each is a word of its own there.
const UNITS: &str = "年月日号號時时點点分秒년월일시분초";

/// The pieces of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(16);
    let mut chars = text.char_indices().peekable();
    let mut spaced = false;
    while let Some((start, first)) = chars.next() {
        if first.is_whitespace() {
            spaced = true;
            continue;
        }
        let mut end = start + first.len_utf8();
        let kind = if first.is_ascii_digit() {
            Kind::Number
        } else if first.is_alphabetic() {
            Kind::Word
        } else {
            Kind::Mark
        };
        let after_number = tokens.last().is_some_and(|last| last.kind == Kind::Number);
        // "18 月曜日": a word that only begins like a unit.
        let begins_a_word = spaced && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        let is_unit = after_number && !begins_a_word && UNITS.contains(first);
        while let Some((at, next)) = chars.peek().copied() {
            let goes_on = match kind {
                Kind::Number => next.is_ascii_digit(),
                Kind::Word => next.is_alphabetic() && !is_unit,
                Kind::Mark => false,
            };
            if !goes_on {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        tokens.push(Token { kind, text: &text[start..end], start, spaced });
        spaced = false;
    }
    tokens
}
