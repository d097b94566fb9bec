//! The text of a `.env` file, read as a person means it.
//!
//! Grammar, line by line: blank lines and lines that begin with `#` say nothing; else
//! `[export] NAME = value`. A value is
//! - `'…'`: what stands between, as it stands, also over several lines;
//! - `"…"`: the same with `\n \r \t \" \\ \$ \'` and the backtick escaped, and a line that ends in
//!   `\` goes on in the next one; any other `\` is itself. Quoted parts that touch are one value,
//!   as a shell has it (`'it'\''s'`);
//! - anything else up to the end of the line or to a `#` behind white space, trimmed.
//!
//! Lines end in a line feed, with or without a carriage return before it, also within quotes.
//!
//! Nothing is substituted. `dotenvy`, the usual crate, replaces `$NAME` inside a value by a
//! variable of that name or by nothing, which silently damages every secret that holds a `$`.
//! Where a shell would have substituted, the entry stands and a remark says so.
//!
//! Invariants: whatever the bytes are, a line that is wrong is told by its number and the others
//! go on; what is told of a line holds nothing of its text, which may be a secret that was pasted
//! into the wrong place.

use console_domain::{KeyName, SecretValue};
use zeroize::Zeroizing;

/// A variable that a file sets.
pub(super) struct EnvEntry {
    /// The line that it begins on, from 1.
    pub(super) line: usize,
    /// Its name.
    pub(super) name: KeyName,
    /// Its value; may be empty.
    pub(super) value: SecretValue,
}

/// What a file says.
#[derive(Default)]
pub(super) struct EnvText {
    /// Its variables, in order; a name may come again, and then the last one counts.
    pub(super) entries: Vec<EnvEntry>,
    /// What a person should know of which line.
    pub(super) remarks: Vec<(usize, Remark)>,
}

/// What a person should know of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Remark {
    #[error("no = stands between a name and a value")]
    NoEquals,
    #[error("what stands before the = is no name of a variable")]
    BadName,
    #[error("it is not valid UTF-8")]
    NotText,
    #[error("it holds a NUL character")]
    Nul,
    #[error("a quotation mark is not closed")]
    Unclosed,
    #[error("something stands behind the closing quotation mark")]
    Behind,
    /// The entry is read all the same.
    #[error("the $ is taken as it stands; a shell would put something else there")]
    Unsubstituted,
}

impl Remark {
    /// What to do about it.
    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::NoEquals | Self::BadName => {
                "Write NAME=value; a name has letters, digits and _, and no digit at its beginning."
            }
            Self::NotText => "Save the file as UTF-8.",
            Self::Nul => "Take the NUL character out of it.",
            Self::Unclosed => "Close the value with the mark that it begins with.",
            Self::Behind => "Put the whole value between the marks.",
            Self::Unsubstituted => {
                "Put the value between single quotation marks, or write it out where it was meant \
                 to be put together."
            }
        }
    }
}

/// Reads a file of variables.
pub(super) fn read_env(bytes: &[u8]) -> EnvText {
    let mut rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut text = EnvText::default();
    let mut line = 1;
    while !rest.is_empty() {
        let end = line_end(rest);
        let mut used = end;
        match statement(&rest[..end]) {
            None => {}
            Some(Err(remark)) => text.remarks.push((line, remark)),
            // The value may go on behind this line.
            Some(Ok((name, at))) => match value(&rest[at..]) {
                Ok(Read { value, length, unsubstituted }) => {
                    text.remarks.extend(unsubstituted.then_some((line, Remark::Unsubstituted)));
                    text.entries.push(EnvEntry { line, name, value });
                    used = at + length;
                }
                Err(remark) => text.remarks.push((line, remark)),
            },
        }
        used += usize::from(rest.get(used) == Some(&b'\n'));
        line += memchr::memchr_iter(b'\n', &rest[..used]).count();
        rest = &rest[used..];
    }
    text
}

/// The bytes before the line's end.
fn line_end(text: &[u8]) -> usize {
    memchr::memchr(b'\n', text).unwrap_or(text.len())
}

/// The name that a line sets and where its value begins; nothing where it says nothing.
fn statement(line: &[u8]) -> Option<Result<(KeyName, usize), Remark>> {
    let said = line.trim_ascii();
    if said.is_empty() || said.starts_with(b"#") {
        return None;
    }
    let Some(equals) = line.iter().position(|byte| *byte == b'=') else {
        return Some(Err(Remark::NoEquals));
    };
    let mut name = line[..equals].trim_ascii();
    if let Some(exported) = name.strip_prefix(b"export")
        && exported.first().is_some_and(u8::is_ascii_whitespace)
    {
        name = exported.trim_ascii_start();
    }
    let name = str::from_utf8(name).ok().and_then(|name| name.parse().ok());
    Some(name.map(|name| (name, equals + 1)).ok_or(Remark::BadName))
}

/// A value, and how far it reaches.
struct Read {
    value: SecretValue,
    /// Bytes up to the end of the line that it ends on.
    length: usize,
    unsubstituted: bool,
}

fn value(text: &[u8]) -> Result<Read, Remark> {
    let blanks = text.iter().take_while(|byte| is_blank(**byte)).count();
    if matches!(text.get(blanks), Some(b'"' | b'\'')) {
        return quoted(text, blanks);
    }
    let length = line_end(text);
    let line = &text[..length];
    let begins_comment = |at: usize| line[at] == b'#' && (at > 0 && is_blank(line[at - 1]));
    let end = (0..length).find(|at| begins_comment(*at)).unwrap_or(length);
    let value = line[..end].trim_ascii();
    Ok(Read { value: secret(value)?, length, unsubstituted: would_substitute(value) })
}

/// A value that begins with a quotation mark at `at`.
fn quoted(text: &[u8], mut at: usize) -> Result<Read, Remark> {
    let mut value = Zeroizing::new(Vec::new());
    let mut unsubstituted = false;
    loop {
        match text.get(at) {
            Some(b'\'') => {
                let inner = &text[at + 1..];
                let end = memchr::memchr(b'\'', inner).ok_or(Remark::Unclosed)?;
                push(&inner[..end], &mut value);
                at += end + 2;
            }
            Some(b'"') => {
                let inner = &text[at + 1..];
                let end = closing(inner).ok_or(Remark::Unclosed)?;
                unsubstituted |= would_substitute(&inner[..end]);
                unescape(&inner[..end], &mut value);
                at += end + 2;
            }
            // A shell's way to write a quotation mark between two quoted parts.
            Some(b'\\') if text.get(at + 1).is_some_and(u8::is_ascii_punctuation) => {
                value.push(text[at + 1]);
                at += 2;
            }
            _ => break,
        }
    }
    let behind = &text[at..at + line_end(&text[at..])];
    let said = behind.trim_ascii();
    let is_comment = said.starts_with(b"#") && behind.first().is_some_and(|b| is_blank(*b));
    if !said.is_empty() && !is_comment {
        return Err(Remark::Behind);
    }
    Ok(Read { value: secret(&value)?, length: at + behind.len(), unsubstituted })
}

/// Where the quotation mark stands that closes.
fn closing(inner: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(byte) = inner.get(at) {
        match byte {
            b'\\' => at += 1,
            b'"' => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Adds what stands between quotation marks, its lines ended by a line feed alone.
fn push(inner: &[u8], value: &mut Vec<u8>) {
    let is_line_end = |at: usize| inner[at] == b'\r' && inner.get(at + 1) == Some(&b'\n');
    value.extend((0..inner.len()).filter(|at| !is_line_end(*at)).map(|at| inner[at]));
}

/// Adds what stands between double quotation marks.
fn unescape(inner: &[u8], value: &mut Vec<u8>) {
    let mut rest = inner;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        push(&rest[..at], value);
        let (escaped, length): (&[u8], _) = match &rest[at + 1..] {
            [b'n', ..] => (b"\n", 1),
            [b'r', ..] => (b"\r", 1),
            [b't', ..] => (b"\t", 1),
            [b'\n', ..] => (b"", 1),
            [b'\r', b'\n', ..] => (b"", 2),
            [b'"' | b'\\' | b'$' | b'`' | b'\'', ..] => (&rest[at + 1..at + 2], 1),
            _ => (b"\\", 0),
        };
        value.extend_from_slice(escaped);
        rest = &rest[at + 1 + length..];
    }
    push(rest, value);
}

/// Whether a shell would put something else in place of a part of it.
fn would_substitute(text: &[u8]) -> bool {
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let next = text.get(at + 1);
        match byte {
            b'\\' => at += 1,
            b'`' => return true,
            b'$' if next.is_some_and(|n| n.is_ascii_alphabetic() || b"_{(".contains(n)) => {
                return true;
            }
            _ => {}
        }
        at += 1;
    }
    false
}

fn secret(value: &[u8]) -> Result<SecretValue, Remark> {
    let value = str::from_utf8(value).map_err(|_| Remark::NotText)?;
    if value.contains('\0') {
        return Err(Remark::Nul);
    }
    Ok(SecretValue::new(value.to_owned()))
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}
