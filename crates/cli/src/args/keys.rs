//! `mcpctl keys …`, as clap reads it. A value is never an argument.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Subcommand, ValueEnum};
use console_domain::{KeyKind, ServerId};

#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// List the keys, how their last test ended, and who uses them
    #[command(visible_alias = "ls")]
    List,
    /// Add a key, or give one a new value; it is read from standard input, or asked for
    #[command(
        after_help = "Examples:\n  mcpctl keys set GITHUB_TOKEN --kind github\n  pass show openai | mcpctl keys set OPENAI_API_KEY\n  mcpctl keys set GATEWAY_KEY --kind openai-compatible --base-url http://localhost:4000/v1\n\nA server gets it where its configuration says ${secret:GITHUB_TOKEN}."
    )]
    Set(SetKeyArgs),
    /// Test whether what a key opens accepts it; exit status 1 where one is refused
    Test {
        #[command(flatten)]
        which: WhichKey,
    },
    /// Remove a key and its value
    #[command(visible_alias = "rm")]
    Remove {
        /// The key's name
        name: String,
        /// Also while servers refer to it
        #[arg(long)]
        force: bool,
    },
    /// Move secrets that stand in plain text into the keychain
    #[command(
        after_help = "Without --all or a NAME, what was found is shown and nothing is changed.\n\nExamples:\n  mcpctl keys import\n  mcpctl keys import ~/.mcp/.env OPENAI_API_KEY GITHUB_TOKEN\n  mcpctl keys import --from servers --all\n  mcpctl keys import --from clients\n\nA file of variables must be readable by its owner only, and is left as it is, and so are the files of other programs. In the configurations of the console's own servers, a reference takes the place of each value."
    )]
    Import(ImportKeysArgs),
    /// Unlock the keychain, or the file of keys with its passphrase
    Unlock,
    /// Show where the values of keys live, or keep them elsewhere from now on
    #[command(
        after_help = "`mcpctl keys vault file` is for machines without a keychain: it keeps the values in a file that a passphrase encrypts. The passphrase is asked for, or read from standard input, and is needed again after each start of the console (`mcpctl keys unlock`). Keys that can be read are taken along."
    )]
    Vault {
        /// Where they shall live
        #[arg(value_enum)]
        choice: Option<VaultChoice>,
    },
}

/// Where the values of keys live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum VaultChoice {
    /// The operating system's keychain
    Keychain,
    /// A file that a passphrase encrypts
    File,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SetKeyArgs {
    /// Its name, as ${secret:NAME} says it
    pub(crate) name: String,
    /// What it opens [default: as its name and its beginning say]
    #[arg(long, value_parser = key_kind())]
    pub(crate) kind: Option<KeyKind>,
    /// Where, in place of the provider's own address
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// In which header a key of the kind http goes [default: a bearer token]
    #[arg(long, value_name = "NAME")]
    pub(crate) header: Option<String>,
    /// Which server a key of the kind mcp opens
    #[arg(long, value_name = "ID")]
    pub(crate) server: Option<ServerId>,
    /// Restart the servers that run with the old value
    #[arg(long)]
    pub(crate) restart: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct WhichKey {
    /// The key's name
    #[arg(required_unless_present = "all")]
    pub(crate) name: Option<String>,
    /// All keys whose kind has a test
    #[arg(long, conflicts_with = "name")]
    pub(crate) all: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ImportKeysArgs {
    /// The file of variables [default: ~/.mcp/.env]; with --from servers or clients, a name
    pub(crate) file: Option<String>,
    /// What to import, by the names that are shown
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// Where to look
    #[arg(long, value_enum, default_value_t = KeysFrom::Env)]
    pub(crate) from: KeysFrom,
    /// Import everything that is new
    #[arg(long)]
    pub(crate) all: bool,
    /// Where a key of the name has another value, give it this one
    #[arg(long)]
    pub(crate) replace: bool,
    /// Only show what would be done
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Where secrets are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeysFrom {
    /// A file of variables
    Env,
    /// The console's own servers
    Servers,
    /// The configurations of other programs, which are only read
    Clients,
}

/// The kinds, as they are written on the command line.
fn key_kind() -> impl TypedValueParser<Value = KeyKind> {
    PossibleValuesParser::new(KeyKind::ALL.map(kind_word)).try_map(|word| {
        let found = KeyKind::ALL.into_iter().find(|kind| kind_word(*kind) == word);
        found.ok_or("there is no such kind")
    })
}

/// A kind as it is written on the command line: as in JSON, with `-` for `_`.
pub(crate) fn kind_word(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Openai => "openai",
        KeyKind::Anthropic => "anthropic",
        KeyKind::Openrouter => "openrouter",
        KeyKind::Gemini => "gemini",
        KeyKind::Mistral => "mistral",
        KeyKind::Groq => "groq",
        KeyKind::Deepseek => "deepseek",
        KeyKind::Zai => "zai",
        KeyKind::Github => "github",
        KeyKind::Gitlab => "gitlab",
        KeyKind::HuggingFace => "hugging-face",
        KeyKind::Cloudflare => "cloudflare",
        KeyKind::Hetzner => "hetzner",
        KeyKind::OpenaiCompatible => "openai-compatible",
        KeyKind::Http => "http",
        KeyKind::Mcp => "mcp",
        KeyKind::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_written_as_in_json() {
        for kind in KeyKind::ALL {
            let json = serde_json::to_value(kind).expect("a word");
            assert_eq!(json, kind_word(kind).replace('-', "_"));
        }
    }
}
