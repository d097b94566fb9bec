//! What a provider says in words when it does not do what it is asked.

use serde_json::Value;

use super::answer::{Answer, Body};

/// Lines of a text that are for people are short.
const MAX_LINE_CHARS: usize = 300;

/// What speaks of a key, a token or a permission.
const CREDENTIALS: &[&str] = &[
    "api key",
    "api_key",
    "apikey",
    "api token",
    "access token",
    "token",
    "credential",
    "unauthorized",
    "unauthenticated",
    "authenticat",
    "authorization",
    "forbidden",
    "permission",
    "access denied",
    "invalid key",
];
/// What speaks of too many requests.
const LIMITS: &[&str] =
    &["rate limit", "rate_limit", "ratelimit", "too many requests", "resource_exhausted"];
/// What speaks of a key that is good, and may not do just this.
const SCOPES: &[&str] = &[
    // OpenAI, with 401 or 403.
    "missing scopes",
    // GitHub: the token of an installation, which is no user.
    "resource not accessible by",
    // GitLab.
    "insufficient_scope",
];
/// What speaks of where the request came from.
const PLACES: &[&str] = &["unsupported_country", "country, region", "user location"];

/// What an answer says for people, and all that it says.
pub(super) struct Words {
    /// For people.
    pub(super) said: Option<String>,
    /// Codes and words, in lower case.
    all: String,
}

impl Words {
    pub(super) fn of(answer: &Answer) -> Self {
        match &answer.body {
            Body::Json(json) => {
                let mut all = String::new();
                for value in codes(json) {
                    let code = value.as_str().map(str::to_owned);
                    let code = code.or_else(|| value.as_i64().map(|number| number.to_string()));
                    all.extend(code.map(|code| format!("{} ", code.to_lowercase())));
                }
                let said = sentence(json);
                all.extend(said.iter().map(|said| said.to_lowercase()));
                Self { said, all }
            }
            Body::Text(text) if !answer.is_page() => {
                let line = text.lines().map(str::trim).find(|line| !line.is_empty());
                let said = line.filter(|line| line.chars().count() <= MAX_LINE_CHARS);
                let said = said.map(str::to_owned);
                Self { all: said.clone().unwrap_or_default().to_lowercase(), said }
            }
            Body::Text(_) | Body::TooLong => Self { said: None, all: String::new() },
        }
    }

    pub(super) fn speak_of_credentials(&self) -> bool {
        self.contain(CREDENTIALS) || self.has_code(&["401", "403"])
    }

    pub(super) fn speak_of_limits(&self) -> bool {
        self.contain(LIMITS) || self.has_code(&["429"])
    }

    pub(super) fn speak_of_scopes(&self) -> bool {
        self.contain(SCOPES)
    }

    pub(super) fn speak_of_places(&self) -> bool {
        self.contain(PLACES)
    }

    fn contain(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.all.contains(word))
    }

    fn has_code(&self, codes: &[&str]) -> bool {
        self.all.split(' ').any(|word| codes.contains(&word))
    }
}

/// Whether an answer says that it is an error, whatever its status is.
pub(super) fn is_error(json: &Value) -> bool {
    let has_errors = json["errors"].as_array().is_some_and(|errors| !errors.is_empty());
    let has_words = json["msg"].is_string() || json["message"].is_string();
    let error_code = has_words && json["code"].as_i64().is_some_and(|code| code >= 400);
    !json["error"].is_null()
        || json["success"] == false
        || json["type"] == "error"
        || json["object"] == "error"
        || has_errors
        || error_code
}

/// The sentence in it, in the forms that providers have.
fn sentence(json: &Value) -> Option<String> {
    let error = &json["error"];
    let first = &json["errors"][0];
    let chained = first["error_chain"][0]["message"].as_str();
    // GitLab's `error` is a code where there is a description.
    [
        &json["error_description"],
        &error["message"],
        &first["message"],
        error,
        &json["message"],
        &json["msg"],
        &json["detail"],
        &json["detail"][0]["msg"],
        &json["detail"]["message"],
        &json["title"],
        first,
    ]
    .into_iter()
    .filter_map(Value::as_str)
    .find(|text| !text.trim().is_empty())
    .map(|text| chained.map_or_else(|| text.to_owned(), |chained| format!("{text}: {chained}")))
}

/// The codes in it.
fn codes(json: &Value) -> Vec<&Value> {
    let error = &json["error"];
    let details = error["details"].as_array().into_iter().flatten();
    let mut codes = vec![
        &json["code"],
        &json["status"],
        &json["type"],
        error,
        &error["code"],
        &error["type"],
        &error["status"],
        &json["errors"][0]["code"],
    ];
    codes.extend(details.map(|detail| &detail["reason"]));
    codes
}
