//! The header of a table: where it is, and which column is which field.

use ::csv::StringRecord;

use super::rows::reader;
use crate::load::fields::{Field, Fields};
use crate::load::lines::line_end;

pub(super) const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Fields whose columns may be called in the plural.
const PLURAL: &[Field] =
    &[Field::Title, Field::Url, Field::Published, Field::Source, Field::Summary, Field::Content, Field::Image];

/// How many lines may stand above a header.
const PREAMBLE: usize = 30;

/// Where a table begins, and what separates its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) separator: u8,
    /// Where the header begins.
    pub(super) at: usize,
    /// How many lines that say something stand above it.
    pub(super) above: usize,
}

/// The separator by which the header has the most known names, and how many these are.
pub(super) fn separator(text: &str, fields: &Fields) -> Option<(u8, usize)> {
    let known = |separator: &u8| known(text, *separator, fields).map(|count| (*separator, count));
    // The first of equals: a comma.
    SEPARATORS.iter().filter_map(known).rev().max_by_key(|(_, count)| *count)
}

/// The separator that the first line has the most of.
pub(super) fn most_frequent(table: &str) -> u8 {
    let first = table.trim_start().lines().next().unwrap_or_default().as_bytes();
    let count = |separator: &u8| memchr::memchr_iter(*separator, first).count();
    // The first of equals: a comma.
    SEPARATORS.iter().copied().rev().max_by_key(count).unwrap_or(b',')
}

/// How many known names the first row has, if one of them says what an article is.
fn known(table: &str, separator: u8, fields: &Fields) -> Option<usize> {
    let slots = slots(&header(table, separator)?, fields);
    let says = |slot: &usize| {
        [Field::Title, Field::Url, Field::Content, Field::Summary].iter().any(|field| fields.may_say(*field, *slot))
    };
    slots.iter().flatten().any(says).then(|| slots.iter().flatten().count())
}

pub(super) fn header(table: &str, separator: u8) -> Option<StringRecord> {
    let mut header = StringRecord::new();
    reader(table, separator).read_record(&mut header).unwrap_or(false).then_some(header)
}

/// Finds the header: the first row with known names that has as many cells as the row below, else the first row.
pub(super) fn find(table: &str, fields: &Fields, separated: Option<u8>) -> Option<Start> {
    let of = |table: &str| match separated {
        Some(separator) => known(table, separator, fields).map(|count| (separator, count)),
        None => separator(table, fields),
    };
    let first = of(table);
    let is_header = |at: usize, separator: u8, count: usize| count > 1 || fits(&table[at..], separator);
    if let Some((separator, _)) = first.filter(|(separator, count)| is_header(0, *separator, *count)) {
        return Some(Start { separator, at: 0, above: 0 });
    }
    let (mut at, mut above) = (0, 0);
    for line in table.split_inclusive(char::from(line_end(table))).take(PREAMBLE) {
        let is_blank = line.chars().all(|c| c.is_whitespace() || SEPARATORS.contains(&u8::try_from(c).unwrap_or(0)));
        if at > 0
            && !is_blank
            && let Some((separator, count)) = of(&table[at..])
            && count > 1
            && fits(&table[at..], separator)
        {
            return Some(Start { separator, at, above });
        }
        above += usize::from(!is_blank);
        at += line.len();
    }
    let (separator, _) = first.or_else(|| separated.map(|separator| (separator, 0)))?;
    Some(Start { separator, at: 0, above: 0 })
}

/// Whether the first row has as many cells as the next one that says something.
fn fits(table: &str, separator: u8) -> bool {
    let mut rows = reader(table, separator);
    let (mut header, mut row) = (StringRecord::new(), StringRecord::new());
    if !rows.read_record(&mut header).unwrap_or(false) {
        return false;
    }
    for _ in 0..PREAMBLE {
        if !rows.read_record(&mut row).unwrap_or(false) {
            return header.len() > 1;
        }
        if !row.iter().all(|cell| cell.trim().is_empty()) {
            return row.len() == header.len();
        }
    }
    false
}

/// Which field each column may say: by its name, by its name without a unit (`Date (UTC)`), and by its name in the singular
/// where no other column says that field.
pub(super) fn slots(names: &StringRecord, fields: &Fields) -> Vec<Option<usize>> {
    let mut folded = String::new();
    // Nothing but lists and objects of known fields is looked for inside of a cell.
    let is_wanted =
        |slot: &usize| Field::ALL.iter().any(|field| fields.may_say(*field, *slot)) || fields.is_asked_for(*slot);
    let mut slots: Vec<Option<usize>> =
        names.iter().map(|name| slot(name, fields, &mut folded).filter(is_wanted)).collect();
    for (n, name) in names.iter().enumerate() {
        if slots[n].is_some() {
            continue;
        }
        let Some(slot) = singular(name).and_then(|name| fields.slot(&name, &mut folded)) else { continue };
        let is_said = |field: Field| slots.iter().flatten().any(|known| fields.may_say(field, *known));
        let says = |field: &&Field| fields.may_say(**field, slot);
        if PLURAL.iter().find(says).is_some_and(|field| !is_said(*field)) {
            slots[n] = Some(slot);
        }
    }
    slots
}

fn slot(name: &str, fields: &Fields, folded: &mut String) -> Option<usize> {
    if let Some(slot) = fields.slot(name, folded) {
        return Some(slot);
    }
    let (bare, unit) = name.split_once(['(', '['])?;
    let slot = fields.slot(bare, folded)?;
    let unit = unit.trim().trim_end_matches([')', ']']);
    let is_utc = ["utc", "gmt"].iter().any(|utc| unit.eq_ignore_ascii_case(utc));
    if is_utc && fields.may_say(Field::Published, slot) {
        return fields.slot("published_at_utc", folded).or(Some(slot));
    }
    Some(slot)
}

/// A name in the singular.
fn singular(name: &str) -> Option<String> {
    let name = name.trim().to_lowercase();
    let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    match name.strip_suffix("ies") {
        Some(stem) => Some(format!("{stem}y")),
        None => name.strip_suffix('s').map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::{Fields, Start, StringRecord, find, slots};

    #[test]
    fn columns_in_the_plural_are_fields_where_no_other_is() {
        let fields = Fields::usual();
        let of = |names: &[&str]| slots(&StringRecord::from(names.to_vec()), &fields);
        let slot = |name: &str| fields.slot(name, &mut String::new());
        assert_eq!(
            of(&["Headlines", "URLs", "Published Dates"]),
            [slot("headline"), slot("url"), slot("published_date")]
        );
        assert_eq!(of(&["title", "Links", "url", "Titles"]), [slot("title"), None, slot("url"), None]);
        assert_eq!(
            of(&["\u{FEFF} 'Title' ", "Date (UTC)", "Link [href]"]),
            [slot("title"), slot("published_at_utc"), slot("link")]
        );
        assert_eq!(of(&["Likes", "News (UK)"]), [None, None]);
    }

    #[test]
    fn a_header_may_stand_below_something() {
        let find = |table| find(table, &Fields::usual(), None);
        let start = |separator, at, above| Some(Start { separator, at, above });
        assert_eq!(find("title,url\nA,b\n"), start(b',', 0, 0));
        assert_eq!(find("Press review\nmade on 2026-01-01\n\ntitle;url\nA;b\n"), start(b';', 33, 2));
        assert_eq!(find("Story\n,,\ntitle,url,date\nA,b,c\n"), start(b',', 9, 1));
        assert_eq!(find("title\nA\nB\n"), start(b',', 0, 0));
        assert_eq!(find("nothing,here\n1,2\n"), None);
        // A row of names that fits no row below is none.
        assert_eq!(find("report\ntitle,url\nA\n"), None);
    }
}
