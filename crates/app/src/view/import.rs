//! What an import shows before it adds anything.

use console_domain::{Problem, ServerId};
use serde::{Deserialize, Serialize};

use super::CommandWarning;

/// Where servers are read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ImportSource {
    /// A snippet that a person pasted: any client's format, or a command line.
    Text {
        /// The snippet.
        text: String,
    },
    /// A file: a manifest, or a client's configuration.
    File {
        /// Its path; `~/` is the home directory.
        path: String,
    },
    /// The wrappers at `~/.local/bin/*-mcp`.
    Wrappers,
}

/// The format that a text turned out to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ImportFormat {
    /// `{"mcpServers": {…}}` of Claude, Cursor, Windsurf, Gemini and most others.
    McpServers,
    /// `{"servers": {…}, "inputs": […]}` of VS Code.
    VsCode,
    /// `{"context_servers": {…}}` of Zed.
    Zed,
    /// `{"mcp": {…}}` of `OpenCode` and Kilo.
    OpenCode,
    /// `[mcp_servers.NAME]` of Codex, or `[[mcp_servers]]`.
    CodexToml,
    /// `extensions:` of Goose.
    GooseYaml,
    /// `mcpServers:` as a list, of Continue.
    ContinueYaml,
    /// `{"providers": […]}`: a manifest of ours.
    Manifest,
    /// A command line, such as `npx -y @modelcontextprotocol/server-everything`.
    CommandLine,
    /// An http or https URL.
    Url,
    /// Executables found on disk.
    Wrappers,
}

/// What would happen to one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ImportVerdict {
    /// It can be added.
    New,
    /// The same server is here already.
    Present,
    /// Another server has its name; it can be added under another one.
    NameTaken,
    /// It cannot be added; the problem says why.
    Invalid,
}

/// One entry of a text, before anything is added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ImportEntry {
    /// Where it stands in the text: `mcpServers.time`, `providers[2]`. Unique in a preview.
    pub field: String,
    /// Its name as written.
    pub name: String,
    /// The id it would get: with a suffix where its name is taken.
    pub id: Option<ServerId>,
    /// The command line or URL, what looks secret masked.
    pub target: String,
    /// Names of the variables or headers that it brings, in order.
    pub variables: Vec<String>,
    /// What would happen.
    pub verdict: ImportVerdict,
    /// What is wrong with it, or what was left out of it.
    pub problem: Option<Problem>,
    /// What a person should know before the command runs.
    pub warnings: Vec<CommandWarning>,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ImportPreview {
    /// What the text is.
    pub format: ImportFormat,
    /// Its entries, in their order; at most `limits::MAX_SERVERS`.
    pub entries: Vec<ImportEntry>,
    /// What is wrong with the text as a whole and did not prevent the reading: a second format
    /// in it, a part that could not be read.
    pub notes: Vec<Problem>,
}

/// A request to add entries of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ImportRequest {
    /// Where they stand.
    pub source: ImportSource,
    /// The `field`s of the entries to add; all that can be added where it is empty.
    #[serde(default)]
    pub fields: Vec<String>,
}

/// Servers that were found on this machine and could be imported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct FoundServers {
    /// Who has them, for people: `Cursor`, `~/.local/bin`.
    pub name: String,
    /// How to read them.
    pub source: ImportSource,
    /// How many could be added; those that are here already are not counted.
    pub new: u32,
    /// How many are here already.
    pub present: u32,
    /// Why it could not be read.
    pub problem: Option<Problem>,
}
