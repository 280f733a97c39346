//! The shape of a card.

use super::Part;
use super::line::{LONGEST_SOURCE, LONGEST_TITLE, Line, fold};

/// A card, by the lines that make its head. Its text goes from `body` to the next part of the page.
#[derive(Debug)]
pub(super) struct Card<'l, 'a> {
    /// Index of its first line.
    pub(super) start: usize,
    /// Index of the first line of its text.
    pub(super) body: usize,
    pub(super) title: &'a str,
    pub(super) source: Option<&'a str>,
    /// The date without the word `time`.
    pub(super) time: Option<&'a str>,
    /// The bullets below the date.
    pub(super) bullets: &'l [Line<'a>],
    /// Whether it is the article that a page is about, with words of the page below its text.
    pub(super) is_page: bool,
}

impl Card<'_, '_> {
    /// Whether title and source are as short as such lines are.
    fn has_short_lines(&self) -> bool {
        self.title.chars().count() <= LONGEST_TITLE
            && self.source.is_none_or(|name| name.chars().count() <= LONGEST_SOURCE)
    }

    /// Whether the last bullet names the source.
    fn bullets_confirm_source(&self) -> bool {
        let last = self.bullets.last().and_then(Line::bullet);
        last.is_some() && last.map(fold) == self.source.map(fold)
    }
}

/// The most bullets of a card; what follows is text.
const MOST_BULLETS: usize = 32;
/// The most often that a title stands at the head of a card.
const MOST_TITLES: usize = 3;

/// All cards whose shape is beyond doubt, in order; none overlaps another's head.
pub(super) fn certain<'l, 'a>(lines: &'l [Line<'a>]) -> Vec<Card<'l, 'a>> {
    let mut cards = Vec::new();
    let mut n = 0;
    while n < lines.len() {
        let found = match head(lines, n) {
            Some((card, Certainty::Certain)) => Some(card),
            _ => older(lines, n).filter(Card::bullets_confirm_source),
        };
        n = found.as_ref().map_or(n + 1, |card| card.body);
        cards.extend(found);
    }
    cards
}

/// Adds the cards that lie between the parts already known and miss something that would make them certain.
pub(super) fn likely<'l, 'a>(lines: &'l [Line<'a>], parts: &mut Vec<(usize, Part<'l, 'a>)>) {
    let is_older = |card: &Card<'_, '_>| card.bullets.first().is_some_and(Line::is_dash_bullet);
    let older_page = parts.iter().any(|(_, part)| match part {
        Part::Card(card) => is_older(card),
        Part::Header(header, _) => header.source.is_some(),
        Part::Footer => false,
    });
    let mut found = Vec::new();
    for n in 0..=parts.len() {
        // The gap after part n - 1 (or from the top), up to part n (or the end).
        let owner = n.checked_sub(1).map(|n| &parts[n].1);
        let mut at = match owner {
            None => 0,
            Some(Part::Card(card)) => card.body,
            Some(Part::Header(_, end)) => *end,
            Some(Part::Footer) => parts[n - 1].0 + 1,
        };
        let end = parts.get(n).map_or(lines.len(), |(start, _)| *start);
        // Inside the text of a certain card, a shape must say more: the text may hold lines that look like a date.
        let mut inside = matches!(owner, Some(Part::Card(_)));
        while at < end {
            let card = match head(&lines[..end], at) {
                Some((card, Certainty::Likely)) => Some(card),
                Some((card, Certainty::Possible)) if !inside => Some(card),
                _ => older(&lines[..end], at).filter(|card| older_page && card.time.is_some()),
            };
            match card {
                Some(card) => {
                    at = card.body;
                    inside = true;
                    found.push((card.start, Part::Card(card)));
                }
                None => at += 1,
            }
        }
    }
    parts.extend(found);
    parts.sort_by_key(|(start, _)| *start);
}

/// How sure it is that a card begins at a line.
enum Certainty {
    Certain,
    Likely,
    Possible,
}

/// The head of a card of the present rendering at line `start`.
fn head<'l, 'a>(lines: &'l [Line<'a>], start: usize) -> Option<(Card<'l, 'a>, Certainty)> {
    let title = lines.get(start)?;
    let copies = lines[start..].iter().take(MOST_TITLES).take_while(|line| line.same(title)).count();
    let mut n = start + copies;
    if let Some(page) = page(lines, start, copies) {
        return Some((page, Certainty::Certain));
    }
    // A source may look like anything, if a date follows; a line that begins like a date is one, if none follows.
    let date_follows = lines.get(n + 1).is_some_and(|next| next.time_in_words().is_some());
    let is_source = |line: &&Line<'_>| date_follows || (line.is_text() && line.time_in_words().is_none());
    let source = lines.get(n).filter(is_source);
    n += usize::from(source.is_some());
    let known_time = lines.get(n).and_then(Line::time);
    let time = known_time.or_else(|| lines.get(n).and_then(Line::time_in_words));
    n += usize::from(time.is_some());
    let is_bullet = |line: &&Line<'_>| line.bullet().is_some() && !line.same(title);
    let bullets = lines[n..].iter().take(MOST_BULLETS).take_while(is_bullet).count();
    let bullets = &lines[n..n + bullets];
    n += bullets.len();
    let again = lines.get(n).is_some_and(|line| line.same(title));
    let text = whole(&lines[start..start + copies], lines.get(n).filter(|_| again));
    let card =
        |body| Card { start, body, title: text, source: source.map(|line| line.text), time, bullets, is_page: false };
    let has_data = known_time.is_some() || !bullets.is_empty();
    if again && has_data && (copies > 1 || title.is_text()) {
        return Some((card(n + 1), Certainty::Certain));
    }
    // Neither date nor bullets: the title twice, then source and title each in a paragraph of its own.
    if again && copies > 1 && source.is_some_and(|line| line.after_blank) && lines[n].after_blank {
        return Some((card(n + 1), Certainty::Certain));
    }
    // Nothing but the title twice, and once more in a paragraph of its own.
    if copies == MOST_TITLES && !lines[start + 1].after_blank && lines[start + 2].after_blank && title.after_blank {
        let body = start + copies;
        let card = Card { start, body, title: text, source: None, time: None, bullets: &[], is_page: false };
        return Some((card, Certainty::Certain));
    }
    // Numbers and dashes stand before the lines of any list: they make no card where the title does not come again.
    let is_data = known_time.is_some() || bullets.iter().any(|line| !line.is_text());
    let card = card(n);
    if !(is_data || has_data && card.bullets_confirm_source()) || !title.is_text() {
        return None;
    }
    if !title.after_blank || !card.has_short_lines() {
        return None;
    }
    // A paragraph that stands twice in a text is no title.
    if card.bullets_confirm_source() || (copies > 1 && source.is_some() && !title.text.ends_with('.')) {
        return Some((card, Certainty::Likely));
    }
    (copies > 1 || source.is_some()).then_some((card, Certainty::Possible))
}

/// The title of a card, of which copies may be cut.
fn whole<'a>(copies: &[Line<'a>], again: Option<&Line<'a>>) -> &'a str {
    let mut titles = copies.iter().chain(again);
    let first = titles.clone().next().map_or("", |line| line.text);
    titles.find(|line| line.uncut().is_none()).map_or(first, |line| line.text)
}

/// The article that a page is about, at line `start`: its title twice, source and date on one line, the text.
fn page<'l, 'a>(lines: &'l [Line<'a>], start: usize, copies: usize) -> Option<Card<'l, 'a>> {
    let at = start + copies;
    if copies < 2 || lines[start].bullet().is_some() {
        return None;
    }
    let (source, time) = lines.get(at)?.source_and_time()?;
    let is_bullet = |line: &&Line<'_>| line.bullet().is_some() && !line.same(&lines[start]);
    let bullets = lines[at + 1..].iter().take(MOST_BULLETS).take_while(is_bullet).count();
    let bullets = &lines[at + 1..=at + bullets];
    let end = at + 1 + bullets.len();
    let again = lines.get(end).filter(|line| line.same(&lines[start]));
    let title = whole(&lines[start..at], again);
    let body = end + usize::from(again.is_some());
    Some(Card { start, body, title, source: Some(source), time: Some(time), bullets, is_page: true })
}

/// A card of the older rendering at line `start`: source, date, bullets, title, without blank lines.
fn older<'l, 'a>(lines: &'l [Line<'a>], start: usize) -> Option<Card<'l, 'a>> {
    // No more than a head can have.
    let most = 2 + MOST_BULLETS + MOST_TITLES;
    let block = lines[start..].iter().take(most).skip(1).take_while(|line| !line.after_blank).count() + 1;
    let block = &lines[start..start + block];
    let source = block.first().filter(|line| line.is_text() && line.bare_time().is_none());
    let mut n = usize::from(source.is_some());
    let time = block.get(n).and_then(Line::bare_time);
    n += usize::from(time.is_some());
    let bullets = block[n..].iter().take_while(|line| line.bullet().is_some()).count();
    let bullets = &block[n..n + bullets];
    n += bullets.len();
    let title = block.get(n).filter(|line| line.is_text())?;
    if bullets.is_empty() && (time.is_none() || !lines[start].after_blank) {
        return None;
    }
    let copies = block[n..].iter().take(MOST_TITLES).take_while(|line| line.same(title)).count();
    let title = whole(&block[n..n + copies], None);
    n += copies;
    let source = source.map(|line| line.text);
    Some(Card { start, body: start + n, title, source, time, bullets, is_page: false })
}
