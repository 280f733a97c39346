//! Whether a parser reads a serialised tree back as it was.
//!
//! A parser moves what stands where it may not (HTML §13.2.6): it ends a paragraph before a block and a link before a
//! link, and puts what is between the cells of a table before it. A tree may hold such things all the same, after an element
//! around them was taken out, or because the parser has moved them there; written and read again, it is another tree. That is
//! where sanitised markup has become harmful before (mutation XSS).

use super::end_of_tag;
use feedcheck::internal::is_void;

/// Elements that end an open paragraph.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
    "table", "ul",
];
/// Elements inside of which what is open outside does not count.
const SCOPES: &[&str] = &["caption", "table", "td", "th"];
/// Parts of a table, and where they stand.
const PARTS: &[(&str, &[&str])] = &[
    ("caption", &["table"]),
    ("colgroup", &["table"]),
    ("thead", &["table"]),
    ("tbody", &["table"]),
    ("tfoot", &["table"]),
    ("tr", &["thead", "tbody", "tfoot"]),
    ("td", &["tr"]),
    ("th", &["tr"]),
    ("col", &["colgroup"]),
];
/// Elements whose next sibling ends them, and where alone they stand without doubt.
const ITEMS: &[(&str, &[&str])] = &[
    ("li", &["ul", "ol"]),
    ("dt", &["dl"]),
    ("dd", &["dl"]),
    ("rt", &["ruby", "rtc"]),
    ("rp", &["ruby", "rtc"]),
    ("rtc", &["ruby"]),
];

/// How deep the elements of a serialised tree are nested, if everything in it stands where a parser leaves it. Linear but for
/// paragraphs and links in deep nests; errs on the side of none.
pub(super) fn settled_depth(html: &str) -> Option<usize> {
    let mut open: Vec<&str> = Vec::new();
    let mut deepest = 0;
    let mut rest = html;
    while let Some(start) = memchr::memchr(b'<', rest.as_bytes()) {
        let parent = open.last().copied().unwrap_or_default();
        if holds_parts(parent) && !rest[..start].trim().is_empty() {
            return None;
        }
        let tag = &rest[start + 1..];
        let end = end_of_tag(tag.as_bytes()).min(tag.len());
        rest = tag.get(end + 1..).unwrap_or_default();
        if let Some(name) = tag[..end].strip_prefix('/') {
            if open.pop() != Some(name) {
                return None;
            }
            continue;
        }
        let name = &tag[..tag.bytes().take_while(u8::is_ascii_alphanumeric).count()];
        let in_scope =
            |what: &str| open.iter().rev().take_while(|name| !SCOPES.contains(*name)).any(|name| *name == what);
        let places = PARTS.iter().chain(ITEMS).find(|(part, _)| *part == name).map(|(_, places)| *places);
        let stands = match places {
            Some(places) => places.contains(&parent),
            None => !holds_parts(parent),
        };
        let is_heading = |name: &str| name.len() == 2 && name.starts_with('h') && name != "hr";
        // A parser takes a line end away at the beginning of this one.
        let is_cut = name == "pre" && rest.starts_with('\n');
        if !stands
            || is_cut
            || (name == "a" && open.contains(&"a"))
            || (BLOCKS.contains(&name) && in_scope("p"))
            || (is_heading(name) && is_heading(parent))
        {
            return None;
        }
        deepest = deepest.max(open.len() + 1);
        if !is_void(name) {
            open.push(name);
        }
    }
    open.is_empty().then_some(deepest)
}

/// A serialised tree without the tags of annotations (`rt`, `rp`, `rtc`) that stand in no `ruby`, where HTML has no place for
/// them. What they hold stays.
pub(super) fn without_stray_annotations(html: String) -> String {
    if memchr::memmem::find(html.as_bytes(), b"<rt").is_none()
        && memchr::memmem::find(html.as_bytes(), b"<rp").is_none()
    {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    // Those open, and whether their tags are kept.
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut rest = &*html;
    while let Some(start) = memchr::memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..start]);
        let tag = &rest[start..];
        let end = (1 + end_of_tag(&tag.as_bytes()[1..]) + 1).min(tag.len());
        let is_kept = if tag.starts_with("</") {
            open.pop().is_none_or(|(_, is_kept)| is_kept)
        } else {
            let name = &tag[1..=tag[1..].bytes().take_while(u8::is_ascii_alphanumeric).count()];
            let parent = open.iter().rev().find(|(_, is_kept)| *is_kept).map_or("", |(name, _)| *name);
            let is_kept = !name.starts_with('r')
                || ITEMS.iter().find(|(item, _)| *item == name).is_none_or(|(_, places)| places.contains(&parent));
            if !is_void(name) {
                open.push((name, is_kept));
            }
            is_kept
        };
        if is_kept {
            out.push_str(&tag[..end]);
        }
        rest = &tag[end..];
    }
    out.push_str(rest);
    out
}

/// Whether an element holds parts of a table and nothing else.
fn holds_parts(name: &str) -> bool {
    matches!(name, "table" | "thead" | "tbody" | "tfoot" | "tr" | "colgroup")
}

#[cfg(test)]
mod tests {
    use super::{settled_depth, without_stray_annotations};

    #[test]
    fn ordinary_markup_is_settled() {
        for html in [
            "a <b>b</b> &lt;c",
            "<p>a<br>b</p><ul><li>c<ul><li>d</li></ul></li></ul><hr>",
            "<a href=\"https://x.example/>\"><div><p>x</p></div></a>",
            "<table><caption>x</caption><colgroup><col></colgroup> <tbody><tr><td><p>a</p><p>b</p></td></tr>\n</tbody></table>",
            "<dl><dt>a</dt><dd><p>b</p></dd></dl><ruby>a<rp>(</rp><rt>b</rt></ruby><pre>a\n</pre>",
        ] {
            assert!(settled_depth(html).is_some(), "{html}");
        }
    }

    #[test]
    fn what_a_parser_would_move_is_not() {
        for html in [
            "<a><a></a></a>",
            "<a><table><tbody><tr><td><a></a></td></tr></tbody></table></a>",
            "<p><p>x</p></p>",
            "<p><b><div></div></b></p>",
            "<li><li></li></li>",
            "<table>x</table>",
            "<table><tbody><tr><td></td><p></p></tr></tbody></table>",
            "<h1><h2></h2></h1>",
            "<pre>\nx</pre>",
            "<b>",
        ] {
            assert_eq!(settled_depth(html), None, "{html}");
        }
    }

    #[test]
    fn depth_counts_every_element() {
        for (html, depth) in [("a", 0), ("<br>", 1), ("<p>a</p><ul><li>b<br></li></ul><p>c</p>", 3)] {
            assert_eq!(settled_depth(html), Some(depth), "{html}");
        }
    }

    #[test]
    fn annotations_stand_in_ruby() {
        for (html, kept) in [
            ("<p>a <rt>x</rt> <rp>(</rp></p>", "<p>a x (</p>"),
            ("<ruby>a<rp>(</rp><rt>b</rt></ruby>", "<ruby>a<rp>(</rp><rt>b</rt></ruby>"),
            ("<ruby><b>a<rt>b</rt></b></ruby>", "<ruby><b>ab</b></ruby>"),
            ("<ruby>a<rtc><rt>b</rt></rtc></ruby><rtc>c</rtc>", "<ruby>a<rtc><rt>b</rt></rtc></ruby>c"),
            ("<rt><rt><b title=\">\">a</b></rt></rt>", "<b title=\">\">a</b>"),
            ("<rt>a<br><ruby>b<rt>c</rt></ruby></rt>", "a<br><ruby>b<rt>c</rt></ruby>"),
        ] {
            assert_eq!(without_stray_annotations(html.to_owned()), kept);
        }
    }
}
