//! From the command line to a running host: one per data directory.
//!
//! Where another desktop runs, its window is brought to the front. Where a headless host runs,
//! it is asked to hand over, and this one starts when the lock is free.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use console_app::view::{HostFace, HostInfo};
use console_app::{
    Console, ConsoleOptions, DataDir, DirectoryLock, Endpoint, KnownSecrets, LogGuard,
    guard_crashes, init_logging, resolve_data_dir,
};
use console_domain::{ErrorCode, Problem};
use console_http::{HttpOptions, HttpServer};

/// How long a headless host may take to stop its servers and let go.
const HANDOVER_DEADLINE: Duration = Duration::from_secs(30);
/// How long the other host may take to answer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);
/// How often the lock is looked at while the other host stops; locks cannot be awaited.
const LOCK_INTERVAL: Duration = Duration::from_millis(50);

/// Opens the window of MCP Console.
#[derive(Debug, Parser)]
#[command(name = "mcp-console", version)]
pub(crate) struct Arguments {
    /// The data directory
    #[arg(long, value_name = "DIR", env = "MCP_CONSOLE_HOME", hide_env_values = true)]
    pub(crate) data_dir: Option<PathBuf>,
    /// Start in the tray, without the window
    #[arg(long)]
    pub(crate) hidden: bool,
}

/// How the start went.
pub(crate) enum Started {
    /// This process is the host.
    Host(Box<Host>),
    /// Another desktop is, and shows its window now.
    FocusedOther,
}

/// The host, before its window opens.
pub(crate) struct Host {
    /// The console.
    pub(crate) console: Arc<Console>,
    /// Its HTTP face, for `mcpctl`.
    pub(crate) http: HttpServer,
    /// Keeps the log's writer.
    pub(crate) log: Option<LogGuard>,
}

/// Becomes the host of the data directory, or shows the window of the one that is.
pub(crate) async fn start(arguments: &Arguments) -> Result<Started, Problem> {
    let dir = resolve_data_dir(arguments.data_dir.clone())?;
    let known = Arc::default();
    guard_crashes(Arc::clone(&known));
    let console = match open(&dir, &known).await {
        Err(problem) if problem.code == ErrorCode::InstanceRunning => {
            if focus_or_take_over(&dir, problem).await? == Other::Focused {
                return Ok(Started::FocusedOther);
            }
            open(&dir, &known).await?
        }
        opened => opened?,
    };
    let log = init_logging(&dir, &known);
    let console = Arc::new(console);
    let http = listen(&console).await?;
    Ok(Started::Host(Box::new(Host { console, http, log })))
}

/// `known` is what the log and the panics mask, too.
async fn open(dir: &DataDir, known: &Arc<KnownSecrets>) -> Result<Console, Problem> {
    let options = ConsoleOptions::new(dir.clone(), HostFace::Desktop);
    Console::open(ConsoleOptions { known_secrets: Arc::clone(known), ..options }).await
}

/// Listens on the port that was chosen once; where it is taken, on a free one from now on.
async fn listen(console: &Arc<Console>) -> Result<HttpServer, Problem> {
    let memory = console.desktop_memory().await;
    let options = |port| HttpOptions { host: IpAddr::V4(Ipv4Addr::LOCALHOST), port };
    let wanted = memory.port.unwrap_or(0);
    let http = match HttpServer::start(Arc::clone(console), &options(wanted)).await {
        Err(problem) if problem.code == ErrorCode::PortInUse => {
            HttpServer::start(Arc::clone(console), &options(0)).await?
        }
        started => started?,
    };
    let port = http.address().port();
    if memory.port != Some(port) {
        console.remember_port(port).await?;
    }
    Ok(http)
}

#[derive(PartialEq, Eq)]
enum Other {
    Focused,
    Gone,
}

async fn focus_or_take_over(dir: &DataDir, running: Problem) -> Result<Other, Problem> {
    let Some(endpoint) = Endpoint::find(dir)? else { return Ok(Other::Gone) };
    let host: HostInfo = ask(&endpoint, reqwest::Method::GET, "/host")
        .await?
        .json()
        .await
        .map_err(|error| Problem { hint: Some(error.to_string()), ..running.clone() })?;
    match host.face {
        HostFace::Desktop => {
            ask(&endpoint, reqwest::Method::POST, "/host/focus").await?;
            Ok(Other::Focused)
        }
        HostFace::Headless => {
            ask(&endpoint, reqwest::Method::POST, "/host/handover").await?;
            let released = async {
                while DirectoryLock::is_held(dir) {
                    tokio::time::sleep(LOCK_INTERVAL).await;
                }
            };
            tokio::time::timeout(HANDOVER_DEADLINE, released).await.map_err(|_| running)?;
            Ok(Other::Gone)
        }
    }
}

async fn ask(
    endpoint: &Endpoint,
    method: reqwest::Method,
    path: &str,
) -> Result<reqwest::Response, Problem> {
    let unreachable = |error: reqwest::Error| {
        let message = format!(
            "Another console (process {}) holds the data directory and does not answer: {error}.",
            endpoint.pid
        );
        Problem::new(ErrorCode::InstanceRunning, message).hint("End that process and start again.")
    };
    // The token must not pass through a proxy; on loopback no certificates are needed.
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .timeout(REQUEST_TIMEOUT)
        .build()
        .map_err(unreachable)?;
    client
        .request(method, format!("{}/api/v1{path}", endpoint.base_url))
        .bearer_auth(&endpoint.token)
        .send()
        .await
        .and_then(reqwest::Response::error_for_status)
        .map_err(unreachable)
}
