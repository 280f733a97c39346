//! The parts that all pages have: head, way back to the index, subscription box, foot.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::list_path;
use super::words::Words;
use super::{name, page_of};
use crate::article::{Language, WebUrl};
use crate::feed::{FeedKey, PublishedTerm};
use crate::render::{Context, GENERATOR};

/// Nothing is loaded but our style sheet and pictures.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self' https: http:; base-uri 'none'; form-action 'none'";

/// Nor, on the page of an article, anything but these and what may be heard and watched.
const POLICY_WITH_MEDIA: &str = "default-src 'none'; style-src 'self'; img-src 'self' https: http:; media-src https: http:; \
                                 base-uri 'none'; form-action 'none'";

/// A page.
pub(super) struct Page<'p> {
    /// Its title.
    pub(super) title: &'p str,
    /// Its language; English, if it has none.
    pub(super) language: Option<&'p Language>,
    /// The way from its folder to the top of the output.
    pub(super) to_top: &'p str,
    /// The publication.
    pub(super) context: &'p Context<'p>,
}

/// The feeds that a page offers to subscribers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Offer<'p> {
    /// Their title.
    pub(super) title: &'p str,
    /// What they are about.
    pub(super) key: &'p FeedKey,
    /// Their folder, seen from the page.
    pub(super) folder: &'p str,
}

/// What stands in the head of a page, and before all that is seen of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Top<'p> {
    /// The feeds that programs find on the page.
    pub(super) offer: Offer<'p>,
    /// What it is about.
    pub(super) description: &'p str,
    /// Where the same stands first.
    pub(super) canonical: Option<&'p WebUrl>,
    /// The id of what the page is there for, and how to say that one may go there at once.
    pub(super) main: (&'static str, &'static str),
    /// Whether there may be something to hear or to watch.
    pub(super) has_media: bool,
}

impl Page<'_> {
    /// How the words of feedmill itself are marked on this page.
    pub(super) fn words(&self) -> Words {
        Words::on(self.language)
    }

    /// Its head and the beginning of its body, of a page that lists something.
    pub(super) fn top(&self, offer: Offer<'_>, description: &str) -> Markup {
        let main = ("articles", "Skip to the list");
        self.head(&Top { offer, description, canonical: None, main, has_media: false })
    }

    /// Its head and the beginning of its body.
    pub(super) fn head(&self, top: &Top<'_>) -> Markup {
        let Top { offer, description, canonical, main: (main, skip), has_media } = *top;
        let lang = self.language.map_or("en", Language::as_str);
        let dir = self.language.map_or("ltr", Language::direction);
        let words = self.words();
        html! {
            (DOCTYPE)
            (PreEscaped(format!("<html lang=\"{lang}\" dir=\"{dir}\">")))
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(if has_media { POLICY_WITH_MEDIA } else { POLICY });
                meta name="generator" content=(GENERATOR.0);
                title { (self.title) }
                meta name="description" content=(description);
                @if let Some(url) = canonical { link rel="canonical" href=(url); }
                link rel="icon" type="image/svg+xml" href={ (self.to_top) "icon.svg" };
                link rel="stylesheet" href={ (self.to_top) "style.css" };
                @for format in self.context.formats {
                    link rel="alternate" type=(format.media_type) title={ (offer.title) " (" (format.title) ")" } href={ (offer.folder) (format.file_name) };
                }
            }
            (PreEscaped("<body>"))
            a.skip href={ "#" (main) } lang=[words.lang] dir=[words.dir] { (skip) }
        }
    }

    /// The way back: to the index, to the list of the taxonomy of a term, and from its archive to its page.
    pub(super) fn trail(&self, term: Option<&PublishedTerm>, is_archive: bool) -> Markup {
        let words = self.words();
        html! {
            nav.trail aria-label="You are here" lang=[words.lang] {
                a href={ (self.to_top) "index.html" } { bdi lang="" { (self.context.site.name()) } }
                @if let Some(term) = term {
                    " › "
                    a href={ (self.to_top) (list_path::path(term.taxonomy, 0)) } { (term.taxonomy.heading()) }
                    @if is_archive { " › " a lang="" href=(page_of(term, self.to_top)) { (name(term)) } }
                }
            }
        }
    }

    /// The way back from the page of an article: to the index, and to the page of its source.
    pub(super) fn trail_to(&self, source: Option<&PublishedTerm>) -> Markup {
        let words = self.words();
        html! {
            nav.trail aria-label="You are here" lang=[words.lang] {
                a href={ (self.to_top) "index.html" } { bdi lang="" { (self.context.site.name()) } }
                @if let Some(source) = source.filter(|source| source.has_feed) {
                    // A link to a feed begins with its address, so that it is found where the feed goes (`unlinked`).
                    " › " a href=(page_of(source, self.to_top)) { bdi lang="" { (name(source)) } }
                }
            }
        }
    }

    /// The addresses of feeds, to copy into a reader.
    pub(super) fn subscribe(&self, offer: Offer<'_>) -> Markup {
        let words = self.words();
        html! {
            section.subscribe aria-labelledby="subscribe" lang=[words.lang] dir=[words.dir] {
                h2 #subscribe { "Subscribe" }
                p { "Copy an address into your feed reader:" }
                ul {
                    @for format in self.context.formats {
                        li {
                            a href={ (offer.folder) (format.file_name) } { (format.title) } " "
                            (address(&self.context.site.url(&offer.key.path(format.file_name))))
                        }
                    }
                }
            }
        }
    }

    /// Its end.
    pub(super) fn bottom(&self) -> Markup {
        let words = self.words();
        let (name, uri, _) = GENERATOR;
        html! {
            footer lang=[words.lang] dir=[words.dir] { p { "Published with " a href=(uri) { (name) } "." } }
            (PreEscaped("</body></html>\n"))
        }
    }
}

/// An address to copy, which breaks after its slashes rather than elsewhere.
fn address(url: &str) -> Markup {
    let (scheme, rest) = url.split_at(url.find("//").map_or(0, |at| at + 2));
    let mut parts = rest.split_inclusive('/');
    html! { code { (scheme) (parts.next().unwrap_or_default()) @for part in parts { wbr; (part) } } }
}
