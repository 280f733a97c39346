//! What stands behind a time: its zone, known or not, and what is in brackets.

use super::Reader;
use crate::normalise::date::words;
use crate::normalise::date::zone::{unknown, zone};

impl Reader<'_> {
    /// Takes the zone of a time that stands apart from it, behind the year. Its first token is taken already.
    pub(super) fn late_zone(&mut self) -> bool {
        let is_late = self.clock.is_some() && self.zone.is_none();
        let found = zone(self.text, &self.tokens[self.at - 1..]).filter(|_| is_late);
        if let Some(found) = found {
            self.at += found.length - 1;
            self.zone = Some(found);
        }
        found.is_some()
    }

    /// Passes over the name of a zone that nobody knows, behind a time. Its first token is taken already.
    pub(super) fn unknown_zone(&mut self) -> bool {
        let is_awaited = self.clock.is_some() && self.zone.is_none() && !self.is_unknown_zone;
        let length = if is_awaited { unknown(self.text, &self.tokens[self.at - 1..]) } else { 0 };
        self.is_unknown_zone |= length > 0;
        self.at += length.saturating_sub(1);
        length > 0
    }

    /// What is in brackets: a weekday, or the zone of a time, or what explains a zone, as in `+0100 (CET)` and
    /// `+01:00[Europe/Paris]` (RFC 9557).
    pub(super) fn comment(&mut self, open: char, close: char) -> Option<()> {
        if self.zone.is_none() {
            let found = zone(self.text, &self.tokens[self.at..]);
            if let Some(found) = found.filter(|_| self.clock.is_some()) {
                self.at += found.length;
                self.zone = Some(found);
            } else if self.word_ahead(0).is_some_and(|word| words::is_weekday(&word)) {
                self.at += 1;
                self.take_mark('.');
                return self.take_mark(close).then_some(());
            } else if self.clock.is_some() {
                self.is_unknown_zone |= !self.is_mark(0, close);
            } else {
                return self.take_mark(close).then_some(());
            }
        }
        let mut depth = 1_u32;
        while depth > 0 {
            let token = self.take()?;
            if token.is_mark(open) {
                depth += 1;
            } else if token.is_mark(close) {
                depth -= 1;
            }
        }
        Some(())
    }
}
