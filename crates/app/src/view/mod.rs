//! What the use cases answer: plain data, the same at every face.
//!
//! The JSON names are the stable contract of `mcpctl --json`, the HTTP API and the window.
//! Integers that cross here (milliseconds, bytes, counts) stay below 2^53, so JavaScript holds
//! them exactly.

use console_domain::{
    Counts, EraSetting, Health, HttpFlavour, LogLine, Problem, ResourceUse, RestartMode,
    ServerConfig, ServerId, ServerInfo, ServerKind, ServerState, Sharing, Timeouts,
};
use serde::{Deserialize, Serialize};

mod changes;
mod desktop;
mod explorer;
mod import;
mod keys;

pub use changes::{
    BulkAction, BulkFailure, BulkReport, BulkRequest, CommandWarning, Mend, MendRequest,
    ServerCheck, UpdateServer, WarningKind,
};
pub use desktop::{CliState, DesktopState, NoticePage};
pub use explorer::{
    CallEvent, CallOutcome, CallRecord, CallRequest, CallTarget, CatalogView, CompletionReference,
    CompletionRequest, PromptArgument, PromptView, QuarantinedView, QuestionAnswer, QuestionKind,
    ResourceView, SavedFile, ServerQuestion, TemplateView,
};
pub use import::{
    FoundServers, ImportEntry, ImportFormat, ImportPreview, ImportRequest, ImportSource,
    ImportVerdict,
};
pub use keys::{
    AddKey, ChooseVault, FoundKey, FoundKeyVerdict, KeyImportChoice, KeyImportPreview,
    KeyImportReport, KeyImportRequest, KeyList, KeyRotated, KeySource, KeyStatus, KeyUse, KeyView,
    MissingKey, RemoveKey, RotateKey, UnlockVault, UpdateKey, VaultKind, VaultStatus, VaultView,
};

/// A server as shown in a list or on its page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, named in the JSON")]
pub struct ServerView {
    /// Its id; never changes.
    pub id: ServerId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Process or endpoint.
    pub kind: ServerKind,
    /// The command line or URL, references unresolved, as one line for people.
    pub target: String,
    /// Its state.
    pub state: ServerState,
    /// Since when, RFC 3339.
    pub since: String,
    /// Whether a person has approved its command; it cannot start before.
    pub approved: bool,
    /// Whether what runs was started with another command or endpoint than is configured now.
    pub restart_needed: bool,
    /// Stopped because nobody called it; the next call starts it again.
    pub asleep: bool,
    /// Started with the console.
    pub autostart: bool,
    /// Free labels.
    pub tags: Vec<String>,
    /// The running instance.
    pub instance: Option<String>,
    /// Process id of its leader.
    pub pid: Option<u32>,
    /// When the instance was started, RFC 3339.
    pub started_at: Option<String>,
    /// Time since it became up, milliseconds.
    pub uptime_ms: Option<u64>,
    /// Restarts since a person last started it.
    pub restarts: u32,
    /// When the next restart is due, RFC 3339.
    pub retry_at: Option<String>,
    /// The protocol version agreed on.
    pub protocol_version: Option<String>,
    /// How the server names itself.
    pub server_info: Option<ServerInfo>,
    /// What it offers.
    pub counts: Counts,
    /// Health.
    pub health: Health,
    /// CPU and memory of its process tree.
    pub usage: Option<ResourceUse>,
    /// Why it last went down or failed.
    pub last_error: Option<Problem>,
}

/// A server's page: the list's row, its configuration and its history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ServerDetail {
    /// The row.
    #[serde(flatten)]
    pub view: ServerView,
    /// Its configuration; values of variables whose name or shape says secret are masked.
    pub config: ServerConfig,
    /// Its last changes of state, newest first.
    pub history: Vec<HistoryEntry>,
    /// What a person should know before its command runs.
    pub warnings: Vec<CommandWarning>,
    /// The exact command, one word a line, or the URL: what consent is asked for. Not masked
    /// until it was given.
    pub exact: Vec<String>,
    /// What would mend it, while it is failed or waits to be restarted.
    pub mend: Option<Mend>,
}

/// One change of state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct HistoryEntry {
    /// When, RFC 3339.
    pub at: String,
    /// The instance.
    pub instance: Option<String>,
    /// The state left.
    pub from: ServerState,
    /// The state entered.
    pub to: ServerState,
    /// Why, where nobody asked for it.
    pub problem: Option<Problem>,
}

/// A request to add a server. Exactly one of `command` and `url`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, specta::Type)]
pub struct AddServer {
    /// Its name; the id is made of it.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The program of a stdio server.
    #[serde(default)]
    pub command: Option<String>,
    /// Its arguments.
    #[serde(default)]
    pub args: Vec<String>,
    /// Its environment, in order.
    #[serde(default)]
    pub env: Vec<console_domain::EnvVar>,
    /// Its working directory.
    #[serde(default)]
    pub cwd: Option<String>,
    /// The endpoint of an http server.
    #[serde(default)]
    pub url: Option<String>,
    /// Its extra headers.
    #[serde(default)]
    pub headers: Vec<console_domain::Header>,
    /// Which HTTP transport.
    #[serde(default)]
    pub flavour: HttpFlavour,
    /// Free labels.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Start it with the console.
    #[serde(default)]
    pub autostart: bool,
    /// When it is restarted.
    #[serde(default)]
    pub restart: RestartMode,
    /// How long things may take.
    #[serde(default)]
    pub timeouts: Timeouts,
    /// Which protocol era.
    #[serde(default)]
    pub era: EraSetting,
    /// Who shares an instance.
    #[serde(default)]
    pub sharing: Sharing,
    /// Stopped after this long without a call, milliseconds; the next call starts it again.
    #[serde(default)]
    pub idle_stop_ms: Option<u32>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ImportReport {
    /// Servers added; they need approval before their first start.
    pub added: Vec<ServerView>,
    /// Entries that were left out, and why; the field names the entry.
    pub skipped: Vec<Problem>,
}

/// The end of a server's log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LogTail {
    /// Lines, oldest first; the first one's number tells how many came before.
    pub lines: Vec<LogLine>,
}

/// A tool as listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ToolView {
    /// Its name, unique within its server.
    pub name: String,
    /// A name for people.
    pub title: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// JSON Schema of its arguments.
    #[specta(type = specta_typescript::Unknown)]
    pub input_schema: serde_json::Value,
    /// JSON Schema of its structured content.
    #[specta(type = specta_typescript::Unknown)]
    pub output_schema: Option<serde_json::Value>,
    /// What it says of itself: `readOnlyHint`, `destructiveHint`, `idempotentHint`,
    /// `openWorldHint`, `title`.
    #[specta(type = specta_typescript::Unknown)]
    pub annotations: Option<serde_json::Value>,
}

/// The answer of a tool call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ToolResult {
    /// The result as the server sent it: `content`, `structuredContent`, `isError`.
    #[specta(type = specta_typescript::Unknown)]
    pub result: serde_json::Value,
    /// Whether the tool says that it failed.
    pub is_error: bool,
    /// From sending to the answer, milliseconds.
    pub duration_ms: f64,
}

/// What a face shows of the running host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct HostInfo {
    /// Version of the console.
    pub version: String,
    /// When the host started, RFC 3339.
    pub started_at: String,
    /// Its process id.
    pub pid: u32,
    /// Its data directory.
    pub data_dir: String,
    /// `desktop` or `headless`.
    pub face: HostFace,
}

/// Which face a host has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum HostFace {
    /// With a window and a tray.
    Desktop,
    /// `mcpctl serve`.
    Headless,
}
