//! Use cases of servers.

mod changes;
mod inventory;
mod lifecycle;
mod shown;

pub(crate) use inventory::parse_id;
pub use lifecycle::Wait;
