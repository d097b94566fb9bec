//! The least window that Tauri makes: one static page, no tray, no commands, no state. What the
//! desktop's start and memory are measured against.
//!
//! Invariant: as large as the console's window and, like it, shown when its page is there, so that
//! both are timed to the same moment.

use std::process::ExitCode;

use tauri::webview::PageLoadEvent;
use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> ExitCode {
    let run = tauri::Builder::default()
        .setup(|app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .title("Bare window")
                .inner_size(1280.0, 800.0)
                .visible(false)
                .on_page_load(|window, load| {
                    if load.event() == PageLoadEvent::Finished {
                        // A window that cannot be shown is missed by whoever measures it.
                        window.show().ok();
                    }
                })
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!());
    if run.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
