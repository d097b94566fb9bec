//! What a check finds, and all of them in the order of what builds on what.

use console_domain::Problem;
use console_store::DataDir;
use console_supervisor::Environment;
use serde::{Deserialize, Serialize};

use super::clients::check_clients;
use super::{desktop, host, runtimes, storage};

/// What a check found.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// As it should be.
    Ok,
    /// Something will not work that one may not need.
    Warn,
    /// The console cannot work like this.
    Fail,
}

/// One check and its finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Check {
    /// Stable name: `data_dir`, `runtime.node`, `client.cursor`.
    pub id: String,
    /// What it found.
    pub status: CheckStatus,
    /// The finding, one sentence.
    pub message: String,
    /// What to do.
    pub fix: Option<String>,
    /// Whether the console can do it by itself, safely.
    #[serde(default)]
    pub fixable: bool,
}

/// Which program looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum DoctorSource {
    /// The bundled `mcpctl`, run by the desktop.
    Sidecar,
    /// The desktop itself: its build has no `mcpctl` beside it.
    InProcess,
}

/// All checks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DoctorReport {
    /// The worst status.
    pub status: CheckStatus,
    /// The checks, in the order of what builds on what.
    pub checks: Vec<Check>,
    /// What was mended just before, one sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[specta(optional)]
    pub fixed: Vec<String>,
    /// Which program looked, where the desktop asked for the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub source: Option<DoctorSource>,
}

impl Check {
    pub(super) fn ok(id: impl Into<String>, message: impl Into<String>) -> Self {
        let (id, message) = (id.into(), message.into());
        Self { id, status: CheckStatus::Ok, message, fix: None, fixable: false }
    }

    pub(super) fn warn(
        id: impl Into<String>,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        let (id, message, fix) = (id.into(), message.into(), Some(fix.into()));
        Self { id, status: CheckStatus::Warn, message, fix, fixable: false }
    }

    pub(super) fn fail(id: impl Into<String>, problem: Problem) -> Self {
        let Problem { message, hint, .. } = problem;
        Self { id: id.into(), status: CheckStatus::Fail, message, fix: hint, fixable: false }
    }

    /// The console can do it by itself: `fixes.rs` has how.
    pub(super) fn fixable(self) -> Self {
        Self { fixable: true, ..self }
    }
}

/// Runs every check on `dir`. Works beside a running host and without one.
pub async fn doctor(dir: &DataDir, environment: &Environment) -> DoctorReport {
    let (database, runtimes, desktop, host) = tokio::join!(
        storage::check_database(dir),
        runtimes::check_runtimes(environment),
        desktop::check_desktop(),
        host::check_host(dir),
    );
    let mut checks = storage::check_files(dir);
    checks.push(database);
    checks.extend(runtimes);
    checks.extend(desktop);
    checks.extend(host);
    checks.extend(check_clients());
    let status = checks.iter().map(|check| check.status).max().unwrap_or(CheckStatus::Ok);
    DoctorReport { status, checks, fixed: Vec::new(), source: None }
}
