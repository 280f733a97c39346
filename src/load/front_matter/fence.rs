//! Where front matter begins and ends.

use super::Broken;

/// How front matter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// There is none.
    None,
    /// Between `---` lines, of which the first may be missing (Hexo).
    Yaml,
    /// Between `+++` lines.
    Toml,
    /// An object, alone or between `;;;` lines.
    Json,
    /// `Name: value` lines up to a blank one (MultiMarkdown, Pelican).
    Headers,
    /// `.. name: value` lines in a comment (Nikola).
    Comment,
    /// `name:: value` lines, perhaps of a first block (Logseq).
    Properties,
}

/// Front matter and the text after it.
#[derive(Debug)]
pub(super) struct FrontMatter<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// The line that it begins in.
    pub(super) line: u64,
    pub(super) body: &'a str,
}

impl<'a> FrontMatter<'a> {
    /// A text without.
    pub(super) fn none(body: &'a str) -> Self {
        Self { kind: Kind::None, text: "", line: 1, body }
    }
}

/// Finds the front matter of a text; `None` where it has none.
pub(super) fn find(text: &str) -> Result<Option<FrontMatter<'_>>, Broken> {
    let blank = text.len() - text.trim_start_matches(['\n', '\r', ' ', '\t', '\u{FEFF}']).len();
    let line = 1 + text[..blank].matches('\n').count() as u64;
    let text = &text[blank..];
    let first = text.lines().next().unwrap_or_default().trim_end();
    let kind = match first {
        "---" => Kind::Yaml,
        "+++" => Kind::Toml,
        ";;;" => Kind::Json,
        _ if text.starts_with('{') && !text.starts_with("{%") && !text.starts_with("{{") => {
            return object(text, line).map(Some);
        }
        _ => {
            let comment = (first == "<!--").then(|| comment(text, line)).flatten();
            let properties = || first.contains("::").then(|| properties(text, line)).flatten();
            return Ok(comment.or_else(properties).or_else(|| headers(text, line)));
        }
    };
    let start = text.find('\n').map_or(text.len(), |end| end + 1);
    let mut at = start;
    for found in text[start..].split_inclusive('\n') {
        let mark = found.trim_end();
        if mark == first || (kind == Kind::Yaml && mark == "...") {
            let body = &text[at + found.len()..];
            return Ok(Some(FrontMatter { kind, text: &text[start..at], line: line + 1, body }));
        }
        at += found.len();
    }
    Err(Broken { line, reason: format!("the front matter that begins with {first} does not end") })
}

/// Nikola's: a comment of lines that begin with two dots.
fn comment(text: &str, line: u64) -> Option<FrontMatter<'_>> {
    let (inside, body) = text.strip_prefix("<!--")?.split_once("-->")?;
    let mut lines = inside.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    let is_metadata = lines.peek().is_some() && lines.all(|line| line.starts_with(".. ") && line.contains(':'));
    is_metadata.then_some(FrontMatter { kind: Kind::Comment, text: inside, line, body })
}

/// Logseq's: the properties of a page, of which one is among those that articles have.
fn properties(text: &str, line: u64) -> Option<FrontMatter<'_>> {
    const OWN: &[&str] = &["title", "tags", "date", "public", "author", "published", "created", "type", "description"];
    let names =
        |line: &str| line.trim().trim_start_matches("- ").split_once(":: ").map(|(name, _)| name.to_ascii_lowercase());
    let is_name =
        |name: &String| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let (mut at, mut is_own) = (0, false);
    for found in text.split_inclusive('\n') {
        let Some(name) = names(found).filter(is_name) else { break };
        is_own |= OWN.contains(&name.as_str());
        at += found.len();
    }
    let body = &text[at..];
    is_own.then_some(FrontMatter { kind: Kind::Properties, text: &text[..at], line, body })
}

/// A JSON object at the beginning of a text.
fn object(text: &str, line: u64) -> Result<FrontMatter<'_>, Broken> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    match stream.next() {
        Some(Ok(_)) => {
            let (object, body) = text.split_at(stream.byte_offset());
            Ok(FrontMatter { kind: Kind::Json, text: object, line, body })
        }
        other => {
            let error = other.and_then(Result::err);
            let at = error.as_ref().map_or(0, |error| error.line().max(1) as u64 - 1);
            let reason = error.map_or_else(String::new, |error| format!(": {error}"));
            Err(Broken { line: line + at, reason: format!("the front matter is not JSON{reason}") })
        }
    }
}

/// YAML without its first fence (Hexo): names, lists and what is indented, up to a `---`.
fn unfenced(text: &str, line: u64) -> Option<FrontMatter<'_>> {
    let mut at = 0;
    for found in text.split_inclusive('\n') {
        let bare = found.trim_end();
        if bare == "---" {
            let kind = Kind::Yaml;
            return (at > 0).then(|| FrontMatter { kind, text: &text[..at], line, body: &text[at + found.len()..] });
        }
        let is_item = |line: &str| line.starts_with([' ', '\t']) || line.starts_with("- ") || name(line).is_some();
        // A blank line ends header lines, and what follows it is text, unless it goes on like front matter.
        if bare.is_empty() && !text[at + found.len()..].lines().next().is_some_and(is_item) {
            return None;
        }
        let fits =
            bare.is_empty() || found.starts_with([' ', '\t', '#']) || bare.starts_with("- ") || name(bare).is_some();
        if !fits || (at == 0 && name(bare).is_none()) {
            return None;
        }
        at += found.len();
    }
    None
}

/// Header lines, of which one is the title.
fn headers(text: &str, line: u64) -> Option<FrontMatter<'_>> {
    if let Some(found) = unfenced(text, line) {
        return Some(found);
    }
    let mut at = 0;
    let mut has_title = false;
    for found in text.split_inclusive('\n') {
        let bare = found.trim_end();
        if bare.is_empty() || matches!(bare, "---" | "...") {
            let kind = Kind::Headers;
            return has_title.then(|| FrontMatter { kind, text: &text[..at], line, body: &text[at + found.len()..] });
        }
        let is_continued = at > 0 && found.starts_with([' ', '\t']);
        match name(bare) {
            _ if is_continued => {}
            Some(name) => has_title |= name.eq_ignore_ascii_case("title"),
            None => return None,
        }
        at += found.len();
    }
    has_title.then_some(FrontMatter { kind: Kind::Headers, text, line, body: "" })
}

/// The name in a header line.
pub(super) fn name(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    let is_name = name.starts_with(|c: char| c.is_alphabetic())
        && name.len() <= 40
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    is_name.then_some(name)
}
