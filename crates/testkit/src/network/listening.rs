//! A socket of 127.0.0.1 that is served by threads of its own.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use tokio::net::TcpStream;
use tokio::runtime::Runtime;

/// Serves until it is dropped; then every connection is cut.
///
/// Threads of its own, so that it serves synchronous and asynchronous tests alike.
#[derive(Debug)]
pub(crate) struct Listening {
    address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Listening {
    /// Serves a free port with what `serve` makes of its listener.
    #[track_caller]
    pub(crate) fn with<F>(serve: impl FnOnce(tokio::net::TcpListener) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let address = listener.local_addr().expect("a bound socket has an address");
        listener.set_nonblocking(true).expect("a socket can be asynchronous");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime starts");
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a valid socket");
            serve(listener).await;
        });
        Self { address, runtime: Some(runtime) }
    }

    /// Serves a free port, each connection on its own.
    #[track_caller]
    pub(crate) fn each<F>(serve: impl Fn(TcpStream) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Self::with(async move |listener| {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream));
            }
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
