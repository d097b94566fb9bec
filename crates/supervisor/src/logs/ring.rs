//! The last lines of a log, bounded by lines and by bytes.

use std::collections::VecDeque;
use std::sync::Arc;

use console_domain::limits::{LOG_RING_BYTES, LOG_RING_LINES};
use console_domain::{LogLine, LogStream};

/// The last lines.
#[derive(Debug, Default)]
pub(crate) struct Ring {
    lines: VecDeque<Arc<LogLine>>,
    bytes: usize,
}

impl Ring {
    /// Adds a line; the oldest make room for it.
    pub(crate) fn push(&mut self, line: Arc<LogLine>) {
        self.bytes += cost(&line);
        self.lines.push_back(line);
        while self.lines.len() > LOG_RING_LINES || self.bytes > LOG_RING_BYTES {
            let Some(oldest) = self.lines.pop_front() else { break };
            self.bytes -= cost(&oldest);
        }
    }

    /// The last `count` lines, oldest first.
    pub(crate) fn tail(&self, count: usize) -> Vec<Arc<LogLine>> {
        let skipped = self.lines.len().saturating_sub(count);
        self.lines.iter().skip(skipped).cloned().collect()
    }

    /// The text of the last `count` lines of `stream` from line `from` on, oldest first.
    pub(crate) fn texts(&self, stream: LogStream, from: u64, count: usize) -> Vec<String> {
        let newest_first = self.lines.iter().rev().take_while(|line| line.seq >= from);
        let of_stream = newest_first.filter(|line| line.stream == stream);
        let mut texts: Vec<_> = of_stream.take(count).map(|line| line.text.clone()).collect();
        texts.reverse();
        texts
    }
}

/// What a line occupies, about.
fn cost(line: &LogLine) -> usize {
    line.text.len() + size_of::<LogLine>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn line(seq: u64, text: &str) -> Arc<LogLine> {
        let (at, stream) = (Timestamp::UNIX_EPOCH, LogStream::Stderr);
        Arc::new(LogLine { seq, at, stream, text: text.into() })
    }

    #[test]
    fn lines_are_bounded() {
        let mut ring = Ring::default();
        for seq in 0..2 * LOG_RING_LINES as u64 {
            ring.push(line(seq, ""));
        }
        let tail = ring.tail(usize::MAX);
        assert_eq!(tail.len(), LOG_RING_LINES);
        assert_eq!(tail[0].seq, LOG_RING_LINES as u64, "the oldest were dropped");
    }

    #[test]
    fn bytes_are_bounded() {
        let mut ring = Ring::default();
        let text = "x".repeat(8 * 1024);
        for seq in 0..1_000 {
            ring.push(line(seq, &text));
        }
        assert!(ring.bytes <= LOG_RING_BYTES);
        assert!(ring.tail(usize::MAX).len() >= LOG_RING_BYTES / (9 * 1024));
    }

    #[test]
    fn texts_are_the_last_of_their_stream() {
        let mut ring = Ring::default();
        for (seq, text) in ["old", "a", "b", "c"].iter().enumerate() {
            ring.push(line(seq as u64, text));
        }
        assert_eq!(ring.texts(LogStream::Stderr, 1, 2), ["b", "c"]);
        assert_eq!(ring.texts(LogStream::Stderr, 1, 20), ["a", "b", "c"]);
        assert_eq!(ring.texts(LogStream::Stdout, 0, 20), [""; 0]);
    }
}
