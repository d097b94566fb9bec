//! The explorer: what a server offers, calls that a person makes, and what a server asks
//! meanwhile.
//!
//! Nothing of it is stored: calls live in memory as long as the host does, bounded per server.

mod answers;
mod asking;
mod calls;
mod carriage;
mod catalog;
mod completion;
mod pretty;
mod records;
mod shown;
mod state;
mod targets;
mod tasks;

pub(crate) use catalog::tool_view;
pub(crate) use shown::readable;
pub(crate) use state::Explorer;
