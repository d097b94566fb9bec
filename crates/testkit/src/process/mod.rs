//! Processes from the outside: starting the product, and looking at what runs.

mod binaries;
mod home;
mod host;
mod mcpctl;
mod pipe;
pub mod proc;
mod run;

pub use binaries::{RealServer, binary, fake_mcp, real_servers};
pub use home::TempHome;
pub use host::{Host, HttpAnswer};
pub use mcpctl::Mcpctl;
pub use pipe::Pipe;
pub use run::{Finished, run};
