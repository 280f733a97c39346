//! The steps of matching, the best evidence first.

use super::crowd::Feature::{
    self, Card, Content, Day, DayAround, Id, Instant, Number, Page, Place, SameAddress, SameId, Stayed, Title, Undated,
    Words,
};
use super::pair::Pair;
use crate::article::KeyKind;

/// One step of matching: the key by which records are looked up, and what else must be the same.
pub(super) struct Step {
    pub(super) kind: KeyKind,
    pub(super) fits: fn(&Pair<'_>) -> bool,
    /// Lists of features, the best evidence first: every pair that fits has all features of at least one of them in common.
    pub(super) alike: &'static [&'static [Feature]],
}

/// The steps after which it is known whether ids still mean what they meant, the best evidence first.
pub(super) const CERTAIN: &[Step] = &[
    Step {
        kind: KeyKind::Given,
        fits: |pair| pair.has_id() && pair.has_title() && !pair.differs_in_address(),
        alike: &[&[Id, Title, SameAddress]],
    },
    Step {
        kind: KeyKind::Place,
        fits: |pair| pair.has_place() && pair.shares(KeyKind::Card),
        alike: &[&[Place, Card]],
    },
    Step { kind: KeyKind::Url, fits: |pair| pair.has_place() && pair.shares(KeyKind::Card), alike: &[&[Place, Card]] },
    Step {
        kind: KeyKind::Card,
        fits: |pair| pair.shares(KeyKind::Card) && pair.has_content(),
        alike: &[&[Card, Content]],
    },
    Step {
        kind: KeyKind::Given,
        fits: |pair| pair.has_id() && (pair.has_title() || pair.has_address()),
        alike: &[&[Id, Title], &[Id, Place]],
    },
    Step {
        kind: KeyKind::Place,
        fits: |pair| pair.has_address() && pair.has_title() && pair.may_have_address(),
        alike: AT_PLACE_WITH_TITLE,
    },
    Step {
        kind: KeyKind::Url,
        fits: |pair| pair.has_page() && pair.has_title() && pair.may_have_address(),
        alike: &[
            &[Page, Title, Content],
            &[Page, Title, Instant],
            &[Page, Title, Day],
            &[Page, Title, Undated],
            &[Page, Title, SameId],
        ],
    },
    Step {
        kind: KeyKind::Given,
        fits: |pair| pair.has_id() && (pair.has_instant() || pair.has_text()),
        alike: &[&[Id, Content], &[Id, Instant], &[Id, Words]],
    },
    Step {
        kind: KeyKind::Headline,
        fits: |pair| pair.has_day() && pair.has_text() && !pair.differs_in_address(),
        alike: &[&[Day, Words, SameAddress], &[Day, Content, SameAddress]],
    },
];

/// The steps after those.
pub(super) const LIKELY: &[Step] = &[
    Step {
        kind: KeyKind::Place,
        fits: |pair| pair.has_address() && pair.has_day() && pair.may_have_address(),
        alike: AT_PLACE_OF_DAY,
    },
    Step {
        kind: KeyKind::Url,
        fits: |pair| pair.has_address() && pair.has_day() && pair.may_have_address(),
        alike: AT_PLACE_OF_DAY,
    },
    Step {
        kind: KeyKind::Given,
        fits: |pair| pair.has_id() && pair.has_day() && pair.is_id_telling(),
        alike: &[&[Id, Day]],
    },
    Step {
        kind: KeyKind::Given,
        fits: |pair| pair.has_id() && pair.is_id_unique() && pair.are_undated(),
        alike: &[&[Id, Undated]],
    },
    // What a record was known by once counts where something else is the same.
    Step {
        kind: KeyKind::Given,
        fits: |pair| pair.has_title() || pair.has_address() || pair.has_text(),
        alike: &[&[Content], &[Place], &[Title], &[Words]],
    },
    Step {
        kind: KeyKind::Place,
        fits: |pair| (pair.has_title() || pair.has_day()) && pair.may_have_address(),
        alike: &[
            &[Title, Content],
            &[Title, Instant],
            &[Title, Day],
            &[Title, Undated],
            &[Title, SameId],
            &[Day, Content],
            &[Day, Instant],
            &[Day, SameId],
            &[Day, Number],
        ],
    },
    Step {
        kind: KeyKind::Url,
        fits: |pair| pair.has_title() && pair.may_have_address(),
        alike: &[&[Title, Content], &[Title, Instant], &[Title, Day], &[Title, Undated], &[Title, SameId]],
    },
    Step {
        kind: KeyKind::Card,
        fits: |pair| !pair.differs_in_id() || pair.has_text() || pair.has_instant(),
        alike: &[&[Content], &[Instant], &[Words], &[SameId]],
    },
    Step {
        kind: KeyKind::Headline,
        fits: |pair| pair.has_day() && !pair.differs_in_id() && !pair.differs_in_address(),
        alike: &[&[Instant, SameId, SameAddress], &[Day, SameId, SameAddress]],
    },
    // One key alone.
    Step { kind: KeyKind::Given, fits: |pair| pair.is_id_enough(), alike: &[&[Id, SameAddress, Stayed]] },
    Step { kind: KeyKind::Place, fits: |pair| pair.has_address() && pair.may_have_address(), alike: AT_PLACE },
    Step { kind: KeyKind::Url, fits: |pair| pair.has_address() && pair.may_have_address(), alike: AT_PLACE },
    Step { kind: KeyKind::Text, fits: |_| true, alike: &[&[Instant], &[]] },
    Step { kind: KeyKind::Headline, fits: |pair| pair.is_same_vague_date(), alike: &[&[DayAround], &[Stayed], &[]] },
    // The name of the source was corrected: all keys that it is a part of have changed.
    Step {
        kind: KeyKind::Bare,
        fits: |pair| !pair.differs_in_address() && pair.is_same_but_for_source(),
        alike: &[
            &[Content, SameAddress],
            &[Title, Day, SameAddress],
            &[Title, Undated, SameAddress],
            &[Words, Day, SameAddress],
        ],
    },
    Step {
        kind: KeyKind::Title,
        fits: |pair| pair.is_same_elsewhere(),
        alike: &[
            &[Content, Day, SameAddress],
            &[Instant, SameAddress],
            &[Content, Undated, SameAddress],
            &[Content, SameAddress],
        ],
    },
];

/// What is the same where the address is and the title, and the article may have that address.
const AT_PLACE_WITH_TITLE: &[&[Feature]] = &[
    &[Place, Title, Content],
    &[Place, Title, Instant],
    &[Place, Title, Day],
    &[Place, Title, Undated],
    &[Place, Title, SameId],
];

/// What is the same where the address is and the day, and the article may have that address.
const AT_PLACE_OF_DAY: &[&[Feature]] =
    &[&[Place, Day, Content], &[Place, Instant], &[Place, Day, Title], &[Place, Day, SameId], &[Place, Day, Number]];

/// What is the same where the address is, and the article may have that address.
const AT_PLACE: &[&[Feature]] = &[
    &[Place, Content],
    &[Place, Instant],
    &[Place, Title, Day],
    &[Place, Title, Undated],
    &[Place, SameId],
    &[Place, Day, Number],
];

#[cfg(test)]
mod tests {
    use std::cell::OnceCell;

    use chrono::DateTime;
    use proptest::prelude::*;

    use super::super::crowd::is_alike;
    use super::super::pair::Subject;
    use super::*;
    use crate::article::{Body, Draft, Origin, Outline};
    use crate::memory::Record;
    use crate::normalise::{self, DateOptions};

    const IDS: &[&str] = &["0", "1", "2", "urn:isbn:0451450523", "7f8a3f6e-7f2b-4b0e-9d27-3f6f6d696c6c"];
    const URLS: &[&str] =
        &["https://a.example/", "https://a.example/1", "https://a.example/1#a", "https://a.example/1#b"];
    const DATES: &[&str] = &["2026-01-01", "2026-01-02", "2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z", "3 days ago"];

    /// An article of few values, so that many have much in common.
    fn article(picks: &[usize; 7]) -> Outline<'static> {
        let [id, url, date, title, source, text, file] = *picks;
        let pick = |of: &[&'static str], n: usize| of.get(n).map(|value| (*value).into());
        let dates = DateOptions {
            zone: crate::zone::Zone::UTC,
            order: normalise::date::DateOrder::DayMonth,
            captured: "2026-07-20T12:00:00Z".parse().unwrap(),
            serials: false,
            utc_timestamps: false,
        };
        let texts =
            ["A text.", "A text that is long enough to tell an article from all others, whatever its title may be."];
        let draft = Draft {
            origin: Origin::new("a", 1),
            id: pick(IDS, id),
            url: pick(URLS, url),
            published: pick(DATES, date),
            title: pick(&["One", "Two"], title % 2),
            source: pick(&["S"], source),
            body: texts.get(text).map(|text| Body::Plain((*text).into())),
            is_file: file == 0,
            ..Draft::default()
        };
        Outline::of(normalise::article(draft, &normalise::Options::new(dates), &mut Vec::new()).unwrap())
    }

    fn picks() -> impl Strategy<Value = [usize; 7]> {
        [0..=IDS.len(), 0..=URLS.len(), 0..=DATES.len(), 0..=1_usize, 0..=1_usize, 0..=2_usize, 0..=3_usize]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

        #[test]
        fn what_fits_is_found_by_what_is_the_same(
            read in picks(), known in picks(), before in picks(), same in any::<[bool; 7]>(), flags in any::<[bool; 4]>(),
        ) {
            let mut known = known;
            (0..7).filter(|n| same[*n]).for_each(|n| known[n] = read[n]);
            let (mut article, known) = (article(&read), super::tests::article(&known));
            let [is_shown, has_left, is_id_trusted, is_reused] = flags;
            let mut record = Record {
                id: known.id().clone(),
                keys: Vec::new(),
                published: known.published,
                updated: DateTime::UNIX_EPOCH,
                content: is_shown.then(|| known.content(&mut Vec::new())),
                feeds: Vec::new(),
                left: has_left.then_some(DateTime::UNIX_EPOCH),
                gone: None,
                retracted: None,
                page: None,
            };
            record.know(&super::tests::article(&before).keys());
            record.know(&known.keys());
            if is_reused {
                let keys = article.keys_mut();
                keys.reused = keys.given.take();
            }
            let content = OnceCell::new();
            let subject = Subject { article: &article, content: &content, is_id_trusted };
            for (n, step) in CERTAIN.iter().chain(LIKELY).enumerate() {
                let is_found = is_alike(step.alike, &subject, &record);
                let sharing = step.kind.of(&article.keys()).is_some_and(|key| record.keys.contains(&(step.kind, key)));
                prop_assert!(is_found || !sharing || !(step.fits)(&subject.with(&record)), "step {n}");
            }
        }
    }
}
