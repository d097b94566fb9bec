//! Values that somebody types or pipes in. They are never arguments: every program of the machine
//! can read those, and a shell remembers them.

use std::io::{self, IsTerminal, Read};

use console_domain::limits::MAX_SECRET_BYTES;
use console_domain::{ErrorCode, Problem, SecretValue};

/// What is read of standard input at most: enough to see that a value is too long.
const MAX_READ: u64 = 2 * MAX_SECRET_BYTES as u64;

/// A value: asked for on a terminal without showing it, else all of standard input.
///
/// # Errors
/// `invalid_input` with `field` where it is not UTF-8; `io` where it cannot be read.
pub(super) fn value(prompt: &str, field: &str) -> Result<SecretValue, Problem> {
    if io::stdin().is_terminal() {
        return ask(prompt);
    }
    let mut bytes = Vec::new();
    io::stdin().take(MAX_READ).read_to_end(&mut bytes).map_err(|e| unreadable(&e))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Problem::invalid(field, "What stands on standard input is not text: it is not UTF-8.")
            .hint("Pipe the value itself in, as UTF-8.")
    })?;
    Ok(SecretValue::new(without_last_line_end(text)))
}

/// The same for a value that cannot be looked up again: on a terminal it is asked for twice.
///
/// # Errors
/// Those of [`value`]; `invalid_input` with `field` where the two differ.
pub(super) fn twice(prompt: &str, field: &str) -> Result<SecretValue, Problem> {
    let first = value(prompt, field)?;
    if io::stdin().is_terminal() && ask("The same again: ")?.expose() != first.expose() {
        return Err(Problem::invalid(field, "The two are not the same.").hint("Type it again."));
    }
    Ok(first)
}

/// Asks on the terminal, also where standard input is another.
pub(super) fn ask(prompt: &str) -> Result<SecretValue, Problem> {
    rpassword::prompt_password(prompt).map(SecretValue::new).map_err(|e| unreadable(&e))
}

/// `echo` and `pass` end what they print with a line end, which is no part of it.
fn without_last_line_end(mut text: String) -> String {
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    text
}

fn unreadable(error: &io::Error) -> Problem {
    Problem::new(ErrorCode::Io, format!("The value cannot be read: {error}."))
        .hint("Type it on a terminal, or pipe it in.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_end_is_no_part_of_a_value() {
        for (given, value) in [
            ("a\n", "a"),
            ("a\r\n", "a"),
            ("a", "a"),
            ("a\n\n", "a\n"),
            ("a\nb\n", "a\nb"),
            ("", ""),
        ] {
            assert_eq!(without_last_line_end(given.into()), value, "{given:?}");
        }
    }
}
