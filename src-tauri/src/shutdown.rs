//! The end: every server is stopped before the process is gone.
//!
//! Tauri ends the process when its loop ends, without running destructors, so the servers are
//! stopped while the loop still runs and the exit is held back until then.

use std::sync::{Arc, Mutex, PoisonError};

use console_app::{Console, LogGuard};
use console_http::HttpServer;
use tauri::{AppHandle, Manager, RunEvent};

use crate::window;

/// Where the end stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Running,
    Stopping,
    Stopped,
}

/// What has to end in order.
pub(crate) struct Shutdown {
    phase: Arc<Mutex<Phase>>,
    held: Mutex<Option<(HttpServer, Option<LogGuard>)>>,
}

impl Shutdown {
    pub(crate) fn new(http: HttpServer, log: Option<LogGuard>) -> Self {
        let phase = Arc::new(Mutex::new(Phase::Running));
        Self { phase, held: Mutex::new(Some((http, log))) }
    }

    /// Ends the app on SIGTERM, SIGINT and SIGHUP, and when the console asks for it.
    #[expect(clippy::unused_self, reason = "reads as what it belongs to")]
    pub(crate) fn on_signals(&self, app: &AppHandle) {
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            let console = Arc::clone(&app.state::<Arc<Console>>());
            tokio::select! {
                () = signalled() => {}
                () = console.quit_requested() => {}
            }
            app.exit(0);
        });
    }

    /// Holds the exit back, stops everything, and exits again.
    pub(crate) fn handle(&self, app: &AppHandle, event: &RunEvent) {
        let RunEvent::ExitRequested { api, code, .. } = event else { return };
        let mut phase = self.phase.lock().unwrap_or_else(PoisonError::into_inner);
        match *phase {
            Phase::Stopped => return,
            Phase::Stopping => return api.prevent_exit(),
            Phase::Running => *phase = Phase::Stopping,
        }
        api.prevent_exit();
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (app, code, phase) = (app.clone(), code.unwrap_or(0), Arc::clone(&self.phase));
        tauri::async_runtime::spawn(async move {
            window::take_down(&app).await;
            for window in app.webview_windows().into_values() {
                if let Err(error) = window.hide() {
                    tracing::debug!(%error, "a window stays visible while the servers stop");
                }
            }
            let console = Arc::clone(&app.state::<Arc<Console>>());
            console.shutdown().await;
            if let Some((http, log)) = held {
                http.stop().await;
                drop(log);
            }
            *phase.lock().unwrap_or_else(PoisonError::into_inner) = Phase::Stopped;
            app.exit(code);
        });
    }
}

#[cfg(unix)]
async fn signalled() {
    use tokio::signal::unix::{SignalKind, signal};
    let kinds = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()];
    let [Ok(mut term), Ok(mut int), Ok(mut hup)] = kinds.map(signal) else {
        tracing::error!("signals cannot be received; only Quit ends the console in order");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
        _ = hup.recv() => {}
    }
}

#[cfg(not(unix))]
async fn signalled() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
