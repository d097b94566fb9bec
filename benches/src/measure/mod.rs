//! The measures, in the order of the table.

mod call;
mod flood;
mod idle;
mod restart;
mod size;
mod start;
mod ui;
mod version;
mod window;

use crate::table::Row;

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// Enough for figures that can be shown.
    Full,
    /// Enough to see that the measure works.
    Quick,
}

/// One measure; some fill several rows.
#[derive(Debug)]
pub(crate) struct Measure {
    /// For `--only`.
    pub(crate) name: &'static str,
    /// Makes it.
    pub(crate) run: fn(Effort) -> Vec<Row>,
}

/// All of them.
pub(crate) const ALL: &[Measure] = &[
    Measure { name: "version", run: version::measure },
    Measure { name: "idle", run: idle::measure },
    Measure { name: "start", run: start::measure },
    Measure { name: "restart", run: restart::measure },
    Measure { name: "flood", run: flood::measure },
    Measure { name: "call", run: call::measure },
    Measure { name: "window", run: window::measure },
    Measure { name: "ui", run: ui::measure },
    Measure { name: "size", run: size::measure },
];
