//! MCP servers over HTTP, in this process, that fail when they are told to.

mod exchange;
mod fault;
mod modern;
mod old_sse;
mod seen;
mod server;
mod state;
mod stream;
mod streamable;

pub use fault::Fault;
pub use seen::Seen;
pub use server::FakeHttp;
pub use state::{Encoding, Flavour};
