//! Providers of keys over HTTP, in this process, that answer as the real ones do.
//!
//! The answers were written from the providers' documentation and from reports of their users,
//! each named beside it, and not from our code.

mod answer;
mod language_models;
mod platforms;
mod server;
mod service;

pub use answer::Answer;
pub use server::{Behaviour, Provider};
pub use service::Service;
