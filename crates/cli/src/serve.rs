//! `mcpctl serve`: the whole console without a window.

use std::sync::Arc;

use console_app::view::HostFace;
use console_app::{
    Console, ConsoleOptions, DataDir, Endpoint, QuietNotifier, guard_crashes, init_logging,
};
use console_domain::{ErrorCode, Problem};
use console_http::{HttpOptions, HttpServer};
use serde::Serialize;

use crate::args::ServeArgs;
use crate::output::Output;

/// What is printed when the console is ready.
#[derive(Serialize)]
struct Ready {
    base_url: String,
    data_dir: String,
    pid: u32,
}

pub(crate) async fn run(dir: DataDir, args: ServeArgs, output: &Output) -> Result<(), Problem> {
    let options = ConsoleOptions::new(dir.clone(), HostFace::Headless);
    let known = Arc::clone(&options.known_secrets);
    guard_crashes(Arc::clone(&known));
    let console = Arc::new(Console::open(options).await.map_err(|p| tell_where(&dir, p))?);
    let _log = init_logging(&dir, &known);
    let mut signals = Signals::listen()?;
    let http = HttpOptions { host: args.host, port: args.port };
    if !args.host.is_loopback() {
        output.remark(
            "warning: other machines can reach this console; its token is all that protects it.",
        );
    }
    let server = HttpServer::start(Arc::clone(&console), &http).await?;
    tokio::spawn(console.notify(Arc::new(QuietNotifier)));
    let started = console.start().await;
    if started.is_ok() {
        let ready = Ready {
            base_url: server.endpoint().base_url.clone(),
            data_dir: console.info().data_dir.clone(),
            pid: console.info().pid,
        };
        output.stream(&ready, |ready| format!("MCP Console is ready at {}", ready.base_url));
        tokio::select! {
            () = signals.next() => {}
            () = console.quit_requested() => {}
        }
        output.remark("Stopping the servers…");
    }
    // No new requests while the servers stop; endpoint.json goes last, with the lock.
    console.shutdown().await;
    server.stop().await;
    started
}

/// Adds to `instance_running` where the other host is.
fn tell_where(dir: &DataDir, problem: Problem) -> Problem {
    if problem.code != ErrorCode::InstanceRunning {
        return problem;
    }
    match Endpoint::find(dir) {
        Ok(Some(endpoint)) => {
            let message = format!(
                "A console already runs on {}: {} (process {}).",
                dir.root().display(),
                endpoint.base_url,
                endpoint.pid
            );
            let details = serde_json::json!({ "base_url": endpoint.base_url, "pid": endpoint.pid });
            Problem { message, details: Some(details), ..problem }
        }
        _ => problem,
    }
}

/// The signals that end the console.
struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    hangup: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    fn listen() -> Result<Self, Problem> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| {
            signal(kind).map_err(|e| {
                Problem::new(ErrorCode::Internal, format!("Signals cannot be received: {e}."))
            })
        };
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            hangup: listen(SignalKind::hangup())?,
        })
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "the same signature as on Unix")]
    fn listen() -> Result<Self, Problem> {
        Ok(Self {})
    }

    async fn next(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = self.terminate.recv() => {}
            _ = self.hangup.recv() => {}
        }
        #[cfg(not(unix))]
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "Ctrl+C cannot be received");
        }
    }
}
