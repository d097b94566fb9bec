//! `doctor`: looks at what the console stands on and says what to mend.

mod checks;
mod clients;

pub use checks::{Check, CheckStatus, DoctorReport, doctor};
