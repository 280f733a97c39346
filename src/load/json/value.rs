//! JSON as values: what of a document is read, and how.

use std::borrow::Cow;
use std::fmt;

use rustc_hash::FxHashMap;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::load::fields::{Fields, Record, Value};

/// The members of an object, unread.
pub(super) struct Members<'a>(pub(super) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Name(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}

/// Reads the members of an object that have a known name, and skips the others.
struct RecordSeed<'f>(&'f Fields);

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = Record<'de>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = Record<'de>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut record = Record::new();
        let mut folded = String::new();
        while let Some(Name(name)) = map.next_key()? {
            match self.0.slot(&name, &mut folded) {
                Some(slot) => record.push(slot, map.next_value()?),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(record)
    }
}

/// A string, borrowed where it has no escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(NameVisitor)
    }
}

impl<'de> Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor;
        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = Value<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Value::Null)
            }
            fn visit_bool<E>(self, is: bool) -> Result<Self::Value, E> {
                Ok(Value::Bool(is))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Value::Number(Cow::Owned(number.to_string())))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Value::Number(Cow::Owned(number.to_string())))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
                /// The first number that has a neighbour it cannot be told from: 2 to the power of 53.
                const INEXACT: f64 = 9_007_199_254_740_992.0;
                let is_exact = number.abs() < INEXACT;
                Ok(if is_exact { Value::Number(Cow::Owned(number.to_string())) } else { Value::Inexact })
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Value::Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Value::Text(Cow::Owned(text.to_owned())))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = seq.next_element()? {
                    values.push(value);
                }
                Ok(Value::List(values))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    members.push((name, map.next_value()?));
                }
                Ok(Value::Map(last_of_each(members).0))
            }
        }
        deserializer.deserialize_any(ValueVisitor)
    }
}

/// The known members of an object, and whether a name stands twice in it: then the last one counts, as in browsers, Python, PHP
/// and Ruby (RFC 8259 §4 leaves it open).
pub(super) fn record<'a>(item: &'a str, fields: &Fields) -> Result<(Record<'a>, bool), serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(item);
    // The depth was checked before.
    deserializer.disable_recursion_limit();
    let record = RecordSeed(fields).deserialize(&mut deserializer)?;
    deserializer.end()?;
    if !record.has_repeats() {
        return Ok((record, false));
    }
    // One name twice, or two spellings of it.
    let mut deserializer = serde_json::Deserializer::from_str(item);
    deserializer.disable_recursion_limit();
    let Value::Map(all) = Value::deserialize(&mut deserializer)? else { return Ok((record, false)) };
    let Members(unread) = serde_json::from_str(item)?;
    let repeated = last_of_each(unread).1;
    let mut record = Record::new();
    for (name, value) in all {
        record.add(fields, &name, value);
    }
    Ok((record, repeated))
}

/// The members of an object without those whose name comes once more, and whether there were any.
pub(super) fn last_of_each<T>(members: Vec<(Cow<'_, str>, T)>) -> (Vec<(Cow<'_, str>, T)>, bool) {
    /// Of so few each is compared with each.
    const FEW: usize = 16;
    let comes_again = |n: usize| members[n + 1..].iter().any(|(name, _)| *name == members[n].0);
    let kept: Vec<bool> = if members.len() <= FEW {
        if !(0..members.len()).any(comes_again) {
            return (members, false);
        }
        (0..members.len()).map(|n| !comes_again(n)).collect()
    } else {
        let last: FxHashMap<&str, usize> = members.iter().enumerate().map(|(n, (name, _))| (&**name, n)).collect();
        if last.len() == members.len() {
            return (members, false);
        }
        members.iter().enumerate().map(|(n, (name, _))| last[&**name] == n).collect()
    };
    let members = members.into_iter().zip(kept).filter(|(_, is_kept)| *is_kept).map(|(member, _)| member);
    (members.collect(), true)
}

/// Whether brackets are nested deeper than that.
pub(super) fn is_deeper(item: &str, limit: usize) -> bool {
    let bytes = item.as_bytes();
    if memchr::memchr2_iter(b'{', b'[', bytes).nth(limit).is_none() {
        return false;
    }
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for &byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                depth += 1;
                if depth > limit {
                    return true;
                }
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}
