//! The window's commands: each takes a request, calls one use case and maps the answer.

pub(crate) mod desktop;
pub(crate) mod explorer;
pub(crate) mod host;
pub(crate) mod imports;
pub(crate) mod keys;
pub(crate) mod logs;
pub(crate) mod notices;
pub(crate) mod servers;
pub(crate) mod settings;
