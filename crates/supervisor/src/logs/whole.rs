//! A server's whole log as it is on disk: the rotated files and the current one, oldest first.
//!
//! Invariants: what is written is what the files were when they were opened, however fast the
//! server goes on writing, without the values that are known now; a rotation meanwhile neither
//! doubles nor tears a line; nothing is held in memory but a buffer.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use console_domain::limits::{LOG_FILES_KEPT, MAX_LOG_LINE_BYTES};
use console_domain::{Redact, ServerId};

use super::file::{log_path, rotated};

/// Bytes that may be missing of the last line: its text, and instant and stream before it.
const REST_OF_LINE: u64 = MAX_LOG_LINE_BYTES as u64 + 1_024;

/// The files of one log, open.
#[derive(Debug)]
pub struct WholeLog {
    /// With their sizes at the moment of opening, oldest first; never empty.
    files: Vec<(File, u64)>,
}

impl WholeLog {
    /// Opens the log of `server` in the folder of the servers' logs; `None` where nothing was
    /// ever logged. Blocks shortly.
    pub fn open(folder: &Path, server: &ServerId) -> io::Result<Option<Self>> {
        let current = log_path(folder, server);
        let older = (1..=LOG_FILES_KEPT).map(|number| rotated(&current, number));
        let mut files = Vec::new();
        // Newest first: a file that is renamed meanwhile is met again, and not missed.
        for path in std::iter::once(current.clone()).chain(older) {
            let file = match File::open(&path) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            let metadata = file.metadata()?;
            if !files.iter().any(|(_, known)| is_same(known, &metadata)) {
                files.push((file, metadata));
            }
        }
        let sized = |(file, metadata): (File, fs::Metadata)| (file, metadata.len());
        let files: Vec<_> = files.into_iter().rev().map(sized).collect();
        Ok((!files.is_empty()).then_some(Self { files }))
    }

    /// Writes every line: instant, stream, text; with every known value masked. Blocks.
    pub fn write_to(self, out: &mut dyn Write, redact: &dyn Redact) -> io::Result<()> {
        let mut out = Masked { inner: out, redact, line: Vec::new() };
        for (file, size) in self.files {
            let mut reader = BufReader::new(file);
            let mut out = LastByte { inner: &mut out, last: b'\n' };
            io::copy(&mut reader.by_ref().take(size), &mut out)?;
            if out.last != b'\n' {
                // Its end was being written.
                let mut rest = Vec::new();
                reader.take(REST_OF_LINE).read_until(b'\n', &mut rest)?;
                out.write_all(&rest)?;
            }
            if out.last != b'\n' {
                out.write_all(b"\n")?;
            }
        }
        out.flush()
    }
}

/// Masks line by line.
struct Masked<'a> {
    inner: &'a mut dyn Write,
    redact: &'a dyn Redact,
    /// A line whose end has not come.
    line: Vec<u8>,
}

impl Masked<'_> {
    fn end_line(&mut self) -> io::Result<()> {
        let line = String::from_utf8_lossy(&self.line);
        self.inner.write_all(self.redact.redact(&line).as_bytes())?;
        self.line.clear();
        Ok(())
    }
}

impl Write for Masked<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(piece);
            // A longer line was not written by us.
            if piece.ends_with(b"\n") || self.line.len() as u64 > 2 * REST_OF_LINE {
                self.end_line()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.end_line()?;
        self.inner.flush()
    }
}

/// Knows the last byte that passed.
struct LastByte<'a> {
    inner: &'a mut dyn Write,
    last: u8,
}

impl Write for LastByte<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        if let Some(last) = bytes[..written].last() {
            self.last = *last;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Whether both are of one file, whatever it is called now.
#[cfg(unix)]
fn is_same(a: &fs::Metadata, b: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

/// Windows does not rename a file that is open here.
#[cfg(not(unix))]
fn is_same(_a: &fs::Metadata, _b: &fs::Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use console_domain::RedactNothing;
    use std::borrow::Cow;

    fn server() -> ServerId {
        ServerId::from_name("time").expect("a valid name")
    }

    fn written(log: WholeLog) -> String {
        let mut out = Vec::new();
        log.write_to(&mut out, &RedactNothing).expect("a vector takes everything");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn rotated_files_come_first_and_nothing_is_no_log() {
        let dir = tempfile::tempdir().expect("a directory");
        assert!(WholeLog::open(dir.path(), &server()).expect("readable").is_none());
        for (name, text) in [("time.log.2", "a\n"), ("time.log.1", "b\n"), ("time.log", "c\nd\n")] {
            fs::write(dir.path().join(name), text).expect("writable");
        }
        fs::write(dir.path().join("time.log.3"), "not ours\n").expect("writable");
        let log = WholeLog::open(dir.path(), &server()).expect("readable").expect("there");
        assert_eq!(written(log), "a\nb\nc\nd\n");
    }

    #[test]
    fn what_is_written_meanwhile_neither_tears_nor_doubles_a_line() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("time.log");
        fs::write(&path, "one\nbegun").expect("writable");
        let log = WholeLog::open(dir.path(), &server()).expect("readable").expect("there");
        let mut file = fs::OpenOptions::new().append(true).open(&path).expect("there");
        file.write_all(b" and ended\nlater\n").expect("writable");
        fs::rename(&path, dir.path().join("time.log.1")).expect("rotated");
        fs::write(&path, "new\n").expect("writable");
        assert_eq!(written(log), "one\nbegun and ended\n");
    }

    #[test]
    fn a_line_whose_end_never_came_is_ended() {
        let dir = tempfile::tempdir().expect("a directory");
        fs::write(dir.path().join("time.log.1"), "torn").expect("writable");
        fs::write(dir.path().join("time.log"), "whole\n").expect("writable");
        let log = WholeLog::open(dir.path(), &server()).expect("readable").expect("there");
        assert_eq!(written(log), "torn\nwhole\n");
    }

    #[test]
    fn what_was_written_before_a_value_was_known_is_masked() {
        struct Knows;
        impl Redact for Knows {
            fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
                text.replace("hidden", "•").into()
            }
        }
        let dir = tempfile::tempdir().expect("a directory");
        let wide = "x".repeat(100_000);
        fs::write(dir.path().join("time.log.1"), format!("hidden {wide}\nwas hidden"))
            .expect("writable");
        fs::write(dir.path().join("time.log"), "no end: hidden").expect("writable");
        let log = WholeLog::open(dir.path(), &server()).expect("readable").expect("there");
        let mut out = Vec::new();
        log.write_to(&mut out, &Knows).expect("a vector takes everything");
        let expected = format!("• {wide}\nwas •\nno end: •\n");
        assert_eq!(String::from_utf8(out).expect("text"), expected);
    }
}
