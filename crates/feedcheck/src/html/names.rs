//! Names of elements and attributes of HTML.

/// Elements that readers show, by their initial letters.
const SHOWN: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "main",
    "map",
    "mark",
    "menu",
    "meter",
    "nav",
    "noscript",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "search",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Elements that run code, load pages, or say things about the page around them.
const UNSAFE: &[&str] = &[
    "applet",
    "base",
    "basefont",
    "bgsound",
    "body",
    "comment",
    "embed",
    "frame",
    "frameset",
    "head",
    "html",
    "iframe",
    "isindex",
    "keygen",
    "link",
    "listing",
    "marquee",
    "meta",
    "noembed",
    "noframes",
    "object",
    "param",
    "plaintext",
    "portal",
    "script",
    "slot",
    "style",
    "title",
    "xmp",
];

/// Elements of SVG and MathML that run code or bring HTML back.
const UNSAFE_FOREIGN: &[&str] = &["script", "foreignobject", "handler", "listener", "iframe", "annotation-xml"];

/// The length of the longest name.
pub(crate) const LONGEST: usize = 10;

/// Whether an element is one of HTML.
pub(crate) fn is_html(name: &str) -> bool {
    SHOWN.binary_search(&name).is_ok() || UNSAFE.binary_search(&name).is_ok()
}

/// Whether an element of HTML has neither content nor an end tag (HTML §13.1.2), as parsers see it.
pub fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether an element of HTML is unsafe.
pub(crate) fn is_unsafe(name: &str) -> bool {
    UNSAFE.binary_search(&name).is_ok()
}

/// Whether an element of SVG or MathML is unsafe.
pub(crate) fn is_unsafe_foreign(name: &str) -> bool {
    UNSAFE_FOREIGN.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Attributes that hold an address.
pub(crate) const ADDRESSES: &[&str] = &["href", "src", "poster", "cite", "data", "action"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(SHOWN.is_sorted() && UNSAFE.is_sorted());
        assert_eq!(SHOWN.iter().chain(UNSAFE).map(|name| name.len()).max(), Some(LONGEST));
    }
}
