//! `fake-mcp`: an MCP server on stdio that behaves, or misbehaves, as it is told.
//!
//! Blocking threads on std, so that a fault is exactly what it says and nothing in a runtime
//! softens it. `--mode` picks one behaviour, the other options set its numbers; see
//! [`args::Mode`]. Where several behaviours are wanted, `--ignore-term`, `--page-size`,
//! `--start-log` and `--pid-file` combine with every mode.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "test support: a panic is the report, and stderr is part of what is tested"
)]

mod args;
mod family;
mod flood;
mod quirks;
mod session;
mod stdout;
mod term;

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::Parser as _;

use crate::args::{Args, Mode};
use crate::quirks::Quirks;
use crate::session::Session;

fn main() {
    let args = Args::parse();
    if let Some(role) = args.descendant {
        family::run(role, &args);
        return;
    }
    let starts = args.start_log.as_deref().map_or(1, record_start);
    if let Some(text) = &args.stderr {
        eprintln!("{text}");
    }
    if let Some(name) = &args.leak {
        let said = format!("{name} is {}\n", std::env::var(name).unwrap_or_default());
        eprint!("{said}");
        std::io::stdout().write_all(said.as_bytes()).expect("somebody reads");
    }
    if args.ignore_term || args.mode == Mode::IgnoreTerm {
        term::ignore();
    }
    match args.mode {
        Mode::ExitAtOnce => std::process::exit(args.code),
        Mode::SlowStart => std::thread::sleep(Duration::from_millis(args.ms)),
        Mode::CrashAfter => exit_later(Duration::from_millis(args.ms), args.code),
        Mode::Grandchildren => family::start(&args),
        Mode::FloodStderr => flood::start(args.mb, args.lines_per_second),
        _ => {}
    }
    if let (Some(path), false) = (&args.pid_file, args.mode == Mode::Grandchildren) {
        family::register(path, "server");
    }

    let session = Arc::new(Session::new(&args, Quirks::of(&args, starts)));
    session.run();

    // Standard input is closed: the well-behaved leave now.
    if args.ignore_term || matches!(args.mode, Mode::IgnoreTerm | Mode::NeverAnswers) {
        loop {
            std::thread::park();
        }
    }
}

/// Appends a line `pid milliseconds-since-1970` and says how many starts the file now counts.
fn record_start(log: &Path) -> usize {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    let mut file =
        OpenOptions::new().create(true).append(true).open(log).expect("the start log opens");
    file.write_all(format!("{} {now}\n", std::process::id()).as_bytes())
        .expect("the start log takes a line");
    std::fs::read_to_string(log).expect("the start log can be read").lines().count()
}

fn exit_later(after: Duration, code: i32) {
    std::thread::spawn(move || {
        std::thread::sleep(after);
        std::process::exit(code);
    });
}
