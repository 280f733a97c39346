//! Single fields: what is too large, what is only a part, what an author and a media type are.

use crate::report::WarningCode;
use std::borrow::Cow;

use crate::article::text::{from_markup, one_line, shown};
use crate::article::{Body, Draft, WebUrl};

/// The most bytes of a media type (RFC 6838 §4.2).
const LONGEST_MEDIA_TYPE: usize = 255;

/// Leaves out fields that are larger than anything that a feed shows.
pub(super) fn limit(draft: &mut Draft<'_>, most: usize, warn: &mut impl FnMut(WarningCode, String)) {
    let mut say = |field: &str, length: usize| {
        warn(
            WarningCode::FieldTooLarge,
            format!("{field} has {length} bytes, more than the {most} of limits.field; left out"),
        );
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
/// Readers look for a mail address in a name: of eleven tried, one shows no author where there is an `@` without the rest, and
/// one takes an address for a person's page. So `@handle` is `handle`, and addresses go.
pub(super) fn author(raw: &str) -> String {
    let name = if raw.contains("://") {
        let words: Vec<&str> = raw.split_whitespace().filter(|word| !word.contains("://")).collect();
        bare_author(words.join(" ").trim_end_matches([':', ',', ';', '|', '-', '–', ' ']))
    } else {
        bare_author(raw)
    };
    let name = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')).unwrap_or(&name);
    if !name.contains('@') {
        return name.to_owned();
    }
    name.trim_start_matches('@').replace(" @", " ").replace('@', "\u{FF20}")
}

/// Names of people without the characters that show nothing, each once; `None` where they are the same.
pub(super) fn shown_names(said: &[String]) -> Option<Vec<String>> {
    if !said.iter().any(|name| matches!(shown(name), Cow::Owned(_))) {
        return None;
    }
    let mut names: Vec<String> = Vec::with_capacity(said.len());
    for name in said {
        let name = one_line(&shown(name));
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
