//! What is shown of a message that a server sent: as much as a window can bear.
//!
//! Invariants: what is shown is at most the asked number of bytes of text and structure, beside
//! [`MAX_SHOWN_BLOB_BYTES`] of images and sounds; a text is cut between characters; an image or a
//! sound is whole or left out (its text is empty), because half of one cannot be shown; whatever is
//! missing, `cut` says so. A message is walked through once, however deep or broken it is. The
//! values of keys are masked in each text by itself, before it is cut: no way of writing one hides
//! it, and no part of one is left.

use std::borrow::Cow;
use std::fmt;

use console_domain::Redact;
use console_domain::limits::{MAX_SHOWN_BLOB_BYTES, MAX_SHOWN_DEPTH, MAX_SHOWN_TEXT_BYTES};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// What a value costs beside its text, bytes: the longest number, or its punctuation.
const COST_OF_ONE: usize = 24;
/// Members that hold an image, a sound or another file as base64.
const BLOB_MEMBERS: [&str; 2] = ["data", "blob"];

/// What is shown of a message.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    /// The value, or what is left of it.
    pub(super) value: Value,
    /// Whether something is missing.
    pub(super) cut: bool,
}

/// As much of `json` as fits into `bytes`, without what `redact` knows.
pub(super) fn shown(
    json: &str,
    bytes: usize,
    redact: &dyn Redact,
) -> Result<Shown, serde_json::Error> {
    walk(json, bytes, redact).or_else(|error| match mended(json) {
        Cow::Owned(mended) => walk(&mended, bytes, redact),
        Cow::Borrowed(_) => Err(error),
    })
}

/// The whole of `json`, which came in one message and so is bounded already.
///
/// # Errors
/// Where it is nested deeper than `serde_json` goes, or holds a number that no `f64` does.
pub(crate) fn readable(json: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(json).or_else(|error| match mended(json) {
        Cow::Owned(mended) => serde_json::from_str(&mended),
        Cow::Borrowed(_) => Err(error),
    })
}

/// `text` up to so many bytes, ending with a whole character.
pub(super) fn start_of(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn walk(json: &str, bytes: usize, redact: &dyn Redact) -> Result<Shown, serde_json::Error> {
    let mut room = Room { left: bytes, blobs: MAX_SHOWN_BLOB_BYTES, cut: false, redact };
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let value = Piece { room: &mut room, depth: 0, blob: false }.deserialize(&mut deserializer)?;
    Ok(Shown { value, cut: room.cut })
}

/// `json` with U+FFFD for each half of a surrogate pair that stands alone: a server that cuts a
/// text in the middle of an emoji sends such halves, and they are no text.
fn mended(json: &str) -> Cow<'_, str> {
    let unit = |at: usize| {
        let escape = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(escape, 16).ok()
    };
    let mut alone = Vec::new();
    let mut from = 0;
    // A backslash stands in strings only.
    while let Some(at) = json.get(from..).and_then(|rest| rest.find('\\')).map(|found| from + found)
    {
        from = at
            + match unit(at) {
                Some(0xd800..=0xdbff) if matches!(unit(at + 6), Some(0xdc00..=0xdfff)) => 12,
                Some(0xd800..=0xdfff) => {
                    alone.push(at);
                    6
                }
                _ => 2,
            };
    }
    if alone.is_empty() {
        return Cow::Borrowed(json);
    }
    let mut mended = json.to_owned();
    for at in alone {
        mended.replace_range(at..at + 6, "\\ufffd");
    }
    Cow::Owned(mended)
}

/// What may still be shown.
struct Room<'r> {
    left: usize,
    blobs: usize,
    cut: bool,
    redact: &'r dyn Redact,
}

impl Room<'_> {
    /// Takes so many bytes; false where they are not there.
    fn take(&mut self, bytes: usize) -> bool {
        let fits = bytes <= self.left;
        if fits {
            self.left -= bytes;
        }
        self.cut |= !fits;
        fits
    }

    fn text(&mut self, text: &str) -> String {
        let text = self.redact.redact(text);
        let kept = start_of(&text, MAX_SHOWN_TEXT_BYTES.min(self.left));
        self.cut |= kept.len() < text.len();
        self.left -= kept.len();
        kept.to_owned()
    }

    fn blob(&mut self, blob: &str) -> String {
        if blob.len() > self.blobs {
            self.cut = true;
            return String::new();
        }
        self.blobs -= blob.len();
        self.redact.redact(blob).into_owned()
    }

    /// A number, which may be a key of digits.
    fn number(&self, number: impl Into<Value>) -> Value {
        self.redact.masked_json(number.into())
    }
}

/// One value within a message.
struct Piece<'a, 'r> {
    room: &'a mut Room<'r>,
    depth: usize,
    /// Whether its member's name says that it is a file.
    blob: bool,
}

impl<'de> DeserializeSeed<'de> for Piece<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Piece<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(self.room.number(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(self.room.number(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(self.room.number(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        let blob = self.blob && is_base64(text);
        Ok(if blob { self.room.blob(text) } else { self.room.text(text) }.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while self.depth < MAX_SHOWN_DEPTH && self.room.left >= COST_OF_ONE {
            let piece = Piece { room: self.room, depth: self.depth + 1, blob: false };
            let Some(value) = list.next_element_seed(piece)? else {
                return Ok(values.into());
            };
            self.room.take(COST_OF_ONE);
            values.push(value);
        }
        while list.next_element::<IgnoredAny>()?.is_some() {
            self.room.cut = true;
        }
        Ok(values.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while self.depth < MAX_SHOWN_DEPTH && self.room.left >= COST_OF_ONE {
            let Some(key) = map.next_key::<String>()? else {
                return Ok(members.into());
            };
            if !self.room.take(COST_OF_ONE + key.len()) {
                map.next_value::<IgnoredAny>()?;
                break;
            }
            let blob = BLOB_MEMBERS.contains(&key.as_str());
            let piece = Piece { room: self.room, depth: self.depth + 1, blob };
            let value = map.next_value_seed(piece)?;
            members.insert(self.room.redact.masked(key), value);
        }
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            self.room.cut = true;
        }
        Ok(members.into())
    }
}

/// Whether every character is one of base64, of either alphabet.
fn is_base64(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_=\r\n".contains(&byte))
}

#[cfg(test)]
mod tests {
    use console_domain::RedactNothing;
    use console_domain::limits::MAX_SHOWN_RESULT_BYTES;
    use serde_json::json;

    use super::*;

    fn of(json: &str) -> Shown {
        shown(json, MAX_SHOWN_RESULT_BYTES, &RedactNothing).expect("JSON")
    }

    #[test]
    fn what_is_small_is_shown_as_it_is() {
        let text = r#"{"z":[1,-2,2.5,true,null,"é"],"a":{},"content":[{"type":"text"}]}"#;
        let Shown { value, cut } = of(text);
        assert_eq!(value.to_string(), text, "whole and in order");
        assert!(!cut);
    }

    #[test]
    fn a_long_text_ends_with_a_whole_character() {
        let long = "é".repeat(MAX_SHOWN_TEXT_BYTES);
        let Shown { value, cut } = of(&json!({"text": format!("x{long}"), "after": 1}).to_string());
        let text = value["text"].as_str().expect("text");
        assert_eq!(text.len(), MAX_SHOWN_TEXT_BYTES - 1, "the bound falls within a character");
        assert_eq!(value["after"], 1, "what follows is not lost");
        assert!(cut);
    }

    #[test]
    fn an_image_is_whole_or_not_there() {
        let image = |bytes: usize| json!({"type": "image", "data": "A".repeat(bytes)});
        let fits = of(&image(MAX_SHOWN_BLOB_BYTES).to_string());
        assert_eq!(fits.value["data"].as_str().map(str::len), Some(MAX_SHOWN_BLOB_BYTES));
        assert!(!fits.cut, "an image is no text");
        let both = json!([image(MAX_SHOWN_BLOB_BYTES), image(1)]);
        let Shown { value, cut } = of(&both.to_string());
        assert_eq!((&value[1]["data"], &value[1]["type"]), (&json!(""), &json!("image")));
        assert!(cut);
        let prose = json!({"data": "no base64 ".repeat(MAX_SHOWN_TEXT_BYTES)});
        let text = of(&prose.to_string());
        assert_eq!(text.value["data"].as_str().map(str::len), Some(MAX_SHOWN_TEXT_BYTES));
    }

    #[test]
    fn the_whole_is_bounded_whatever_its_shape() {
        let wide = format!("[{}1]", "1,".repeat(2_000_000));
        let keys: Vec<_> = (0..600_000).map(|n| format!("\"key{n}\":{n}")).collect();
        let texts = format!("[{}1]", format!("\"{}\",", "x".repeat(1_000)).repeat(10_000));
        for json in [wide, format!("{{{}}}", keys.join(",")), texts] {
            let Shown { value, cut } = of(&json);
            let bytes = value.to_string().len();
            assert!(cut && bytes <= MAX_SHOWN_RESULT_BYTES, "{bytes} bytes");
            assert!(bytes > MAX_SHOWN_RESULT_BYTES / 16, "{bytes} bytes");
        }
        let key = json!({"x".repeat(MAX_SHOWN_RESULT_BYTES): 1, "after": 2});
        assert_eq!(of(&key.to_string()), Shown { value: json!({}), cut: true });
    }

    #[test]
    fn depth_is_bounded_and_needs_no_stack() {
        let depth = 1_000_000;
        let deep = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let Shown { value, cut } = of(&deep);
        assert_eq!(value.to_string().matches('[').count(), MAX_SHOWN_DEPTH + 1);
        assert!(cut);
        let deep = format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
        assert!(of(&deep).cut);
        assert!(readable(&deep).is_err(), "what must be whole is refused");
    }

    #[test]
    fn half_a_character_becomes_a_mark() {
        let cases = [
            (r#""cut \ud83d""#, "cut \u{fffd}"),
            (r#""\ude00 low first""#, "\u{fffd} low first"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
            (r#""\\ud83d \uD83D\uDE00""#, "\\ud83d 😀"),
        ];
        for (json, text) in cases {
            assert_eq!(of(json).value, text, "{json}");
            assert_eq!(readable(json).expect("JSON"), text, "{json}");
        }
        assert!(matches!(mended(r#""\ud83d\ude00 \n""#), Cow::Borrowed(_)));
        let shown = |json| shown(json, 100, &RedactNothing);
        assert!(shown(r#""\ud8"#).is_err(), "it is not JSON at all");
        assert!(shown("1e999").is_err(), "no number of ours");
    }

    #[test]
    fn a_key_is_masked_however_it_is_written_and_before_the_cut() {
        struct Knows;
        impl Redact for Knows {
            fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
                let text = text.replace("s3cret/é", "•");
                text.replace("1234567", "•").into()
            }
        }
        let json =
            r#"{"a s3cret/é":"s3cret\/\u00e9","n":[91234567,1.5,-1234567],"data":"1234567"}"#;
        let Shown { value, cut } = shown(json, 1_000, &Knows).expect("JSON");
        assert_eq!(value, json!({"a •": "•", "n": ["9•", 1.5, "-•"], "data": "•"}));
        assert!(!cut);
        let (before, start) = ("x".repeat(18), "y".repeat(20));
        let at_the_cut = json!([before, format!("{start}s3cret/é and more")]).to_string();
        let room = before.len() + COST_OF_ONE + start.len() + "•".len() + 1;
        let Shown { value, cut } = shown(&at_the_cut, room, &Knows).expect("JSON");
        assert_eq!((value, cut), (json!([before, format!("{start}• ")]), true));
    }
}
