//! The attribute `style`: what of it may do more than change how its own text looks.

/// Properties that change how a text looks (CSS 2.2, appendix F), and nothing else.
const HARMLESS: &[&str] = &[
    "azimuth",
    "background",
    "background-color",
    "border",
    "border-bottom",
    "border-bottom-color",
    "border-bottom-style",
    "border-bottom-width",
    "border-collapse",
    "border-color",
    "border-left",
    "border-left-color",
    "border-left-style",
    "border-left-width",
    "border-right",
    "border-right-color",
    "border-right-style",
    "border-right-width",
    "border-spacing",
    "border-style",
    "border-top",
    "border-top-color",
    "border-top-style",
    "border-top-width",
    "border-width",
    "clear",
    "color",
    "cursor",
    "direction",
    "display",
    "elevation",
    "float",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-variant",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "overflow",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "pause",
    "pause-after",
    "pause-before",
    "pitch",
    "pitch-range",
    "richness",
    "speak",
    "speak-header",
    "speak-numeral",
    "speak-punctuation",
    "speech-rate",
    "stress",
    "text-align",
    "text-decoration",
    "text-indent",
    "unicode-bidi",
    "vertical-align",
    "voice-family",
    "volume",
    "white-space",
    "width",
];

/// Words of the properties that could load something: those that do not.
const WORDS: &[&str] = &[
    "!important",
    "aqua",
    "auto",
    "black",
    "block",
    "blue",
    "bold",
    "both",
    "bottom",
    "brown",
    "center",
    "collapse",
    "dashed",
    "dotted",
    "fuchsia",
    "gray",
    "green",
    "italic",
    "left",
    "lime",
    "maroon",
    "medium",
    "navy",
    "none",
    "normal",
    "nowrap",
    "olive",
    "pointer",
    "purple",
    "red",
    "right",
    "silver",
    "solid",
    "teal",
    "top",
    "transparent",
    "underline",
    "white",
    "yellow",
];

const UNITS: &[&str] = &["cm", "em", "ex", "in", "mm", "pc", "pt", "px", "%", ",", ")", ""];

/// The first part of a style that may do more; the whole of one that cannot be read.
pub(crate) fn danger(style: &str) -> Option<String> {
    if !is_readable(style) {
        return Some(style.to_owned());
    }
    for declaration in style.split(';').filter(|declaration| !declaration.trim().is_empty()) {
        let Some((property, value)) = declaration.split_once(':') else { return Some(style.to_owned()) };
        let property = property.trim().to_ascii_lowercase();
        let is_name =
            !property.is_empty() && property.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        if !is_name || value.contains(':') {
            return Some(style.to_owned());
        }
        if HARMLESS.binary_search(&property.as_str()).is_err() {
            return Some(property);
        }
        let shorthand = property.split('-').next().unwrap_or_default();
        if ["background", "border", "margin", "padding"].contains(&shorthand) {
            let value = value.to_ascii_lowercase();
            let word = value.split_whitespace().find(|word| WORDS.binary_search(word).is_err() && !is_measure(word));
            if let Some(word) = word {
                return Some(word.to_owned());
            }
        }
    }
    None
}

/// Whether there are only names, numbers, colours, quoted names and numbers in brackets.
fn is_readable(style: &str) -> bool {
    let mut rest = style;
    while let Some(c) = rest.chars().next() {
        let close = match c {
            '\'' | '"' => Some((c, "quoted")),
            '(' => Some((')', "numbers")),
            _ => None,
        };
        rest = &rest[c.len_utf8()..];
        match close {
            Some((close, kind)) => {
                let Some((inside, after)) = rest.split_once(close) else { return false };
                let is_right = inside.chars().all(|c| match kind {
                    "quoted" => c.is_alphanumeric() || c == '_' || c.is_whitespace(),
                    _ => c.is_ascii_digit() || c == ',' || c.is_whitespace(),
                });
                if !is_right || inside.is_empty() {
                    return false;
                }
                rest = after;
            }
            None => {
                let is_sign = ":,;#%.!".contains(c) || c.is_whitespace() || c.is_ascii_alphanumeric();
                // A hyphen joins two words.
                let joins = c == '-' && rest.starts_with(|c: char| c.is_alphanumeric());
                if !is_sign && !joins {
                    return false;
                }
            }
        }
    }
    true
}

/// Whether a word is a colour or a length.
fn is_measure(word: &str) -> bool {
    if let Some(hex) = word.strip_prefix('#') {
        return !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit());
    }
    if let Some(colour) = word.strip_prefix("rgb(") {
        return colour.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'%' | b',' | b')'));
    }
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = &word[digits.len()..];
    let is_number = digits.is_empty()
        || (digits.len() <= 4
            && digits.matches(|c: char| c.is_ascii_digit()).count() <= 3
            && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    is_number && UNITS.contains(&unit) && !word.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(HARMLESS.is_sorted() && WORDS.is_sorted());
    }

    #[test]
    fn styles_that_only_change_colours_and_sizes_pass() {
        for harmless in [
            "",
            "color: red; font-weight: bold",
            "border: 1px solid rgb(0, 0, 0)",
            "font-family: 'Times New Roman', serif",
            "margin: 0 auto !important;",
        ] {
            assert_eq!(danger(harmless), None, "{harmless}");
        }
        for (style, part) in [
            ("position: absolute", "position"),
            ("background: url(x.png)", "background: url(x.png)"),
            ("margin: 0 -500px", "-500px"),
            ("color: red; width: expression(alert(1))", "color: red; width: expression(alert(1))"),
            ("border: huge", "huge"),
            ("color", "color"),
        ] {
            assert_eq!(danger(style).as_deref(), Some(part), "{style}");
        }
    }
}
