//! What HTTP failures mean, in plain words.

use std::error::Error;

use console_domain::{ErrorCode, Problem};
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LOCATION, WWW_AUTHENTICATE};

use super::endpoint::Endpoint;

/// The request did not get an answer.
pub(crate) fn unreachable(endpoint: &Endpoint, error: &reqwest::Error) -> Problem {
    let shown = &endpoint.shown;
    let cause = root_cause(error);
    let problem = |message: String| Problem::new(ErrorCode::Unreachable, message);
    if error.is_timeout() {
        return problem(format!("{shown} did not answer in time."))
            .hint("Check the URL, the network and, where one is used, the proxy.");
    }
    if is_tls(&cause) {
        return problem(format!("No secure (TLS) connection to {shown}: {cause}."))
            .hint("Check the URL's scheme, the server's certificate and this machine's clock.");
    }
    if error.is_dns() {
        let host = endpoint.url.host_str().unwrap_or_default();
        return problem(format!("The name {host} cannot be found."))
            .hint("Check the URL for a typing error, and the network.");
    }
    if cause.contains("refused") {
        return problem(format!("{shown} refused the connection: nothing listens there."))
            .hint("Start the server, or check the port in the URL.");
    }
    if error.is_connect() {
        return problem(format!("{shown} cannot be reached: {cause}."))
            .hint("Check the URL, the network and, where one is used, the proxy.");
    }
    problem(format!("The connection to {shown} broke off: {cause}."))
        .hint("Try again; if it goes on, look at the server's own log.")
}

/// The answer's status says no. `text` is what its body says, if that is for people.
pub(crate) fn refused(
    endpoint: &Endpoint,
    status: StatusCode,
    headers: &HeaderMap,
    text: Option<&str>,
) -> Problem {
    let shown = &endpoint.shown;
    let facts = serde_json::json!({ "http_status": status.as_u16() });
    if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
        return unauthorized(endpoint, status, headers).details(facts);
    }
    if status.is_redirection() {
        let to = headers.get(LOCATION).and_then(|to| to.to_str().ok());
        let to = to.and_then(|to| endpoint.url.join(to).ok()).map(|mut to| {
            to.set_query(None);
            let _ = to.set_username("");
            let _ = to.set_password(None);
            format!(" to {to}")
        });
        let message =
            format!("{shown} redirects{}, which is not followed.", to.unwrap_or_default());
        return Problem::new(ErrorCode::Unreachable, message)
            .hint("If you trust that address, use it as the server's URL.")
            .details(facts);
    }
    let says = text.map(|text| endpoint.scrub(text)).filter(|text| !text.trim().is_empty());
    let says = says.map(|text| format!(": {}", text.trim())).unwrap_or_default();
    let message = format!("{shown} answered with HTTP status {status}{says}.");
    let hint = match status.as_u16() {
        404 | 405 => "Check the path of the URL; many servers listen at /mcp or /sse.",
        429 => "The server limits how often it is called; wait, then try again.",
        500..=599 => "The server has a problem of its own; try again later.",
        _ => "Look at the server's documentation for what it expects.",
    };
    Problem::new(ErrorCode::ServerError, message).hint(hint).details(facts)
}

fn unauthorized(endpoint: &Endpoint, status: StatusCode, headers: &HeaderMap) -> Problem {
    let challenge = headers.get(WWW_AUTHENTICATE).and_then(|value| value.to_str().ok());
    let says = challenge.map(|text| format!(" It says: {}.", endpoint.scrub(text)));
    let had_credentials = !endpoint.headers.is_empty();
    let what = match (status, had_credentials) {
        (StatusCode::UNAUTHORIZED, false) => "asks for credentials",
        (StatusCode::UNAUTHORIZED, true) => "refuses the credentials that it was given",
        _ => "refuses access",
    };
    let message = format!(
        "{} {what} (HTTP {}).{}",
        endpoint.shown,
        status.as_u16(),
        says.unwrap_or_default()
    );
    Problem::new(ErrorCode::Unauthorized, message)
        .hint("Add or renew the server's key, for example as a header Authorization: Bearer ${secret:NAME}.")
}

fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    // The outermost error shows the URL, query and all; the innermost does not know it.
    if std::ptr::addr_eq(cause, error) {
        return "the request failed".to_owned();
    }
    cause.to_string().trim_end_matches('.').to_owned()
}

fn is_tls(cause: &str) -> bool {
    let cause = cause.to_ascii_lowercase();
    ["certificate", "tls", "handshake", "corrupt message", "invalidcontenttype"]
        .iter()
        .any(|word| cause.contains(word))
}
