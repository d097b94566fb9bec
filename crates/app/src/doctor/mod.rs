//! `doctor`: looks at what the console stands on, says what to mend, and mends what is safe.
//!
//! Invariants: a check changes nothing and ends within seconds; a fix is applied only where a
//! person asked for it, touches only what is the console's own, and says what it did.

mod checks;
mod clients;
#[cfg(target_os = "linux")]
mod desktop;
#[cfg(not(target_os = "linux"))]
#[path = "desktop_elsewhere.rs"]
mod desktop;
mod fixes;
mod host;
#[cfg(target_os = "linux")]
mod keychain;
mod runtimes;
#[cfg(target_os = "linux")]
mod session_bus;
mod storage;

pub use checks::{Check, CheckStatus, DoctorReport, DoctorSource, doctor};
pub use fixes::{apply_fix, apply_fixes};
