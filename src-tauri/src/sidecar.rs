//! The bundled `mcpctl`, which the doctor's page runs through: what it finds is what a terminal
//! finds.
//!
//! The one child process that the supervisor does not start: it is ours, short, and killed with
//! its group when it does not end. The window itself has no permission to start anything.

use std::time::Duration;

use console_app::{DataDir, DoctorReport, DoctorSource, Environment, doctor};
use tauri::AppHandle;
use tauri_plugin_shell::ShellExt;
use tauri_plugin_shell::process::CommandEvent;

const NAME: &str = "mcpctl";
/// How long all checks may take; each has a shorter time-out of its own.
const TIMEOUT: Duration = Duration::from_secs(45);
/// Bytes of a report; a longer one is none.
const MAX_REPORT_BYTES: usize = 1024 * 1024;

/// Why the bundled `mcpctl` gives no report.
#[derive(Debug, thiserror::Error)]
enum NoReport {
    /// There is none, or it cannot be started.
    #[error("it does not start: {0}")]
    NotStarted(#[from] tauri_plugin_shell::Error),
    /// What it says cannot be read.
    #[error("its output cannot be read: {0}")]
    Unreadable(String),
    /// It talks and talks.
    #[error("it says more than a report")]
    TooLong,
    /// It said something else.
    #[error("it gave no report: {0}")]
    NotAReport(#[from] serde_json::Error),
}

/// Runs every check on `dir` through the bundled `mcpctl`. A development build may have none
/// beside it: then the same checks run here, and the report says so.
pub(crate) async fn run_doctor(app: &AppHandle, dir: &DataDir) -> DoctorReport {
    match tokio::time::timeout(TIMEOUT, ask_sidecar(app, dir)).await {
        Ok(Ok(report)) => return DoctorReport { source: Some(DoctorSource::Sidecar), ..report },
        Ok(Err(reason)) => tracing::info!(%reason, "the bundled mcpctl is not used"),
        Err(_) => tracing::warn!("the bundled mcpctl did not end in time"),
    }
    let report = doctor(dir, &Environment::of_this_process()).await;
    DoctorReport { source: Some(DoctorSource::InProcess), ..report }
}

async fn ask_sidecar(app: &AppHandle, dir: &DataDir) -> Result<DoctorReport, NoReport> {
    let command = app
        .shell()
        .sidecar(NAME)?
        .args(["--json", "--data-dir"])
        .args([dir.root().as_os_str()])
        .args(["doctor"])
        .set_raw_out(true)
        .set_process_group(true)
        .kill_on_drop(true);
    // Dropped, and so killed, where this is given up.
    let (mut events, _child) = command.spawn()?;
    let mut report = Vec::new();
    while let Some(event) = events.recv().await {
        match event {
            CommandEvent::Stdout(bytes) => report.extend_from_slice(&bytes),
            CommandEvent::Error(error) => return Err(NoReport::Unreadable(error)),
            // Its status says what the report says: a failed check is no failed doctor.
            CommandEvent::Terminated(_) => break,
            // Its stderr is for people.
            _ => {}
        }
        if report.len() > MAX_REPORT_BYTES {
            return Err(NoReport::TooLong);
        }
    }
    Ok(serde_json::from_slice(&report)?)
}
