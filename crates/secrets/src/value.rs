//! What can be a secret value.
//!
//! A value is text. Bytes that are not UTF-8 never get here: the faces refuse them where they read
//! them (a request's body, a pipe, a file of variables), because a [`SecretValue`] is made of a
//! `String`.

use console_domain::limits::MAX_SECRET_BYTES;
use console_domain::{Problem, SecretValue};
use zeroize::Zeroizing;

/// The value as it is stored.
///
/// A value of one line loses the white space around it, the line break that came with it when it
/// was pasted included. A value of several lines is kept as it is, but for its line breaks, which
/// become `\n`: a private key's last line break belongs to it.
///
/// # Errors
/// `invalid_input` with the field `value`: empty, longer than [`MAX_SECRET_BYTES`], or with
/// characters that neither an environment variable nor a header can hold: any control character
/// but a line break or a tab.
pub fn checked_value(value: SecretValue) -> Result<SecretValue, Problem> {
    let trimmed = value.expose().trim();
    let value = if trimmed.is_empty() {
        return Err(invalid("The value is empty.", "Paste the key's value."));
    } else if !trimmed.contains('\n') {
        if trimmed.len() == value.expose().len() {
            value
        } else {
            SecretValue::new(trimmed.to_owned())
        }
    } else if value.expose().contains("\r\n") {
        SecretValue::new(with_plain_line_breaks(value.expose()))
    } else {
        value
    };
    let text = value.expose();
    if text.len() > MAX_SECRET_BYTES {
        let message =
            format!("The value has {} bytes; a key has at most {MAX_SECRET_BYTES}.", text.len());
        return Err(invalid(message, "See whether more was pasted than the key."));
    }
    if let Some(control) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        let message = format!("The value has a control character (U+{:04X}).", u32::from(control));
        return Err(invalid(message, "Copy the key again, as plain text."));
    }
    Ok(value)
}

/// In one piece, so that no copy of a part is left behind.
fn with_plain_line_breaks(text: &str) -> String {
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    let mut lines = text.split("\r\n");
    plain.extend(lines.next());
    for line in lines {
        plain.push('\n');
        plain.push_str(line);
    }
    std::mem::take(&mut *plain)
}

fn invalid(message: impl Into<String>, hint: &str) -> Problem {
    Problem::invalid("value", message).hint(hint)
}

#[cfg(test)]
mod tests {
    use console_domain::ErrorCode;
    use proptest::prelude::*;

    use super::*;

    fn checked(value: &str) -> Result<String, Problem> {
        checked_value(SecretValue::new(value.into())).map(|value| value.expose().to_owned())
    }

    #[test]
    fn one_line_is_trimmed_and_several_are_kept() {
        for (given, kept) in [
            ("sk-1", "sk-1"),
            (" sk-1\r\n", "sk-1"),
            ("\tsk 1\n\n", "sk 1"),
            ("ç é 🔑", "ç é 🔑"),
            ("-----BEGIN-----\nabc\n-----END-----\n", "-----BEGIN-----\nabc\n-----END-----\n"),
            (" a\r\n b\r\n", " a\n b\n"),
            ("a\tb", "a\tb"),
        ] {
            assert_eq!(checked(given).as_deref(), Ok(kept), "{given:?}");
        }
    }

    #[test]
    fn what_is_no_value_is_refused_without_being_repeated() {
        let long = "x".repeat(MAX_SECRET_BYTES + 1);
        for given in ["", " \r\n\t", "a\0b", "hidden\u{1b}[0m", "a\rb", "x\u{85}y", long.as_str()] {
            let problem = checked(given).expect_err(given);
            assert_eq!(problem.code, ErrorCode::InvalidInput);
            assert_eq!(problem.field.as_deref(), Some("value"));
            assert!(problem.hint.is_some());
            assert!(given.trim().is_empty() || !problem.message.contains(given));
            assert!(!problem.message.contains("hidden"));
        }
        assert_eq!(checked(&"x".repeat(MAX_SECRET_BYTES)).map(|v| v.len()), Ok(MAX_SECRET_BYTES));
        // What surrounds a value does not count.
        let padded = format!(" {}\n", "x".repeat(MAX_SECRET_BYTES));
        assert_eq!(checked(&padded).map(|value| value.len()), Ok(MAX_SECRET_BYTES));
    }

    proptest! {
        #[test]
        fn what_was_accepted_is_accepted_as_it_is(text in any::<String>()) {
            if let Ok(once) = checked(&text) {
                prop_assert_eq!(checked(&once), Ok(once.clone()));
                prop_assert!(!once.trim().is_empty() && once.len() <= MAX_SECRET_BYTES);
                prop_assert!(!once.contains(['\0', '\r']));
            }
        }
    }
}
