//! Sessions against peers that follow a script, and against a server library that nobody here
//! wrote.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests: a panic is the report"
)]
#![expect(
    clippy::needless_pass_by_value,
    reason = "`json!` values are written where they are used"
)]

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
