//! The command line.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Parser, ValueEnum};

use crate::family::Role;

/// An MCP server on stdio that behaves, or misbehaves, as it is told.
#[derive(Debug, Parser)]
#[command(name = "fake-mcp", version)]
pub(crate) struct Args {
    /// What it does.
    #[arg(long, value_enum, default_value_t = Mode::Ok)]
    pub(crate) mode: Mode,
    /// The name it gives itself.
    #[arg(long, default_value = "fake")]
    pub(crate) name: String,
    /// Entries per page of every list; all on one page without it.
    #[arg(long)]
    pub(crate) page_size: Option<usize>,
    /// Exit code of exit-at-once, crash-after and crash-loop.
    #[arg(long, default_value_t = 1)]
    pub(crate) code: i32,
    /// A line for stderr, written at the start in every mode.
    #[arg(long)]
    pub(crate) stderr: Option<String>,
    /// A variable whose value is told to stderr and, as noise, to stdout at the start.
    #[arg(long)]
    pub(crate) leak: Option<String>,
    /// Megabytes of flood-stderr, or "forever".
    #[arg(long, default_value = "forever")]
    pub(crate) mb: Amount,
    /// Lines that flood-stderr writes in a second; as many as are read without it.
    #[arg(long)]
    pub(crate) lines_per_second: Option<u32>,
    /// Length of huge-line's answer, in bytes, without the newline.
    #[arg(long, default_value_t = 50_000_000)]
    pub(crate) bytes: usize,
    /// Milliseconds of slow-start and crash-after.
    #[arg(long, default_value_t = 1_000)]
    pub(crate) ms: u64,
    /// hang-ping answers so many pings first.
    #[arg(long, default_value_t = 0)]
    pub(crate) after: u32,
    /// crash-loop behaves well from start number N+1 on (counted in --start-log).
    #[arg(long)]
    pub(crate) crashes: Option<usize>,
    /// Appends "pid milliseconds-since-1970" at each start.
    #[arg(long)]
    pub(crate) start_log: Option<PathBuf>,
    /// Appends "role pid" for the server and each of its descendants.
    #[arg(long)]
    pub(crate) pid_file: Option<PathBuf>,
    /// Pairs of child and grandchild that grandchildren starts, beside its daemon.
    #[arg(long, default_value_t = 2)]
    pub(crate) pairs: usize,
    /// Ignores SIGTERM and outlives the end of standard input (descendants, too).
    #[arg(long)]
    pub(crate) ignore_term: bool,
    /// What a process started by grandchildren is.
    #[arg(long, value_enum, hide = true)]
    pub(crate) descendant: Option<Role>,
}

/// The behaviours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mode {
    /// Legacy protocol, everything right.
    Ok,
    /// Protocol 2026-07-28, everything right; refuses initialize.
    Modern,
    /// Exits on any request before initialize, as some old servers do.
    LegacyStrict,
    /// Never answers a method it does not know before initialize.
    LegacySilentDiscover,
    /// Writes --stderr and exits with --code.
    ExitAtOnce,
    /// Noise on stdout around every message.
    GarbageStdout,
    /// Reads, never replies, and stays when its input closes.
    NeverAnswers,
    /// Serves, and writes --mb megabytes to stderr meanwhile.
    FloodStderr,
    /// Serves, ignores SIGTERM, stays when its input closes.
    IgnoreTerm,
    /// Serves, with --pairs of descendants and a daemon (setsid, orphaned); see --pid-file.
    Grandchildren,
    /// Has a tool "huge" that answers with one line of --bytes.
    HugeLine,
    /// Has a tool "invalid" that answers with invalid UTF-8.
    InvalidUtf8,
    /// Serves for --ms milliseconds, then exits with --code.
    CrashAfter,
    /// Goes through the handshake and exits with --code on the next request.
    CrashLoop,
    /// Lists tools without a name or with a bad schema among the good ones.
    MalformedTool,
    /// Reads nothing for --ms milliseconds, then serves.
    SlowStart,
    /// Stops answering pings after --after of them.
    HangPing,
    /// Answers initialize with a protocol version that does not exist.
    WrongVersion,
    /// Answers everything twice, and ids that nobody asked.
    DuplicateIds,
    /// The least start-up that still serves: one thread.
    SpawnTime,
}

/// How much to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Amount {
    /// So many megabytes (10^6 bytes).
    Megabytes(u64),
    /// Until the process ends.
    Forever,
}

impl FromStr for Amount {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "forever" { Ok(Self::Forever) } else { text.parse().map(Self::Megabytes) }
    }
}
