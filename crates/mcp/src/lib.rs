//! Protocol sessions with MCP servers.
//!
//! A session relays at message level: it reads the JSON-RPC envelope and keeps payloads raw, so
//! that a server's odd or future payloads reach their callers. [`McpSessions`] opens sessions over
//! a child's standard streams, over Streamable HTTP and over the older HTTP+SSE, in both eras of
//! the protocol.
//!
//! The map: `opener` joins a transport, a `router` and a `handshake`; the router owns the table of
//! `pending` calls and answers `server_requests`; a `call` goes through it; `session` is what callers see, with
//! `listing` and, in the modern era, `input_required` and `listen`. Below are `envelope`,
//! `fields` and `params`, which read and write messages, and `transport`.
//!
//! Invariants: no payload is logged; every queue, buffer and wait is bounded; a message that is
//! wrong fails the call that it belongs to, not the session.

mod call;
mod envelope;
mod fields;
mod handshake;
mod input_required;
mod listen;
mod listing;
mod opener;
mod options;
mod params;
mod pending;
mod problem;
mod router;
mod server_requests;
mod session;
mod transport;

pub use opener::McpSessions;
pub use options::{HttpOptions, McpOptions};
