//! What the elements of a page say: microdata (HTML §5), microformats (<https://microformats.org/wiki/h-entry>, and the older
//! hAtom, which themes of `WordPress` have), and the first `time` of an article.

use super::scan::{attributes, count, inner, words};
use super::{Claims, rank};

/// The most elements that are looked into.
const MOST: usize = 64;

/// Properties of microdata and the fields that they stand for.
const PROPERTIES: &[(&str, &str)] = &[
    ("headline", "title"),
    ("datepublished", "published"),
    ("datecreated", "published"),
    ("datemodified", "modified"),
    ("author", "authors"),
    ("articlesection", "category"),
    ("keywords", "tags"),
    ("image", "image"),
    ("description", "summary"),
    ("articlebody", TEXT),
];

/// Classes of microformats.
const CLASSES: &[(&str, &str)] = &[
    ("p-name", "title"),
    ("entry-title", "title"),
    ("dt-published", "published"),
    ("published", "published"),
    ("dt-updated", "modified"),
    ("updated", "modified"),
    ("p-author", "authors"),
    ("author", "authors"),
    ("p-category", "tags"),
    ("p-summary", "summary"),
    ("u-url", "url"),
    ("p-canonical", "url"),
    ("u-featured", "image"),
    ("e-content", TEXT),
    ("entry-content", TEXT),
];

/// The text of the article itself.
const TEXT: &str = "text";

/// Reads the marks of a page, and says which part of it they call the text.
pub(super) fn read<'p>(page: &'p str, claims: &mut Claims) -> Option<&'p str> {
    let has = |sign: &str| memchr::memmem::find(page.as_bytes(), sign.as_bytes()).is_some();
    let mut text = None;
    if has("itemprop") && has("schema.org/") {
        text = marks(page, PROPERTIES, "itemprop", &["name"], claims);
    }
    if let Some(entry) = entry(page) {
        text = text.or(marks(entry, CLASSES, "class", &["p-name", "fn"], claims));
    }
    if !claims.says("published") && has("<time") && (claims.is_article || count(page, "<article") == 1) {
        time(page, claims);
    }
    text
}

/// The entry of a page, if there is one and it is about nothing else.
fn entry(page: &str) -> Option<&str> {
    let is_root = |word: &str| matches!(word, "h-entry" | "hentry");
    let mut found = Tags(page, 0).filter(|tag| tag.says("class", is_root));
    let first = found.next()?;
    let entry = inner(page, first.end, &first.name);
    // Answers stand inside; a list of entries is none.
    let end = first.end + entry.len();
    found.all(|tag| tag.end <= end).then_some(entry)
}

/// Reads elements that are marked by words of an attribute; of a person the name may be marked again.
fn marks<'p>(
    page: &'p str,
    known: &[(&str, &'static str)],
    attribute: &str,
    names: &[&str],
    claims: &mut Claims,
) -> Option<&'p str> {
    let mut text = None;
    // Where the person that was found last ends, and whether its name was.
    let mut person: Option<(usize, String)> = None;
    let mut seen: Vec<&str> = Vec::new();
    let is_known = |word: &str| names.contains(&word) || known.iter().any(|(name, _)| word.eq_ignore_ascii_case(name));
    for tag in Tags(page, 0).filter(|tag| tag.says(attribute, is_known)).take(MOST) {
        let is_in_person = person.as_ref().is_some_and(|(end, _)| tag.end <= *end);
        if is_in_person && tag.says(attribute, |word| names.contains(&word)) {
            let name = tag.words(page);
            if let Some((_, known)) = person.as_mut().filter(|_| !name.is_empty()) {
                *known = name;
            }
            continue;
        }
        if !is_in_person && let Some((_, name)) = person.take() {
            claims.offer("authors", rank::MARKED, without_by(&name));
        }
        let of = |(word, _): &&(&str, &str)| tag.says(attribute, |own| own.eq_ignore_ascii_case(word));
        let Some((_, field)) = known.iter().find(of).filter(|_| !is_in_person) else { continue };
        let is_list = matches!(*field, "tags" | "authors" | "category");
        if seen.contains(field) && !is_list {
            continue;
        }
        seen.push(field);
        match *field {
            TEXT => text = Some(inner(page, tag.end, &tag.name)),
            "authors" => {
                let end = tag.end + inner(page, tag.end, &tag.name).len();
                person = Some((end, tag.value(page, &["content"])));
            }
            "published" | "modified" => {
                claims.offer(field, rank::MARKED, &tag.value(page, &["content", "datetime", "title"]));
            }
            "image" | "url" => {
                let address = ["content", "src", "href"].iter().find_map(|name| tag.of(name));
                claims.offer(field, rank::MARKED, address.unwrap_or_default());
            }
            field => claims.offer(field, rank::MARKED, &tag.value(page, &["content"])),
        }
    }
    if let Some((_, name)) = person {
        claims.offer("authors", rank::MARKED, without_by(&name));
    }
    text
}

/// A name without the word before it.
fn without_by(name: &str) -> &str {
    name.get(..3).filter(|by| by.eq_ignore_ascii_case("by ")).map_or(name, |_| &name[3..])
}

/// The first time of an article.
fn time(page: &str, claims: &mut Claims) {
    let mut times = Tags(page, 0).filter(|tag| tag.name == "time" && tag.of("datetime").is_some()).take(MOST);
    if let Some(tag) = times.next() {
        claims.offer("published", rank::TIME, tag.of("datetime").unwrap_or_default());
    }
}

/// The first tag of an element.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
    /// Where it ends.
    end: usize,
}

impl Tag {
    fn of(&self, wanted: &str) -> Option<&str> {
        let value = self.attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty())
    }

    /// Whether one of the words of an attribute is meant.
    fn says(&self, attribute: &str, is_meant: impl Fn(&str) -> bool) -> bool {
        self.of(attribute).is_some_and(|value| value.split_whitespace().any(is_meant))
    }

    /// What one of these attributes says, else the text of the element.
    fn value(&self, page: &str, names: &[&str]) -> String {
        names.iter().find_map(|name| self.of(name)).map_or_else(|| self.words(page), str::to_owned)
    }

    fn words(&self, page: &str) -> String {
        if matches!(self.name.as_str(), "meta" | "link" | "img" | "br") {
            return String::new();
        }
        words(inner(page, self.end, &self.name))
    }
}

/// The first tags of the elements of a page, without those of scripts and comments, and from where on.
struct Tags<'p>(&'p str, usize);

impl Iterator for Tags<'_> {
    type Item = Tag;

    fn next(&mut self) -> Option<Tag> {
        let Self(page, at) = self;
        loop {
            *at += memchr::memchr(b'<', &page.as_bytes()[*at..])? + 1;
            let rest = &page[*at..];
            if rest.starts_with("!--") {
                *at += rest.find("-->")?;
                continue;
            }
            let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            if length == 0 {
                continue;
            }
            let name = rest[..length].to_ascii_lowercase();
            if matches!(name.as_str(), "script" | "style") {
                *at += rest.find("</")?;
                continue;
            }
            let (attributes, after) = attributes(&rest[length..]);
            *at = page.len() - after.len();
            return Some(Tag { name, attributes, end: *at });
        }
    }
}
