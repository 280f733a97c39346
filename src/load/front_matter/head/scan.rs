//! Tags of a page that is not parsed.

/// Whether a text begins with a tag, in letters of any case.
fn begins(text: &str, tag: &str) -> bool {
    let found = text.as_bytes().get(..tag.len());
    let next = text.as_bytes().get(tag.len());
    found.is_some_and(|found| found.eq_ignore_ascii_case(tag.as_bytes()))
        && !next.is_some_and(u8::is_ascii_alphanumeric)
}

/// Where a tag begins.
pub(super) fn find(page: &str, tag: &str) -> Option<usize> {
    memchr::memchr_iter(b'<', page.as_bytes()).find(|at| begins(&page[*at..], tag))
}

/// How many tags of that name there are.
pub(super) fn count(page: &str, tag: &str) -> usize {
    memchr::memchr_iter(b'<', page.as_bytes()).filter(|at| begins(&page[*at..], tag)).count()
}

/// What an element holds whose first tag ends at `start`: up to its end tag, or to the end of the page.
pub(super) fn inner<'p>(page: &'p str, start: usize, name: &str) -> &'p str {
    let (open, close) = (format!("<{name}"), format!("</{name}"));
    // Articles may stand in articles.
    let (mut depth, mut at) = (1_usize, start);
    while let Some(found) = memchr::memchr(b'<', &page.as_bytes()[at..]) {
        at += found;
        if begins(&page[at..], &open) {
            depth += 1;
        } else if begins(&page[at..], &close) {
            depth -= 1;
            if depth == 0 {
                return &page[start..at];
            }
        }
        at += 1;
    }
    &page[start..]
}

/// The text of a short element, on one line; references stay as they are.
pub(super) fn words(inner: &str) -> String {
    /// Longer than any title and name, in bytes.
    const LONGEST: usize = 4_000;
    let mut out = String::new();
    let mut rest = &inner[..inner.floor_char_boundary(LONGEST)];
    while let Some((text, after)) = rest.split_once('<') {
        out.push_str(text);
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a part of a page shows nothing.
pub(super) fn is_blank(part: &str) -> bool {
    let mut rest = part;
    while let Some((text, after)) = rest.split_once('<') {
        if !text.trim().is_empty() {
            return false;
        }
        let name: String = after.chars().take_while(char::is_ascii_alphanumeric).take(8).collect();
        let name = name.to_ascii_lowercase();
        if matches!(name.as_str(), "img" | "iframe" | "video" | "audio" | "picture" | "object" | "embed") {
            return false;
        }
        let end = if matches!(name.as_str(), "script" | "style" | "noscript") { "</" } else { ">" };
        rest = after.split_once(end).map_or("", |(_, after)| after);
        if end == "</" {
            rest = rest.split_once('>').map_or("", |(_, after)| after);
        }
    }
    rest.trim().is_empty()
}

/// The attributes of a tag, from after its name, and what follows them; their names in small letters, references decoded.
pub(super) fn attributes(tag: &str) -> (Vec<(String, String)>, &str) {
    /// More than any tag of a head has.
    const MOST: usize = 32;
    let mut found = Vec::new();
    let mut rest = tag.trim_start();
    while found.len() < MOST && !rest.starts_with(['>', '<']) && !rest.is_empty() {
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '<')).unwrap_or(rest.len());
        let name = rest[..length].trim_matches('/').to_ascii_lowercase();
        rest = rest[length..].trim_start();
        let Some(after) = rest.strip_prefix('=') else {
            if length == 0 {
                break;
            }
            found.push((name, String::new()));
            continue;
        };
        let after = after.trim_start();
        let (value, next) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            _ => after.split_at(after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len())),
        };
        found.push((name, htmlize::unescape(value).into_owned()));
        rest = next.trim_start();
    }
    (found, rest.strip_prefix('>').unwrap_or(rest))
}

/// The address that a program left in a comment when it saved the page: `<!-- saved from url=(0031)https://… -->` (browsers),
/// `url: https://…` (`SingleFile`).
pub(super) fn saved_from(page: &str) -> Option<&str> {
    /// How far from the beginning such a comment is, in bytes.
    const FIRST: usize = 4_096;
    let first = &page[..page.floor_char_boundary(FIRST)];
    let comments = first.split("<!--").skip(1).filter_map(|rest| rest.split_once("-->").map(|(comment, _)| comment));
    comments.map(str::trim).find_map(|comment| {
        let after = match comment.split_once("saved from url=(") {
            Some((_, after)) => after.split_once(')')?.1,
            None => comment.split_once("SingleFile")?.1.split_once("url:")?.1.trim_start(),
        };
        let url = after.split_whitespace().next()?;
        (url.starts_with("http://") || url.starts_with("https://")).then_some(url)
    })
}

#[cfg(test)]
mod tests {
    use super::{is_blank, saved_from, words};

    #[test]
    fn programs_leave_the_address_in_a_comment() {
        let page = "<!DOCTYPE html>\n<!-- saved from url=(0031)https://x.example/1?a=1 -->\n<html>";
        assert_eq!(saved_from(page), Some("https://x.example/1?a=1"));
        let page =
            "<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: https://x.example/2 \n saved date: x-->";
        assert_eq!(saved_from(page), Some("https://x.example/2"));
        assert_eq!(saved_from("<!-- url: https://x.example/2 --><p>saved from url=(1)https://x/"), None);
    }

    #[test]
    fn words_are_what_is_shown() {
        assert_eq!(words(" By <a href=x>Ana\n <b>Moor</b></a> "), "By Ana Moor");
        assert!(
            is_blank("<div id=app></div><script>a</script>\n") && !is_blank("<p>a</p>") && !is_blank("<img src=a>")
        );
    }
}
