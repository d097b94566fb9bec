//! The command line, as clap reads it.

mod keys;

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use console_domain::RestartMode;

pub(crate) use keys::{
    ImportKeysArgs, KeysCommand, KeysFrom, SetKeyArgs, VaultChoice, WhichKey, kind_word,
};

/// Runs and supervises MCP servers.
#[derive(Debug, Parser)]
#[command(name = "mcpctl", version, max_term_width = 100, propagate_version = true)]
pub(crate) struct Args {
    /// The data directory [default: the platform's, ~/.local/share/mcp-console on Linux]
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "MCP_CONSOLE_HOME",
        hide_env_values = true
    )]
    pub(crate) data_dir: Option<PathBuf>,

    /// Print one JSON document on stdout (errors: on stderr)
    #[arg(long, global = true)]
    pub(crate) json: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the console without a window, until Ctrl+C or SIGTERM
    Serve(ServeArgs),
    /// Check what the console stands on, and say what to mend
    Doctor(DoctorArgs),
    /// List, add, start and stop servers
    #[command(subcommand, visible_alias = "server")]
    Servers(ServersCommand),
    /// Add, test and remove keys; their values live in the keychain and are never printed
    #[command(subcommand, visible_alias = "key")]
    Keys(KeysCommand),
    /// Look at the tools of a running server
    #[command(subcommand)]
    Tools(ToolsCommand),
    /// Call a tool of a running server
    Call(CallArgs),
    /// Print what a shell needs to complete commands
    #[command(
        after_help = "For example, for bash:\n  mcpctl completions bash > ~/.local/share/bash-completion/completions/mcpctl"
    )]
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Write the man pages into a directory; for packages
    #[command(hide = true)]
    Man {
        /// The directory
        directory: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct ServeArgs {
    /// The address to listen on
    #[arg(long, env = "CONSOLE_MCP_SERVER_HOST", default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,
    /// The port to listen on; 0 takes any free one
    #[arg(long, env = "CONSOLE_MCP_SERVER_PORT", default_value_t = 8000)]
    pub(crate) port: u16,
}

#[derive(Debug, clap::Args)]
pub(crate) struct DoctorArgs {
    /// Mend what the console can safely mend by itself, and say what was done
    #[arg(long)]
    pub(crate) fix: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ServersCommand {
    /// List the servers with their state
    #[command(visible_alias = "ls")]
    List,
    /// Add a server; that is consent to its command
    #[command(
        after_help = "Examples:\n  mcpctl servers add everything -- npx -y @modelcontextprotocol/server-everything\n  mcpctl servers add docs --url https://mcp.example.com/mcp"
    )]
    Add(AddArgs),
    /// Add the servers of a file: what any client writes, a manifest, or command lines
    #[command(
        after_help = "Read are the JSON of Claude, Cursor, VS Code, Windsurf, Gemini, Zed, OpenCode and others, the TOML of Codex, the YAML of Goose and Continue, manifests, command lines such as `claude mcp add …`, and URLs. An added server starts only after `mcpctl servers approve ID`."
    )]
    Import {
        /// The file, or - for standard input
        file: PathBuf,
        /// Only show what would be added
        #[arg(long)]
        dry_run: bool,
    },
    /// Agree to the command of an imported server, so that it may start
    Approve {
        /// The server's id
        id: String,
    },
    /// Show one server
    Show {
        /// The server's id
        id: String,
    },
    /// Start a server and wait until it is up or failed
    Start(StartArgs),
    /// Stop a server and all its processes
    Stop {
        #[command(flatten)]
        which: Which,
    },
    /// Stop a server and start it again
    Restart(StartArgs),
    /// Stop and remove a server
    #[command(visible_alias = "rm")]
    Remove {
        /// The server's id
        id: String,
    },
    /// Show a server's log
    Logs {
        /// The server's id
        id: String,
        /// Go on as lines arrive
        #[arg(short, long)]
        follow: bool,
        /// How many lines
        #[arg(short = 'n', long, default_value_t = 100, value_name = "N")]
        lines: usize,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct AddArgs {
    /// Its name; the id is made of it
    pub(crate) name: String,
    /// An environment variable; may refer to others as ${NAME}
    #[arg(long, value_name = "K=V", value_parser = key_value)]
    pub(crate) env: Vec<(String, String)>,
    /// Its working directory
    #[arg(long, value_name = "DIR")]
    pub(crate) cwd: Option<String>,
    /// The endpoint of a remote server
    #[arg(long, value_name = "URL", conflicts_with_all = ["command", "cwd", "env"])]
    pub(crate) url: Option<String>,
    /// A header for a remote server
    #[arg(long, value_name = "K=V", value_parser = key_value, requires = "url")]
    pub(crate) header: Vec<(String, String)>,
    /// Start it with the console
    #[arg(long)]
    pub(crate) autostart: bool,
    /// After which ends it is restarted
    #[arg(long, value_enum, default_value_t = Restart::OnFailure)]
    pub(crate) restart: Restart,
    /// How long it may take to come up, in seconds
    #[arg(long, value_name = "S", default_value_t = 60, value_parser = seconds())]
    pub(crate) start_timeout: u32,
    /// How long one call may take, in seconds
    #[arg(long, value_name = "S", default_value_t = 60, value_parser = seconds())]
    pub(crate) call_timeout: u32,
    /// The command and its arguments, after --
    #[arg(last = true, required_unless_present = "url", value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
}

/// [`RestartMode`] as it is written on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Restart {
    /// An end is an end
    Never,
    /// Only after an end with an error, or a lost connection
    OnFailure,
    /// After every end that nobody asked for
    Always,
}

impl From<Restart> for RestartMode {
    fn from(restart: Restart) -> Self {
        match restart {
            Restart::Never => Self::Never,
            Restart::OnFailure => Self::OnFailure,
            Restart::Always => Self::Always,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct Which {
    /// The server's id
    #[arg(required_unless_present = "all")]
    pub(crate) id: Option<String>,
    /// All servers
    #[arg(long, conflicts_with = "id")]
    pub(crate) all: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct StartArgs {
    #[command(flatten)]
    pub(crate) which: Which,
    /// Return at once
    #[arg(long)]
    pub(crate) no_wait: bool,
    /// How long to wait, in seconds
    #[arg(long, value_name = "S", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ToolsCommand {
    /// List the tools of a running server
    List {
        /// The server's id
        id: String,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct CallArgs {
    /// The server's id
    pub(crate) id: String,
    /// The tool's name
    pub(crate) tool: String,
    /// The arguments, a JSON object; - reads them from standard input
    #[arg(default_value = "{}", value_name = "JSON")]
    pub(crate) arguments: String,
    /// How long to wait for the answer, in seconds [default: the server's own time-out]
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: Option<u64>,
}

/// From one second to one hour.
fn seconds() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=3_600)
}

fn key_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("write it as NAME=VALUE".to_owned()),
    }
}
