//! Addresses of an article and of what belongs to it.

use super::bounds::{LONGEST_ADDRESS, LONGEST_LIST, Room, is_short};
use super::fields::media_type;
use super::{Options, excerpt};
use crate::article::url::with_scheme;
use crate::article::{Draft, Media, WebUrl};
use crate::report::WarningCode;

/// An absolute address, however long it is; `base` is what relative ones are relative to.
pub(super) fn address(
    what: &str,
    raw: Option<&str>,
    base: Option<&WebUrl>,
    warn: &mut impl FnMut(WarningCode, String),
) -> Option<WebUrl> {
    let raw = raw.filter(|raw| !raw.trim().is_empty())?;
    let whole = with_scheme(raw, base.is_some());
    let raw = whole.as_deref().unwrap_or(raw);
    let url = base.map_or_else(|| WebUrl::parse(raw), |base| base.join(raw));
    if url.is_none() {
        let is_relative = base.is_none() && !raw.contains(':');
        let why = if is_relative { "is relative and the input has no base_url" } else { "is no http or https address" };
        warn(WarningCode::UnusableUrl, format!("{what} {why}; left out: {}", excerpt::headline(raw)));
    }
    url
}

/// Likewise, if it is short enough for an entry.
fn short_address(
    what: &str,
    raw: Option<&str>,
    base: Option<&WebUrl>,
    warn: &mut impl FnMut(WarningCode, String),
) -> Option<WebUrl> {
    address(what, raw, base, warn).filter(|url| is_short(what, url.as_str().len(), LONGEST_ADDRESS, warn))
}

/// The addresses of what belongs to an article.
pub(super) struct Links {
    pub(super) image: Option<WebUrl>,
    pub(super) source_home: Option<WebUrl>,
    pub(super) source_feed: Option<WebUrl>,
    pub(super) media: Vec<Media>,
}

impl Links {
    /// Reads them from a draft. Pictures and files are relative to `near`, the addresses of the source to `base`.
    pub(super) fn of(
        draft: &Draft<'_>,
        near: Option<&WebUrl>,
        base: Option<&WebUrl>,
        options: &Options<'_>,
        warn: &mut impl FnMut(WarningCode, String),
    ) -> Self {
        // Interfaces write `self`, `default` or `None` in place of the address of a picture.
        let is_address = |raw: &&str| raw.contains(['.', '/', ':']);
        Self {
            image: short_address("image", draft.image.as_deref().filter(is_address), near, warn),
            source_home: short_address("source", draft.source_home.as_deref(), base, warn),
            source_feed: short_address("source feed", draft.source_feed.as_deref(), base, warn),
            media: media(draft, options, near, warn),
        }
    }
}

/// The files that belong to an article, each once.
fn media(
    draft: &Draft<'_>,
    options: &Options<'_>,
    base: Option<&WebUrl>,
    warn: &mut impl FnMut(WarningCode, String),
) -> Vec<Media> {
    if draft.enclosures.len() > options.most_terms {
        let message = format!("{} enclosures; the first {} are used", draft.enclosures.len(), options.most_terms);
        warn(WarningCode::TooManyEnclosures, message);
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
            warn(WarningCode::TooManyEnclosures, message);
            break;
        }
        let media_type = media_type(enclosure.media_type.as_deref(), &url);
        media.push(Media { media_type, url, length: enclosure.length });
    }
    media
}
