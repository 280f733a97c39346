//! Images, films and sounds of a serialised tree that have nothing to show.

use std::ops::Range;

use super::end_of_tag;
use feedcheck::internal::is_void;
use feedcheck::internal::pieces::Attributes;

/// Elements that have sources of their own.
const PLAYERS: &[&str] = &["audio", "video"];

/// A serialised tree without images that have no source, without sources that are of no film or sound, and without the tags
/// of films and sounds that have none; what these hold stays.
pub(super) fn without_empty(html: String) -> String {
    const NAMES: [&[u8]; 4] = [b"img", b"source", b"audio", b"video"];
    let bytes = html.as_bytes();
    let is_known = |at: usize| NAMES.iter().any(|name| bytes[at + 1..].starts_with(name));
    if !memchr::memchr_iter(b'<', bytes).any(is_known) {
        return html;
    }
    let gone = empty(&html);
    if gone.is_empty() {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    for range in gone {
        out.push_str(&html[at..range.start]);
        at = range.end;
    }
    out.push_str(&html[at..]);
    out
}

/// The tags that go, in order.
fn empty(html: &str) -> Vec<Range<usize>> {
    let mut gone = Vec::new();
    // Players that are open: their first tag, and whether they have a source.
    let mut players: Vec<(Range<usize>, bool)> = Vec::new();
    // What is open inside of them, so that a source is known to be a child.
    let mut depths: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &html.as_bytes()[at..]) {
        let start = at + found;
        at = (start + 1 + end_of_tag(&html.as_bytes()[start + 1..]) + 1).min(html.len());
        let tag = &html[start..at];
        let inner = tag.trim_start_matches(['<', '/']);
        let name = &inner[..inner.bytes().take_while(u8::is_ascii_alphanumeric).count()];
        let has_source = || Attributes::of(tag).any(|(name, _)| tag.get(name) == Some("src"));
        match (tag.starts_with("</"), name) {
            (false, "img") if !has_source() => gone.push(start..at),
            (false, "source") => match players.last_mut().filter(|_| depths.last() == Some(&0) && has_source()) {
                Some((_, has)) => *has = true,
                None => gone.push(start..at),
            },
            (false, name) if PLAYERS.contains(&name) => {
                players.push((start..at, has_source()));
                depths.push(0);
            }
            (true, name) if PLAYERS.contains(&name) => {
                depths.pop();
                if let Some((first, false)) = players.pop() {
                    gone.extend([first, start..at]);
                }
            }
            (false, name) if is_void(name) => {}
            (is_end, _) => {
                if let Some(depth) = depths.last_mut() {
                    *depth = if is_end { depth.saturating_sub(1) } else { *depth + 1 };
                }
            }
        }
    }
    gone.sort_unstable_by_key(|range| range.start);
    gone
}

#[cfg(test)]
mod tests {
    use super::without_empty;

    #[test]
    fn what_has_no_source_goes() {
        for (html, kept) in [
            ("<img alt=\"a\"><img src=\"https://x/1\">", "<img src=\"https://x/1\">"),
            ("<source src=\"https://x/1\"><p>a</p>", "<p>a</p>"),
            ("<video>a</video><video src=\"https://x/1\">b</video>", "a<video src=\"https://x/1\">b</video>"),
            ("<audio><source><source src=\"https://x/1\">a</audio>", "<audio><source src=\"https://x/1\">a</audio>"),
            ("<video><p><source src=\"https://x/1\"></p></video>", "<p></p>"),
            ("<video><audio></audio></video>", ""),
            ("<img alt=\"a src=\">", ""),
        ] {
            assert_eq!(without_empty(html.to_owned()), kept);
        }
    }
}
