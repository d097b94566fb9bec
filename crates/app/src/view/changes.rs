//! Requests that change servers, and what is known before they do.

use console_domain::{Problem, ServerId};
use serde::{Deserialize, Serialize};

use super::AddServer;

/// Why a person should look twice at a command before it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct CommandWarning {
    /// What it does.
    pub kind: WarningKind,
    /// The words of the command that say so, for a mark in the text.
    pub words: String,
}

/// What a command does that a person should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// It runs a shell (`sh -c`), so that what runs is inside a text.
    RunsShell,
    /// It asks for rights (`sudo`, `pkexec`, `doas`, `--privileged`).
    AsksRights,
    /// It fetches code and runs it (`npx -y`, `uvx`, `docker run`, `deno run https:`).
    FetchesCode,
    /// It pipes a download into an interpreter (`curl … | sh`).
    PipesDownload,
    /// Its URL is not encrypted and not on this machine.
    Unencrypted,
}

/// What is known of a server that somebody is typing in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ServerCheck {
    /// The id that it would get.
    pub id: Option<ServerId>,
    /// Everything that prevents it, each with its field.
    pub problems: Vec<Problem>,
    /// What would prevent its start on this machine: a command that is not found, a directory
    /// that does not exist, a variable without a value. It can be stored all the same.
    pub cautions: Vec<Problem>,
    /// What a person should know before the command runs.
    pub warnings: Vec<CommandWarning>,
    /// The exact command, one word a line, or the URL: what consent is asked for. Masked is only
    /// what was sent masked and was agreed to before.
    pub exact: Vec<String>,
    /// Where the command was found.
    pub resolved: Option<String>,
    /// Whether a person has agreed to exactly this before.
    pub consented: bool,
}

/// A request to change a server's configuration. Its id stays. A value that stands masked
/// (`••••••`) where one of the same name was stored keeps what was stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct UpdateServer {
    /// The server.
    pub id: String,
    /// Its whole new configuration; changing the command in it is consent to it.
    pub server: AddServer,
}

/// What is done to many servers at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BulkAction {
    /// Start.
    Start,
    /// Stop.
    Stop,
    /// Stop and start.
    Restart,
    /// Stop and remove; each can be restored.
    Remove,
    /// Put back what `Remove` took.
    Restore,
    /// Add a label.
    AddTag {
        /// The label.
        tag: String,
    },
    /// Take a label away.
    RemoveTag {
        /// The label.
        tag: String,
    },
}

/// A request to do one thing to many servers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct BulkRequest {
    /// The servers; at most `limits::MAX_SERVERS`.
    pub ids: Vec<String>,
    /// What is done.
    pub action: BulkAction,
}

/// What was done to many servers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BulkReport {
    /// To whom it was done, in the order of the request.
    pub done: Vec<ServerId>,
    /// To whom not, and why.
    pub failed: Vec<BulkFailure>,
}

/// A server to which something could not be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BulkFailure {
    /// The server as it was asked for.
    pub id: String,
    /// Why.
    pub problem: Problem,
}

/// The one next step that would mend a server that is down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Mend {
    /// Try again.
    Retry,
    /// Agree to the command.
    Approve,
    /// Give a variable a value.
    SetVariable {
        /// Its name.
        name: String,
    },
    /// Add a key that its configuration refers to, then try again.
    AddKey {
        /// The key's name.
        name: String,
    },
    /// Unlock the keychain, then try again.
    UnlockVault,
    /// See on the Keys page why the keychain cannot be used.
    OpenKeys,
    /// Install what runs it, then try again. The console looks for it anew.
    InstallRuntime {
        /// What is missing: `node`, `uv`, `python`, `docker`, or the command's own name.
        runtime: String,
        /// Command lines that install it on this system, best first; empty where none is known.
        commands: Vec<String>,
    },
    /// Give it more time to start, then try again.
    RaiseStartTimeout {
        /// How long it may take now, milliseconds.
        from_ms: u32,
        /// How long it would be given, milliseconds.
        to_ms: u32,
    },
    /// Correct the configuration.
    Edit {
        /// The field that is wrong: `command`, `cwd`, `url`, `headers`, `env.NAME`.
        field: String,
    },
}

/// A request to mend a server and start it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MendRequest {
    /// Look for its runtime anew and try again.
    Retry,
    /// Give a variable of its environment a value, and try again.
    SetVariable {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
    },
    /// Give it more time to start, and try again.
    RaiseStartTimeout {
        /// Milliseconds.
        to_ms: u32,
    },
}
