//! Commands of the desktop's place in the system, and of the doctor.

use std::path::PathBuf;
use std::sync::Arc;

use console_app::view::DesktopState;
use console_app::{Console, DoctorReport, apply_fix};
use console_domain::Problem;
use tauri::{AppHandle, State};

use crate::{place_in_system, sidecar};

/// How the console sits in the system.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desktop_state(app: AppHandle) -> Result<DesktopState, Problem> {
    Ok(place_in_system::state(&app).await)
}

/// Whether the console starts at login.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desktop_start_at_login(
    app: AppHandle,
    start: bool,
) -> Result<DesktopState, Problem> {
    place_in_system::start_at_login(&app, start)?;
    Ok(place_in_system::state(&app).await)
}

/// Puts the command-line tool on the search path.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desktop_install_cli(app: AppHandle) -> Result<DesktopState, Problem> {
    place_in_system::install_cli(&app)?;
    Ok(place_in_system::state(&app).await)
}

/// Takes the command-line tool away that was put there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desktop_uninstall_cli(app: AppHandle) -> Result<DesktopState, Problem> {
    place_in_system::uninstall_cli(&app)?;
    Ok(place_in_system::state(&app).await)
}

/// Shows a file that the console wrote for the user in the system's file manager.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desktop_reveal(app: AppHandle, path: PathBuf) -> Result<(), Problem> {
    place_in_system::reveal(&app, path).await
}

/// Runs every check, through the bundled command-line tool where there is one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn doctor_run(
    app: AppHandle,
    console: State<'_, Arc<Console>>,
) -> Result<DoctorReport, Problem> {
    Ok(sidecar::run_doctor(&app, console.data_dir()).await)
}

/// Applies the fix of one check, then runs them all again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn doctor_fix(
    app: AppHandle,
    console: State<'_, Arc<Console>>,
    check: String,
) -> Result<DoctorReport, Problem> {
    let fixed = vec![apply_fix(console.data_dir(), &check).await?];
    let report = sidecar::run_doctor(&app, console.data_dir()).await;
    Ok(DoctorReport { fixed, ..report })
}
