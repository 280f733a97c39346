//! Normalise: a draft becomes an article, or a rejection; the text of an article that a feed shows
//! is made fit to be shown.
//!
//! The work is in two halves. [`article`] is cheap and done for every draft: fields are checked and typed, keys and
//! dates are made. [`text`] is dear (sanitising, excerpts) and done only for articles that were selected.

pub mod date;
mod entry;
pub mod excerpt;
mod fields;
pub mod html;
mod keys;
pub mod listing;
pub mod markdown;
mod options;
mod people;
mod proof;
mod publication;

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::article::term::source_for_article;
use crate::article::text::{from_markup, inert, is_damaged, is_visible, one_line};
use crate::article::{Aliases, Article, Draft, Language, Media, Origin, Published, Said, Term, TermKey, WebUrl};
use crate::report::{Rejection, Warning};
pub use date::{DateOptions, DateOrder, Guess};
pub use entry::{EntryOptions, text};
pub use excerpt::Excerpt;
use fields::{
    LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TITLE, Made, NAMES_TOGETHER, limit, made_title, media_type, take_cut_mark,
    too_long, without_source,
};
use keys::keys;
pub use options::{Options, SourceAddresses};
pub use proof::{Proof, are_serial};
pub use publication::date_from;

/// A draft that becomes no article.
#[derive(Debug, Clone)]
pub enum LeftOut<'a> {
    /// There is nothing to show.
    Rejected(Rejection),
    /// The collection does not publish it, or not any more. The article that it would be is there to be recognised: it may have
    /// been published before, and may be again.
    Unpublished(Warning, Option<Box<Article<'a>>>),
}

/// Makes an article of a draft.
///
/// # Errors
/// If the draft has neither a title nor a text nor an address, so that there is nothing to show; or if its collection does
/// not publish it.
pub fn article<'a>(
    mut draft: Draft<'a>,
    options: &Options<'_>,
    warnings: &mut impl Extend<Warning>,
) -> Result<Article<'a>, LeftOut<'a>> {
    let origin = std::mem::take(&mut draft.origin);
    let mut say = |warning| warnings.extend([warning]);
    let mut warn = |code, message: String| say(Warning::new(&origin, code, message));
    limit(&mut draft, options.most_bytes, &mut warn);
    let mut due = None;
    let reason = if draft.deleted { None } else { unpublished(&draft, options, &mut due, &mut warn) };
    let reason = reason.map(|message| ("unpublished", message)).or_else(|| {
        let why = listing::page(&draft, options)?;
        Some(("page-not-listed", format!("a page of the site, and none of its articles ({why})")))
    });
    let Some((code, message)) = reason else { return made(draft, origin, due, options, &mut say) };
    let warning = Warning::new(&origin, code, message);
    // Nothing more is said of what is not published.
    let article = made(draft, origin, due, options, &mut |_| {}).ok();
    Err(LeftOut::Unpublished(warning, article.map(Box::new)))
}

/// Makes an article of a draft that is published, and of which `due` says when it will not be any more.
fn made<'a>(
    mut draft: Draft<'a>,
    origin: Origin,
    mut due: Option<DateTime<Utc>>,
    options: &Options<'_>,
    say: &mut dyn FnMut(Warning),
) -> Result<Article<'a>, LeftOut<'a>> {
    let mut warn = |code, message: String| say(Warning::new(&origin, code, message));
    let is_cut = draft.body.as_mut().is_some_and(take_cut_mark);
    if is_cut {
        warn("cut-text", "the text is only a beginning (\"[+… chars]\")".to_owned());
    }
    let body = draft.body.take().filter(|body| !body.is_blank());
    let source = draft.source.as_deref().and_then(Term::new).or_else(|| options.source.and_then(Term::new));
    let given_title = draft.title.as_deref().map(|title| one_line(&from_markup(title)));
    if draft.title.as_deref().is_some_and(is_damaged) {
        warn("bad-characters", "the title has characters that no feed may hold; mended".to_owned());
    }
    let names_an_article = [&draft.id, &draft.url].into_iter().flatten().any(|name| !name.trim().is_empty());
    // Before anything is mended: articles are recognised by what the collection says.
    let keyed_source = draft.source.as_deref().and_then(source_for_article);
    let keyed_source = keyed_source.or_else(|| options.source.and_then(source_for_article));
    let given_title = given_title.filter(|title| !title.is_empty());
    let given_title = given_title.map(|title| without_source(title, keyed_source.as_deref()));
    let is_title_made = !given_title.as_deref().is_some_and(is_visible);
    let (title, keyed_title) = match given_title {
        Some(title) if is_visible(&title) => (title, None),
        // Never shown.
        given if draft.deleted && names_an_article => (String::new(), given),
        given => {
            let Some(Made { title, from, keyed }) = made_title(&draft, body.as_ref()) else {
                return Err(LeftOut::Rejected(Rejection::new(&origin, "no title and no text")));
            };
            warn("no-title", format!("no title; made from the {from}: {title}"));
            (title, Some(given.unwrap_or(keyed)))
        }
    };
    let own_base = draft.base.as_deref().and_then(|raw| match options.base {
        Some(base) => base.join(raw),
        None => WebUrl::parse(raw),
    });
    let base = own_base.as_ref().or(options.base);
    let mut given_address = |what: &str, raw: Option<&str>, base: Option<&WebUrl>, most: usize| {
        let raw = raw.filter(|raw| !raw.trim().is_empty())?;
        let url = base.map_or_else(|| WebUrl::parse(raw), |base| base.join(raw));
        if url.is_none() {
            let is_relative = base.is_none() && !raw.contains(':');
            let why =
                if is_relative { "is relative and the input has no base_url" } else { "is no http or https address" };
            warn("unusable-url", format!("{what} {why}; left out: {}", excerpt::headline(raw)));
        }
        url.filter(|url| {
            let length = url.as_str().len();
            if length > most {
                warn("field-too-large", too_long(what, length, most));
            }
            length <= most
        })
    };
    // Its keys are made of it, however long it is.
    let url = given_address("url", draft.url.as_deref(), base, usize::MAX);
    let mut address =
        |what: &str, raw: Option<&str>, base: Option<&WebUrl>| given_address(what, raw, base, LONGEST_ADDRESS);
    let has_address = url.is_some();
    // `self`, `default`, `None`: what interfaces say instead of an address.
    let is_address = |raw: &&str| raw.contains(['.', '/', ':']);
    let image = address("image", draft.image.as_deref().filter(is_address), url.as_ref().or(base));
    let source_home = address("source", draft.source_home.as_deref(), base);
    let source_feed = address("source feed", draft.source_feed.as_deref(), base);
    let mut media: Vec<Media> = Vec::with_capacity(draft.enclosures.len());
    let (mut room, mut is_crowded) = (NAMES_TOGETHER, false);
    for enclosure in draft.enclosures.iter().take(options.most_terms) {
        let Some(address) = address("enclosure", Some(&enclosure.url), url.as_ref().or(base)) else { continue };
        let rest = room.checked_sub(address.as_str().len());
        room = rest.unwrap_or(0);
        is_crowded |= rest.is_none();
        if rest.is_some() && media.iter().all(|known| known.url != address) {
            media.push(Media {
                media_type: media_type(enclosure.media_type.as_deref(), &address),
                url: address,
                length: enclosure.length,
            });
        }
    }

    if is_crowded {
        let message =
            format!("addresses of enclosures of more than {NAMES_TOGETHER} bytes; the first {} are used", media.len());
        warn("too-many-enclosures", message);
    }
    let (published, slack) = publication::published(&draft, options, &mut warn);
    let updated = publication::updated(&draft, options, &mut due, &mut warn);
    let language = draft.language.as_deref().filter(|raw| !raw.trim().is_empty()).and_then(|raw| {
        let language = Language::named(raw).or_else(|| Language::parse(raw));
        if language.is_none() {
            warn("unknown-language", format!("\"{}\" is no language tag; left out", excerpt::headline(raw)));
        }
        language
    });
    // What else names a file of one article; standard input is no file.
    let is_named = draft.is_file && &*origin.path != "-";
    let file = (is_named && url.is_none()).then(|| &*origin.path);
    let said_title = keyed_title.filter(|keyed| *keyed != title);
    let (keyed_source, keyed_title) = (keyed_source.as_deref(), said_title.as_deref().unwrap_or(&title));
    let keys = keys(draft.id.as_deref(), file, url.as_ref(), keyed_source, keyed_title, &published, body.as_ref());
    let said_title = said_title.map(|title| inert(&title).into_owned());
    let is_long = title.len() > LONGEST_TITLE;
    // What its content is made of, too.
    let said_title = said_title.or_else(|| is_long.then(|| inert(&title).into_owned()));
    let title = excerpt::shortened(&title, LONGEST_TITLE);
    if is_long {
        warn("field-too-large", format!("the title has more than {LONGEST_TITLE} bytes; cut there"));
    }
    let url = url.filter(|url| {
        let length = url.as_str().len();
        if length > LONGEST_ADDRESS {
            warn("field-too-large", too_long("url", length, LONGEST_ADDRESS));
        }
        length <= LONGEST_ADDRESS
    });
    let source = source.filter(|source| {
        let length = source.label.len();
        if length > LONGEST_NAME {
            warn("field-too-large", too_long("the source", length, LONGEST_NAME));
        }
        length <= LONGEST_NAME
    });
    // After the keys: another name for a source makes no other article.
    let source = source.map(|source| options.source_aliases.resolve(source));
    let configured = |addresses: &BTreeMap<TermKey, WebUrl>| addresses.get(&source.as_ref()?.key).cloned();
    let source_home = configured(&options.sources.homes).or(source_home);
    let source_feed = configured(&options.sources.feeds).or(source_feed);
    let mut terms = |what: &str, given: &[Cow<'_, str>], own: &[String], aliases: &Aliases| {
        let mut terms: Vec<Term> = Vec::with_capacity(given.len());
        let mut room = NAMES_TOGETHER;
        for raw in own.iter().map(String::as_str).chain(given.iter().map(AsRef::as_ref)) {
            if terms.len() == options.most_terms {
                warn("too-many-tags", format!("{} {what}; the first {} are used", given.len(), options.most_terms));
                break;
            }
            let Some(term) = Term::new(raw).map(|term| aliases.resolve(term)) else { continue };
            let length = term.label.len();
            if length > LONGEST_NAME {
                warn("field-too-large", too_long(&format!("one of the {what}"), length, LONGEST_NAME));
                continue;
            }
            if terms.iter().any(|known| known.key == term.key) {
                continue;
            }
            let Some(rest) = room.checked_sub(length) else {
                let message = format!("{what} of more than {NAMES_TOGETHER} bytes; the first {} are used", terms.len());
                warn("too-many-tags", message);
                break;
            };
            room = rest;
            terms.push(term);
        }
        terms
    };
    let tags = terms("tags", &draft.tags, options.tags, options.tag_aliases);
    let categories = terms("categories", &draft.categories, &[], options.category_aliases);
    for (count, name, list) in [
        (draft.authors.len(), "authors", "too-many-authors"),
        (draft.contributors.len(), "contributors", "too-many-authors"),
        (draft.enclosures.len(), "enclosures", "too-many-enclosures"),
    ] {
        if count > options.most_terms {
            warn(list, format!("{count} {name}; the first {} are used", options.most_terms));
        }
    }
    let (authors, said_authors) = people::authors(&draft, options, &mut warn);
    let contributors = people::contributors(&draft, options, &authors, &mut warn);
    let rights = draft.rights.as_deref().map(|raw| inert(&one_line(&from_markup(raw))).into_owned());
    let rights = rights.filter(|rights| is_visible(rights)).map(|rights| {
        if rights.len() > LONGEST_TITLE {
            warn("field-too-large", format!("the word about rights has more than {LONGEST_TITLE} bytes; cut there"));
        }
        excerpt::shortened(&rights, LONGEST_TITLE).into_owned()
    });
    let said = Said { title: said_title, authors: said_authors };
    Ok(Article {
        keys,
        // After the keys: they are made of what the collection says.
        title: inert(&title).into_owned(),
        url,
        source,
        source_home,
        source_feed,
        published,
        updated,
        tags,
        categories,
        authors,
        contributors,
        rights,
        summary: draft.summary,
        body,
        language: language.or_else(|| options.language.cloned()),
        image,
        media,
        base: own_base.or_else(|| options.base.filter(|_| !has_address).cloned()),
        is_title_made,
        origins: vec![origin],
        joined_by: Vec::new(),
        other_titles: Vec::new(),
        captured: options.dates.captured,
        deleted: draft.deleted,
        slack,
        due,
        said: (said != Said::default()).then(|| Box::new(said)),
    })
}

/// Why the collection does not publish a draft, if it does not. `due` is told when it will not any more.
fn unpublished(
    draft: &Draft<'_>,
    options: &Options<'_>,
    due: &mut Option<DateTime<Utc>>,
    warn: &mut impl FnMut(&'static str, String),
) -> Option<String> {
    if let Some(reason) = draft.unpublished {
        return Some(format!("not published by its collection ({reason})"));
    }
    let expires = draft.expires.as_deref()?;
    let Some(Published { at, .. }) = date::parse(expires, &options.dates) else {
        warn("unreadable-date", format!("no date of expiry can be read in \"{}\"", excerpt::headline(expires)));
        return None;
    };
    if at <= options.now {
        return Some(format!("not published by its collection (expired {})", one_line(expires)));
    }
    *due = Some(at);
    None
}
