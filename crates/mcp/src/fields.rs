//! A JSON object whose values stay raw: what a relay needs to read or change one member without
//! decoding the others.
//!
//! Invariant: members that are not touched come out byte for byte as they went in, in order.

use std::borrow::Cow;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// The members of an object, in order.
#[derive(Debug, Default)]
pub(crate) struct Fields<'a>(Vec<(String, Cow<'a, RawValue>)>);

impl<'a> Fields<'a> {
    /// Reads an object; `None` where `raw` is something else.
    pub(crate) fn read(raw: &'a RawValue) -> Option<Self> {
        serde_json::from_str(raw.get()).ok()
    }

    /// The value of `name`; the last one where a sloppy peer wrote it twice.
    pub(crate) fn get(&self, name: &str) -> Option<&RawValue> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| &**value)
    }

    /// The value of `name`, where it is a string.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        serde_json::from_str(self.get(name)?.get()).ok()
    }

    /// Sets `name`, in place where it is there already.
    pub(crate) fn set(&mut self, name: &str, value: Box<RawValue>) {
        let value = Cow::Owned(value);
        match self.0.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    /// Takes `name` out.
    pub(crate) fn remove(&mut self, name: &str) {
        self.0.retain(|(key, _)| key != name);
    }

    /// Whether there are no members.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many members there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The members, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.0.iter().map(|(key, value)| (key.as_str(), &**value))
    }

    /// The object as JSON.
    pub(crate) fn to_raw(&self) -> Box<RawValue> {
        raw(self)
    }
}

/// `value` as raw JSON. For values that always serialise: strings, numbers, raw members.
pub(crate) fn raw(value: &(impl Serialize + ?Sized)) -> Box<RawValue> {
    serde_json::value::to_raw_value(value).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, &**value)?;
        }
        map.end()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members).map(Fields)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(String, Cow<'de, RawValue>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, &'de RawValue>()? {
            members.push((key, Cow::Borrowed(value)));
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let raw = RawValue::from_string(text.to_owned()).expect("JSON");
        Fields::read(&raw).map(|mut fields| {
            fields.set("b", raw_number(9));
            fields.remove("gone");
            fields.to_raw().get().to_owned()
        })
    }

    fn raw_number(number: u64) -> Box<RawValue> {
        raw(&number)
    }

    #[test]
    fn untouched_members_keep_their_bytes_and_order() {
        assert_eq!(
            read(r#"{"z": 1.50e3 ,"gone":0,"a\u0062":"\u00e9","b":2}"#).as_deref(),
            Some(r#"{"z":1.50e3,"ab":"\u00e9","b":9}"#),
            "numbers and escapes must not be normalised"
        );
        assert_eq!(read("{}").as_deref(), Some(r#"{"b":9}"#));
        assert_eq!(read("[1]"), None, "an array has no members");
    }
}
