//! The pages' own words: English, and marked as such on pages in other languages.

use chrono::NaiveDate;

use crate::article::Language;

/// How to mark English words on a page: the attributes that they need.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    /// Their language, where the page has another one.
    pub(super) lang: Option<&'static str>,
    /// Their direction, where the page has the other one.
    pub(super) dir: Option<&'static str>,
}

impl Words {
    /// Words on a page in that language.
    pub(super) fn on(language: Option<&Language>) -> Self {
        let language = language.filter(|language| !is_english(language));
        Self {
            lang: language.map(|_| "en"),
            dir: language.filter(|language| language.direction() == "rtl").map(|_| "ltr"),
        }
    }
}

/// Whether a language is a kind of English.
pub(super) fn is_english(language: &Language) -> bool {
    language.as_str().split('-').next() == Some("en")
}

/// A number of things: `1 article`, `3,000 articles`.
pub(super) fn count(number: usize, one: &str, more: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { more })
}

/// A number with commas between its thousands.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A day: `9 November 2026`.
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// A day where there is little room: `9 Nov 2026`.
pub(super) fn short_day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        for (number, text) in
            [(0, "0 tags"), (1, "1 tag"), (999, "999 tags"), (1_000, "1,000 tags"), (1_234_567, "1,234,567 tags")]
        {
            assert_eq!(count(number, "tag", "tags"), text);
        }
    }

    #[test]
    fn only_pages_in_another_language_mark_their_words() {
        let on = |tag: &str| {
            let words = Words::on(Language::parse(tag).as_ref());
            (words.lang, words.dir)
        };
        assert_eq!([on("en"), on("en-GB"), on("")], [(None, None); 3]);
        assert_eq!(on("de"), (Some("en"), None));
        assert_eq!(on("ar"), (Some("en"), Some("ltr")));
    }
}
