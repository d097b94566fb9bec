//! The console's own log: JSON lines in `logs/console.log`, and words on stderr for a terminal.
//!
//! Invariant: no line leaves the process with the value of a known key.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

use console_domain::Redact;
use console_secrets::KnownSecrets;
use console_store::DataDir;
use tracing::Metadata;
use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::fmt::MakeWriter;
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

/// Starts logging: everything from `info` (or `MCP_CONSOLE_LOG`) to the file, warnings to stderr;
/// without what is `known`. `None` where the file cannot be made; stderr is used then.
pub fn init_logging(dir: &DataDir, known: &Arc<KnownSecrets>) -> Option<LogGuard> {
    let filter =
        || EnvFilter::try_from_env("MCP_CONSOLE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let terminal = tracing_subscriber::fmt::layer()
        .with_writer(Masked { inner: io::stderr, known: Arc::clone(known), is_json: false })
        .with_ansi(io::stderr().is_terminal())
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
            let writer = Masked { inner: writer, known: Arc::clone(known), is_json: true };
            let layer = tracing_subscriber::fmt::layer().json().with_writer(writer);
            (Some(layer.with_filter(filter())), Some(LogGuard { _writer: guard }))
        }
        Err(_) => (None, None),
    };
    // A second call (tests) leaves the first subscriber in place.
    let _already_set = tracing_subscriber::registry().with(terminal).with(file).try_init();
    guard
}

/// Makes writers that mask what is written, event by event.
struct Masked<M> {
    inner: M,
    known: Arc<KnownSecrets>,
    is_json: bool,
}

impl<M> Masked<M> {
    fn writer<W>(&self, inner: W) -> MaskedWriter<'_, W> {
        MaskedWriter { inner, known: &self.known, is_json: self.is_json }
    }
}

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for Masked<M> {
    type Writer = MaskedWriter<'a, M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        self.writer(self.inner.make_writer())
    }

    fn make_writer_for(&'a self, metadata: &Metadata<'_>) -> Self::Writer {
        self.writer(self.inner.make_writer_for(metadata))
    }
}

/// Masks each write by itself: the formatter gives a whole event at once.
struct MaskedWriter<'a, W> {
    inner: W,
    known: &'a KnownSecrets,
    is_json: bool,
}

impl<W> MaskedWriter<'_, W> {
    /// In JSON each text is looked at by itself: what was written for a debugger is escaped there
    /// already, and would be escaped twice.
    fn masked(&self, event: &str) -> String {
        match serde_json::from_str(event) {
            Ok(fields) if self.is_json => format!("{}\n", self.known.masked_json(fields)),
            _ => self.known.redact(event).into_owned(),
        }
    }
}

impl<W: Write> Write for MaskedWriter<'_, W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let masked = self.masked(&String::from_utf8_lossy(event));
        self.inner.write_all(masked.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, PoisonError};

    use console_domain::SecretValue;

    use super::*;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Written {
        fn text(&self) -> String {
            let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            String::from_utf8(bytes.clone()).expect("text")
        }
    }

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_event_is_written_without_the_values_of_keys() {
        let known = Arc::new(KnownSecrets::new());
        let value = "tok\"en \\ of 24 characters";
        known.learn(&SecretValue::new(value.into()));
        for is_json in [false, true] {
            let written = Written::default();
            let to = written.clone();
            let writer = Masked { inner: move || to.clone(), known: Arc::clone(&known), is_json };
            let layer = tracing_subscriber::fmt::layer().with_ansi(false);
            let layer = if is_json {
                layer.json().with_writer(writer).boxed()
            } else {
                layer.with_writer(writer).boxed()
            };
            tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
                tracing::warn!(field = value, debug = ?value, "a message with {value} in it");
            });
            let text = written.text();
            assert!(text.contains("a message with •"), "{text}");
            assert!(!text.contains("of 24 characters"), "{text}");
            assert_eq!(text.lines().count(), 1, "{text}");
        }
    }
}
