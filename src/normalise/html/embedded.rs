//! What HTML shows that does not stand in it: lazy images, films, frames, objects, formulas.
//!
//! Rewritten before the sanitiser reads it: the image that a script would load takes the place of its placeholder, a frame
//! or another thing that is not published becomes a link, the fallback of an object and the text of a formula stay. What
//! comes out is as unsafe as what went in, and is sanitised like it.

mod image;
mod math;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use memchr::{memchr_iter, memchr2_iter};

use super::address;
use super::tags::{Tag, Tags};
use crate::article::WebUrl;
use crate::article::text::push_html;
use image::{Image, Picture};

/// Elements that are rewritten.
const REWRITTEN: &[&str] =
    &["iframe", "object", "embed", "applet", "math", "noscript", "picture", "amp-", "lite-youtube", "lite-vimeo"];
/// Elements that are, if they have attributes for scripts.
const LAZY: &[&str] = &["img", "video", "audio"];

/// Elements of scripts (of AMP, <https://amp.dev/documentation/components>, and of players that are loaded late) that show what
/// stands elsewhere: in which attributes they name it, and how its address begins.
const ELSEWHERE: &[(&str, &[&str], &str)] = &[
    ("lite-youtube", &["videoid", "data-videoid", "video-id"], "https://www.youtube.com/watch?v="),
    ("lite-vimeo", &["videoid", "data-videoid", "video-id"], "https://vimeo.com/"),
    ("amp-youtube", &["data-videoid"], "https://www.youtube.com/watch?v="),
    ("amp-vimeo", &["data-videoid"], "https://vimeo.com/"),
    ("amp-dailymotion", &["data-videoid"], "https://www.dailymotion.com/video/"),
    ("amp-twitter", &["data-tweetid"], "https://twitter.com/i/status/"),
    ("amp-instagram", &["data-shortcode"], "https://www.instagram.com/p/"),
    ("amp-facebook", &["data-href"], ""),
    ("amp-tiktok", &["data-src"], ""),
    ("amp-soundcloud", &["data-trackid"], "https://api.soundcloud.com/tracks/"),
    ("amp-gist", &["data-gistid"], "https://gist.github.com/"),
];

/// Elements that end a paragraph, of those around what is embedded.
const BLOCKS: &[&str] =
    &["div", "figure", "section", "article", "blockquote", "ul", "ol", "li", "table", "td", "h1", "h2", "h3"];

/// Words in the class of an element beside which the same formula stands once more.
const SAID_TWICE: &[&str] = &["katex-mathml", "mwe-math-mathml", "MJX_Assistive_MathML"];

/// The attributes under which something that is embedded has its address.
const ADDRESSES: &[&str] =
    &["src", "data-src", "data-lazy-src", "data-litespeed-src", "data-cmp-src", "data-url", "data", "code"];

/// HTML without what the sanitiser would drop although it says something. Linear.
pub(super) fn rewritten<'t>(html: &'t str, base: Option<&WebUrl>) -> Cow<'t, str> {
    if !is_signed(html) {
        return Cow::Borrowed(html);
    }
    let mut rewriter = Rewriter { html, base, out: String::with_capacity(html.len()), ..Rewriter::default() };
    let mut tags = Tags::of(html);
    while let Some(tag) = tags.next() {
        rewriter.take(tag, &mut tags);
    }
    if !tags.is_in_raw() || !rewriter.drops_rest {
        rewriter.copy_to(html.len());
        rewriter.end_objects();
    }
    Cow::Owned(rewriter.out)
}

/// Whether HTML may hold something that is rewritten.
fn is_signed(html: &str) -> bool {
    let bytes = html.as_bytes();
    let begins = |at: usize, name: &&str| {
        bytes.get(at + 1..at + 1 + name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
    };
    let mut may_be_lazy = false;
    memchr_iter(b'<', bytes).any(|at| {
        may_be_lazy |= LAZY.iter().any(|name| begins(at, name));
        REWRITTEN.iter().any(|name| begins(at, name))
    }) || (may_be_lazy && is_lazy(html))
}

/// Whether attributes may be there from which scripts take addresses, in letters of any case.
fn is_lazy(html: &str) -> bool {
    let bytes = html.as_bytes();
    let is = |from: Option<usize>, sign: &[u8]| {
        from.and_then(|from| bytes.get(from..from + sign.len())).is_some_and(|own| own.eq_ignore_ascii_case(sign))
    };
    memchr_iter(b'-', bytes).any(|at| is(at.checked_sub(4), b"data"))
        || memchr2_iter(b's', b'S', bytes).any(|at| is(Some(at), b"srcset"))
}

/// An object that is open.
struct Object<'t> {
    name: &'t str,
    /// A link to what it shows.
    link: Option<String>,
    /// How much was shown before, or how many links there were: what counts instead of the link.
    before: usize,
    counts_links: bool,
}

/// HTML that is rewritten.
#[derive(Default)]
struct Rewriter<'t, 'b> {
    html: &'t str,
    base: Option<&'b WebUrl>,
    out: String,
    /// Up to where it was copied.
    copied: usize,
    /// Where the last tag ended, and whether it was the first of a script or the like.
    last_end: usize,
    in_raw: bool,
    /// The last tag.
    last: Option<Tag<'t>>,
    /// How many pieces of text, images and links were met.
    shown: usize,
    /// How many links.
    links: usize,
    in_paragraph: bool,
    objects: Vec<Object<'t>>,
    picture: Option<Picture<'t>>,
    /// The image that came last: its address, if it is a real one, and what was shown up to it.
    image: Option<(Option<&'t str>, usize)>,
    /// Whether what an element holds that does not end goes.
    drops_rest: bool,
}

impl<'t> Rewriter<'t, '_> {
    fn copy_to(&mut self, end: usize) {
        if self.copied < end {
            self.out.push_str(&self.html[self.copied..end]);
            self.copied = end;
        }
    }

    /// Puts something in the place of a tag.
    fn replace(&mut self, tag: &Tag<'_>, with: &str) {
        self.copy_to(tag.start);
        self.out.push_str(with);
        self.copied = self.copied.max(tag.end);
    }

    fn take(&mut self, tag: Tag<'t>, tags: &mut Tags<'t>) {
        if !self.in_raw && !self.html[self.last_end..tag.start].trim().is_empty() {
            self.shown += 1;
        }
        self.in_raw = tag.is_raw();
        self.last_end = tag.end;
        let before = self.last.replace(tag);
        match (tag.is_end, tag.name.to_ascii_lowercase().as_str()) {
            (is_end, "p") => self.in_paragraph = !is_end,
            (false, "img") => self.image(&tag, "img"),
            (false, "amp-img") => self.image(&tag, "amp-img"),
            (false, "amp-anim") => self.image(&tag, "amp-anim"),
            (false, "video" | "audio") => self.film(&tag, &tag.name.to_ascii_lowercase()),
            (false, "amp-video") => self.film(&tag, "video"),
            (false, "amp-audio") => self.film(&tag, "audio"),
            (true, "amp-video") => self.replace(&tag, "</video>"),
            (true, "amp-audio") => self.replace(&tag, "</audio>"),
            (false, "a") => self.links += usize::from(tag.raw("href").is_some()),
            (false, "picture") => self.picture = Some(Picture::default()),
            (false, "source") => {
                if let Some(picture) = &mut self.picture {
                    picture.offer(&tag);
                    self.replace(&tag, "");
                } else {
                    self.film(&tag, "source");
                }
            }
            (true, "picture") => {
                if let Some(address) = self.picture.take().and_then(Picture::address) {
                    let image = image::tag(address, "");
                    self.copy_to(tag.start);
                    self.out.push_str(&image);
                    self.shown += 1;
                }
            }
            (false, "iframe" | "amp-iframe" | "embed") => self.frame(&tag),
            // What the element held went with its first tag.
            (true, "iframe" | "noscript") if self.drops_rest => {
                self.copied = self.copied.max(tag.end);
                self.drops_rest = false;
            }
            (false, "object" | "applet") => {
                let link = self.link(&tag);
                self.objects.push(Object { name: tag.name, link, before: self.shown, counts_links: false });
                self.replace(&tag, "");
            }
            (false, "param") => self.param(&tag),
            (true, "object" | "applet") => {
                let link = self.end_object(&tag).unwrap_or_default();
                self.replace(&tag, &link);
            }
            (false, "math") if !before.is_some_and(|before| says_twice(&before, &tag)) => {
                let (text, end) = math::text(self.html, &tag, tags);
                self.replace(&tag, &text);
                self.copied = self.copied.max(end);
                self.last_end = end;
                self.shown += usize::from(!text.is_empty());
            }
            (false, "noscript") => self.fallback(&tag, tags),
            (_, name) if BLOCKS.contains(&name) => self.in_paragraph = false,
            (is_end, name) if ELSEWHERE.iter().any(|(known, ..)| *known == name) => {
                if !is_end {
                    let link = self.elsewhere(&tag);
                    self.objects.push(Object { name: tag.name, link, before: self.links, counts_links: true });
                } else if let Some(link) = self.end_object(&tag) {
                    self.replace(&tag, &link);
                }
            }
            _ => {}
        }
    }

    /// An image, with the source that a script would give it.
    fn image(&mut self, tag: &Tag<'t>, name: &str) {
        let image = Image::of(tag);
        let offered = || self.picture.as_ref().and_then(Picture::best);
        let source = image.source(|raw| is_usable(raw, self.base)).or_else(offered);
        // The same image, after the one for those without scripts.
        let is_again = source.is_some() && self.image.is_some_and(|last| last == (source, self.shown));
        if is_again {
            self.replace(tag, "");
        } else if let Some(source) = source.filter(|source| Some(*source) != image.src || name != "img") {
            self.replace(tag, &image::tag(source, &tag.text[1 + name.len()..]));
        }
        if let Some(picture) = &mut self.picture {
            picture.has_image = true;
        }
        self.shown += usize::from(source.is_some() && !is_again);
        self.image = Some((source.filter(|source| !image::is_placeholder(source)), self.shown));
    }

    /// A film or a sound that a script would load, or one of its sources, as an element of that name.
    fn film(&mut self, tag: &Tag<'t>, name: &str) {
        let lazy = || ADDRESSES[1..].iter().filter_map(|name| tag.raw(name)).find(|raw| is_usable(raw, self.base));
        let source = if tag.raw("src").is_some() { None } else { lazy() };
        let rest = &tag.text[1 + tag.name.len()..];
        if let Some(source) = source {
            self.replace(tag, &format!("<{name} src=\"{}\"{rest}", image::quoted(source)));
        } else if !tag.is(&[name]) {
            self.replace(tag, &format!("<{name}{rest}"));
        }
    }

    /// A link to what an element of a script shows.
    fn elsewhere(&self, tag: &Tag<'t>) -> Option<String> {
        let (_, names, before) = ELSEWHERE.iter().find(|(name, ..)| tag.is(&[name]))?;
        let own = names.iter().find_map(|name| tag.raw(name))?;
        // A name in an address, and nothing beside it.
        let is_name = own.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        let address = if before.is_empty() { own.to_owned() } else { format!("{before}{own}") };
        let is_sound = (before.is_empty() || is_name) && is_usable(&address, self.base);
        let title = ["title", "videotitle", "playlabel", "aria-label"].iter().find_map(|name| tag.value(name));
        let bare = address.split_once("//").map_or(address.as_str(), |(_, bare)| bare);
        let label = title.unwrap_or_else(|| htmlize::unescape_attribute(bare));
        is_sound.then(|| self.link_to(&address, Some(&label)))
    }

    /// The link of an object that ends, if it was not shown otherwise.
    fn end_object(&mut self, tag: &Tag<'_>) -> Option<String> {
        let object = self.objects.pop_if(|object| object.name.eq_ignore_ascii_case(tag.name))?;
        self.left_of(object)
    }

    fn left_of(&mut self, object: Object<'_>) -> Option<String> {
        let now = if object.counts_links { self.links } else { self.shown };
        let link = object.link.filter(|_| object.before == now)?;
        self.shown += 1;
        self.links += 1;
        Some(link)
    }

    /// Ends the objects that are left open.
    fn end_objects(&mut self) {
        while let Some(object) = self.objects.pop() {
            let link = self.left_of(object).unwrap_or_default();
            self.out.push_str(&link);
        }
    }

    /// A frame, or what is embedded without a fallback.
    fn frame(&mut self, tag: &Tag<'t>) {
        let link = if image::is_hidden(tag) { None } else { self.link(tag) };
        if let Some(link) = link {
            self.replace(tag, &link);
            self.shown += 1;
            self.drops_rest = tag.is_raw();
        }
    }

    /// A link to what an element shows, or the image that it is.
    fn link(&self, tag: &Tag<'t>) -> Option<String> {
        let address = ADDRESSES.iter().filter_map(|name| tag.raw(name)).find(|raw| is_usable(raw, self.base))?;
        if tag.raw("type").is_some_and(|kind| kind.len() > 6 && kind[..6].eq_ignore_ascii_case("image/")) {
            return Some(image::tag(address, ">"));
        }
        let title = ["title", "aria-label", "alt"].iter().find_map(|name| tag.value(name));
        Some(self.link_to(address, title.as_deref()))
    }

    fn link_to(&self, address: &str, title: Option<&str>) -> String {
        let whole = htmlize::unescape_attribute(address);
        let bare = whole.split(['?', '#']).next().unwrap_or_default();
        let bare = bare.split_once("//").map_or(bare, |(_, rest)| rest).trim_end_matches('/');
        let mut label = String::new();
        push_html(&mut label, title.unwrap_or(bare));
        let link = format!("<a href=\"{}\">{label}</a>", image::quoted(address));
        if self.in_paragraph { link } else { format!("<p>{link}</p>") }
    }

    /// What an object says about itself in elements of its own: `<param name="movie" value="…">`.
    fn param(&mut self, tag: &Tag<'t>) {
        let is_address = tag.raw("name").is_some_and(|name| {
            ["movie", "src", "filename", "url"].iter().any(|known| known.eq_ignore_ascii_case(name))
        });
        if is_address
            && let Some(address) = tag.raw("value").filter(|raw| is_usable(raw, self.base))
            && self.objects.last().is_some_and(|object| object.link.is_none())
        {
            let link = self.link_to(address, None);
            if let Some(object) = self.objects.last_mut() {
                object.link = Some(link);
            }
        }
    }

    /// What is shown to those without scripts, if it is the image of a placeholder before it, or an image without one.
    fn fallback(&mut self, tag: &Tag<'t>, tags: &mut Tags<'t>) {
        let Some(end) = tags.next() else { return };
        self.in_raw = false;
        self.last_end = end.end;
        let is_said = self.image.is_some_and(|(source, shown)| source.is_some() && shown == self.shown);
        let inner = Tags::of(&self.html[tag.end..end.start]);
        let mut found = inner.filter(|tag| !tag.is_end && tag.is(&["img", "iframe"]) && !image::is_hidden(tag));
        let Some(found) = found.next().filter(|_| !is_said) else { return };
        if found.is(&["iframe"]) {
            // The same frame, loaded late, stands before it.
            let is_again = self.out.ends_with("</a></p>") || self.out.ends_with("</a>");
            if let Some(link) = self.link(&found).filter(|_| !is_again) {
                self.replace(tag, &link);
                self.copied = end.end;
                self.shown += 1;
            }
            return;
        }
        let image = Image::of(&found);
        if let Some(source) = image.source(|raw| is_usable(raw, self.base)) {
            self.replace(tag, &image::tag(source, &found.text["<img".len()..]));
            self.copied = end.end;
            self.shown += 1;
            self.image = Some((Some(source), self.shown));
        }
    }
}

/// Whether an address, as it is written in an attribute, can be published.
fn is_usable(raw: &str, base: Option<&WebUrl>) -> bool {
    let raw = htmlize::unescape_attribute(raw);
    // A mail's address is none of something that is shown.
    !raw.starts_with('#') && address(&raw, base).is_some_and(|address| address.starts_with("http"))
}

/// Whether a formula stands once more beside it: in the tag before it, or in its own.
fn says_twice(before: &Tag<'_>, math: &Tag<'_>) -> bool {
    let is_named = |tag: &Tag<'_>| tag.has_word("class", |word| SAID_TWICE.iter().any(|known| word.starts_with(known)));
    is_named(before) || image::is_hidden(before) || is_named(math)
}
