//! Whether there is a tray to hide in.

use tauri::AppHandle;

use super::menu::Tray;

/// Whether the icon is shown somewhere: on Linux a host of status icons may be missing (GNOME
/// has none without an extension), and then a hidden window could not be found again.
pub(crate) async fn has_host(app: &AppHandle) -> bool {
    Tray::is_built(app) && host_is_registered().await
}

#[cfg(target_os = "linux")]
async fn host_is_registered() -> bool {
    use std::time::Duration;

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
