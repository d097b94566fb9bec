//! What a person should know before a command runs.
//!
//! Invariants: pure; it warns and never refuses, so that a wrong guess costs a look and no more;
//! bounded in time, whatever the command is.

mod programs;
mod script;
mod spot;
#[cfg(test)]
mod tests;
mod wrappers;

pub(crate) use spot::command_warnings;
