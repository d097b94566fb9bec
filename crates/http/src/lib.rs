//! The HTTP face: axum routers over the use cases of `console-app`.
//!
//! Invariants: listens on loopback unless told otherwise; Host and Origin are checked before
//! anything else; everything but liveness needs the bearer token; a handler takes a request,
//! calls one use case and maps the answer.

mod access;
mod host;
mod keys;
mod problem;
mod routes;
mod server;
mod token;

pub use server::{HttpOptions, HttpServer};
