//! Runs servers: spawns their processes or connects to them, watches, restarts and stops them.
//!
//! One actor per server owns its state and is the only one to change it. The supervisor knows
//! processes, not the protocol: sessions come from the port
//! [`SessionOpener`](console_domain::SessionOpener). Invariants: every transition is given to the
//! observer before anybody can see it; nothing that was started survives its stop; every wait has
//! an end; what can be awaited is not polled.

mod actor;
mod attendant;
mod command;
mod ends;
mod environment;
mod examine;
mod face;
mod launch;
mod ledger;
mod leftovers;
mod login_shell;
mod logs;
mod obey;
mod os;
mod probe;
mod process;
mod process_table;
mod reaper;
mod search_path;
mod secrets;
mod serve;
mod stop;
mod supervisor;
mod try_out;
mod usage;
mod uses;
mod wake;

pub use environment::Environment;
pub use examine::Examination;
pub use face::KeysInUse;
pub use logs::WholeLog;
pub use probe::{Probed, probe};
pub use process_table::INSTANCE_VARIABLE;
pub use reaper::{Orphan, ReapReport, end_orphans, find_orphans};
pub use secrets::Values;
pub use supervisor::{Pace, Supervisor, SupervisorOptions};
pub use try_out::TriedOut;
