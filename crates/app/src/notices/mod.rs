//! Notices: what happened while nobody looked, told once, stored, and shown where it can be.
//!
//! `episodes` decides what is worth telling, `watch` tells it, `use_cases` is the notifications
//! centre, and `quiet` is the notifier of a host that has no desktop.

mod episodes;
mod quiet;
#[cfg(test)]
mod tests;
mod use_cases;
mod watch;

pub use quiet::QuietNotifier;
