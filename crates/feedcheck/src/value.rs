//! Values: whether a text is a date, an address, a number and the like. Functions of strings alone.

pub(super) mod date;
pub(super) mod email;
pub(super) mod language;
pub(super) mod number;
pub(super) mod uri;

/// Whether a text is a media type (RFC 6838 §4.2), with parameters.
pub(super) fn is_media_type(text: &str) -> bool {
    let mut parts = split_parameters(text).into_iter();
    let token = |text: &str| {
        !text.is_empty()
            && text.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"()<>,;:\\\"/[]?=".contains(c))
    };
    let parameter = |part: &str| {
        part.trim().split_once('=').is_some_and(|(name, value)| {
            let is_quoted = value.len() > 1 && value.starts_with('"') && value.ends_with('"');
            token(name) && (token(value) || is_quoted)
        })
    };
    let Some((kind, subtype)) = parts.next().and_then(|first| first.split_once('/')) else { return false };
    let subtype = subtype.trim_end();
    token(kind) && token(subtype) && parts.all(parameter)
}

/// The parts of a text between semicolons that are not quoted.
fn split_parameters(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut is_quoted) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            ';' if !is_quoted => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_have_two_parts_and_parameters() {
        for good in ["text/html", "application/atom+xml; type=entry", "a/b;c=\"d;e\"", "audio/x-m4a", "*/*"] {
            assert!(is_media_type(good), "{good}");
        }
        for bad in ["", "html", "text/", "/html", "text/html/x", "text html", "text/html; charset", "a b/c"] {
            assert!(!is_media_type(bad), "{bad}");
        }
    }
}
