//! A child's standard streams as a transport.
//!
//! One task reads, one writes. Invariants: the reader never waits for the writer, nor for whoever
//! reads the noise; each message is flushed by itself; after the session is over stdin is closed
//! and stdout is drained for a while, so that a server that still writes can end in peace.

use std::sync::Arc;
use std::time::Duration;

use bytes::BufMut;
use console_domain::limits::{MAX_LOG_LINE_BYTES, MAX_MESSAGE_BYTES};
use console_domain::{ErrorCode, Problem, StdioPipes};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tracing::debug;

use super::Outgoing;
use super::framing::{CHUNK, Ends, Frame, Framer, PEEK};
use crate::envelope::MessageIds;
use crate::problem;
use crate::router::{Router, count};

/// How long stdout is drained after the session is over.
const DRAIN: Duration = Duration::from_secs(30);
/// How long a last flush of stdin may take.
const LAST_FLUSH: Duration = Duration::from_secs(1);

/// Starts both tasks; they end with the session.
pub(crate) fn start(router: &Arc<Router>, pipes: StdioPipes, outgoing: mpsc::Receiver<Outgoing>) {
    let StdioPipes { stdin, stdout, noise } = pipes;
    tokio::spawn(write(Arc::clone(router), stdin, outgoing));
    tokio::spawn(read(Arc::clone(router), stdout, noise));
}

async fn write(
    router: Arc<Router>,
    mut stdin: Box<dyn AsyncWrite + Send + Unpin>,
    mut outgoing: mpsc::Receiver<Outgoing>,
) {
    let closing = router.closing.clone();
    let wrote = closing.run_until_cancelled(write_all(&mut stdin, &mut outgoing)).await;
    if let Some(Err(error)) = wrote {
        router.lost(gone(&format!("The server no longer reads its standard input: {error}.")));
    }
    // Dropping is what closes a pipe; the shutdown is for streams that are no pipes.
    let _ = timeout(LAST_FLUSH, stdin.shutdown()).await;
    drop(stdin);
    router.released.cancel();
}

async fn write_all(
    stdin: &mut (dyn AsyncWrite + Send + Unpin),
    outgoing: &mut mpsc::Receiver<Outgoing>,
) -> std::io::Result<()> {
    while let Some(message) = outgoing.recv().await {
        match message {
            Outgoing::Request { bytes, .. } => write_line(stdin, bytes).await?,
            Outgoing::OneWay { bytes, taken, .. } => {
                write_line(stdin, bytes).await?;
                // Whoever sent it may have stopped waiting.
                let _ = taken.map(|taken| taken.send(Ok(())));
            }
            Outgoing::Abandon { notice: Some(notice), .. } => write_line(stdin, notice).await?,
            Outgoing::Abandon { .. }
            | Outgoing::Agreed { .. }
            | Outgoing::Ready
            | Outgoing::ParamHeaders(_) => {}
        }
    }
    Ok(())
}

/// One write call per message: a line that arrives whole is read whole.
async fn write_line(
    stdin: &mut (dyn AsyncWrite + Send + Unpin),
    mut line: Vec<u8>,
) -> std::io::Result<()> {
    line.push(b'\n');
    stdin.write_all(&line).await?;
    stdin.flush().await
}

async fn read(
    router: Arc<Router>,
    mut stdout: Box<dyn AsyncRead + Send + Unpin>,
    noise: mpsc::Sender<String>,
) {
    let mut reader = Reader { router, noise, framer: Framer::new(MAX_MESSAGE_BYTES) };
    let closing = reader.router.closing.clone();
    let ended = closing.run_until_cancelled(reader.read_to_end(&mut stdout)).await;
    match ended {
        Some(Ok(())) => {
            let why = "The server closed its standard output, as a process that ends does.";
            reader.router.lost(gone(why));
        }
        Some(Err(error)) => {
            reader.router.lost(gone(&format!("The server's standard output broke off: {error}.")));
        }
        None => {
            // A full pipe would keep the server from ending.
            let mut nowhere = tokio::io::sink();
            let _ = timeout(DRAIN, tokio::io::copy(&mut stdout, &mut nowhere)).await;
        }
    }
}

fn gone(message: &str) -> Problem {
    Problem::new(ErrorCode::ProcessExited, message).hint("Look at the server's log for the reason.")
}

struct Reader {
    router: Arc<Router>,
    noise: mpsc::Sender<String>,
    framer: Framer,
}

impl Reader {
    async fn read_to_end(
        &mut self,
        stdout: &mut (dyn AsyncRead + Send + Unpin),
    ) -> std::io::Result<()> {
        loop {
            self.framer.buffer.reserve(CHUNK);
            let read = stdout.read_buf(&mut (&mut self.framer.buffer).limit(CHUNK)).await?;
            if read == 0 {
                break;
            }
            while let Some(frame) = self.framer.next_frame() {
                self.take(&frame);
            }
        }
        if let Some(frame) = self.framer.last_frame() {
            self.take(&frame);
        }
        Ok(())
    }

    fn take(&self, frame: &Frame) {
        match frame {
            Frame::Line(line) => match std::str::from_utf8(line) {
                Ok(text) => {
                    if self.router.receive(text).is_err() {
                        self.not_protocol(text);
                    }
                }
                Err(_) => self.not_text(line),
            },
            Frame::TooLong(ends) => self.too_long(ends),
        }
    }

    fn too_long(&self, ends: &Ends) {
        let ids = ends.ids();
        debug!(session = %self.router.name, ?ids, "a line beyond the bound was passed over");
        let failed = ids.answer.is_some_and(|id| self.router.fail(id, problem::answer_too_large()));
        if failed || ids.from_server {
            return;
        }
        if let Some(id) = self.router.pending.only_one() {
            self.router.fail(id, problem::answer_too_large());
        }
    }

    /// A line with bytes that are not UTF-8. It may still tell whose answer it is.
    fn not_text(&self, line: &[u8]) {
        let owner = peek(line).answer;
        let message = "The server's answer is not valid UTF-8.";
        if !owner.is_some_and(|id| self.router.fail(id, problem::violation(message))) {
            self.noise(&String::from_utf8_lossy(line));
        }
    }

    /// A line that is not JSON-RPC: what a server prints by mistake, or a broken message.
    fn not_protocol(&self, text: &str) {
        let ids = peek(text.as_bytes());
        if let Some(id) = ids.answer.filter(|_| ids.json_rpc) {
            self.router.fail(id, problem::violation("The server's answer is not valid JSON."));
        }
        self.noise(text);
    }

    fn noise(&self, text: &str) {
        let mut end = text.len().min(MAX_LOG_LINE_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        if self.noise.try_send(text[..end].to_owned()).is_err() {
            count(&self.router.tally.noise);
        }
    }
}

fn peek(line: &[u8]) -> MessageIds {
    MessageIds::of_ends(&line[..line.len().min(PEEK)], &line[line.len().saturating_sub(PEEK)..])
}
