//! Front matter without fences: `Name: value`, continued in indented lines (MultiMarkdown §Metadata, Pelican).

use std::borrow::Cow;

use super::{Members, fence};
use crate::load::fields::Value;

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
