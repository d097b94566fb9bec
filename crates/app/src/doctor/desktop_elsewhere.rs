//! The desktop around the console, where the system always brings it along: macOS and Windows.

use super::checks::Check;

/// Everything that a desktop session gives.
pub(super) async fn check_desktop() -> Vec<Check> {
    vec![
        Check::ok("display", "The system has a display for the window."),
        Check::ok("tray", "The system has a place for the console's icon."),
        Check::ok("notifications", "The system shows notifications."),
        Check::ok("keychain", "The system has a keychain."),
    ]
}
