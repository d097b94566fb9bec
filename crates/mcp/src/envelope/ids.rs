//! Finds out whose a message is that cannot be read as a whole: too long, or broken.
//!
//! Invariant: only members of the outermost object count; an `id` inside a payload is not one.

use super::our_id;
use serde_json::value::RawValue;

/// What could be seen of a message.
#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
pub(crate) struct MessageIds {
    /// The answer's id.
    pub(crate) answer: Option<u64>,
    /// It is a request or a notification of the server, so no call of ours waits for it.
    pub(crate) from_server: bool,
    /// It begins like JSON-RPC 2.0, and not like a structured log line that has an `id` too.
    pub(crate) json_rpc: bool,
}

impl MessageIds {
    /// Looks at the first and the last bytes of a message.
    pub(crate) fn of_ends(head: &[u8], tail: &[u8]) -> Self {
        let mut seen = Self::default();
        for (key, value) in first_members(head) {
            match key {
                b"method" => seen.from_server = true,
                b"jsonrpc" => seen.json_rpc = value == b"2.0",
                b"id" => seen.answer = seen.answer.or(number(value)),
                _ => {}
            }
        }
        seen.answer = seen.answer.or_else(|| last_id(tail)).filter(|_| !seen.from_server);
        seen
    }
}

/// The members at the beginning of an object whose values are strings or numbers and stand there
/// in full.
fn first_members(text: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut members = Vec::new();
    let mut rest = text.trim_ascii_start();
    let Some(inner) = rest.strip_prefix(b"{") else { return members };
    rest = inner;
    while let Some((key, after)) = quoted(rest.trim_ascii_start()) {
        let Some(after) = after.trim_ascii_start().strip_prefix(b":") else { break };
        let after = after.trim_ascii_start();
        let Some((value, after)) = quoted(after).or_else(|| scalar(after)) else {
            // An object or an array: the payload, whose end is out of sight.
            members.push((key, &after[..0]));
            break;
        };
        members.push((key, value));
        let Some(after) = after.trim_ascii_start().strip_prefix(b",") else { break };
        rest = after;
    }
    members
}

/// A string at the beginning: what stands between its quotes, and what follows.
fn quoted(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let inner = text.strip_prefix(b"\"")?;
    let mut escaped = false;
    let end = inner.iter().position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    })?;
    Some((&inner[..end], &inner[end + 1..]))
}

/// A number or a word at the beginning, and what follows.
fn scalar(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end =
        text.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"+-.".contains(byte)))?;
    (end > 0).then(|| text.split_at(end))
}

/// The `id` among the last members of an object that ends here.
fn last_id(tail: &[u8]) -> Option<u64> {
    let mut rest = tail.trim_ascii_end().strip_suffix(b"}")?;
    loop {
        // Members of the outermost object, last first: only scalars can be read backwards.
        let member = rest.trim_ascii_end();
        let comma = member.iter().rposition(|byte| b",{}[]".contains(byte))?;
        let (key, value) = split_member(&member[comma + 1..])?;
        if key == b"id" {
            return number(value);
        }
        if key != b"jsonrpc" || member[comma] != b',' {
            return None;
        }
        rest = &member[..comma];
    }
}

/// `"key": scalar` as key and value, unquoted.
fn split_member(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (key, after) = quoted(text.trim_ascii())?;
    let value = after.trim_ascii_start().strip_prefix(b":")?.trim_ascii();
    Some((key, value.strip_prefix(b"\"").and_then(|v| v.strip_suffix(b"\"")).unwrap_or(value)))
}

fn number(value: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(value).ok()?;
    serde_json::from_str::<&RawValue>(text).ok().and_then(our_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> MessageIds {
        let bytes = text.as_bytes();
        let (head, tail) = (bytes.len().min(60), bytes.len().saturating_sub(60));
        MessageIds::of_ends(&bytes[..head], &bytes[tail..])
    }

    #[test]
    fn only_the_outermost_id_counts() {
        let big = "y".repeat(200);
        let cases = [
            (format!(r#"{{"jsonrpc":"2.0","id":7,"result":{{"text":"{big}"}}}}"#), Some(7)),
            (format!(r#"{{ "id" : "8", "result" : ["{big}"] }}"#), Some(8)),
            (format!(r#"{{"result":{{"id":5,"t":"{big}"}},"id":9}}"#), Some(9)),
            (format!(r#"{{"result":["{big}"],"id": 10 , "jsonrpc":"2.0"}} "#), Some(10)),
            (format!(r#"{{"result":{{"id":5,"t":"{big}"}}}}"#), None),
            (format!(r#"{{"result":{{"t":"{big}","id":5}}}}"#), None),
            (format!(r#"{{"jsonrpc":"2.0","result":{{"t":"{big}\",\"id\":5"}}}}"#), None),
            (format!(r#"{{"jsonrpc":"2.0","id":"abc","result":"{big}"}}"#), None),
            (big.clone(), None),
        ];
        for (text, id) in cases {
            assert_eq!(seen(&text).answer, id, "{text}");
        }
    }

    #[test]
    fn a_request_of_the_server_is_nobodys_answer() {
        let big = "y".repeat(200);
        let text = format!(r#"{{"jsonrpc":"2.0","method":"m","id":3,"params":"{big}"}}"#);
        assert_eq!(seen(&text), MessageIds { answer: None, from_server: true, json_rpc: true });
    }
}
