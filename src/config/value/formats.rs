//! Formats of feeds.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

use super::Format;

/// Feed formats: at least one.
#[derive(Debug, Clone)]
pub struct Formats(pub Vec<Format>);

impl<'de> Deserialize<'de> for Formats {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> de::Visitor<'de> for Names {
            type Value = Formats;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of formats, such as [\"rss\", \"atom\"]")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Formats, E> {
                Ok(Formats(vec![name.parse().map_err(E::custom)?]))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut names: A) -> Result<Formats, A::Error> {
                let mut list = Vec::new();
                while let Some(format) = names.next_element()? {
                    list.push(format);
                }
                if list.is_empty() {
                    Err(de::Error::custom("at least one format is needed"))
                } else {
                    Ok(Formats(list))
                }
            }
        }
        deserializer.deserialize_any(Names)
    }
}
