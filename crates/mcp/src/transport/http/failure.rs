//! What HTTP failures mean, in plain words.

use console_domain::{ErrorCode, Problem};
use console_network::Failure;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LOCATION, WWW_AUTHENTICATE};

use super::endpoint::Endpoint;

/// The request did not get an answer.
pub(crate) fn unreachable(endpoint: &Endpoint, error: &reqwest::Error) -> Problem {
    let shown = &endpoint.shown;
    let (message, hint) = match Failure::of(error) {
        Failure::TimedOut => (
            format!("{shown} did not answer in time."),
            "Check the URL, the network and, where one is used, the proxy.",
        ),
        Failure::UnknownAuthority => (
            format!(
                "No secure (TLS) connection to {shown}: this machine does not know the certificate's authority."
            ),
            "If the authority is your company's, name its file in the network settings.",
        ),
        Failure::Tls(cause) => (
            format!("No secure (TLS) connection to {shown}: {cause}."),
            "Check the URL's scheme, the server's certificate and this machine's clock.",
        ),
        Failure::NameNotFound => {
            let host = endpoint.url.host_str().unwrap_or_default();
            let hint = "Check the URL for a typing error, and the network.";
            (format!("The name {host} cannot be found."), hint)
        }
        Failure::Proxy(cause) => (
            format!("The proxy did not reach {shown}: {cause}."),
            "Check the proxy in the network settings, or in the system's.",
        ),
        Failure::ConnectionRefused => (
            format!("{shown} refused the connection: nothing listens there."),
            "Start the server, or check the port in the URL.",
        ),
        Failure::NotConnected(cause) => (
            format!("{shown} cannot be reached: {cause}."),
            "Check the URL, the network and, where one is used, the proxy.",
        ),
        Failure::BrokenOff(cause) => (
            format!("The connection to {shown} broke off: {cause}."),
            "Try again; if it goes on, look at the server's own log.",
        ),
    };
    Problem::new(ErrorCode::Unreachable, message).hint(hint)
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
