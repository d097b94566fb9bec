//! JSON as people read it: a line for each member, two spaces for each level.
//!
//! Invariant: only white space changes, and texts that hold the value of a key. Numbers, escapes and
//! the order of members are what the server sent, and no depth of a message is beyond it.

use std::borrow::Cow;
use std::io::{self, Write};

use console_domain::Redact;
use serde_json::Value;

/// Levels that are indented; what is deeper stays at this depth, or the white space would outgrow
/// the rest.
const MAX_INDENT: usize = 32;

/// Writes `json`, which must be valid, without what `redact` knows.
pub(super) fn write_pretty(json: &str, redact: &dyn Redact, to: &mut dyn Write) -> io::Result<()> {
    let bytes = json.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'{' | b'[' => {
                to.write_all(&[*byte])?;
                at += white_space(&bytes[at..]);
                if let Some(end @ (b'}' | b']')) = bytes.get(at) {
                    to.write_all(&[*end])?;
                    at += 1;
                } else {
                    depth += 1;
                    new_line(depth, to)?;
                }
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                new_line(depth, to)?;
                to.write_all(&[*byte])?;
            }
            b',' => {
                to.write_all(b",")?;
                new_line(depth, to)?;
            }
            b':' => to.write_all(b": ")?,
            b'"' => {
                at = string_end(bytes, at);
                to.write_all(masked(&json[start..at], redact).as_bytes())?;
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => {
                at += bytes[at..].iter().take_while(|byte| is_within_word(**byte)).count();
                to.write_all(masked(&json[start..at], redact).as_bytes())?;
            }
        }
    }
    to.write_all(b"\n")
}

/// A text or a number as it was written; where it holds the value of a key, the rest of it as a text.
fn masked<'t>(token: &'t str, redact: &dyn Redact) -> Cow<'t, str> {
    let text = match serde_json::from_str(token) {
        Ok(Value::String(text)) => Cow::Owned(text),
        // A number, or a text with half a character, which is looked at as it was written.
        _ => Cow::Borrowed(token.trim_matches('"')),
    };
    match redact.redact(&text) {
        masked if masked == text => Cow::Borrowed(token),
        masked => Cow::Owned(Value::from(masked).to_string()),
    }
}

/// Whether the byte goes on with a number, `true`, `false` or `null`.
fn is_within_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

/// Where the string ends whose inside begins at `at`, its quote included.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b'"' => return at + 1,
            b'\\' => 2,
            _ => 1,
        };
    }
    bytes.len()
}

fn white_space(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

fn new_line(depth: usize, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(b"\n")?;
    (0..depth.min(MAX_INDENT)).try_for_each(|_| to.write_all(b"  "))
}

#[cfg(test)]
mod tests {
    use console_domain::RedactNothing;

    use super::*;

    fn pretty(json: &str) -> String {
        masked_pretty(json, &RedactNothing)
    }

    fn masked_pretty(json: &str, redact: &dyn Redact) -> String {
        let mut written = Vec::new();
        write_pretty(json, redact, &mut written).expect("memory");
        String::from_utf8(written).expect("text")
    }

    #[test]
    fn only_white_space_changes() {
        let json =
            r#"{"b":1.50e3 , "a":[ ],"c":{ },"t":"x \"{[,:\\","u":"\ud83d é","l":[1,{"n":null}]}"#;
        let expected = r#"{
  "b": 1.50e3,
  "a": [],
  "c": {},
  "t": "x \"{[,:\\",
  "u": "\ud83d é",
  "l": [
    1,
    {
      "n": null
    }
  ]
}
"#;
        assert_eq!(pretty(json), expected);
        assert_eq!(pretty(expected), expected, "and what is pretty stays so");
        assert_eq!(pretty("true"), "true\n");
    }

    #[test]
    fn depth_costs_no_more_than_it_must() {
        let depth = 100_000;
        let deep = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let pretty = pretty(&deep);
        assert!(pretty.len() < 2 * depth * (MAX_INDENT * 2 + 3), "{}", pretty.len());
        assert_eq!(pretty.split_whitespace().collect::<String>(), deep);
    }

    #[test]
    fn a_key_is_masked_however_it_is_written() {
        struct Knows;
        impl Redact for Knows {
            fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
                text.replace("s3cret/é", "•").replace("1234567", "•").into()
            }
        }
        let json =
            r#"{"a s3cret/é":["s3cret\/\u00e9 \"q\"","\ud83d s3cret/é",91234567,-1.50e3,null]}"#;
        let expected = r#"{
  "a •": [
    "• \"q\"",
    "\\ud83d •",
    "9•",
    -1.50e3,
    null
  ]
}
"#;
        assert_eq!(masked_pretty(json, &Knows), expected);
    }
}
