//! What lies between a client and a server: private certificate authorities, TLS, proxies.

mod authority;
mod listening;
mod proxy;
mod socks;
mod tls_front;

pub use authority::Authority;
pub use proxy::{FakeProxy, Proxied};
pub use tls_front::TlsFront;

pub(crate) use listening::Listening;
