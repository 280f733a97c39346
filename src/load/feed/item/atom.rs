//! The elements of an Atom entry: RFC 4287 §4.1.2 and §4.2, Atom 0.3 §4.13.

use std::borrow::Cow;

use super::{Found, OTHER_FORMAT, Pick, address_of, rss};
use crate::article::Body;
use crate::load::feed::names::{Ns, resolved};
use crate::load::feed::text::{as_markup, construct, is_image, plain, rss_text, trimmed};
use crate::load::feed::tree::Element;

/// The order of the authors of an entry's source.
const OF_SOURCE: u8 = 50;

impl<'a> Found<'a> {
    /// `rank` is what its elements count behind those of the format.
    pub(super) fn take_atom(&mut self, element: Element<'_, 'a>, rank: u8) {
        let text = || element.text();
        match &*element.named().name {
            "id" => self.id.offer(rank, text(), "<id>"),
            "title" => {
                self.title.offer(rank, construct(element).map(as_markup).unwrap_or_default(), "<title>");
            }
            "link" => self.take_link(element, rank),
            "published" => self.published.offer(rank, text(), "<published>"),
            "issued" => self.published.offer(rank + 1, text(), "<issued>"),
            "created" => self.published.offer(rank + 2, text(), "<created>"),
            "updated" => self.updated.offer(rank, text(), "<updated>"),
            "modified" => self.updated.offer(rank + 1, text(), "<modified>"),
            "category" if super::status::is_kind(element) => {}
            "category" => {
                let mut said = ["term", "label"].iter().filter_map(|name| element.attr_of(Ns::None, name));
                let term = said.find(|term| !term.trim().is_empty());
                self.tag(term.cloned().unwrap_or_default(), "<category>");
            }
            "author" => self.author(rank, person(element), "<author>"),
            "contributor" => self.contributors.push(trimmed(person(element))),
            "rights" => self.rights.offer(rank, construct(element).map(as_markup).unwrap_or_default(), "<rights>"),
            "summary" => {
                self.summary.offer(rank, construct(element).map(as_markup).unwrap_or_default(), "<summary>");
            }
            // Out of line: the text is elsewhere (RFC 4287 §4.1.3.2).
            "content" if element.attr("src").is_none() => {
                self.body(rank, construct(element), element, "<content>");
            }
            "source" if rank == 0 => {
                let publication = publication(element);
                for author in element.children().filter(|child| child.named().is(Ns::Atom, "author")) {
                    self.author(OF_SOURCE, person(author), "the author of its <source>");
                }
                if publication.title.found.is_some() && self.publication.is_none() {
                    self.publication = Some(publication);
                }
            }
            _ => {}
        }
    }

    fn take_link(&mut self, element: Element<'_, 'a>, rank: u8) {
        match relation(element) {
            Some(Relation::Alternate(order)) => {
                let url = link_address(element);
                self.url.offer(rank + 1 + order, url.unwrap_or_default(), "<link>");
            }
            Some(Relation::Enclosure) => {
                if is_image(element.attr("type"))
                    && let Some(url) = address_of(element, "href")
                {
                    self.image.offer(3, url, "<link>");
                }
                self.enclosure(element, "href", "length");
            }
            Some(Relation::Itself) | None => {}
        }
    }
}

/// What a link is to its feed or entry (RFC 4287 §4.2.7.2).
enum Relation {
    /// The page; the smaller, the more likely it is the one for readers.
    Alternate(u8),
    /// The feed.
    Itself,
    /// A file that belongs to it.
    Enclosure,
}

fn relation(link: Element<'_, '_>) -> Option<Relation> {
    let rel = link.attr("rel").unwrap_or_default().trim().to_ascii_lowercase();
    let rel = rel.trim_start_matches("http://www.iana.org/assignments/relation/");
    let kind = link.attr("type").unwrap_or_default().trim().to_ascii_lowercase();
    let order = match kind.split(';').next().unwrap_or_default().trim() {
        "text/html" | "application/xhtml+xml" => 0,
        "" => 1,
        _ => 2,
    };
    match rel {
        "alternate" => Some(Relation::Alternate(order)),
        "" => Some(Relation::Alternate(3 + order)),
        "self" => Some(Relation::Itself),
        "enclosure" => Some(Relation::Enclosure),
        _ => None,
    }
}

/// The address of a link; some feeds have it as text.
fn link_address<'a>(link: Element<'_, 'a>) -> Option<Cow<'a, str>> {
    if link.attr("href").is_some() { address_of(link, "href") } else { rss::rss_link(link) }
}

/// The name of a person, else the mail address, else the web address (RFC 4287 §3.2).
pub(in crate::load::feed) fn person<'a>(element: Element<'_, 'a>) -> Cow<'a, str> {
    let part = |name: &str| element.child(Ns::Atom, name).map(Element::text);
    let mut parts = ["name", "email", "uri", "url"].iter().filter_map(|name| part(name));
    let said = parts.find(|part| !part.trim().is_empty());
    said.unwrap_or_else(|| if element.has_elements() { Cow::Borrowed("") } else { element.text() })
}

/// A publication: its name as plain text, its page, its feed.
#[derive(Debug, Default)]
pub(in crate::load::feed) struct Publication<'a> {
    pub(in crate::load::feed) title: Pick<'a>,
    pub(in crate::load::feed) home: Pick<'a>,
    pub(in crate::load::feed) feed: Pick<'a>,
}

/// What a feed, a channel or the source of an entry says about itself.
fn publication<'a>(element: Element<'_, 'a>) -> Publication<'a> {
    let mut publication = Publication::default();
    for child in element.children() {
        publication.take(child);
    }
    publication
}

impl<'a> Publication<'a> {
    /// Takes what one element says.
    pub(in crate::load::feed) fn take(&mut self, element: Element<'_, 'a>) {
        let title = |body: Option<Body<'a>>| Cow::Owned(plain(&body.map(as_markup).unwrap_or_default()));
        match (element.named().ns, &*element.named().name) {
            (Ns::Rss, "title") => self.title.offer(0, Cow::Owned(plain(&rss_text(element))), "<title>"),
            (Ns::Atom, "title") => self.title.offer(1, title(construct(element)), "<title>"),
            (Ns::Dc, "title") => self.title.offer(2, Cow::Owned(plain(&element.text())), "<dc:title>"),
            (Ns::Rss, "link") => {
                self.home.offer(0, rss::rss_link(element).unwrap_or_default(), "<link>");
            }
            (Ns::Atom, "link") => match relation(element) {
                Some(Relation::Alternate(order)) => {
                    self.home.offer(OTHER_FORMAT + order, link_address(element).unwrap_or_default(), "<link>");
                }
                Some(Relation::Itself) => {
                    self.feed.offer(0, address_of(element, "href").unwrap_or_default(), "<link>");
                }
                _ => {}
            },
            _ => {}
        }
    }

    /// Makes addresses absolute, as far as it says from where.
    pub(in crate::load::feed) fn resolve(&mut self) {
        let home = self.home.found.as_ref().map(|(home, _)| home.to_string());
        if let Some((feed, _)) = &mut self.feed.found {
            *feed = resolved(home.as_deref(), std::mem::take(feed));
        }
    }
}
