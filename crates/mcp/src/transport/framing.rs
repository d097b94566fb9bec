//! Messages on a byte stream: one per line.
//!
//! Invariants: never more than the bound and one chunk is held, whatever the server writes; a
//! line that is too long is passed over to its end, and only its ends are kept, to find out whose
//! it was; how the stream is cut into chunks changes nothing.

use bytes::{Buf, BytesMut};

use crate::envelope::MessageIds;

/// How much is read at once.
pub(crate) const CHUNK: usize = 64 * 1024;
/// How much of each end of a line that is too long is kept.
pub(crate) const PEEK: usize = 1024;
/// A buffer that grew beyond this for one message is given back afterwards.
const KEPT_CAPACITY: usize = 1024 * 1024;

/// A piece of the stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// A line, without its break; never blank.
    Line(BytesMut),
    /// A line beyond the bound.
    TooLong(Ends),
}

/// What is left of a line beyond the bound.
#[derive(Debug, PartialEq, Eq, Default)]
pub(crate) struct Ends {
    /// Its first [`PEEK`] bytes.
    pub(crate) head: Vec<u8>,
    /// Its last [`PEEK`] bytes.
    pub(crate) tail: Vec<u8>,
}

/// Cuts a stream into lines.
#[derive(Debug)]
pub(crate) struct Framer {
    limit: usize,
    /// What was read and is not handed out yet. The reader appends to it.
    pub(crate) buffer: BytesMut,
    /// Bytes of the buffer that are known to hold no line break.
    searched: usize,
    /// The line that is being passed over.
    discarding: Option<Ends>,
}

impl Framer {
    /// A framer that hands out lines of at most `limit` bytes.
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, buffer: BytesMut::new(), searched: 0, discarding: None }
    }

    /// The next whole line in the buffer.
    pub(crate) fn next_frame(&mut self) -> Option<Frame> {
        loop {
            let Some(at) = memchr::memchr(b'\n', &self.buffer[self.searched..]) else {
                self.searched = self.buffer.len();
                self.shed();
                return None;
            };
            let line = self.buffer.split_to(self.searched + at);
            self.buffer.advance(1);
            self.searched = 0;
            if let Some(frame) = self.finish(line) {
                return Some(frame);
            }
        }
    }

    /// What stands after the last line break, at the end of the stream.
    pub(crate) fn last_frame(&mut self) -> Option<Frame> {
        let line = self.buffer.split();
        self.searched = 0;
        self.finish(line)
    }

    fn finish(&mut self, mut line: BytesMut) -> Option<Frame> {
        if let Some(mut ends) = self.discarding.take() {
            ends.extend(&line);
            return Some(Frame::TooLong(ends));
        }
        if line.len() > self.limit {
            let mut ends = Ends::default();
            ends.extend(&line);
            return Some(Frame::TooLong(ends));
        }
        if line.last() == Some(&b'\r') {
            line.truncate(line.len() - 1);
        }
        (!line.trim_ascii().is_empty()).then_some(Frame::Line(line))
    }

    /// Lets go of what need not be kept: the middle of a line that is too long, and memory.
    fn shed(&mut self) {
        if self.discarding.is_some() || self.buffer.len() > self.limit {
            let ends = self.discarding.get_or_insert_default();
            ends.extend(&self.buffer);
            self.buffer.clear();
            self.searched = 0;
        }
        if self.buffer.is_empty() && self.buffer.capacity() > KEPT_CAPACITY {
            self.buffer = BytesMut::new();
        }
    }
}

impl Ends {
    fn extend(&mut self, bytes: &[u8]) {
        let room = PEEK - self.head.len().min(PEEK);
        self.head.extend_from_slice(&bytes[..bytes.len().min(room)]);
        self.tail.extend_from_slice(&bytes[bytes.len().saturating_sub(PEEK)..]);
        let excess = self.tail.len().saturating_sub(PEEK);
        self.tail.drain(..excess);
    }

    /// What the ends tell of the message.
    pub(crate) fn ids(&self) -> MessageIds {
        MessageIds::of_ends(&self.head, &self.tail)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Feeds `chunks` one after the other; what comes out.
    fn frames(limit: usize, chunks: &[&[u8]]) -> Vec<Frame> {
        let mut framer = Framer::new(limit);
        let mut out = Vec::new();
        for chunk in chunks {
            framer.buffer.extend_from_slice(chunk);
            while let Some(frame) = framer.next_frame() {
                out.push(frame);
            }
            assert!(framer.buffer.len() <= limit, "more than the bound is held");
        }
        out.extend(framer.last_frame());
        out
    }

    fn line(text: &str) -> Frame {
        Frame::Line(BytesMut::from(text))
    }

    #[test]
    fn lines_are_cut_at_breaks() {
        assert_eq!(
            frames(10, &[b"one\r\n\n  \ntwo\nthr", b"ee"]),
            [line("one"), line("two"), line("three")]
        );
    }

    #[test]
    fn a_line_beyond_the_bound_leaves_its_ends_and_the_next_line_whole() {
        let long = "x".repeat(5_000);
        let text = format!("a\n<{long}>\nb\n");
        let cut = frames(100, &text.as_bytes().chunks(64).collect::<Vec<_>>());
        let [first, Frame::TooLong(ends), last] = &cut[..] else { panic!("{cut:?}") };
        assert_eq!((first, last), (&line("a"), &line("b")));
        assert_eq!((ends.head.len(), ends.tail.len()), (PEEK, PEEK));
        assert!(ends.head.starts_with(b"<x") && ends.tail.ends_with(b"x>"));
    }

    proptest! {
        /// However the stream is cut into chunks, the same lines come out.
        #[test]
        fn chunking_changes_nothing(
            text in "[a-c\r\n]{0,60}",
            cuts in prop::collection::vec(0usize..60, 0..8),
            limit in 1usize..12,
        ) {
            let bytes = text.as_bytes();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|at| at.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let chunks: Vec<&[u8]> = cuts.windows(2).map(|w| &bytes[w[0]..w[1]]).collect();
            prop_assert_eq!(frames(limit, &chunks), frames(limit, &[bytes]));
        }
    }
}
