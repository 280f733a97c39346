//! The modules of an item: Dublin Core, RSS 1.0 content, Media RSS, iTunes, XHTML, `FeedBurner`.

use std::borrow::Cow;

use super::{Found, MODULE, address_of};
use crate::article::Body;
use crate::load::enclosure::written;
use crate::load::feed::names::Ns;
use crate::load::feed::text::{is_image, rss_text, trimmed};
use crate::load::feed::tree::Element;

/// A date of UTC that does not say so; nothing where it is all noughts.
fn utc<'a>(date: &str) -> Cow<'a, str> {
    let date = date.trim();
    if date.is_empty() || date.starts_with("0000") { Cow::Borrowed("") } else { Cow::Owned(format!("{date} UTC")) }
}

impl<'a> Found<'a> {
    /// `family` is the format of the feed.
    pub(super) fn take_module(&mut self, element: Element<'_, 'a>, family: Ns) {
        let text = || element.text();
        let is_rss = family == Ns::Rss;
        match (element.named().ns, &*element.named().name) {
            (Ns::FeedBurner, "origlink") => self.url.offer(0, text(), "<feedburner:origLink>"),
            (Ns::Content, "encoded") => {
                self.body(0, Some(Body::Html(rss_text(element))), element, "<content:encoded>");
            }
            (Ns::Xhtml, "body" | "div") => {
                self.body(MODULE, Some(Body::Html(Cow::Owned(element.markup()))), element, "<xhtml:body>");
            }
            (Ns::Dc, "title") => self.title.offer(MODULE, text(), "<dc:title>"),
            (Ns::Dc, "date") => self.published.offer(MODULE, text(), "<dc:date>"),
            (Ns::Dc, "creator") => self.author(MODULE, text(), "<dc:creator>"),
            (Ns::Dc, "contributor") => self.contributors.push(trimmed(text())),
            (Ns::Dc, "rights") => self.rights.offer(MODULE, text(), "<dc:rights>"),
            (Ns::Dc, "language") => self.language.offer(MODULE, text(), "<dc:language>"),
            (Ns::Dc, "description") if is_rss => {
                self.description.offer(MODULE, rss_text(element), "<dc:description>");
            }
            (Ns::Dc, "description") => self.summary.offer(MODULE, rss_text(element), "<dc:description>"),
            (Ns::Dc, "subject") => self.subjects(element),
            (Ns::DcTerms, "issued") => self.published.offer(MODULE + 1, text(), "<dcterms:issued>"),
            (Ns::DcTerms, "created") => self.published.offer(MODULE + 2, text(), "<dcterms:created>"),
            (Ns::DcTerms, "modified") => self.updated.offer(MODULE, text(), "<dcterms:modified>"),
            (Ns::WordPress, name) => self.take_wordpress(element, name),
            (Ns::Blogger, "filename") => self.url.offer(MODULE, text(), "<blogger:filename>"),
            (Ns::Blogger, "metadescription") => self.summary.offer(MODULE, text(), "<blogger:metaDescription>"),
            (Ns::Itunes, name) => self.take_itunes(element, name),
            (Ns::Media, "title") => self.title.offer(MODULE + 2, text(), "<media:title>"),
            (Ns::Media, name) => {
                // A group of contents, each with its own thumbnail.
                let is_of_content = name == "content";
                self.take_media(element, false);
                for inner in element.children().filter(|inner| inner.named().ns == Ns::Media) {
                    self.take_media(inner, is_of_content);
                    for inner in inner.children().filter(|inner| inner.named().ns == Ns::Media) {
                        self.take_media(inner, true);
                    }
                }
            }
            _ => {}
        }
    }

    /// A custom field of an export of `WordPress`: a file, in lines.
    fn take_custom_field(&mut self, element: Element<'_, 'a>) {
        let part = |name: &str| element.children().find(|child| child.named().name == name).map(Element::text);
        if part("meta_key").is_some_and(|key| key.trim() == "enclosure") {
            for file in part("meta_value").map(written).unwrap_or_default() {
                if self.seen_enclosures.insert(file.url.clone()) {
                    self.enclosures.push(file);
                }
            }
        }
    }

    /// Dublin Core in RDF: one subject, or a bag of them.
    fn subjects(&mut self, element: Element<'_, 'a>) {
        if !element.has_elements() {
            return self.tag(element.text(), "<dc:subject>");
        }
        for item in element.descendants().filter(|inner| inner.named().ns == Ns::Rdf) {
            match &*item.named().name {
                "li" if !item.has_elements() => self.tag(item.text(), "<dc:subject>"),
                "value" => self.tag(item.text(), "<dc:subject>"),
                _ => {}
            }
        }
    }

    /// What exports of `WordPress` say.
    fn take_wordpress(&mut self, element: Element<'_, 'a>, name: &str) {
        match name {
            // Of the vocabulary of excerpts.
            "encoded" => self.summary.offer(0, element.text(), "<excerpt:encoded>"),
            "post_date_gmt" => self.published.offer(1, utc(&element.text()), "<wp:post_date_gmt>"),
            // https://wordpress.org/documentation/article/tools-export-screen/
            "postmeta" => self.take_custom_field(element),
            "post_modified_gmt" => self.updated.offer(1, utc(&element.text()), "<wp:post_modified_gmt>"),
            _ => {}
        }
        self.exported.get_or_insert_default().take(element);
    }

    fn take_itunes(&mut self, element: Element<'_, 'a>, name: &str) {
        match name {
            "title" => self.title.offer(MODULE + 1, element.text(), "<itunes:title>"),
            "author" => self.author(MODULE + 1, element.text(), "<itunes:author>"),
            "summary" => self.blurb.offer(1, element.text(), "<itunes:summary>"),
            "keywords" => self.keywords(&element.text(), "<itunes:keywords>"),
            "category" => {
                let inner = element.descendants().filter(|inner| inner.named().is(Ns::Itunes, "category"));
                for category in std::iter::once(element).chain(inner) {
                    let said = category.attr_of(Ns::None, "text").cloned();
                    let text = said.unwrap_or_else(|| category.text());
                    self.tag(text, "<itunes:category>");
                }
            }
            "image" => {
                let url = address_of(element, "href").unwrap_or_else(|| element.text());
                self.image.offer(2, url, "<itunes:image>");
            }
            _ => {}
        }
    }

    /// What describes a content (a picture, mostly) does not describe the item.
    fn take_media(&mut self, element: Element<'_, 'a>, is_of_content: bool) {
        match &*element.named().name {
            "thumbnail" => {
                let url = address_of(element, "url");
                self.image.offer(0, url.unwrap_or_else(|| element.text()), "<media:thumbnail>");
            }
            "content" => {
                let is_picture = match element.attr("medium") {
                    Some(medium) => medium.trim().eq_ignore_ascii_case("image"),
                    None => is_image(element.attr("type")),
                };
                if is_picture {
                    self.image.offer(1, address_of(element, "url").unwrap_or_default(), "<media:content>");
                } else {
                    self.enclosure(element, "url", "filesize");
                }
            }
            "keywords" => self.keywords(&element.text(), "<media:keywords>"),
            "category" => {
                let text = Some(element.text()).filter(|text| !text.trim().is_empty());
                let label = || element.attr_of(Ns::None, "label").cloned().unwrap_or_default();
                self.tag(text.unwrap_or_else(label), "<media:category>");
            }
            "description" if !is_of_content => self.blurb.offer(0, element.text(), "<media:description>"),
            _ => {}
        }
    }

    /// Words between commas.
    fn keywords(&mut self, text: &str, from: &'static str) {
        for word in text.split(',') {
            self.tag(Cow::Owned(word.trim().to_owned()), from);
        }
    }
}
