//! The elements of an RSS item: RSS 2.0 "Elements of `<item>`", RSS 0.9x and RSS 1.0 §5.5.

use std::borrow::Cow;

use super::{Found, Pick, Publication, address_of};
use crate::load::feed::names::{Ns, resolved};
use crate::load::feed::text::{is_image, plain, rss_text, trimmed};
use crate::load::feed::tree::Element;

impl<'a> Found<'a> {
    pub(super) fn take_rss(&mut self, element: Element<'_, 'a>) {
        match &*element.named().name {
            "guid" => {
                let guid = trimmed(element.text());
                let is_permalink =
                    element.attr("ispermalink").is_none_or(|said| !said.trim().eq_ignore_ascii_case("false"));
                let is_address = guid.get(..8).is_some_and(|start| {
                    let start = start.to_ascii_lowercase();
                    start.starts_with("http://") || start.starts_with("https://")
                });
                if is_permalink && is_address {
                    self.url.offer(2, guid.clone(), "<guid>");
                }
                self.id.offer(0, guid, "<guid>");
            }
            "title" => self.title.offer(0, rss_text(element), "<title>"),
            "link" => {
                if let Some(url) = rss_link(element) {
                    self.url.offer(1, url, "<link>");
                }
            }
            "pubdate" => self.published.offer(0, element.text(), "<pubDate>"),
            "category" => self.category(element),
            "author" => self.author(0, element.text(), "<author>"),
            "description" => self.description.offer(0, rss_text(element), "<description>"),
            "enclosure" => {
                if is_image(element.attr("type"))
                    && let Some(url) = address_of(element, "url")
                {
                    self.image.offer(3, url, "<enclosure>");
                }
                self.enclosure(element, "url", "length");
            }
            "source" => {
                let name = plain(&element.text());
                if !name.is_empty() && self.publication.is_none() {
                    let mut publication = Publication::default();
                    publication.title.offer(0, Cow::Owned(name), "<source>");
                    if let Some(url) = address_of(element, "url") {
                        publication.feed.offer(0, url, "<source>");
                    }
                    self.publication = Some(publication);
                }
            }
            _ => {}
        }
    }
}

/// The address of a `link`: its text; RDF and slips of the pen have it in an attribute.
pub(super) fn rss_link<'a>(element: Element<'_, 'a>) -> Option<Cow<'a, str>> {
    let mut link = Pick::default();
    let base = element.base().map(|base| &**base);
    link.offer(0, element.text(), "");
    if element.attr("rel").is_none_or(|rel| rel.trim().eq_ignore_ascii_case("alternate")) {
        let attr = element.attr_of(Ns::None, "href").or_else(|| element.attr_of(Ns::Rdf, "resource"));
        link.offer(1, attr.cloned().unwrap_or_default(), "");
    }
    link.value().map(|url| resolved(base, url))
}
