//! Whether there is a tray to hide in.

use std::time::Duration;

use tauri::AppHandle;

use super::menu::Tray;

/// How long a desktop that has just started may take to bring up its panel.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is looked for meanwhile.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// Whether the icon is shown somewhere: on Linux a host of status icons may be missing (GNOME
/// has none without an extension), and then a hidden window could not be found again.
pub(crate) async fn has_host(app: &AppHandle) -> bool {
    Tray::is_built(app) && host_is_registered().await
}

/// [`has_host`], given the time that a login takes: what starts with it may come before its panel.
pub(crate) async fn wait_for_host(app: &AppHandle) -> bool {
    let appears = async {
        while !host_is_registered().await {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    Tray::is_built(app) && tokio::time::timeout(PATIENCE, appears).await.is_ok()
}

#[cfg(target_os = "linux")]
async fn host_is_registered() -> bool {
    /// The bus is on this machine; it answers at once or not at all.
    const TIMEOUT: Duration = Duration::from_secs(1);
    let asked = async {
        let connection = zbus::Connection::session().await?;
        let watcher = zbus::Proxy::new(
            &connection,
            "org.kde.StatusNotifierWatcher",
            "/StatusNotifierWatcher",
            "org.kde.StatusNotifierWatcher",
        )
        .await?;
        watcher.get_property::<bool>("IsStatusNotifierHostRegistered").await
    };
    match tokio::time::timeout(TIMEOUT, asked).await {
        Ok(Ok(registered)) => registered,
        Ok(Err(error)) => {
            tracing::debug!(%error, "no host of status icons");
            false
        }
        Err(_) => false,
    }
}

#[cfg(not(target_os = "linux"))]
async fn host_is_registered() -> bool {
    // The taskbar and the menu bar are always there.
    true
}
