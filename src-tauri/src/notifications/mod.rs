//! Native notifications: the desktop's notifier, and what a click does.

#[cfg(target_os = "linux")]
mod daemon;
mod notifier;

#[cfg(test)]
pub(crate) use notifier::KEYS;
pub(crate) use notifier::{DesktopNotifier, explain_tray, listen};
