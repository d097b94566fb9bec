//! Names of keys: those that people give, and the few that the console keeps for itself.

use console_domain::{ErrorCode, KeyName, Problem};

/// What the console keeps in the vault for itself is named so; no key is.
const OWN: &str = "_MCP_CONSOLE_";
/// Under which name the vault keeps what fingerprints are keyed with.
const PEPPER: &str = "_MCP_CONSOLE_FINGERPRINT";

/// The name of a key that somebody wants to add.
///
/// # Errors
/// `invalid_input` with the field `name`.
pub(super) fn new_name(name: &str) -> Result<KeyName, Problem> {
    let parsed: KeyName = name.parse()?;
    if is_own(&parsed) {
        let message = format!("Names that begin with {OWN} are the console's own.");
        return Err(Problem::invalid("name", message).hint("Choose another name."));
    }
    Ok(parsed)
}

/// The name of a key that may be there.
///
/// # Errors
/// `not_found`: what cannot be the name of a key names none.
pub(super) fn known_name(name: &str) -> Result<KeyName, Problem> {
    let parsed = name.parse().ok().filter(|name| !is_own(name));
    parsed.ok_or_else(|| no_such_key(name))
}

/// Whether the console keeps something of its own under this name.
pub(super) fn is_own(name: &KeyName) -> bool {
    name.as_str().to_ascii_uppercase().starts_with(OWN)
}

/// Under which name the vault keeps what fingerprints are keyed with.
pub(super) fn pepper_name() -> Result<KeyName, Problem> {
    Ok(PEPPER.parse::<KeyName>()?)
}

pub(super) fn no_such_key(name: &str) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no key {name:?}."))
        .hint("`mcpctl keys list` shows the keys.")
}
