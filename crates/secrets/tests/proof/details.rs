//! What providers tell of a key, and answers that say something else than yes or no.

use console_domain::{KeyKind, KeyTarget, KeyTestOutcome as Outcome, SecretValue};
use console_testkit::{Answer, Behaviour, Provider, Service};

use crate::{assert_outcome, at, prove, prover};

#[tokio::test]
async fn account_permissions_and_expiry_are_read_where_they_are_told() {
    for (kind, service, account, permissions, expires) in [
        (KeyKind::Openai, Service::Openai, Some("witness-org"), &[][..], None),
        (
            KeyKind::Anthropic,
            Service::Anthropic,
            Some("0b7c6d6e-5a60-4c6c-9c1e-111111111111"),
            &[],
            None,
        ),
        (
            KeyKind::Openrouter,
            Service::Openrouter,
            Some("witness laptop"),
            &["limit 100 USD monthly", "remaining 74.5 USD", "used 25.5 USD"],
            Some("2027-12-31T23:59:59Z"),
        ),
        (KeyKind::Gemini, Service::Gemini, None, &[], None),
        (
            KeyKind::Github,
            Service::Github,
            Some("octo-witness"),
            &["read:org", "repo", "workflow"],
            Some("2027-03-01 10:00:00 UTC"),
        ),
        (
            KeyKind::Gitlab,
            Service::Gitlab,
            Some("witness token"),
            &["read_api", "read_repository"],
            Some("2027-07-23"),
        ),
        (KeyKind::HuggingFace, Service::HuggingFace, Some("witness"), &["read"], None),
        (KeyKind::Cloudflare, Service::Cloudflare, None, &[], Some("2027-01-01T00:00:00Z")),
        (KeyKind::Hetzner, Service::Hetzner, None, &[], None),
    ] {
        let test = prove(&prover(), &Provider::start(), kind, &service.key()).await;
        assert_eq!(test.account.as_deref(), account, "{kind:?}");
        assert_eq!(test.permissions, permissions, "{kind:?}");
        assert_eq!(test.expires.as_deref(), expires, "{kind:?}");
        assert_eq!(test.at.to_string(), "2026-10-21T07:25:00Z", "the clock's time");
    }
}

#[tokio::test]
async fn answers_between_yes_and_no() {
    use KeyKind as K;
    let json = Answer::json;
    let cases = [
        // Report: microsoft/PowerToys#32989; a restricted key is a good one.
        (K::Openai, json(403, r#"{"error":{"message":"You have insufficient permissions for this operation. Missing scopes: api.model.read.","type":"invalid_request_error","param":null,"code":null}}"#), Outcome::Works, "Missing scopes: api.model.read"),
        (K::Openai, json(403, r#"{"error":{"code":"unsupported_country_region_territory","message":"Country, region, or territory not supported","param":null,"type":"request_forbidden"}}"#), Outcome::Unclear, "Country"),
        (K::Openai, Answer::page(403), Outcome::Unclear, "with a page"),
        (K::Openai, json(503, r#"{"error":{"message":"Overloaded","type":"server_error"}}"#), Outcome::Unclear, "problem of its own (HTTP 503 Service Unavailable). Overloaded"),
        (K::Openai, json(404, "{}"), Outcome::Unclear, "https://api.openai.com/v1"),
        (K::Openai, json(200, r#"{"hello":"world"}"#), Outcome::Unclear, "something else"),
        (K::Openai, json(200, r#"{"error":{"message":"Too many requests","code":429}}"#), Outcome::RateLimited, "Too many"),
        (K::Openai, json(418, "{}"), Outcome::Unclear, "HTTP 418"),
        (K::Openai, Answer::of(200, "text/plain", "It works"), Outcome::Unclear, "It works"),
        (K::Openai, Answer::of(200, "application/json", ""), Outcome::Unclear, "something else"),
        (K::Anthropic, json(529, r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#), Outcome::Unclear, "Overloaded"),
        (K::Gemini, json(400, r#"{"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}}"#), Outcome::Unclear, "User location"),
        (K::Gemini, json(403, r#"{"error":{"code":403,"message":"Your API key was reported as leaked. Please use another API key.","status":"PERMISSION_DENIED"}}"#), Outcome::Refused, "leaked"),
        (K::Deepseek, json(402, r#"{"error":{"message":"Insufficient Balance","type":"unknown_error","param":null,"code":"invalid_request_error"}}"#), Outcome::Unclear, "Insufficient Balance"),
        // Report: openai-compatible clients of z.ai.
        (K::Zai, json(200, r#"{"code":401,"msg":"token expired or incorrect","success":false}"#), Outcome::Refused, "token expired"),
        (K::Github, json(403, r#"{"message":"Resource not accessible by integration","status":"403"}"#), Outcome::Works, "Resource not accessible"),
        (K::Github, json(403, r#"{"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}"#).with("x-ratelimit-reset", "1792567560"), Outcome::RateLimited, "secondary rate limit"),
        (K::Gitlab, json(403, r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api"}"#), Outcome::Works, "higher privileges"),
        (K::Gitlab, json(200, r#"{"id":4,"name":"x","revoked":true,"scopes":["api"],"active":false,"expires_at":null}"#), Outcome::Refused, "revoked"),
        (K::Gitlab, json(200, r#"{"id":4,"name":"x","revoked":false,"scopes":["api"],"active":false,"expires_at":"2020-01-01"}"#), Outcome::Refused, "not active"),
        (K::Cloudflare, json(200, r#"{"result":{"id":"f2","status":"disabled"},"success":true,"errors":[],"messages":[]}"#), Outcome::Refused, "disabled"),
        (K::Cloudflare, json(200, r#"{"success":false,"errors":[{"code":1000,"message":"Invalid API Token"}],"messages":[],"result":null}"#), Outcome::Refused, "Invalid API Token"),
        (K::Cloudflare, json(400, r#"{"success":false,"errors":[{"code":6003,"message":"Invalid request headers","error_chain":[{"code":6111,"message":"Invalid format for Authorization header"}]}],"messages":[],"result":null}"#), Outcome::Refused, "Invalid request headers: Invalid format for Authorization header"),
        (K::Http, Answer::page(401), Outcome::Refused, "HTTP 401"),
        (K::Http, Answer::page(404), Outcome::Unclear, "HTTP 404"),
        (K::Http, Answer::of(407, "text/plain", ""), Outcome::Unreachable, "proxy"),
    ];
    let provider = Provider::start();
    for (kind, answer, outcome, says) in cases {
        provider.behave(Behaviour::Says(answer.clone()));
        let test = prove(&prover(), &provider, kind, "some-value-of-a-key").await;
        assert_eq!(test.outcome, outcome, "{kind:?} {answer:?}: {test:?}");
        assert_eq!(test.http_status, Some(answer.status), "{test:?}");
        let reason = test.reason.unwrap_or_default();
        assert!(reason.contains(says), "{kind:?} {answer:?}: {reason}");
    }
}

#[tokio::test]
async fn the_next_window_of_github_is_counted_from_now() {
    let provider = Provider::start();
    let limited = Answer::json(403, r#"{"message":"API rate limit exceeded"}"#)
        .with("x-ratelimit-remaining", "0")
        .with("x-ratelimit-reset", "1792567560");
    provider.behave(Behaviour::Says(limited));
    let test = prove(&prover(), &provider, KeyKind::Github, "some-value-of-a-key").await;
    // 2026-10-21T07:26:00Z, a minute from the clock's now.
    assert_eq!(test.retry_after_s, Some(60), "{test:?}");
}

#[tokio::test]
async fn an_open_endpoint_proves_nothing() {
    let provider = Provider::start();
    provider.behave(Behaviour::Says(Answer::json(200, r#"{"data":[]}"#)));
    for kind in [KeyKind::OpenaiCompatible, KeyKind::Http, KeyKind::Zai] {
        let test = prove(&prover(), &provider, kind, "some-value-of-a-key").await;
        assert_outcome(&test, Outcome::Unclear);
        assert!(test.reason.is_some_and(|reason| reason.contains("without a key")));
    }
}

#[tokio::test]
async fn an_own_header_carries_the_bare_value() {
    let provider = Provider::start();
    let target = KeyTarget {
        header: Some("X-Witness-Key".into()),
        ..at(KeyKind::Http, provider.base_url(Service::Endpoint))
    };
    let key = Service::Endpoint.key();
    let test = prover().prove(&target, &SecretValue::new(key.clone())).await;
    assert_outcome(&test, Outcome::Works);
    let seen = provider.seen();
    assert_eq!(seen[0].header("x-witness-key"), Some(key.as_str()));
    assert_eq!(seen[0].header("authorization"), None);
}

#[tokio::test]
async fn a_label_that_shows_the_key_is_left_out() {
    let provider = Provider::start();
    let body =
        r#"{"data":{"label":"sk-or-v1-au7...890","usage":0,"limit":null,"is_free_tier":true}}"#;
    provider.behave(Behaviour::Says(Answer::json(200, body)));
    let test = prove(&prover(), &provider, KeyKind::Openrouter, "some-value-of-a-key").await;
    assert_outcome(&test, Outcome::Works);
    assert_eq!(
        (test.account, test.permissions),
        (None, vec!["used 0 USD".into(), "free tier".into()])
    );
}

#[tokio::test]
async fn a_token_of_an_account_is_verified_below_it() {
    let provider = Provider::start();
    let base = format!("{}/accounts/0123abcd/", provider.base_url(Service::Cloudflare));
    let value = SecretValue::new("some-value-of-a-key".into());
    prover().prove(&at(KeyKind::Cloudflare, base), &value).await;
    assert_eq!(provider.seen()[0].path, "/cloudflare/client/v4/accounts/0123abcd/tokens/verify");
}

#[tokio::test]
async fn kinds_without_a_request_and_values_that_cannot_be_sent_ask_nobody() {
    let provider = Provider::start();
    let base = provider.base_url(Service::Openai);
    for (kind, value) in [
        (KeyKind::Mcp, "fine"),
        (KeyKind::Other, "fine"),
        (KeyKind::Openai, "two\nlines"),
        (KeyKind::Anthropic, "nul\0"),
    ] {
        let value = SecretValue::new(value.into());
        let test = prover().prove(&at(kind, base.clone()), &value).await;
        assert_outcome(&test, Outcome::Unclear);
        assert_eq!((test.latency_ms, test.http_status), (None, None));
        assert!(test.reason.is_some());
    }
    assert_eq!(provider.seen().len(), 0);
}
