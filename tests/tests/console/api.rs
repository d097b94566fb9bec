//! Who may speak to the API: whoever has the token, from a page that is ours or from none, under a
//! name that is the console's own.

use console_testkit::{Host, Mcpctl, TempHome};
use serde_json::{Value, json};

use crate::support::{Witness, assert_explained, ids, send};

/// A request for the list of servers with these headers beside the right Host and token.
fn list(host: &Host, authority: &str, token: Option<&str>, more: &str) -> (u16, Value) {
    let token = token.map_or_else(String::new, |token| format!("Authorization: {token}\r\n"));
    let request = format!("GET /api/v1/servers HTTP/1.1\r\nHost: {authority}\r\n{token}{more}");
    send(host, &request, "")
}

#[test]
fn a_missing_or_wrong_token_is_401() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    let right = format!("Bearer {}", host.token());
    let shorter = &right[..right.len() - 1];
    for token in [None, Some("Bearer wrong"), Some(shorter), Some("Basic dXNlcjpwYXNz"), Some("")] {
        let (status, problem) = list(&host, "127.0.0.1", token, "");
        assert_eq!(status, 401, "{token:?}");
        assert_explained(&problem, "token_rejected");
    }
    let (status, servers) = list(&host, "127.0.0.1", Some(&right), "");
    assert_eq!((status, &servers[0]["id"]), (200, &json!("witness")));

    // What would change something is refused the same way.
    let head = "HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer wrong\r\n";
    for request in [
        format!("DELETE /api/v1/servers/witness {head}"),
        format!("POST /api/v1/servers/witness/stop {head}"),
        format!("POST /api/v1/host/handover {head}"),
        format!("GET /api/v1/events {head}"),
    ] {
        assert_eq!(send(&host, &request, "").0, 401, "{request}");
    }
    witness.is_undisturbed();
    let (status, health) = send(&host, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n", "");
    assert_eq!((status, &health["status"]), (200, &json!("ok")), "liveness needs no token");
}

#[test]
fn a_foreign_host_or_origin_is_403_even_with_the_token() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let token = format!("Bearer {}", host.token());
    let port = host.base_url().rsplit_once(':').unwrap().1;
    let evil_with_port = format!("evil.example:{port}");
    for authority in ["evil.example", &evil_with_port, "127.0.0.1.evil.example", ""] {
        let (status, problem) = list(&host, authority, Some(&token), "");
        assert_eq!(status, 403, "Host: {authority}");
        assert_explained(&problem, "origin_rejected");
    }
    let own_page = format!("http://127.0.0.1:{port}");
    for (origin, status) in [
        ("https://evil.example", 403),
        ("null", 403),
        ("http://localhost:5173.evil.example", 403),
        (own_page.as_str(), 403),
        ("http://localhost:5173", 200),
        ("http://127.0.0.1:5173", 200),
    ] {
        let (got, problem) =
            list(&host, "localhost", Some(&token), &format!("Origin: {origin}\r\n"));
        assert_eq!(got, status, "Origin: {origin}");
        if status == 403 {
            assert_explained(&problem, "origin_rejected");
        }
    }
}

#[test]
fn a_bad_request_is_told_with_its_field_and_changes_nothing() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let head = format!(
        "HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n",
        host.token()
    );
    for (request, body, expected, code) in [
        ("POST /api/v1/servers", "{", 400, "invalid_input"),
        ("POST /api/v1/servers", "{}", 400, "invalid_input"),
        ("POST /api/v1/servers", r#"{"name": "x"}"#, 400, "invalid_input"),
        (
            "POST /api/v1/servers",
            r#"{"name": "x", "command": "a", "url": "http://b"}"#,
            400,
            "invalid_input",
        ),
        ("POST /api/v1/servers/import", "[]", 400, "invalid_input"),
        ("GET /api/v1/servers/nobody", "", 404, "not_found"),
        ("GET /api/v1/servers/..%2F..", "", 404, "not_found"),
        ("POST /api/v1/servers/nobody/start?wait_ms=soon", "", 400, "invalid_input"),
    ] {
        let (status, problem) = send(&host, &format!("{request} {head}"), body);
        assert_eq!(
            (status, &problem["code"]),
            (expected, &json!(code)),
            "{request} {body}: {problem:#}"
        );
        if expected == 400 {
            assert!(problem["field"].is_string(), "{request} {body}: {problem:#}");
        }
    }
    assert_eq!(ids(&mcpctl), [""; 0]);
}
