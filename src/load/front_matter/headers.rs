//! Front matter without fences: `Name: value`, continued in indented lines (MultiMarkdown §Metadata, Pelican).

use std::borrow::Cow;

use super::{Members, fence};
use crate::load::fields::Value;

/// The members of lines that begin with two dots, or have two colons: what stands before `mark` is the name.
pub(super) fn marked<'a>(text: &'a str, mark: &str) -> Members<'a> {
    let member = |line: &'a str| {
        let line = line.trim().trim_start_matches("..").trim_start_matches("- ").trim_start();
        let (name, value) = line.split_once(mark)?;
        // Pages and tags of Logseq are links.
        let value = value.trim();
        let value =
            if value.contains("[[") { Cow::Owned(value.replace("[[", "").replace("]]", "")) } else { value.into() };
        Some((Cow::Borrowed(name.trim()), Value::Text(value)))
    };
    text.lines()
        .filter_map(member)
        .filter(|(_, value)| !matches!(value, Value::Text(text) if text.is_empty()))
        .collect()
}

/// A page as Notion writes it: a heading, lines of properties, a blank one, the text.
pub(super) fn of_notion(text: &str) -> Option<(Members<'_>, &str)> {
    let (title, rest) = super::heading(text)?;
    let body = rest.trim_start_matches(['\n', '\r']);
    let properties: usize =
        body.split_inclusive('\n').take_while(|line| fence::name(line.trim_end()).is_some()).map(str::len).sum();
    let (lines, after) = body.split_at(properties);
    let ends = after.is_empty() || after.starts_with(['\n', '\r']);
    let (lines, after) = if ends { (lines, after) } else { ("", body) };
    let mut members = vec![(Cow::Borrowed("title"), Value::Text(Cow::Borrowed(title)))];
    members.extend(self::members(lines));
    Some((members, after))
}

/// The members of header lines.
pub(super) fn members(text: &str) -> Members<'_> {
    let mut members: Members<'_> = Vec::new();
    for line in text.lines() {
        let is_continued = line.starts_with([' ', '\t']);
        match (fence::name(line).filter(|_| !is_continued), members.last_mut()) {
            (Some(name), _) => {
                let value = line[name.len() + 1..].trim();
                // Some write YAML without its fences.
                let quoted = ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
                members.push((Cow::Borrowed(name), Value::Text(Cow::Borrowed(quoted.unwrap_or(value)))));
            }
            (None, Some((_, Value::Text(value)))) => {
                let value = value.to_mut();
                let more = line.trim();
                // A list of YAML's, or the next line of a text.
                match more.strip_prefix("- ") {
                    Some(item) if value.is_empty() => item.trim().clone_into(value),
                    Some(item) => value.extend([", ", item.trim()]),
                    None => value.extend([" ", more]),
                }
            }
            _ => {}
        }
    }
    members
}
