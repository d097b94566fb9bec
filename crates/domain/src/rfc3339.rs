//! Times as text: RFC 3339, UTC, always three digits of milliseconds, so that they sort as text.
//! Also the serde form of a [`Timestamp`]: `#[serde(with = "rfc3339")]`.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serializer};

/// `at` as text: `2026-11-20T10:37:42.000Z`.
pub fn format(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// For `#[serde(with)]`.
pub(crate) fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&format(*at))
}

/// For `#[serde(with)]`.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Timestamp, D::Error> {
    String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
}

/// The same for a time that may be absent.
pub(crate) mod option {
    use super::{Deserialize, Deserializer, Serializer, Timestamp, format};

    #[expect(clippy::ref_option, reason = "serde passes a reference")]
    pub(crate) fn serialize<S: Serializer>(
        at: &Option<Timestamp>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => serializer.serialize_some(&format(*at)),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        d: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        let text = Option::<String>::deserialize(d)?;
        text.map(|text| text.parse().map_err(serde::de::Error::custom)).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_always_has_milliseconds() {
        assert_eq!(format(Timestamp::UNIX_EPOCH), "1970-01-01T00:00:00.000Z");
        let at: Timestamp = "2026-11-20T11:28:57.796689113Z".parse().expect("a time");
        assert_eq!(format(at), "2026-11-20T11:28:57.796Z");
    }
}
