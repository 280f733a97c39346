//! The one form of a URI among those that mean the same.

use std::fmt::Write as _;

use super::scheme::scheme;

/// The normal form of a URI (RFC 3986 §6.2.2 and §6.2.3): what comparing ids character by character needs; `None` if
/// there is none.
pub(crate) fn canonical(text: &str) -> Option<String> {
    let scheme = scheme(text)?;
    let mut rest = &text[scheme.len() + 1..];
    let scheme = scheme.to_ascii_lowercase();
    let mut out = format!("{scheme}:");
    let fragment = split_off(&mut rest, '#');
    let query = split_off(&mut rest, '?');
    if let Some(after) = rest.strip_prefix("//") {
        let (authority, path) = after.find('/').map_or((after, ""), |at| after.split_at(at));
        let (user, host) = authority.rsplit_once('@').map_or(("", authority), |(user, host)| (user, host));
        let host = host.to_ascii_lowercase();
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (name, port),
            _ => (host.as_str(), ""),
        };
        let usual = match scheme.as_str() {
            "http" => "80",
            "https" => "443",
            "ftp" => "21",
            _ => "",
        };
        let name = match name.strip_suffix('.') {
            Some(bare) if bare.contains('.') => bare,
            _ => name,
        };
        out.push_str("//");
        if !user.is_empty() && user != ":" {
            out.push_str(user);
            out.push('@');
        }
        out.push_str(name);
        if !port.is_empty() && port != usual {
            let _ = write!(out, ":{}", port.trim_start_matches('0'));
        }
        out.push_str(&if path.is_empty() { "/".to_owned() } else { without_dots(&escapes(path)?) });
    } else if rest.starts_with('/') {
        out.push_str(&without_dots(&escapes(rest)?));
    } else {
        out.push_str(&escapes(rest)?);
    }
    for (sign, part) in [('?', query), ('#', fragment)] {
        if let Some(part) = part {
            out.push(sign);
            out.push_str(&escapes(part)?);
        }
    }
    Some(out)
}

/// Splits off what stands after a sign.
fn split_off<'t>(text: &mut &'t str, sign: char) -> Option<&'t str> {
    let (before, after) = text.split_once(sign)?;
    *text = before;
    Some(after)
}

/// Escapes in upper case, and only where they are needed; `None` if one is broken.
fn escapes(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let hex = rest.get(at + 1..at + 3)?;
        let byte = u8::from_str_radix(hex, 16).ok()?;
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        rest = &rest[at + 3..];
    }
    out.push_str(rest);
    Some(out)
}

/// A path without `.` and `..` (RFC 3986 §5.2.4).
fn without_dots(path: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." && out.len() > 1 {
                    out.pop();
                }
                if is_last {
                    out.push("");
                }
            }
            _ => out.push(segment),
        }
    }
    out.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_one_form() {
        let cases = [
            ("HTTPS://Water.example.org:443/a/./b/../c", "https://water.example.org/a/c"),
            ("http://example.org", "http://example.org/"),
            ("http://example.org./?q=%7e%c3", "http://example.org/?q=~%C3"),
            ("urn:uuid:A", "urn:uuid:A"),
        ];
        for (text, form) in cases {
            assert_eq!(canonical(text).as_deref(), Some(form), "{text}");
        }
        assert_eq!(canonical("http://example.org/%zz"), None);
    }
}
