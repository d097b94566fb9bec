//! Where a JSON value ends, and where a text that was cut off could be closed.
//!
//! It knows strings, comments and brackets and nothing else; whether what stands between is JSON
//! is the parser's to say. One pass, no recursion.

/// What a pass over a text found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The byte after the first whole value, where there is one.
    pub(super) end: Option<usize>,
    /// The text where its last bracket inside the value closed, as something that can be closed.
    pub(super) whole: Option<Whole>,
    /// Keys and numbers of the brackets that are open at the end, outermost first.
    pub(super) open: Vec<String>,
    /// What is missing at the end: a quotation mark, then brackets.
    pub(super) missing: String,
}

/// The longest beginning of a text that ends with a whole part.
#[derive(Debug)]
pub(super) struct Whole {
    /// Its length in bytes.
    pub(super) length: usize,
    /// What closes it.
    pub(super) closing: String,
}

struct Frame {
    closing: char,
    /// How this bracket is called in the one around it.
    key: String,
    /// The key that was read last, or the number of the element.
    last: String,
    elements: usize,
}

/// Brackets that may be open at once; beyond, a text is not looked at further.
const MAX_DEPTH: usize = 512;

/// Looks over the first value of `text`.
pub(super) fn scan(text: &str) -> Scan {
    let bytes = text.as_bytes();
    let mut frames: Vec<Frame> = Vec::new();
    let mut found = Scan::default();
    // Closed places are plenty; what they need is worked out for the last one only.
    let mut closed: Option<(usize, usize)> = None;
    let mut at = 0;
    while at < bytes.len() && frames.len() <= MAX_DEPTH {
        match bytes[at] {
            quote @ (b'"' | b'\'') => {
                let Some(end) = string_end(bytes, at, quote) else {
                    found.missing.push(char::from(quote));
                    break;
                };
                if let Some(frame) = frames.last_mut()
                    && frame.closing == '}'
                {
                    text[at + 1..end - 1].clone_into(&mut frame.last);
                }
                at = end;
                continue;
            }
            b'/' if matches!(bytes.get(at + 1), Some(b'/' | b'*')) => {
                at = comment_end(bytes, at);
                continue;
            }
            open @ (b'{' | b'[') => {
                let closing = if open == b'{' { '}' } else { ']' };
                let key = frames.last().map(|frame| match frame.closing {
                    '}' => frame.last.clone(),
                    _ => frame.elements.to_string(),
                });
                let key = key.unwrap_or_default();
                frames.push(Frame { closing, key, last: String::new(), elements: 0 });
            }
            b'}' | b']' => {
                frames.pop();
                if frames.is_empty() {
                    found.end = Some(at + 1);
                    return found;
                }
                closed = Some((at + 1, frames.len()));
            }
            b',' => {
                if let Some(frame) = frames.last_mut() {
                    frame.elements += 1;
                }
            }
            letter if letter.is_ascii_alphabetic() => {
                let end = word_end(bytes, at);
                if let Some(frame) = frames.last_mut()
                    && frame.closing == '}'
                    && followed_by_colon(bytes, end)
                {
                    text[at..end].clone_into(&mut frame.last);
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found.open = frames.iter().skip(1).map(|frame| frame.key.clone()).collect();
    found.missing.extend(frames.iter().rev().map(|frame| frame.closing));
    // After the last close, brackets were only opened: those below its depth are the same still.
    found.whole = closed.map(|(length, depth)| {
        let closing = frames[..depth].iter().rev().map(|frame| frame.closing).collect();
        Whole { length, closing }
    });
    found
}

/// The byte after a string that begins at `at`.
fn string_end(bytes: &[u8], at: usize, quote: u8) -> Option<usize> {
    let mut at = at + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            byte if byte == quote => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The byte after a comment that begins at `at`.
fn comment_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let end = if rest[1] == b'/' {
        rest.iter().position(|byte| *byte == b'\n')
    } else {
        rest.windows(2).skip(2).position(|pair| pair == b"*/").map(|i| i + 4)
    };
    at + end.unwrap_or(rest.len())
}

fn word_end(bytes: &[u8], at: usize) -> usize {
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$');
    at + bytes[at..].iter().take_while(|byte| word(byte)).count()
}

fn followed_by_colon(bytes: &[u8], at: usize) -> bool {
    bytes[at..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ends_and_cuts_are_found() {
        assert_eq!(scan(r#"{"a": "}"} rest"#).end, Some(10));
        assert_eq!(scan("{/* } */ a: [1, 2]}\n{}").end, Some(19));
        let text = r#"{"mcpServers": {"a": {"command": "x"}, "b": {"args": ["y"#;
        let cut = scan(text);
        assert_eq!(cut.open, ["mcpServers", "b", "args"]);
        assert_eq!(cut.missing, "\"]}}}");
        let whole = cut.whole.expect("a is whole");
        let closed = format!("{}{}", &text[..whole.length], whole.closing);
        assert_eq!(closed, r#"{"mcpServers": {"a": {"command": "x"}}}"#);
        assert!(scan(r#"{"a": {"#).whole.is_none());
        assert_eq!(scan(&"[".repeat(100_000)).end, None);
    }

    proptest! {
        /// Any text is looked over to its end, and what is closed can be cut out of it.
        #[test]
        fn any_text_is_looked_over(text in "[\\[\\]{}\"',:/* a\\\\é\n]{0,80}") {
            let found = scan(&text);
            if let Some(end) = found.end {
                prop_assert!(text.is_char_boundary(end));
            }
            if let Some(whole) = found.whole {
                prop_assert!(text.is_char_boundary(whole.length));
            }
        }
    }
}
