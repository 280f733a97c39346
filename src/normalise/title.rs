//! The title of an article: as the collection gives it, or made of what else the article says.

use super::bounds::LONGEST_TITLE;
use super::{excerpt, html, markdown};
use crate::article::term::fold_for_article;
use crate::article::text::{from_markup, inert, is_damaged, is_visible, one_line};
use crate::article::{Body, Draft, Enclosure, WebUrl};
use crate::report::WarningCode;

/// A title.
pub(super) struct Title {
    /// As the article has it, before it is made inert and cut.
    whole: String,
    /// What the article is recognised by instead, where that is another text.
    keyed: Option<String>,
    /// Whether the collection gives none.
    pub(super) is_made: bool,
}

impl Title {
    /// The title of a draft whose source is known as `source`; `None` where there is nothing to make one of.
    pub(super) fn of(
        draft: &Draft<'_>,
        body: Option<&Body<'_>>,
        source: Option<&str>,
        warn: &mut impl FnMut(WarningCode, String),
    ) -> Option<Self> {
        if draft.title.as_deref().is_some_and(is_damaged) {
            warn(WarningCode::BadCharacters, "the title has characters that no feed may hold; mended".to_owned());
        }
        let given = draft.title.as_deref().map(|title| one_line(&from_markup(title)));
        let given = given.filter(|title| !title.is_empty()).map(|title| without_source(title, source));
        let is_made = !given.as_deref().is_some_and(is_visible);
        let names_an_article = || [&draft.id, &draft.url].into_iter().flatten().any(|name| !name.trim().is_empty());
        let (whole, keyed) = match given {
            Some(title) if !is_made => (title, None),
            // Never shown.
            given if draft.deleted && names_an_article() => (String::new(), given),
            given => {
                let Made { title, from, keyed } = made(draft, body)?;
                warn(WarningCode::NoTitle, format!("no title; made from the {from}: {title}"));
                (title, Some(given.unwrap_or(keyed)))
            }
        };
        let keyed = keyed.filter(|keyed| *keyed != whole);
        Some(Self { whole, keyed, is_made })
    }

    /// What the article is recognised by.
    pub(super) fn keyed(&self) -> &str {
        self.keyed.as_deref().unwrap_or(&self.whole)
    }

    /// The title that is shown, and the one that the content of the article is told from others by, where that is another.
    pub(super) fn shown(self, warn: &mut impl FnMut(WarningCode, String)) -> (String, Option<String>) {
        let is_long = self.whole.len() > LONGEST_TITLE;
        if is_long {
            warn(WarningCode::FieldTooLarge, format!("the title has more than {LONGEST_TITLE} bytes; cut there"));
        }
        let said = self.keyed.as_deref().or_else(|| is_long.then_some(&*self.whole));
        let said = said.map(|said| inert(said).into_owned());
        (inert(&excerpt::shortened(&self.whole, LONGEST_TITLE)).into_owned(), said)
    }
}

/// A title that was made for an article without one.
struct Made {
    title: String,
    /// What it was made of.
    from: &'static str,
    /// What the article is recognised by in its place: the first words of summary or text, be they invisible.
    keyed: String,
}

/// Makes a title of the summary, else of the text, else of the address.
fn made(draft: &Draft<'_>, body: Option<&Body<'_>>) -> Option<Made> {
    let summary = draft.summary.as_deref().map(excerpt::headline).filter(|made| !made.is_empty());
    let of_body = || match body? {
        Body::Plain(text) => Some(excerpt::headline(text)),
        Body::Html(html) => Some(excerpt::headline(&html::strip(html))),
        Body::Markdown(text) => Some(excerpt::headline(&html::strip(&markdown::to_html(beginning(text))))),
    };
    let text = summary.clone().filter(|made| is_visible(made)).or_else(of_body);
    let keyed = summary.or_else(|| text.clone()).filter(|made| !made.is_empty());
    let (title, from) = match text.filter(|made| is_visible(made)) {
        Some(made) => (made, "text"),
        None => (address_as_title(draft.url.as_deref(), &draft.enclosures)?, "address"),
    };
    Some(Made { keyed: keyed.unwrap_or_else(|| title.clone()), title, from })
}

/// Enough of a Markdown text to make a headline of.
fn beginning(text: &str) -> &str {
    const LOOKED_AT: usize = 4_000;
    &text[..text.floor_char_boundary(LOOKED_AT)]
}

/// A headline for an article that has nothing but an address.
fn address_as_title(url: Option<&str>, enclosures: &[Enclosure<'_>]) -> Option<String> {
    let raw = url.or_else(|| enclosures.first().map(|enclosure| &*enclosure.url))?;
    let url = WebUrl::parse(raw)?;
    let bare = url.as_str().split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    Some(excerpt::headline(bare.trim_end_matches('/'))).filter(|title| !title.is_empty())
}

/// A title without the name of its source (as keys have it) at its end, as aggregators add it:
/// `The ferry is back - The Tide`.
fn without_source(title: String, source: Option<&str>) -> String {
    let Some(source) = source else { return title };
    let cut = [" - ", " – ", " — ", " | "].iter().filter_map(|mark| {
        let at = title.rfind(mark)?;
        (at > 0 && fold_for_article(title[at + mark.len()..].trim()) == source).then_some(at)
    });
    match cut.min() {
        Some(at) if !title[..at].trim().is_empty() => title[..at].trim_end().to_owned(),
        _ => title,
    }
}
