//! Values of JSON, each with its place.

use std::borrow::Cow;
use std::ops::Range;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node<'t> {
    pub(crate) at: Range<usize>,
    pub(crate) value: Value<'t>,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'t> {
    Null,
    Boolean,
    Number(&'t str),
    String(Cow<'t, str>),
    Array(Vec<Node<'t>>),
    Object(Vec<Member<'t>>),
    /// Something that is no JSON, and found already.
    Broken,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Member<'t> {
    pub(crate) name: Cow<'t, str>,
    pub(crate) name_at: Range<usize>,
    pub(crate) node: Node<'t>,
}

impl<'t> Node<'t> {
    /// The members of an object, or none.
    pub(crate) fn members(&self) -> &[Member<'t>] {
        match &self.value {
            Value::Object(members) => members,
            _ => &[],
        }
    }

    /// The values of an array, or none.
    pub(crate) fn values(&self) -> &[Self] {
        match &self.value {
            Value::Array(values) => values,
            _ => &[],
        }
    }

    /// The last member of that name, which is the one that most readers take.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().rev().find(|member| member.name == name).map(|member| &member.node)
    }

    /// The text, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }
}
