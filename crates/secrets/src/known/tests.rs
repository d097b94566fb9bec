//! Redaction: every form of a value goes, and nothing else does.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use proptest::prelude::*;

use super::*;
use crate::known::matcher::MASK;

fn secret(value: &str) -> SecretValue {
    SecretValue::new(value.to_owned())
}

fn knowing<S: AsRef<str>>(values: impl IntoIterator<Item = S>) -> KnownSecrets {
    let known = KnownSecrets::new();
    for value in values {
        known.learn(&secret(value.as_ref()));
    }
    known
}

#[test]
fn a_text_without_a_value_is_the_same_text() {
    let text = "sk-live is the beginning of a value, ••• is not";
    for known in [knowing::<&str>([]), knowing(["sk-live-0123456789"])] {
        let redacted = known.redact(text);
        assert!(matches!(redacted, Cow::Borrowed(same) if std::ptr::eq(same, text)));
    }
}

#[test]
fn values_are_masked_wherever_they_stand() {
    let known = knowing(["sk-live-0123456789", "hunter22", "ção-🔑-chave"]);
    for (text, redacted) in [
        ("sk-live-0123456789", "••••••"),
        ("é sk-live-0123456789, hunter22!", "é ••••••, ••••••!"),
        ("sk-live-0123456789hunter22", "••••••••••••"),
        ("sk-live-012345678 hunter2", "sk-live-012345678 hunter2"),
        ("a ção-🔑-chave b", "a •••••• b"),
        (r#"{"t":"\u00e7\u00e3o-\ud83d\udd11-chave"}"#, r#"{"t":"••••••"}"#),
        ("?t=%C3%A7%C3%A3o-%F0%9F%94%91-chave", "?t=••••••"),
    ] {
        assert_eq!(known.redact(text), redacted, "{text}");
    }
}

#[test]
fn encoded_values_are_masked() {
    let value = r#"p"a\ss w/rd+=?&é~*!"#;
    let known = knowing([value]);
    for (what, text) in [
        ("JSON", r#"p\"a\\ss w/rd+=?&é~*!"#),
        ("JSON, ASCII", r#"p\"a\\ss w/rd+=?&\u00e9~*!"#),
        ("RFC 3986", "p%22a%5Css%20w%2Frd%2B%3D%3F%26%C3%A9~%2A%21"),
        ("small digits", "p%22a%5css%20w%2frd%2b%3d%3f%26%c3%a9~%2a%21"),
        ("encodeURIComponent", "p%22a%5Css%20w%2Frd%2B%3D%3F%26%C3%A9~*!"),
        ("a form", "p%22a%5Css+w%2Frd%2B%3D%3F%26%C3%A9%7E*%21"),
        ("a query", r"p%22a\ss%20w/rd+=?&%C3%A9~*!"),
        ("Python's quote", "p%22a%5Css%20w/rd%2B%3D%3F%26%C3%A9~%2A%21"),
        ("encodeURI", "p%22a%5Css%20w/rd+=?&%C3%A9~*!"),
        ("a user's name", "p%22a%5Css%20w%2Frd+%3D%3F&%C3%A9~*!"),
        ("base64", &STANDARD.encode(value)),
        ("base64, URL-safe", &URL_SAFE_NO_PAD.encode(value)),
    ] {
        assert_eq!(known.redact(&format!("<{text}>")), format!("<{MASK}>"), "{what}: {text}");
    }
}

/// A value within something else that was encoded, as in `Authorization: Basic …`.
#[test]
fn base64_is_found_at_each_offset() {
    let value = "hunter2-hunter2-hunter2";
    let known = knowing([value]);
    for before in ["", "u", "us", "user:", "a longer name:"] {
        for after in ["", "!", "!!", " and more"] {
            let text = STANDARD_NO_PAD.encode(format!("{before}{value}{after}"));
            let redacted = known.redact(&text);
            assert!(redacted.contains(MASK), "{before:?} {after:?}");
            // At the edges, one character each mixes the value with its neighbour.
            let kept = redacted.replace(MASK, "").len();
            let others = (before.len() + after.len()) * 8 / 6;
            assert!(kept <= others + 3, "{before:?} {after:?}: {redacted}");
        }
    }
}

#[test]
fn lines_of_a_value_are_masked_one_by_one() {
    let key = "-----BEGIN KEY-----\nMIIEvQIBADANBg\n  kqhkiG9w0BAQ\nab=\n-----END KEY-----\n";
    let known = knowing([key]);
    assert_eq!(known.redact(&format!("key: {key}.")), format!("key: {MASK}."));
    assert_eq!(known.redact(&format!("key: {}.", key.trim_end())), format!("key: {MASK}."));
    let crlf = key.replace('\n', "\r\n");
    let torn = "-----BEGIN KEY-----\r\n••••••\r\n  ••••••\r\nab=\r\n-----END KEY-----\r\n";
    assert_eq!(known.redact(&crlf), torn, "what is too short for a value stays");
    let json = serde_json::to_string(&[key]).expect("JSON");
    assert_eq!(known.redact(&json), format!("[\"{MASK}\"]"));
    assert_eq!(known.redact("-----BEGIN KEY-----"), "-----BEGIN KEY-----");
}

#[test]
fn overlapping_values_are_covered_together() {
    let known = knowing(["abcdefgh", "efghijkl", "abcdefghijklmnopqrstuvwxyz"]);
    assert_eq!(known.redact("<abcdefghijkl>"), format!("<{MASK}>"));
    assert_eq!(known.redact("<abcdefghijklmnopqrstuvwxy>"), format!("<{MASK}mnopqrstuvwxy>"));
    assert_eq!(known.redact("<abcdefghijklmnopqrstuvwxyz>"), format!("<{MASK}>"));
    let same = "x".repeat(40);
    assert_eq!(knowing([&same]).redact(&"x".repeat(100)), MASK);
}

#[test]
fn learning_again_changes_nothing_and_short_values_are_not_learned() {
    let known = knowing(["abc", "12345", "secret-1", "secret-2", "secret-1"]);
    assert_eq!(known.redact("abc 12345 secret-1 secret-2"), "abc 12345 •••••• ••••••");
    let held = known.known.read().expect("not poisoned");
    assert_eq!(held.values.len(), 2);
    assert_eq!(held.bytes, 16);
    assert!(held.matcher.is_some());
    drop(held);
    known.learn(&secret("secret-2"));
    assert!(known.known.read().expect("not poisoned").matcher.is_some(), "nothing to build anew");
    known.learn(&secret("secret-3"));
    assert_eq!(known.redact("secret-3 secret-1"), "•••••• ••••••");
}

#[test]
fn the_oldest_go_first() {
    let known = knowing(["the-first", "the-second"]);
    known.learn(&secret("the-first"));
    for n in 0..MAX_KNOWN_SECRETS - 1 {
        known.learn(&secret(&format!("value-{n:06}")));
    }
    assert_eq!(known.redact("the-first the-second value-000000"), "•••••• the-second ••••••");

    let known = knowing(["the-first"]);
    let long = "x".repeat(8 * 1024);
    for n in 0..MAX_KNOWN_SECRET_BYTES / long.len() {
        known.learn(&secret(&format!("{n:06}{}", &long[6..])));
    }
    assert_eq!(known.redact("the-first"), "the-first");
    assert_eq!(known.redact(&format!("000000{}", &long[6..])), MASK);
}

/// Logs are long and keys are many: neither may cost more than it must.
#[test]
fn many_keys_and_a_long_text() {
    let known = knowing((0..1_000).map(|n| format!("sk-{n:04}-abcdefghijklmnopqr")));
    let line = "sk-0007-abcdefghijklmnopq is not one of them\n";
    let text = line.repeat(10_000);
    assert!(matches!(known.redact(&text), Cow::Borrowed(_)));
    let text = format!("{text}sk-0999-abcdefghijklmnopqr");
    assert!(known.redact(&text).ends_with(&format!("\n{MASK}")));
}

/// What the matcher does in one pass, done one text and one place at a time.
fn naively_redacted(forms: &[forms::Form], text: &str) -> String {
    let mut covered = vec![false; text.len()];
    for form in forms {
        for start in 0..text.len() {
            if text.as_bytes()[start..].starts_with(form.as_bytes()) {
                let end = start + form.len();
                covered[start..end].fill(true);
            }
        }
    }
    // A stretch ends where no form reaches over the boundary.
    let reaches = |at: usize| {
        forms.iter().any(|form| {
            (at.saturating_sub(form.len() - 1)..at)
                .any(|start| text.as_bytes()[start..].starts_with(form.as_bytes()))
        })
    };
    let mut redacted = String::new();
    for (at, c) in text.char_indices() {
        if !covered[at] {
            redacted.push(c);
        } else if at == 0 || !covered[at - 1] || !reaches(at) {
            redacted.push_str(MASK);
        }
    }
    redacted
}

proptest! {
    #[test]
    fn every_occurrence_is_covered(
        values in prop::collection::vec("[ab]{1,24}|[a-c\n]{6,40}|[ab %é\"]{6,20}", 0..6),
        pieces in prop::collection::vec((any::<prop::sample::Index>(), "[abcé ]{0,8}", 0..4_u8), 0..8),
    ) {
        let known = knowing(&values);
        let mut text = String::new();
        for (index, between, form) in pieces {
            text.push_str(&between);
            if !values.is_empty() {
                let value = index.get(&values);
                match form {
                    0 => text.push_str(value),
                    1 => text.push_str(&serde_json::to_string(value).expect("JSON")),
                    2 => text.push_str(&STANDARD.encode(value)),
                    _ => text.push_str(value.get(..value.len() / 2).unwrap_or_default()),
                }
            }
        }
        let redacted = known.redact(&text);
        let learned = values.iter().filter(|value| value.len() >= MIN_REDACTED_BYTES);
        let forms: Vec<_> = learned.flat_map(|value| forms::of(&secret(value))).collect();
        prop_assert_eq!(&*redacted, naively_redacted(&forms, &text));
        for form in &forms {
            prop_assert!(!redacted.contains(form.as_str()));
        }
        prop_assert_eq!(known.redact(&redacted), &*redacted, "a second time changes nothing");
    }
}
