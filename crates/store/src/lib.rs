//! Storage: the data directory and its lock, the SQLite database, backups, one repository per
//! aggregate.
//!
//! Invariants: the only crate that knows SQL; a pool is never wrapped in a lock; every write
//! checks how many rows it touched; nothing stored is replaced without a copy or a word.

mod consents;
mod database;
mod datadir;
mod error;
mod inspect;
mod keys;
mod lock;
mod notices;
mod servers;
mod settings;

pub use database::Database;
pub use datadir::DataDir;
pub use error::StoreError;
pub use keys::{Keys, StoredKey};
pub use lock::DirectoryLock;
pub use notices::Notices;
pub use servers::{ServerSource, Servers, StoredServer, StoredTransition};
pub use settings::Settings;
