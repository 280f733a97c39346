//! From a value to a field of a draft.

use std::borrow::Cow;

use super::dates::date;
use super::lists::{people, terms, written};
use super::nothing::is_nothing;
use super::wrong::{Wrong, text};
use super::{Field, How, Value};
use crate::article::text::{from_markup, has_block, has_markup};
use crate::article::{Body, Draft, Enclosure, KeptBack};
use crate::load::enclosure;
use crate::load::front_matter::after_front_matter;

/// The names of the text of an object, by the field that it is for; the first that has a value counts.
const TEXT: &[&str] = &["rendered", "text", "value", "main", "name", "title", "#text", "$t", "_", "content", "html"];
const ADDRESS: &[&str] = &["href", "url", "src", "image", "source_url", "rendered", "value", "link"];
const PUBLICATION: &[&str] = &["name", "title", "label", "id", "domain"];

impl<'a> Draft<'a> {
    /// Puts a value into a field; an empty value leaves the field as it is. Of a value with wrong parts, the right ones are
    /// taken.
    pub(super) fn take(&mut self, field: Field, how: How, value: &mut Value<'a>) -> Result<(), Wrong> {
        let value = match field {
            // Of a list, the first item that says something.
            Field::Id | Field::Title | Field::Source | Field::Summary | Field::Rights | Field::Language => first(value),
            Field::Deleted | Field::Draft => only(value),
            _ => value,
        };
        match field {
            Field::Source | Field::Image | Field::Url | Field::Published | Field::Updated | Field::Enclosures => {
                if let Some(written) = written_in(value) {
                    return self.take(field, how, &mut { written });
                }
            }
            _ => {}
        }
        match field {
            Field::Tags | Field::Categories | Field::Authors | Field::Contributors => {
                let are_people = matches!(field, Field::Authors | Field::Contributors);
                let (found, wrong) = if are_people { people(value, how) } else { terms(value, how) };
                let list = match field {
                    Field::Tags => &mut self.tags,
                    Field::Categories => &mut self.categories,
                    Field::Authors => &mut self.authors,
                    _ => &mut self.contributors,
                };
                list.extend(found);
                return wrong;
            }
            Field::Content => self.take_body(how, value)?,
            Field::Enclosures => self.enclosures.extend(enclosures(value)),
            Field::Deleted => {
                let wrong = Wrong { wanted: "true or false", found: value.kind() };
                self.deleted |= value.as_bool().ok_or(wrong)?;
            }
            // The record reads these itself, from all of their names.
            Field::Draft | Field::NotBefore => {}
            Field::Expires => match value.as_flag() {
                Some(true) => {
                    self.unpublished = self.unpublished.take().or(Some(KeptBack::Collection("expired".into())));
                }
                Some(false) => {}
                None => set(&mut self.expires, date(value, how)?),
            },
            Field::Published => set(&mut self.published, date(value, how)?),
            Field::Updated => set(&mut self.updated, date(value, how)?),
            Field::Url => set(&mut self.url, said(first_text(value, ADDRESS)?)),
            Field::Image => set(&mut self.image, said(first_text(value, ADDRESS)?)),
            Field::Source => {
                if let Value::Map(members) = value {
                    let mut address = |names: &[&str]| {
                        let member = members.iter_mut().find(|(name, _)| names.contains(&&**name));
                        member.and_then(|(_, value)| value.take_text(&[]).ok().flatten())
                    };
                    let (home, feed) = (address(&["url", "home_page_url", "website"]), address(&["feed_url", "feed"]));
                    set(&mut self.source_home, home);
                    set(&mut self.source_feed, feed);
                }
                let name = said(text(value, PUBLICATION)?);
                set(&mut self.source, name.map(|name| if how == How::Host { host(name) } else { name }));
            }
            Field::Id => set(&mut self.id, said(text(value, TEXT)?)),
            Field::Title => set(&mut self.title, text(value, TEXT)?),
            Field::Summary => set(&mut self.summary, text(value, TEXT)?),
            Field::Rights => set(&mut self.rights, text(value, TEXT)?),
            Field::Language => set(&mut self.language, said(text(value, &["code", "tag", "name"])?)),
        }
        Ok(())
    }

    fn take_body(&mut self, how: How, value: &mut Value<'a>) -> Result<(), Wrong> {
        let texts: Vec<Cow<'a, str>> = match value {
            Value::List(items) => items.iter_mut().filter_map(|item| item.take_text(TEXT).ok().flatten()).collect(),
            value => text(value, TEXT)?.into_iter().collect(),
        };
        for text in texts {
            let body = match how {
                How::Html => Body::Html(text),
                How::Plain => Body::Plain(text),
                How::Markdown => Body::Markdown(match text {
                    Cow::Borrowed(text) => Cow::Borrowed(after_front_matter(text)),
                    Cow::Owned(text) => Cow::Owned(after_front_matter(&text).to_owned()),
                }),
                _ => guessed(text),
            };
            self.body = Some(match (self.body.take(), body) {
                // Both are blocks of one text.
                (Some(Body::Html(mut first)), Body::Html(next)) => {
                    first.to_mut().extend(["\n", &*next]);
                    Body::Html(first)
                }
                (Some(first), next) => {
                    let is_html = matches!(first, Body::Html(_)) || matches!(next, Body::Html(_));
                    let (Body::Html(mut first) | Body::Plain(mut first) | Body::Markdown(mut first)) = first;
                    first.to_mut().extend(["\n\n", next.raw()]);
                    if is_html { Body::Html(first) } else { Body::Plain(first) }
                }
                (None, body) => body,
            });
        }
        Ok(())
    }
}

/// A text of which the name does not say whether it is HTML: it is, if it has tags of known elements.
pub(in crate::load) fn guessed(text: Cow<'_, str>) -> Body<'_> {
    if !has_markup(&text) {
        return match from_markup(&text) {
            Cow::Borrowed(_) => Body::Plain(text),
            Cow::Owned(decoded) => Body::Plain(Cow::Owned(decoded)),
        };
    }
    if !has_block(&text) && text.contains("\n\n") {
        // Paragraphs that a publishing system would have marked.
        return Body::Html(Cow::Owned(format!("<p>{}</p>", text.trim().replace("\n\n", "</p><p>"))));
    }
    Body::Html(text)
}

/// The first item of a list that says something, or the value itself if it is no list.
fn first<'v, 'a>(value: &'v mut Value<'a>) -> &'v mut Value<'a> {
    let says = |value: &Value<'_>| match value {
        Value::Null => false,
        Value::Text(text) => !text.trim().is_empty(),
        Value::List(items) => !items.is_empty(),
        _ => true,
    };
    let at = if let Value::List(items) = &*value { items.iter().position(says) } else { None };
    match (value, at) {
        (Value::List(items), Some(at)) => first(&mut items[at]),
        (value, _) => value,
    }
}

/// The item of a list of one, or the value itself.
fn only<'v, 'a>(value: &'v mut Value<'a>) -> &'v mut Value<'a> {
    let is_one = matches!(&*value, Value::List(items) if items.len() == 1);
    match (value, is_one) {
        (Value::List(items), true) => only(&mut items[0]),
        (value, _) => value,
    }
}

/// The list or the object that a text spells out.
fn written_in(value: &Value<'_>) -> Option<Value<'static>> {
    match value {
        Value::Text(text) if text.trim_start().starts_with(['{', '[']) => written(text),
        _ => None,
    }
}

/// A name, an address or the like, unless it is a placeholder (`null`, `N/A`).
fn said(text: Option<Cow<'_, str>>) -> Option<Cow<'_, str>> {
    text.filter(|text| !is_nothing(text, false))
}

/// Puts a text into a field that has none.
fn set<'a>(slot: &mut Option<Cow<'a, str>>, text: Option<Cow<'a, str>>) {
    if slot.is_none() {
        *slot = text;
    }
}

/// A text, or the first one of a list.
fn first_text<'a>(value: &mut Value<'a>, names: &[&str]) -> Result<Option<Cow<'a, str>>, Wrong> {
    match value {
        Value::List(items) if items.iter().any(is_alternate) => {
            text(items.iter_mut().find(|item| is_alternate(item)).unwrap_or(&mut Value::Null), names)
        }
        Value::List(items) => Ok(items.iter_mut().find_map(|item| item.take_text(names).ok().flatten())),
        Value::Bool(_) => Ok(None),
        value => text(value, names),
    }
}

/// Whether a link says that it leads to the article and not to something about it (RFC 4287 §4.2.7.2).
fn is_alternate(link: &Value<'_>) -> bool {
    let Value::Map(members) = link else { return false };
    members.iter().any(|(name, value)| name == "rel" && matches!(value, Value::Text(rel) if rel == "alternate"))
}

/// A host as the name of a publication.
fn host(name: Cow<'_, str>) -> Cow<'_, str> {
    match name.trim().strip_prefix("www.") {
        Some(bare) => Cow::Owned(bare.to_owned()),
        None => name,
    }
}

fn enclosures<'a>(value: &mut Value<'a>) -> Vec<Enclosure<'a>> {
    let items = match value {
        Value::List(items) => items.as_mut_slice(),
        value => std::slice::from_mut(value),
    };
    let enclosures = |item: &mut Value<'a>| {
        if let Value::Text(text) = item {
            return enclosure::written(std::mem::take(text));
        }
        let Value::Map(members) = item else { return Vec::new() };
        let mut part = |names: &[&str]| {
            let member = members.iter_mut().find(|(name, _)| names.contains(&&**name));
            member.and_then(|(_, value)| value.take_text(&[]).ok().flatten())
        };
        let mut found = part(&["url", "href", "link"]).map(enclosure::written).unwrap_or_default();
        if let Some(file) = found.first_mut() {
            file.media_type = part(&["mime_type", "type", "media_type"]).or(file.media_type.take());
            let length = part(&["size_in_bytes", "length", "size"]).and_then(|length| length.trim().parse().ok());
            file.length = length.or(file.length);
        }
        found
    };
    items.iter_mut().flat_map(enclosures).collect()
}
