//! What is called, as the protocol says it.

use console_domain::{Catalog, ErrorCode, Problem, Redact};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::view::CallTarget;

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    arguments: Option<&'a Value>,
}

/// Method and parameters of a call.
///
/// # Errors
/// `invalid_input`, with the field, where the arguments are not what the protocol takes.
pub(super) fn request_of(target: &CallTarget) -> Result<(&'static str, Box<RawValue>), Problem> {
    match target {
        CallTarget::Tool { name, arguments } => {
            needed("name", name, "a tool")?;
            if !arguments.is_object() {
                let message = "The arguments must be a JSON object.";
                return Err(Problem::invalid("arguments", message)
                    .hint("For example {\"text\": \"hello\"}."));
            }
            raw(&Named { name, arguments: Some(arguments) }).map(|params| ("tools/call", params))
        }
        CallTarget::Resource { uri } => {
            needed("uri", uri, "a URI")?;
            raw(&serde_json::json!({ "uri": uri })).map(|params| ("resources/read", params))
        }
        CallTarget::Prompt { name, arguments } => {
            needed("name", name, "a prompt")?;
            let arguments = texts(arguments)?.then_some(arguments);
            raw(&Named { name, arguments }).map(|params| ("prompts/get", params))
        }
    }
}

/// Whether there are arguments; all of them must be texts.
fn texts(arguments: &Value) -> Result<bool, Problem> {
    let Some(members) = arguments.as_object() else {
        return Err(Problem::invalid("arguments", "The arguments must be an object of texts.")
            .hint("For example {\"topic\": \"Rust\"}."));
    };
    if let Some((name, _)) = members.iter().find(|(_, value)| !value.is_string()) {
        let message = format!("The argument {name} of a prompt must be a text.");
        return Err(Problem::invalid(format!("arguments.{name}"), message)
            .hint("Write it in quotation marks."));
    }
    Ok(!members.is_empty())
}

fn needed(field: &str, value: &str, what: &str) -> Result<(), Problem> {
    if value.is_empty() {
        return Err(Problem::invalid(field, format!("The name of {what} is needed.")));
    }
    Ok(())
}

/// The URI of the resource that is shown as `uri`, where that is not its own; what is shown of
/// several alike is the first of them.
pub(super) fn listed_uri(catalog: &Catalog, uri: &str, redact: &dyn Redact) -> Option<String> {
    let uris = || catalog.resources.iter().map(|resource| resource.name.as_str());
    if uris().any(|listed| listed == uri) {
        return None;
    }
    uris().find(|listed| redact.redact(listed) == uri).map(str::to_owned)
}

/// `value` as raw JSON.
pub(super) fn raw(value: &(impl Serialize + ?Sized)) -> Result<Box<RawValue>, Problem> {
    to_raw_value(value).map_err(|error| Problem::new(ErrorCode::Internal, format!("{error}.")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_resource_is_found_by_what_is_shown_of_it() {
        struct Knows;
        impl Redact for Knows {
            fn redact<'t>(&self, text: &'t str) -> std::borrow::Cow<'t, str> {
                text.replace("hidden", "•").into()
            }
        }
        let item = |uri: &str| console_domain::CatalogItem {
            name: uri.into(),
            raw: raw(&json!({})).expect("JSON").into(),
        };
        let resources = ["db://u:hidden@x/t", "db://x/t", "odd://•"].map(item).into(); // not a secret
        let catalog = Catalog { resources, ..Catalog::default() };
        let found = |uri| listed_uri(&catalog, uri, &Knows);
        assert_eq!(found("db://u:•@x/t").as_deref(), Some("db://u:hidden@x/t")); // not a secret
        for itself in ["db://x/t", "odd://•", "db://unlisted"] {
            assert_eq!(found(itself), None, "{itself}");
        }
    }

    fn field(target: &CallTarget) -> Option<String> {
        request_of(target).err().and_then(|problem| problem.field)
    }

    #[test]
    fn each_kind_is_a_request_of_the_protocol() {
        let tool = CallTarget::Tool { name: "add".into(), arguments: json!({"b": 2, "a": 1}) };
        let (method, params) = request_of(&tool).expect("fine");
        assert_eq!(
            (method, params.get()),
            ("tools/call", r#"{"name":"add","arguments":{"b":2,"a":1}}"#)
        );
        let resource = CallTarget::Resource { uri: "file:///a b".into() };
        let (method, params) = request_of(&resource).expect("fine");
        assert_eq!((method, params.get()), ("resources/read", r#"{"uri":"file:///a b"}"#));
        for (arguments, sent) in [
            (json!({}), r#"{"name":"greet"}"#),
            (json!({"who": "Ada"}), r#"{"name":"greet","arguments":{"who":"Ada"}}"#),
        ] {
            let prompt = CallTarget::Prompt { name: "greet".into(), arguments };
            let (method, params) = request_of(&prompt).expect("fine");
            assert_eq!((method, params.get()), ("prompts/get", sent));
        }
    }

    #[test]
    fn what_the_protocol_does_not_take_is_refused_with_its_field() {
        let tool = |arguments| CallTarget::Tool { name: "t".into(), arguments };
        let prompt = |arguments| CallTarget::Prompt { name: "p".into(), arguments };
        assert_eq!(field(&tool(json!([1]))).as_deref(), Some("arguments"));
        assert_eq!(field(&tool(json!(null))).as_deref(), Some("arguments"));
        assert_eq!(field(&prompt(json!("x"))).as_deref(), Some("arguments"));
        assert_eq!(field(&prompt(json!({"n": 1}))).as_deref(), Some("arguments.n"));
        assert_eq!(field(&CallTarget::Resource { uri: String::new() }).as_deref(), Some("uri"));
    }
}
