//! HTML: the one place where markup that somebody else wrote becomes markup that we publish.

mod addresses;
mod embedded;
mod media;
mod nesting;
mod notes;
mod ordinary;
mod pictures;
mod tags;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use feedcheck::internal::limits;

use crate::article::text::{self, BLOCKS, push_html};
use crate::article::{Language, WebUrl};
pub(super) use addresses::{Instead, with_addresses};
pub(super) use notes::without as without_notes;
pub(super) use pictures::has_relative_addresses;

/// Elements beyond ammonia's own list, with their attributes.
const MEDIA: &[(&str, &[&str])] = &[
    ("audio", &["src", "controls"]),
    ("video", &["src", "poster", "controls", "width", "height"]),
    ("source", &["src", "type"]),
    ("tfoot", &[]),
];

/// Elements that go with all they contain.
const DROPPED: &[&str] = &[
    "script",
    "style",
    "svg",
    "math",
    "iframe",
    "object",
    "embed",
    "applet",
    "template",
    "noscript",
    "head",
    "title",
    "select",
    "textarea",
    "button",
    "xmp",
    "noembed",
    "noframes",
    "plaintext",
];

/// Attributes that hold one address.
const ADDRESSES: &[&str] = &["href", "src", "poster", "cite"];

static WITHOUT_BASE: LazyLock<Builder<'static>> = LazyLock::new(|| builder(None));

/// Makes HTML safe to publish: an allow-list of elements, every address absolute (resolved against `base`) or gone.
///
/// Lazy images get the source that a script would load; of what is embedded a link, its fallback or its text is left.
///
/// The second part is false where the HTML was too deep, or would take more than linear time or memory; its text is then
/// kept and its markup given up. `deepest` is how deep elements may be nested, in what is read and in what is published.
///
/// ```
/// use feedmill::internal::article::WebUrl;
/// use feedmill::internal::normalise::html::sanitise;
/// let base = WebUrl::parse("https://example.org/news/1");
/// let html = r#"<p onclick="x()">See <a href="2">the <b>next</b></a>.<script>alert(1)</script>"#;
/// let (safe, whole) = sanitise(html, base.as_ref(), 256);
/// assert_eq!(safe, r#"<p>See <a href="https://example.org/news/2">the <b>next</b></a>.</p>"#);
/// assert!(whole);
/// ```
pub fn sanitise(html: &str, base: Option<&WebUrl>, deepest: usize) -> (String, bool) {
    let html = &*embedded::rewritten(html, base);
    match ordinary::sanitised(html, deepest) {
        Some(safe) => (settle(safe), true),
        None => parsed(html, base, deepest),
    }
}

/// The same, of any HTML: it is parsed.
fn parsed(html: &str, base: Option<&WebUrl>, deepest: usize) -> (String, bool) {
    // As the sanitiser writes it, and as `pass` leaves it.
    let text_alone = || (paragraphs(&text::clean(&strip(html))).replace('\u{A0}', "&nbsp;"), false);
    if !limits::is_tame(html, deepest) {
        return text_alone();
    }
    let base = base.filter(|_| has_relative(html));
    // An address that is put before each of many others makes a large text of a small one.
    let links = memchr::memchr_iter(b'=', html.as_bytes()).count();
    let put_before = base.map_or(0, |base| base.as_str().len().saturating_mul(links));
    if put_before > MOST_OF_BASES + BASES_PER_BYTE * html.len() {
        return text_alone();
    }
    let mut safe = match base {
        Some(base) => pass(html, &builder(Some(base.clone()))),
        None => pass(html, &WITHOUT_BASE),
    };
    for _ in 0..MOST_PASSES {
        if let Some(depth) = nesting::settled_depth(&safe) {
            // A break that was put in, or a reader that moves things, may make it one deeper.
            return if depth <= deepest { (safe, true) } else { text_alone() };
        }
        if !limits::is_tame(&safe, deepest) {
            return text_alone();
        }
        let again = pass(&safe, &WITHOUT_BASE);
        if again == safe {
            return (safe, true);
        }
        safe = again;
    }
    text_alone()
}

/// How many bytes addresses may take that are put before relative ones, whatever the length of a text, and more for each byte of
/// it.
const MOST_OF_BASES: usize = 1 << 20;
const BASES_PER_BYTE: usize = 16;

/// How often HTML is parsed before its markup is given up. What comes out of one is read back as it is but for odd nests.
const MOST_PASSES: usize = 8;

/// Parses, takes out what is not allowed, and writes what is left.
fn pass(html: &str, builder: &Builder<'_>) -> String {
    let safe = media::without_empty(nesting::without_stray_annotations(builder.clean(html).to_string()));
    // Character references may name characters that no feed may hold.
    settle(match text::clean(&safe) {
        Cow::Borrowed(_) => safe,
        Cow::Owned(mended) => mended,
    })
}

/// HTML in an element that says that it runs from right to left, and in which language.
pub(super) fn in_direction(html: &str, language: Option<&Language>) -> String {
    // A language tag is made of letters, digits and hyphens.
    let language = language.map_or(String::new(), |language| format!(" lang=\"{language}\""));
    format!("<div dir=\"rtl\"{language}>{html}</div>")
}

fn builder(base: Option<WebUrl>) -> Builder<'static> {
    let mut builder = Builder::default();
    let attributes: HashMap<&str, HashSet<&str>> =
        MEDIA.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect();
    builder
        .add_tags(MEDIA.iter().map(|(tag, _)| *tag))
        .clean_content_tags(DROPPED.iter().copied().collect())
        .add_generic_attributes(&["dir"])
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(move |_, name, value| {
            if ADDRESSES.contains(&name) {
                return address(value, base.as_ref()).map(Cow::Owned);
            }
            // See `settle`: a reference to a quote, decoded too early, ends the value.
            Some(if value.contains('"') { curled(value).into() } else { value.into() })
        });
    for (tag, names) in attributes {
        builder.add_tag_attributes(tag, names);
    }
    builder
}

/// A value with typographic quotation marks for straight ones: those that open one way, those that close the other.
fn curled(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 8);
    for c in value.chars() {
        let opens = out.chars().next_back().is_none_or(|last| last.is_whitespace() || "([{—–-/‘“".contains(last));
        out.push(match (c, opens) {
            ('"', true) => '“',
            ('"', false) => '”',
            (c, _) => c,
        });
    }
    out
}

/// An absolute address for one that stands in a text, or none.
fn address(raw: &str, base: Option<&WebUrl>) -> Option<String> {
    let raw = raw.trim();
    if raw.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) {
        let legal = raw.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b));
        return legal.then(|| raw.to_owned());
    }
    WebUrl::parse(raw).or_else(|| base?.join(raw)).map(|url| url.as_str().to_owned())
}

/// Whether an attribute may hold a relative address. May say yes where there is none.
fn has_relative(html: &str) -> bool {
    let bytes = html.as_bytes();
    memchr::memchr_iter(b'=', bytes).any(|at| {
        let before = html[..at].trim_end();
        let names_address = ADDRESSES.iter().any(|name| {
            before.len() >= name.len()
                && before.as_bytes()[before.len() - name.len()..].eq_ignore_ascii_case(name.as_bytes())
        });
        let value = html[at + 1..].trim_start().trim_start_matches(['"', '\'']).trim_start().as_bytes();
        names_address
            && !["http:", "https:", "mailto:"].iter().any(|scheme| {
                value.len() >= scheme.len() && value[..scheme.len()].eq_ignore_ascii_case(scheme.as_bytes())
            })
    })
}

/// Markup as text stays text, however it is read: `&lt;script>` becomes `&lt;<wbr>script>`.
///
/// Of eleven readers tried, one decodes the references of a text before it parses it, and what was the text of a tag is a
/// tag then; others look for addresses by patterns and find them in the text ` src=x`. The element that only says where
/// a long word may break keeps both apart; it shows nothing, and is not copied with the text. Where the text is
/// [preformatted](https://html.spec.whatwg.org/#the-pre-element) nothing is put in.
fn settle(safe: String) -> String {
    const BREAK: &str = text::BREAK;
    let bytes = safe.as_bytes();
    let mut out = String::new();
    // Up to where it was copied, and where the text began that is looked at.
    let (mut copied, mut text_start, mut at) = (0, 0, 0);
    // How many elements are open whose text is as it was typed.
    let mut preformatted = 0_usize;
    while let Some(found) = memchr::memchr3(b'<', b'&', b'=', &bytes[at..]) {
        at += found;
        let rest = &safe[at..];
        let cut = match bytes[at] {
            b'<' => {
                if rest.starts_with("<pre>") || rest.starts_with("<pre ") {
                    preformatted += 1;
                } else if rest.starts_with("</pre>") {
                    preformatted = preformatted.saturating_sub(1);
                }
                at = (at + 1 + end_of_tag(&bytes[at + 1..])).min(bytes.len() - 1);
                text_start = at + 1;
                None
            }
            _ if preformatted > 0 => None,
            b'=' => text::names_attribute(&safe[text_start..at]).then_some(at),
            _ if rest.strip_prefix("&lt;").is_some_and(text::opens_tag) => Some(at + "&lt;".len()),
            _ if rest.strip_prefix("&amp;").is_some_and(text::names_character) => Some(at + "&amp;".len()),
            _ => None,
        };
        if let Some(cut) = cut {
            out.push_str(&safe[copied..cut]);
            out.push_str(BREAK);
            copied = cut;
        }
        at += 1;
    }
    if copied == 0 {
        return safe;
    }
    out.push_str(&safe[copied..]);
    out
}

/// The offset of the `>` that ends a tag of a serialised document, quotes respected.
fn end_of_tag(rest: &[u8]) -> usize {
    let mut quoted = false;
    for (at, &byte) in rest.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at,
            _ => {}
        }
    }
    rest.len()
}

/// The text of HTML that is not, or cannot be, parsed: tags taken out, blocks separated, character references decoded. Linear.
pub(super) fn strip(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let name: String =
            rest[1..].trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).take(16).collect();
        let name = name.to_ascii_lowercase();
        if name.is_empty() && !rest.starts_with("<!") {
            out.push('<');
            rest = &rest[1..];
            continue;
        }
        rest = &rest[rest.find('>').map_or(rest.len(), |end| end + 1)..];
        if matches!(name.as_str(), "script" | "style") {
            rest = &rest[rest.find("</").unwrap_or(rest.len())..];
        }
        if BLOCKS.contains(&name.as_str()) && !out.ends_with("\n\n") {
            out.push_str("\n\n");
        }
    }
    out.push_str(rest);
    htmlize::unescape(out).into_owned()
}

/// The text of HTML that [`sanitise`] made: every `<` in it begins a tag.
pub fn to_text(safe: &str) -> String {
    let mut out = String::with_capacity(safe.len());
    let mut rest = safe;
    while let Some(start) = rest.find('<') {
        push_decoded(&mut out, &rest[..start]);
        let tag = &rest[start + 1..];
        let name = tag.trim_start_matches('/');
        let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
        if BLOCKS.contains(&name) {
            out.push('\n');
        }
        rest = tag.get(end_of_tag(tag.as_bytes()) + 1..).unwrap_or_default();
    }
    push_decoded(&mut out, rest);
    out
}

/// Decodes the references that an HTML serialiser writes (HTML §13.3).
fn push_decoded(out: &mut String, text: &str) {
    const REFERENCES: [(&str, char); 5] =
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&nbsp;", '\u{A0}'), ("&quot;", '"')];
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((reference, c)) = REFERENCES.iter().find(|(reference, _)| rest.starts_with(reference)) {
            out.push(*c);
            rest = &rest[reference.len()..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
}

/// Plain text as HTML: blank lines separate paragraphs and other line ends are line breaks; in a text without blank
/// lines, each line is a paragraph.
///
/// ```
/// use feedmill::internal::normalise::html::paragraphs;
/// assert_eq!(paragraphs("a < b\nc\n\n d "), "<p>a &lt; b<br>c</p><p>d</p>");
/// assert_eq!(paragraphs("a\nb"), "<p>a</p><p>b</p>");
/// assert_eq!(paragraphs("Vec<T>"), "<p>Vec&lt;<wbr>T&gt;</p>");
/// ```
pub fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let lines = || text.trim().lines().map(str::trim);
    let between = if lines().any(str::is_empty) { "<br>" } else { "</p><p>" };
    let mut open = false;
    for line in lines() {
        if line.is_empty() {
            if open {
                out.push_str("</p>");
                open = false;
            }
            continue;
        }
        out.push_str(if open { between } else { "<p>" });
        open = true;
        push_html(&mut out, line);
    }
    if open {
        out.push_str("</p>");
    }
    settle(out)
}
