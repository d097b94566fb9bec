//! Parameters of an outgoing request: our progress token and, in the modern era, the `_meta`
//! members that every request must carry.
//!
//! Invariants: a caller's own progress token never reaches the server (two callers may well have
//! chosen the same); all other members are relayed as they are.

use std::borrow::Cow;

use console_domain::Problem;
use serde_json::value::RawValue;

use crate::fields::{Fields, raw};

/// Keys of `_meta` that the modern era reserves.
pub(crate) mod meta {
    pub(crate) const PROTOCOL_VERSION: &str = "io.modelcontextprotocol/protocolVersion";
    pub(crate) const CLIENT_INFO: &str = "io.modelcontextprotocol/clientInfo";
    pub(crate) const CLIENT_CAPABILITIES: &str = "io.modelcontextprotocol/clientCapabilities";
    pub(crate) const SERVER_INFO: &str = "io.modelcontextprotocol/serverInfo";
}

const META: &str = "_meta";
const PROGRESS_TOKEN: &str = "progressToken";

/// What every request of the modern era says of us.
#[derive(Debug, Clone)]
pub(crate) struct ModernStamp {
    /// The version of the protocol.
    pub(crate) version: &'static str,
    /// Our `Implementation`.
    pub(crate) client_info: Box<RawValue>,
}

/// What is written into the parameters of one request.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Stamp<'a> {
    /// Our progress token, where the caller wants progress.
    pub(crate) progress: Option<u64>,
    /// The modern era's members.
    pub(crate) modern: Option<&'a ModernStamp>,
    /// Whether the caller answers sampling, elicitation and roots.
    pub(crate) answers: bool,
}

/// The parameters as they are sent.
pub(crate) fn stamped<'a>(
    params: Option<&'a RawValue>,
    stamp: Stamp<'_>,
) -> Result<Option<Cow<'a, RawValue>>, Problem> {
    let untouched = stamp.progress.is_none() && stamp.modern.is_none();
    // The common case costs one search of the text and no parsing.
    if untouched && params.is_none_or(|params| !may_hold_token(params.get())) {
        return Ok(params.map(Cow::Borrowed));
    }
    let not_an_object = || Problem::invalid("params", "The parameters must be a JSON object.");
    let mut fields = match params {
        Some(params) => Fields::read(params).ok_or_else(not_an_object)?,
        None => Fields::default(),
    };
    let had_meta = fields.get(META).map(ToOwned::to_owned);
    let mut members = had_meta.as_deref().and_then(Fields::read).unwrap_or_default();
    members.remove(PROGRESS_TOKEN);
    if let Some(token) = stamp.progress {
        members.set(PROGRESS_TOKEN, raw(&token));
    }
    if let Some(modern) = stamp.modern {
        members.set(meta::PROTOCOL_VERSION, raw(modern.version));
        // A gateway's caller may speak for itself: then it answers for itself, too.
        if members.get(meta::CLIENT_INFO).is_none() {
            members.set(meta::CLIENT_INFO, modern.client_info.clone());
        }
        if members.get(meta::CLIENT_CAPABILITIES).is_none() {
            members.set(meta::CLIENT_CAPABILITIES, raw(&capabilities(stamp.answers)));
        }
    }
    if members.is_empty() {
        fields.remove(META);
    } else {
        fields.set(META, members.to_raw());
    }
    Ok(Some(Cow::Owned(fields.to_raw())))
}

/// The capabilities that we announce for a caller that does or does not answer requests.
pub(crate) fn capabilities(answers: bool) -> serde_json::Value {
    if answers {
        let elicitation = serde_json::json!({ "form": {}, "url": {} });
        serde_json::json!({ "roots": {}, "sampling": {}, "elicitation": elicitation })
    } else {
        serde_json::json!({})
    }
}

fn may_hold_token(text: &str) -> bool {
    // A key may be written with escapes; then the text is looked at closely.
    text.contains(PROGRESS_TOKEN) || text.contains("\\u")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(text: &str) -> Box<RawValue> {
        RawValue::from_string(text.to_owned()).expect("JSON")
    }

    fn sent(params: &str, stamp: Stamp<'_>) -> String {
        let params = object(params);
        let sent = stamped(Some(&params), stamp).expect("an object").expect("parameters");
        sent.get().to_owned()
    }

    #[test]
    fn plain_parameters_pass_as_they_are() {
        let text = r#"{ "name":"x",  "arguments":{"n":1.0} }"#;
        assert_eq!(sent(text, Stamp::default()), text);
        assert!(stamped(None, Stamp::default()).expect("nothing to refuse").is_none());
    }

    #[test]
    fn a_callers_token_is_replaced_by_ours() {
        let ours = Stamp { progress: Some(7), ..Stamp::default() };
        let theirs = r#"{"name":"x","_meta":{"progressToken":1,"k":2}}"#;
        assert_eq!(sent(theirs, ours), r#"{"name":"x","_meta":{"k":2,"progressToken":7}}"#);
        assert_eq!(
            sent(theirs, Stamp::default()),
            r#"{"name":"x","_meta":{"k":2}}"#,
            "without progress wanted, a stray token could hit another caller's"
        );
        let escaped = r#"{"_meta":{"progress\u0054oken":1}}"#;
        assert_eq!(sent(escaped, Stamp::default()), "{}");
    }

    #[test]
    fn modern_requests_say_who_asks() {
        let modern = ModernStamp { version: "2026-07-28", client_info: object(r#"{"name":"c"}"#) };
        let stamp = Stamp { modern: Some(&modern), answers: true, ..Stamp::default() };
        let sent_text = sent(r#"{"a":1}"#, stamp);
        let value: serde_json::Value = serde_json::from_str(&sent_text).expect("JSON");
        assert_eq!(value["_meta"][meta::PROTOCOL_VERSION], "2026-07-28");
        assert_eq!(value["_meta"][meta::CLIENT_INFO]["name"], "c");
        assert!(value["_meta"][meta::CLIENT_CAPABILITIES]["sampling"].is_object());

        let own = format!(r#"{{"_meta":{{"{}":{{"roots":{{}}}}}}}}"#, meta::CLIENT_CAPABILITIES);
        let value: serde_json::Value = serde_json::from_str(&sent(&own, stamp)).expect("JSON");
        assert!(
            value["_meta"][meta::CLIENT_CAPABILITIES]["sampling"].is_null(),
            "a caller that announces its own capabilities answers for itself"
        );
    }

    #[test]
    fn parameters_that_are_no_object_are_refused() {
        let list = object("[1]");
        let stamp = Stamp { progress: Some(1), ..Stamp::default() };
        assert_eq!(
            stamped(Some(&list), stamp).expect_err("a list").field.as_deref(),
            Some("params")
        );
    }
}
