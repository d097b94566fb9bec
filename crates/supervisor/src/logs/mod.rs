//! A server's log: a bounded ring in memory, a rotated file, and a broadcast.
//!
//! Invariants: a log outlives the instances that write to it; no writer ever waits for a reader,
//! and for the disk only a bounded time; each bound is named in `console_domain::limits`.

mod drain;
mod file;
mod line;
mod ring;
mod server_log;
mod whole;

pub(crate) use drain::drain;
pub(crate) use file::log_path;
pub(crate) use server_log::ServerLog;
pub use whole::WholeLog;
