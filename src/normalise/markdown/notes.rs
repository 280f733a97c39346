//! What programs for notes put into Markdown (Obsidian, Logseq, wikis): `[[page|text]]`, `![[picture.png]]`, `%%comments%%`,
//! `==marks==`, callouts (`> [!note] Title`), properties (`key:: value`).

use std::borrow::Cow;
use std::fmt::Write as _;

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
        return Some((embedded(target.trim(), text.unwrap_or_default()), length));
    }
    let shown = match text {
        Some(text) => text.trim().to_owned(),
        None => target.trim().trim_start_matches('#').replace('#', " > "),
    };
    Some((shown, length))
}

/// Extensions of files that a note may show (<https://help.obsidian.md/file-formats>), and of others that are linked.
const PICTURES: &[&str] = &["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp"];
const FILMS: &[&str] = &["mp4", "webm", "mov", "mkv", "ogv", "m4v"];
const SOUNDS: &[&str] = &["mp3", "wav", "m4a", "ogg", "oga", "opus", "flac", "3gp", "aac"];
const FILES: &[&str] =
    &["pdf", "epub", "zip", "csv", "txt", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp"];

/// What stands for a file that is shown in a note: `pic.png#outline`, with the parts of `a quay|300`. Another note that is shown
/// leaves nothing.
fn embedded(target: &str, text: &str) -> String {
    let file = target.split('#').next().unwrap_or(target).trim_end();
    let extension = file.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase());
    let is = |known: &[&str]| known.contains(&extension.as_str());
    // A number is a width.
    let is_size = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'x');
    let words: Vec<&str> = text.split('|').map(|part| part.trim_end_matches('\\').trim()).collect();
    let words = words.into_iter().filter(|part| !is_size(part)).collect::<Vec<_>>().join(" ");
    if is(PICTURES) {
        return format!("![{words}](<{file}>)");
    }
    let name = file.rsplit('/').next().unwrap_or(file);
    let label = literal(if words.is_empty() { name } else { &words });
    let (address, label) = (literal(file), label.as_str());
    match () {
        // What stands inside is for readers that show no such thing.
        () if is(FILMS) => format!("<video src=\"{address}\" controls><a href=\"{address}\">{label}</a></video>"),
        () if is(SOUNDS) => format!("<audio src=\"{address}\" controls><a href=\"{address}\">{label}</a></audio>"),
        () if is(FILES) => format!("<a href=\"{}\">{label}</a>", literal(target)),
        () => String::new(),
    }
}

/// A text with its signs as references, so that none is one of HTML or Markdown.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, '.' | '/' | '-') {
            let _ = write!(out, "&#{};", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
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

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_a_note_shows_is_a_picture_a_film_a_sound_or_a_link() {
        for (text, made) in [
            ("![[pic.png]]", "![](<pic.png>)"),
            ("![[a/My pic.PNG#outline|300]]", "![](<a/My pic.PNG>)"),
            ("![[pic.png|A quay]]", "![A quay](<pic.png>)"),
            ("![[pic.png|A quay|100x145]]", "![A quay](<pic.png>)"),
            ("| ![[pic.png\\|300]] |", "| ![](<pic.png>) |"),
            ("a ![[Other note]] b", "a b"),
            ("![[Other note#Tides|Tides]]", ""),
            ("![[t.mp4]]", "<video src=\"t.mp4\" controls><a href=\"t.mp4\">t.mp4</a></video>"),
            (
                "![[x/my_talk.mp3#t=90|The *talk*]]",
                "<audio src=\"x/my&#95;talk.mp3\" controls><a href=\"x/my&#95;talk.mp3\">The &#42;talk&#42;</a></audio>",
            ),
            ("![[map.pdf#page=3]]", "<a href=\"map.pdf&#35;page&#61;3\">map.pdf</a>"),
            ("`![[t.mp4]]`", "`![[t.mp4]]`"),
        ] {
            assert_eq!(plain(text), made, "{text}");
        }
    }
}
