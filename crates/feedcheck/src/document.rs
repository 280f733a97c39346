//! What is known about a document before it is checked: its format, its address, the time.

use chrono::{DateTime, Utc};

/// What is known about a document beside its bytes.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Options<'a> {
    /// The time of the check: dates after it are implausible.
    pub now: DateTime<Utc>,
    /// The address that the document is served at, percent-encoded.
    pub url: Option<&'a str>,
    /// The name of its file, where the address is not known.
    pub file_name: Option<&'a str>,
}

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// RSS 2.0, or 0.91 to 0.94.
    Rss,
    /// An Atom feed.
    Atom,
    /// An Atom entry on its own.
    AtomEntry,
    /// A document of the Atom Publishing Protocol: services or categories.
    AtomPub,
    /// JSON, which may be a JSON Feed.
    Json,
    /// OPML.
    Opml,
    /// An HTML page.
    Page,
    /// RSS 0.90, 1.0 or 1.1.
    Rdf,
    /// Anything else.
    Other,
}

impl Options<'_> {
    /// For a check at that time, of a document of which nothing else is known.
    pub const fn at(now: DateTime<Utc>) -> Self {
        Self { now, url: None, file_name: None }
    }
}

impl Kind {
    /// What a text is, by its first element or character.
    pub fn of(text: &str) -> Self {
        let mut rest = text.trim_start();
        if rest.starts_with(['{', '[']) {
            return Self::Json;
        }
        loop {
            rest = rest.trim_start();
            let skipped = if let Some(comment) = rest.strip_prefix("<!--") {
                comment.split_once("-->")
            } else if let Some(instruction) = rest.strip_prefix("<?") {
                instruction.split_once("?>")
            } else if let Some(doctype) = rest.strip_prefix("<!") {
                let word = doctype.get(..7).unwrap_or_default();
                let name = doctype.get(7..).unwrap_or_default().trim_start();
                if word.eq_ignore_ascii_case("doctype") && name.get(..4).is_some_and(|n| n.eq_ignore_ascii_case("html"))
                {
                    return Self::Page;
                }
                match doctype.find(['[', '>']) {
                    Some(at) if doctype.as_bytes()[at] == b'[' => {
                        doctype.split_once("]>").or_else(|| doctype.split_once('>'))
                    }
                    _ => doctype.split_once('>'),
                }
            } else {
                break;
            };
            match skipped {
                Some((_, after)) => rest = after,
                None => return Self::Other,
            }
        }
        let Some(tag) = rest.strip_prefix('<') else { return Self::Other };
        let name = tag.split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default();
        let local = name.rsplit(':').next().unwrap_or_default();
        match local {
            "rss" => Self::Rss,
            "feed" => Self::Atom,
            "entry" => Self::AtomEntry,
            "service" | "categories" if rest.contains("http://www.w3.org/2007/app") => Self::AtomPub,
            "opml" | "outlineDocument" => Self::Opml,
            "RDF" | "Channel" => Self::Rdf,
            _ if local.eq_ignore_ascii_case("html") => Self::Page,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn a_document_is_what_its_first_element_says() {
        let cases = [
            ("<?xml version=\"1.0\"?><!-- <feed> --><rss>", Kind::Rss),
            ("<!DOCTYPE rss [<!ENTITY a \"<b>\">]>\n<rss version='2.0'>", Kind::Rss),
            ("<feed xmlns='x'>", Kind::Atom),
            ("<atom:entry>", Kind::AtomEntry),
            (" {\"version\": 1}", Kind::Json),
            ("<!doctype html><p>", Kind::Page),
            ("<HTML><p>", Kind::Page),
            ("<opml version=\"2.0\"/>", Kind::Opml),
            ("<rdf:RDF>", Kind::Rdf),
            ("<urlset>", Kind::Other),
            ("text", Kind::Other),
            ("<!-- without end", Kind::Other),
            ("", Kind::Other),
        ];
        for (text, kind) in cases {
            assert_eq!(Kind::of(text), kind, "{text}");
        }
    }
}
