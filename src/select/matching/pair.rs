//! What an article and a record have in common.

use std::cell::OnceCell;

use chrono::{Datelike as _, TimeDelta};

use crate::article::{Address, IdStrength, Key, KeyKind, Outline, Precision};
use crate::memory::Record;

/// How far a vague date may have been off that is known now: "4 days ago" is exact to one day, on either side.
const USUAL_SLACK: TimeDelta = TimeDelta::days(2);

/// An article that records are compared with.
#[derive(Clone, Copy)]
pub(super) struct Subject<'p> {
    pub(super) article: &'p Outline<'p>,
    /// What its content is, once somebody has asked: it takes as long as its text.
    pub(super) content: &'p OnceCell<Key>,
    /// Whether the ids of the file that the article stands in mostly mean what they meant before.
    pub(super) is_id_trusted: bool,
}

impl<'p> Subject<'p> {
    pub(super) fn content(&self) -> Key {
        *self.content.get_or_init(|| self.article.content(&mut Vec::new()))
    }

    pub(super) fn is_front_page(&self) -> bool {
        self.article.address == Address::FrontPage
    }

    /// The article and a record.
    pub(super) fn with(self, record: &'p Record) -> Pair<'p> {
        Pair { article: self.article, record, subject: self }
    }
}

/// An article and a record that share a key.
pub(super) struct Pair<'p> {
    article: &'p Outline<'p>,
    record: &'p Record,
    subject: Subject<'p>,
}

impl Pair<'_> {
    /// Whether the article has the key of a kind that the record was last known by.
    pub(super) fn shares(&self, kind: KeyKind) -> bool {
        let key = kind.of(&self.article.keys());
        key.is_some() && self.record.present(kind) == key
    }

    pub(super) fn has_id(&self) -> bool {
        self.shares(KeyKind::Given)
    }

    /// Whether an id tells more than the number of a row does: it is no zero, and mostly means what it meant before.
    pub(super) fn is_id_telling(&self) -> bool {
        self.subject.is_id_trusted && self.article.keys().strength != IdStrength::Zero
    }

    pub(super) fn is_id_unique(&self) -> bool {
        self.article.keys().strength == IdStrength::Unique
    }

    /// Whether the id alone is enough: nothing says that what stood there until now was not edited, but replaced.
    pub(super) fn is_id_enough(&self) -> bool {
        self.has_id() && self.is_id_telling() && !self.differs_in_address() && self.may_be_edited()
    }

    /// Whether what stood there until the last run may be the same with another title: unless its day and its text are others,
    /// too. A file of its own may say something else altogether.
    pub(super) fn may_be_edited(&self) -> bool {
        let words = self.article.keys().words;
        let known = self.record.present(KeyKind::Words);
        let is_other_text = words.is_some() && known.is_some() && words != known;
        let is_file = self.article.keys().file().is_some();
        self.record.left.is_none() && (!is_other_text || is_file || self.are_undated())
    }

    pub(super) fn has_title(&self) -> bool {
        [KeyKind::Card, KeyKind::Headline, KeyKind::Title].into_iter().any(|kind| self.shares(kind))
    }

    /// Whether the page of both is the same, whatever the fragments.
    pub(super) fn has_page(&self) -> bool {
        self.shares(KeyKind::Url)
    }

    /// Whether the address is the same, and that of an article: a front page is none.
    pub(super) fn has_address(&self) -> bool {
        !self.is_front_page() && self.has_place()
    }

    pub(super) fn has_place(&self) -> bool {
        let known = self.record.present(KeyKind::Place);
        match (self.article.keys().place, known) {
            (Some(place), Some(known)) => place == known,
            (None, None) => self.has_page(),
            _ => false,
        }
    }

    /// Whether both have an address, and not the same.
    pub(super) fn differs_in_address(&self) -> bool {
        let has = self.record.present(KeyKind::Url).is_some() && self.article.keys().url.is_some();
        has && !self.is_front_page() && !self.has_place()
    }

    /// Whether both have an id of their collection, and not the same.
    pub(super) fn differs_in_id(&self) -> bool {
        self.subject.is_id_trusted && differs_in_id(self.article, self.record)
    }

    /// Of one address there may be two articles, and their ids tell them apart, unless something else is the same, too. A
    /// number may be that of a row.
    pub(super) fn may_have_address(&self) -> bool {
        let is_number = self.article.keys().bare.is_some();
        !self.differs_in_id()
            || self.has_title_of_day()
            || self.has_content()
            || self.has_instant()
            || (is_number && self.has_day())
    }

    fn is_front_page(&self) -> bool {
        self.subject.is_front_page()
    }

    pub(super) fn has_day(&self) -> bool {
        let (read, known) = (&self.article.published, &self.record.published);
        let is_known = read.precision != Precision::Unknown && known.precision != Precision::Unknown;
        is_known && read.day == known.day
    }

    /// Whether the days are the same, or as near as another time zone or another order of day and month makes them, or no
    /// day is known of either.
    pub(super) fn may_be_of_day(&self) -> bool {
        let (read, known) = (self.article.published, self.record.published);
        let is_known = read.precision != Precision::Unknown && known.precision != Precision::Unknown;
        let is_near = (read.day - known.day).abs() <= TimeDelta::days(1);
        let is_turned = read.day.year() == known.day.year()
            && (read.day.month(), read.day.day()) == (known.day.day(), known.day.month());
        self.are_undated() || (is_known && (is_near || is_turned))
    }

    /// Whether the title and the day are the same, or no day is known of either.
    pub(super) fn has_title_of_day(&self) -> bool {
        self.has_title() && (self.has_day() || self.are_undated())
    }

    pub(super) fn are_undated(&self) -> bool {
        [self.article.published, self.record.published].iter().all(|date| date.precision == Precision::Unknown)
    }

    pub(super) fn has_instant(&self) -> bool {
        let instant = self.article.published.instant();
        instant.is_some() && self.record.published.instant() == instant
    }

    pub(super) fn has_content(&self) -> bool {
        self.record.content.is_some_and(|known| known == self.subject.content())
    }

    /// Whether the text is the same, whatever the title.
    pub(super) fn has_text(&self) -> bool {
        self.shares(KeyKind::Words) || self.has_content()
    }

    /// Whether, with the same number, everything is the same that the name of the source is no part of.
    pub(super) fn is_same_but_for_source(&self) -> bool {
        self.has_content() || self.has_title_of_day() || (self.shares(KeyKind::Words) && self.has_day())
    }

    /// Whether, with the same title, the text and nearly the day are the same, or the instant, and no address is another.
    pub(super) fn is_same_elsewhere(&self) -> bool {
        !self.differs_in_address() && (self.has_instant() || (self.has_content() && self.may_be_of_day()))
    }

    /// Whether an article without id and address has the title of a record, and a date that may be the same.
    pub(super) fn is_same_vague_date(&self) -> bool {
        let Self { article, record, .. } = self;
        let has_address = article.keys().given.is_some() || article.keys().url.is_some();
        !has_address
            && match (article.published.precision, record.published.precision) {
                // Without a date, one text takes the place of another only where the other goes.
                (Precision::Unknown, _) => record.left.is_none(),
                (Precision::Approximate, _) => article.published.is_near(&record.published, article.slack()),
                (_, Precision::Approximate | Precision::Unknown) => {
                    article.published.is_near(&record.published, USUAL_SLACK)
                }
                _ => false,
            }
    }
}

/// Whether an article and a record have both an id of their collection, and not the same.
pub(in crate::select) fn differs_in_id(article: &Outline<'_>, record: &Record) -> bool {
    // One that is no key any more says nothing.
    let (Some(given), Some(known)) = (article.keys().given, record.present(KeyKind::Given)) else { return false };
    given != known && article.keys().reused != Some(known)
}
