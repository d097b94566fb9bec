//! A person's answers in the protocol's shapes (2025-11-25 and 2026-07-28, "client features").
//!
//! Invariants: a question that a person could not see or understand is refused before it is asked;
//! an answer that is not in the shape of its question is refused, and the question goes on waiting.

use console_domain::{CallError, Problem};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::targets::raw;
use crate::view::{QuestionAnswer, QuestionKind};

/// JSON-RPC: the parameters of a request are wrong.
const INVALID_PARAMS: i64 = -32602;
/// JSON-RPC: something went wrong on our side.
const INTERNAL: i64 = -32603;
/// What the specification has a client answer where its user rejects a sampling request.
const REJECTED: i64 = -1;

/// What a server asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `elicitation/create` with a schema.
    Fields,
    /// `elicitation/create` with a URL to visit.
    Url,
    /// `sampling/createMessage`.
    Message,
    /// `roots/list`.
    Roots,
}

impl Form {
    /// What `method` with `params` asks.
    pub(super) fn of(method: &str, params: &Value) -> Result<Self, CallError> {
        let form = match method {
            "elicitation/create" => match params.get("mode").map(Value::as_str) {
                None | Some(Some("form")) => Self::Fields,
                Some(Some("url")) => Self::Url,
                Some(_) => return Err(wrong("this mode of elicitation is not known")),
            },
            "sampling/createMessage" => Self::Message,
            "roots/list" => Self::Roots,
            _ => return Err(wrong("this is no question to a person")),
        };
        let lack = match form {
            Self::Fields | Self::Url if !params["message"].is_string() => {
                "message must be a string"
            }
            Self::Fields if !params["requestedSchema"].is_object() => {
                "requestedSchema must be an object"
            }
            Self::Url if !params["url"].as_str().is_some_and(is_web) => {
                "url must be an http or https URL"
            }
            Self::Message if !params["messages"].is_array() => "messages must be an array",
            _ => return Ok(form),
        };
        Err(wrong(lack))
    }

    /// How it is called in the window.
    pub(super) fn kind(self) -> QuestionKind {
        match self {
            Self::Fields | Self::Url => QuestionKind::Elicitation,
            Self::Message => QuestionKind::Sampling,
            Self::Roots => QuestionKind::Roots,
        }
    }

    /// Whether `answer` is in the shape of this question.
    pub(super) fn check(self, answer: &QuestionAnswer) -> Result<(), Problem> {
        let QuestionAnswer::Accept { content } = answer else { return Ok(()) };
        let lack = match self {
            Self::Fields if !content.is_object() => "The answer must be an object of values.",
            Self::Message if !content["role"].is_string() => "The message needs a role.",
            Self::Message if !(content["content"].is_object() || content["content"].is_array()) => {
                "The message needs a content."
            }
            Self::Message if !content["model"].is_string() => "The message needs a model.",
            Self::Roots => match content.as_array() {
                None => "The roots must be a list.",
                Some(roots) if roots.iter().any(|root| !root["uri"].is_string()) => {
                    "Each root needs a uri."
                }
                Some(_) => return Ok(()),
            },
            _ => return Ok(()),
        };
        Err(Problem::invalid("content", lack).hint("The question still waits: answer it again."))
    }

    /// What the server gets.
    pub(super) fn result(self, answer: QuestionAnswer) -> Result<Box<RawValue>, CallError> {
        let result = match (self, answer) {
            (Self::Fields, QuestionAnswer::Accept { content }) => {
                json!({ "action": "accept", "content": content })
            }
            (Self::Url, QuestionAnswer::Accept { .. }) => json!({ "action": "accept" }),
            (Self::Message, QuestionAnswer::Accept { content }) => content,
            (Self::Roots, QuestionAnswer::Accept { content }) => json!({ "roots": content }),
            (Self::Fields | Self::Url, QuestionAnswer::Decline) => json!({ "action": "decline" }),
            (Self::Fields | Self::Url, QuestionAnswer::Cancel) => json!({ "action": "cancel" }),
            // These two have no other way to say no.
            (Self::Message, _) => return Err(rpc(REJECTED, "User rejected sampling request")),
            (Self::Roots, _) => return Err(rpc(REJECTED, "User declined to name roots")),
        };
        raw(&result).map_err(CallError::Failed)
    }
}

/// The server's request cannot be asked.
pub(super) fn wrong(why: &str) -> CallError {
    rpc(INVALID_PARAMS, why)
}

/// Nobody can be asked.
pub(super) fn unavailable(why: &str) -> CallError {
    rpc(INTERNAL, why)
}

fn rpc(code: i64, message: &str) -> CallError {
    CallError::Rpc { code, message: message.to_owned(), data: None }
}

/// A person is sent nowhere but to the web.
fn is_web(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| scheme == "https" || scheme == "http")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept(content: Value) -> QuestionAnswer {
        QuestionAnswer::Accept { content }
    }

    fn sent(form: Form, answer: QuestionAnswer) -> Result<Value, i64> {
        match form.result(answer) {
            Ok(result) => Ok(serde_json::from_str(result.get()).expect("JSON")),
            Err(CallError::Rpc { code, .. }) => Err(code),
            Err(CallError::Failed(problem)) => panic!("{problem}"),
        }
    }

    #[test]
    fn answers_are_in_the_protocols_shapes() {
        let message = json!({"role": "assistant", "content": {"type": "text"}, "model": "me"});
        let roots = json!([{"uri": "file:///home"}]);
        let (yes, no, closed) = (accept, QuestionAnswer::Decline, QuestionAnswer::Cancel);
        let cases = [
            (
                Form::Fields,
                yes(json!({"a": 1})),
                Ok(json!({"action": "accept", "content": {"a": 1}})),
            ),
            (Form::Fields, no.clone(), Ok(json!({"action": "decline"}))),
            (Form::Fields, closed.clone(), Ok(json!({"action": "cancel"}))),
            (Form::Url, yes(json!(null)), Ok(json!({"action": "accept"}))),
            (Form::Url, no.clone(), Ok(json!({"action": "decline"}))),
            (Form::Message, yes(message.clone()), Ok(message)),
            (Form::Message, no.clone(), Err(-1)),
            (Form::Message, closed.clone(), Err(-1)),
            (Form::Roots, yes(roots.clone()), Ok(json!({"roots": roots}))),
            (Form::Roots, no, Err(-1)),
            (Form::Roots, closed, Err(-1)),
        ];
        for (form, answer, expected) in cases {
            assert_eq!(sent(form, answer.clone()), expected, "{form:?} {answer:?}");
        }
    }

    #[test]
    fn answers_of_another_shape_are_refused() {
        let cases = [
            (Form::Fields, json!("text"), false),
            (Form::Fields, json!({}), true),
            (Form::Url, json!(null), true),
            (Form::Message, json!({"role": "assistant", "content": {}}), false),
            (Form::Message, json!({"role": "assistant", "content": "x", "model": "m"}), false),
            (Form::Message, json!({"role": "assistant", "content": [], "model": "m"}), true),
            (Form::Roots, json!({"roots": []}), false),
            (Form::Roots, json!([{"name": "no uri"}]), false),
            (Form::Roots, json!([]), true),
        ];
        for (form, content, fits) in cases {
            assert_eq!(form.check(&accept(content.clone())).is_ok(), fits, "{form:?} {content}");
        }
        assert!(Form::Message.check(&QuestionAnswer::Decline).is_ok(), "no is always an answer");
    }

    #[test]
    fn questions_that_a_person_could_not_answer_are_refused() {
        let schema = json!({"type": "object"});
        let form = json!({"message": "?", "requestedSchema": schema});
        let url = |url: &str| json!({"mode": "url", "message": "?", "url": url});
        let cases = [
            ("elicitation/create", form.clone(), Some(Form::Fields)),
            ("elicitation/create", url("https://a.test/x"), Some(Form::Url)),
            ("elicitation/create", url("javascript:alert(1)"), None),
            ("elicitation/create", url("file:///etc/passwd"), None),
            ("elicitation/create", json!({"message": "?"}), None),
            ("elicitation/create", json!({"requestedSchema": schema}), None),
            ("elicitation/create", json!({"mode": "telepathy", "message": "?"}), None),
            ("elicitation/create", json!({"mode": 7, "message": "?"}), None),
            ("sampling/createMessage", json!({"messages": []}), Some(Form::Message)),
            ("sampling/createMessage", json!({"messages": "hi"}), None),
            ("roots/list", json!({}), Some(Form::Roots)),
            ("tools/call", json!({}), None),
        ];
        for (method, params, expected) in cases {
            assert_eq!(Form::of(method, &params).ok(), expected, "{method} {params}");
        }
    }
}
