//! Collections of `ActivityPub`: the outbox that Mastodon and its kin export (`outbox.json`), and the account beside it.

use std::borrow::Cow;

use super::{Document, Named, Parts, keep_back};
use crate::article::{Draft, Enclosure};
use crate::load::ReadOptions;
use crate::load::fields::Value;

/// Types of accounts (<https://www.w3.org/TR/activitystreams-vocabulary/#actor-types>).
const ACCOUNTS: &[&str] = &["Person", "Service", "Group", "Organization", "Application"];

/// Types of collections (<https://www.w3.org/TR/activitystreams-core/#collections>).
const COLLECTIONS: &[&str] = &["Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage"];

/// Whether an object is a collection.
pub(super) fn is_collection<'a>(document: &Document<'a>, members: &Named<'a>) -> bool {
    let collection = Parts { document, members };
    let has_items = collection.raw("orderedItems").or_else(|| collection.raw("items")).is_some();
    has_items && collection.text("type").is_some_and(|kind| COLLECTIONS.contains(&&*kind))
}

/// Keeps an account back: it is no article.
pub(super) fn keep_back_person(item: Parts<'_, '_>, draft: &mut Draft<'_>) {
    let is_account =
        item.raw("preferredUsername").is_some() && item.text("type").is_some_and(|kind| ACCOUNTS.contains(&&*kind));
    if is_account {
        keep_back(draft, "an account, and no article");
    }
}

/// Takes hashtags for tags, who is the author, and what is attached, of the object of an activity.
pub(super) fn complete<'a>(item: Parts<'_, 'a>, draft: &mut Draft<'a>, options: &ReadOptions<'_>) {
    if item.raw("object").is_some_and(|object| object.starts_with('"')) {
        keep_back(draft, "it shares what stands elsewhere");
        return;
    }
    let document = item.document;
    let object = item.objects("object");
    let object = object.first().map_or(item, |object| Parts { document, members: object });
    let all = object.objects("tag");
    let hashtags: Vec<Cow<'a, str>> = all
        .iter()
        .map(|tag| Parts { document, members: tag })
        .filter(|tag| tag.text("type").is_some_and(|kind| kind == "Hashtag"))
        .filter_map(|tag| tag.text("name"))
        .map(|name| Cow::Owned(name.trim_start_matches('#').to_owned()))
        .collect();
    // The others are people that it mentions.
    if object.raw("tag").is_some() {
        draft.tags = hashtags;
    }
    // The type of an object is none of its categories.
    if let Some(kind) = object.text("type") {
        draft.categories.retain(|category| *category != kind);
        draft.tags.retain(|tag| *tag != kind);
    }
    if draft.authors.is_empty() {
        let author = object.text("attributedTo").or_else(|| item.text("actor"));
        let name = author.as_deref().map(|address| address.rsplit(['/', '@']).next().unwrap_or_default().to_owned());
        draft.authors.extend(name.filter(|name| !name.is_empty()).map(Cow::Owned));
        draft.note(options, "authors", || "attributedTo or actor".to_owned());
    }
    if draft.language.is_none()
        && let Some(Value::Map(languages)) = object.raw("contentMap").and_then(|raw| document.value(raw))
        && let [(language, _)] = languages.as_slice()
    {
        draft.language = Some(language.clone());
    }
    for file in object.objects("attachment") {
        let file = Parts { document, members: &file };
        let Some(url) = file.text("url").or_else(|| file.text("href")) else { continue };
        let media_type = file.text("mediaType");
        let is_known = draft.enclosures.iter().any(|known| known.url == url);
        if draft.image.is_none() && media_type.as_deref().is_some_and(|kind| kind.starts_with("image/")) {
            draft.image = Some(url.clone());
        }
        if !is_known {
            draft.enclosures.push(Enclosure { url, media_type, length: None });
        }
    }
}
