//! Test support for the whole product: what acceptance tests, fault tests and benches stand on.
//!
//! Invariant: depends on no other crate of ours. It starts the product's programs and looks at
//! them from the outside — over their protocols, over D-Bus, through the window, through `/proc` —
//! so that it is an independent witness of what they do.
//!
//! | to have | use |
//! |---|---|
//! | a home that is thrown away | [`TempHome`] |
//! | the command line tool, a running host | [`Mcpctl`], [`Host`] |
//! | a stdio server that behaves or misbehaves as told | [`fake_mcp`] |
//! | an HTTP server that does | [`FakeHttp`] |
//! | providers of keys, as they really answer | [`Provider`] |
//! | a proxy, TLS with an authority of its own | [`FakeProxy`], [`Authority`], [`TlsFront`] |
//! | a bare conversation with a stdio server | [`Pipe`] |
//! | servers that nobody here wrote | [`real_servers`] |
//! | a tray, a notification daemon, a bus | [`dbus`] |
//! | the desktop window | [`Desk`], [`DesktopApp`] |
//! | secrets to be looked for where none may be | [`Canary`], [`Trap`], [`ProcessWatch`] |
//! | what the kernel says of a process | [`proc`] |
//! | time that passes | [`wait_until`], [`wait_for`] and their `_async` forms |
//!
//! ```no_run
//! use console_testkit::{Mcpctl, TempHome, fake_mcp};
//!
//! let home = TempHome::new();
//! let mcpctl = Mcpctl::new(&home);
//! let host = mcpctl.serve();
//! mcpctl.json(["servers", "add", "fake", "--", fake_mcp().to_str().unwrap()]);
//! assert_eq!(mcpctl.json(["servers", "start", "fake"])["state"], "up");
//! assert!(host.terminate().success());
//! assert!(home.processes().is_empty());
//! ```
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "test support: a panic is the report"
)]

mod canary;
pub mod dbus;
mod desktop;
mod http;
mod network;
mod process;
pub mod protocol;
mod provider;
mod wait;

pub use canary::{Canary, ProcessWatch, Sighting, Sightings, Trap};
pub use desktop::{AxeViolation, By, Desk, DesktopApp, Geometry, LONG, Launch};
pub use http::{Encoding, FakeHttp, Fault, Flavour, Seen};
pub use network::{Authority, FakeProxy, Proxied, TlsFront};
pub use process::{
    Finished, Host, HttpAnswer, Mcpctl, Pipe, RealServer, TempHome, binary, fake_mcp, proc,
    real_servers, run,
};
pub use provider::{Answer, Behaviour, Provider, Service};
pub use wait::{wait_for, wait_for_async, wait_until, wait_until_async};
