//! HTTP clients for everything that the console reaches: one place that honours the user's proxy
//! and certificate authorities.
//!
//! Invariants: a client is made when it is first needed and shared from then on; what a person
//! changes counts from the next request; this machine is never reached through a proxy; user and
//! password of a proxy are references, and their values are in no `Debug`, message or log.

mod authorities;
mod bypass;
mod clients;
mod failure;
mod proxy;
mod rules;

pub use clients::{Network, Redirects};
pub use failure::Failure;
pub use proxy::{NoProxyKeys, ProxyKeys};
pub use rules::CheckedSettings;
