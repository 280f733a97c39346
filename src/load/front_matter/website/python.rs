//! Settings that are a program in Python, as Pelican has them.

use std::borrow::Cow;

use crate::load::fields::Value;
use crate::load::front_matter::Members;

/// The assignments of a program in Python: plain ones (`NAME = 'text'`, a number, `True`, `False`), and null where a value is
/// computed. Of two of one name the last counts.
pub(super) fn assignments(program: &str) -> Members<'static> {
    let mut members: Members<'static> = Vec::new();
    for line in program.lines() {
        let Some((name, value)) = line.split_once('=') else { continue };
        let name = name.trim_end();
        let is_name = name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
        if is_name {
            // What is computed is not known, also where it was known before.
            let value = literal(value.trim()).map_or(Value::Null, |value| Value::Text(value.into()));
            members.retain(|(known, _)| known != name);
            members.push((Cow::Owned(name.to_owned()), value));
        }
    }
    members
}

/// A literal of Python, and nothing behind it but a comment.
fn literal(text: &str) -> Option<String> {
    let bare = text.trim_start_matches(['u', 'r', 'U', 'R']);
    let Some(quote) = bare.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        let word = text.split('#').next().unwrap_or_default().trim();
        let is_plain = matches!(word, "True" | "False") || word.parse::<i64>().is_ok();
        return is_plain.then(|| word.to_owned());
    };
    let inside = &bare[1..];
    let end = inside.find(quote)?;
    let rest = inside[end + 1..].trim_start();
    let ends = rest.is_empty() || rest.starts_with('#');
    (ends && !inside[..end].contains('\\')).then(|| inside[..end].to_owned())
}
