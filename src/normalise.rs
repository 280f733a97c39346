//! Normalise: a draft becomes an article, or a rejection; the text of an article that a feed shows
//! is made fit to be shown.
//!
//! The work is in two halves. [`article`] is cheap and done for every draft: fields are checked and typed, keys and
//! dates are made. [`text`] is expensive (sanitising, excerpts) and done only for articles that were selected.

mod address;
pub(crate) mod bounds;
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
pub mod permalink;
mod proof;
mod publication;
mod terms;
mod title;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::article::date::is_placeholder;
use crate::article::permalink::Website;
use crate::article::term::source_for_article;
use crate::article::text::{from_markup, inert, is_visible, one_line};
use crate::article::{Article, Body, Draft, Language, Origin, Published, Said, Term, TermKey, WebUrl};
use crate::report::{Rejection, Warning, WarningCode};
use address::Links;
use bounds::{LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TITLE, is_short};
pub use date::{DateOptions, DateOrder, Guess};
pub use entry::{EntryOptions, plain_text, text};
pub use excerpt::Excerpt;
use fields::{limit, take_cut_mark};
use keys::keys;
pub use options::{Options, SourceAddresses};
use permalink::SaidAddress;
pub use proof::{Alone, OrderSigns, Proof, alone, are_serial, is_apart, is_relative};
pub use publication::{DateFrom, date_from};
use terms::terms;
use title::Title;

/// A draft that becomes no article.
#[derive(Debug, Clone)]
pub enum LeftOut<'a> {
    /// There is nothing to show.
    Rejected(Rejection),
    /// Its collection does not publish it, or no longer does. With it comes the article that it would be, by which a run
    /// recognises what it published before, or will publish later.
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
    // From here on a draft that was thrown away counts as taken back.
    draft.deleted |= draft.thrown_away;
    let reason = reason.map(|message| (WarningCode::Unpublished, message)).or_else(|| {
        let why = listing::page(&draft, options)?;
        Some((WarningCode::PageNotListed, format!("a page of the site, and none of its articles ({why})")))
    });
    let Some((code, message)) = reason else { return made(draft, origin, due, options, &mut say) };
    let warning = Warning::new(&origin, code, message);
    // The warnings about an article that is not published are left out.
    let article = made(draft, origin, due, options, &mut |_| {}).ok();
    Err(LeftOut::Unpublished(warning, article.map(Box::new)))
}

/// Makes an article of a draft that is published: until `due`, if its collection says when it expires.
fn made<'a>(
    mut draft: Draft<'a>,
    origin: Origin,
    mut due: Option<DateTime<Utc>>,
    options: &Options<'_>,
    say: &mut dyn FnMut(Warning),
) -> Result<Article<'a>, LeftOut<'a>> {
    let mut warn = |code, message: String| say(Warning::new(&origin, code, message));
    let body = take_body(&mut draft, &mut warn);
    // Keys are made of what the collection says, before anything of it is mended.
    let keyed_source = keyed_source(&draft, options);
    let Some(title) = Title::of(&draft, body.as_ref(), keyed_source.as_deref(), &mut warn) else {
        return Err(LeftOut::Rejected(Rejection::new(&origin, "no title and no text")));
    };
    let own_base = own_base(&draft, options);
    let base = own_base.as_ref().or(options.base);
    let place = draft.place.take();
    let website = place.as_deref().map(|place| &*place.website);
    let said = SaidAddress::of(&draft, place.as_deref(), base, options, &mut warn);
    let (published, slack) = publication::published(&draft, options, &mut warn);
    let url = said.published(&draft, place.as_deref(), &published, options, &mut warn);
    let site_base = website.and_then(|website| website.base.as_ref());
    let text_base = options.base.or(site_base).filter(|_| url.is_none()).cloned();
    let links = Links::of(&draft, url.as_ref().or(base).or(site_base), base, options, &mut warn);
    let updated = publication::updated(&draft, options, &mut due, &mut warn);
    let not_before = publication::not_before(&draft, options, &mut warn);
    let language = language(&draft, &mut warn);
    // The address that a pattern makes is no key: it changes with what it is made of. Standard input (`-`) is no file.
    let is_named_by_file = draft.is_file && &*origin.path != "-" && said.url.is_none();
    let file = is_named_by_file.then_some(&*origin.path);
    let (id, said_url) = (draft.id.as_deref(), said.url.as_ref());
    let keys = keys(id, file, said_url, keyed_source.as_deref(), title.keyed(), &published, body.as_ref());
    // Only after its keys are made is an article shortened, and is its source given another name: it stays the same article.
    let is_title_made = title.is_made;
    let (title, said_title) = title.shown(&mut warn);
    let url = url.filter(|url| is_short("url", url.as_str().len(), LONGEST_ADDRESS, &mut warn));
    let source = source(&draft, website, options, &mut warn);
    let configured = |addresses: &BTreeMap<TermKey, WebUrl>| addresses.get(&source.as_ref()?.key).cloned();
    let (most, tag_aliases, category_aliases) = (options.most_terms, options.tag_aliases, options.category_aliases);
    let tags = terms(terms::TAGS, options.tags, &draft.tags, tag_aliases, most, &mut warn);
    let categories = terms(terms::CATEGORIES, &[], &draft.categories, category_aliases, most, &mut warn);
    let (authors, said_authors) = people::authors(&draft, options, &mut warn);
    let contributors = people::contributors(&draft, options, &authors, &mut warn);
    let said_before = Said { title: said_title, authors: said_authors };
    Ok(Article {
        keys,
        title,
        url,
        source_home: configured(&options.sources.homes).or(links.source_home),
        source_feed: configured(&options.sources.feeds).or(links.source_feed),
        source,
        published,
        updated,
        tags,
        categories,
        authors,
        contributors,
        rights: rights(&draft, &mut warn),
        summary: draft.summary,
        body,
        language: language.or_else(|| options.language.cloned()).or_else(|| website?.language.clone()),
        image: links.image,
        media: links.media,
        base: own_base.or(text_base),
        is_title_made,
        origin,
        captured: options.dates.captured,
        deleted: draft.deleted,
        not_before,
        slack,
        due,
        place,
        said: (said_before != Said::default()).then(|| Box::new(said_before)),
    })
}

/// The text of a draft, unless it is blank. The summary of a Markdown file becomes HTML.
fn take_body<'a>(draft: &mut Draft<'a>, warn: &mut impl FnMut(WarningCode, String)) -> Option<Body<'a>> {
    if draft.body.as_mut().is_some_and(take_cut_mark) {
        warn(WarningCode::CutText, "the text is only a beginning (\"[+… chars]\")".to_owned());
    }
    if draft.is_file
        && matches!(draft.body, Some(Body::Markdown(_)))
        && let Some(html) = draft.summary.as_deref().and_then(markdown::line_to_html)
    {
        draft.summary = Some(html.into());
    }
    draft.body.take().filter(|body| !body.is_blank())
}

/// The source of an article as its keys have it.
fn keyed_source(draft: &Draft<'_>, options: &Options<'_>) -> Option<String> {
    let own = draft.source.as_deref().and_then(source_for_article);
    own.or_else(|| options.source.and_then(source_for_article))
}

/// The base of relative addresses that the draft itself has.
fn own_base(draft: &Draft<'_>, options: &Options<'_>) -> Option<WebUrl> {
    let raw = draft.base.as_deref()?;
    match options.base {
        Some(base) => base.join(raw),
        None => WebUrl::parse(raw),
    }
}

/// The language that a draft says, as a tag or by its name.
fn language(draft: &Draft<'_>, warn: &mut impl FnMut(WarningCode, String)) -> Option<Language> {
    let raw = draft.language.as_deref().filter(|raw| !raw.trim().is_empty())?;
    let language = Language::named(raw).or_else(|| Language::parse(raw));
    if language.is_none() {
        warn(WarningCode::UnknownLanguage, format!("\"{}\" is no language tag; left out", excerpt::headline(raw)));
    }
    language
}

/// The source of an article: the one that it says, else that of its input, else the title of its site.
fn source(
    draft: &Draft<'_>,
    website: Option<&Website>,
    options: &Options<'_>,
    warn: &mut impl FnMut(WarningCode, String),
) -> Option<Term> {
    let source = draft.source.as_deref().and_then(Term::new).or_else(|| options.source.and_then(Term::new));
    let source = source.or_else(|| website?.title.as_deref().and_then(Term::new));
    let source = source.filter(|source| is_short("the source", source.label.len(), LONGEST_NAME, warn));
    source.map(|source| options.source_aliases.resolve(source))
}

/// Who may copy an article.
fn rights(draft: &Draft<'_>, warn: &mut impl FnMut(WarningCode, String)) -> Option<String> {
    let rights = inert(&one_line(&from_markup(draft.rights.as_deref()?))).into_owned();
    if rights.len() > LONGEST_TITLE {
        warn(
            WarningCode::FieldTooLarge,
            format!("the statement of rights has more than {LONGEST_TITLE} bytes; cut there"),
        );
    }
    Some(excerpt::shortened(&rights, LONGEST_TITLE).into_owned()).filter(|rights| is_visible(rights))
}

/// Why the collection does not publish a draft, if it does not; of one that it publishes, `due` becomes the time when it expires.
fn unpublished(
    draft: &Draft<'_>,
    options: &Options<'_>,
    due: &mut Option<DateTime<Utc>>,
    warn: &mut impl FnMut(WarningCode, String),
) -> Option<String> {
    if let Some(reason) = &draft.unpublished {
        return Some(reason.to_string());
    }
    let expires = draft.expires.as_deref()?;
    let found = date::parse(expires, &options.dates);
    if found.as_ref().is_some_and(is_placeholder) || expires.starts_with("0000") {
        return None;
    }
    let Some(Published { at, .. }) = found else {
        warn(
            WarningCode::UnreadableDate,
            format!("no date of expiry can be read in \"{}\"", excerpt::headline(expires)),
        );
        return None;
    };
    if at <= options.now {
        return Some(format!("not published by its collection (expired {})", one_line(expires)));
    }
    *due = Some(at);
    None
}
