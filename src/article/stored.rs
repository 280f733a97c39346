//! The texts of an article: at hand, or put away until they are shown.

use std::borrow::Cow;

use super::Body;
use crate::spill::{Place, Spill};

/// A text of an article.
#[derive(Debug, Clone)]
pub enum Stored<'a> {
    /// It is at hand.
    Here(Cow<'a, str>),
    /// It was put away.
    Away(&'a Spill, Place),
}

impl Stored<'_> {
    /// How many bytes it has.
    pub fn len(&self) -> usize {
        match self {
            Self::Here(text) => text.len(),
            Self::Away(_, place) => place.len(),
        }
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text; [`Spill::check`] says whether one that was put away could be read.
    pub fn read(&self) -> Cow<'_, str> {
        match self {
            Self::Here(text) => Cow::Borrowed(text),
            Self::Away(spill, place) => Cow::Owned(spill.text(*place)),
        }
    }

    /// The text, put away.
    pub fn put_away(self, spill: &Spill) -> Stored<'_> {
        Stored::Away(spill, spill.put(self.read().as_bytes()))
    }

    /// The text, in memory of its own.
    pub fn into_owned(self) -> Stored<'static> {
        Stored::Here(Cow::Owned(self.read().into_owned()))
    }
}

/// The text that is the article itself, with what it is written in.
#[derive(Debug, Clone)]
pub struct StoredBody<'a> {
    kind: Kind,
    text: Stored<'a>,
}

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Html,
    Markdown,
}

impl StoredBody<'_> {
    /// How many bytes it has.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text; [`Spill::check`] says whether one that was put away could be read.
    pub fn read(&self) -> Body<'_> {
        let text = self.text.read();
        match self.kind {
            Kind::Plain => Body::Plain(text),
            Kind::Html => Body::Html(text),
            Kind::Markdown => Body::Markdown(text),
        }
    }

    /// The text without white space around it, whatever it is written in.
    pub fn trimmed(&self) -> Cow<'_, str> {
        match self.text.read() {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        }
    }

    /// The text, put away.
    pub fn put_away(self, spill: &Spill) -> StoredBody<'_> {
        StoredBody { kind: self.kind, text: self.text.put_away(spill) }
    }

    /// The text, in memory of its own.
    pub fn into_owned(self) -> StoredBody<'static> {
        StoredBody { kind: self.kind, text: self.text.into_owned() }
    }
}

impl<'a> From<Body<'a>> for StoredBody<'a> {
    fn from(body: Body<'a>) -> Self {
        let (kind, text) = match body {
            Body::Plain(text) => (Kind::Plain, text),
            Body::Html(text) => (Kind::Html, text),
            Body::Markdown(text) => (Kind::Markdown, text),
        };
        Self { kind, text: Stored::Here(text) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Body, Spill, Stored, StoredBody};

    #[test]
    fn a_text_that_was_put_away_is_the_same() {
        let spill = Spill::new(None, 0);
        for body in [Body::Plain(" a text ".into()), Body::Html("<p>".into()), Body::Markdown("# é".into())] {
            let stored = StoredBody::from(body.clone()).put_away(&spill);
            assert_eq!(stored.read(), body);
            assert_eq!((stored.len(), &*stored.trimmed()), (body.raw().len(), body.raw().trim()));
            assert_eq!(stored.into_owned().read(), body);
        }
        assert!(Stored::Here("".into()).put_away(&spill).is_empty());
    }
}
