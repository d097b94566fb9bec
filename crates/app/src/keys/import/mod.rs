//! Secrets in plain text: where they stand, and how they move into the vault.
//!
//! `sources` reads what holds them (`env_text` a file of variables, `spots` a server's
//! configuration, `looks` which values are secrets), `found` names them, the use cases show them
//! or move them; `replace` puts references, `remains` says where a value is still left.
//!
//! Invariants: nothing is taken away from where it stands before the vault has given it back; what
//! belongs to others is read and never written; no value is in an id, a place or a problem.

mod env_text;
mod found;
mod looks;
mod private_file;
mod remains;
mod replace;
mod sources;
mod spots;
#[cfg(test)]
mod tests;
mod use_cases;
mod verdicts;
