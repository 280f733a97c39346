//! Dates of the calendar: day, time and zone in any order that cannot be mistaken.

mod behind;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::DateOrder;
use super::shape::{Number, Part, Time, calendar};
use super::token::{Kind, Token, tokens};
use super::words::{self, Meaning};
use super::zone::{Named, Sense, is_last_clock, zone};

/// A date as it was written.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) day: NaiveDate,
    /// Whether only a month or a year was given: the day is its first.
    pub(super) is_partial: bool,
    pub(super) clock: Option<Clock>,
    pub(super) zone: Option<Named>,
    /// Whether the zone is an abbreviation that more than one zone goes by.
    pub(super) is_guessed_zone: bool,
    /// Whether a zone is named that nobody knows.
    pub(super) is_unknown_zone: bool,
}

impl Reading {
    /// The time that a clock showed on the day.
    pub(super) fn local(&self, clock: Clock) -> Option<NaiveDateTime> {
        let date = if clock.ends_day { self.day.checked_add_days(Days::new(1))? } else { self.day };
        Some(date.and_time(clock.time))
    }
}

/// A time of the day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    pub(super) time: NaiveTime,
    /// 24:00, which is midnight of the next day (ISO 8601).
    pub(super) ends_day: bool,
}

/// Reads a date.
pub(super) fn read(text: &str, order: DateOrder) -> Option<Reading> {
    let reader = Reader::read(text)?;
    let shape = reader.shape();
    let time = match (reader.clock, reader.zone) {
        (None, _) => Time::None,
        (Some(_), None) => Time::Local,
        (Some(_), Some(_)) => Time::Zoned,
    };
    // Nobody writes the month first with dots, unless the user says so.
    let order = if reader.dots == 2 && order == DateOrder::MonthDay { DateOrder::DayMonth } else { order };
    let (day, is_partial) = calendar(&shape, time, order)?;
    let is_mail = matches!(shape.as_slice(), [Part::Number(_), Part::Month(_), Part::Number(_)]);
    let is_guessed_zone = reader.zone.is_some_and(|zone| match zone.sense {
        Sense::One => false,
        Sense::OneInMail => !is_mail,
        Sense::Several => true,
    });
    let is_unknown_zone = reader.is_unknown_zone && reader.zone.is_none();
    Some(Reading { day, is_partial, clock: reader.clock, zone: reader.zone, is_guessed_zone, is_unknown_zone })
}

/// The two small numbers in front of a year, `18-07-2026 10:30`, `18.07.26`, and whether dots stand behind both.
pub(super) fn small_numbers(text: &str) -> Option<(u32, u32, bool)> {
    let reader = Reader::read(text)?;
    match reader.shape().as_slice() {
        [Part::Number(first), Part::Separator, Part::Number(second), Part::Separator, Part::Number(year)]
            if first.is_small() && second.is_small() && (year.is_year() || year.is_short_year()) =>
        {
            Some((first.value, second.value, reader.dots == 2))
        }
        _ => None,
    }
}

/// What was found, up to a token.
struct Reader<'t> {
    text: &'t str,
    tokens: Vec<Token<'t>>,
    at: usize,
    parts: Vec<Part>,
    clock: Option<Clock>,
    zone: Option<Named>,
    is_unknown_zone: bool,
    /// How many separators are dots.
    dots: usize,
    /// The half of the day, where it stands in front of the time.
    afternoon: Option<bool>,
}

impl<'t> Reader<'t> {
    /// Reads a whole text; `None` where something in it does not belong to a date.
    fn read(text: &'t str) -> Option<Self> {
        let (tokens, parts) = (tokens(text), Vec::with_capacity(8));
        let (clock, zone, is_unknown_zone, dots, afternoon) = (None, None, false, 0, None);
        let mut reader = Self { text, tokens, at: 0, parts, clock, zone, is_unknown_zone, dots, afternoon };
        while let Some(token) = reader.peek(0) {
            match token.kind {
                Kind::Number => reader.number()?,
                Kind::Word => reader.word()?,
                Kind::Mark => reader.mark()?,
            }
        }
        Some(reader)
    }

    fn peek(&self, ahead: usize) -> Option<Token<'t>> {
        self.tokens.get(self.at + ahead).copied()
    }

    fn take(&mut self) -> Option<Token<'t>> {
        let token = self.peek(0)?;
        self.at += 1;
        Some(token)
    }

    /// The folded word ahead.
    fn word_ahead(&self, ahead: usize) -> Option<String> {
        self.peek(ahead).filter(|token| token.kind == Kind::Word).map(|token| words::fold(token.text))
    }

    fn is_mark(&self, ahead: usize, mark: char) -> bool {
        self.peek(ahead).is_some_and(|token| token.is_mark(mark))
    }

    /// Whether a number is ahead, with no white space before it.
    fn is_attached_number(&self, ahead: usize) -> bool {
        self.peek(ahead).is_some_and(|token| token.kind == Kind::Number && !token.spaced)
    }

    fn take_mark(&mut self, mark: char) -> bool {
        let found = self.is_mark(0, mark);
        self.at += usize::from(found);
        found
    }

    /// A number of one or two digits.
    fn take_small(&mut self) -> Option<u32> {
        self.take().filter(|token| token.kind == Kind::Number).and_then(|token| small(token.text))
    }

    fn number(&mut self) -> Option<()> {
        let mut digits = self.take()?.text;
        if self.take_mark(':') {
            if let Some((day, hour)) = self.glued(digits) {
                self.parts.push(Part::Number(Number::new(day)));
                digits = hour;
            }
            let hour = small(digits)?;
            let minute = self.take_small()?;
            let second = if self.take_mark(':') {
                let second = self.take_small()?;
                self.skip_fraction();
                second
            } else {
                0
            };
            return self.clock(hour, minute, second);
        }
        match digits.len() {
            1 | 2 => {
                if self.word_ahead(0).is_some_and(|word| words::is_hour(&word)) {
                    return self.hour(small(digits)?);
                }
                if self.meridiem_ahead().is_some() {
                    return self.clock(small(digits)?, 0, 0);
                }
            }
            8 | 12 | 14 => return self.compact(digits),
            _ => {}
        }
        self.parts.push(Part::Number(Number::new(digits)));
        if let Some(word) = self.word_ahead(0) {
            let is_attached = self.peek(0).is_some_and(|token| !token.spaced);
            let unit = match word.as_str() {
                "年" | "년" => Some('y'),
                "月" | "월" => Some('m'),
                "日" | "일" | "号" | "號" => Some('d'),
                _ => None,
            };
            if let Some(unit) = unit {
                self.parts.push(Part::Unit(unit));
                self.at += 1;
            } else if is_attached && digits.len() <= 2 && words::is_ordinal(&word) {
                self.at += 1;
            }
        }
        Some(())
    }

    /// A day of two digits and the hour of a time that follows without white space, `2026-07-1810:30`: what is left of
    /// two neighbours without their markup.
    fn glued(&self, digits: &'t str) -> Option<(&'t str, &'t str)> {
        use Part::{Number as N, Separator as S};
        let is_awaited = matches!(self.parts.as_slice(), [N(year), S, N(_), S] if year.is_year());
        (is_awaited && matches!(digits.len(), 3 | 4)).then(|| digits.split_at(2))
    }

    /// Digits alone, of a century that there were feeds in or were about to be: `20260718`, `202607181200`,
    /// `20260718120000`.
    fn compact(&mut self, digits: &str) -> Option<()> {
        if !self.parts.is_empty() || !(digits.starts_with("19") || digits.starts_with("20")) {
            return None;
        }
        let [year, month, day] = [&digits[..4], &digits[4..6], &digits[6..8]].map(Number::new);
        self.parts.extend([Part::Number(year), Part::Separator, Part::Number(month)]);
        self.parts.extend([Part::Separator, Part::Number(day)]);
        if digits.len() > 8 { self.basic_clock(&digits[8..]) } else { Some(()) }
    }

    /// A time of two, four or six digits.
    fn basic_clock(&mut self, digits: &str) -> Option<()> {
        let part = |at: usize| digits.get(at..at + 2).map_or(Some(0), small);
        if !matches!(digits.len(), 2 | 4 | 6) {
            return None;
        }
        if digits.len() == 6 {
            self.skip_fraction();
        }
        self.clock(part(0)?, part(2)?, part(4)?)
    }

    /// A time whose hour says that it is one: `14h30`, `19 Uhr`, `12時30分05秒`.
    fn hour(&mut self, hour: u32) -> Option<()> {
        self.at += 1;
        let has_minute = |word: Option<String>| matches!(word.as_deref(), Some("分" | "분"));
        let has_second = |word: Option<String>| matches!(word.as_deref(), Some("秒" | "초"));
        let (mut minute, mut second) = (0, 0);
        if has_minute(self.word_ahead(1)) {
            minute = self.take_small()?;
            self.at += 1;
            if has_second(self.word_ahead(1)) {
                second = self.take_small()?;
                self.at += 1;
            }
        } else if self.is_attached_number(0) {
            minute = self.take_small()?;
        }
        self.clock(hour, minute, second)
    }

    /// Fractions of a second, after a dot or a comma (RFC 3339 §5.6, ISO 8601), say nothing in a feed.
    fn skip_fraction(&mut self) {
        let is_mark = self.peek(0).is_some_and(|token| !token.spaced && (token.is_mark('.') || token.is_mark(',')));
        if is_mark && self.is_attached_number(1) {
            self.at += 2;
        }
    }

    /// `am`, `p.m.`: whether it is the second half of the day, and the number of tokens.
    fn meridiem_ahead(&self) -> Option<(bool, usize)> {
        let (afternoon, length) = match self.word_ahead(0)?.as_str() {
            "am" => (false, 1),
            "pm" => (true, 1),
            half @ ("a" | "p") if self.is_mark(1, '.') && self.word_ahead(2).as_deref() == Some("m") => {
                (half == "p", 3)
            }
            _ => return None,
        };
        Some((afternoon, length + usize::from(self.is_mark(length, '.'))))
    }

    /// Keeps a time, after what follows it: the half of the day and the zone.
    fn clock(&mut self, hour: u32, minute: u32, second: u32) -> Option<()> {
        if self.clock.is_some() {
            return None;
        }
        if let Some((afternoon, length)) = self.meridiem_ahead() {
            self.afternoon = Some(afternoon);
            self.at += length;
        }
        let hour = match (self.afternoon, hour) {
            (Some(false), 12) => 0,
            (Some(true), 1..=11) => hour + 12,
            (None, _) | (Some(false), 0..=11) | (Some(true), 12..=23) => hour,
            _ => return None,
        };
        // A leap second.
        let second = if second == 60 { 59 } else { second };
        self.clock = Some(if (hour, minute, second) == (24, 0, 0) {
            Clock { time: NaiveTime::MIN, ends_day: true }
        } else {
            Clock { time: NaiveTime::from_hms_opt(hour, minute, second)?, ends_day: false }
        });
        if self.word_ahead(0).is_some_and(|word| matches!(word.as_str(), "uhr" | "uur" | "hs" | "hrs")) {
            self.at += 1;
        }
        if let Some(found) = zone(self.text, &self.tokens[self.at..]) {
            self.at += found.length;
            self.zone = Some(found);
        }
        Some(())
    }

    fn word(&mut self) -> Option<()> {
        let token = self.take()?;
        let word = words::fold(token.text);
        if word == "t" && !self.parts.is_empty() && self.is_attached_number(0) {
            return if self.is_mark(1, ':') {
                self.number()
            } else {
                let digits = self.take()?.text;
                self.basic_clock(digits)
            };
        }
        if word == "w" && self.is_attached_number(0) {
            return self.week();
        }
        let Some(meaning) = words::meaning(&word) else {
            return (self.late_zone() || self.unknown_zone()).then_some(());
        };
        match meaning {
            Meaning::Month(month) => self.parts.push(Part::Month(month)),
            Meaning::MonthOrWeekday(month) => self.parts.push(Part::MonthOrWeekday(month)),
            Meaning::MonthAfterDay(month) => match self.parts.last() {
                Some(Part::Number(day)) if day.is_small() => self.parts.push(Part::Month(month)),
                _ => return None,
            },
            Meaning::Afternoon(afternoon) => self.afternoon = Some(afternoon),
            // `AT` and `PT` are words and weekdays, too.
            Meaning::Nothing if is_last_clock(&self.tokens[self.at - 1..]) => _ = self.late_zone(),
            Meaning::Nothing => {}
        }
        Some(())
    }

    /// A week and its day after a year: `2026-W28-6`, `2026W286`, `2026-W28`.
    fn week(&mut self) -> Option<()> {
        use Part::{Number as N, Separator as S};
        let is_awaited = matches!(self.parts.as_slice(), [N(year)] | [N(year), S] if year.is_year());
        let digits = self.take()?.text;
        let (week, mut day) = match digits.len() {
            2 => (digits, ""),
            3 => digits.split_at(2),
            _ => return None,
        };
        if day.is_empty() && self.is_mark(0, '-') && self.is_attached_number(1) {
            self.at += 1;
            day = self.take()?.text;
        }
        let day = if day.is_empty() { None } else { Some(day.parse().ok()?) };
        self.parts.push(Part::Week(small(week)?, day));
        is_awaited.then_some(())
    }

    fn mark(&mut self) -> Option<()> {
        let mark = self.take()?;
        match mark.text {
            "," | "،" | "、" => {}
            // A dash between day and time.
            "-" if mark.spaced && self.peek(0).is_some_and(|next| next.spaced) => {}
            // "Sun Nov 6 08:49:37 1994 +0000"
            "+" | "-" if mark.spaced && self.late_zone() => {}
            // "+24:00"
            "+" | "-" if self.parts.len() > 2 && self.is_attached_number(0) && self.unknown_zone() => {}
            // "18 July '26"
            "'" | "\u{2019}" if self.peek(0).is_some_and(|year| !year.spaced && year.text.len() == 2) => {}
            // "18.07.2026."
            "." if self.parts.len() == 5 => {}
            mark @ ("-" | "/" | ".") => {
                self.dots += usize::from(mark == ".");
                self.parts.push(Part::Separator);
            }
            "(" => self.comment('(', ')')?,
            "[" => self.comment('[', ']')?,
            _ => return None,
        }
        Some(())
    }

    /// The parts of the day. Where the month has a name, it does not matter what separates them.
    fn shape(&self) -> Vec<Part> {
        let is_named = self.parts.iter().any(|part| matches!(part, Part::Month(_)));
        let last = self.parts.iter().rposition(|part| matches!(part, Part::MonthOrWeekday(_))).filter(|_| !is_named);
        let parts = self.parts.iter().enumerate();
        parts
            .filter_map(|(n, part)| match part {
                Part::MonthOrWeekday(month) => (last == Some(n)).then_some(Part::Month(*month)),
                Part::Separator if is_named || last.is_some() => None,
                part => Some(*part),
            })
            .collect()
    }
}

/// One or two digits.
fn small(digits: &str) -> Option<u32> {
    if digits.len() <= 2 { digits.parse().ok() } else { None }
}
