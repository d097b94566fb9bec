//! What is asked of each provider: the cheapest request that only a good key is answered.

use console_domain::KeyKind;

use super::answer::Answer;
use super::reading::{self, Reading};

/// How a key is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carried {
    /// `Authorization: Bearer …`.
    Bearer,
    /// The bare value in a header of this name.
    Header(&'static str),
    /// In the header that the key's target names, else as a bearer token.
    AsTold,
}

/// The question to one kind of provider.
pub(super) struct Recipe {
    /// The provider's own address; `None` where the target must give one.
    pub(super) base: Option<&'static str>,
    /// What is asked below it, query included.
    pub(super) path: &'static str,
    pub(super) carried: Carried,
    /// Further headers.
    pub(super) headers: &'static [(&'static str, &'static str)],
    /// Whether any answer will do, in place of JSON.
    pub(super) any_content: bool,
    /// Whether it may answer everybody, key or not.
    pub(super) may_be_open: bool,
    /// What an answer with a status of success says.
    pub(super) read: fn(&Answer) -> Reading,
}

const JSON: &[(&str, &str)] = &[("accept", "application/json")];

/// Bearer token, JSON, a list of models: what most of them have in common.
const MODELS: Recipe = Recipe {
    base: None,
    path: "/models",
    carried: Carried::Bearer,
    headers: JSON,
    any_content: false,
    may_be_open: false,
    read: reading::models,
};

/// The recipe of a kind, where there is one.
pub(super) fn of(kind: KeyKind) -> Option<Recipe> {
    Some(match kind {
        // https://platform.openai.com/docs/api-reference/models/list
        KeyKind::Openai => {
            Recipe { base: Some("https://api.openai.com/v1"), read: reading::openai, ..MODELS }
        }
        // https://docs.claude.com/en/api/models-list
        KeyKind::Anthropic => Recipe {
            base: Some("https://api.anthropic.com/v1"),
            path: "/models?limit=1",
            carried: Carried::Header("x-api-key"),
            headers: &[("accept", "application/json"), ("anthropic-version", "2023-06-01")],
            read: reading::anthropic,
            ..MODELS
        },
        // https://openrouter.ai/docs/api/api-reference/api-keys/get-current-key; its list of
        // models is public and would prove nothing.
        KeyKind::Openrouter => Recipe {
            base: Some("https://openrouter.ai/api/v1"),
            path: "/key",
            read: reading::openrouter,
            ..MODELS
        },
        // https://ai.google.dev/api/models#method:-models.list; the header keeps the key out of
        // the URL.
        KeyKind::Gemini => Recipe {
            base: Some("https://generativelanguage.googleapis.com/v1beta"),
            path: "/models?pageSize=1",
            carried: Carried::Header("x-goog-api-key"),
            ..MODELS
        },
        // https://docs.mistral.ai/api/#tag/models
        KeyKind::Mistral => Recipe { base: Some("https://api.mistral.ai/v1"), ..MODELS },
        // https://console.groq.com/docs/api-reference#models-list
        KeyKind::Groq => Recipe { base: Some("https://api.groq.com/openai/v1"), ..MODELS },
        // https://api-docs.deepseek.com/api/list-models
        KeyKind::Deepseek => Recipe { base: Some("https://api.deepseek.com"), ..MODELS },
        // The provider documents no list of models; its clients use this one, and it is not known
        // for certain that it looks at the key. So it is asked without one, too.
        KeyKind::Zai => {
            Recipe { base: Some("https://api.z.ai/api/paas/v4"), may_be_open: true, ..MODELS }
        }
        // https://docs.github.com/en/rest/users/users#get-the-authenticated-user
        KeyKind::Github => Recipe {
            base: Some("https://api.github.com"),
            path: "/user",
            headers: &[
                ("accept", "application/vnd.github+json"),
                ("x-github-api-version", "2022-11-28"),
            ],
            read: reading::github,
            ..MODELS
        },
        // https://docs.gitlab.com/api/personal_access_tokens/#self-inform; a token of any scope
        // may ask about itself.
        KeyKind::Gitlab => Recipe {
            base: Some("https://gitlab.com/api/v4"),
            path: "/personal_access_tokens/self",
            carried: Carried::Header("private-token"),
            read: reading::gitlab,
            ..MODELS
        },
        // https://huggingface.co/docs/hub/api (whoami-v2)
        KeyKind::HuggingFace => Recipe {
            base: Some("https://huggingface.co/api"),
            path: "/whoami-v2",
            read: reading::hugging_face,
            ..MODELS
        },
        // https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify
        KeyKind::Cloudflare => Recipe {
            base: Some("https://api.cloudflare.com/client/v4"),
            path: "/user/tokens/verify",
            read: reading::cloudflare,
            ..MODELS
        },
        // https://docs.hetzner.cloud/reference/cloud#locations; not even the catalogue is public.
        KeyKind::Hetzner => Recipe {
            base: Some("https://api.hetzner.cloud/v1"),
            path: "/locations?per_page=1",
            read: reading::hetzner,
            ..MODELS
        },
        KeyKind::OpenaiCompatible => Recipe { may_be_open: true, ..MODELS },
        KeyKind::Http => Recipe {
            path: "",
            carried: Carried::AsTold,
            headers: &[("accept", "*/*")],
            any_content: true,
            may_be_open: true,
            read: |_| Reading::Accepted(reading::Facts::default()),
            ..MODELS
        },
        KeyKind::Mcp | KeyKind::Other => return None,
    })
}

/// Where `path` lies below a base URL. A Cloudflare token of an account, not of a user, is
/// verified below that account: <https://developers.cloudflare.com/fundamentals/api/get-started/account-owned-tokens/>.
pub(super) fn path_below(base: &str, recipe: &Recipe) -> &'static str {
    match recipe.path.strip_prefix("/user") {
        Some(path @ "/tokens/verify") if base.contains("/accounts/") => path,
        _ => recipe.path,
    }
}
