//! What waits for an article comes back as it was.

use super::{Address, Outline};
use crate::article::{Article, Body, Draft, Enclosure, Origin};
use crate::normalise::{self, DateOptions};
use crate::spill::Spill;

fn article(draft: Draft<'_>) -> Article<'_> {
    let dates = DateOptions {
        zone: crate::zone::Zone::UTC,
        order: normalise::DateOrder::DayMonth,
        captured: "2026-07-20T12:00:00Z".parse().unwrap(),
        serials: false,
        utc_timestamps: false,
    };
    normalise::article(draft, &normalise::Options::new(dates), &mut Vec::new()).unwrap()
}

fn drafts() -> [Draft<'static>; 3] {
    let full = Draft {
        origin: Origin::new("a.json", 7),
        id: Some("17".into()),
        title: Some("A ti\u{ad}tle & more".into()),
        url: Some("https://a.example/1?b#c".into()),
        source: Some("S".into()),
        source_home: Some("https://s.example/".into()),
        source_feed: Some("https://s.example/feed".into()),
        published: Some("2026-07-01".into()),
        updated: Some("2026-07-02T03:04:05Z".into()),
        tags: vec!["One".into(), "Two".into()],
        categories: vec!["Three".into()],
        authors: vec!["Ann\u{200b} A".into(), "Bob".into()],
        contributors: vec!["Cy".into()],
        rights: Some("CC0".into()),
        summary: Some(" <b>Short</b> ".into()),
        body: Some(Body::Html(" <p>The text.</p> ".into())),
        language: Some("de".into()),
        image: Some("https://a.example/1.png".into()),
        enclosures: vec![Enclosure {
            url: "https://a.example/1.mp3".into(),
            media_type: Some("audio/mpeg".into()),
            length: Some(5),
        }],
        base: Some("https://b.example/".into()),
        ..Draft::default()
    };
    let front = Draft { title: Some("T".into()), url: Some("https://a.example/".into()), ..Draft::default() };
    let bare = Draft { body: Some(Body::Markdown("# é".into())), ..Draft::default() };
    [full, front, bare]
}

#[test]
fn what_waits_is_the_same_wherever_it_waits() {
    let spill = Spill::new(None, 0);
    let mut buffer = Vec::new();
    for draft in drafts() {
        let article = article(draft);
        let here = Outline::of(article.clone());
        let away = Outline::put_away(article.clone(), &spill);
        for outline in [&here, &away] {
            assert_eq!(format!("{:?}", outline.open(&mut buffer)), format!("{article:?}"));
            assert_eq!(outline.title(), article.title);
            assert_eq!(outline.url(), article.url);
            assert_eq!(outline.text(&mut buffer), article.body.as_ref().map(|body| body.raw().trim()));
            assert_eq!(outline.changed(), article.changed());
        }
        assert_eq!(here.content(&mut buffer), away.content(&mut buffer));
    }
}

#[test]
fn the_content_is_title_text_and_authors() {
    let [full, ..] = drafts();
    let content = |draft: Draft<'_>| Outline::of(article(draft)).content(&mut Vec::new());
    let known = content(full.clone());
    assert_eq!(known, content(Draft { tags: vec![], url: None, image: None, ..full.clone() }));
    assert_ne!(known, content(Draft { title: Some("A title & more".into()), ..full.clone() }));
    assert_ne!(known, content(Draft { authors: vec!["Bob".into()], ..full.clone() }));
    assert_ne!(known, content(Draft { body: Some(Body::Plain("<p>The text.</p>".into())), ..full }));
}

#[test]
fn front_pages_are_told_from_pages() {
    let addresses = drafts().map(|draft| Outline::of(article(draft)).address);
    assert_eq!(addresses, [Address::Page, Address::FrontPage, Address::None]);
}

/// A collection of a million articles has as many outlines in memory.
#[test]
fn an_outline_is_small() {
    assert!(size_of::<Outline<'_>>() <= 224, "{} bytes", size_of::<Outline<'_>>());
}
