//! The test support, tested: a fake that is wrong would make every test that uses it worthless.
//!
//! The protocol is checked with a client that nobody here wrote (rmcp), the rest with bare pipes,
//! bare HTTP, a bare bus client and WebKitGTK's own browser.
#![cfg(test)]

mod client;
mod dbus;
mod desktop;
mod http;
mod http_faults;
mod processes;
mod providers;
mod stdio;
mod stdio_faults;
