//! What a mode changes in the way messages are read and answered.

use console_testkit::protocol::Era;
use serde_json::{Value, json};

use crate::args::{Args, Mode};

/// What happens to a request that comes before `initialize` and is not `initialize`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Early {
    /// An error answer.
    Refuse,
    /// The end of the process.
    Exit,
    /// Nothing.
    Ignore,
}

/// The differences from a well-behaved server. Each is independent of the others.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, one per fault")]
pub(crate) struct Quirks {
    pub(crate) era: Era,
    pub(crate) early: Early,
    pub(crate) mute: bool,
    pub(crate) noise: bool,
    pub(crate) twice: bool,
    pub(crate) inline: bool,
    pub(crate) wrong_version: bool,
    /// Exit with this code on the first request after the handshake.
    pub(crate) crash_code: Option<i32>,
    /// Pings answered before the silence; `None`: all.
    pub(crate) pings: Option<u32>,
    pub(crate) more_tools: Vec<Value>,
    pub(crate) huge_line: usize,
}

impl Quirks {
    /// `starts`: how often this server was started, this time included.
    pub(crate) fn of(args: &Args, starts: usize) -> Self {
        let mode = args.mode;
        let crashes = mode == Mode::CrashLoop && args.crashes.is_none_or(|n| starts <= n);
        Self {
            era: if mode == Mode::Modern { Era::Modern } else { Era::Legacy },
            early: match mode {
                Mode::LegacyStrict => Early::Exit,
                Mode::LegacySilentDiscover => Early::Ignore,
                _ => Early::Refuse,
            },
            mute: mode == Mode::NeverAnswers,
            noise: mode == Mode::GarbageStdout,
            twice: mode == Mode::DuplicateIds,
            inline: mode == Mode::SpawnTime,
            wrong_version: mode == Mode::WrongVersion,
            crash_code: crashes.then_some(args.code),
            pings: (mode == Mode::HangPing).then_some(args.after),
            more_tools: more_tools(mode),
            huge_line: args.bytes,
        }
    }
}

fn more_tools(mode: Mode) -> Vec<Value> {
    let schema = json!({"type": "object"});
    match mode {
        Mode::HugeLine => vec![json!({"name": "huge", "inputSchema": schema})],
        Mode::InvalidUtf8 => vec![json!({"name": "invalid", "inputSchema": schema})],
        Mode::FloodStderr => vec![json!({
            "name": "stderr_bytes", "description": "Written to stderr so far", "inputSchema": schema
        })],
        Mode::MalformedTool => vec![
            json!({"description": "has no name", "inputSchema": schema}),
            json!({"name": 42, "inputSchema": schema}),
            json!({"name": "bad_schema", "inputSchema": "not an object"}),
            json!({"name": "no_schema"}),
            json!("not even an object"),
        ],
        _ => Vec::new(),
    }
}
