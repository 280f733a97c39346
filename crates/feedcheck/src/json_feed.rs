//! JSON Feed 1.0 and 1.1 (<https://www.jsonfeed.org/version/1.1/>): every member of the feed, its items, authors, hubs
//! and attachments is looked up in tables (`model`).
//!
//! Other JSON is not checked, unless the caller says that it is a feed.
//!
//! Not checked: what extensions hold, whether pictures are there and of the size that is recommended, `next_url`s that
//! go round over several documents.

mod model;
mod value;
mod walk;

use rustc_hash::FxHashSet;

use super::finding::Findings;
use super::json::{self, Member, Node, Value};
use super::references::{Entry, References, Relation, moment};
use super::rule::json_feed::{
    DEPRECATED_AUTHOR, DUPLICATE_ITEM_ID, DUPLICATE_MEMBER, EMPTY_AUTHOR, FEED_URL_MISMATCH, INVALID_EXTENSION,
    MISSING_CONTENT, MISSING_MEMBER, MODIFIED_BEFORE_PUBLISHED, NEXT_URL_LOOP, NOT_A_JSON_FEED, NUMBER_ID,
    RECOMMENDED_MEMBER, UNKNOWN_MEMBER, WRONG_TYPE,
};
use super::value::{date, uri};
use crate::document::{Kind, Options};
use crate::nearest::nearest;
use model::{AUTHOR, FEED, Field, Holds, Need, Table};
use walk::Walk;

/// Checks the text of the findings; what it is, and what it links to.
pub(super) fn check(options: &Options<'_>, findings: &mut Findings<'_>) -> (Kind, References) {
    let text = findings.source();
    let mut references = References::default();
    let root = json::read(text, findings);
    let Some(root) = root.filter(is_feed) else {
        let start = text.len() - text.trim_start().len();
        findings.add(&NOT_A_JSON_FEED, start..start + 1, "this JSON is no feed");
        return (Kind::Other, references);
    };
    let is_old =
        root.get("version").and_then(Node::text).is_some_and(|version| version.trim_end_matches('/') == value::OLD);
    let mut walk = Walk { findings, options, text, is_old };
    walk.object(&root, &FEED);
    walk.feed(&root);
    walk.items(&root, &mut references);
    references.of_feed(&root);
    (Kind::Json, references)
}

/// Whether an object looks like a feed.
fn is_feed(root: &Node<'_>) -> bool {
    let has = |name| root.get(name).is_some();
    let version = root.get("version").and_then(Node::text).unwrap_or_default();
    version.contains("jsonfeed.org")
        || has("feed_url")
        || (has("items") && (has("version") || has("title") || has("home_page_url")))
}

impl Walk<'_, '_> {
    /// Checks an object by its table.
    fn object(&mut self, node: &Node<'_>, table: &'static Table) {
        let members = node.members();
        let mut seen = FxHashSet::default();
        for member in members {
            let Member { name, name_at, node } = member;
            if !seen.insert(name.as_ref()) {
                self.add(&DUPLICATE_MEMBER, name_at, format!("{} has {name} more than once", table.name));
            }
            match table.fields.iter().find(|field| field.name == name) {
                Some(field) => self.member(node, field),
                None => self.unknown(member, table),
            }
        }
        for field in table.fields {
            if field.need == Need::Optional || seen.contains(field.name) {
                continue;
            }
            let rule = if field.need == Need::Required { &MISSING_MEMBER } else { &RECOMMENDED_MEMBER };
            // The whole object would be too much to mark.
            let at = node.at.start..node.at.start + 1;
            self.add(rule, &at, format!("{} has no {}", table.name, field.name));
        }
        if std::ptr::eq(table, &raw const AUTHOR) && !table.fields.iter().any(|field| seen.contains(field.name)) {
            self.add(&EMPTY_AUTHOR, &node.at, "the author has neither name nor url nor avatar");
        }
    }

    /// A member that the format does not have.
    fn unknown(&mut self, Member { name, name_at, node }: &Member<'_>, table: &Table) {
        let Some(own) = name.strip_prefix('_') else {
            let names = table.fields.iter().map(|field| field.name);
            let hint = Some(name)
                .filter(|name| name.len() < 40)
                .and_then(|name| nearest(name, names))
                .map(|name| format!("; {name} is near"))
                .unwrap_or_default();
            self.add(&UNKNOWN_MEMBER, name_at, format!("{} has no member {name}{hint}", table.name));
            return;
        };
        if !own.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.add(&INVALID_EXTENSION, name_at, "after the _ there is no letter");
        } else if !matches!(node.value, Value::Object(_)) {
            self.add(&INVALID_EXTENSION, &node.at, format!("the extension {name} is no object"));
        }
    }

    /// A member of the format.
    fn member(&mut self, node: &Node<'_>, field: &'static Field) {
        if let Value::Broken = node.value {
            return;
        }
        let name = field.name;
        match (field.holds, &node.value) {
            (Holds::One(table), Value::Object(_)) => self.object(node, table),
            (Holds::List(table), Value::Array(values)) => {
                for value in values {
                    match value.value {
                        Value::Object(_) => self.object(value, table),
                        Value::Broken => {}
                        _ => self.add(&WRONG_TYPE, &value.at, format!("{name} holds something else than objects")),
                    }
                }
            }
            (Holds::Texts, Value::Array(values)) => {
                for value in values {
                    match &value.value {
                        Value::String(text) => self.plain(value, text, name),
                        Value::Broken => {}
                        _ => self.add(&WRONG_TYPE, &value.at, format!("{name} holds something else than strings")),
                    }
                }
            }
            (Holds::Boolean, Value::Boolean) => {}
            (Holds::Number(units), Value::Number(number)) => self.number(node, number, (name, units)),
            (Holds::Id, Value::Number(number)) => {
                self.add(&NUMBER_ID, &node.at, format!("the id {number} is a number"));
            }
            (holds, Value::String(text)) if holds.is_text() => self.value(node, text, field),
            (holds, value) => {
                let message = format!("{name} is {}, not {}", noun(value), holds.noun());
                self.add(&WRONG_TYPE, &node.at, message);
            }
        }
    }

    /// What members of the feed say about each other and its address.
    fn feed(&mut self, root: &Node<'_>) {
        self.author(root);
        let own = root.get("feed_url").and_then(|node| Some((node, node.text()?)));
        if let Some((node, own)) = own.filter(|(_, own)| uri::absolute(own).is_ok()) {
            // Where it is served is not always known; then its name has to do.
            let last = own.split(['?', '#']).next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
            let message = match (self.options.url, self.options.file_name) {
                (Some(served), _) if uri::canonical(own) != uri::canonical(served) => {
                    Some(format!("feed_url is not where the feed is: \"{served}\""))
                }
                (None, Some(name)) if !last.is_empty() && last != name => Some(format!(
                    "feed_url does not end with {name}, the name of the file; --base-url says where it is"
                )),
                _ => None,
            };
            if let Some(message) = message {
                self.add(&FEED_URL_MISMATCH, &node.at, message);
            }
        }
        if let (Some((_, own)), Some(next)) = (own, root.get("next_url"))
            && next.text() == Some(own)
        {
            self.add(&NEXT_URL_LOOP, &next.at, "next_url leads to this document");
        }
    }

    /// What members of an item say about each other, and items about each other.
    fn items(&mut self, root: &Node<'_>, references: &mut References) {
        let items = root.get("items").map_or(&[][..], Node::values);
        let mut ids: FxHashSet<String> = FxHashSet::default();
        for item in items.iter().filter(|item| matches!(item.value, Value::Object(_))) {
            self.author(item);
            if item.get("content_html").is_none() && item.get("content_text").is_none() {
                let at = item.at.start..item.at.start + 1;
                self.add(&MISSING_CONTENT, &at, "the item has neither content_html nor content_text");
            }
            let date = |name| item.get(name).and_then(|node| Some((node, date::rfc3339(node.text()?).ok()?)));
            if let (Some((_, published)), Some((node, modified))) = (date("date_published"), date("date_modified"))
                && modified < published
            {
                self.add(&MODIFIED_BEFORE_PUBLISHED, &node.at, "the item was changed before it was published");
            }
            let Some(node) = item.get("id") else { continue };
            let id = match &node.value {
                Value::String(text) => text.as_ref(),
                Value::Number(number) => number,
                _ => continue,
            };
            if !ids.insert(id.to_owned()) {
                self.add(&DUPLICATE_ITEM_ID, &node.at, format!("another item has the id \"{id}\", too"));
            }
            let text = |name| item.get(name).and_then(Node::text).unwrap_or_default().trim();
            let published = moment(text("date_published"));
            references.entries.push(Entry {
                id: id.into(),
                title: text("title").into(),
                link: text("url").into(),
                published,
                updated: moment(text("date_modified")).or(published),
                at: node.at.clone(),
            });
        }
    }

    /// The single author of version 1.0, which version 1.1 keeps for old readers only.
    fn author(&mut self, node: &Node<'_>) {
        let (one, many) = (node.get("author"), node.get("authors"));
        if let (Some(author), None, false) = (one, many, self.is_old) {
            self.add(&DEPRECATED_AUTHOR, &author.at, "author is of version 1.0");
        }
    }
}

impl References {
    /// The links of a feed, and of what feedmill adds to its items in a list of feeds.
    fn of_feed(&mut self, root: &Node<'_>) {
        let members = [("feed_url", Relation::Own), ("home_page_url", Relation::Other), ("next_url", Relation::Older)];
        for (name, relation) in members {
            self.member(root, name, relation, None);
        }
        self.is_archive = root.get("_feedmill").is_some_and(|own| own.get("current").is_some());
        for item in root.get("items").map_or(&[][..], Node::values) {
            self.member(item, "url", Relation::Other, None);
            for attachment in item.get("attachments").map_or(&[][..], Node::values) {
                self.member(attachment, "url", Relation::Other, None);
            }
            let files = item.get("_feedmill").and_then(|own| own.get("files"));
            for Member { node, .. } in files.map_or(&[][..], Node::members) {
                let media_type = node.get("media_type").and_then(Node::text);
                self.member(node, "url", Relation::Feed, media_type);
            }
        }
    }

    fn member(&mut self, node: &Node<'_>, name: &str, relation: Relation, media_type: Option<&str>) {
        if let Some(node) = node.get(name)
            && let Some(href) = node.text()
        {
            self.add(relation, href, media_type, node.at.clone());
        }
    }
}

impl Holds {
    fn is_text(self) -> bool {
        !matches!(self, Self::Number(_) | Self::Boolean | Self::Texts | Self::One(_) | Self::List(_))
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Number(_) => "a number",
            Self::Boolean => "true or false",
            Self::Texts => "an array of strings",
            Self::One(_) => "an object",
            Self::List(_) => "an array of objects",
            _ => "a string",
        }
    }
}

/// What a value is.
fn noun(value: &Value<'_>) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Boolean => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
        Value::Broken => "no JSON",
    }
}
