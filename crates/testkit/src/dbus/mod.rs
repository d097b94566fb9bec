//! The desktop services that the product talks to over D-Bus, as witnesses.
//!
//! Each owns its well-known name on one bus: start it before the program under test, on the
//! session bus that `make test` provides or on a [`PrivateBus`].

mod bus;
mod menu;
mod notifications;
mod tray;

pub use bus::{BusAddress, PrivateBus};
pub use menu::{Menu, MenuItem};
pub use notifications::{Notification, NotificationDaemon};
pub use tray::{StatusNotifierWatcher, TrayItem};
