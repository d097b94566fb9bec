//! Remote endpoints as transports: Streamable HTTP in both eras, and the HTTP+SSE of 2024-11-05.
//!
//! Invariants: each request's answer stream is its own task, which ends with the call or the
//! session; bodies and events are bounded; nothing of a header's value leaves this module.

mod body;
mod endpoint;
mod events;
mod failure;
mod http_sse;
mod listening;
mod param_headers;
mod post;
mod streamable;

pub(crate) use endpoint::Endpoint;
pub(crate) use http_sse::start as start_http_sse;
pub(crate) use param_headers::{MarkError, ParamHeader, marked};
pub(crate) use streamable::start as start_streamable;
