//! What differs between operating systems: grouping a child, signals, file modes, permissions.
//!
//! Invariant: both modules offer the same functions; nothing else in this crate asks which system
//! it runs on, but for the lists of variables and directories that carry a system's own names.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(crate) use unix::*;
#[cfg(windows)]
pub(crate) use windows::*;

/// What a process is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Please end (TERM). Windows has no such request: nothing is sent.
    Terminate,
    /// End now (KILL, `TerminateProcess`).
    Kill,
}
