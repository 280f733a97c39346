//! Posts of an export of Medium: a page each, marked as an `h-entry`, in a folder `posts`. A draft has no date, and a name that
//! begins with `draft_`. The text begins with the title, which is said twice.

use super::scan::{attributes, inner, words};

/// The beginning of the name of a draft.
const DRAFT: &str = "draft_";

/// How far from the end of a page it says where it comes from, in bytes.
const FOOTER: usize = 2_048;

/// How far from the beginning of a text its title stands, in bytes: a picture may stand before it.
const BEGINNING: usize = 16 << 10;

/// Whether a page is a post of such an export, published or not.
pub(in crate::load::front_matter) fn is_post(page: &str) -> bool {
    let has = |text: &str, sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    let footer = &page[page.ceil_char_boundary(page.len().saturating_sub(FOOTER))..];
    has(footer, "Exported from")
        && has(footer, "medium.com")
        && has(page, "h-entry")
        && has(page, "data-field=\"body\"")
}

/// Whether the file of a post is called as drafts are.
pub(in crate::load::front_matter) fn is_draft(path: &str) -> bool {
    path.rsplit(['/', '\\']).next().is_some_and(|name| name.starts_with(DRAFT))
}

/// The line that is drawn before each section, also the first one.
const DIVIDER: &str = "<hr class=\"section-divider\">";

/// The text of a post without the heading that repeats its title, and the line before it. `None`: there is none.
pub(in crate::load::front_matter) fn without_title(text: &str, title: &str) -> Option<String> {
    let beginning = &text[..text.floor_char_boundary(BEGINNING)];
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(&beginning.as_bytes()[at..], b"<h") {
        let start = at + found;
        at = start + 2;
        let level = beginning[at..].bytes().next().filter(|level| (b'1'..=b'6').contains(level));
        let Some(name) = level.and_then(|_| beginning.get(start + 1..start + 3)) else { continue };
        let (attributes, after) = attributes(&beginning[start + 3..]);
        let is_title = attributes.iter().any(|(key, value)| key == "class" && value.contains("graf--title"));
        if !is_title {
            continue;
        }
        let open = beginning.len() - after.len();
        let heading = inner(text, open, name);
        let end = open + heading.len();
        let end = text[end..].find('>').map_or(text.len(), |close| end + close + 1);
        let is_same = htmlize::unescape(words(heading)) == htmlize::unescape(title.trim());
        return is_same.then(|| text[..start].replacen(DIVIDER, "", 1) + &text[end..]);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{is_draft, without_title};

    #[test]
    fn the_title_at_the_beginning_is_found() {
        let text = "<hr class=\"section-divider\"><figure>f</figure>\
            <h3 name=\"t\" class=\"graf graf--h3 graf--title\">The <b>mast</b> &amp; I</h3><p>It.</p>";
        let of = |text, title| without_title(text, title);
        for title in ["The mast &amp; I", "The mast & I"] {
            assert_eq!(of(text, title).as_deref(), Some("<figure>f</figure><p>It.</p>"));
        }
        // A heading of the text stays.
        assert_eq!(of(text, "Another title"), None);
        assert_eq!(of("<h3 class=\"graf graf--h3\">Mast</h3>", "Mast"), None);
        assert_eq!(of("<header><h3 class=graf--title>Mast", "Mast").as_deref(), Some("<header>"));
        for broken in ["<h", "<h3", "<h3 class=", "<h9 class=graf--title>Mast</h9>", ""] {
            assert_eq!(of(broken, "Mast"), None, "{broken}");
        }
    }

    #[test]
    fn drafts_are_known_by_their_names() {
        assert!(is_draft("a.zip/posts/draft_Sail-1.html") && is_draft("draft_.html"));
        assert!(!is_draft("draft_/a.html") && !is_draft("posts/2026-07-01_draft_.html"));
    }
}
