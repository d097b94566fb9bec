//! The forms in which a value appears in other texts.
//!
//! | form | where it comes from |
//! |---|---|
//! | as it is | environments, headers, most messages |
//! | each line of it | values of several lines, which logs tear apart |
//! | within a JSON text | structured logs, protocol messages |
//! | percent-encoded | URLs, forms |
//! | base64, standard and URL-safe, at any of the three offsets | `Basic` credentials, encoded files |

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use console_domain::SecretValue;
use console_domain::limits::MIN_REDACTED_BYTES;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

/// A text to search for.
pub(super) type Form = Zeroizing<String>;

/// RFC 3986: everything but unreserved characters.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
/// ECMAScript's `encodeURIComponent`.
const SCRIPT: &AsciiSet =
    &COMPONENT.remove(b'!').remove(b'\'').remove(b'(').remove(b')').remove(b'*');
/// A form's body; a space becomes `+`. Source: URL Standard, like the two below.
const FORM: &AsciiSet = &COMPONENT.add(b'~').remove(b'*').remove(b' ');
/// The query of an address.
const QUERY: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'\'');
/// The path of an address, and what stands before its host.
const USER: &AsciiSet = &QUERY
    .remove(b'\'')
    .add(b'?')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'/')
    .add(b':')
    .add(b';')
    .add(b'=')
    .add(b'@')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'|');

/// Python's `quote`, which means a path.
const QUOTED_PATH: &AsciiSet = &COMPONENT.remove(b'/');
/// ECMAScript's `encodeURI`, which means a whole address.
const ADDRESS: &AsciiSet = &SCRIPT
    .remove(b';')
    .remove(b',')
    .remove(b'/')
    .remove(b'?')
    .remove(b':')
    .remove(b'@')
    .remove(b'&')
    .remove(b'=')
    .remove(b'+')
    .remove(b'$')
    .remove(b'#');

/// Each way to percent-encode, and what it makes of a space that is none of its own.
const ENCODINGS: [(&AsciiSet, &str); 7] = [
    (COMPONENT, " "),
    (SCRIPT, " "),
    (FORM, "+"),
    (QUERY, " "),
    (USER, " "),
    (QUOTED_PATH, " "),
    (ADDRESS, " "),
];

/// The forms of a value; some may be the same, all have at least [`MIN_REDACTED_BYTES`].
pub(super) fn of(value: &SecretValue) -> Vec<Form> {
    let value = value.expose();
    let whole = value.trim_end();
    let mut forms = Vec::new();
    for text in [value, whole] {
        as_text(text, &mut forms);
        percent_encoded(text, &mut forms);
        base64(text.as_bytes(), &mut forms);
    }
    if whole.contains('\n') {
        for line in whole.lines().map(str::trim).filter(|line| !is_armour(line)) {
            as_text(line, &mut forms);
        }
    }
    forms.retain(|form| form.len() >= MIN_REDACTED_BYTES);
    forms
}

/// `-----BEGIN …-----` is no secret, and stands in texts that hold none.
fn is_armour(line: &str) -> bool {
    line.starts_with("-----") && line.ends_with("-----")
}

fn as_text(text: &str, forms: &mut Vec<Form>) {
    forms.push(Zeroizing::new(text.to_owned()));
    let Ok(json) = serde_json::to_string(text).map(Zeroizing::new) else { return };
    let Some(escaped) = json.get(1..json.len() - 1) else { return };
    forms.push(Zeroizing::new(escaped.to_owned()));
    if !escaped.is_ascii() {
        forms.push(ascii_only(escaped));
    }
}

/// As serialisers write it that keep to ASCII: `é` is `\u00e9`.
fn ascii_only(escaped: &str) -> Form {
    let mut text = Zeroizing::new(String::with_capacity(escaped.len() * 6));
    for c in escaped.chars() {
        if c.is_ascii() {
            text.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}

fn percent_encoded(text: &str, forms: &mut Vec<Form>) {
    for (set, space) in ENCODINGS {
        // Hexadecimal digits are written in capitals by most, in small letters by some.
        let mut capital = Zeroizing::new(String::with_capacity(text.len() * 3));
        let mut small = Zeroizing::new(String::with_capacity(text.len() * 3));
        for piece in utf8_percent_encode(text, set) {
            if piece.starts_with('%') {
                capital.push_str(piece);
                small.push_str(&piece.to_ascii_lowercase());
            } else {
                let piece = Zeroizing::new(piece.replace(' ', space));
                capital.push_str(&piece);
                small.push_str(&piece);
            }
        }
        forms.push(capital);
        forms.push(small);
    }
}

fn base64(bytes: &[u8], forms: &mut Vec<Form>) {
    for engine in [&STANDARD, &URL_SAFE] {
        let alone = Zeroizing::new(engine.encode(bytes));
        forms.push(Zeroizing::new(alone.trim_end_matches('=').to_owned()));
        forms.push(alone);
        for offset in 0..3 {
            let mut shifted = Zeroizing::new(vec![0; offset]);
            shifted.reserve_exact(bytes.len());
            shifted.extend_from_slice(bytes);
            let encoded = Zeroizing::new(engine.encode(&*shifted));
            // What neighbours on either side have a part in is left out.
            let start = (offset * 8).div_ceil(6);
            let end = shifted.len() * 8 / 6;
            if let Some(own) = encoded.get(start..end) {
                forms.push(Zeroizing::new(own.to_owned()));
            }
        }
    }
}
