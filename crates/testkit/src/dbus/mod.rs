//! The desktop services that the product talks to over D-Bus, as witnesses.
//!
//! Each owns its well-known name on one bus: start it before the program under test, on the
//! session bus that `make test` provides or on a [`PrivateBus`].

mod bus;
mod file_manager;
mod menu;
mod mute;
mod notifications;
mod secrets;
mod tray;

pub use bus::{BusAddress, PrivateBus};
pub use file_manager::FileManager;
pub use menu::{Menu, MenuItem};
pub use mute::MuteNotificationDaemon;
pub use notifications::{Notification, NotificationDaemon};
pub use secrets::{Keychain, SecretService};
pub use tray::{StatusNotifierWatcher, TrayItem};
