//! What providers of language models say, with where that was read.

use super::answer::Answer;
use super::service::{Carried, Demand, Facts};

const MODELS: &str = r#"{"object":"list","data":[
    {"id":"small-1","object":"model","created":1715367049,"owned_by":"system"},
    {"id":"large-2","object":"model","created":1715367050,"owned_by":"system"}]}"#;

/// The error object of OpenAI, which many have taken over.
fn openai_error(status: u16, message: &str, kind: &str, code: &str) -> Answer {
    let body = format!(
        r#"{{"error":{{"message":"{message}","type":"{kind}","param":null,"code":"{code}"}}}}"#
    );
    Answer::json(status, body)
}

/// The last characters of a key, as some providers repeat them.
fn end_of(key: &str) -> &str {
    &key[key.len().saturating_sub(4)..]
}

fn start_of(key: &str) -> &str {
    &key[..key.len().min(8)]
}

// Docs: platform.openai.com/docs/api-reference/models/list and …/guides/error-codes. The
// organisation comes in a header (…/api-reference/debugging-requests); a wrong key is repeated
// with its middle masked.
pub(super) const OPENAI: Facts = Facts {
    name: "openai",
    base: "/v1",
    path: "/models",
    prefix: "sk-proj-",
    carried: Carried::Bearer,
    demands: None,
    good: || {
        Answer::json(200, MODELS)
            .with("openai-organization", "witness-org")
            .with("openai-version", "2020-10-01")
    },
    bad: |key| {
        let message = format!(
            "Incorrect API key provided: {}{}{}. You can find your API key at https://platform.openai.com/account/api-keys.",
            start_of(key),
            "*".repeat(20),
            end_of(key)
        );
        openai_error(401, &message, "invalid_request_error", "invalid_api_key")
    },
    limited: || {
        let message = "Rate limit reached for requests";
        openai_error(429, message, "requests", "rate_limit_exceeded").with("retry-after", "20")
    },
};

// Docs: docs.claude.com/en/api/models-list, …/api/errors.
pub(super) const ANTHROPIC: Facts = Facts {
    name: "anthropic",
    base: "/v1",
    path: "/models?limit=1",
    prefix: "sk-ant-api03-",
    carried: Carried::Header("x-api-key"),
    demands: Some(Demand {
        header: "anthropic-version",
        otherwise: || {
            anthropic_error(400, "invalid_request_error", "anthropic-version: header is required")
        },
    }),
    good: || {
        let body = r#"{"data":[{"type":"model","id":"claude-witness-1","display_name":"Claude Witness 1","created_at":"2025-02-19T00:00:00Z"}],"has_more":true,"first_id":"claude-witness-1","last_id":"claude-witness-1"}"#;
        Answer::json(200, body)
            .with("anthropic-organization-id", "0b7c6d6e-5a60-4c6c-9c1e-111111111111")
    },
    bad: |_| anthropic_error(401, "authentication_error", "invalid x-api-key"),
    limited: || {
        let message = "This request would exceed your organization's rate limit.";
        anthropic_error(429, "rate_limit_error", message).with("retry-after", "37")
    },
};

fn anthropic_error(status: u16, kind: &str, message: &str) -> Answer {
    let body = format!(
        r#"{{"type":"error","error":{{"type":"{kind}","message":"{message}"}},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}}"#
    );
    Answer::json(status, body)
}

// Docs: openrouter.ai/docs/api/api-reference/api-keys/get-current-key. Where nobody named the
// key, its label is its own beginning and end.
pub(super) const OPENROUTER: Facts = Facts {
    name: "openrouter",
    base: "/api/v1",
    path: "/key",
    prefix: "sk-or-v1-",
    carried: Carried::Bearer,
    demands: None,
    good: || {
        let body = r#"{"data":{"label":"witness laptop","limit":100,"limit_remaining":74.5,"limit_reset":"monthly","usage":25.5,"usage_daily":25.5,"usage_weekly":25.5,"usage_monthly":25.5,"byok_usage":17.38,"is_free_tier":false,"is_management_key":false,"is_provisioning_key":false,"expires_at":"2027-12-31T23:59:59Z","include_byok_in_limit":false,"rate_limit":{"interval":"1h","note":"This field is deprecated and safe to ignore.","requests":1000}}}"#;
        Answer::json(200, body)
    },
    bad: |_| Answer::json(401, r#"{"error":{"message":"User not found.","code":401}}"#),
    limited: || Answer::json(429, r#"{"error":{"message":"Rate limit exceeded","code":429}}"#),
};

// Reports: google-gemini/gemini-cli#25198, cequence-io/openai-scala-client#109: a wrong key is
// the status 400 with the reason `API_KEY_INVALID`.
pub(super) const GEMINI: Facts = Facts {
    name: "gemini",
    base: "/v1beta",
    path: "/models?pageSize=1",
    prefix: "AIza",
    carried: Carried::Header("x-goog-api-key"),
    demands: None,
    good: || {
        let body = r#"{"models":[{"name":"models/gemini-witness","version":"001","displayName":"Gemini Witness","inputTokenLimit":1048576,"outputTokenLimit":8192,"supportedGenerationMethods":["generateContent"]}],"nextPageToken":"Ch5tb2RlbHM"}"#;
        Answer::of(200, "application/json; charset=UTF-8", body)
    },
    bad: |_| {
        let body = r#"{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com","metadata":{"service":"generativelanguage.googleapis.com"}},{"@type":"type.googleapis.com/google.rpc.LocalizedMessage","locale":"en-US","message":"API key not valid. Please pass a valid API key."}]}}"#;
        Answer::of(400, "application/json; charset=UTF-8", body)
    },
    limited: || {
        let body = r#"{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"42s"}]}}"#;
        Answer::of(429, "application/json; charset=UTF-8", body)
    },
};

// Report: nextcloud/integration_openai#332.
pub(super) const MISTRAL: Facts = Facts {
    name: "mistral",
    base: "/v1",
    path: "/models",
    prefix: "",
    carried: Carried::Bearer,
    demands: None,
    good: || Answer::json(200, MODELS),
    bad: |_| Answer::json(401, r#"{"detail":"Unauthorized"}"#),
    limited: || {
        let body = r#"{"object":"error","message":"Rate limit exceeded","type":"rate_limited","param":null,"code":"1300"}"#;
        Answer::json(429, body)
    },
};

// Report: ag5826000/resume-commentor#4. Docs: console.groq.com/docs/rate-limits.
pub(super) const GROQ: Facts = Facts {
    name: "groq",
    base: "/openai/v1",
    path: "/models",
    prefix: "gsk_",
    carried: Carried::Bearer,
    demands: None,
    good: || Answer::json(200, MODELS),
    bad: |_| {
        let body = r#"{"error":{"message":"Invalid API Key","type":"invalid_request_error","code":"invalid_api_key"}}"#;
        Answer::json(401, body)
    },
    limited: || {
        openai_error(429, "Rate limit reached", "requests", "rate_limit_exceeded")
            .with("retry-after", "2.5")
    },
};

// Reports: FullStackPlayer/claude-code-launcher#3, continuedev/continue#11820. Docs:
// api-docs.deepseek.com/api/list-models. The end of a wrong key is repeated.
pub(super) const DEEPSEEK: Facts = Facts {
    name: "deepseek",
    base: "",
    path: "/models",
    prefix: "sk-",
    carried: Carried::Bearer,
    demands: None,
    good: || Answer::json(200, MODELS),
    bad: |key| {
        let message = format!("Authentication Fails, Your api key: ****{} is invalid", end_of(key));
        openai_error(401, &message, "authentication_error", "invalid_request_error")
    },
    limited: || openai_error(429, "Rate limit reached", "rate_limit_error", "rate_limit"),
};

// Reports: continuedev/continue#12724 (`token expired or incorrect`), No-Compromise-AI/glm-mcp#22
// (the address of the list). The list is not in the provider's own documentation.
pub(super) const ZAI: Facts = Facts {
    name: "zai",
    base: "/api/paas/v4",
    path: "/models",
    prefix: "",
    carried: Carried::Bearer,
    demands: None,
    good: || Answer::json(200, MODELS),
    bad: |_| {
        Answer::json(401, r#"{"error":{"code":"401","message":"token expired or incorrect"}}"#)
    },
    limited: || {
        let body = r#"{"error":{"code":"1302","message":"Rate limit reached for requests"}}"#;
        Answer::json(429, body)
    },
};

// Report: continuedev/continue#10778: one that says 400 to a wrong key, and `error` is a text.
pub(super) const COMPATIBLE: Facts = Facts {
    name: "compatible",
    base: "/v1",
    path: "/models",
    prefix: "sk-",
    carried: Carried::Bearer,
    demands: None,
    good: || Answer::json(200, MODELS),
    bad: |_| {
        let body = r#"{"code":"Client specified an invalid argument","error":"Incorrect API key provided: na***ys. You can obtain an API key from https://console.example."}"#;
        Answer::json(400, body)
    },
    limited: || Answer::json(429, r#"{"error":"Too many requests"}"#),
};
