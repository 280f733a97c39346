//! A news aggregator's tag page, saved as text.
//!
//! A page has a header (`Latest news with #Tag`, or `Latest from Source`), cards and a footer. A card of the present
//! rendering is: its title one to three times, the source, `time` and a date, bullets (`•` categories, the source
//! last), the title again, the text. In the older rendering a card has no blank lines: source, date, bullets (`-`),
//! title, text. Any part but the title may be missing. Bullets may have any mark, and bullets of their own; a title may be cut
//! where it comes again. A page of one article begins with its title twice, source and date on one line, and its text; then
//! come the page's own words, and cards.
//!
//! A text line may look like anything, so a card is recognised by its whole shape ([`card`]), above all by its title
//! coming again, and never by a single line.
//!
//! Not supported: pages whose cards have neither the title again, nor a date, nor bullets.

mod card;
mod line;

use std::borrow::Cow;
use std::collections::HashSet;

use super::fields::Answers;
use super::{InputFormat, LoadError, LoadErrorKind, Loaded, Read, ReadOptions};
use crate::article::text::counted;
use crate::article::{Body, Draft, Origin};
use crate::report::{Warning, WarningCode};
use card::Card;
use line::{Header, Line};

pub(super) static FORMAT: InputFormat = InputFormat {
    name: "tag-page",
    about: "a saved tag page of a news aggregator, as text",
    extensions: &["txt"],
    detect: |text| !parts(&line::split(text)).is_empty(),
    by_line: false,
    read: Read::Text(read),
};

/// What a page consists of, each part with the index of its first line.
enum Part<'l, 'a> {
    /// With the index of the line after it.
    Header(Header<'a>, usize),
    Footer,
    Card(Card<'l, 'a>),
}

fn read<'a>(text: &'a str, options: &ReadOptions<'_>) -> Result<Loaded<'a>, LoadError> {
    let origin = options.origin;
    let lines = line::split(text);
    let parts = parts(&lines);
    if !parts.iter().any(|(_, part)| matches!(part, Part::Card(_))) {
        let reason = "no card (title, source, date, bullets, title, text) was found".to_owned();
        let kind = LoadErrorKind::NotThisFormat { format: FORMAT.name, reason };
        return Err(LoadError { origin: origin.at(lines.first().map_or(1, |line| line.number)), kind });
    }
    let names = Names::of(&parts);
    let mut loaded = Loaded::new(options);
    let mut header = Header::default();
    stray(&lines[..parts[0].0], origin, &mut loaded);
    for (n, (start, part)) in parts.iter().enumerate() {
        let end = parts.get(n + 1).map_or(lines.len(), |(next, _)| *next);
        match part {
            Part::Header(found, after) => {
                header = *found;
                stray(&lines[*after..end], origin, &mut loaded);
            }
            Part::Footer => stray(&lines[*start..end], origin, &mut loaded),
            Part::Card(card) => {
                let mut body = &lines[card.body..end];
                // Around the text of a page of one article are the words of its buttons.
                while let Some((_, rest)) = body.split_last().filter(|(last, _)| card.is_page && line::is_button(last))
                {
                    body = rest;
                }
                while let Some((_, rest)) =
                    body.split_first().filter(|(first, _)| card.is_page && line::is_button(first))
                {
                    body = rest;
                }
                let body = slice(text, body);
                let mut draft = draft(card, body, header, &names, origin.at(lines[*start].number));
                options.fields.filter().decide(Answers::default(), &mut draft, &mut loaded.seen);
                loaded.add(draft, options);
            }
        }
    }
    Ok(loaded)
}

/// The sources and categories that the cards of a file name beyond doubt, folded.
#[derive(Default)]
struct Names {
    sources: HashSet<String>,
    categories: HashSet<String>,
}

impl Names {
    fn of(parts: &[(usize, Part<'_, '_>)]) -> Self {
        let mut names = Self::default();
        for (_, part) in parts {
            if let Part::Card(Card { source: Some(source), bullets, .. }) = part {
                let source = line::fold(source);
                let categories = bullets.iter().filter_map(Line::bullet).map(line::fold);
                names.categories.extend(categories.filter(|category| *category != source));
                names.sources.insert(source);
            }
        }
        names
    }
}

/// Says which lines outside the cards were not used.
fn stray(lines: &[Line<'_>], origin: &Origin, loaded: &mut Loaded<'_>) {
    let mut unused = lines.iter().filter(|line| !line.is_furniture());
    if let Some(first) = unused.next() {
        let lines = counted(1 + unused.count(), "line outside the cards is", "lines outside the cards are");
        let message = format!("{lines} part of no article");
        loaded.warnings.push(Warning::new(&origin.at(first.number), WarningCode::StrayText, message));
    }
}

/// The text from the first to the last of the lines, as it stands in the file.
fn slice<'a>(text: &'a str, lines: &[Line<'a>]) -> &'a str {
    match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => &text[first.start..last.start + last.text.len()],
        _ => "",
    }
}

fn draft<'a>(card: &Card<'_, 'a>, body: &'a str, header: Header<'a>, names: &Names, origin: Origin) -> Draft<'a> {
    let mut categories: Vec<&str> = card.bullets.iter().filter_map(Line::bullet).collect();
    let source = card.source.or_else(|| {
        // No source line: the last bullet is the source, unless it is a category on another card; a lone bullet is one
        // only if it is a source on another card.
        let last = *categories.last()?;
        let folded = line::fold(last);
        let is_source =
            names.sources.contains(&folded) || (categories.len() > 1 && !names.categories.contains(&folded));
        is_source.then_some(last)
    });
    let source = source.or(header.source);
    if let Some(source) = source.map(line::fold) {
        categories.retain(|category| line::fold(category) != source);
    }
    Draft {
        origin,
        title: Some(Cow::Borrowed(card.title)),
        source: source.map(Cow::Borrowed),
        published: card.time.map(Cow::Borrowed),
        tags: header.tag.into_iter().chain(categories).map(Cow::Borrowed).collect(),
        body: (!body.is_empty()).then_some(Body::Plain(Cow::Borrowed(body))),
        ..Draft::default()
    }
}

/// Takes a page apart: headers and footers, cards that are certain, then cards in what is left.
fn parts<'l, 'a>(lines: &'l [Line<'a>]) -> Vec<(usize, Part<'l, 'a>)> {
    let mut parts: Vec<(usize, Part<'l, 'a>)> = Vec::new();
    let certain = card::certain(lines);
    let mut n = 0;
    let mut cards = certain.into_iter().peekable();
    let mut after_page = true;
    while n < lines.len() {
        if let Some(card) = cards.next_if(|card| card.start == n) {
            n = card.body;
            parts.push((card.start, Part::Card(card)));
            after_page = false;
        } else if let Some((header, length)) = line::header(&lines[n..], after_page) {
            parts.push((n, Part::Header(header, n + length)));
            n += length;
            after_page = false;
        } else if line::is_footer(&lines[n..]) {
            parts.push((n, Part::Footer));
            n += 1;
            after_page = true;
        } else {
            n += 1;
        }
    }
    card::likely(lines, &mut parts);
    parts
}
