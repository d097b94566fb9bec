//! Keys: what is known of a secret value without the value.
//!
//! Invariant: nothing here holds a value or a part of one; the fingerprint is a keyed hash.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::limits::MAX_KEY_NAME_CHARS;
use crate::{Problem, ServerId};

/// A key's name, as `${secret:NAME}` says it: a valid name of an environment variable.
///
/// Shape: `[A-Za-z_][A-Za-z0-9_]*`, at most [`MAX_KEY_NAME_CHARS`].
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(try_from = "String", into = "String")]
#[specta(type = String)]
pub struct KeyName(String);

/// Why a text is not the name of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKeyName {
    /// Nothing.
    #[error("a key needs a name")]
    Empty,
    /// Longer than [`MAX_KEY_NAME_CHARS`].
    #[error("a key's name has at most {MAX_KEY_NAME_CHARS} characters")]
    TooLong,
    /// Not the shape of a variable's name.
    #[error("a key's name is made of letters, digits and '_' and does not begin with a digit")]
    NotAVariable,
}

impl KeyName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands in a configuration in place of the value.
    pub fn reference(&self) -> String {
        format!("${{secret:{}}}", self.0)
    }
}

impl FromStr for KeyName {
    type Err = InvalidKeyName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let begins = |c: char| c.is_ascii_alphabetic() || c == '_';
        if name.is_empty() {
            Err(InvalidKeyName::Empty)
        } else if name.chars().count() > MAX_KEY_NAME_CHARS {
            Err(InvalidKeyName::TooLong)
        } else if name.starts_with(begins) && name.chars().all(|c| begins(c) || c.is_ascii_digit())
        {
            Ok(Self(name.to_owned()))
        } else {
            Err(InvalidKeyName::NotAVariable)
        }
    }
}

impl TryFrom<String> for KeyName {
    type Error = InvalidKeyName;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        name.parse()
    }
}

impl From<KeyName> for String {
    fn from(name: KeyName) -> Self {
        name.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<InvalidKeyName> for Problem {
    fn from(error: InvalidKeyName) -> Self {
        Self::invalid("name", crate::server::sentence(&error)).hint("For example: GITHUB_TOKEN.")
    }
}

/// What a key opens; tells how it is tested.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    /// OpenAI.
    Openai,
    /// Anthropic.
    Anthropic,
    /// OpenRouter.
    Openrouter,
    /// Google Gemini.
    Gemini,
    /// Mistral.
    Mistral,
    /// Groq.
    Groq,
    /// DeepSeek.
    Deepseek,
    /// z.ai (GLM).
    Zai,
    /// GitHub.
    Github,
    /// GitLab.
    Gitlab,
    /// Hugging Face.
    HuggingFace,
    /// Cloudflare.
    Cloudflare,
    /// Hetzner Cloud.
    Hetzner,
    /// Anything that answers `GET {base URL}/models` as OpenAI does; needs a base URL.
    OpenaiCompatible,
    /// Any HTTP endpoint that takes a bearer token or a header; needs a base URL.
    Http,
    /// An MCP server: proven by its own handshake with the key in place; needs a server.
    Mcp,
    /// Nothing that could be tested.
    #[default]
    Other,
}

impl KeyKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 17] = [
        Self::Openai,
        Self::Anthropic,
        Self::Openrouter,
        Self::Gemini,
        Self::Mistral,
        Self::Groq,
        Self::Deepseek,
        Self::Zai,
        Self::Github,
        Self::Gitlab,
        Self::HuggingFace,
        Self::Cloudflare,
        Self::Hetzner,
        Self::OpenaiCompatible,
        Self::Http,
        Self::Mcp,
        Self::Other,
    ];
}

/// What a key opens, and where.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub struct KeyTarget {
    /// What.
    #[serde(default)]
    pub kind: KeyKind,
    /// Where, in place of the provider's own address (`https://api.openai.com/v1`); an `http`
    /// kind's whole URL.
    #[serde(default)]
    pub base_url: Option<String>,
    /// In which header an `http` kind carries it; a bearer token in `Authorization` where none is
    /// given.
    #[serde(default)]
    pub header: Option<String>,
    /// Which server an `mcp` kind opens.
    #[serde(default)]
    pub server: Option<ServerId>,
}

/// What is stored of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: KeyName,
    /// What it opens.
    pub target: KeyTarget,
    /// A keyed hash of the value, hexadecimal, [`FINGERPRINT_CHARS`](crate::limits::FINGERPRINT_CHARS)
    /// characters: tells values apart and says nothing about them.
    pub fingerprint: String,
    /// When it was first set.
    pub created_at: Timestamp,
    /// When its value last changed.
    pub rotated_at: Timestamp,
    /// When a server was last started, or a request made, with it.
    pub last_used_at: Option<Timestamp>,
    /// How its last test ended.
    pub last_test: Option<KeyTest>,
}

/// How the test of a key ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct KeyTest {
    /// When it ended.
    #[serde(with = "crate::rfc3339")]
    #[specta(type = String)]
    pub at: Timestamp,
    /// What it showed.
    pub outcome: KeyTestOutcome,
    /// From the request to the whole answer, milliseconds; absent where nothing answered.
    pub latency_ms: Option<u32>,
    /// The status of the answer.
    pub http_status: Option<u16>,
    /// Why, in the provider's words, short and without secrets; or what came instead.
    pub reason: Option<String>,
    /// Whose it is, where the provider tells: a user, an organisation, a project.
    pub account: Option<String>,
    /// What it may do, where the provider tells: scopes, permissions, limits.
    pub permissions: Vec<String>,
    /// When it expires, where the provider tells, as the provider writes it.
    pub expires: Option<String>,
    /// When to try again, seconds, where the provider tells.
    pub retry_after_s: Option<u32>,
}

/// What the test of a key showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum KeyTestOutcome {
    /// The provider accepted it.
    Works,
    /// The provider refused it.
    Refused,
    /// The provider accepts no more requests for now; the key may be good.
    RateLimited,
    /// Nothing answered: no network, a wrong address, a time-out.
    Unreachable,
    /// Something answered that is not what the provider says; nothing is known of the key.
    Unclear,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_that_of_a_variable() {
        use InvalidKeyName as E;
        for name in ["A", "_", "GITHUB_TOKEN", "k1", &"A".repeat(MAX_KEY_NAME_CHARS)] {
            assert_eq!(name.parse::<KeyName>().map(String::from).as_deref(), Ok(name));
        }
        let long = "A".repeat(MAX_KEY_NAME_CHARS + 1);
        for (name, expected) in [
            ("", E::Empty),
            (long.as_str(), E::TooLong),
            ("1A", E::NotAVariable),
            ("A-B", E::NotAVariable),
            ("A B", E::NotAVariable),
            ("CHAVE_É", E::NotAVariable),
            ("A}", E::NotAVariable),
        ] {
            assert_eq!(name.parse::<KeyName>(), Err(expected), "{name:?}");
        }
    }
}
