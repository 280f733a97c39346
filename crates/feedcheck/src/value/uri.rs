//! URIs and IRIs (RFC 3986, RFC 3987), and the schemes that ids are made of: tag (RFC 4151), urn (RFC 8141).
//!
//! Not supported: the grammar of a scheme's own part, beyond http, tag and urn.

mod canonical;
mod scheme;

pub(crate) use canonical::canonical;
pub(crate) use scheme::scheme;

/// What is wrong with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A character that no URI has.
    Character(char),
    /// A right IRI where a URI is wanted.
    Iri,
    /// It begins with no scheme.
    Relative,
    /// It has no host.
    NoHost,
    /// It is no URI.
    Invalid,
    /// The scheme is not registered.
    Scheme(String),
    /// It begins with `tag:` and is no tag URI.
    Tag,
    /// It begins with `urn:` and is no URN.
    Urn,
    /// It begins with `urn:uuid:` and is no UUID.
    Uuid,
}

/// Schemes that are registered (<https://www.iana.org/assignments/uri-schemes>), as far as they are found in feeds.
const SCHEMES: &[&str] = &[
    "about",
    "acct",
    "aim",
    "bitcoin",
    "callto",
    "cid",
    "crid",
    "data",
    "dav",
    "dict",
    "did",
    "dns",
    "doi",
    "ed2k",
    "facetime",
    "feed",
    "file",
    "ftp",
    "gemini",
    "geo",
    "git",
    "go",
    "gopher",
    "gtalk",
    "http",
    "https",
    "im",
    "imap",
    "info",
    "ipfs",
    "ipns",
    "irc",
    "irc6",
    "ircs",
    "itms",
    "jabber",
    "lastfm",
    "ldap",
    "ldaps",
    "magnet",
    "mailto",
    "maps",
    "matrix",
    "mid",
    "mms",
    "mumble",
    "mvn",
    "news",
    "nfs",
    "ni",
    "nntp",
    "openid",
    "payto",
    "pop",
    "pres",
    "rsync",
    "rtmp",
    "rtsp",
    "service",
    "sftp",
    "sip",
    "sips",
    "skype",
    "smb",
    "sms",
    "snmp",
    "spotify",
    "ssh",
    "steam",
    "svn",
    "tag",
    "teamspeak",
    "tel",
    "telnet",
    "tftp",
    "tip",
    "tv",
    "udp",
    "urn",
    "view-source",
    "vnc",
    "wais",
    "web3",
    "webcal",
    "ws",
    "wss",
    "xmpp",
    "xri",
];

/// A URI with its scheme.
pub(crate) fn absolute(text: &str) -> Result<(), Fault> {
    check(text, false)
}

/// A URI, or a reference relative to another.
pub(crate) fn reference(text: &str) -> Result<(), Fault> {
    check(text, true)
}

/// An IRI, or a reference relative to another.
pub(crate) fn iri_reference(text: &str) -> Result<(), Fault> {
    match reference(text) {
        Err(Fault::Iri) => Ok(()),
        other => other,
    }
}

fn check(text: &str, may_be_relative: bool) -> Result<(), Fault> {
    let scheme = scheme(text);
    let lower = scheme.map(str::to_ascii_lowercase);
    match lower.as_deref() {
        Some("tag") if !is_tag(text) => return Err(Fault::Tag),
        Some("urn") if !is_urn(text) => {
            let is_uuid = text.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("urn:uuid:"));
            return Err(if is_uuid { Fault::Uuid } else { Fault::Urn });
        }
        _ => {}
    }
    if text.is_empty() {
        return if may_be_relative { Ok(()) } else { Err(Fault::Invalid) };
    }
    if let Some(c) =
        text.chars().find(|&c| c.is_ascii() && !is_uri_char(c) && !(matches!(c, '[' | ']') && has_ipv6(text)))
    {
        return Err(Fault::Character(c));
    }
    if scheme.is_none() && !may_be_relative {
        return Err(Fault::Relative);
    }
    if !text.is_ascii() {
        let is_plain = text.chars().all(|c| !c.is_whitespace() && !c.is_control());
        return Err(if is_plain { Fault::Iri } else { Fault::Invalid });
    }
    match lower.as_deref() {
        Some("http" | "https" | "ftp") => {
            let rest = text[scheme.map_or(0, str::len) + 1..].strip_prefix("//").unwrap_or_default();
            let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
            let host = authority.rsplit('@').next().unwrap_or_default();
            if host.is_empty() || host.starts_with(':') {
                return Err(Fault::NoHost);
            }
        }
        Some(scheme) if scheme.bytes().all(|b| b.is_ascii_alphabetic()) && !SCHEMES.contains(&scheme) => {
            return Err(Fault::Scheme(scheme.to_owned()));
        }
        _ => {}
    }
    Ok(())
}

fn is_uri_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || ";/?:@&=+$.-_!~*'()%,#".contains(c)
}

/// Whether the host is an address in brackets.
fn has_ipv6(text: &str) -> bool {
    let Some((before, rest)) = text.split_once('[') else { return false };
    let inside = rest.split(']').next().unwrap_or_default();
    let is_host = before.ends_with("//") || before.rsplit("//").next().is_some_and(|user| user.ends_with('@'));
    is_host
        && rest.len() > inside.len()
        && inside.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.'))
        && text.matches(['[', ']']).count() == 2
}

/// Whether a text is a tag URI (RFC 4151 §2.1).
pub fn is_tag(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("tag:") else { return false };
    let Some((authority, rest)) = rest.split_once(',') else { return false };
    let Some((date, specific)) = rest.split_once(':') else { return false };
    let (user, host) = authority.split_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    let is_name = |name: &str, others: &[u8]| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || others.contains(&b))
    };
    let date_parts: Vec<_> = date.split('-').collect();
    let is_date = matches!(date_parts.len(), 1..=3)
        && date_parts
            .iter()
            .enumerate()
            .all(|(n, part)| part.len() == if n == 0 { 4 } else { 2 } && part.bytes().all(|b| b.is_ascii_digit()));
    is_name(host, b".-")
        && user.is_none_or(|user| is_name(user, b"-._"))
        && is_date
        && specific.matches('#').count() <= 1
        && specific.chars().all(is_uri_char)
}

/// Whether a text is a URN (RFC 8141 §2); one of the namespace uuid has to be one (RFC 9562 §4).
pub(crate) fn is_urn(text: &str) -> bool {
    let mut parts = text.splitn(3, ':');
    let (Some(urn), Some(space), Some(specific)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let is_space = (2..=32).contains(&space.len())
        && !space.starts_with('-')
        && space.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if space.eq_ignore_ascii_case("uuid") {
        let groups: Vec<_> = specific.split('-').collect();
        return urn.eq_ignore_ascii_case("urn")
            && groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
            && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_hexdigit()));
    }
    urn.eq_ignore_ascii_case("urn") && is_space && !specific.is_empty() && is_nss(specific, b"()+,.:=@;$_!*'-")
}

/// Whether a text can be the specific part of a URN, with these characters and escapes.
pub(crate) fn is_nss(text: &str, others: &[u8]) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            if !bytes.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)) {
                return false;
            }
            at += 2;
        } else if !byte.is_ascii_alphanumeric() && !others.contains(&byte) {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether a text is an http or https address with a host of several labels or numbers.
pub(crate) fn is_web(text: &str) -> bool {
    let scheme = scheme(text).unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return false;
    }
    let Some(rest) = text[scheme.len() + 1..].strip_prefix("//") else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority.split_once(':').map_or(authority, |(host, port)| {
        if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) { host } else { "" }
    });
    let labels: Vec<_> = host.split('.').collect();
    absolute(text).is_ok()
        && labels.len() > 1
        && labels.iter().all(|label| {
            !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_whole_and_in_ascii() {
        for good in
            ["https://example.org/a?b=c#d", "mailto:a@example.org", "http://[2001:db8::1]:80/", "tag:a.example,2026:x"]
        {
            assert_eq!(absolute(good), Ok(()), "{good}");
        }
        let bad = [
            ("/notices/103", Fault::Relative),
            ("", Fault::Invalid),
            ("https://example.org/a b", Fault::Character(' ')),
            ("https://example.org/[a]", Fault::Character('[')),
            ("https://example.org/Łódź", Fault::Iri),
            ("http:/example.org/", Fault::NoHost),
            ("https:///a", Fault::NoHost),
            ("notice:103", Fault::Scheme("notice".to_owned())),
            ("tag:example.org:x", Fault::Tag),
            ("urn:x", Fault::Urn),
            ("urn:uuid:123", Fault::Uuid),
        ];
        for (text, fault) in bad {
            assert_eq!(absolute(text), Err(fault), "{text}");
        }
        assert_eq!(reference("../a"), Ok(()));
        assert_eq!(iri_reference("/Łódź"), Ok(()));
        assert!(is_web("https://example.org") && !is_web("ftp://example.org/") && !is_web("https://localhost/"));
    }
}
