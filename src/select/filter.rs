//! What a declared feed asks of articles besides their terms.
//!
//! An article is asked for its language and its date first, then for its title, and for its text only where no more is known
//! without it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use regex::Regex;

use crate::article::text::{Phrase, SearchedText};
use crate::article::{Language, Outline, Published};

/// What is asked: all of it must hold.
#[derive(Debug, Clone, Default)]
pub struct ArticleFilter {
    /// One of these words or phrases stands in the title or the text; if there are none, any article will do.
    pub words: Vec<Phrase>,
    /// The title matches this.
    pub title: Option<Regex>,
    /// Title, summary and text, each on a line, match this.
    pub text: Option<Regex>,
    /// It is not older than this.
    pub since: Option<Since>,
    /// Its language is one of these, or a variety of one; if there are none, any will do.
    pub languages: Vec<Language>,
}

/// From when on articles are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// From a day on, as the article's collection counts days.
    Day(NaiveDate),
    /// From a moment on.
    Moment(DateTime<Utc>),
    /// For so long after their publication.
    Age(TimeDelta),
}

impl Since {
    /// Whether an article of that date is wanted.
    fn admits(self, published: Published, now: DateTime<Utc>) -> bool {
        match self {
            Self::Day(day) => published.day >= day,
            Self::Moment(at) => published.at >= at,
            Self::Age(age) => published.at + age > now,
        }
    }
}

/// What is known after a first look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admission {
    Yes,
    No,
    /// The text decides.
    ByText,
}

impl ArticleFilter {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        let Self { words, title, text, since, languages } = self;
        words.is_empty() && title.is_none() && text.is_none() && since.is_none() && languages.is_empty()
    }

    /// Whether an article may belong to the feed, as far as that is known without its text. What is read stays in the `buffer`.
    pub(super) fn look(&self, article: &Outline<'_>, now: DateTime<Utc>, buffer: &mut Vec<u8>) -> Admission {
        let has_language =
            || article.language.as_ref().is_some_and(|of| self.languages.iter().any(|one| of.is_of(one)));
        if self.since.is_some_and(|since| !since.admits(article.published, now))
            || !(self.languages.is_empty() || has_language())
        {
            return Admission::No;
        }
        if self.title.is_none() && self.words.is_empty() {
            return if self.text.is_some() { Admission::ByText } else { Admission::Yes };
        }
        let title = article.words(buffer).title;
        if self.title.as_ref().is_some_and(|pattern| !pattern.is_match(title)) {
            return Admission::No;
        }
        let is_settled = self.text.is_none() && (self.words.is_empty() || self.has_word(&SearchedText::new(title)));
        if is_settled { Admission::Yes } else { Admission::ByText }
    }

    /// Whether an article of this text belongs to the feed, of which a first look did not tell.
    pub(super) fn admits_text(&self, text: &ArticleText) -> bool {
        self.text.as_ref().is_none_or(|pattern| pattern.is_match(&text.raw))
            && (self.words.is_empty() || text.searched.iter().any(|line| self.has_word(line)))
    }

    fn has_word(&self, text: &SearchedText) -> bool {
        self.words.iter().any(|word| word.is_in(text))
    }

    /// Until when an article of that date is wanted, of those that are.
    pub(super) fn ends(&self, published: Published) -> Option<DateTime<Utc>> {
        match self.since {
            Some(Since::Age(age)) => Some(published.at + age),
            _ => None,
        }
    }
}

/// The text of an article, as it is and as words are looked for in each of its lines.
pub(super) struct ArticleText {
    raw: String,
    searched: Vec<SearchedText>,
}

impl ArticleText {
    pub(super) fn new(raw: String) -> Self {
        Self { searched: raw.lines().map(SearchedText::new).collect(), raw }
    }
}
