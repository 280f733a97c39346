//! The rules that cost next to nothing, for every feed that is about to be published: whether it is
//! well-formed, with every prefix of a namespace declared, names itself, and no two of its entries share an id or, in
//! Atom, a date of change.
//!
//! One pass over the bytes, no tree. The contents of entries are not checked, nor are pages. An entry that stands in
//! many feeds is checked once ([`check_published_entry`], [`check_published_text`]); then [`check_published`] checks
//! the feeds without their entries.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::finding::{Finding, Findings};
use super::rule::atom::{DUPLICATE_ENTRIES, DUPLICATE_UPDATED, SELF_DOESNT_MATCH_LOCATION};
use super::rule::document::{CONTROL_CHARACTER, NOT_WELL_FORMED, UNDECLARED_PREFIX, UNDEFINED_ENTITY, UNICODE_ERROR};
use super::rule::json_feed::{DUPLICATE_ITEM_ID, FEED_URL_MISMATCH, INVALID_JSON};
use super::rule::rss::MISSING_SELF;
use crate::text::{has_illegal, is_legal};

/// Checks a feed, in XML or JSON, that will be at `url`.
///
/// ```
/// use feedcheck::internal::check_published;
/// let feed = "<feed><link rel='self' href='https://x.example/'/><entry><id>a</id></entry><entry><id>a</id></entry></feed>";
/// let findings = check_published(feed.as_bytes(), "https://x.example/");
/// assert_eq!((findings[0].rule.code, findings[0].column), ("duplicate-entries", 87));
/// ```
pub fn check_published(bytes: &[u8], url: &str) -> Vec<Finding> {
    if bytes.starts_with(b"{") {
        return check_json(bytes, url);
    }
    with_legal_characters(bytes, |text, findings| {
        let mut entries = Entries::default();
        if let Err((at, message)) = entries.read(text, url, findings) {
            findings.add(&NOT_WELL_FORMED, at..at, message);
        } else if !entries.has_self {
            findings.add(&MISSING_SELF, 0..0, "no link with rel=\"self\"");
        }
    })
}

/// Checks an entry as it will stand in feeds, in XML or JSON, that declare these prefixes.
///
/// ```
/// use feedcheck::internal::check_published_entry;
/// let entry = b"<item><title>Tides</title><dc:creator>A. Writer</dc:creator></item>";
/// assert!(check_published_entry(entry, &["dc"]).is_empty());
/// assert_eq!(check_published_entry(entry, &["atom"])[0].rule.code, "undeclared-prefix");
/// ```
pub fn check_published_entry(entry: &[u8], prefixes: &[&str]) -> Vec<Finding> {
    if entry.starts_with(b"{") {
        let mut findings = Findings::new("");
        if let Err(error) = serde_json::from_slice::<Item<'_>>(entry) {
            findings.add(&INVALID_JSON, 0..0, error.to_string());
        }
        return findings.finish();
    }
    with_legal_characters(entry, |text, findings| {
        // Links of an entry are not those of its feed.
        let prefixes = prefixes.iter().map(|prefix| (0, prefix.as_bytes().into())).collect();
        let mut entries = Entries { has_self: true, prefixes, ..Entries::default() };
        if let Err((at, message)) = entries.read(text, "", findings) {
            findings.add(&NOT_WELL_FORMED, at..at, message);
        }
    })
}

/// Checks a text that stands escaped in an element: no tags, no references but those that XML has.
///
/// ```
/// use feedcheck::internal::check_published_text;
/// assert!(check_published_text(b"&lt;p&gt;Tides &amp;amp; times&lt;/p&gt;").is_empty());
/// assert_eq!(check_published_text(b"a <b>")[0].rule.code, "sax-error");
/// assert_eq!(check_published_text(b"a &nbsp; b")[0].rule.code, "undefined-named-entity");
/// ```
pub fn check_published_text(text: &[u8]) -> Vec<Finding> {
    with_legal_characters(text, |text, findings| {
        for at in memchr::memchr2_iter(b'<', b'&', text.as_bytes()) {
            let rest = &text[at..];
            if rest.starts_with('<') {
                findings.add(&NOT_WELL_FORMED, at..at + 1, "a tag in a text");
            } else if !["&lt;", "&gt;", "&amp;", "&quot;"].iter().any(|known| rest.starts_with(known)) {
                findings.add(&UNDEFINED_ENTITY, at..at + 1, "");
            }
        }
    })
}

/// Checks that what is published is UTF-8 of legal characters, and then what else is asked for.
fn with_legal_characters<'t>(bytes: &'t [u8], check: impl FnOnce(&'t str, &mut Findings<'t>)) -> Vec<Finding> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        let mut findings = Findings::new("");
        findings.add(&UNICODE_ERROR, 0..0, "not UTF-8");
        return findings.finish();
    };
    let mut findings = Findings::new(text);
    if has_illegal(bytes)
        && let Some((at, c)) = text.char_indices().find(|(_, c)| !is_legal(*c))
    {
        findings.add(&CONTROL_CHARACTER, at..at + c.len_utf8(), format!("U+{:04X}", u32::from(c)));
    }
    check(text, &mut findings);
    findings.finish()
}

/// Where the prefix of a name ends. Names are too short for a search of many bytes at once.
fn colon(name: &[u8]) -> Option<usize> {
    name.iter().position(|byte| *byte == b':')
}

/// The members of a JSON Feed that are checked.
#[derive(Deserialize)]
struct Json<'t> {
    #[serde(borrow)]
    feed_url: Cow<'t, str>,
    #[serde(borrow)]
    items: Vec<Item<'t>>,
}

#[derive(Deserialize)]
struct Item<'t> {
    #[serde(borrow)]
    id: Cow<'t, str>,
}

/// The same for a JSON Feed. Its places are those of the whole document.
fn check_json(bytes: &[u8], url: &str) -> Vec<Finding> {
    let mut findings = Findings::new("");
    match serde_json::from_slice::<Json<'_>>(bytes) {
        Err(error) => findings.add(&INVALID_JSON, 0..0, error.to_string()),
        Ok(feed) => {
            if feed.feed_url != url {
                findings.add(&FEED_URL_MISMATCH, 0..0, format!("it will be at {url}"));
            }
            let mut seen = FxHashSet::default();
            for item in feed.items {
                if let Some(id) = seen.replace(item.id) {
                    findings.add(&DUPLICATE_ITEM_ID, 0..0, format!("another item has {id}"));
                }
            }
        }
    }
    findings.finish()
}

/// What is known of the entries so far.
#[derive(Default)]
struct Entries<'t> {
    ids: FxHashSet<&'t str>,
    updated: FxHashSet<&'t str>,
    has_self: bool,
    /// The prefixes that are declared, innermost last, each with the number of elements around its declaration.
    prefixes: Vec<(usize, Box<[u8]>)>,
}

impl<'t> Entries<'t> {
    fn read(&mut self, text: &'t str, url: &str, findings: &mut Findings<'_>) -> Result<(), (usize, String)> {
        let mut reader = Reader::from_str(text);
        // The reader leaves out a byte order mark, and counts from behind it.
        let mark = text.len() - text.strip_prefix('\u{FEFF}').unwrap_or(text).len();
        let offset = |position| offset(position, text).saturating_add(mark).min(text.len());
        // The elements around, by the offsets of their names.
        let mut open: Vec<Range<usize>> = Vec::new();
        let mut start = mark;
        let mut is_empty = true;
        loop {
            let event = reader.read_event().map_err(|error| (offset(reader.error_position()), error.to_string()))?;
            let end = offset(reader.buffer_position());
            match event {
                Event::Start(tag) => {
                    self.attributes(&tag, start, open.len(), url, findings)?;
                    open.push(start + 1..start + 1 + tag.name().as_ref().len());
                    is_empty = false;
                }
                Event::Empty(tag) => {
                    self.attributes(&tag, start, open.len(), url, findings)?;
                    self.leave(open.len());
                }
                Event::End(_) => {
                    open.pop();
                    self.leave(open.len());
                    if open.is_empty()
                        && !text[end..].trim().is_empty()
                        && !text[end..].trim_start().starts_with("<!--")
                    {
                        return Err((end, "something stands after the end".to_owned()));
                    }
                }
                Event::Text(_) => self.text(&text[start..end], start..end, &open, text, findings),
                Event::GeneralRef(name) => {
                    let is_known = [b"amp".as_slice(), b"lt", b"gt", b"quot", b"apos"].contains(&&*name);
                    if !is_known && name.resolve_char_ref().ok().flatten().is_none() {
                        findings.add(&UNDEFINED_ENTITY, start..end, String::from_utf8_lossy(&name));
                    }
                }
                Event::Eof if !open.is_empty() || is_empty => {
                    return Err((end, "it ends before its elements do".to_owned()));
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
            start = end;
        }
    }

    /// Checks the attributes of a tag that begins at `start`, `depth` elements deep.
    fn attributes(
        &mut self,
        tag: &BytesStart<'_>,
        start: usize,
        depth: usize,
        url: &str,
        findings: &mut Findings<'_>,
    ) -> Result<(), (usize, String)> {
        let is_link = matches!(tag.name().as_ref(), b"link" | b"atom:link");
        let (mut is_self, mut href) = (false, None);
        let mut has_prefix = colon(tag.name().as_ref()).is_some();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| (start, error.to_string()))?;
            let name = attribute.key.as_ref();
            if let Some(colon) = colon(name) {
                match (&name[..colon], &name[colon + 1..]) {
                    (b"xml", _) => {}
                    // A prefix cannot stand for nothing (Namespaces in XML 1.0 §5).
                    (b"xmlns", prefix) if !attribute.value.is_empty() => self.prefixes.push((depth, prefix.into())),
                    _ => has_prefix = true,
                }
            }
            match name {
                b"rel" => is_self = &*attribute.value == b"self",
                b"href" => href = Some(attribute.value),
                _ => {}
            }
        }
        if has_prefix {
            // What a tag declares holds for the whole of it.
            let names = tag.attributes().flatten().map(|attribute| attribute.key);
            if let Some(name) = [tag.name()].into_iter().chain(names).find(|name| !self.is_declared(name.as_ref())) {
                let message = format!("the prefix of \"{}\" is not declared", String::from_utf8_lossy(name.as_ref()));
                findings.add(&UNDECLARED_PREFIX, start..start + tag.len(), message);
            }
        }
        if is_link && is_self && depth <= 2 && !self.has_self {
            self.has_self = true;
            let href = href.unwrap_or_default();
            // An address that we made holds no character that is written as a reference but the ampersand.
            if String::from_utf8_lossy(&href).replace("&amp;", "&") != url {
                findings.add(&SELF_DOESNT_MATCH_LOCATION, start..start + tag.len(), format!("it will be at {url}"));
            }
        }
        Ok(())
    }

    /// Whether the prefix of a name is declared, if it has one.
    fn is_declared(&self, name: &[u8]) -> bool {
        let Some(colon) = colon(name) else { return true };
        let (prefix, local) = (&name[..colon], &name[colon + 1..]);
        match prefix {
            b"xml" => true,
            b"xmlns" => self.prefixes.iter().any(|(_, declared)| **declared == *local),
            _ => {
                let is_name = !local.is_empty() && self::colon(local).is_none();
                is_name && self.prefixes.iter().any(|(_, declared)| **declared == *prefix)
            }
        }
    }

    /// Forgets the prefixes of an element that has ended, with so many elements around it.
    fn leave(&mut self, depth: usize) {
        while self.prefixes.last().is_some_and(|(at, _)| *at >= depth) {
            self.prefixes.pop();
        }
    }

    fn text(
        &mut self,
        value: &'t str,
        at: Range<usize>,
        open: &[Range<usize>],
        text: &str,
        findings: &mut Findings<'_>,
    ) {
        let [.., entry, element] = open else { return };
        if !matches!(&text[entry.clone()], "item" | "entry") {
            return;
        }
        let (seen, rule) = match &text[element.clone()] {
            "id" | "guid" => (&mut self.ids, &DUPLICATE_ENTRIES),
            "updated" => (&mut self.updated, &DUPLICATE_UPDATED),
            _ => return,
        };
        if !seen.insert(value) {
            findings.add(rule, at, format!("another entry has {value}"));
        }
    }
}

fn offset(position: u64, text: &str) -> usize {
    usize::try_from(position).unwrap_or(text.len()).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::check_published;

    fn codes(text: &str) -> Vec<&'static str> {
        check_published(text.as_bytes(), "https://x.example/?a&b")
            .into_iter()
            .map(|finding| finding.rule.code)
            .collect()
    }

    #[test]
    fn a_byte_order_mark_moves_no_place() {
        let feed = "<feed><link rel='self' href='https://x.example/?a&amp;b'/>\u{E9}<entry><id>a</id></entry><entry><id>a</id></entry></feed>";
        let places = |feed: &str| -> Vec<_> {
            let findings = check_published(feed.as_bytes(), "https://x.example/?a&b");
            findings.into_iter().map(|finding| (finding.rule.code, finding.column)).collect()
        };
        let plain = places(feed);
        assert_eq!(plain[0].0, "duplicate-entries");
        let (code, column) = plain[0];
        assert!(places(&format!("\u{FEFF}{feed}")).contains(&(code, column + 1)));
        // Text is cut nowhere inside of a character.
        check_published("\u{FEFF}---\n<p>A\u{FEFF}t <b onclick=\"x()\">seven</b>.</p\u{FEFF}>\u{FEFF}".as_bytes(), "");
    }

    #[test]
    fn each_fault_is_found_and_nothing_else() {
        let link = "<atom:link rel=\"self\" href=\"https://x.example/?a&amp;b\"/>";
        let rss = |inside: &str| {
            format!("<?xml version=\"1.0\"?>\n<rss xmlns:atom=\"a\"><channel>{link}{inside}</channel></rss>\n")
        };
        assert_eq!(
            codes(&rss("<item><guid>1</guid><title>a &amp; b &#x26; c</title></item><item><guid>2</guid></item>")),
            [""; 0]
        );
        for (inside, code) in [
            ("<item><guid>1</guid></item><item><guid>1</guid></item>", "duplicate-entries"),
            ("<item><title>&nbsp;</title></item>", "undefined-named-entity"),
            ("<item><title>a & b</title></item>", "sax-error"),
            ("<item><title>\u{8}</title></item>", "control-character"),
            ("<item a=\"1\" a=\"2\"/>", "sax-error"),
            ("<item></channel>", "sax-error"),
            ("</channel></rss><rss><channel>", "sax-error"),
        ] {
            assert_eq!(codes(&rss(inside)).first(), Some(&code), "{inside}");
        }
        for (inside, found) in [
            ("<item><content:encoded>x</content:encoded></item>", 1),
            ("<item b:a=\"\"/>", 1),
            ("<item xmlns:b=\"\" b:a=\"\"/>", 1),
            ("<item xmlns:b=\"b\"/><item><b:c/></item>", 1),
            ("<item><c xmlns:b=\"b\"><b:c/></c><b:c/></item>", 1),
            ("<atom:a:b/>", 1),
            ("<item><b:c b:d=\"\" xmlns:b=\"b\"><b:e/></b:c></item>", 0),
            ("<item xml:lang=\"de\"><c xmlns:b=\"b\"><c xmlns:b=\"c\"/><b:c/></c></item>", 0),
        ] {
            assert_eq!(codes(&rss(inside)), vec!["undeclared-prefix"; found], "{inside}");
        }
        let atom = |inside: &str| format!("<feed>{}{inside}</feed>", link.replace("atom:", ""));
        assert_eq!(codes(&atom("<updated>1</updated><entry><updated>1</updated></entry>")), [""; 0]);
        assert_eq!(
            codes(&atom("<entry><updated>1</updated></entry><entry><updated>1</updated></entry>")),
            ["duplicate-updated"]
        );
        assert_eq!(codes(&atom("").replace("x.example", "y.example")), ["self-doesnt-match-location"]);
        assert_eq!(codes("<feed></feed>"), ["missing-self"]);
        assert_eq!(codes("<feed>"), ["sax-error"]);
        assert_eq!(codes(""), ["sax-error"]);
        assert_eq!(check_published(b"<feed>\xFF</feed>", "")[0].rule.code, "unicode-error");

        let json = |items: &str| format!("{{\"feed_url\": \"https://x.example/?a&b\", \"items\": [{items}]}}");
        assert_eq!(codes(&json(r#"{"id": "1", "title": "x"}, {"id": "2"}"#)), [""; 0]);
        assert_eq!(codes(&json(r#"{"id": "1"}, {"id": "1"}"#)), ["duplicate-item-id"]);
        assert_eq!(codes(&json("").replace("x.example", "y.example")), ["feed-url-mismatch"]);
        assert_eq!(codes(&json("{]")), ["invalid-json"]);
    }
}
