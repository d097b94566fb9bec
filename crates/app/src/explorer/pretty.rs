//! JSON as people read it: a line for each member, two spaces for each level.
//!
//! Invariant: only white space changes. Numbers, escapes and the order of members are what the
//! server sent, and no depth of a message is beyond it.

use std::io::{self, Write};

/// Levels that are indented; what is deeper stays at this depth, or the white space would outgrow
/// the rest.
const MAX_INDENT: usize = 32;

/// Writes `json`, which must be valid.
pub(super) fn write_pretty(json: &str, to: &mut dyn Write) -> io::Result<()> {
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
                to.write_all(&bytes[start..at])?;
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => to.write_all(&[*byte])?,
        }
    }
    to.write_all(b"\n")
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
    use super::*;

    fn pretty(json: &str) -> String {
        let mut written = Vec::new();
        write_pretty(json, &mut written).expect("memory");
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
}
