//! From bytes to lines: bounded, valid UTF-8, without terminal control.

use console_domain::limits::{MAX_LOG_LINE_BYTES, MAX_SECRET_BYTES};

/// What ends a line that was longer than the bound.
const CUT: &str = " … (cut)";

/// Bytes of a line that are kept until its end has come: as many as are shown, and the longest
/// secret value beyond, so that one at the very end is recognised before the line is cut.
const KEPT: usize = MAX_LOG_LINE_BYTES + MAX_SECRET_BYTES;

/// Cuts a stream of bytes into lines; what is far beyond a line's bound is dropped as it arrives.
#[derive(Debug, Default)]
pub(crate) struct LineCutter {
    partial: Vec<u8>,
    too_long: bool,
}

impl LineCutter {
    /// Takes the next bytes and gives each line that they end to `emit`.
    pub(crate) fn feed(&mut self, mut bytes: &[u8], mut emit: impl FnMut(String)) {
        while let Some(end) = memchr::memchr(b'\n', bytes) {
            let (line, rest) = (&bytes[..end], &bytes[end + 1..]);
            if self.partial.is_empty() && line.len() <= KEPT {
                emit(clean(line));
            } else {
                self.keep(line);
                self.finish(&mut emit);
            }
            bytes = rest;
        }
        self.keep(bytes);
    }

    /// Gives what has no line end yet to `emit`, where there is something.
    pub(crate) fn flush(&mut self, mut emit: impl FnMut(String)) {
        if self.has_partial() {
            self.finish(&mut emit);
        }
    }

    /// Whether a line has begun and not ended.
    pub(crate) fn has_partial(&self) -> bool {
        !self.partial.is_empty()
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = KEPT.saturating_sub(self.partial.len());
        self.too_long |= bytes.len() > room;
        self.partial.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn finish(&mut self, emit: &mut impl FnMut(String)) {
        let mut text = clean(&self.partial);
        if std::mem::take(&mut self.too_long) {
            text.push_str(CUT);
        }
        self.partial.clear();
        emit(text);
    }
}

/// A line as it is stored: the rest of a long one is cut off, and marked.
pub(crate) fn bounded(mut text: String) -> String {
    if text.len() > MAX_LOG_LINE_BYTES {
        text.truncate(text.floor_char_boundary(MAX_LOG_LINE_BYTES));
        text.push_str(CUT);
    }
    text
}

/// One line of any origin: its line breaks become spaces, the rest as for the streams.
pub(crate) fn clean_text(text: &str) -> String {
    let mut cutter = LineCutter::default();
    let mut out = String::new();
    let one_line = text.replace(['\n', '\r'], " ");
    cutter.keep(one_line.as_bytes());
    cutter.finish(&mut |line| out = line);
    out
}

/// The text of a line: lossy UTF-8; of a line that was overwritten with `\r`, what a terminal
/// would show in the end; no escape sequences, no control characters but the tab.
fn clean(line: &[u8]) -> String {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    // Nearly every line is this plain. No early end, so that many bytes are judged at once.
    let is_plain = |plain, byte: &u8| plain & matches!(byte, b'\t' | b' '..=b'~');
    if line.iter().fold(true, is_plain)
        && let Ok(text) = str::from_utf8(line)
    {
        return text.to_owned();
    }
    let line = line.rsplit(|byte| *byte == b'\r').next().unwrap_or(line);
    let text = String::from_utf8_lossy(line);
    let is_control = |c: char| c.is_control() && c != '\t';
    if text.contains(is_control) {
        let text = without_escapes(&text);
        text.replace(is_control, "\u{fffd}")
    } else {
        text.into_owned()
    }
}

/// Drops ANSI escape sequences: CSI (colours, movement), OSC (titles, links), two-character ones.
fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\u{1b}' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('[') => while chars.next().is_some_and(|c| !('@'..='~').contains(&c)) {},
            Some(']') => {
                while let Some(c) = chars.next() {
                    if c == '\u{7}' {
                        break;
                    }
                    if c == '\u{1b}' {
                        chars.next_if_eq(&'\\');
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(chunks: &[&[u8]]) -> Vec<String> {
        let mut cutter = LineCutter::default();
        let mut lines = Vec::new();
        for chunk in chunks {
            cutter.feed(chunk, |line| lines.push(line));
        }
        cutter.flush(|line| lines.push(line));
        assert!(lines.iter().all(|line| line.len() <= KEPT + CUT.len()), "memory is bounded");
        lines.into_iter().map(bounded).collect()
    }

    #[test]
    fn lines_may_arrive_in_pieces() {
        assert_eq!(lines(&[b"a\nb", b"c\n\r", b"\nd"]), ["a", "bc", "", "d"]);
        assert_eq!(lines(&[]), [""; 0]);
    }

    #[test]
    fn a_long_line_is_cut_and_marked_and_the_next_is_whole() {
        let long = vec![b'x'; 50 * 1024];
        let got = lines(&[&long, &long, b"\nnext\n"]);
        assert_eq!(got[0].len(), MAX_LOG_LINE_BYTES + CUT.len());
        assert!(got[0].ends_with(CUT));
        assert_eq!(got[1], "next");
        let exact = vec![b'x'; MAX_LOG_LINE_BYTES];
        assert_eq!(lines(&[&exact, b"\n"])[0].len(), MAX_LOG_LINE_BYTES);
        let wide = "é".repeat(MAX_LOG_LINE_BYTES);
        let cut = format!("{}{CUT}", "é".repeat(MAX_LOG_LINE_BYTES / 2));
        assert_eq!(lines(&[wide.as_bytes(), b"\n"]), [cut], "between two characters");
        let shrunk = "\x1b[31m".repeat(MAX_LOG_LINE_BYTES);
        assert_eq!(lines(&[shrunk.as_bytes(), b"\n"]), [CUT], "what was dropped is told");
    }

    #[test]
    fn a_value_at_the_bound_is_whole_until_it_was_looked_for() {
        let value = "v".repeat(MAX_SECRET_BYTES);
        let line = format!("{}{value}{}", "x".repeat(MAX_LOG_LINE_BYTES - 1), "y".repeat(100_000));
        let mut cutter = LineCutter::default();
        cutter.feed(line.as_bytes(), |_| unreachable!("it has not ended"));
        cutter.flush(|line| assert!(line.contains(&value)));
    }

    #[test]
    fn text_is_clean() {
        for (bytes, text) in [
            (&b"\x1b[31mred\x1b[0m\r"[..], "red"),
            (b"\x1b]0;title\x07text", "text"),
            (b"\x1b]8;;http://x\x1b\\link", "link"),
            (b"10%\r50%\r100%", "100%"),
            (b"bad \xff utf", "bad \u{fffd} utf"),
            (b"nul\0 tab\t", "nul\u{fffd} tab\t"),
            (b"\x1b", ""),
            (b"\x1b[", ""),
        ] {
            assert_eq!(clean(bytes), text, "{bytes:?}");
        }
        assert_eq!(clean_text("two\nlines"), "two lines");
    }
}
