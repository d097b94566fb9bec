//! The Model Context Protocol as this crate's fakes speak it.
//!
//! Written from the protocol's own schema (revisions 2024-11-05 to 2026-07-28), not from the
//! product's code nor from a library that the product uses, so that a test which passes says
//! something about both sides. The transports (`fake-mcp` on stdio, [`crate::FakeHttp`]) add what
//! is theirs: framing, sessions, faults.

mod ask;
mod cancellation;
mod catalog;
mod server;
mod tools;
mod version;
pub mod wire;

pub use cancellation::Cancellation;
pub use server::{FakeServer, Reply};
pub use tools::{Change, Exchange, Refusal};
pub(crate) use version::check_request_meta;
pub use version::{Era, LEGACY_VERSIONS, MODERN_VERSION, meta};
