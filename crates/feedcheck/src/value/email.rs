//! E-mail addresses (RFC 5322 §3.4.1, without quoted parts and comments).

/// How a text is an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Address {
    /// An address with a host of several labels.
    Whole,
    /// An address whose host has one label: no host of the Internet.
    Local,
    /// None.
    No,
}

/// Checks an address alone, such as `a@example.org`.
pub(crate) fn classify(text: &str) -> Address {
    let Some((user, host)) = text.rsplit_once('@') else { return Address::No };
    let is_user =
        !user.is_empty() && user.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-./=?^_`{|}~".contains(&b));
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !is_user
        || !host.split('.').all(is_label)
        || host.split('.').next_back().is_none_or(|last| last.starts_with('-'))
    {
        return Address::No;
    }
    if host.contains('.') { Address::Whole } else { Address::Local }
}

/// The address inside of `Name <a@example.org>` or `a@example.org (Name)`, or the text itself.
pub(crate) fn bare(text: &str) -> &str {
    if let Some((_, rest)) = text.split_once('<')
        && let Some((address, "")) = rest.split_once('>')
    {
        return address.trim();
    }
    match text.split_once('(') {
        Some((address, rest)) if rest.ends_with(')') => address.trim(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_names() {
        for (text, is) in [
            ("a.b+c@example.org", Address::Whole),
            ("a@localhost", Address::Local),
            ("Ana Müller", Address::No),
            ("a@b@example.org", Address::No),
            ("@example.org", Address::No),
            ("a@example..org", Address::No),
        ] {
            assert_eq!(classify(text), is, "{text}");
        }
        assert_eq!(bare("a@example.org (Ana)"), "a@example.org");
        assert_eq!(bare("Ana <a@example.org>"), "a@example.org");
        assert_eq!(bare("a@example.org"), "a@example.org");
    }
}
