//! Empties a pipe into a log, whatever comes and however fast.

use std::time::Duration;

use console_domain::LogStream;
use tokio::io::{AsyncRead, AsyncReadExt};

use super::line::LineCutter;
use super::server_log::ServerLog;

/// Bytes read at once. Small, because a flood of empty lines costs eighty bytes of memory for each.
const CHUNK_BYTES: usize = 16 * 1024;
/// After this silence a line without an end is shown: a prompt, or a progress message.
const PARTIAL_LINE_PATIENCE: Duration = Duration::from_secs(1);

/// Reads until the end of the pipe. Memory stays bounded by one chunk, one line and the log.
pub(crate) async fn drain(mut pipe: impl AsyncRead + Unpin, stream: LogStream, log: &ServerLog) {
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut cutter = LineCutter::default();
    loop {
        let read = pipe.read(&mut chunk);
        let read = if cutter.has_partial() {
            tokio::time::timeout(PARTIAL_LINE_PATIENCE, read).await
        } else {
            Ok(read.await)
        };
        let mut lines = Vec::new();
        let ended = match read {
            Ok(Ok(0) | Err(_)) => true,
            Ok(Ok(count)) => {
                cutter.feed(&chunk[..count], |line| lines.push(line));
                false
            }
            Err(_silence) => {
                cutter.flush(|line| lines.push(line));
                false
            }
        };
        if ended {
            cutter.flush(|line| lines.push(line));
        }
        log.add(stream, lines).await;
        if ended {
            return;
        }
    }
}
