//! `posts.csv` of an export of Substack: a row for each post, whose text is a file of its own, `posts/<post_id>.html`. The
//! `post_id` is a number and the end of the address (`12345.slug`).

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use ::csv::StringRecord;

use crate::article::Draft;
use crate::article::permalink::{Generator, Pattern, SitePlace, Website};
use crate::load::fields::{Field, fold};
use crate::load::{Loaded, ReadOptions};

/// Columns beside `post_id` of which such a table has most, without anything but letters.
const COLUMNS: &[&str] = &["ispublished", "audience", "emailsentat", "podcasturl", "inboxsentat", "type"];

/// How many of them tell the table.
const ENOUGH: usize = 3;

/// A table of posts.
pub(super) struct Posts {
    id: usize,
    subtitle: Option<usize>,
    site: Arc<Website>,
    /// Whether the kind of a post was taken for its category.
    takes_kind: bool,
}

impl Posts {
    /// The table of these columns, if it is one of posts.
    pub(super) fn of(names: &StringRecord, options: &ReadOptions<'_>) -> Option<Self> {
        let names: Vec<String> = names.iter().map(fold).collect();
        let column = |wanted: &str| names.iter().position(|name| name == wanted);
        let id = column("postid")?;
        if COLUMNS.iter().filter(|name| column(name).is_some()).count() < ENOUGH {
            return None;
        }
        let settings = options.origin.path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let site = Website {
            generator: Generator::Substack,
            settings,
            base: None,
            title: None,
            language: None,
            zone: None,
            values: std::collections::BTreeMap::new(),
            articles: OnceLock::new(),
        };
        let usual = options.fields.paths(Field::Categories).count() > 1;
        let takes_kind = usual && options.fields.paths(Field::Tags).all(|path| fold(path) != "type");
        Some(Self { id, subtitle: column("subtitle"), site: Arc::new(site), takes_kind })
    }

    /// Says of a post what its row alone does not, before it is added.
    pub(super) fn complete(
        &self,
        row: &StringRecord,
        draft: &mut Draft<'_>,
        options: &ReadOptions<'_>,
        loaded: &mut Loaded<'_>,
    ) {
        let cell = |at: usize| row.get(at).map(str::trim).filter(|cell| !cell.is_empty());
        if self.takes_kind {
            // Where there are no tags, the categories stand for them.
            if draft.tags == draft.categories {
                draft.tags.clear();
            }
            draft.categories.clear();
        }
        if draft.summary.is_none()
            && let Some(subtitle) = self.subtitle.and_then(cell)
        {
            draft.summary = Some(Cow::Owned(subtitle.to_owned()));
            draft.note(options, "summary", || "subtitle".to_owned());
        }
        let Some(id) = cell(self.id) else { return };
        if draft.id.is_none() {
            draft.id = Some(Cow::Owned(id.to_owned()));
            draft.note(options, "id", || "post_id".to_owned());
        }
        if draft.body.is_none() {
            loaded.texts.push((loaded.drafts.len(), [format!("posts/{id}.html"), format!("{id}.html")]));
        }
        let Some((_, slug)) = id.split_once('.').filter(|(_, slug)| !slug.is_empty()) else { return };
        if options.fields.extra().any(|name| name == "slug") && !draft.extra.iter().any(|(name, _)| name == "slug") {
            draft.extra.push((Cow::Borrowed("slug"), Cow::Owned(slug.to_owned())));
        }
        let pattern = Pattern::of_braces("/p/{slug}").ok().map(|pattern| pattern.with(|_| Some(slug.to_owned())));
        draft.place = Some(Box::new(SitePlace { website: Arc::clone(&self.site), path: format!("p/{slug}"), pattern }));
    }
}
