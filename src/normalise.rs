//! Normalise: a draft becomes an article, or a rejection; the text of an article that a feed shows
//! is made fit to be shown.
//!
//! The work is in two halves. [`article`] is cheap and done for every draft: fields are checked and typed, keys and
//! dates are made. [`text`] is dear (sanitising, excerpts) and done only for articles that were selected.

pub mod date;
pub mod excerpt;
pub mod html;

use chrono::{DateTime, TimeDelta, Utc};

use crate::article::text::{clean, from_markup, is_damaged, line_start, one_line};
use crate::article::{
    Aliases, Article, ArticleId, Body, Draft, Key, Keys, Language, NO_ALIASES, Precision, Published, Term, TermKey,
    WebUrl,
};
use crate::report::{Rejection, Warning};
pub use date::{DateOptions, DateOrder};
pub use excerpt::Excerpt;

/// The most tags, and the most authors, of an article. Real posts have been seen with more than 64.
const MOST_TERMS: usize = 256;

/// How many bytes a text has by which an article without title is recognised: a shorter one may be a phrase that many
/// have.
const TELLING_TEXT: usize = 80;

/// How drafts of one input are read.
#[derive(Debug, Clone)]
pub struct Options<'o> {
    /// How dates are read.
    pub dates: DateOptions,
    /// The source of articles that name none.
    pub source: Option<&'o str>,
    /// The language of articles that name none.
    pub language: Option<&'o Language>,
    /// Tags that every article of the input gets.
    pub tags: &'o [String],
    /// Addresses in the input are relative to this one.
    pub base: Option<&'o WebUrl>,
    /// No article was changed later than this.
    pub until: Option<DateTime<Utc>>,
    /// Tags that are other names of tags.
    pub tag_aliases: &'o Aliases,
    /// Sources that are other names of sources.
    pub source_aliases: &'o Aliases,
}

impl Options<'_> {
    /// Drafts of an input of which no more is known than how its dates are read.
    pub fn new(dates: DateOptions) -> Self {
        Self {
            dates,
            source: None,
            language: None,
            tags: &[],
            base: None,
            until: None,
            tag_aliases: &NO_ALIASES,
            source_aliases: &NO_ALIASES,
        }
    }
}

/// Makes an article of a draft.
///
/// # Errors
/// If the draft has neither a title nor a text: there is nothing to show.
pub fn article<'a>(
    draft: Draft<'a>,
    options: &Options<'_>,
    warnings: &mut Vec<Warning>,
) -> Result<Article<'a>, Rejection> {
    let origin = draft.origin;
    let mut warn = |code, message: String| warnings.push(Warning::new(&origin, code, message));
    let body = draft.body.filter(|body| !body.is_blank());
    let given_title = draft.title.as_deref().map(|title| one_line(&from_markup(title)));
    if draft.title.as_deref().is_some_and(is_damaged) {
        warn("bad-characters", "the title has characters that no feed may hold; mended".to_owned());
    }
    let names_an_article = [&draft.id, &draft.url].into_iter().flatten().any(|name| !name.trim().is_empty());
    let title = match given_title.filter(|title| !title.is_empty()) {
        Some(title) => title,
        // Never shown.
        None if draft.deleted && names_an_article => String::new(),
        None => {
            let summary = draft.summary.as_deref().map(excerpt::headline).filter(|made| !made.is_empty());
            let made = summary.or_else(|| match body.as_ref()? {
                Body::Plain(text) => Some(excerpt::headline(text)),
                Body::Html(html) => Some(excerpt::headline(&html::strip(html))),
            });
            let Some(made) = made.filter(|made| !made.is_empty()) else {
                return Err(Rejection::new(&origin, "no title and no text"));
            };
            warn("no-title", format!("no title; made from the text: {made}"));
            made
        }
    };
    let mut address = |what: &str, raw: Option<&str>, base: Option<&WebUrl>| {
        let raw = raw?;
        let url = base.map_or_else(|| WebUrl::parse(raw), |base| base.join(raw));
        if url.is_none() {
            warn("unusable-url", format!("{what} is no http or https address; left out: {}", excerpt::headline(raw)));
        }
        url
    };
    let url = address("url", draft.url.as_deref(), options.base);
    let image = address("image", draft.image.as_deref(), url.as_ref().or(options.base));
    let source = draft.source.as_deref().and_then(Term::new).or_else(|| options.source.and_then(Term::new));

    let found = draft.published.as_deref().map(|raw| (raw, date::parse(raw, &options.dates)));
    let (published, code, message) = match found {
        Some((_, Some(found))) if found.precision == Precision::Approximate => {
            let message =
                format!("\"{}\" read as {}", one_line(draft.published.as_deref().unwrap_or_default()), found.day);
            (found, Some("approximate-date"), message)
        }
        Some((_, Some(found))) => (found, None, String::new()),
        Some((raw, None)) => {
            let message = format!("no date can be read in \"{}\"; dated by the input", excerpt::headline(raw));
            (options.dates.unknown(), Some("unreadable-date"), message)
        }
        None => (options.dates.unknown(), Some("undated"), "no date; dated by the input".to_owned()),
    };
    if let Some(code) = code.filter(|_| !draft.deleted) {
        warn(code, message);
    }
    let mut due = None;
    let updated = draft.updated.as_deref().and_then(|raw| {
        let found = date::parse(raw, &options.dates);
        match found {
            None => warn("unreadable-date", format!("no date of change can be read in \"{}\"", excerpt::headline(raw))),
            Some(date) if options.until.is_some_and(|until| date.at > until) => {
                warn("future-update", format!("changed in the future ({}); left out until then", one_line(raw)));
                due = Some(date.at);
                return None;
            }
            Some(_) => {}
        }
        found.map(|date| date.at)
    });

    let language = draft.language.as_deref().and_then(|raw| {
        let language = Language::parse(raw);
        if language.is_none() {
            warn("unknown-language", format!("\"{}\" is no language tag; left out", excerpt::headline(raw)));
        }
        language
    });
    let keys = keys(draft.id.as_deref(), url.as_ref(), source.as_ref(), &title, &published, body.as_ref());
    // After the keys: another name for a source makes no other article.
    let source = source.map(|source| options.source_aliases.resolve(source));
    let mut tags: Vec<Term> = Vec::with_capacity(draft.tags.len());
    for raw in options.tags.iter().map(String::as_str).chain(draft.tags.iter().map(AsRef::as_ref)) {
        if tags.len() == MOST_TERMS {
            warn("too-many-tags", format!("{} tags; the first {MOST_TERMS} are used", draft.tags.len()));
            break;
        }
        if let Some(tag) = Term::new(raw).map(|tag| options.tag_aliases.resolve(tag))
            && !tags.iter().any(|known| known.key == tag.key)
        {
            tags.push(tag);
        }
    }
    let mut authors: Vec<String> = Vec::with_capacity(draft.authors.len());
    for name in draft.authors.iter().take(MOST_TERMS).map(|raw| author(raw)) {
        if !name.is_empty() && !authors.contains(&name) {
            authors.push(name);
        }
    }
    Ok(Article {
        keys,
        title,
        url,
        source,
        published,
        updated,
        tags,
        authors,
        summary: draft.summary,
        body,
        language: language.or_else(|| options.language.cloned()),
        image,
        origins: vec![origin],
        captured: options.dates.captured,
        deleted: draft.deleted,
        slack: draft.published.as_deref().map_or_else(TimeDelta::zero, date::slack),
        due,
    })
}

/// The order of day and month that dates prove, and the first one that could be read in either way.
pub fn proven_order<'d>(drafts: impl Iterator<Item = &'d Draft<'d>>) -> (Option<DateOrder>, Option<&'d Draft<'d>>) {
    let (mut day_first, mut month_first, mut unclear) = (false, false, None);
    for draft in drafts {
        match draft.published.as_deref().and_then(date::order_of) {
            Some(Some(DateOrder::DayMonth)) => day_first = true,
            Some(Some(DateOrder::MonthDay)) => month_first = true,
            Some(None) => unclear = unclear.or(Some(draft)),
            None => {}
        }
    }
    let proven = match (day_first, month_first) {
        (true, false) => Some(DateOrder::DayMonth),
        (false, true) => Some(DateOrder::MonthDay),
        _ => None,
    };
    (proven, unclear)
}

/// The name of an author. Mail addresses are not for publishing: `Name <mail>`, `mail (Name)` and `Name | mail` give the
/// name, an address alone what stands before its `@`.
fn author(raw: &str) -> String {
    let is_mail = |word: &str| {
        word.trim_matches(['<', '>', '(', ')']).split_once('@').is_some_and(|(_, host)| host.contains('.'))
    };
    if !raw.contains('@') {
        return one_line(&from_markup(raw));
    }
    let (mails, words): (Vec<&str>, Vec<&str>) = raw.split_whitespace().partition(|word| is_mail(word));
    let name = one_line(&from_markup(&words.join(" ")));
    let name = match name.strip_prefix('(').and_then(|name| name.strip_suffix(')')) {
        Some(inner) => inner,
        None => name.trim_matches(['|', ',', ';', '/', '-', '–', ' ']),
    };
    match mails.first() {
        Some(mail) if name.is_empty() => one_line(mail.trim_matches(['<', '(']).split('@').next().unwrap_or_default()),
        _ => name.to_owned(),
    }
}

/// The keys of an article; see [`crate::article::id`].
fn keys(
    id: Option<&str>,
    url: Option<&WebUrl>,
    source: Option<&Term>,
    title: &str,
    published: &Published,
    body: Option<&Body<'_>>,
) -> Keys {
    let source = source.map_or("", |term| term.key.as_str());
    let headline = TermKey::fold(title);
    let headline = headline.as_str();
    let id = id.map(one_line).filter(|id| !id.is_empty());
    let own = id.as_deref().and_then(ArticleId::from_uri);
    let given = id.as_deref().map(|id| match &own {
        Some(uri) => Key::new("uri", &[uri.as_str()]),
        // A bare "17" is unique only where it was given: in a source, on a host, or, where neither is known, with its title.
        None if source.is_empty() => match url {
            Some(url) => Key::new("id", &[url.host(), id]),
            None => Key::new("id", &[headline, id]),
        },
        None => Key::new("id", &[source, id]),
    });
    let bare = id.as_deref().filter(|_| own.is_none()).map(|id| Key::new("bare", &[id]));
    let url = url.map(|url| Key::new("url", &[&url.canonical()]));
    let day = match published.precision {
        // Two undated articles of one title are the same only if they say the same.
        Precision::Unknown => body.map_or("", Body::raw).to_owned(),
        _ => published.day.to_string(),
    };
    let card = Key::new("card", &[source, headline, &day]);
    let headline = Key::new("headline", &[source, headline]);
    let text = body.map(|body| body.raw().trim()).filter(|text| text.len() >= TELLING_TEXT);
    let text = text.filter(|_| given.is_none() && url.is_none()).map(|text| {
        // A vague date may be read as another day tomorrow.
        let day = if published.precision <= Precision::Day { day.as_str() } else { "" };
        Key::new("text", &[source, day, text])
    });
    let id = own.unwrap_or_else(|| ArticleId::from_key(given.or(url).unwrap_or(card)));
    Keys { id, given, bare, url, card, headline, text }
}

/// How much of an article its entry shows.
#[derive(Debug, Clone, Copy)]
pub struct EntryOptions {
    /// Whether the whole text is shown, or the excerpt alone.
    pub full: bool,
    /// How long an excerpt is.
    pub excerpt: Excerpt,
}

/// The excerpt of a selected article as plain text, and its whole text as safe HTML where feeds show it.
pub fn text(article: &Article<'_>, options: EntryOptions, warnings: &mut Vec<Warning>) -> (String, Option<String>) {
    let mut warn = |code, message: &str| warnings.push(Warning::new(article.origin(), code, message));
    let (content, plain) = match &article.body {
        None => (None, String::new()),
        Some(body) => {
            if is_damaged(body.raw()) {
                warn("bad-characters", "the text has characters that no feed may hold; mended");
            }
            match body {
                Body::Plain(raw) => {
                    let text = clean(raw);
                    (options.full.then(|| html::paragraphs(&text)), text.into_owned())
                }
                Body::Html(raw) => {
                    let (safe, whole) = html::sanitise(&clean(raw), article.url.as_ref());
                    if !whole {
                        warn(
                            "html-too-deep",
                            "the HTML is nested too deeply or too large; its text is published without markup",
                        );
                    }
                    let plain = html::to_text(&safe);
                    (options.full.then_some(safe), plain)
                }
            }
        }
    };
    let given = article.summary.as_deref().map(|summary| one_line(&from_markup(summary)));
    let excerpt =
        match given.filter(|given| !given.is_empty() && (plain.is_empty() || !excerpt::is_cut_copy(given, &plain))) {
            Some(given) => options.excerpt.cut(&given),
            None => options.excerpt.cut(&line_start(&plain, options.excerpt.looked_at())),
        };
    let content = content.filter(|content| !content.trim().is_empty());
    (excerpt, content)
}
