//! The lines of a page, and what a single line may be.

use crate::article::ago::Ago;
use crate::load::lines::line_end;

/// A line that is not blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// The text without white space and invisible marks at its ends.
    pub(super) text: &'a str,
    /// Where that text begins in the file.
    pub(super) start: usize,
    /// The line's number in the file, from 1.
    pub(super) number: u64,
    /// Whether a blank line (or nothing) stands before it.
    pub(super) after_blank: bool,
}

/// The name of a page.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Header<'a> {
    /// The tag of each of its articles, with its `#`.
    pub(super) tag: Option<&'a str>,
    /// The source of each of its articles.
    pub(super) source: Option<&'a str>,
}

/// White space, and the marks that a saved page leaves at the ends of a line.
fn is_padding(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The lines of a text, without the blank ones.
pub(super) fn split(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut after_blank = true;
    let mut offset = 0;
    for (number, raw) in (1..).zip(text.split(char::from(line_end(text)))) {
        let bare = raw.trim_matches(is_padding);
        if !bare.is_empty() {
            let start = offset + raw.len() - raw.trim_start_matches(is_padding).len();
            lines.push(Line { text: bare, start, number, after_blank });
        }
        after_blank = bare.is_empty();
        offset += raw.len() + 1;
    }
    lines
}

/// A line for comparison: runs of white space are one space, and letter case does not matter.
pub(super) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl<'a> Line<'a> {
    /// Whether two lines say the same, be one of them cut.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.text == other.text
            || self.text.split_whitespace().eq(other.text.split_whitespace())
            || self.begins(other)
            || other.begins(self)
    }

    /// Whether it is the beginning of another line, cut: `The ferry is back on the…`.
    fn begins(&self, other: &Self) -> bool {
        /// A shorter beginning says nothing, in characters.
        const SHORTEST: usize = 12;
        let Some(start) = self.uncut() else { return false };
        start.chars().take(SHORTEST).count() == SHORTEST
            && other.text.chars().take(LONGEST_TITLE + 1).count() <= LONGEST_TITLE
            && starts_with_words(other.text, start)
    }

    /// What stands before the mark of a line that is cut.
    pub(super) fn uncut(&self) -> Option<&'a str> {
        let start = self.text.strip_suffix('…').or_else(|| self.text.strip_suffix("..."))?;
        Some(start.trim_end())
    }

    /// What a bullet says.
    pub(super) fn bullet(&self) -> Option<&'a str> {
        let rest = self.sure_bullet().or_else(|| {
            let rest = self.text.strip_prefix(MARKS).or_else(|| after_number(self.text))?;
            let is_short = rest.len() <= 4 * LONGEST_BULLET && rest.chars().count() <= LONGEST_BULLET;
            (is_short && rest.starts_with(is_padding)).then_some(rest)
        })?;
        Some(rest.trim_matches(is_padding)).filter(|rest| !rest.is_empty())
    }

    /// What follows a mark that begins no sentence.
    fn sure_bullet(&self) -> Option<&'a str> {
        self.text.strip_prefix(BULLETS).or_else(|| self.text.strip_prefix("- "))
    }

    /// Whether it is a bullet of the older rendering.
    pub(super) fn is_dash_bullet(&self) -> bool {
        self.text.starts_with("- ")
    }

    /// The date of a line `time…`.
    pub(super) fn time(&self) -> Option<&'a str> {
        let rest = self.text.strip_prefix("time")?.trim_matches(is_padding);
        looks_like_date(rest).then_some(rest)
    }

    /// The date of a line `time…` in words that are not known: only the shape of the whole card can tell that it is one.
    pub(super) fn time_in_words(&self) -> Option<&'a str> {
        let rest = self.text.strip_prefix("time")?.trim_matches(is_padding);
        (!rest.is_empty() && rest.chars().count() <= LONGEST_DATE).then_some(rest)
    }

    /// The date of a line in the older rendering, where `time` may be missing.
    pub(super) fn bare_time(&self) -> Option<&'a str> {
        self.time().or_else(|| looks_like_date(self.text).then_some(self.text))
    }

    /// The source and the date of a line that has both: `Shore Timestime05-07-2026`, `Shore Times 05-07-2026`.
    pub(super) fn source_and_time(&self) -> Option<(&'a str, &'a str)> {
        const WORD: &str = "time";
        const DAY: &str = "05-07-2026";
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b"-/.".contains(&b));
        let split = |at: usize, word: usize| {
            let (source, time) = (&self.text[..at], self.text[at + word..].trim_matches(is_padding));
            let source = source.trim_end_matches(|c: char| is_padding(c) || "|·•-–,".contains(c));
            let is_short = source.chars().take(LONGEST_SOURCE + 1).count() <= LONGEST_SOURCE;
            (!source.is_empty() && is_short && looks_like_date(time)).then_some((source, time))
        };
        if self.time().is_some() {
            return None;
        }
        // The word touches its date; else it is one of a sentence, as is `sometimes ago`.
        let is_date = |at: &usize| {
            let rest = &self.text[at + WORD.len()..];
            is_number(rest.trim_matches(is_padding)) || !rest.starts_with(|c: char| is_padding(c) || c == 's')
        };
        let by_word = self.text.rfind(WORD).filter(is_date).and_then(|at| split(at, WORD.len()));
        let by_word = by_word.or_else(|| {
            let at = self.text.len().checked_sub(DAY.len()).filter(|at| self.text.is_char_boundary(*at))?;
            let day = &self.text.as_bytes()[at..];
            let parts = |ends: [usize; 2]| {
                (0..day.len())
                    .all(|n| if ends.contains(&n) { b"-/.".contains(&day[n]) } else { day[n].is_ascii_digit() })
            };
            split(at, 0).filter(|_| parts([2, 5]) || parts([4, 7]))
        });
        // A time that is counted back may touch its source: `Blattvor 3 Stunden`, `Times5 days ago`.
        by_word.or_else(|| {
            let touches = |at: &usize| self.text[..*at].ends_with(|c: char| c.is_alphabetic() || c == ')');
            let mut starts = self.text.char_indices().rev().take(LONGEST_DATE).map(|(at, _)| at).filter(touches);
            let is_time = |at: &usize| Ago::is_begun_by(&self.text[*at..]) && Ago::counted(&self.text[*at..]).is_some();
            starts.find(is_time).and_then(|at| split(at, 0))
        })
    }

    /// Whether it is a line of text: no bullet, no date.
    pub(super) fn is_text(&self) -> bool {
        self.sure_bullet().is_none() && self.time().is_none()
    }

    /// Whether it belongs to the page around the articles.
    pub(super) fn is_furniture(&self) -> bool {
        matches!(self.text, "logo" | "#") || footer_line(self.text).is_some()
    }
}

/// Marks of bullets, and those that may begin a sentence as well.
const BULLETS: [char; 13] = ['•', '◦', '▪', '▫', '‣', '⁃', '∙', '●', '○', '■', '□', '►', '▸'];
const MARKS: [char; 6] = ['*', '+', '·', '–', '—', '-'];

/// The longest bullet behind such a mark, in characters.
const LONGEST_BULLET: usize = 80;

/// Longer than a title and a source are, in characters: what is longer is a paragraph.
pub(super) const LONGEST_TITLE: usize = 250;
pub(super) const LONGEST_SOURCE: usize = 80;

/// What follows the number of a list: `1. `, `2) `.
fn after_number(text: &str) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix(['.', ')'])?;
    matches!(digits, 1 | 2).then_some(rest)
}

/// Whether a text begins with the words of another, the last of which may be cut.
fn starts_with_words(text: &str, start: &str) -> bool {
    let mut words = text.split_whitespace();
    let mut starts = start.split_whitespace().peekable();
    while let Some(start) = starts.next() {
        let Some(word) = words.next() else { return false };
        if word != start && (starts.peek().is_some() || !word.starts_with(start)) {
            return false;
        }
    }
    true
}

/// The longest date, in characters: "a few seconds ago", in any language.
const LONGEST_DATE: usize = 32;

/// Whether a short text has the shape of a date: three numbers, or a time that is counted from now.
fn looks_like_date(text: &str) -> bool {
    if text.is_empty() || text.chars().count() > LONGEST_DATE {
        return false;
    }
    let numbers = text.split(|c: char| !c.is_numeric()).filter(|part| !part.is_empty()).count();
    let digits_only =
        text.chars().all(|c| c.is_numeric() || matches!(c, '-' | '/' | '.' | ':' | ' ' | 'T' | 'Z' | '+'));
    let lower = text.to_lowercase();
    (digits_only && numbers >= 3)
        || lower.ends_with(" ago")
        || lower.starts_with("in a")
        || matches!(lower.as_str(), "just now" | "now" | "today" | "yesterday")
        || text.starts_with("منذ ")
        || text.starts_with("قبل ")
        || Ago::counted(text).is_some()
}

/// What a page of one article has around the text, folded, without numbers and marks.
#[rustfmt::skip]
const BUTTONS: &[&str] = &[
    "share", "share this", "share this article", "share article", "like", "dislike", "save", "save article", "saved", "follow", "following",
    "follow us", "unfollow", "comment", "comments", "add a comment", "leave a comment", "reply", "repost", "read more", "read full article",
    "read the full article", "read full story", "read original", "read original article", "read the original article", "read article",
    "view original", "view original article", "view source", "source", "original", "open", "open article", "visit website", "go to source",
    "copy link", "copy", "link copied", "print", "listen", "translate", "report", "hide", "bookmark", "more", "show more", "load more",
    "see more", "see all", "view all", "view more", "facebook", "twitter", "x", "whatsapp", "telegram", "linkedin", "email", "e-mail",
    "reddit", "instagram", "youtube", "related", "related news", "related articles", "related stories", "related topics", "related posts",
    "more news", "more stories", "more articles", "more like this", "more on this", "more from this source", "similar news",
    "similar articles", "you may also like", "you might also like", "recommended", "recommended for you", "read also", "see also",
    "also read", "latest news", "trending", "top news", "top stories", "tags", "topics", "home", "back", "next", "previous", "menu",
    "likes", "shares", "views", "min read", "minute read", "sign in", "sign up", "log in", "login", "subscribe", "advertisement", "ad", "back to top", "search",
];

/// Whether a line is no part of the text of a page of one article.
pub(super) fn is_button(line: &Line<'_>) -> bool {
    let Some(folded) = fold_short(line.text) else { return false };
    let words = folded.trim_matches(|c: char| !c.is_alphabetic());
    line.is_furniture() || words.is_empty() || BUTTONS.contains(&words)
}

/// How the header of a page of articles begins, folded.
const TAG_HEADER: &str = "latest news with #";
const SOURCE_HEADER: &str = "latest from ";

/// A line folded, if it is as short as the lines of a page around its articles are.
fn fold_short(text: &str) -> Option<String> {
    /// Longer than any of them, in bytes.
    const LONGEST: usize = 400;
    (text.len() <= LONGEST).then(|| fold(text))
}

/// The page header at the start of `lines` and its length, if there is one.
///
/// Before the name stand `logo` and `#`; where they are missing, the name counts only at the beginning of the file or
/// after a footer (`after_page`): elsewhere it is a line of a text.
pub(super) fn header<'a>(lines: &[Line<'a>], after_page: bool) -> Option<(Header<'a>, usize)> {
    let furniture = lines.iter().take(2).take_while(|line| matches!(line.text, "logo" | "#")).count();
    if furniture == 0 && !after_page {
        return None;
    }
    let name = lines.get(furniture)?.text;
    let folded = fold_short(name)?;
    let header = if folded.starts_with(TAG_HEADER) {
        Header { tag: name.find('#').map(|at| &name[at..]), source: None }
    } else if folded.starts_with(SOURCE_HEADER) {
        Header { tag: None, source: name.splitn(3, char::is_whitespace).nth(2).map(str::trim) }
    } else {
        // The header in another language: it ends in a hashtag.
        let at = (furniture == 2).then(|| name.rfind(" #")).flatten()?;
        Header { tag: Some(&name[at + 1..]), source: None }
    };
    let named = |name: Option<&str>| name.is_none_or(|name| !name.trim_start_matches('#').trim().is_empty());
    (named(header.tag) && named(header.source)).then_some((header, furniture + 1))
}

/// How the lines of the footer begin, folded, in their order.
const FOOTER: &[&str] =
    &["download the app", "get started now: download the app", "ready to dive into a world", "app-store"];

/// Which line of the footer a line is.
fn footer_line(text: &str) -> Option<usize> {
    let folded = fold_short(text)?;
    FOOTER.iter().position(|start| folded.starts_with(start))
}

/// Whether the footer begins at the first of `lines`: its next line follows, or nothing does, or the next page.
pub(super) fn is_footer(lines: &[Line<'_>]) -> bool {
    let Some(place) = footer_line(lines[0].text) else { return false };
    let whole = place == FOOTER.len() - 1 || fold(lines[0].text) == FOOTER[place] || place == 2;
    whole
        && match lines.get(1) {
            None => true,
            Some(next) => {
                footer_line(next.text).is_some_and(|next| next > place) || header(&lines[1..], true).is_some()
            }
        }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_line_may_have_source_and_date() {
        for (line, found) in [
            ("Shore Timestime05-07-2026", Some(("Shore Times", "05-07-2026"))),
            ("Shore Times time 5 days ago", None),
            ("Shore Timestime5 days ago", Some(("Shore Times", "5 days ago"))),
            ("Shore Times125 days ago", Some(("Shore Times", "125 days ago"))),
            ("Küstenblatttimevor 3 Stunden", Some(("Küstenblatt", "vor 3 Stunden"))),
            ("Küstenblattvor einer Stunde", Some(("Küstenblatt", "vor einer Stunde"))),
            ("Le Rivagetimeil y a 2 heures", Some(("Le Rivage", "il y a 2 heures"))),
            ("It was her birthday ago", None),
            ("Das war vor 3 Stunden", None),
            ("Shore Times05-07-2026", Some(("Shore Times", "05-07-2026"))),
            ("Shore Times | 2026/07/05", Some(("Shore Times", "2026/07/05"))),
            ("time05-07-2026", None),
            ("05-07-2026", None),
            ("They came sometimes ago", None),
            ("It is high time now", None),
            ("Call 030-12-34567", None),
        ] {
            assert_eq!(split(line)[0].source_and_time(), found, "{line}");
        }
    }

    #[test]
    fn bullets_are_short_and_marks_that_begin_sentences_stand_apart() {
        for (line, said) in [
            ("• Science", Some("Science")),
            ("◦Oceans", Some("Oceans")),
            ("* Weeds", Some("Weeds")),
            ("12. Ports", Some("Ports")),
            ("*bold*", None),
            ("-5 degrees", None),
            ("2026. A year", None),
            ("•", None),
        ] {
            assert_eq!(split(line)[0].bullet(), said, "{line}");
        }
        let long = format!("– {}", "word ".repeat(30));
        assert_eq!(split(&long)[0].bullet(), None);
    }
}
