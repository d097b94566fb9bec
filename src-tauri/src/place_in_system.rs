//! How the console sits in the system: login, tray, command-line tool, file manager.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use console_app::view::{CliState, DesktopState};
use console_app::{CommandLineTool, Console, Environment};
use console_domain::{ErrorCode, Problem};
use tauri::{AppHandle, Manager};

use crate::{login, tray};

/// How long the file manager may take to be asked; the bus may have to start it.
const REVEAL_TIMEOUT: Duration = Duration::from_secs(15);

/// Everything that the settings show of it.
pub(crate) async fn state(app: &AppHandle) -> DesktopState {
    let cli = match command_line_tool(app) {
        Some(tool) => tool.state(&Environment::of_this_process()).await,
        None => CliState::Missing,
    };
    DesktopState {
        start_at_login: login::starts_at_login(app),
        tray: tray::has_host(app).await,
        cli,
    }
}

/// Starts the console at login, hidden in the tray, or no longer.
pub(crate) fn start_at_login(app: &AppHandle, start: bool) -> Result<(), Problem> {
    login::start_at_login(app, start).map_err(|error| {
        let message = format!("What starts at login could not be changed: {error}.");
        Problem::new(ErrorCode::Io, message).hint(
            "Change it in the settings of your system, or check the folder ~/.config/autostart.",
        )
    })
}

/// Puts the command-line tool on the search path.
pub(crate) fn install_cli(app: &AppHandle) -> Result<(), Problem> {
    command_line_tool(app).ok_or_else(homeless)?.install()
}

/// Takes the command-line tool away that was put there.
pub(crate) fn uninstall_cli(app: &AppHandle) -> Result<(), Problem> {
    command_line_tool(app).ok_or_else(homeless)?.uninstall()
}

/// Shows a file that the console saved in the system's file manager; no other file is shown.
pub(crate) async fn reveal(app: &AppHandle, path: PathBuf) -> Result<(), Problem> {
    if !app.state::<Arc<Console>>().is_saved(&path) {
        let message = format!("{} is no file that this console saved.", path.display());
        return Err(Problem::new(ErrorCode::NotFound, message).hint("Save it again."));
    }
    let shown = path.clone();
    // It speaks to the bus and blocks: org.freedesktop.FileManager1, else the portal.
    let asked =
        tokio::task::spawn_blocking(move || tauri_plugin_opener::reveal_item_in_dir(&shown));
    let reason = match tokio::time::timeout(REVEAL_TIMEOUT, asked).await {
        Ok(Ok(Ok(()))) => return Ok(()),
        Ok(Ok(Err(error))) => error.to_string(),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "the file manager does not answer".to_owned(),
    };
    let message = format!("The file manager could not show {}: {reason}.", path.display());
    Err(Problem::new(ErrorCode::Io, message).hint(folder_hint(&path)))
}

fn folder_hint(path: &Path) -> String {
    let folder = path.parent().unwrap_or(path);
    format!("Open the folder {} yourself.", folder.display())
}

fn command_line_tool(app: &AppHandle) -> Option<CommandLineTool> {
    let executable = std::env::current_exe().ok()?;
    CommandLineTool::beside(&executable, app.state::<Arc<Console>>().data_dir())
}

fn homeless() -> Problem {
    Problem::new(ErrorCode::Io, "No home directory is known.").hint("Set HOME and start again.")
}
