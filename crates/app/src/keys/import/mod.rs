//! Secrets in plain text: where they stand, and how they move into the vault.
//!
//! Invariant: nothing is taken away from where it stands before the vault has given it back.

mod env_text;
#[cfg(test)]
mod tests;
mod use_cases;
