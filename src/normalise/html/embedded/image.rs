//! Which of the addresses of an image is the one that a reader should see.

use std::borrow::Cow;

use super::super::tags::Tag;

/// Attributes from which scripts take the address, whatever `src` says.
const SURE: &[&str] = &["data-src", "data-lazy-src", "data-lazy"];

/// Attributes from which they may take it, if `src` is a placeholder.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "data-original", "data-actualsrc", "data-original-src", "data-litespeed-src", "data-ks-lazyload", "data-echo",
    "data-img-src", "data-image-src", "data-hi-res-src", "data-delayed-url", "data-cfsrc", "data-full-src", "data-image",
    "data-url", "data-orig-file", "data-large-file", "data-medium-file",
];

/// Attributes with several addresses.
const LAZY_SETS: &[&str] = &["data-srcset", "data-lazy-srcset", "data-litespeed-srcset", "data-original-set"];

/// Words in the name of a file that is shown while the image is loaded.
const PLACEHOLDERS: &[&str] = &[
    "blank",
    "placeholder",
    "spacer",
    "1x1",
    "transparent",
    "loading",
    "loader",
    "lazy",
    "lazyload",
    "pixel",
    "grey",
    "gray",
    "empty",
    "spinner",
];

/// The widest image that is chosen of several, in pixels, if there is a narrower one.
const WIDEST: u32 = 2_000;

/// The addresses of an image.
pub(super) struct Image<'t> {
    tag: Tag<'t>,
    pub(super) src: Option<&'t str>,
}

impl<'t> Image<'t> {
    pub(super) fn of(tag: &Tag<'t>) -> Self {
        Self { tag: *tag, src: tag.raw("src") }
    }

    /// The address that is published, as it is written; none where no address can be used.
    pub(super) fn source(&self, is_usable: impl Fn(&str) -> bool) -> Option<&'t str> {
        if !super::is_lazy(self.tag.text) {
            return self.src.filter(|src| is_usable(src));
        }
        let is_lazy = self.tag.has_word("class", |word| word.to_ascii_lowercase().contains("lazy"));
        let shown = self.src.filter(|src| !is_placeholder(src) && is_usable(src));
        let first = |names: &[&str]| names.iter().filter_map(|name| self.tag.raw(name)).find(|raw| is_usable(raw));
        let sure = first(SURE).filter(|raw| shown.is_none() || names_image(raw));
        let other = || first(OTHERS).filter(|raw| names_image(raw)).filter(|_| shown.is_none() || is_lazy);
        let set =
            |names: &[&str]| names.iter().filter_map(|name| widest(self.tag.raw(name)?)).find(|raw| is_usable(raw));
        sure.or_else(other)
            .or_else(|| set(LAZY_SETS).filter(|_| is_lazy))
            .or(shown)
            .or_else(|| set(LAZY_SETS).or_else(|| set(&["srcset"])))
            .or_else(|| self.src.filter(|src| is_usable(src)))
    }
}

/// Whether an address looks like one, rather than a number or a name.
fn names_image(raw: &str) -> bool {
    raw.contains('/') || raw.contains('.')
}

/// Whether what stands under an address is shown only until the image is loaded.
pub(super) fn is_placeholder(raw: &str) -> bool {
    if raw.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) {
        return true;
    }
    let bare = raw.split(['?', '#']).next().unwrap_or_default();
    let file = bare.rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_ascii_lowercase();
    stem.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| PLACEHOLDERS.contains(&word))
}

/// Whether an element is not to be seen: a counter of readers.
pub(super) fn is_hidden(tag: &Tag<'_>) -> bool {
    let is_tiny = |name| tag.raw(name).is_some_and(|size| matches!(size.trim_end_matches("px"), "0" | "1"));
    let style = || tag.raw("style").map(|style| style.to_ascii_lowercase().replace(' ', "")).unwrap_or_default();
    (is_tiny("width") && is_tiny("height"))
        || ["display:none", "visibility:hidden"].iter().any(|word| style().contains(word))
}

/// The best of the addresses of a `srcset` (HTML §4.8.4.2.1): the widest that is no larger than a screen.
fn widest(set: &str) -> Option<&str> {
    let mut best: Option<(&str, u32)> = None;
    let mut rest = set;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() {
            return best.map(|(address, _)| address);
        }
        let (address, after) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
        let bare = address.trim_end_matches(',');
        let descriptor = if bare.len() < address.len() { "" } else { &after[..after.find(',').unwrap_or(after.len())] };
        rest = &after[descriptor.len()..];
        let descriptor = descriptor.trim();
        let width = match (descriptor.strip_suffix('w'), descriptor.strip_suffix('x')) {
            (Some(width), _) => width.parse().unwrap_or(1),
            // So many pixels of the image for one of the screen.
            (_, Some(density)) => density
                .parse::<f32>()
                .map_or(1, |density| if density > 2.0 { WIDEST + 1 } else { u32::from(density > 1.0) + 1 }),
            _ => 1,
        };
        let is_better = best.is_none_or(|(_, known)| match (width > WIDEST, known > WIDEST) {
            (false, false) => width > known,
            (is_wide, was_wide) => was_wide && (!is_wide || width < known),
        });
        if is_better && !is_placeholder(bare) {
            best = Some((bare, width));
        }
    }
}

/// The sources of a `picture`.
#[derive(Default)]
pub(super) struct Picture<'t> {
    /// The best of them, and whether it is in a format that old programs do not read.
    best: Option<(&'t str, bool)>,
    /// Whether its image was met.
    pub(super) has_image: bool,
}

impl<'t> Picture<'t> {
    /// Looks at a source.
    pub(super) fn offer(&mut self, tag: &Tag<'t>) {
        let set = ["srcset"].iter().chain(LAZY_SETS).find_map(|name| widest(tag.raw(name)?));
        let Some(address) = set.or_else(|| tag.raw("src")) else { return };
        let is_new = |text: &str| ["webp", "avif", "jxl", "heic"].iter().any(|format| text.contains(format));
        let is_new = is_new(tag.raw("type").unwrap_or_default()) || is_new(address);
        if self.best.is_none_or(|(_, was_new)| was_new && !is_new) {
            self.best = Some((address, is_new));
        }
    }

    /// The address of the best source.
    pub(super) fn best(&self) -> Option<&'t str> {
        self.best.map(|(address, _)| address)
    }

    /// The address of the image of a picture that has no `img`.
    pub(super) fn address(self) -> Option<&'t str> {
        self.best().filter(|_| !self.has_image)
    }
}

/// An image with an address, as it is written, and the rest of a tag. Of two attributes of a name the first counts
/// (HTML §13.2.5.33).
pub(super) fn tag(address: &str, rest: &str) -> String {
    let rest = if rest.is_empty() { ">" } else { rest };
    format!("<img src=\"{}\"{rest}", quoted(address))
}

/// The value of an attribute between double quotes.
pub(super) fn quoted(raw: &str) -> Cow<'_, str> {
    if raw.contains('"') { Cow::Owned(raw.replace('"', "&quot;")) } else { Cow::Borrowed(raw) }
}
