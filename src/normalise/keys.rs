//! What an article is recognised by; see [`crate::article::key`].

use super::bounds::LONGEST_ADDRESS;
use crate::article::term::fold_for_article;
use crate::article::text::one_line;
use crate::article::{ArticleId, Body, IdStrength, Key, Keys, Precision, Published, TermKey, WebUrl};

/// How many bytes a text has by which an article without title is recognised: a shorter one may be a phrase that many
/// have.
const TELLING_TEXT: usize = 80;

/// What programs write where there is no id.
const NO_IDS: &[&str] =
    &["n/a", "none", "null", "nil", "nan", "undefined", "unknown", "false", "tbd", "-", "--", "?", "[object object]"];

/// The keys of an article; see [`crate::article::key`]. `source` is the publication as keys have it, `title` as the collection
/// says it.
pub(super) fn keys(
    id: Option<&str>,
    file: Option<&str>,
    url: Option<&WebUrl>,
    source: Option<&str>,
    title: &str,
    published: &Published,
    body: Option<&Body<'_>>,
) -> Keys {
    let source = source.unwrap_or_default();
    let headline = &fold_for_article(title);
    let says_nothing = |id: &String| id.is_empty() || NO_IDS.iter().any(|none| id.eq_ignore_ascii_case(none));
    let id = id.map(one_line).filter(|id| !says_nothing(id));
    // The id names it better than its file.
    let file = file.filter(|_| id.is_none());
    let own = id.as_deref().and_then(ArticleId::from_uri);
    let given = id.as_deref().map(|id| match &own {
        Some(uri) => Key::new("uri", &[&uri.as_str()]),
        // A bare "17" is unique only where it was given: in a source, on a host, or, where neither is known, with its title.
        None if source.is_empty() => match url {
            Some(url) => Key::new("id", &[url.host(), id]),
            None => Key::new("id", &[headline, id]),
        },
        None => Key::new("id", &[source, id]),
    });
    // Two files are two articles; what they are published under depends on what they say alone.
    let given = given.or_else(|| file.map(|file| Key::new("file", &[file.strip_prefix("./").unwrap_or(file)])));
    let bare = id.as_deref().filter(|_| own.is_none()).map(|id| Key::new("bare", &[id]));
    let place = url.and_then(WebUrl::left_out_fragment).zip(url);
    let place = place.map(|(fragment, url)| Key::new("place", &[&url.canonical(), fragment]));
    let url = url.map(|url| Key::new("url", &[&url.canonical()]));
    let day = match published.precision {
        // Two undated articles of one title are the same only if they say the same.
        Precision::Unknown => body.map_or("", Body::raw).to_owned(),
        _ => published.day.to_string(),
    };
    let card = Key::new("card", &[source, headline, &day]);
    let folded = TermKey::fold(title);
    let title = Key::new("title", &[folded.as_str()]);
    let headline = Key::new("headline", &[TermKey::fold(source).as_str(), folded.as_str()]);
    let body = body.map(|body| body.raw().trim()).filter(|body| !body.is_empty());
    let words = body.filter(|_| url.is_none()).map(|body| Key::new("words", &[body]));
    let text = body.filter(|text| text.len() >= TELLING_TEXT && given.is_none() && url.is_none()).map(|text| {
        // A vague date may be read as another day tomorrow.
        let day = if published.precision <= Precision::Day { day.as_str() } else { "" };
        Key::new("text", &[source, day, text])
    });
    let named = given.filter(|_| file.is_none());
    // It stands in every entry as it is.
    let own = own.filter(|own| own.is_canonical() && own.as_str().len() <= LONGEST_ADDRESS);
    let strength = match id.as_deref() {
        Some("0") => IdStrength::Zero,
        Some(id) if uuid::Uuid::try_parse(id).is_ok() => IdStrength::Unique,
        _ => IdStrength::Usual,
    };
    let id = own.unwrap_or_else(|| ArticleId::from_key(named.or(url).unwrap_or(card)));
    Keys { id, given, bare, reused: None, url, place, card, headline, title, text, words, strength }
}
