//! What a draft says so far.

use super::Field;
use crate::article::{Body, Draft};
use crate::load::ReadOptions;

impl Draft<'_> {
    /// Says where a field came from, if anybody wants to know.
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

    /// A record that has a text of one line and no title: the text is the title.
    pub(super) fn title_of_short_text(&mut self, options: &ReadOptions<'_>) {
        /// No headline is longer, in bytes.
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

    /// Whether a field says something.
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
