//! Sessions against peers that follow a script, and against a server library that nobody here
//! wrote.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests: a panic is the report")]

mod calls;
mod eras;
mod faults;
mod http;
mod http_peer;
mod http_sse;
mod library;
mod listing;
mod modern;
mod peer;
mod server_requests;
