//! What programs for notes put into Markdown (Obsidian, Logseq, wikis): `[[page|text]]`, `![[picture.png]]`, `%%comments%%`,
//! `==marks==`, callouts (`> [!note] Title`), properties (`key:: value`).

use std::borrow::Cow;

use super::scan::{close_hole, code, replaced};

/// The longest link, mark or comment in a line, in bytes.
const LONGEST: usize = 2_000;

/// The text with these as ordinary Markdown.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if text.contains(":: ") {
        text = Cow::Owned(without_properties(&text));
    }
    if text.contains("[!") {
        text = Cow::Owned(with_callouts(&text));
    }
    if ["[[", "%%", "=="].iter().any(|sign| text.contains(sign)) {
        text = Cow::Owned(with_links(&text));
    }
    text
}

fn with_links(text: &str) -> String {
    let last_end = memchr::memmem::rfind(text.as_bytes(), COMMENT_END.as_bytes());
    replaced(
        text,
        |bytes| memchr::memchr3(b'[', b'%', b'=', bytes),
        |out, start| {
            let rest = &text[start..];
            let before = out.chars().next_back();
            let made = match rest.as_bytes() {
                [b'[', b'[', ..] => link(rest, before),
                [b'%', b'%', ..] => comment(rest, before, last_end > Some(start)).map(|length| (String::new(), length)),
                [b'=', b'=', ..] => mark(rest, before),
                _ => None,
            };
            let Some((made, length)) = made else {
                // A run of one sign is looked at once.
                let length = rest.bytes().take_while(|byte| *byte == rest.as_bytes()[0]).count();
                out.push_str(&rest[..length]);
                return Some(start + length);
            };
            if rest.starts_with("[[") && before == Some('!') {
                out.pop();
            }
            let next = start + length;
            if made.is_empty() {
                return Some(next + close_hole(out, &text[next..]));
            }
            out.push_str(&made);
            Some(next)
        },
    )
}

/// What stands between marks at the beginning of a text, in one paragraph.
fn between<'t>(rest: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let inside = &rest[open.len()..rest.floor_char_boundary(LONGEST).max(open.len())];
    let inside = &inside[..inside.find(close)?];
    (!inside.contains("\n\n") && !inside.trim().is_empty()).then_some(inside)
}

/// The words of a link, or a picture, and the length of what stands for it.
fn link(rest: &str, before: Option<char>) -> Option<(String, usize)> {
    let inside = between(rest, "[[", "]]")?;
    let length = inside.len() + 4;
    let is_other = matches!(before, Some('[' | '\\')) || rest[length..].starts_with(['(', '[', ':', ']']);
    if is_other || inside.contains(['[', ']', '\n']) || inside.starts_with(' ') {
        return None;
    }
    // In a table the bar is escaped.
    let (target, text) =
        inside.split_once('|').map_or((inside, None), |(target, text)| (target.trim_end_matches('\\'), Some(text)));
    if before == Some('!') {
        let picture = ["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp"]
            .iter()
            .any(|end| target.to_ascii_lowercase().rsplit_once('.').is_some_and(|(_, extension)| extension == *end));
        // A number is a width.
        let alt = text.filter(|text| !text.bytes().all(|b| b.is_ascii_digit() || b == b'x')).unwrap_or_default();
        return Some((if picture { format!("![{alt}](<{}>)", target.trim()) } else { String::new() }, length));
    }
    let shown = match text {
        Some(text) => text.trim().to_owned(),
        None => target.trim().trim_start_matches('#').replace('#', " > "),
    };
    Some((shown, length))
}

/// What ends a comment of several lines.
const COMMENT_END: &str = "\n%%";

/// The length of a comment of Obsidian; `may_end` says whether one of several lines ends anywhere behind it.
fn comment(rest: &str, before: Option<char>, may_end: bool) -> Option<usize> {
    if before.is_some_and(|c| !c.is_whitespace()) || rest.starts_with("%%%") {
        return None;
    }
    let is_block = rest[2..].starts_with(['\n', '\r']);
    let inside = if !is_block {
        between(rest, "%%", "%%")?
    } else if may_end {
        &rest[2..=2 + rest[2..].find(COMMENT_END)?]
    } else {
        return None;
    };
    let length = inside.len() + 4;
    let next = rest[length..].chars().next();
    next.is_none_or(|c| !c.is_alphanumeric()).then_some(length)
}

/// A marked text, and the length of what stands for it.
fn mark(rest: &str, before: Option<char>) -> Option<(String, usize)> {
    let inside = between(rest, "==", "==")?;
    let length = inside.len() + 4;
    let is_tight = !inside.starts_with(char::is_whitespace) && !inside.ends_with(char::is_whitespace);
    let is_apart = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '=' | '!' | '<' | '>'))
        && !rest[length..].starts_with(|c: char| c.is_alphanumeric() || c == '=');
    (is_tight && is_apart && !inside.contains('=')).then(|| (format!("<mark>{inside}</mark>"), length))
}

/// The text with the kinds and titles of callouts as their first lines: `> [!warning]- Careful`.
fn with_callouts(text: &str) -> String {
    let mut code = code(text);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim_start_matches([' ', '>']);
        let quote = &line[..line.len() - bare.len()];
        let callout = bare.strip_prefix("[!").filter(|_| quote.contains('>')).and_then(|rest| rest.split_once(']'));
        let is_kind = |kind: &str| {
            !kind.is_empty() && kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '|' | ' '))
        };
        match callout.filter(|(kind, _)| is_kind(kind)) {
            Some((kind, title)) if code.end(start).is_none() => {
                let title = title.trim_start_matches(['+', '-']).trim();
                let kind = kind.split('|').next().unwrap_or_default().trim().to_lowercase();
                let mut letters = kind.chars();
                let kind: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
                let title = if title.is_empty() { &kind } else { title };
                out.extend([quote, "**", title, "**\n", quote.trim_end(), "\n"]);
            }
            _ => out.push_str(line),
        }
    }
    out
}

/// The text without the properties of blocks (`key:: value`), where it is one of blocks.
fn without_properties(text: &str) -> String {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if !first.starts_with("- ") && !is_property(first) {
        return text.to_owned();
    }
    let mut code = code(text);
    let mut at = 0;
    let stays = |line: &&str| {
        let start = at;
        at += line.len();
        !is_property(line.trim_start().trim_start_matches("- ")) || code.end(start).is_some()
    };
    text.split_inclusive('\n').filter(stays).collect()
}

/// Whether a line is a property: `collapsed:: true`.
fn is_property(line: &str) -> bool {
    line.split_once(":: ").is_some_and(|(name, _)| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'))
    })
}
