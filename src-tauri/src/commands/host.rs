//! Commands of the host itself.

use std::sync::Arc;

use console_app::Console;
use console_app::view::HostInfo;
use console_domain::Problem;
use tauri::{AppHandle, State};

use crate::window;

/// Why the console could not start, in the window that says so.
#[derive(Debug, Default)]
pub(crate) struct StartupProblem(Option<Problem>);

impl StartupProblem {
    pub(crate) fn new(problem: Problem) -> Self {
        Self(Some(problem))
    }
}

/// What is known of the host.
#[tauri::command]
#[specta::specta]
pub(crate) async fn host_info(console: State<'_, Arc<Console>>) -> Result<HostInfo, Problem> {
    Ok(console.info().clone())
}

/// Why the console could not start; nothing where it did. No other command works if it did not.
#[tauri::command]
#[specta::specta]
pub(crate) async fn startup_problem(
    problem: State<'_, StartupProblem>,
) -> Result<Option<Problem>, Problem> {
    Ok(problem.0.clone())
}

/// The first page is drawn; the window may be shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn window_ready(app: AppHandle) -> Result<(), Problem> {
    window::drawn(&app);
    Ok(())
}
