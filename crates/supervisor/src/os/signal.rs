//! The two requests that a process can be sent, on every system.

/// What a process is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Please end (TERM). Windows has no such request: nothing is sent.
    Terminate,
    /// End now (KILL, `TerminateProcess`).
    Kill,
}
