//! The listener: binds, publishes `endpoint.json`, serves until it is told to stop.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, Method, header};
use axum::middleware;
use console_app::{Console, Endpoint, Handle};
use console_domain::limits::MAX_API_BODY_BYTES;
use console_domain::{ErrorCode, Problem};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::access::{Access, check};
use crate::routes;
use crate::token::Token;

/// How long open requests may go on after the listener was told to stop.
const DRAIN: Duration = Duration::from_secs(2);

/// Where to listen.
#[derive(Debug, Clone)]
pub struct HttpOptions {
    /// The address; loopback unless a person says otherwise.
    pub host: IpAddr,
    /// The port; 0 takes any free one.
    pub port: u16,
}

/// A running listener.
#[derive(Debug)]
pub struct HttpServer {
    address: SocketAddr,
    stop: CancellationToken,
    task: JoinHandle<()>,
    endpoint: Endpoint,
    // Removed from disk when the server is gone.
    _published: Handle,
}

impl HttpServer {
    /// Binds, starts to serve, and publishes `endpoint.json`.
    ///
    /// # Errors
    /// `port_in_use`, or `io` where the address cannot be bound or the file not written.
    pub async fn start(console: Arc<Console>, options: &HttpOptions) -> Result<Self, Problem> {
        let wanted = SocketAddr::new(options.host, options.port);
        let listener = TcpListener::bind(wanted).await.map_err(|e| bind_problem(wanted, &e))?;
        let address = listener.local_addr().map_err(|e| bind_problem(wanted, &e))?;
        let token = Token::fresh()?;
        let endpoint = Endpoint {
            pid: console.info().pid,
            started_at: console.info().started_at.clone(),
            base_url: format!("http://{address}"),
            token: token.expose(),
        };
        let published = endpoint.publish(console.data_dir())?;
        let access = Access { token, hosts: vec![host_of(address)], origins: allowed_origins() };
        let app = router(console, access);
        let stop = CancellationToken::new();
        let task = tokio::spawn(serve(listener, app, stop.clone()));
        Ok(Self { address, stop, task, endpoint, _published: published })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What `endpoint.json` says.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Takes no new requests, gives open ones a moment, and removes `endpoint.json`.
    pub async fn stop(mut self) {
        self.stop.cancel();
        if tokio::time::timeout(DRAIN, &mut self.task).await.is_err() {
            // Streams (events, logs) stay open as long as they are let.
            self.task.abort();
        }
    }
}

async fn serve(listener: TcpListener, app: Router, stop: CancellationToken) {
    let served = axum::serve(listener, app).with_graceful_shutdown(stop.cancelled_owned()).await;
    if let Err(error) = served {
        tracing::error!(%error, "the HTTP listener ended");
    }
}

fn router(console: Arc<Console>, access: Access) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::list(access.origins.clone()))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE]);
    routes::all(console)
        .layer(DefaultBodyLimit::max(MAX_API_BODY_BYTES))
        .layer(middleware::from_fn_with_state(Arc::new(access), check))
        // Outermost: a preflight carries no token.
        .layer(cors)
}

/// The address as a browser writes it in Host.
fn host_of(address: SocketAddr) -> String {
    match address.ip() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

/// `CONSOLE_MCP_CORS_ORIGINS`, else the origins of the frontend's host and port.
fn allowed_origins() -> Vec<HeaderValue> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let origins: Vec<String> = if let Some(list) = variable("CONSOLE_MCP_CORS_ORIGINS") {
        list.split(',').map(|origin| origin.trim().trim_end_matches('/').to_owned()).collect()
    } else {
        let port = variable("CONSOLE_MCP_FRONTEND_PORT").unwrap_or_else(|| "5173".into());
        let hosts = match variable("CONSOLE_MCP_FRONTEND_HOST") {
            Some(host) => vec![host],
            None => vec!["127.0.0.1".into(), "localhost".into()],
        };
        hosts.into_iter().map(|host| format!("http://{host}:{port}")).collect()
    };
    // A wildcard would open the API to every page of every browser on this machine.
    origins.iter().filter(|o| *o != "*").filter_map(|o| HeaderValue::from_str(o).ok()).collect()
}

fn bind_problem(wanted: SocketAddr, error: &std::io::Error) -> Problem {
    if error.kind() == std::io::ErrorKind::AddrInUse {
        let message = format!("The port {} on {} is in use.", wanted.port(), wanted.ip());
        return Problem::new(ErrorCode::PortInUse, message)
            .field("port")
            .hint("Name another with --port, or 0 for any free one.")
            .details(serde_json::json!({ "port": wanted.port() }));
    }
    Problem::new(ErrorCode::Io, format!("{wanted} cannot be listened on: {error}."))
        .field("host")
        .hint("Use 127.0.0.1 unless other machines must reach the console.")
}
