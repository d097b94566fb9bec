//! What providers tell of a key that they accepted.

use serde_json::Value;

use super::answer::Answer;

/// What a provider tells of a key. Texts are the provider's.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) account: Option<String>,
    pub(super) permissions: Vec<String>,
    pub(super) expires: Option<String>,
}

/// What an answer with a status of success says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// The key is good.
    Accepted(Facts),
    /// The key is known and not good any more; why.
    Refused(String),
    /// This is not what the provider says.
    NotTheirs,
}

/// A list of models, as OpenAI and many others have it; some have a bare list, Google calls it
/// `models`.
pub(super) fn models(answer: &Answer) -> Reading {
    let json = answer.json();
    let is_list = json.is_array() || json["data"].is_array() || json["models"].is_array();
    accepted(is_list, Facts::default)
}

/// The organisation comes in a header:
/// <https://platform.openai.com/docs/api-reference/debugging-requests>.
pub(super) fn openai(answer: &Answer) -> Reading {
    with_account(models(answer), answer.header("openai-organization"))
}

/// So it does here: <https://docs.claude.com/en/api/overview#response-headers>.
pub(super) fn anthropic(answer: &Answer) -> Reading {
    with_account(models(answer), answer.header("anthropic-organization-id"))
}

/// Amounts are US dollars.
pub(super) fn openrouter(answer: &Answer) -> Reading {
    let data = &answer.json()["data"];
    let amount = |field: &str| data[field].as_f64();
    accepted(data["usage"].is_number() || data["label"].is_string(), || {
        let each = data["limit_reset"].as_str().map(|each| format!(" {each}")).unwrap_or_default();
        let flags = [
            ("is_free_tier", "free tier"),
            ("is_management_key", "management key"),
            ("is_provisioning_key", "provisioning key"),
        ];
        let limit = amount("limit").map(|limit| format!("limit {limit} USD{each}"));
        let left = amount("limit_remaining").map(|left| format!("remaining {left} USD"));
        let used = amount("usage").map(|used| format!("used {used} USD"));
        let flags = flags.iter().filter(|(field, _)| data[*field] == true);
        Facts {
            // A key that nobody named is labelled with its own beginning and end.
            account: text(&data["label"]).filter(|label| !label.starts_with("sk-or-")),
            permissions: [limit, left, used]
                .into_iter()
                .flatten()
                .chain(flags.map(|(_, says)| (*says).to_owned()))
                .collect(),
            expires: text(&data["expires_at"]),
        }
    })
}

/// Scopes are told of classic tokens only; those of a fine-grained one are not:
/// <https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps>.
pub(super) fn github(answer: &Answer) -> Reading {
    let login = text(&answer.json()["login"]);
    accepted(login.is_some(), || Facts {
        account: login.clone(),
        permissions: separated(answer.header("x-oauth-scopes")),
        expires: answer.header("github-authentication-token-expiration").map(str::to_owned),
    })
}

pub(super) fn gitlab(answer: &Answer) -> Reading {
    let json = answer.json();
    if json["revoked"] == true {
        return Reading::Refused("The token is revoked.".into());
    }
    if json["active"] == false {
        return Reading::Refused("The token is not active.".into());
    }
    accepted(json["scopes"].is_array(), || Facts {
        account: text(&json["name"]),
        permissions: texts(&json["scopes"]),
        expires: text(&json["expires_at"]),
    })
}

/// `huggingface.js`, packages/hub/src/lib/who-am-i.ts, has the types.
pub(super) fn hugging_face(answer: &Answer) -> Reading {
    let json = answer.json();
    let name = text(&json["name"]);
    let token = &json["auth"]["accessToken"];
    accepted(name.is_some(), || {
        let scoped = token["fineGrained"]["scoped"].as_array().into_iter().flatten();
        let scoped = scoped.flat_map(|scope| {
            let of = scope["entity"]["name"].as_str().unwrap_or_default();
            texts(&scope["permissions"]).into_iter().map(move |what| format!("{of}: {what}"))
        });
        Facts {
            account: name.clone(),
            permissions: text(&token["role"])
                .into_iter()
                .chain(texts(&token["fineGrained"]["global"]))
                .chain(scoped)
                .collect(),
            expires: text(&token["expiration"]).or_else(|| text(&json["auth"]["expiresAt"])),
        }
    })
}

/// A token that is known and not active is answered with success.
pub(super) fn cloudflare(answer: &Answer) -> Reading {
    let result = &answer.json()["result"];
    match result["status"].as_str() {
        Some("active") => {
            let facts = Facts { expires: text(&result["expires_on"]), ..Facts::default() };
            Reading::Accepted(facts)
        }
        Some(other) => Reading::Refused(format!("The token is {other}.")),
        None => Reading::NotTheirs,
    }
}

pub(super) fn hetzner(answer: &Answer) -> Reading {
    accepted(answer.json()["locations"].is_array(), Facts::default)
}

fn accepted(is_theirs: bool, facts: impl FnOnce() -> Facts) -> Reading {
    if is_theirs { Reading::Accepted(facts()) } else { Reading::NotTheirs }
}

fn with_account(reading: Reading, account: Option<&str>) -> Reading {
    match reading {
        Reading::Accepted(facts) => {
            Reading::Accepted(Facts { account: account.map(str::to_owned), ..facts })
        }
        other => other,
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(text).collect()
}

fn separated(list: Option<&str>) -> Vec<String> {
    let entries = list.unwrap_or_default().split(',').map(str::trim);
    entries.filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
}
