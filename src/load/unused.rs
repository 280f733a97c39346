//! Values that look like dates under names of no field: if articles have no date, a warning names one such value of the input.

use std::borrow::Cow;

use super::fields::Value;
use super::{Field, Loaded, ReadOptions};
use crate::article::Draft;
use crate::article::text::one_line;
use crate::report::{Warning, WarningCode};

/// How many articles without a date are searched.
const MOST_LOOKS: usize = 20;

/// The most names that are named.
const MOST_NAMES: usize = 5;

impl<'a> Loaded<'a> {
    /// Keeps the names of an article, and names what looks like a date among the members of one that has none, if that is to be
    /// said yet. `members` gives the names and values of the article.
    pub(super) fn look_at<'v>(
        &mut self,
        draft: &Draft<'a>,
        options: &ReadOptions<'_>,
        members: impl FnOnce() -> Vec<(Cow<'v, str>, Value<'v>)>,
    ) {
        let wants_names = self.wants_names(options);
        let is_dated = draft.published.is_some() || draft.day.is_some();
        let wants_dates = !(is_dated || draft.deleted || draft.unpublished.is_some() || self.looks == MOST_LOOKS);
        if !wants_names && !wants_dates {
            return;
        }
        let members = members();
        if wants_names {
            for (name, value) in &members {
                self.know(name, value);
            }
        }
        if !wants_dates {
            return;
        }
        self.looks += 1;
        let is_unknown = |name: &str| !options.fields.is_name(name);
        let unknown = members.iter().filter(|(name, _)| is_unknown(name));
        let found: Vec<(String, String)> = unknown.filter_map(|(name, value)| named_date(name, value)).collect();
        let Some((first, shown)) = found.first() else { return };
        self.looks = MOST_LOOKS;
        let others: Vec<&str> = found.iter().skip(1).take(MOST_NAMES).map(|(name, _)| name.as_str()).collect();
        let others = if others.is_empty() { String::new() } else { format!(" (and so do {})", others.join(", ")) };
        let message = format!(
            "no date, but `{first}` looks like one ({shown}){others}; fields = {{ {} = [\"{first}\"] }} in [[input]] makes it one",
            Field::Published.name()
        );
        self.warnings.push(Warning::new(&draft.origin, WarningCode::UnusedDate, message));
    }
}

/// The name of a value that looks like a date, or of the first such member of an object, and what is shown of it.
fn named_date(name: &str, value: &Value<'_>) -> Option<(String, String)> {
    match value {
        Value::Map(members) => members.iter().find_map(|(key, value)| Some((format!("{name}.{key}"), date(value)?))),
        value => Some((name.to_owned(), date(value)?)),
    }
}

/// What is shown of a value that looks like a date.
fn date(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Text(text) | Value::Number(text) => looks_like_date(text).then(|| one_line(text)),
        _ => None,
    }
}

/// Whether a text begins with a day, or with the day and the month of a mail, or is an epoch of these years.
fn looks_like_date(text: &str) -> bool {
    const LONGEST: usize = 40;
    let text = text.trim();
    if text.len() > LONGEST {
        return false;
    }
    let are_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let is_year = |digits: &str| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    if are_digits(text) {
        // Seconds and milliseconds from 2001 to 2033.
        return matches!(text.len(), 10 | 13) && text.starts_with('1');
    }
    let day = text.split(['T', ' ']).next().unwrap_or_default().trim_end_matches([',', '.']);
    let mut numbers = day.split(['-', '/', '.']);
    if let (Some(first), Some(second), Some(third), None) =
        (numbers.next(), numbers.next(), numbers.next(), numbers.next())
        && [first, second, third].into_iter().all(are_digits)
    {
        let are_small = |a: &str, b: &str| a.len() <= 2 && b.len() <= 2;
        return (is_year(first) && are_small(second, third)) || (is_year(third) && are_small(first, second));
    }
    let words: Vec<&str> = text.split([' ', ',', '-']).filter(|word| !word.is_empty()).collect();
    let is_month =
        |word: &&str| MONTHS.iter().any(|month| word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(month)));
    let is_day = |word: &&str| word.len() <= 2 && are_digits(word);
    words.len() >= 3
        && words.iter().any(|word| is_year(word) && are_digits(word))
        && words.iter().any(is_month)
        && words.iter().any(is_day)
}

/// The months of RFC 5322 §3.3.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

#[cfg(test)]
mod tests {
    use super::looks_like_date;

    #[test]
    fn dates_look_like_dates() {
        for date in [
            "2026-07-18",
            "2026/7/18 10:00",
            "2026-07-18T10:00:00Z",
            "18.07.2026, 10:00",
            "7/18/2026",
            "Sat, 18 Jul 2026 10:00:00 GMT",
            "July 18, 2026",
            "1784368800",
            "1784368800000",
        ] {
            assert!(looks_like_date(date), "{date}");
        }
        for other in [
            "",
            "1.2.3",
            "2026",
            "12345",
            "192.168.1.20",
            "2026-07",
            "May 2026",
            "https://a.example/2026/07/18/",
            "4784368800",
        ] {
            assert!(!looks_like_date(other), "{other}");
        }
    }
}
