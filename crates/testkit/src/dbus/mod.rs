//! The desktop services that the product talks to over D-Bus, as witnesses.
//!
//! Each owns its well-known name on one bus: start it before the program under test, on the
//! session bus that `make test` provides or on a [`PrivateBus`].

mod bus;
mod keyring;
mod menu;
mod mute;
mod notifications;
mod prompter;
mod secrets;
mod shown_files;
mod tray;

pub use bus::{BusAddress, PrivateBus};
pub use keyring::Keyring;
pub use menu::{Menu, MenuItem};
pub use mute::MuteNotificationDaemon;
pub use notifications::{Notification, NotificationDaemon};
pub use prompter::SystemPrompter;
pub use secrets::{Keychain, Person, SecretService};
pub use shown_files::ShownFiles;
pub use tray::{StatusNotifierWatcher, TrayItem};
