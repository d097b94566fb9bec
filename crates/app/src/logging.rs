//! The console's own log: JSON lines in `logs/console.log`, and words on stderr for a terminal.

use std::io::IsTerminal;

use console_store::DataDir;
use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

/// Keeps the log's writer alive; what is buffered is written when it is dropped.
#[derive(Debug)]
pub struct LogGuard {
    _writer: WorkerGuard,
}

/// Days of logs that are kept.
const FILES_KEPT: usize = 7;

/// Starts logging: everything from `info` (or `MCP_CONSOLE_LOG`) to the file, warnings to stderr.
/// `None` where the file cannot be made; stderr is used then.
pub fn init_logging(dir: &DataDir) -> Option<LogGuard> {
    let filter =
        || EnvFilter::try_from_env("MCP_CONSOLE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let terminal = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .with_filter(tracing_subscriber::filter::LevelFilter::WARN);
    let appender = tracing_appender::rolling::Builder::new()
        .rotation(tracing_appender::rolling::Rotation::DAILY)
        .filename_prefix("console")
        .filename_suffix("log")
        .latest_symlink("console.log")
        .max_log_files(FILES_KEPT)
        .build(dir.logs());
    let (file, guard) = match appender {
        Ok(appender) => {
            let (writer, guard) = tracing_appender::non_blocking(appender);
            let layer = tracing_subscriber::fmt::layer().json().with_writer(writer);
            (Some(layer.with_filter(filter())), Some(LogGuard { _writer: guard }))
        }
        Err(_) => (None, None),
    };
    // A second call (tests) leaves the first subscriber in place.
    let _already_set = tracing_subscriber::registry().with(terminal).with(file).try_init();
    guard
}
