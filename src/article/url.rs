//! Web addresses.

use std::borrow::Cow;
use std::fmt;

use url::Url;

/// An absolute http or https address, as RFC 3986 wants it: punycode host, percent-encoded path with no escape that need
/// not be (§6.2.2.2), no credentials. An ampersand that was escaped for HTML (`?a=1&amp;b=2`) is one.
///
/// ```
/// use feedmill::internal::article::WebUrl;
/// let url = WebUrl::parse("HTTPS://me:pw@Exämple.org:443/a b%7Ec?q=ü&amp;r").unwrap();
/// assert_eq!(url.as_str(), "https://xn--exmple-cua.org/a%20b~c?q=%C3%BC&r");
/// assert!(WebUrl::parse("javascript:alert(1)").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebUrl(Box<str>);

/// Parameters that name the way to an article, not the article.
const TRACKING: &[&str] =
    &["fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid", "ref_src", "cmpid", "ncid"];

impl WebUrl {
    /// Reads an address; `None` where it is relative, broken or of another scheme. `//host/path` is read as https.
    pub fn parse(raw: &str) -> Option<Self> {
        let raw = unescaped(raw);
        let url = match raw.strip_prefix("//") {
            Some(rest) => Url::parse(&format!("https://{rest}")),
            None => Url::parse(&raw),
        };
        Self::from_url(url.ok()?)
    }

    /// An address that `raw` names from here.
    pub fn join(&self, raw: &str) -> Option<Self> {
        Self::from_url(Url::parse(&self.0).ok()?.join(&unescaped(raw)).ok()?)
    }

    fn from_url(mut url: Url) -> Option<Self> {
        // The URL standard has hosts with quotes and brackets in them.
        let is_host = |host: &str| host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._[:]".contains(&b));
        if !matches!(url.scheme(), "http" | "https")
            || !url.host_str().is_some_and(|host| !host.is_empty() && is_host(host))
        {
            return None;
        }
        // Neither call can fail: the scheme is http(s), so there is an authority.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        Some(Self(encode(url.as_str()).into()))
    }

    /// The address that [`Self::as_str`] gave.
    pub(super) fn as_written(text: &str) -> Self {
        Self(text.into())
    }

    /// The address as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, without port.
    pub fn host(&self) -> &str {
        let start = self.0.find("://").map_or(0, |at| at + 3);
        let rest = &self.0[start..];
        let end = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
        &rest[..end]
    }

    /// The path, percent-encoded, with its slash at the beginning.
    pub fn path(&self) -> &str {
        let start = self.0.find("://").map_or(0, |at| at + 3);
        let rest = &self.0[start..];
        let path = rest.find('/').map_or("/", |at| &rest[at..]);
        path.split(['?', '#']).next().unwrap_or(path)
    }

    /// The media type that the end of the path promises.
    ///
    /// ```
    /// use feedmill::internal::article::WebUrl;
    /// assert_eq!(WebUrl::parse("https://example.org/a.MP3?b=c.png").unwrap().media_type(), Some("audio/mpeg"));
    /// ```
    pub fn media_type(&self) -> Option<&'static str> {
        const TYPES: &[(&str, &str)] = &[
            ("mp3", "audio/mpeg"),
            ("m4a", "audio/mp4"),
            ("ogg", "audio/ogg"),
            ("oga", "audio/ogg"),
            ("opus", "audio/ogg"),
            ("wav", "audio/wav"),
            ("flac", "audio/flac"),
            ("mp4", "video/mp4"),
            ("m4v", "video/mp4"),
            ("webm", "video/webm"),
            ("mov", "video/quicktime"),
            ("jpg", "image/jpeg"),
            ("jpeg", "image/jpeg"),
            ("png", "image/png"),
            ("gif", "image/gif"),
            ("webp", "image/webp"),
            ("avif", "image/avif"),
            ("svg", "image/svg+xml"),
            ("pdf", "application/pdf"),
            ("epub", "application/epub+zip"),
            ("zip", "application/zip"),
            ("torrent", "application/x-bittorrent"),
        ];
        let extension = self.path().rsplit_once('.')?.1.to_ascii_lowercase();
        TYPES.iter().find(|(known, _)| *known == extension).map(|(_, media_type)| *media_type)
    }

    /// What all addresses of one article share: no scheme, fragment, tracking parameter or last slash.
    ///
    /// ```
    /// use feedmill::internal::article::WebUrl;
    /// let key = |url| WebUrl::parse(url).unwrap().canonical();
    /// assert_eq!(key("http://example.org/a/?utm_source=x&id=7#top"), key("https://example.org/a?id=7"));
    /// assert_ne!(key("https://example.org/a?id=7"), key("https://example.org/a?id=8"));
    /// ```
    pub fn canonical(&self) -> String {
        let after_scheme = self.0.split_once("://").map_or(&*self.0, |(_, rest)| rest);
        let (bare, fragment) = after_scheme.split_once('#').unwrap_or((after_scheme, ""));
        let (path, query) = bare.split_once('?').unwrap_or((bare, ""));
        let mut out = path.trim_end_matches('/').to_owned();
        let mut separator = '?';
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
            if name.starts_with("utm_") || TRACKING.contains(&name.as_str()) {
                continue;
            }
            out.push(separator);
            out.push_str(pair);
            separator = '&';
        }
        if is_route(fragment) {
            out.push('#');
            out.push_str(fragment);
        }
        out
    }

    /// The fragment that [`Self::canonical`] leaves out, if there is one.
    ///
    /// ```
    /// use feedmill::internal::article::WebUrl;
    /// let url = |url| WebUrl::parse(url).unwrap();
    /// assert_eq!(url("https://example.org/changes#v2.1").left_out_fragment(), Some("v2.1"));
    /// assert_eq!(url("https://example.org/#/post/17").left_out_fragment(), None);
    /// ```
    pub fn left_out_fragment(&self) -> Option<&str> {
        let (_, fragment) = self.0.split_once('#')?;
        (!fragment.is_empty() && !is_route(fragment)).then_some(fragment)
    }

    /// Whether it is the address of a whole site: a host, and no path.
    ///
    /// ```
    /// use feedmill::internal::article::WebUrl;
    /// let is_front_page = |url| WebUrl::parse(url).unwrap().is_front_page();
    /// assert!(is_front_page("https://example.org/") && is_front_page("https://example.org/?utm_source=feed"));
    /// assert!(!is_front_page("https://example.org/a") && !is_front_page("https://example.org/?p=17"));
    /// ```
    pub fn is_front_page(&self) -> bool {
        !self.canonical().contains(['/', '?', '#'])
    }
}

/// Whether a fragment is the address of a page inside of a one-page application.
fn is_route(fragment: &str) -> bool {
    fragment.starts_with(['!', '/'])
}

/// A path of our own as it stands in an address: all but unreserved characters and slashes percent-encoded (RFC 3986
/// §2.1).
///
/// ```
/// assert_eq!(feedmill::internal::article::url::escape_path("tags/海/"), "tags/%E6%B5%B7/");
/// ```
pub fn escape_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            push_escaped(&mut out, byte);
        }
    }
    out
}

pub(super) fn push_escaped(out: &mut String, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    out.extend(['%', char::from(HEX[usize::from(byte >> 4)]), char::from(HEX[usize::from(byte & 15)])]);
}

/// An address without white space around it and without `&amp;`, which nothing but a lost step of decoding puts there.
fn unescaped(raw: &str) -> Cow<'_, str> {
    let raw = raw.trim();
    if raw.contains("&amp;") { Cow::Owned(raw.replace("&amp;", "&")) } else { Cow::Borrowed(raw) }
}

/// Percent-encodes what the URL standard leaves and RFC 3986 does not allow; decodes unreserved characters; escapes in upper case.
fn encode(url: &str) -> String {
    let authority_end = url.find("://").and_then(|at| url[at + 3..].find(['/', '?', '#']).map(|end| at + 3 + end));
    let (authority, rest) = url.split_at(authority_end.unwrap_or(url.len()));
    let mut out = String::with_capacity(url.len());
    out.push_str(authority);
    let bytes = rest.as_bytes();
    let mut fragment = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'%' => match bytes.get(at..at + 2).and_then(escaped) {
                Some(named) => {
                    at += 2;
                    if named.is_ascii_alphanumeric() || b"-._~".contains(&named) {
                        out.push(char::from(named));
                    } else {
                        push_escaped(&mut out, named);
                    }
                }
                None => push_escaped(&mut out, byte),
            },
            b'#' if !fragment => {
                fragment = true;
                out.push('#');
            }
            _ if byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&byte) => out.push(char::from(byte)),
            _ => push_escaped(&mut out, byte),
        }
    }
    out
}

/// The byte that two hexadecimal digits stand for.
fn escaped(digits: &[u8]) -> Option<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    Some(value(*digits.first()?)? << 4 | value(*digits.get(1)?)?)
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
/// An address whose scheme somebody left out, with one: `www.…`, and a host with a path where nothing can be relative.
pub(crate) fn with_scheme(raw: &str, has_base: bool) -> Option<String> {
    const FILES: &[&str] =
        &["html", "htm", "xhtml", "php", "md", "txt", "xml", "json", "asp", "aspx", "jsp", "pdf", "jpg"];
    let raw = raw.trim();
    let host = raw.split(['/', '?', '#']).next().unwrap_or_default();
    let (labels, last) = host.rsplit_once('.')?;
    let is_name = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let is_host = labels.split('.').all(is_name) && last.len() > 1 && last.chars().all(char::is_alphabetic);
    let is_www = raw.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) && labels.len() > 4;
    let is_plain = !has_base && host.len() < raw.len() && !FILES.contains(&last.to_ascii_lowercase().as_str());
    (is_host && (is_www || is_plain)).then(|| format!("https://{raw}"))
}
