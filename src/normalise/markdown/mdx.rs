//! MDX (<https://mdxjs.com/docs/what-is-mdx/>): Markdown with `import` and `export` lines, and elements that are components.
//!
//! Lines of program go; of components what stands between their tags stays.

use std::borrow::Cow;

use super::scan::{code, replaced};

/// The longest tag of a component, in bytes.
const LONGEST: usize = 4_000;

/// The text without program, if it is one of MDX: its file says so, or it begins with an import.
pub(super) fn without_program(text: &str, is_mdx: bool) -> Cow<'_, str> {
    let first = || text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let is_program = is_mdx || (text.contains("import ") && is_import(first()));
    if !is_program {
        return Cow::Borrowed(text);
    }
    Cow::Owned(without_components(&without_modules(text)))
}

/// Whether a line imports something: `import Tabs from '@theme/Tabs';`.
fn is_import(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("import ") else { return false };
    let rest = rest.trim().trim_end_matches(';').trim_end();
    let from = rest.rsplit_once(" from ").map_or(rest, |(_, from)| from).trim();
    ['"', '\''].iter().any(|quote| from.len() > 1 && from.starts_with(*quote) && from.ends_with(*quote))
}

/// Whether a line begins something that is exported, or an import over several lines.
fn begins_program(line: &str) -> bool {
    const EXPORTS: &[&str] = &["const ", "let ", "var ", "default ", "function ", "async ", "class ", "{", "*"];
    let exports = line.strip_prefix("export ").is_some_and(|rest| EXPORTS.iter().any(|begin| rest.starts_with(begin)));
    exports || is_import(line) || line.strip_prefix("import ").is_some_and(|rest| rest.trim_start().starts_with('{'))
}

/// Program begins a paragraph, and ends with it.
fn without_modules(text: &str) -> String {
    let mut code = code(text);
    let mut out = String::with_capacity(text.len());
    let (mut at, mut begins, mut is_program) = (0, true, false);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let is_blank = line.trim().is_empty();
        is_program = !is_blank && (is_program || (begins && begins_program(line) && code.end(start).is_none()));
        // One import may stand right before a text.
        if is_program && is_import(line.trim_end()) {
            (is_program, begins) = (false, true);
            continue;
        }
        begins = is_blank;
        if !is_program {
            out.push_str(line);
        }
    }
    out
}

fn without_components(text: &str) -> String {
    replaced(text, |bytes| memchr::memchr(b'<', bytes), |_, start| Some(start + component(&text[start..])?))
}

/// The length of the tag of a component at the beginning of a text: `<Tabs.Item value={a > b}>`, `</Tabs>`, `<>`.
fn component(text: &str) -> Option<usize> {
    let bare = text.strip_prefix("</").or_else(|| text.strip_prefix('<'))?;
    if bare.starts_with('>') {
        return Some(text.len() - bare.len() + 1);
    }
    if !bare.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let (mut depth, mut quote) = (0_usize, None);
    for (at, byte) in text.bytes().enumerate().take(LONGEST) {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => depth = depth.saturating_sub(1),
            (None, b'>') if depth == 0 => return Some(at + 1),
            _ => {}
        }
    }
    None
}
