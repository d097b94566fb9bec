//! Commands of the desktop's place in the system, and of the doctor.

use console_app::DoctorReport;
use console_app::view::DesktopState;
use console_domain::{ErrorCode, Problem};

/// How the console sits in the system.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desktop_state() -> Result<DesktopState, Problem> {
    Err(unwritten())
}

/// Whether the console starts at login.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desktop_start_at_login(start: bool) -> Result<DesktopState, Problem> {
    let _ = start;
    Err(unwritten())
}

/// Puts the command-line tool on the search path.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desktop_install_cli() -> Result<DesktopState, Problem> {
    Err(unwritten())
}

/// Takes the command-line tool away that was put there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desktop_uninstall_cli() -> Result<DesktopState, Problem> {
    Err(unwritten())
}

/// Shows a file that the console wrote for the user in the system's file manager.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desktop_reveal(path: String) -> Result<(), Problem> {
    let _ = path;
    Err(unwritten())
}

/// Runs every check, through the bundled command-line tool where there is one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn doctor_run() -> Result<DoctorReport, Problem> {
    Err(unwritten())
}

/// Applies the fix of one check, then runs them all again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn doctor_fix(check: String) -> Result<DoctorReport, Problem> {
    let _ = check;
    Err(unwritten())
}

fn unwritten() -> Problem {
    Problem::new(ErrorCode::Internal, "This is being written.")
}
