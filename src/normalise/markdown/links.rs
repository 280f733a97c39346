//! Links of Zola (`@/blog/ferry.md`, <https://www.getzola.org/documentation/content/linking/>) and Pelican (`{filename}ferry.md`,
//! `{static}/quay.jpg`, <https://docs.getpelican.com/en/latest/content.html#linking-to-internal-content>), in Markdown and in HTML.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, Tag};

use super::{Context, MARK};
use crate::normalise::html::{Instead, with_addresses};

/// What such a link leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum To {
    /// The article of a file, from the folder of all texts.
    RootedArticle,
    /// The article of a file.
    Article,
    /// A file.
    File,
    /// The front page.
    Index,
    /// A page of which nobody here knows the address.
    Page,
}

/// How such links begin. Pelican takes bars for braces, too.
const SIGNS: &[(&str, To)] = &[
    ("@/", To::RootedArticle),
    ("{filename}", To::Article),
    ("|filename|", To::Article),
    ("{static}", To::File),
    ("|static|", To::File),
    ("{attach}", To::File),
    ("|attach|", To::File),
    ("{index}", To::Index),
    ("|index|", To::Index),
    ("{author}", To::Page),
    ("|author|", To::Page),
    ("{category}", To::Page),
    ("|category|", To::Page),
    ("{tag}", To::Page),
    ("|tag|", To::Page),
];

/// Whether there may be such links in a text.
pub(super) fn may_be_in(text: &str, context: &Context<'_>) -> bool {
    context.place.is_some() && SIGNS.iter().any(|(sign, _)| text.contains(sign))
}

/// What a link stands for, if it is one of these.
fn address(raw: &str, context: &Context<'_>) -> Option<Instead> {
    let place = context.place?;
    let raw = raw.trim().replace("%7B", "{").replace("%7D", "}").replace("%7C", "|");
    let (rest, to) = SIGNS.iter().find_map(|(sign, to)| Some((raw.strip_prefix(sign)?, *to)))?;
    let site = &place.website;
    let of_article = |name: &str| {
        let fragment = name.split_once('#').map_or(String::new(), |(_, fragment)| format!("#{fragment}"));
        let url = site.article(name, &place.path).or_else(|| site.article(name.trim_start_matches('/'), ""));
        url.map(|url| format!("{url}{fragment}"))
    };
    let found = match to {
        To::RootedArticle => of_article(&raw),
        To::Article => of_article(rest),
        To::File if rest.starts_with('/') => site.address(context.base, rest).map(|url| url.as_str().to_owned()),
        To::File => context.url.and_then(|url| url.join(rest)).map(|url| url.as_str().to_owned()),
        To::Index => site.address(context.base, "/").map(|url| url.as_str().to_owned()),
        To::Page => None,
    };
    Some(found.map_or(Instead::Unknown, Instead::Address))
}

/// An event of Markdown with the address that its link stands for.
pub(super) fn resolved<'e>(event: Event<'e>, context: &Context<'_>) -> Event<'e> {
    let whole = |raw: CowStr<'e>| match address(&raw, context) {
        Some(Instead::Address(address)) => CowStr::from(address),
        Some(Instead::Unknown) => CowStr::from(MARK.to_string()),
        None => raw,
    };
    match event {
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: whole(dest_url), title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: whole(dest_url), title, id })
        }
        other => other,
    }
}

/// HTML with the addresses that its links stand for.
pub(in crate::normalise) fn in_html<'t>(html: &'t str, context: &Context<'_>) -> Cow<'t, str> {
    if may_be_in(html, context) { with_addresses(html, |raw| address(raw, context)) } else { Cow::Borrowed(html) }
}
