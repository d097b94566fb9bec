//! The providers that are played.

use super::answer::Answer;
use super::{language_models, platforms};

/// One provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Service {
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
    /// z.ai.
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
    /// Somebody's own server that speaks as OpenAI does.
    Compatible,
    /// Somebody's own endpoint: wants a bearer token, or the header `X-Witness-Key`.
    Endpoint,
}

/// How a key is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carried {
    Bearer,
    /// In a header of this name (in lower case).
    Header(&'static str),
    /// Either.
    BearerOr(&'static str),
}

/// A header that must be there, and what is said where it is not.
pub(super) struct Demand {
    pub(super) header: &'static str,
    pub(super) otherwise: fn() -> Answer,
}

/// What a provider is and says.
pub(super) struct Facts {
    /// How it is called in the path of the witness.
    pub(super) name: &'static str,
    /// What its base URL ends with.
    pub(super) base: &'static str,
    /// What is asked below the base URL; a query is as it must come.
    pub(super) path: &'static str,
    /// What its keys begin with.
    pub(super) prefix: &'static str,
    pub(super) carried: Carried,
    /// What it does not answer without.
    pub(super) demands: Option<Demand>,
    pub(super) good: fn() -> Answer,
    /// What it says to a wrong key; some repeat a part of it.
    pub(super) bad: fn(&str) -> Answer,
    pub(super) limited: fn() -> Answer,
}

impl Service {
    /// All of them.
    pub const ALL: [Self; 15] = [
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
        Self::Compatible,
        Self::Endpoint,
    ];

    /// The key that it accepts. Made here, so that no scanner takes it for a real one.
    pub fn key(self) -> String {
        let facts = self.facts();
        format!("{}{}-{}-q7x3z9", facts.prefix, "w1tne55".repeat(4), facts.name)
    }

    /// A key of the same form that it does not accept.
    pub fn wrong_key(self) -> String {
        let facts = self.facts();
        format!("{}{}-{}-q7x3z9", facts.prefix, "wr0ngk3y".repeat(4), facts.name)
    }

    pub(super) fn facts(self) -> &'static Facts {
        match self {
            Self::Openai => &language_models::OPENAI,
            Self::Anthropic => &language_models::ANTHROPIC,
            Self::Openrouter => &language_models::OPENROUTER,
            Self::Gemini => &language_models::GEMINI,
            Self::Mistral => &language_models::MISTRAL,
            Self::Groq => &language_models::GROQ,
            Self::Deepseek => &language_models::DEEPSEEK,
            Self::Zai => &language_models::ZAI,
            Self::Github => &platforms::GITHUB,
            Self::Gitlab => &platforms::GITLAB,
            Self::HuggingFace => &platforms::HUGGING_FACE,
            Self::Cloudflare => &platforms::CLOUDFLARE,
            Self::Hetzner => &platforms::HETZNER,
            Self::Compatible => &language_models::COMPATIBLE,
            Self::Endpoint => &platforms::ENDPOINT,
        }
    }
}
