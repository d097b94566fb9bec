//! TLS before a server that speaks none.

use std::net::SocketAddr;

use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::{Authority, Listening};

/// Takes TLS off and passes on what was in it. Dropping it cuts every connection.
#[derive(Debug)]
pub struct TlsFront(Listening);

impl TlsFront {
    /// Before `backend`, with a certificate of `authority` for `names` (names or addresses).
    #[track_caller]
    pub fn start(authority: &Authority, names: &[&str], backend: SocketAddr) -> Self {
        let acceptor = TlsAcceptor::from(authority.server(names));
        Self(Listening::each(move |stream| {
            let acceptor = acceptor.clone();
            async move {
                // A client that does not trust the certificate hangs up here.
                let Ok(mut outer) = acceptor.accept(stream).await else { return };
                let Ok(mut inner) = TcpStream::connect(backend).await else { return };
                // Either side may hang up whenever it likes.
                let _ = tokio::io::copy_bidirectional(&mut outer, &mut inner).await;
            }
        }))
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.0.address()
    }
}
