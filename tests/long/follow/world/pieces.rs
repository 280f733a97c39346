//! Articles of a collection that changes, and how they are written.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{File, Line, Piece, RARE, SOURCES, TAGS, World, is_list};

impl World {
    pub(super) fn is_odd(&mut self) -> bool {
        self.oddness > 0 && self.random.one_in(self.oddness)
    }

    pub(super) fn number(&mut self, below: u64) -> i64 {
        i64::try_from(self.random.below(below)).unwrap()
    }

    pub(super) fn text_of(at: DateTime<Utc>) -> String {
        at.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    pub(super) fn date(&mut self) -> String {
        let days = match self.random.below(12) {
            0 => self.number(2_000),
            1..=3 => 0,
            _ => self.number(25),
        };
        let at = self.now - TimeDelta::days(days);
        let minute = self.number(600);
        let past = at - TimeDelta::minutes(minute);
        match self.random.below(20) {
            0..=8 => Self::text_of(past),
            9..=13 => at.format("%Y-%m-%d").to_string(),
            14 | 15 => at.format("%Y-%m-%dT10:00:00Z").to_string(),
            16 => at.format("%Y-%m-%dT03:30:00+05:30").to_string(),
            17 => at.format("%Y-%m-%dT23:30:00-08:00").to_string(),
            18 => past.format("%Y-%m-%d %H:%M").to_string(),
            _ if self.random.one_in(2) => Self::text_of(self.now + TimeDelta::minutes(minute)),
            _ => Self::text_of(past),
        }
    }

    pub(super) fn tags(&mut self) -> Vec<String> {
        let count = self.random.below(4);
        (0..count).map(|_| self.tag()).collect()
    }

    pub(super) fn tag(&mut self) -> String {
        match self.random.below(30) {
            0 => format!("New {}", self.next),
            1 => (*self.random.choose(RARE)).to_owned(),
            2..=12 => format!("Tag {}", self.random.below(10)),
            _ if self.random.one_in(2) => (*self.random.choose(&["Sea", "Land", "News", "Rust", "KDE"])).to_owned(),
            13..=20 => (*self.random.choose(TAGS)).to_owned(),
            _ => format!("Tag {}", self.random.below(3)),
        }
    }

    pub(super) fn source(&mut self) -> String {
        if self.random.one_in(8) {
            return (*self.random.choose(SOURCES)).to_owned();
        }
        format!("Paper {}", self.random.below(4))
    }

    pub(super) fn title(&mut self) -> String {
        match self.random.below(25) {
            0 => "Menu of the day".to_owned(),
            1 => format!("Letters {}", self.random.below(3)),
            _ => format!("Story {} {}", self.next, self.random.below(1_000)),
        }
    }

    pub(super) fn url(&mut self) -> String {
        let n = self.next;
        match self.random.below(if self.oddness > 0 { 40 } else { 400 }) {
            0 => format!("https://q.example/page#{n}"),
            1 => format!("https://q.example/{n}/#top"),
            2 => format!("http://www.q.example/{n}?utm_source=x"),
            _ => format!("https://q.example/{n}"),
        }
    }

    pub(super) fn piece(&mut self) -> Piece {
        self.next += 1;
        let n = self.next;
        let mut piece = Piece {
            id: match self.random.below(4) {
                0 => None,
                1 => Some(json!(n)),
                _ => Some(json!(format!("a-{n}-{}", self.random.below(1_000_000)))),
            },
            title: self.title(),
            url: Some(self.url()),
            date: Some(self.date()),
            tags: self.tags(),
            source: (!self.random.one_in(6)).then(|| self.source()),
            author: self.random.one_in(2).then(|| format!("Ann {}", self.random.below(4))),
            category: self.random.one_in(3).then(|| format!("Kind {}", self.random.below(3))),
            language: self.random.one_in(4).then(|| (*self.random.choose(&["en", "de", "ar"])).to_owned()),
            text: format!("What there is to say of story {n}: {}.", self.random.below(1_000)),
            ..Piece::default()
        };
        if self.random.one_in(8) {
            piece.updated = Some(self.changed());
        }
        if self.random.one_in(9) {
            // Its entries lead to the page of one of its terms.
            piece.url = None;
        }
        if self.random.one_in(20) {
            self.hide(&mut piece);
        }
        if self.is_odd() {
            self.make_odd(&mut piece);
        }
        piece
    }

    /// It is not published (any more), or is not from some moment on.
    pub(super) fn hide(&mut self, piece: &mut Piece) {
        piece.extra.push(match self.random.below(4) {
            0 => ("draft", json!(true)),
            1 => ("status", json!("draft")),
            2 => ("expires", json!(Self::text_of(self.now - TimeDelta::minutes(5)))),
            _ => ("expires", json!(Self::text_of(self.now + TimeDelta::minutes(self.number(900))))),
        });
    }

    pub(super) fn changed(&mut self) -> String {
        match self.random.below(5) {
            0 => Self::text_of(self.now),
            3 if self.random.one_in(2) => Self::text_of(self.now + TimeDelta::minutes(self.number(900))),
            1 => self.now.format("%Y-%m-%dT00:00:00Z").to_string(),
            2 => self.now.format("%Y-%m-%d").to_string(),
            _ => Self::text_of(self.now - TimeDelta::minutes(self.number(3_000))),
        }
    }

    pub(super) fn make_odd(&mut self, piece: &mut Piece) {
        piece.is_odd = true;
        match self.random.below(14) {
            0 => piece.url = None,
            1 => piece.date = Some("3 days ago".to_owned()),
            2 => piece.date = None,
            3 => piece.date = Some("1970-01-01".to_owned()),
            4 => piece.date = Some("03/04/2026".to_owned()),
            5 => piece.extra.push(("expires", json!(Self::text_of(self.now + TimeDelta::minutes(self.number(4_000)))))),
            6 => piece.extra.push(("draft", json!(true))),
            7 => piece.extra.push(("deleted", json!(true))),
            8 => piece.extra.push(("status", json!("draft"))),
            9 => piece.date = Some(Self::text_of(self.now + TimeDelta::minutes(10 + self.number(3_000)))),
            10 => piece.date = Some((self.now + TimeDelta::days(1)).format("%Y-%m-%d").to_string()),
            11 => piece.id = Some(json!(self.random.below(3))),
            12 => piece.url = Some("https://q.example/".to_owned()),
            _ => piece.extra.push(("publish_date", json!(Self::text_of(self.now + TimeDelta::days(1))))),
        }
    }
}

pub(super) fn content(path: &str, file: &File) -> String {
    let mut text = String::new();
    if file.has_mark {
        text.push('\u{FEFF}');
    }
    if !is_list(path) {
        for line in &file.lines {
            match line {
                Line::Piece(piece) => text.push_str(&post(piece)),
                Line::Broken(broken) => text.push_str(broken),
            }
        }
        return text;
    }
    if path.ends_with("json") {
        return text + &array(&file.lines);
    }
    if path.ends_with("csv") {
        return text + &table(&file.lines);
    }
    for line in &file.lines {
        match line {
            Line::Piece(piece) => write!(text, "{}", Value::Object(fields(piece).into_iter().collect())).unwrap(),
            Line::Broken(broken) => text.push_str(broken),
        }
        text.push_str(if file.has_crlf { "\r\n" } else { "\n" });
    }
    if file.is_unfinished {
        text.pop();
    }
    text
}

/// A list, the newest article first.
fn array(lines: &[Line]) -> String {
    let article = |line: &Line| match line {
        Line::Piece(piece) => Value::Object(fields(piece).into_iter().collect()),
        Line::Broken(broken) => json!({ "broken": broken }),
    };
    serde_json::to_string_pretty(&lines.iter().rev().map(article).collect::<Vec<_>>()).unwrap() + "\n"
}

/// A table, with a row of names.
fn table(lines: &[Line]) -> String {
    const NAMES: &[&str] =
        &["title", "tags", "text", "id", "url", "published", "updated", "source", "author", "category", "language"];
    let mut text = NAMES.join(",") + "\n";
    for line in lines {
        let Line::Piece(piece) = line else {
            text += &",".repeat(NAMES.len() - 1);
            text.push('\n');
            continue;
        };
        let fields = fields(piece);
        // Days as they are often written in tables: the order of day and month shows in some.
        let day = |date: &str| (date.len() == 10).then(|| format!("{}/{}/{}", &date[8..], &date[5..7], &date[..4]));
        let cell = |name: &&str| match fields.iter().find(|(known, _)| known == name) {
            Some((name, Value::String(said))) if name == "published" => day(said).unwrap_or_else(|| said.clone()),
            Some((_, Value::String(said))) => said.clone(),
            Some((_, Value::Array(tags))) => tags.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(";"),
            Some((_, other)) => other.to_string(),
            None => String::new(),
        };
        let quoted = |said: String| format!("\"{}\"", said.replace('"', "\"\""));
        text += &NAMES.iter().map(|name| quoted(cell(name))).collect::<Vec<_>>().join(",");
        text.push('\n');
    }
    text
}

pub(super) fn fields(piece: &Piece) -> Vec<(String, Value)> {
    let Piece { id, title, url, date, updated, tags, source, author, category, language, text, extra, .. } = piece;
    let named = [
        ("url", url),
        ("published", date),
        ("updated", updated),
        ("source", source),
        ("author", author),
        ("category", category),
        ("language", language),
    ];
    let mut all =
        vec![("title".to_owned(), json!(title)), ("tags".to_owned(), json!(tags)), ("text".to_owned(), json!(text))];
    all.extend(id.iter().map(|id| ("id".to_owned(), id.clone())));
    all.extend(named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value.as_ref()?)))));
    all.extend(extra.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    all
}

pub(super) fn post(piece: &Piece) -> String {
    let mut post = "---\n".to_owned();
    for (name, value) in fields(piece).into_iter().filter(|(name, _)| name != "text") {
        let name = if name == "published" { "date" } else { &name };
        writeln!(post, "{name}: {value}").unwrap();
    }
    post + "---\n" + &piece.text + "\n"
}
