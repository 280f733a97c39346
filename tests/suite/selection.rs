//! Merging selections: any grouping, any order, the same feeds.

use feedmill::internal::article::{Draft, Origin, Outline, WebUrl};
use feedmill::internal::config;
use feedmill::internal::feed::{Site, Taxonomy};
use feedmill::internal::normalise::{self, DateOptions};
use feedmill::internal::select::{Options, Selection};
use proptest::prelude::*;

/// A reading of one of a few articles, so that many are the same.
#[derive(Debug, Clone)]
struct Reading {
    title: u8,
    id: Option<u8>,
    url: Option<u8>,
    day: Option<u8>,
    tags: Vec<u8>,
    text: u8,
    updated: Option<u8>,
}

fn reading() -> impl Strategy<Value = Reading> {
    let maybe = |limit: u8| prop::option::of(0..limit);
    (0..3_u8, maybe(3), maybe(3), maybe(4), prop::collection::vec(0..4_u8, 0..3), 0..3_u8, maybe(4))
        .prop_map(|(title, id, url, day, tags, text, updated)| Reading { title, id, url, day, tags, text, updated })
}

fn selection(readings: &[(usize, Reading)]) -> Selection<'static> {
    let dates = DateOptions {
        zone: feedmill::internal::zone::Zone::UTC,
        order: normalise::date::DateOrder::DayMonth,
        captured: "2026-07-20T12:00:00Z".parse().unwrap(),
        serials: false,
        utc_timestamps: false,
    };
    let options = normalise::Options::new(dates);
    let mut selection = Selection::default();
    for (line, reading) in readings {
        let draft = Draft {
            origin: Origin::new("a", *line as u64 + 1),
            title: Some(format!("Title {}", reading.title).into()),
            id: reading.id.map(|id| id.to_string().into()),
            url: reading.url.map(|url| format!("https://x.example/{url}").into()),
            published: reading.day.map(|day| format!("2026-07-0{}", day + 1).into()),
            updated: reading.updated.map(|day| format!("2026-07-1{day}").into()),
            tags: reading.tags.iter().map(|tag| format!("Tag {tag}").into()).collect(),
            body: Some(feedmill::internal::article::Body::Plain("x".repeat(usize::from(reading.text)).into())),
            ..Draft::default()
        };
        selection.add(Outline::of(normalise::article(draft, &options, &mut Vec::new()).unwrap()));
    }
    selection
}

/// All that can be seen of the feeds.
fn feeds(selection: Selection<'_>) -> String {
    let config = config::File::default().resolve(Vec::new(), None, None);
    let site = Site { base_url: WebUrl::parse("https://x.example/").unwrap(), ..config.site };
    let options = Options::new(vec![Taxonomy::Tag, Taxonomy::Source], 3);
    let selected = selection.select(&site, &options);
    format!("{:#?}{:#?}{:#?}", selected.feeds, selected.articles, selected.terms)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn merge_is_associative_and_commutative(
        readings in prop::collection::vec(reading(), 1..14),
        cuts in (0_usize..14, 0_usize..14),
    ) {
        let readings: Vec<_> = readings.into_iter().enumerate().collect();
        let (a, b) = (cuts.0.min(cuts.1).min(readings.len()), cuts.0.max(cuts.1).min(readings.len()));
        let part = |range: std::ops::Range<usize>| selection(&readings[range]);
        let (x, y, z) = (|| part(0..a), || part(a..b), || part(b..readings.len()));
        let whole = feeds(selection(&readings));
        prop_assert_eq!(&feeds(x().merge(y()).merge(z())), &whole);
        prop_assert_eq!(&feeds(x().merge(y().merge(z()))), &whole);
        prop_assert_eq!(&feeds(z().merge(x()).merge(y())), &whole);
        let reversed: Vec<_> = readings.iter().rev().cloned().collect();
        prop_assert_eq!(&feeds(selection(&reversed)), &whole);
    }

    #[test]
    fn no_reading_is_lost(readings in prop::collection::vec(reading(), 1..14)) {
        let count = readings.len();
        let config = config::File::default().resolve(Vec::new(), None, None);
        let options = Options::new(vec![Taxonomy::Tag], 50);
        let readings: Vec<_> = readings.into_iter().enumerate().collect();
        let selected = selection(&readings).select(&config.site, &options);
        prop_assert_eq!(selected.distinct + selected.duplicates, count);
        let origins: usize = selected.articles.iter().map(|article| article.origins().len()).sum();
        prop_assert_eq!(origins, count, "every origin is credited");
    }
}
