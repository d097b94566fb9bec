//! One HTTP fake: its socket, its threads, and what a test can do with it.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use tokio::runtime::Runtime;

use super::state::State;
use super::{Encoding, Fault, Flavour, Seen, seen};
use crate::protocol::Change;
use crate::wait_for;

/// An HTTP server on a free port of 127.0.0.1.
///
/// Runs on threads of its own, so that it serves synchronous and asynchronous tests alike, and so
/// that stopping it cuts every connection at once. Dropping it stops it.
#[derive(Debug)]
pub struct FakeHttp {
    address: SocketAddr,
    state: Arc<State>,
    runtime: Option<Runtime>,
}

impl FakeHttp {
    /// Starts a server of this kind.
    #[track_caller]
    pub fn start(flavour: Flavour) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let address = listener.local_addr().expect("a bound socket has an address");
        let mut server = Self { address, state: Arc::new(State::new(flavour)), runtime: None };
        server.serve(listener);
        server
    }

    fn serve(&mut self, listener: TcpListener) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime starts");
        listener.set_nonblocking(true).expect("a socket can be asynchronous");
        let state = Arc::clone(&self.state);
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a valid socket");
            let router = Router::new()
                .fallback(seen::receive)
                .layer(DefaultBodyLimit::disable())
                .with_state(state);
            axum::serve(listener, router).await
        });
        self.runtime = Some(runtime);
    }

    /// What a client is configured with: `…/mcp`, or `…/sse` for the old transport.
    pub fn url(&self) -> String {
        let path = match self.state.flavour() {
            Flavour::OldSse => "/sse",
            Flavour::Streamable | Flavour::Modern => "/mcp",
        };
        format!("http://{}{path}", self.address)
    }

    /// How requests are answered from now on; SSE where nothing is said.
    pub fn answer_in(&self, encoding: Encoding) {
        self.state.set_encoding(encoding);
    }

    /// Every request fails like this, until [`Self::heal`].
    pub fn fail(&self, fault: Fault) {
        self.state.faults().set(None, fault);
    }

    /// Requests with this JSON-RPC method (or `GET`, `DELETE`) fail like this, until
    /// [`Self::heal`].
    pub fn fail_on(&self, method: &str, fault: Fault) {
        self.state.faults().set(Some(method), fault);
    }

    /// Nothing fails any more. A request that already hangs keeps hanging.
    pub fn heal(&self) {
        self.state.faults().clear();
    }

    /// Forgets every session, as a server does that was deployed anew: their ids answer 404.
    pub fn forget_sessions(&self) {
        self.state.forget_sessions();
    }

    /// Sessions that are open.
    pub fn sessions(&self) -> usize {
        self.state.session_count()
    }

    /// Streams from server to client that are open (GET, or `subscriptions/listen`).
    pub fn open_streams(&self) -> usize {
        self.state.stream_count()
    }

    /// Cuts those streams.
    pub fn cut_streams(&self) {
        self.state.cut_streams();
    }

    /// Tells whoever listens.
    pub fn announce(&self, change: &Change) {
        self.state.announce(change);
    }

    /// Every request so far, oldest first.
    pub fn seen(&self) -> Vec<Seen> {
        self.state.seen()
    }

    /// Requests so far with this JSON-RPC method (or `GET`, `DELETE`).
    pub fn seen_of(&self, method: &str) -> Vec<Seen> {
        self.seen().into_iter().filter(|seen| seen.what() == method).collect()
    }

    /// Cuts every connection and refuses new ones.
    pub fn stop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        self.state.forget_sessions();
    }

    /// Serves again, at the same address, after [`Self::stop`].
    ///
    /// # Panics
    /// Where somebody has taken the port meanwhile.
    #[track_caller]
    pub fn start_again(&mut self) {
        assert!(self.runtime.is_none(), "it runs already");
        let listener = wait_for(Duration::from_secs(10), "the old port", || {
            TcpListener::bind(self.address).ok()
        });
        self.serve(listener);
    }
}

impl Drop for FakeHttp {
    fn drop(&mut self) {
        self.stop();
    }
}
