//! Addresses of an article and of what belongs to it.

use super::bounds::{LONGEST_ADDRESS, LONGEST_LIST, Room, is_short};
use super::fields::media_type;
use super::{Options, excerpt};
use crate::article::url::with_scheme;
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
