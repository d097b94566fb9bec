//! Who may speak to the API: Host, Origin, then the bearer token.
//!
//! A page in a browser can make the browser send requests to loopback. It cannot forge Host
//! (which defeats DNS rebinding) nor leave out Origin, so both are checked before anything else.

use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use console_domain::{ErrorCode, Problem};

use crate::problem::HttpProblem;
use crate::token::Token;

/// The rules of one listener.
#[derive(Clone)]
pub(crate) struct Access {
    /// The token that opens everything.
    pub(crate) token: Token,
    /// Hosts, besides the loopback names, under which the listener is addressed.
    pub(crate) hosts: Vec<String>,
    /// Origins whose pages may call.
    pub(crate) origins: Vec<HeaderValue>,
}

/// Paths that need no token.
const OPEN: [&str; 2] = ["/healthz", "/api/v1/healthz"];

/// Refuses what the rules do not allow.
pub(crate) async fn check(
    State(access): State<std::sync::Arc<Access>>,
    request: Request,
    next: Next,
) -> Result<Response, HttpProblem> {
    access.check_host(request.headers())?;
    access.check_origin(request.headers())?;
    if !OPEN.contains(&request.uri().path()) {
        access.check_token(request.headers())?;
    }
    Ok(next.run(request).await)
}

impl Access {
    fn check_host(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let mut hosts = headers.get_all(HOST).iter();
        let only = hosts.next().filter(|_| hosts.next().is_none());
        let host = only.and_then(|host| host.to_str().ok()).map(without_port);
        let known = |host: &str| {
            let host = host.trim_end_matches('.').to_ascii_lowercase();
            matches!(host.as_str(), "127.0.0.1" | "localhost" | "[::1]")
                || self.hosts.contains(&host)
        };
        if host.is_some_and(known) {
            return Ok(());
        }
        Err(Problem::new(ErrorCode::OriginRejected, "The Host of this request is not allowed.")
            .hint("Address the console as 127.0.0.1 or localhost."))
    }

    fn check_origin(&self, headers: &HeaderMap) -> Result<(), Problem> {
        if headers.get_all(ORIGIN).iter().all(|origin| self.origins.contains(origin)) {
            return Ok(());
        }
        Err(Problem::new(ErrorCode::OriginRejected, "The Origin of this request is not allowed.")
            .hint("Name it in CONSOLE_MCP_CORS_ORIGINS if it is yours."))
    }

    fn check_token(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let given = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim());
        if given.is_some_and(|given| self.token.matches(given)) {
            return Ok(());
        }
        Err(Problem::new(
            ErrorCode::TokenRejected,
            "A bearer token is needed, or this one is wrong.",
        )
        .hint("The token of the running console stands in endpoint.json in its data directory."))
    }
}

/// The host without its port; the brackets of an IPv6 address stay.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty() => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access() -> Access {
        Access {
            token: Token::fresh().expect("random numbers"),
            hosts: vec!["tower.lan".into()],
            origins: vec![HeaderValue::from_static("http://localhost:5173")],
        }
    }

    #[test]
    fn only_our_own_hosts_are_answered() {
        for (host, allowed) in [
            ("127.0.0.1:8000", true),
            ("localhost", true),
            ("LOCALHOST.:1", true),
            ("[::1]:8000", true),
            ("tower.lan:80", true),
            ("evil.example", false),
            ("127.0.0.1.evil.example", false),
            ("localhost@evil", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static(host))]);
            assert_eq!(access().check_host(&headers).is_ok(), allowed, "{host:?}");
        }
        let mut two = HeaderMap::new();
        two.append(HOST, HeaderValue::from_static("localhost"));
        two.append(HOST, HeaderValue::from_static("localhost"));
        assert!(access().check_host(&two).is_err(), "two Hosts are one too many");
        assert!(access().check_host(&HeaderMap::new()).is_err());
    }

    #[test]
    fn a_foreign_page_is_refused() {
        for (origin, allowed) in [
            (Some("http://localhost:5173"), true),
            (None, true),
            (Some("null"), false),
            (Some("http://localhost:9999"), false),
            (Some("https://evil.example"), false),
        ] {
            let headers =
                origin.map(|o| (ORIGIN, HeaderValue::from_static(o))).into_iter().collect();
            assert_eq!(access().check_origin(&headers).is_ok(), allowed, "{origin:?}");
        }
    }
}
