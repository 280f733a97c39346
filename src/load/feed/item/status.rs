//! Whether an item is public: `wp:status` and its kin, `app:draft` (RFC 5023 §13.1), Blogger's kinds and states, and elements of
//! other vocabularies that have the names that fields have ([`crate::load::status`]).

use std::borrow::Cow;

use super::super::names::Ns;
use super::super::text::trimmed;
use super::super::tree::Element;
use crate::article::{Draft, OtherDate};
use crate::load::fields::{Answers, How, LONGEST_DATE, MOST_DATES, Value, fold};
use crate::load::status::Standing;
use crate::load::{Field, Loaded, ReadOptions};

/// The elements of an RSS item, which say something else.
const OF_RSS: &[&str] =
    &["title", "link", "guid", "description", "pubdate", "category", "author", "enclosure", "source", "comments"];

/// The scheme of the category that says what kind of entry one of Blogger's is.
const KIND_SCHEME: &str = "http://schemas.google.com/g/2005#kind";

/// What the kinds of Blogger's entries begin with.
const KIND: &str = "http://schemas.google.com/blogger/2008/kind#";

/// What the elements of an item say.
#[derive(Debug, Default)]
pub(super) struct Status<'a> {
    standing: Option<Standing>,
    /// Until when it is public.
    expires: Option<Cow<'a, str>>,
    not_before: Vec<OtherDate<'a>>,
}

/// Whether a category is the kind of an entry of Blogger, and no tag.
pub(super) fn is_kind(category: Element<'_, '_>) -> bool {
    category.attr("scheme").is_some_and(|scheme| scheme.trim() == KIND_SCHEME)
}

impl<'a> Status<'a> {
    /// Takes what an element says, if it is one that does.
    pub(super) fn take(&mut self, element: Element<'_, 'a>, options: &ReadOptions<'_>) {
        let named = element.named();
        match (named.ns, &*named.name) {
            (Ns::Atom, "category") if is_kind(element) => {
                let term = element.attr("term").unwrap_or_default().trim();
                self.kind(term.strip_prefix(KIND).unwrap_or_default());
            }
            (Ns::Blogger, "type") => self.kind(element.text().trim()),
            (Ns::App, "control") => element.children().for_each(|child| self.named(child, options)),
            (Ns::Rss, name) if OF_RSS.contains(&name) => {}
            (Ns::Rss | Ns::App | Ns::Blogger | Ns::WordPress | Ns::Other, _) => self.named(element, options),
            _ => {}
        }
    }

    /// Takes the kind of an entry of Blogger.
    fn kind(&mut self, kind: &str) {
        let kind = Value::Text(Cow::Owned(format!("blogger#{kind}")));
        self.standing.get_or_insert_default().take("kind", How::Blogger, &kind);
    }

    fn named(&mut self, element: Element<'_, 'a>, options: &ReadOptions<'_>) {
        let name = &*element.named().name;
        let names = options.fields.statuses_named(name);
        if names.len() == 0 {
            if options.fields.names(Field::Expires, name) {
                self.expires = Some(trimmed(element.text())).filter(|text| !text.is_empty());
            } else if options.fields.names(Field::Deleted, name) {
                self.standing.get_or_insert_default().take(name, How::Gone, &Value::Text(trimmed(element.text())));
            }
            return;
        }
        let text = trimmed(element.text());
        for (field, path, how) in names {
            if field != Field::NotBefore {
                self.standing.get_or_insert_default().take(path, how, &Value::Text(text.clone()));
            } else if self.not_before.len() < MOST_DATES && text.len() <= LONGEST_DATE && !text.is_empty() {
                self.not_before.push(OtherDate { raw: text.clone(), from: Cow::Owned(path.to_owned()) });
            }
        }
    }

    /// Says it to the draft.
    pub(super) fn settle(self, draft: &mut Draft<'a>, options: &ReadOptions<'_>, loaded: &mut Loaded<'_>) {
        draft.not_before = self.not_before;
        draft.expires = self.expires;
        if let Some(standing) = self.standing {
            standing.settle(draft, options, loaded);
        }
    }
}

/// What an item answers to the conditions of `where`: its elements by their names without prefixes, Atom's categories by
/// their terms.
pub(super) fn answers(item: Element<'_, '_>, options: &ReadOptions<'_>) -> Answers {
    options.fields.filter().ask(|condition, tell| {
        let names: Vec<String> = condition.names().collect();
        follow(item, &names, tell);
    })
}

fn follow(element: Element<'_, '_>, names: &[String], tell: &mut dyn FnMut(&str)) {
    let Some((first, rest)) = names.split_first() else {
        let term = element.attr("term").filter(|_| element.named().is(Ns::Atom, "category"));
        return tell(term.unwrap_or(&element.text()));
    };
    for child in element.children().filter(|child| fold(&child.named().name) == *first) {
        follow(child, rest, tell);
    }
}
