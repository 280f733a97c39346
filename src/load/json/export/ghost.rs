//! Exports of Ghost: one list for each table of its database. Tags and authors of a post stand in other lists, and its address
//! is made of that of the site and its slug.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::{Document, Named, Parts, keep_back};
use crate::article::{Body, Draft};
use crate::load::{LONGEST_LENT, ReadOptions};

/// What stands for the address of the site.
const SITE: &str = "__GHOST_URL__";

/// Terms or people by the posts that they are of, in order.
type OfPosts<'a> = FxHashMap<Cow<'a, str>, Vec<Cow<'a, str>>>;

/// What an export says of its posts.
pub(in crate::load::json) struct Ghost<'a> {
    tags: OfPosts<'a>,
    authors: OfPosts<'a>,
    title: Option<Cow<'a, str>>,
    /// The address of the site without the slash at its end; empty where nobody says it.
    site: String,
}

impl<'a> Ghost<'a> {
    /// Whether an object holds the tables of Ghost, and what they say.
    pub(super) fn of(document: &Document<'a>, members: &Named<'a>) -> Option<Self> {
        let data = Parts { document, members };
        let has = |name| data.raw(name).is_some_and(|raw| raw.starts_with('['));
        if !has("posts") || !(has("posts_tags") || has("posts_authors") || (has("settings") && has("users"))) {
            return None;
        }
        let settings: Vec<_> = data.objects("settings");
        let setting = |key: &str| {
            let of = |setting: &Named<'a>| {
                let setting = Parts { document, members: setting };
                (setting.text("key")? == key).then(|| setting.text("value")).flatten()
            };
            settings.iter().find_map(of).filter(|value| value.len() <= LONGEST_LENT)
        };
        let site = setting("url").map_or_else(String::new, |url| url.trim_end_matches('/').to_owned());
        Some(Self {
            tags: joined(data, ("posts_tags", "tag_id"), "tags"),
            authors: joined(data, ("posts_authors", "author_id"), "users"),
            title: setting("title"),
            site,
        })
    }

    /// Says for a post what stands elsewhere.
    pub(super) fn complete(&self, post: Parts<'_, 'a>, draft: &mut Draft<'a>, options: &ReadOptions<'_>) {
        let is_page = post.text("type").is_some_and(|kind| kind == "page")
            || post.raw("page").is_some_and(|page| page == "1" || page == "true");
        if is_page {
            keep_back(draft, "type: page");
        }
        let id = post.text("id");
        let of = |table: &OfPosts<'a>| id.as_ref().and_then(|id| table.get(id)).cloned().unwrap_or_default();
        for (found, field, said) in
            [(of(&self.tags), "tags", &mut draft.tags), (of(&self.authors), "authors", &mut draft.authors)]
        {
            if !found.is_empty() {
                *said = found;
                draft.notes.retain(|(known, _)| *known != field);
                if options.explain {
                    draft.notes.push((field, format!("posts_{field} of the export")));
                }
            }
        }
        if draft.source.is_none() && self.title.is_some() {
            draft.source.clone_from(&self.title);
            draft.source_home = (!self.site.is_empty()).then(|| Cow::Owned(format!("{}/", self.site)));
            draft.note(options, "source", || "the title in the settings of the export".to_owned());
        }
        if draft.url.is_none()
            && let Some(slug) = post.text("slug")
        {
            draft.url = Some(Cow::Owned(format!("{}/{}/", self.site, slug.trim_matches('/'))));
            draft.note(options, "url", || "the address of the site, and slug".to_owned());
        }
        let placed = |text: &mut Cow<'a, str>| {
            if text.contains(SITE) {
                *text = Cow::Owned(text.replace(SITE, &self.site));
            }
        };
        [&mut draft.url, &mut draft.image].into_iter().flatten().for_each(placed);
        if let Some(Body::Html(text) | Body::Markdown(text)) = &mut draft.body {
            placed(text);
        }
    }
}

/// What one table says of posts through another one that joins them.
fn joined<'a>(data: Parts<'_, 'a>, (table, id): (&str, &str), names: &str) -> OfPosts<'a> {
    let document = data.document;
    let known: Vec<_> = data.objects(names);
    let name = |term: &Named<'a>| {
        let term = Parts { document, members: term };
        let name = term.text("name").filter(|name| name.len() <= LONGEST_LENT)?;
        // Tags that begin so, or say so, are seen by the site alone.
        let is_internal = term.text("visibility").is_some_and(|said| said == "internal") || name.starts_with('#');
        Some((term.text("id")?, name)).filter(|_| !is_internal)
    };
    let known: FxHashMap<_, _> = known.iter().filter_map(name).collect();
    let mut pairs: Vec<_> = data
        .objects(table)
        .iter()
        .filter_map(|pair| {
            let pair = Parts { document, members: pair };
            let order = pair.text("sort_order").and_then(|order| order.parse::<i64>().ok()).unwrap_or(0);
            Some((order, pair.text("post_id")?, known.get(&pair.text(id)?)?.clone()))
        })
        .collect();
    pairs.sort_by_key(|(order, ..)| *order);
    let mut of_posts = OfPosts::default();
    for (_, post, name) in pairs {
        of_posts.entry(post).or_default().push(name);
    }
    of_posts
}
