//! Use cases of servers.

mod inventory;
mod lifecycle;
mod shown;

pub use lifecycle::Wait;
