//! What exports of `WordPress` (WXR) and Blogger have beyond their formats, RSS and Atom.
//!
//! WXR has no specification; it is what `WordPress`'s `wp-admin/includes/export.php` writes: an author is a login, and the
//! channel has the name for it; a category has a `domain` (`category`, `post_tag` or another taxonomy); the picture of a post is
//! the number of another item; the paragraphs of a text may be separated by empty lines alone.

mod paragraphs;

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::names::{Ns, is_absolute};
use super::text::trimmed;
use super::tree::Element;
use crate::article::Draft;
use crate::load::{LONGEST_LENT, ReadOptions};
pub(super) use paragraphs::with_paragraphs;

/// The most authors that an export introduces.
const MOST_PEOPLE: usize = 10_000;

/// Taxonomies of `WordPress` that say how a post is shown and not what it is about.
const OF_LAYOUT: &[&str] =
    &["post_format", "nav_menu", "wp_theme", "wp_pattern_category", "language", "post_translations"];

/// What a category of an item is.
pub(super) enum Domain {
    /// A category of `WordPress`.
    Category,
    /// A tag, or a category of any other feed.
    Tag,
    /// How the item is shown.
    Layout,
}

/// What the `domain` of a category says.
pub(super) fn domain(category: Element<'_, '_>) -> Domain {
    match category.attr("domain").map(str::trim) {
        Some("category") => Domain::Category,
        Some(name) if OF_LAYOUT.contains(&name) => Domain::Layout,
        _ => Domain::Tag,
    }
}

/// What an item of an export says about other items.
#[derive(Debug, Default)]
pub(super) struct Exported<'a> {
    /// Its number.
    number: Cow<'a, str>,
    /// The address of its file, if it stands for a file.
    file: Cow<'a, str>,
    /// The number of its picture.
    picture: Cow<'a, str>,
}

impl<'a> Exported<'a> {
    /// Takes what an element of `WordPress` says.
    pub(super) fn take(&mut self, element: Element<'_, 'a>) {
        match &*element.named().name {
            "post_id" => self.number = trimmed(element.text()),
            "attachment_url" => self.file = trimmed(element.text()),
            "postmeta" => {
                let text = |name| element.child(Ns::WordPress, name).map(Element::text);
                if text("meta_key").is_some_and(|key| key.trim() == "_thumbnail_id") {
                    self.picture = text("meta_value").map(trimmed).unwrap_or_default();
                }
            }
            _ => {}
        }
    }
}

/// What an export says about its items.
#[derive(Debug, Default)]
pub(super) struct Export<'a> {
    /// Names of authors by their logins.
    people: FxHashMap<Cow<'a, str>, Cow<'a, str>>,
    /// Addresses of files by their numbers.
    files: FxHashMap<Cow<'a, str>, Cow<'a, str>>,
    /// Whether categories stand for tags, as no item has any.
    has_no_tags: bool,
}

impl<'a> Export<'a> {
    /// Takes an author that the channel introduces.
    pub(super) fn introduce(&mut self, author: Element<'_, 'a>) {
        let text = |name| author.child(Ns::WordPress, name).map(|element| trimmed(element.text())).unwrap_or_default();
        let (login, name) = (text("author_login"), text("author_display_name"));
        let is_short = login.len() <= LONGEST_LENT && name.len() <= LONGEST_LENT;
        if !login.is_empty() && !name.is_empty() && is_short && self.people.len() < MOST_PEOPLE {
            self.people.insert(login, name);
        }
    }

    /// Takes what items say about others.
    pub(super) fn gather<'i>(&mut self, items: impl Iterator<Item = (&'i Exported<'a>, &'i Draft<'a>)> + Clone)
    where
        'a: 'i,
    {
        self.has_no_tags = items.clone().all(|(_, draft)| draft.tags.is_empty());
        let is_lent = |file: &Cow<'_, str>| !file.is_empty() && file.len() <= LONGEST_LENT;
        let files = items.filter(|(exported, _)| is_lent(&exported.file));
        self.files = files.map(|(exported, _)| (exported.number.clone(), exported.file.clone())).collect();
    }

    /// Completes the draft of an item with it.
    pub(super) fn lend(&self, exported: Option<&Exported<'a>>, draft: &mut Draft<'a>, options: &ReadOptions<'_>) {
        let Some(exported) = exported else { return };
        for author in &mut draft.authors {
            if let Some(name) = self.people.get(author) {
                author.clone_from(name);
                draft.notes.retain(|(field, _)| *field != "authors");
                let note = || "<dc:creator>, by the name that its <wp:author> says".to_owned();
                if options.explain {
                    draft.notes.push(("authors", note()));
                }
            }
        }
        if draft.image.is_none()
            && let Some(file) = self.files.get(&exported.picture).filter(|file| is_absolute(file))
        {
            draft.image = Some(file.clone());
        }
        if self.has_no_tags && !draft.categories.is_empty() {
            draft.tags.clone_from(&draft.categories);
            draft.note(options, "tags", || "the categories, as no item has tags".to_owned());
        }
    }
}
