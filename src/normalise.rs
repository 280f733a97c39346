//! Normalise: a draft becomes an article, or a rejection; the text of an article that a feed shows
//! is made fit to be shown.
//!
//! The work is in two halves. [`article`] is cheap and done for every draft: fields are checked and typed, keys and
//! dates are made. [`text`] is dear (sanitising, excerpts) and done only for articles that were selected.

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
use crate::article::{
    Article, Body, Draft, Language, Origin, Published, Said, Stored, StoredBody, Term, TermKey, WebUrl,
};
use crate::report::{Rejection, Warning};
use address::short_address;
use bounds::{LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TITLE, is_short};
pub use date::{DateOptions, DateOrder, Guess};
pub use entry::{EntryOptions, RELATIVE, TAGS, text};
pub use excerpt::Excerpt;
use fields::{limit, take_cut_mark};
use keys::keys;
pub use options::{Options, SourceAddresses};
use permalink::SaidAddress;
pub use proof::{Alone, OrderSigns, Proof, alone, are_serial, is_apart, is_relative};
pub use publication::{DateFrom, date_from};
use terms::terms;
use title::Title;

/// The code of the warning about an article that its collection does not publish, or not any more.
pub const UNPUBLISHED: &str = "unpublished";

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
    // Nothing but that is said of what was thrown away.
    draft.deleted |= draft.thrown_away;
    let reason = reason.map(|message| (UNPUBLISHED, message)).or_else(|| {
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
    if draft.body.as_mut().is_some_and(take_cut_mark) {
        warn("cut-text", "the text is only a beginning (\"[+… chars]\")".to_owned());
    }
    // What a file of Markdown says of itself is Markdown, too.
    if draft.is_file
        && matches!(draft.body, Some(Body::Markdown(_)))
        && let Some(html) = draft.summary.as_deref().and_then(markdown::line_to_html)
    {
        draft.summary = Some(html.into());
    }
    let body = draft.body.take().filter(|body| !body.is_blank());
    // Before anything is mended: articles are recognised by what the collection says.
    let keyed_source = draft.source.as_deref().and_then(source_for_article);
    let keyed_source = keyed_source.or_else(|| options.source.and_then(source_for_article));
    let Some(title) = Title::of(&draft, body.as_ref(), keyed_source.as_deref(), &mut warn) else {
        return Err(LeftOut::Rejected(Rejection::new(&origin, "no title and no text")));
    };
    let own_base = draft.base.as_deref().and_then(|raw| match options.base {
        Some(base) => base.join(raw),
        None => WebUrl::parse(raw),
    });
    let base = own_base.as_ref().or(options.base);
    let place = draft.place.take();
    let website = place.as_deref().map(|place| &*place.website);
    let said = SaidAddress::of(&draft, place.as_deref(), base, options, &mut warn);
    let (published, slack) = publication::published(&draft, options, &mut warn);
    let url = said.published(&draft, place.as_deref(), &published, options, &mut warn);
    let said = said.url;
    let has_address = url.is_some();
    let site_base = website.and_then(|website| website.base.as_ref());
    let near = url.as_ref().or(base).or(site_base);
    // `self`, `default`, `None`: what interfaces say instead of an address.
    let is_address = |raw: &&str| raw.contains(['.', '/', ':']);
    let image = short_address("image", draft.image.as_deref().filter(is_address), near, &mut warn);
    let source_home = short_address("source", draft.source_home.as_deref(), base, &mut warn);
    let source_feed = short_address("source feed", draft.source_feed.as_deref(), base, &mut warn);
    let media = address::media(&draft, options, near, &mut warn);
    let updated = publication::updated(&draft, options, &mut due, &mut warn);
    let not_before = publication::not_before(&draft, options, &mut warn);
    let language = language(&draft, &mut warn);
    // What else names a file of one article; standard input is no file.
    let is_named = draft.is_file && &*origin.path != "-";
    // An address that is made tells no article from others: what makes it may change.
    let file = (is_named && said.is_none()).then(|| &*origin.path);
    let named = (keyed_source.as_deref(), title.keyed());
    let keys = keys(draft.id.as_deref(), file, said.as_ref(), named.0, named.1, &published, body.as_ref());
    // What follows is left out or cut after the keys: these are made of all that the collection says, and another name for a
    // source makes no other article.
    let is_title_made = title.is_made;
    let (title, said_title) = title.shown(&mut warn);
    let url = url.filter(|url| is_short("url", url.as_str().len(), LONGEST_ADDRESS, &mut warn));
    let source = source(&draft, website, options, &mut warn);
    let configured = |addresses: &BTreeMap<TermKey, WebUrl>| addresses.get(&source.as_ref()?.key).cloned();
    let source_home = configured(&options.sources.homes).or(source_home);
    let source_feed = configured(&options.sources.feeds).or(source_feed);
    let (most, tag_aliases, category_aliases) = (options.most_terms, options.tag_aliases, options.category_aliases);
    let tags = terms(("a tag", "tags"), (options.tags, &draft.tags), tag_aliases, most, &mut warn);
    let categories = terms(("a category", "categories"), (&[], &draft.categories), category_aliases, most, &mut warn);
    let (authors, said_authors) = people::authors(&draft, options, &mut warn);
    let contributors = people::contributors(&draft, options, &authors, &mut warn);
    let rights = rights(&draft, &mut warn);
    let said_before = Said { title: said_title, authors: said_authors };
    Ok(Article {
        keys,
        title,
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
        summary: draft.summary.map(Stored::Here),
        body: body.map(StoredBody::from),
        language: language.or_else(|| options.language.cloned()).or_else(|| website?.language.clone()),
        image,
        media,
        base: own_base.or_else(|| options.base.or(site_base).filter(|_| !has_address).cloned()),
        is_title_made,
        origins: vec![origin],
        joined_by: Vec::new(),
        other_titles: Vec::new(),
        captured: options.dates.captured,
        deleted: draft.deleted,
        not_before,
        slack,
        due,
        is_file: draft.is_file,
        place,
        said: (said_before != Said::default()).then(|| Box::new(said_before)),
    })
}

/// The language that a draft says, as a tag or by its name.
fn language(draft: &Draft<'_>, warn: &mut impl FnMut(&'static str, String)) -> Option<Language> {
    let raw = draft.language.as_deref().filter(|raw| !raw.trim().is_empty())?;
    let language = Language::named(raw).or_else(|| Language::parse(raw));
    if language.is_none() {
        warn("unknown-language", format!("\"{}\" is no language tag; left out", excerpt::headline(raw)));
    }
    language
}

/// The source of an article: the one that it says, else that of its input, else the title of its site.
fn source(
    draft: &Draft<'_>,
    website: Option<&Website>,
    options: &Options<'_>,
    warn: &mut impl FnMut(&'static str, String),
) -> Option<Term> {
    let source = draft.source.as_deref().and_then(Term::new).or_else(|| options.source.and_then(Term::new));
    let source = source.or_else(|| website?.title.as_deref().and_then(Term::new));
    let source = source.filter(|source| is_short("the source", source.label.len(), LONGEST_NAME, warn));
    source.map(|source| options.source_aliases.resolve(source))
}

/// Who may copy an article.
fn rights(draft: &Draft<'_>, warn: &mut impl FnMut(&'static str, String)) -> Option<String> {
    let rights = inert(&one_line(&from_markup(draft.rights.as_deref()?))).into_owned();
    if rights.len() > LONGEST_TITLE {
        warn("field-too-large", format!("the statement of rights has more than {LONGEST_TITLE} bytes; cut there"));
    }
    Some(excerpt::shortened(&rights, LONGEST_TITLE).into_owned()).filter(|rights| is_visible(rights))
}

/// Why the collection does not publish a draft, if it does not. `due` is told when it will not any more.
fn unpublished(
    draft: &Draft<'_>,
    options: &Options<'_>,
    due: &mut Option<DateTime<Utc>>,
    warn: &mut impl FnMut(&'static str, String),
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
        warn("unreadable-date", format!("no date of expiry can be read in \"{}\"", excerpt::headline(expires)));
        return None;
    };
    if at <= options.now {
        return Some(format!("not published by its collection (expired {})", one_line(expires)));
    }
    *due = Some(at);
    None
}
