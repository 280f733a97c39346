//! One value or a list of values, each with its place in the file.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::StrDeserializer;
use serde::{Deserialize, Deserializer, de};
use toml::Spanned;

/// One value or a list of them, and where each begins: at first a number of bytes, and once the file is read a line.
#[derive(Debug, Clone)]
pub struct Listed<T>(Vec<(T, u64)>);

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Listed<T> {
    /// Replaces each place.
    pub(in crate::config) fn replace_places(&mut self, with: impl Fn(u64) -> u64) {
        self.0.iter_mut().for_each(|(_, at)| *at = with(*at));
    }

    /// The values and their places.
    pub(in crate::config) fn into_vec(self) -> Vec<(T, u64)> {
        self.0
    }

    /// The values alone.
    pub(in crate::config) fn into_values(self) -> Vec<T> {
        self.0.into_iter().map(|(value, _)| value).collect()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn place(at: usize) -> u64 {
    at as u64
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let all = Spanned::<Values<T>>::deserialize(deserializer)?;
        let at = place(all.span().start);
        Ok(Self(all.into_inner().0.into_iter().map(|(value, own)| (value, own.unwrap_or(at))).collect()))
    }
}

/// The values; one that is no element of a list has no place of its own.
struct Values<T>(Vec<(T, Option<u64>)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Values<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor(PhantomData))
    }
}

struct Visitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
    type Value = Values<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one text, or a list of texts")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Values<T>, E> {
        T::deserialize(StrDeserializer::new(text)).map(|value| Values(vec![(value, None)]))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Values<T>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element::<Spanned<T>>()? {
            let at = place(value.span().start);
            values.push((value.into_inner(), Some(at)));
        }
        Ok(Values(values))
    }
}
