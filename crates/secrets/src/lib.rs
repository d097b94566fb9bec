//! Where keys live, how they are proven, and how they are kept out of texts.
//!
//! Invariants: a value leaves a vault only as a [`SecretValue`](console_domain::SecretValue); every
//! call of a keychain runs off the async threads and is bounded in time; no keychain is a reason to
//! keep values anywhere less safe without the user having chosen that.

mod encrypted_file;
mod fingerprint;
mod keychain;
mod known;
mod memory;
mod proof;
mod value;

pub use encrypted_file::EncryptedFile;
pub use fingerprint::fingerprint;
pub use keychain::Keychain;
pub use known::KnownSecrets;
pub use memory::MemoryVault;
pub use proof::{Prover, check_target, guess_kind};
pub use value::checked_value;
