//! The window's commands: each takes a request, calls one use case and maps the answer.

pub(crate) mod host;
pub(crate) mod logs;
pub(crate) mod servers;
pub(crate) mod settings;
pub(crate) mod tools;
