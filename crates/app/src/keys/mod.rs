//! Keys: where their values live, who uses them, whether they work.
//!
//! Invariants: a value comes in, and goes out only to the server that refers to it and to the
//! test of the key; what is stored and shown is what is known of a key without its value. A value
//! is taken away only after the one that stands for it was read back. One change is made at a
//! time, and reading waits for it.

mod changes;
mod choose;
mod fingerprints;
mod handshake;
mod import;
mod inventory;
mod names;
mod proofs;
mod ring;
mod safe;
mod source;
#[cfg(test)]
mod tests;
mod unlock;
mod uses;
mod vaults;

pub(crate) use ring::KeyRing;
pub(crate) use vaults::{VAULT, VaultSetting, Vaults};
