//! Use cases of servers.

mod bulk;
mod changes;
mod consent;
mod draft;
mod inventory;
mod lifecycle;
mod log_export;
mod mend;
mod runtimes;
mod shown;
#[cfg(test)]
mod tests;
mod uses;
mod warnings;

pub(crate) use consent::{approval_target, is_approved};
pub(crate) use inventory::parse_id;
pub use lifecycle::Wait;
pub(crate) use mend::cause;
pub(crate) use warnings::command_warnings;
