//! The log on disk: `<id>.log`, rotated to `<id>.log.1`, `<id>.log.2`.
//!
//! One line of the file: instant, stream, text. Written in batches off the async threads. A file
//! that cannot be written is reported once and tried again later; lines that arrive meanwhile are
//! in memory only.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use console_domain::limits::{LOG_FILE_BYTES, LOG_FILES_KEPT};
use console_domain::{LogLine, LogStream, ServerId};
use jiff::Timestamp;

use crate::os;

/// Bytes at the end of a file that are read back when a console starts.
const TAIL_BYTES: u64 = 64 * 1024;
/// How long a file that could not be written is left alone.
const RETRY_AFTER: Duration = Duration::from_secs(10);

/// A log file that rotates.
#[derive(Debug)]
pub(crate) struct LogFile {
    path: PathBuf,
    open: Option<Open>,
    failed_at: Option<Instant>,
    stamp: (Timestamp, String),
}

#[derive(Debug)]
struct Open {
    writer: BufWriter<File>,
    bytes: u64,
}

impl LogFile {
    /// The log file at `path`; nothing is opened before the first line.
    pub(crate) fn new(path: PathBuf) -> Self {
        let stamp = (Timestamp::UNIX_EPOCH, instant(Timestamp::UNIX_EPOCH));
        Self { path, open: None, failed_at: None, stamp }
    }

    /// Appends the lines, rotating as needed. Blocks.
    pub(crate) fn append(&mut self, lines: &[Arc<LogLine>]) {
        if self.failed_at.is_some_and(|at| at.elapsed() < RETRY_AFTER) {
            return;
        }
        match self.try_append(lines) {
            Ok(()) => self.failed_at = None,
            Err(error) => {
                if self.failed_at.replace(Instant::now()).is_none() {
                    let path = self.path.display();
                    tracing::warn!(%path, %error, "a server's log file cannot be written");
                }
                self.open = None;
            }
        }
    }

    fn try_append(&mut self, lines: &[Arc<LogLine>]) -> io::Result<()> {
        for line in lines {
            if line.at != self.stamp.0 {
                self.stamp = (line.at, instant(line.at));
            }
            let mut open = match self.open.take() {
                Some(open) => open,
                None => open_at(&self.path)?,
            };
            let stream = stream_name(line.stream);
            let bytes = self.stamp.1.len() + stream.len() + line.text.len() + 3;
            if open.bytes > 0 && open.bytes + bytes as u64 > LOG_FILE_BYTES {
                open.writer.flush()?;
                drop(open);
                rotate(&self.path)?;
                open = open_at(&self.path)?;
            }
            writeln!(open.writer, "{} {stream} {}", self.stamp.1, line.text)?;
            open.bytes += bytes as u64;
            self.open = Some(open);
        }
        self.open.as_mut().map_or(Ok(()), |open| open.writer.flush())
    }
}

/// The last lines of the file at `path`, oldest first, as an earlier console wrote them; none
/// where there is no file. Blocks shortly.
pub(crate) fn read_tail(path: &Path) -> Vec<(Timestamp, LogStream, String)> {
    let read = || -> io::Result<String> {
        let mut file = File::open(path)?;
        let start = file.metadata()?.len().saturating_sub(TAIL_BYTES);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.take(TAIL_BYTES).read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // Where reading began within a line, that line is left out.
        Ok(if start == 0 { text } else { text.split_once('\n').unwrap_or_default().1.to_owned() })
    };
    read().unwrap_or_default().lines().filter_map(parse).collect()
}

fn parse(line: &str) -> Option<(Timestamp, LogStream, String)> {
    let (at, rest) = line.split_once(' ')?;
    let (stream, text) = rest.split_once(' ')?;
    let streams = [LogStream::Stderr, LogStream::Stdout, LogStream::Console, LogStream::Protocol];
    let stream = streams.into_iter().find(|known| stream_name(*known) == stream)?;
    Some((at.parse().ok()?, stream, text.to_owned()))
}

fn open_at(path: &Path) -> io::Result<Open> {
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    let file = os::append_private(path)?;
    let bytes = file.metadata()?.len();
    Ok(Open { writer: BufWriter::with_capacity(64 * 1024, file), bytes })
}

fn rotate(path: &Path) -> io::Result<()> {
    for number in (1..LOG_FILES_KEPT).rev() {
        let older = rotated(path, number);
        if older.exists() {
            fs::rename(older, rotated(path, number + 1))?;
        }
    }
    fs::rename(path, rotated(path, 1))
}

/// Where the log of `server` is, in the folder of the servers' logs.
pub(crate) fn log_path(folder: &Path, server: &ServerId) -> PathBuf {
    folder.join(format!("{server}.log"))
}

/// Where the `number`th older file of a log is, from 1.
pub(super) fn rotated(path: &Path, number: usize) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{number}"));
    PathBuf::from(name)
}

fn instant(at: Timestamp) -> String {
    format!("{at:.3}")
}

fn stream_name(stream: LogStream) -> &'static str {
    match stream {
        LogStream::Stderr => "stderr",
        LogStream::Stdout => "stdout",
        LogStream::Console => "console",
        LogStream::Protocol => "protocol",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize, text: &str) -> Vec<Arc<LogLine>> {
        let (at, stream) = (Timestamp::UNIX_EPOCH, LogStream::Stderr);
        let line = |seq| Arc::new(LogLine { seq, at, stream, text: text.into() });
        (0..count as u64).map(line).collect()
    }

    #[test]
    fn a_line_says_when_where_and_what() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("logs").join("a.log");
        LogFile::new(path.clone()).append(&lines(1, "hello"));
        let text = fs::read_to_string(path).expect("written and flushed");
        assert_eq!(text, "1970-01-01T00:00:00.000Z stderr hello\n");
    }

    #[test]
    fn files_rotate_and_the_oldest_go() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("a.log");
        let mut file = LogFile::new(path.clone());
        let batch = lines(64, &"x".repeat(8 * 1024));
        for _ in 0..45 {
            file.append(&batch);
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(dir.path()).expect("readable") {
            let entry = entry.expect("readable");
            let bytes = entry.metadata().expect("readable").len();
            assert!(bytes > 0 && bytes <= LOG_FILE_BYTES, "{entry:?} has {bytes} bytes");
            names.push(entry.file_name());
        }
        names.sort();
        assert_eq!(names, ["a.log", "a.log.1", "a.log.2"]);
    }

    #[test]
    fn the_end_of_a_file_is_read_back() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("a.log");
        assert!(read_tail(&path).is_empty(), "there is no file yet");
        let mut file = LogFile::new(path.clone());
        file.append(&lines(10, "short"));
        let short = (Timestamp::UNIX_EPOCH, LogStream::Stderr, "short".to_owned());
        assert_eq!(read_tail(&path), vec![short; 10]);
        file.append(&lines(40, &"x".repeat(8 * 1024)));
        let tail = read_tail(&path);
        assert!(tail.len() == 7, "as many whole lines as fit: {}", tail.len());
        assert!(tail.iter().all(|(_, _, text)| text.len() == 8 * 1024), "no part of a line");
    }

    #[test]
    fn a_file_goes_on_where_it_ended() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("a.log");
        for text in ["one", "two"] {
            LogFile::new(path.clone()).append(&lines(1, text));
        }
        let text = fs::read_to_string(path).expect("written");
        assert_eq!(text.lines().count(), 2);
    }

    #[test]
    fn a_place_that_cannot_be_written_is_left_alone() {
        let dir = tempfile::tempdir().expect("a directory");
        let in_the_way = dir.path().join("logs");
        fs::write(&in_the_way, "a file").expect("writable");
        let mut file = LogFile::new(in_the_way.join("a.log"));
        file.append(&lines(3, "lost"));
        assert!(file.failed_at.is_some() && file.open.is_none());
        fs::remove_file(&in_the_way).expect("removable");
        file.failed_at = None;
        file.append(&lines(1, "kept"));
        assert!(in_the_way.join("a.log").exists());
    }
}
