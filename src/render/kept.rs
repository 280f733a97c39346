//! Entries as they were published: found in our own documents, and put into new ones as they stand.
//!
//! Markup in an entry's text is escaped, so its own tags are the only ones: no parser is needed.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::{Uses, packed};
use crate::article::url::escape_path;
use crate::feed::{ArticlePages, FeedKey, Taxonomy, is_of_term};

/// The entry of a document that holds `sign`, from the tag `open` before that to the tag `close` after it.
pub(super) fn around<'d>(document: &'d [u8], sign: &[u8], open: &[u8], close: &[u8]) -> Option<&'d [u8]> {
    let at = memchr::memmem::find(document, sign)?;
    let start = memchr::memmem::rfind(&document[..at + sign.len()], open)?;
    let end = at + memchr::memmem::find(&document[at..], close)? + close.len();
    Some(&document[start..end])
}

/// The moment that stands in an entry between a tag and the next one, in RFC 3339 or, as in RSS, RFC 822.
pub(super) fn moment(entry: &[u8], tag: &str) -> Option<DateTime<Utc>> {
    let start = memchr::memmem::find(entry, tag.as_bytes())? + tag.len();
    let length = memchr::memchr(b'<', &entry[start..])?;
    let text = std::str::from_utf8(&entry[start..start + length]).ok()?;
    let read = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text));
    read.ok().map(|at| at.to_utc())
}

/// An entry as it was published, to be [rendered](super::Rendered::new) as it is in the format with the number `n`.
pub fn kept(entry: &[u8], n: usize) -> Vec<u8> {
    packed::kept(entry, n, uses(entry))
}

/// An entry as it was published in all formats.
pub fn kept_in(formats: &[&[u8]]) -> Vec<u8> {
    let formats: Vec<(&[u8], Uses)> = formats.iter().map(|entry| (*entry, uses(entry))).collect();
    packed::kept_in(&formats)
}

/// The namespaces whose prefixes stand in a published entry: it uses these, whatever entries are made of now.
fn uses(entry: &[u8]) -> Uses {
    let has = |prefix: &[u8]| memchr::memmem::find(entry, prefix).is_some();
    Uses { content: has(b"<content:"), dublin_core: has(b"<dc:"), media: has(b"<media:") }
}

/// An entry with the addresses of our own feeds as they are now. `from` and `to` are base URLs.
///
/// ```
/// use feedmill::internal::render::moved;
/// let entry = b"<category domain=\"https://a.example/tags/\">x</category><link>https://a.example/x</link>";
/// let there = b"<category domain=\"https://b.example/f/tags/\">x</category><link>https://a.example/x</link>";
/// assert_eq!(*moved(entry, "https://a.example/", "https://b.example/f/"), *there);
/// ```
pub fn moved<'e>(entry: &'e [u8], from: &str, to: &str) -> Cow<'e, [u8]> {
    let mut entry = Cow::Borrowed(entry);
    if from == to || from.is_empty() {
        return entry;
    }
    for folder in Taxonomy::ALL.iter().map(|taxonomy| taxonomy.folder()).chain([ArticlePages::FOLDER]) {
        let (old, new) = (format!("{from}{folder}/"), format!("{to}{folder}/"));
        let found: Vec<usize> = memchr::memmem::find_iter(&entry, &old).collect();
        if found.is_empty() {
            continue;
        }
        let mut out = Vec::with_capacity(entry.len() + found.len() * new.len());
        let mut copied = 0;
        for at in found {
            out.extend_from_slice(&entry[copied..at]);
            out.extend_from_slice(new.as_bytes());
            copied = at + old.len();
        }
        out.extend_from_slice(&entry[copied..]);
        entry = Cow::Owned(out);
    }
    entry
}

/// An entry (or a whole document) without links to feeds that are not published any more, in the document `own`.
/// `is_published` says whether there is a feed of a term in a folder, as addresses have it. Where an article without an
/// address was shown on the page of such a feed, it is on the document's own.
///
/// ```
/// use feedmill::internal::feed::FeedKey;
/// use feedmill::internal::render::relinked;
/// let own = FeedKey::All.archive("2026-01");
/// let there = |entry: &str| relinked(entry.as_bytes(), &own, "https://a.example/", |folder| folder == "tags/b").into_owned();
/// let page = "<a href=\"../../tags/x/index.html\">#x</a>, <a href=\"../../tags/b/index.html\">#b</a>";
/// assert_eq!(there(page), b"#x, <a href=\"../../tags/b/index.html\">#b</a>");
/// let feed = "<link>https://a.example/sources/y/#e-1</link><link>https://a.example/tags/b/#e-1</link>";
/// assert_eq!(there(feed), b"<link>https://a.example/archive/2026-01/#e-1</link><link>https://a.example/tags/b/#e-1</link>");
/// ```
pub fn relinked<'e>(entry: &'e [u8], own: &FeedKey, base: &str, is_published: impl Fn(&str) -> bool) -> Cow<'e, [u8]> {
    // A link of a page: what stands in it stays.
    let entry = unlinked(entry, own.to_top(), &is_published);
    let is_gone = |folder: &[u8]| is_gone(folder, &is_published);
    match put_elsewhere(&entry, own, base, "#e-", is_gone) {
        Some(there) => Cow::Owned(there),
        None => entry,
    }
}

/// A part of a page, or a whole one, without links to feeds of terms that are not published any more; what stands in them stays.
/// The way to the top is `to_top`, and `is_published` says whether there is a feed of a term in a folder, as addresses have it.
pub fn unlinked<'p>(page: &'p [u8], to_top: &str, is_published: impl Fn(&str) -> bool) -> Cow<'p, [u8]> {
    let mut out = Vec::new();
    let mut copied = 0;
    let open = format!("<a href=\"{to_top}");
    for at in memchr::memmem::find_iter(page, &open) {
        let href = &page[at + open.len()..];
        let Some(length) = memchr::memchr(b'"', href) else { continue };
        let folder = href.get(..length + 2).and_then(|href| href.strip_suffix(b"/index.html\">"));
        let text = at + open.len() + length + 2;
        let end = page.get(text..).and_then(|rest| memchr::memmem::find(rest, b"</a>")).map(|length| text + length);
        let (Some(end), true) = (end, folder.is_some_and(|folder| is_gone(folder, &is_published))) else { continue };
        out.extend_from_slice(&page[copied..at]);
        out.extend_from_slice(&page[text..end]);
        copied = end + b"</a>".len();
    }
    if copied == 0 {
        return Cow::Borrowed(page);
    }
    out.extend_from_slice(&page[copied..]);
    Cow::Owned(out)
}

/// Whether a folder is that of a feed of a term that is not published any more.
fn is_gone(folder: &[u8], is_published: impl Fn(&str) -> bool) -> bool {
    let folder = std::str::from_utf8(folder).ok().filter(|folder| is_of_term(folder));
    folder.is_some_and(|folder| !is_published(folder))
}

/// An entry of a feed, in which the link to the place of its article on the page of a term leads to that on the page of the document
/// `own` instead, which has the entry, too. `anchor` is the name of the article on pages. `None`: there is no such link.
///
/// ```
/// use feedmill::internal::feed::FeedKey;
/// use feedmill::internal::render::placed;
/// let own = FeedKey::All.archive("2026-01");
/// let entry = b"<link>https://a.example/sources/y/#e-1</link>";
/// let there = placed(entry, &own, "https://a.example/", "e-1").unwrap();
/// assert_eq!(there, b"<link>https://a.example/archive/2026-01/#e-1</link>");
/// ```
pub fn placed(entry: &[u8], own: &FeedKey, base: &str, anchor: &str) -> Option<Vec<u8>> {
    let is_term = |folder: &[u8]| std::str::from_utf8(folder).is_ok_and(is_of_term);
    put_elsewhere(entry, own, base, &format!("#{anchor}"), is_term)
}

/// An entry in which links of feeds to places of articles on pages lead to places on the page of a document, where these links lead
/// to one of the `folders` and end in an anchor that begins like `sign`.
fn put_elsewhere(
    entry: &[u8],
    own: &FeedKey,
    base: &str,
    sign: &str,
    folders: impl Fn(&[u8]) -> bool,
) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut copied = 0;
    for at in memchr::memmem::find_iter(entry, base).map(|at| at + base.len()) {
        let length = entry[at..].iter().position(|b| matches!(b, b'"' | b'<' | b'#' | b' ')).unwrap_or(0);
        let (folder, rest) = entry[at..].split_at(length);
        if at >= copied && rest.starts_with(sign.as_bytes()) && folder.strip_suffix(b"/").is_some_and(&folders) {
            out.extend_from_slice(&entry[copied..at]);
            out.extend_from_slice(escape_path(&own.folder()).as_bytes());
            copied = at + length;
        }
    }
    (copied > 0).then(|| {
        out.extend_from_slice(&entry[copied..]);
        out
    })
}

#[cfg(test)]
mod tests {
    use super::{around, moment};

    #[test]
    fn an_entry_is_found_by_its_id() {
        let document = b"<rss><item>a<guid>1</guid></item>\n<item>b<guid>2</guid>c</item></rss>";
        let find = |sign: &[u8]| around(document, sign, b"<item>", b"</item>");
        assert_eq!(find(b">2</guid>"), Some(&b"<item>b<guid>2</guid>c</item>"[..]));
        assert_eq!(find(b">1</guid>"), Some(&b"<item>a<guid>1</guid></item>"[..]));
        assert_eq!(find(b">3</guid>"), None);
    }

    #[test]
    fn an_entry_says_when_it_was_changed() {
        let item = b"<item><pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate><atom:updated>2026-02-03T00:00:00Z</atom:updated></item>";
        let at = |tag| moment(item, tag).map(|at| at.to_rfc3339());
        assert_eq!(at("<pubDate>").as_deref(), Some("2026-01-05T10:00:00+00:00"));
        assert_eq!(at("<atom:updated>").as_deref(), Some("2026-02-03T00:00:00+00:00"));
        assert_eq!(at("<updated>"), None);
    }
}
