//! Single fields: what is too large, what is only a part, what a title, an author and a media type are.

use std::borrow::Cow;

use super::{excerpt, html, markdown};
use crate::article::term::fold_for_article;
use crate::article::text::{from_markup, inert, is_visible, one_line, shown};
use crate::article::{Body, Draft, Enclosure, WebUrl};

/// The most bytes of a title, and of a word about rights: it is cut there. All that stands here is in every entry of an article,
/// in every feed and format.
pub(super) const LONGEST_TITLE: usize = 4 << 10;

/// The most bytes of the name of a term or a person.
pub(super) const LONGEST_NAME: usize = 1 << 10;

/// The most bytes of an address: servers take no longer one.
pub(super) const LONGEST_ADDRESS: usize = 8 << 10;

/// The most bytes of all tags of an article, of all its categories and of all names of people, each, and of all addresses of its
/// enclosures.
pub(super) const NAMES_TOGETHER: usize = 32 << 10;

/// The most bytes of a media type (RFC 6838 §4.2).
const LONGEST_MEDIA_TYPE: usize = 255;

/// What is said of something that is too long for an entry.
pub(super) fn too_long(what: &str, length: usize, most: usize) -> String {
    format!("{what} has {length} bytes, more than {most}; left out")
}

/// Leaves out names that are too long, and those for which there is no room beside the others.
pub(super) fn short_names(names: &mut Vec<String>, what: &str, warn: &mut impl FnMut(&'static str, String)) {
    let (mut left, mut is_crowded) = (NAMES_TOGETHER, false);
    names.retain(|name| {
        if name.len() > LONGEST_NAME {
            warn("field-too-large", too_long(what, name.len(), LONGEST_NAME));
            return false;
        }
        let rest = left.checked_sub(name.len());
        left = rest.unwrap_or(0);
        is_crowded |= rest.is_none();
        rest.is_some()
    });
    if is_crowded {
        let message = format!("{what} and others: names of more than {NAMES_TOGETHER} bytes; the first are used");
        warn("too-many-authors", message);
    }
}

/// Leaves out fields that are larger than anything that a feed shows.
pub(super) fn limit(draft: &mut Draft<'_>, most: usize, warn: &mut impl FnMut(&'static str, String)) {
    let mut say = |field: &str, length: usize| {
        warn("field-too-large", format!("{field} has {length} bytes, more than the {most} of limits.field; left out"));
    };
    let texts = [
        ("id", &mut draft.id),
        ("title", &mut draft.title),
        ("url", &mut draft.url),
        ("source", &mut draft.source),
        ("published", &mut draft.published),
        ("updated", &mut draft.updated),
        ("summary", &mut draft.summary),
        ("image", &mut draft.image),
    ];
    for (name, field) in texts {
        if let Some(text) = field.take_if(|text| text.len() > most) {
            say(name, text.len());
        }
    }
    if let Some(body) = draft.body.take_if(|body| body.raw().len() > most) {
        say("the text", body.raw().len());
    }
    for (name, list) in
        [("a tag", &mut draft.tags), ("a category", &mut draft.categories), ("an author", &mut draft.authors)]
    {
        if let Some(found) = list.iter().map(|text| text.len()).find(|length| *length > most) {
            say(name, found);
            list.retain(|text| text.len() <= most);
        }
    }
}

/// Takes the mark of a cut text away: `… [+1234 chars]`.
pub(super) fn take_cut_mark(body: &mut Body<'_>) -> bool {
    let raw = body.raw();
    let marked = raw.trim_end().strip_suffix(" chars]").and_then(|text| text.rsplit_once("[+"));
    let Some((start, _)) = marked.filter(|(_, count)| !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit()))
    else {
        return false;
    };
    let kept = format!("{}…", start.trim_end().trim_end_matches('…').trim_end_matches("...").trim_end());
    *body = match body {
        Body::Plain(_) => Body::Plain(kept.into()),
        Body::Html(_) => Body::Html(kept.into()),
        Body::Markdown(_) => Body::Markdown(kept.into()),
    };
    true
}

/// A title that was made for an article without one.
pub(super) struct Made {
    pub(super) title: String,
    /// What it was made of.
    pub(super) from: &'static str,
    /// What the article is recognised by in its place: the first words of summary or text, be they invisible.
    pub(super) keyed: String,
}

/// Makes a title of the summary, else of the text, else of the address.
pub(super) fn made_title(draft: &Draft<'_>, body: Option<&Body<'_>>) -> Option<Made> {
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
pub(super) fn without_source(title: String, source: Option<&str>) -> String {
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

/// A media type as it is given, else the one that the end of the address promises.
pub(super) fn media_type(given: Option<&str>, url: &WebUrl) -> String {
    let is_token =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&b));
    let is_short = |given: &str| given.len() <= LONGEST_MEDIA_TYPE;
    let is_type =
        |given: &str| is_short(given) && given.split_once('/').is_some_and(|(kind, of)| is_token(kind) && is_token(of));
    // Parameters say nothing that a reader uses.
    let given = given.map(|given| given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    if let Some(given) = given.filter(|given| is_type(given)) {
        return given;
    }
    url.media_type().unwrap_or("application/octet-stream").to_owned()
}

/// The name of an author. Mail addresses are not for publishing: `Name <mail>`, `mail (Name)` and `Name | mail` give the
/// name, an address alone what stands before its `@`.
///
/// Readers look for a mail address in a name, with its name in brackets after it: of eleven tried, one shows no author
/// where there is an `@` or a round bracket without the rest, and one takes an address for a person's page. So `@handle` is
/// `handle`, brackets are square, and addresses go.
pub(super) fn author(raw: &str) -> String {
    let name = if raw.contains("://") {
        let words: Vec<&str> = raw.split_whitespace().filter(|word| !word.contains("://")).collect();
        bare_author(words.join(" ").trim_end_matches([':', ',', ';', '|', '-', '–', ' ']))
    } else {
        bare_author(raw)
    };
    let name = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')).unwrap_or(&name);
    let name = name.trim_start_matches('@').replace(" @", " ").replace('@', "\u{FF20}");
    inert(&name.replace('(', "[").replace(')', "]")).into_owned()
}

/// Names of people without the characters that show nothing, each once; `None` where they are the same.
pub(super) fn shown_names(said: &[String]) -> Option<Vec<String>> {
    if !said.iter().any(|name| matches!(shown(name), Cow::Owned(_))) {
        return None;
    }
    let mut names: Vec<String> = Vec::with_capacity(said.len());
    for name in said {
        let name = inert(&one_line(&shown(name))).into_owned();
        if name.contains(char::is_alphanumeric) && !names.contains(&name) {
            names.push(name);
        }
    }
    Some(names).filter(|names| names != said)
}

fn bare_author(raw: &str) -> String {
    let is_mail = |word: &str| {
        let mail = word.trim_matches(['<', '>', '(', ')']).split_once('@');
        mail.is_some_and(|(mailbox, host)| !mailbox.is_empty() && host.contains('.'))
    };
    if !raw.contains('@') {
        return one_line(&from_markup(raw));
    }
    let (mails, words): (Vec<&str>, Vec<&str>) = raw.split_whitespace().partition(|word| is_mail(word));
    let name = one_line(&from_markup(&words.join(" ")));
    let name = name.trim_matches(['|', ',', ';', '/', '-', '–', ' ']);
    match mails.first() {
        Some(mail) if name.is_empty() => one_line(mail.trim_matches(['<', '(']).split('@').next().unwrap_or_default()),
        _ => name.to_owned(),
    }
}
