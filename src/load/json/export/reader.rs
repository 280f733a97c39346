//! Lists of Google Reader and of the programs that took its place (`starred.json`, `stream/contents` of their APIs).

use std::borrow::Cow;

use super::{Document, Parts};
use crate::article::Draft;
use crate::load::ReadOptions;
use crate::load::json::find::List;

/// What the ids of its items begin with.
const ITEM: &str = "tag:google.com,2005:reader/item/";

/// Whether the first items of a list are such.
pub(super) fn is_list<'a>(document: &Document<'a>, list: &List<'a>) -> bool {
    const LOOKS: usize = 3;
    list.items.iter().take(LOOKS).filter(|item| item.contains(ITEM)).any(|item| {
        let members = document.members(item);
        members.is_some_and(|members| {
            Parts { document, members: &members }.text("id").is_some_and(|id| id.starts_with(ITEM))
        })
    })
}

/// Takes labels for tags, and marks of having been read for nothing; addresses and source from where they stand.
pub(super) fn complete<'a>(item: Parts<'_, 'a>, draft: &mut Draft<'a>, options: &ReadOptions<'_>) {
    for tags in [&mut draft.tags, &mut draft.categories] {
        tags.retain_mut(|tag| match mark(tag) {
            Some("") => false,
            Some(label) => {
                *tag = Cow::Owned(label.to_owned());
                true
            }
            None => true,
        });
    }
    if draft.url.is_none() {
        let address = |name: &str| {
            let links = item.objects(name);
            links.iter().find_map(|link| Parts { document: item.document, members: link }.text("href"))
        };
        draft.url = address("canonical").or_else(|| address("alternate"));
        draft.note(options, "url", || "canonical or alternate".to_owned());
    }
    if draft.source.is_none()
        && let Some(origin) = item.objects("origin").first()
    {
        let origin = Parts { document: item.document, members: origin };
        draft.source = origin.text("title");
        draft.source_home = origin.text("htmlUrl");
        let feed = origin.text("streamId").and_then(|id| id.strip_prefix("feed/").map(str::to_owned));
        draft.source_feed = feed.filter(|feed| feed.starts_with("http")).map(Cow::Owned);
        draft.note(options, "source", || "origin.title".to_owned());
    }
}

/// What stands behind `user/…/label/` of a category; nothing of a state; `None` of any other category.
fn mark(category: &str) -> Option<&str> {
    let (_, rest) = category.strip_prefix("user/")?.split_once('/')?;
    match rest.split_once('/')? {
        ("label", label) => Some(label.trim()),
        ("state", _) => Some(""),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn labels_are_tags_and_states_are_none() {
        assert_eq!(mark("user/1234/label/Tide tables"), Some("Tide tables"));
        assert_eq!(mark("user/-/state/com.google/read"), Some(""));
        assert_eq!(mark("user/1/label/a/b"), Some("a/b"));
        assert_eq!(mark("sailing"), None);
        assert_eq!(mark("user/guide"), None);
    }
}
