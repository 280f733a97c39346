//! Signs: what tells a document that feedmill published from others, where no ledger knows it.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// What our documents say of the program that made them, each in the way of its format. A document that only speaks of
/// feedmill says none of that.
const SIGNS: &[&[u8]] = &[
    b"<generator>feedmill ",
    b">feedmill</generator>",
    b"<!-- Published with feedmill -->",
    b"<meta name=\"generator\" content=\"feedmill\">",
    concat!("<footer><p>Published with <a href=\"", env!("CARGO_PKG_REPOSITORY"), "\">feedmill</a>.").as_bytes(),
    // As it was before.
    b"<footer><p>Published with <a href=\"https://crates.io/crates/feedmill\">feedmill</a>.",
];

/// What our files begin with that have no place for such a thing.
const BEGINNINGS: &[&[u8]] = &[b"/* feedmill: ", b"# feedmill: "];

/// The member of our JSON Feeds, and what the list of them says it is.
const MEMBER: &[u8] = b"_feedmill";
const LIST: &[u8] = b"Every feed that is published here, one item each.";

/// Whether a file is a document that names feedmill as its generator, at its beginning.
pub fn is_signed(place: &Path) -> bool {
    /// Ours say it in their first thousands of bytes.
    const HEAD: u64 = 64 << 10;
    let mut head = Vec::new();
    File::open(place).and_then(|file| file.take(HEAD).read_to_end(&mut head)).is_ok() && is_own(&head)
}

/// Whether a document names feedmill as its own generator. A document of another program may
/// hold entries from a feed of feedmill, and name that as their source (RFC 4287 §4.2.11); only the generator of the whole
/// document counts.
pub(super) fn is_own(document: &[u8]) -> bool {
    if document.trim_ascii_start().starts_with(b"{") {
        return has_member(document);
    }
    let own = &document[..first_entry(document).unwrap_or(document.len())];
    BEGINNINGS.iter().any(|sign| document.starts_with(sign))
        || SIGNS.iter().any(|sign| memchr::memmem::find(own, sign).is_some())
}

/// Where the first entry of a feed begins, with any prefix of its namespace.
fn first_entry(document: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'<', document).find(|start| {
        let tag = &document[start + 1..document.len().min(start + 100)];
        let end = tag.iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
        let name = &tag[..end.unwrap_or(tag.len())];
        let local = name.iter().rposition(|byte| *byte == b':').map_or(name, |colon| &name[colon + 1..]);
        matches!(local, b"entry" | b"item")
    })
}

/// Whether a JSON object, which may be cut short, has one of these itself, not only in what it holds.
fn has_member(document: &[u8]) -> bool {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = document.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let start = at + 1;
                at = start;
                while document.get(at).is_some_and(|byte| *byte != b'"') {
                    at += if document[at] == b'\\' { 2 } else { 1 };
                }
                let is_key = || document[at..].get(1..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b":"));
                let text = document.get(start..at).filter(|_| depth == 1);
                if text == Some(LIST) || (text == Some(MEMBER) && is_key()) {
                    return true;
                }
            }
            _ => {}
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_counts_where_it_is_said_of_the_whole() {
        let atom = "<generator uri=\"https://feedmill.example/\">feedmill</generator>";
        for (document, own) in [
            (format!("<feed><title>T</title>{atom}<entry/></feed>"), true),
            (format!("<feed><title>T</title><entry><source>{atom}</source></entry></feed>"), false),
            (format!("<a:feed><a:entry x=\"1\"><a:source>{atom}</a:source></a:entry></a:feed>"), false),
            (format!("<feed>\n<entry\n><source>{atom}</source></entry></feed>"), false),
            ("<rss><channel><generator>feedmill 0.1</generator><item/></channel></rss>".to_owned(), true),
            (format!("<rss><channel><item><source>{atom}</source></item></channel></rss>"), false),
            ("{\"title\": \"a\", \"_feedmill\": {}, \"items\": []}".to_owned(), true),
            ("{\"items\": [{\"_feedmill\": {}}]}".to_owned(), false),
            ("{\"items\": [{\"_feedmill\": {}}], \"_feedmill\" : {}}".to_owned(), true),
            ("{\"title\": \"_feedmill\", \"text\": \"\\\"_feedmill\\\":\"}".to_owned(), false),
            ("{\"title\": \"_feedm".to_owned(), false),
            ("{\"title\\".to_owned(), false),
            ("# feedmill: renamed feeds\n".to_owned(), true),
            ("example.org {\n  # feedmill: our feeds\n}".to_owned(), false),
            ("<p>feedmill</p>".to_owned(), false),
        ] {
            assert_eq!(is_own(document.as_bytes()), own, "{document}");
        }
    }
}
