//! The desktop around the console: display, session bus, tray, notifications, keychain.

use zbus::Connection;

use super::checks::Check;
use super::keychain::check_keychain;
use super::session_bus::{NoAnswer, Presence, bounded, connect, object, presence};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
const NO_TRAY: &str = "On GNOME, install the extension AppIndicator Support; without a tray the window stays a window.";
const NO_DAEMON: &str =
    "Install a notification daemon such as dunst or mako; the window has every notice too.";

/// Everything that a desktop session gives.
pub(super) async fn check_desktop() -> Vec<Check> {
    let display = check_display();
    match connect().await {
        Ok(connection) => {
            let (tray, notifications, keychain) = tokio::join!(
                check_tray(&connection),
                check_notifications(&connection),
                check_keychain(&connection),
            );
            let bus = "There is a session bus for tray, notifications and keychain.";
            vec![display, Check::ok("session_bus", bus), tray, notifications, keychain]
        }
        Err(reason) => {
            let fix = "Start from a desktop session, or with `dbus-run-session`.";
            let message = format!("There is no session bus: {reason}.");
            let without = |id, what| Check::warn(id, format!("Without a session bus {what}."), fix);
            vec![
                display,
                Check::warn("session_bus", message, fix),
                without("tray", "there is no tray"),
                without("notifications", "nothing is shown outside the window"),
                without("keychain", "no keychain can be reached"),
            ]
        }
    }
}

fn check_display() -> Check {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if set("DISPLAY") || set("WAYLAND_DISPLAY") {
        Check::ok("display", "There is a display for the window.")
    } else {
        let fix = "Use `mcpctl serve` here, or start the desktop from a graphical session.";
        Check::warn("display", "There is no display; the window cannot open.", fix)
    }
}

async fn check_tray(connection: &Connection) -> Check {
    let id = "tray";
    let found = match presence(connection, WATCHER).await {
        Ok(Presence::Running) => has_tray_host(connection).await,
        Ok(Presence::Startable | Presence::Absent) => Ok(false),
        Err(reason) => Err(reason),
    };
    match found {
        Ok(true) => Check::ok(id, "There is a tray that shows the console's icon."),
        Ok(false) => Check::warn(id, "There is no tray for the console's icon.", NO_TRAY),
        Err(reason) => Check::warn(id, format!("The tray does not answer: {reason}."), NO_TRAY),
    }
}

async fn has_tray_host(connection: &Connection) -> Result<bool, NoAnswer> {
    let watcher = object(connection, WATCHER, "/StatusNotifierWatcher", WATCHER).await?;
    bounded(watcher.get_property("IsStatusNotifierHostRegistered")).await
}

async fn check_notifications(connection: &Connection) -> Check {
    let id = "notifications";
    match presence(connection, NOTIFICATIONS).await {
        Ok(Presence::Running) => match daemon_name(connection).await {
            Ok(name) => Check::ok(id, format!("Notifications are shown by {name}.")),
            Err(reason) => {
                let message = format!("The notification daemon does not answer: {reason}.");
                Check::warn(id, message, "Restart it; the window has every notice too.")
            }
        },
        Ok(Presence::Startable) => {
            Check::ok(id, "A notification daemon is started when it is first needed.")
        }
        Ok(Presence::Absent) => {
            Check::warn(id, "There is nothing that shows notifications.", NO_DAEMON)
        }
        Err(reason) => {
            let message = format!("Whether notifications are shown cannot be told: {reason}.");
            Check::warn(id, message, NO_DAEMON)
        }
    }
}

/// Source: Desktop Notifications Specification, `GetServerInformation`.
async fn daemon_name(connection: &Connection) -> Result<String, NoAnswer> {
    let path = "/org/freedesktop/Notifications";
    let daemon = object(connection, NOTIFICATIONS, path, NOTIFICATIONS).await?;
    let (name, _vendor, version, _spec): (String, String, String, String) =
        bounded(daemon.call("GetServerInformation", &())).await?;
    Ok(format!("{name} {version}"))
}
