//! Addresses of an article and of what belongs to it.

use super::bounds::{LONGEST_ADDRESS, LONGEST_LIST, Room, is_short};
use super::fields::media_type;
use super::{Options, excerpt};
use crate::article::{Draft, Media, WebUrl};

/// An absolute address, however long it is; `base` is what relative ones are relative to.
pub(super) fn address(
    what: &str,
    raw: Option<&str>,
    base: Option<&WebUrl>,
    warn: &mut impl FnMut(&'static str, String),
) -> Option<WebUrl> {
    let raw = raw.filter(|raw| !raw.trim().is_empty())?;
    let whole = with_scheme(raw, base.is_some());
    let raw = whole.as_deref().unwrap_or(raw);
    let url = base.map_or_else(|| WebUrl::parse(raw), |base| base.join(raw));
    if url.is_none() {
        let is_relative = base.is_none() && !raw.contains(':');
        let why = if is_relative { "is relative and the input has no base_url" } else { "is no http or https address" };
        warn("unusable-url", format!("{what} {why}; left out: {}", excerpt::headline(raw)));
    }
    url
}

/// An address whose scheme somebody left out: `www.…`, and a host with a path where nothing can be relative.
fn with_scheme(raw: &str, has_base: bool) -> Option<String> {
    const FILES: &[&str] = &["html", "htm", "xhtml", "php", "md", "txt", "xml", "json", "asp", "aspx", "jsp", "pdf", "jpg"];
    let raw = raw.trim();
    let host = raw.split(['/', '?', '#']).next().unwrap_or_default();
    let (labels, last) = host.rsplit_once('.')?;
    let is_name = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let is_host = labels.split('.').all(is_name) && last.len() > 1 && last.chars().all(char::is_alphabetic);
    let is_www = raw.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) && labels.len() > 4;
    let is_plain = !has_base && host.len() < raw.len() && !FILES.contains(&last.to_ascii_lowercase().as_str());
    (is_host && (is_www || is_plain)).then(|| format!("https://{raw}"))
}

/// Likewise, if an entry may have it.
pub(super) fn short_address(
    what: &str,
    raw: Option<&str>,
    base: Option<&WebUrl>,
    warn: &mut impl FnMut(&'static str, String),
) -> Option<WebUrl> {
    address(what, raw, base, warn).filter(|url| is_short(what, url.as_str().len(), LONGEST_ADDRESS, warn))
}

/// The files that belong to an article, each once.
pub(super) fn media(
    draft: &Draft<'_>,
    options: &Options<'_>,
    base: Option<&WebUrl>,
    warn: &mut impl FnMut(&'static str, String),
) -> Vec<Media> {
    if draft.enclosures.len() > options.most_terms {
        let message = format!("{} enclosures; the first {} are used", draft.enclosures.len(), options.most_terms);
        warn("too-many-enclosures", message);
    }
    let mut media: Vec<Media> = Vec::with_capacity(draft.enclosures.len());
    let mut room = Room::new(LONGEST_LIST);
    for enclosure in draft.enclosures.iter().take(options.most_terms) {
        let Some(url) = short_address("enclosure", Some(&enclosure.url), base, warn) else { continue };
        if media.iter().any(|known| known.url == url) {
            continue;
        }
        if !room.takes(url.as_str().len()) {
            let message = format!(
                "addresses of enclosures of more than {LONGEST_LIST} bytes; the first {} are used",
                media.len()
            );
            warn("too-many-enclosures", message);
            break;
        }
        let media_type = media_type(enclosure.media_type.as_deref(), &url);
        media.push(Media { media_type, url, length: enclosure.length });
    }
    media
}
