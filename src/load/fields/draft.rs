//! Drafts while they are read: notes, and which fields are there.

use super::Field;
use crate::article::{Body, Draft};
use crate::load::ReadOptions;

impl Draft<'_> {
    /// Notes where a field came from, if the run explains articles.
    pub(in crate::load) fn note(
        &mut self,
        options: &ReadOptions<'_>,
        field: &'static str,
        from: impl FnOnce() -> String,
    ) {
        if options.explain {
            self.notes.push((field, from()));
        }
    }

    /// Makes the text of a record the title, if it is one short line and there is no title.
    pub(super) fn title_of_short_text(&mut self, options: &ReadOptions<'_>) {
        /// The longest headline, in bytes.
        const LONGEST: usize = 250;
        let is_short = |text: &str| text.len() <= LONGEST && !text.trim().contains('\n');
        if self.title.is_none()
            && self.summary.is_none()
            && let Some(Body::Plain(text)) =
                self.body.take_if(|body| matches!(body, Body::Plain(text) if is_short(text)))
        {
            self.title = Some(text);
            self.note(options, "title", || "the text, which is one line".to_owned());
        }
    }

    /// Whether a field has a value.
    pub(super) fn has(&self, field: Field) -> bool {
        match field {
            Field::Id => self.id.is_some(),
            Field::Title => self.title.is_some(),
            Field::Url => self.url.is_some(),
            Field::Source => self.source.is_some(),
            Field::Published => self.published.is_some(),
            Field::Updated => self.updated.is_some(),
            Field::Tags => !self.tags.is_empty(),
            Field::Categories => !self.categories.is_empty(),
            Field::Authors => !self.authors.is_empty(),
            Field::Contributors => !self.contributors.is_empty(),
            Field::Rights => self.rights.is_some(),
            Field::Summary => self.summary.is_some(),
            Field::Content => self.body.is_some(),
            Field::Language => self.language.is_some(),
            Field::Image => self.image.is_some(),
            Field::Enclosures => !self.enclosures.is_empty(),
            Field::Deleted => self.deleted,
            Field::Draft => self.unpublished.is_some(),
            Field::NotBefore => !self.not_before.is_empty(),
            Field::Expires => self.expires.is_some(),
        }
    }
}
