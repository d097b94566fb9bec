//! The desktop face: a window, a tray and notifications over the use cases of `console-app`.
//!
//! Invariants: everything the app holds is built before the window opens; a command takes a
//! request, calls one use case and maps the answer; nothing slow runs on the main thread.

mod bindings;
#[cfg(test)]
mod command_names;
mod commands;
mod events;
mod labels;
mod log_stream;
#[cfg(target_os = "linux")]
mod login;
#[cfg(not(target_os = "linux"))]
#[path = "login_elsewhere.rs"]
mod login;
mod notifications;
mod place_in_system;
mod shutdown;
mod sidecar;
mod startup;
mod tray;
mod window;

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use console_app::{Console, Settings};
use startup::{Arguments, Host, Started};
use tauri::App;

use crate::commands::host::StartupProblem;
use crate::log_stream::Subscriptions;
use crate::notifications::DesktopNotifier;
use crate::shutdown::Shutdown;

/// Starts the app and returns when it has ended.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match tauri::async_runtime::block_on(startup::start(&arguments)) {
        Ok(Started::Host(host)) => run_window(*host, &arguments),
        // Another desktop has the directory; its window is in front now.
        Ok(Started::FocusedOther) => ExitCode::SUCCESS,
        Err(problem) => {
            tracing::error!(code = ?problem.code, "{problem}");
            run_failure(problem)
        }
    }
}

fn run_window(host: Host, arguments: &Arguments) -> ExitCode {
    let Host { console, http, log } = host;
    let settings = tauri::async_runtime::block_on(console.settings());
    let hidden = arguments.hidden;
    let bindings = bindings::builder();
    let builder = tauri::Builder::default()
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_shell::init());
    #[cfg(not(target_os = "linux"))]
    let builder = builder.plugin(login::plugin());
    let built = builder
        .invoke_handler(bindings.invoke_handler())
        .manage(Arc::clone(&console))
        .manage(StartupProblem::default())
        .manage(Subscriptions::default())
        .setup(move |app| {
            bindings.mount_events(app);
            set_up(app, &console, settings, hidden)
        })
        .build(tauri::generate_context!());
    let app = match built {
        Ok(app) => app,
        Err(error) => return could_not_build(&error),
    };
    let shutdown = Shutdown::new(http, log);
    shutdown.on_signals(app.handle());
    let status = app.run_return(move |app, event| shutdown.handle(app, &event));
    u8::try_from(status).map_or(ExitCode::FAILURE, ExitCode::from)
}

fn set_up(
    app: &mut App,
    console: &Arc<Console>,
    settings: Settings,
    hidden: bool,
) -> Result<(), Box<dyn std::error::Error>> {
    let memory = tauri::async_runtime::block_on(console.desktop_memory());
    notifications::listen(app.handle())?;
    let tray = tray::build(app, settings, memory.notifications_paused);
    window::open(app, "index.html", hidden, memory.window)?;
    events::forward(app.handle(), console);
    let notifier = Arc::new(DesktopNotifier::new(app.handle()));
    tauri::async_runtime::spawn(console.notify(notifier));
    if let Some(tray) = tray {
        tray::watch(app.handle(), console, tray);
    }
    let console = Arc::clone(console);
    tauri::async_runtime::spawn(async move {
        if let Err(problem) = console.start().await {
            tracing::error!(code = ?problem.code, "{problem}");
        }
    });
    Ok(())
}

/// A window that says why the console cannot start; closing it ends the app.
fn run_failure(problem: console_domain::Problem) -> ExitCode {
    let bindings = bindings::builder();
    let built = tauri::Builder::default()
        .invoke_handler(bindings.invoke_handler())
        .manage(StartupProblem::new(problem))
        .setup(|app| Ok(window::open(app, "index.html", false, None)?))
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            app.run_return(|_, _| ());
        }
        Err(error) => return could_not_build(&error),
    }
    ExitCode::FAILURE
}

fn could_not_build(error: &tauri::Error) -> ExitCode {
    // Without a display there is no window to say it in.
    tracing::error!(%error, "the window cannot open; `mcpctl serve` runs the console without one");
    ExitCode::FAILURE
}
