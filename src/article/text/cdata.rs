//! CDATA sections that were taken for text: cut out of XML as they stood, or escaped.

use std::borrow::Cow;

const OPEN: &str = "<![CDATA[";
const CLOSE: &str = "]]>";
const ESCAPED_OPEN: &str = "&lt;![CDATA[";
const ESCAPED_CLOSE: [&str; 2] = ["]]&gt;", "]]>"];

/// How many sections are taken off that stand in each other.
const MOST: usize = 4;

/// What stands inside of a text that is wrapped as a whole in `<![CDATA[…]]>`, or in several of them (XML 1.0 §2.7); any other
/// text as it is.
///
/// ```
/// use feedmill::internal::article::text::without_cdata;
/// assert_eq!(without_cdata("<![CDATA[Ship & shore]]>".into()), "Ship & shore");
/// assert_eq!(without_cdata("&lt;![CDATA[Ship &amp; shore]]&gt;".into()), "Ship & shore");
/// assert_eq!(without_cdata("What <![CDATA[ is good for".into()), "What <![CDATA[ is good for");
/// ```
pub fn without_cdata(mut text: Cow<'_, str>) -> Cow<'_, str> {
    for _ in 0..MOST {
        let first = text.trim_start();
        if !first.starts_with(OPEN) && !first.starts_with(ESCAPED_OPEN) {
            break;
        }
        let Some(inner) = (match &text {
            Cow::Borrowed(text) => inner(text),
            Cow::Owned(text) => inner(text).map(|inner| Cow::Owned(inner.into_owned())),
        }) else {
            break;
        };
        text = inner;
    }
    text
}

/// What stands inside of one section, or of several.
fn inner(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix(OPEN) {
        let inner = rest.strip_suffix(CLOSE)?;
        if inner.trim_start().starts_with(OPEN) || !inner.contains(CLOSE) {
            return Some(Cow::Borrowed(inner));
        }
        // Where one ends the next begins.
        let mut joined = String::with_capacity(inner.len());
        let mut parts = inner.split(CLOSE);
        joined.push_str(parts.next()?);
        for part in parts {
            joined.push_str(part.trim_start().strip_prefix(OPEN)?);
        }
        return Some(Cow::Owned(joined));
    }
    let rest = text.strip_prefix(ESCAPED_OPEN)?;
    let inner = ESCAPED_CLOSE.iter().find_map(|close| rest.strip_suffix(close))?;
    (!ESCAPED_CLOSE.iter().any(|close| inner.contains(close))).then(|| htmlize::unescape(inner))
}

#[cfg(test)]
mod tests {
    use super::without_cdata;

    #[test]
    fn a_whole_section_is_what_stands_inside() {
        for (text, inside) in [
            (" <![CDATA[ a ]]>\n", " a "),
            ("<![CDATA[]]>", ""),
            ("<![CDATA[a]]]]><![CDATA[>b]]>", "a]]>b"),
            ("<![CDATA[a]]> <![CDATA[b]]>", "ab"),
            ("<![CDATA[<![CDATA[a]]>]]>", "a"),
            ("&lt;![CDATA[&lt;p&gt;a&lt;/p&gt;]]&gt;", "<p>a</p>"),
        ] {
            assert_eq!(without_cdata(text.into()), inside);
            assert_eq!(without_cdata(text.to_owned().into()), inside);
        }
        for text in ["<![CDATA[a", "a]]>", "<![CDATA[a]]> b", "<![CDATA[a]]> or <![CDATA[b]]>", "<![cdata[a]]>"] {
            assert_eq!(without_cdata(text.into()), text);
        }
    }
}
