//! The desktop app. Everything is in the library; this only starts it.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    mcp_console::run()
}
