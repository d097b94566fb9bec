//! The tray: an icon that shows the worst state, and a menu with every server.

mod host;
mod icon;
mod menu;

pub(crate) use host::{has_host, wait_for_host};
#[cfg(test)]
pub(crate) use menu::KEYS;
pub(crate) use menu::{build, relabel, watch};
