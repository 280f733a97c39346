//! What the name and the folders of a file say about the article in it.
//!
//! A day: `2026-07-18-slug.md` (Jekyll, which also knows `2026-7-18-slug.md`), `2026-07-18_slug.md` (Zola), the same as the name of a folder around
//! `index.md`, or folders `2026/07/18/`. A language: `slug.fr.md`, or a folder `fr/` at
//! the top, or in one like `content/`. A draft: a folder `_drafts`.

/// The parts of a file's path.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FileName {
    /// The name without extension, date and language; of `index.md` that of its folder.
    pub(super) stem: String,
    /// The name without extension and language.
    pub(super) bare: String,
    /// The same; of `index.md` the name of its folder.
    pub(super) named: String,
    /// The path without extension and language; of `index.md` that of its folder.
    pub(super) path: String,
    /// The folder that it lies in; of `index.md` the one around its folder.
    pub(super) folder: String,
    /// The day, `2026-07-18`.
    pub(super) day: Option<String>,
    /// The language tag.
    pub(super) language: Option<String>,
    /// Whether the name is one of a Jekyll post.
    pub(super) is_jekyll: bool,
    /// Whether it lies among the drafts of Jekyll or Hexo.
    pub(super) is_draft: bool,
    is_section: bool,
}

/// Languages that folders and files are named after. Some tags are left out because they are words (`id`, `no`, `is`).
const LANGUAGES: &[&str] = &[
    "ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "gl", "he", "hi",
    "hr", "hu", "it", "ja", "ka", "kk", "ko", "lt", "lv", "nb", "nl", "nn", "pl", "pt", "ro", "ru", "sk", "sl", "sr",
    "sv", "ta", "th", "tr", "uk", "ur", "vi", "zh",
];

/// Folders that a site generator keeps its texts in.
const TOPS: &[&str] = &[
    ".", "..", "content", "contents", "src", "source", "pages", "posts", "post", "_posts", "_drafts", "blog", "blogs",
    "news", "articles", "docs", "data", "site", "i18n", "_i18n",
];

impl FileName {
    /// Takes a path apart.
    pub(super) fn new(path: &str) -> Self {
        let mut parts = path.rsplit(['/', '\\']);
        let file = parts.next().unwrap_or_default();
        let folders: Vec<&str> = parts.collect();
        let file = ["gz", "zst"].iter().find_map(|packed| file.strip_suffix(packed)?.strip_suffix('.')).unwrap_or(file);
        let bare = file.rsplit_once('.').map_or(file, |(name, _)| name);
        let (bare, suffix) = match bare.rsplit_once('.') {
            Some((name, end)) if is_language(end) => (name, Some(end)),
            _ => (bare, None),
        };
        let is_section = bare == "_index";
        let is_dated = starts_with_day(bare).is_some_and(|(_, rest)| rest.starts_with('-'));
        let is_jekyll = is_dated || folders.iter().any(|folder| matches!(*folder, "_posts" | "_drafts"));
        let named = if bare == "index" { folders.first().copied().unwrap_or(bare) } else { bare };
        let outer = if bare == "index" { folders.get(1..).unwrap_or_default() } else { &folders[..] };
        let (day, stem) = match starts_with_day(named) {
            Some((day, rest)) => (Some(day), rest.trim_start_matches(['-', '_', ' '])),
            None => (None, named),
        };
        // Only near the top: deeper down `cs` is computer science.
        let mut from_top = folders.iter().rev().skip_while(|folder| TOPS.contains(folder) || folder.is_empty());
        let folder_language = from_top.next().filter(|folder| is_language(folder)).copied();
        let path = if bare == "index" && !folders.is_empty() { &folders[..] } else { &[] };
        let path = if path.is_empty() {
            [bare].iter().chain(&folders).rev().copied().collect::<Vec<_>>().join("/")
        } else {
            path.iter().rev().copied().collect::<Vec<_>>().join("/")
        };
        Self {
            path: path.trim_start_matches('/').to_owned(),
            stem: stem.to_owned(),
            bare: bare.to_owned(),
            named: named.to_owned(),
            folder: outer.iter().rev().copied().collect::<Vec<_>>().join("/"),
            day: day.or_else(|| day_of_folders(&folders)),
            language: suffix.or(folder_language).map(|tag| tag.replace('_', "-")),
            is_jekyll,
            is_draft: folders.contains(&"_drafts"),
            is_section,
        }
    }

    /// Whether it is about a section of a site.
    pub(super) fn is_section(&self) -> bool {
        self.is_section
    }

    /// Whether Notion has named it: with 32 digits behind its title.
    pub(super) fn is_notion(&self) -> bool {
        let id = self.bare.rsplit_once(' ').map(|(_, id)| id);
        id.is_some_and(|id| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()))
    }

    /// The title of a note, which is what its file is called: words with blanks between them (Obsidian, Logseq).
    pub(super) fn note(&self) -> Option<String> {
        let is_title = self.bare.contains(' ') && self.bare.contains(char::is_alphabetic) && !self.is_notion();
        is_title.then(|| self.bare.trim().to_owned())
    }

    /// A title of the words of a dated name, as Jekyll makes one.
    pub(super) fn title(&self) -> Option<String> {
        let words: Vec<String> =
            self.stem.split(['-', '_', ' ']).filter(|word| !word.is_empty()).map(capital).collect();
        (self.day.is_some() && !words.is_empty()).then(|| words.join(" "))
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// `fr`, `pt-BR`, `zh_CN`.
pub(super) fn is_language(part: &str) -> bool {
    let (tag, region) = part.split_once(['-', '_']).unwrap_or((part, ""));
    let is_region =
        region.is_empty() || (matches!(region.len(), 2 | 4) && region.bytes().all(|b| b.is_ascii_alphabetic()));
    is_region && LANGUAGES.contains(&tag)
}

/// The day at the beginning of a name, and what follows it.
fn starts_with_day(name: &str) -> Option<(String, &str)> {
    if let Some((day, rest)) = name.split_at_checked(10).filter(|(day, _)| is_day(day)) {
        return (!rest.starts_with(|c: char| c.is_ascii_digit())).then(|| (day.to_owned(), rest));
    }
    // Digits that are no more than one number: 2026-7-18.
    let mut parts = name.splitn(3, '-');
    let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (day, rest) = rest.split_at(digits);
    let day = format!("{year}-{month:0>2}-{day:0>2}");
    let ends = rest.is_empty() || rest.starts_with(['-', '_', ' ']);
    (ends && is_day(&day)).then_some((day, rest))
}

/// `2026-07-18`, of a month and a day that there are.
fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(n, b)| if matches!(n, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() })
        && number(0, 4).is_some_and(|year| (1970..=2200).contains(&year))
        && number(5, 7).is_some_and(|month| (1..=12).contains(&month))
        && number(8, 10).is_some_and(|day| (1..=31).contains(&day))
}

/// The day that three folders are: `2026/07/18`.
fn day_of_folders(from_inside: &[&str]) -> Option<String> {
    from_inside.windows(3).find_map(|three| {
        let day = format!("{}-{:0>2}-{:0>2}", three[2], three[1], three[0]);
        is_day(&day).then_some(day)
    })
}

/// The day in an address: `/2026/07/18/slug/`, `blog/2026-07-18-slug`.
pub(super) fn day_in(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').rev().filter(|part| !part.is_empty()).collect();
    let named = parts.iter().find_map(|part| starts_with_day(part));
    named.map(|(day, _)| day).or_else(|| day_of_folders(&parts))
}

#[cfg(test)]
mod tests {
    use super::{FileName, day_in};

    fn parts(path: &str) -> (String, Option<String>, Option<String>) {
        let FileName { stem, day, language, .. } = FileName::new(path);
        (stem, day, language)
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned()).filter(|text| !text.is_empty())
    }

    #[test]
    fn a_name_says_day_language_and_title() {
        assert_eq!(parts("_posts/2026-07-18-the-ferry.md"), ("the-ferry".into(), some("2026-07-18"), None));
        assert_eq!(
            parts("blog/2026-07-18_the-ferry/index.fr.md"),
            ("the-ferry".into(), some("2026-07-18"), some("fr"))
        );
        assert_eq!(parts("2026/7/18/a.md.gz"), ("a".into(), some("2026-07-18"), None));
        assert_eq!(parts("content/pt-BR/a.md"), ("a".into(), None, some("pt-BR")));
        assert_eq!(parts("id/2026-13-18-a.b.md"), ("2026-13-18-a.b".into(), None, None));
        assert_eq!(parts("2026-7-8-the-ferry.md"), ("the-ferry".into(), some("2026-07-08"), None));
        assert_eq!(parts("2026-7-18.md"), (String::new(), some("2026-07-18"), None));
        assert_eq!(parts("2026-7-1.5-release.md"), ("2026-7-1.5-release".into(), None, None));
        assert_eq!(parts("2026-7-181-a.md"), ("2026-7-181-a".into(), None, None));
        assert_eq!(FileName::new("2026-07-18-the-ferry.md").title(), some("The Ferry"));
        assert_eq!(FileName::new("the-ferry.md").title(), None);
    }

    #[test]
    fn an_address_may_have_a_day() {
        assert_eq!(day_in("/2026/07/18/the-ferry/"), some("2026-07-18"));
        assert_eq!(day_in("blog/2026-07-18-the-ferry"), some("2026-07-18"));
        assert_eq!(day_in("/blog/the-ferry/"), None);
    }
}
