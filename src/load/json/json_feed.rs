//! Fields that only JSON Feed has (<https://www.jsonfeed.org/version/1.1/>).

use std::borrow::Cow;

use super::document::Document;
use crate::article::{Draft, OtherDate};
use crate::load::fields::is_plain_date;
use crate::load::{LONGEST_LENT, ReadOptions};

/// An item of a JSON Feed needs no date, and may have only that of its change.
pub(super) fn date_by_change(draft: &mut Draft<'_>, options: &ReadOptions<'_>) {
    const MODIFIED: &str = "date_modified";
    match &draft.published {
        None if draft.updated.is_some() => {
            draft.published = draft.updated.take();
            draft.notes.retain(|(field, _)| *field != "updated");
            draft.note(options, "published", || MODIFIED.to_owned());
        }
        Some(published) if !is_plain_date(published) => {
            let updated = draft.updated.clone();
            draft.other_dates.extend(updated.map(|raw| OtherDate { raw, from: MODIFIED.into() }));
        }
        _ => {}
    }
}

/// Whether a wrapper says that it is a JSON Feed.
pub(super) fn is_json_feed<'a>(document: &Document<'a>, raw: &'a str) -> bool {
    let is_version = |(key, value): &(Cow<'a, str>, &'a str)| {
        key == "version" && value.len() <= LONGEST_LENT && value.contains("jsonfeed.org")
    };
    document.members(raw).is_some_and(|members| members.iter().any(is_version))
}
