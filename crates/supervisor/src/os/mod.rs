//! What differs between operating systems: grouping a child, signals, file modes, permissions.
//!
//! Invariant: both modules offer the same functions; nothing else in this crate asks which system
//! it runs on, but for the lists of variables and directories that carry a system's own names.

mod signal;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

pub(crate) use signal::Signal;
#[cfg(unix)]
pub(crate) use unix::*;
#[cfg(windows)]
pub(crate) use windows::*;
