//! What code forges, hosts and others say, with where that was read.

use super::answer::Answer;
use super::service::{Carried, Demand, Facts};

// Docs: docs.github.com/en/rest/users/users, …/rest/authentication, …/using-the-rest-api
// (rate limits, and that a user agent is demanded).
pub(super) const GITHUB: Facts = Facts {
    name: "github",
    base: "",
    path: "/user",
    prefix: "ghp_",
    carried: Carried::Bearer,
    demands: Some(Demand {
        header: "user-agent",
        otherwise: || {
            let body = "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.";
            Answer::of(403, "text/html", body)
        },
    }),
    good: || {
        let body = r#"{"login":"octo-witness","id":583231,"type":"User","name":"Octo Witness","plan":{"name":"pro"}}"#;
        Answer::of(200, "application/json; charset=utf-8", body)
            .with("x-oauth-scopes", "read:org, repo, workflow")
            .with("github-authentication-token-expiration", "2027-03-01 10:00:00 UTC")
            .with("x-ratelimit-remaining", "4999")
    },
    bad: |_| {
        let body = r#"{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}"#;
        Answer::of(401, "application/json; charset=utf-8", body)
    },
    // The primary limit is a 403 whose header says that nothing remains.
    limited: || {
        let body = r#"{"message":"API rate limit exceeded for user ID 583231.","documentation_url":"https://docs.github.com/rest/overview/rate-limits-for-the-rest-api"}"#;
        Answer::of(403, "application/json; charset=utf-8", body)
            .with("x-ratelimit-remaining", "0")
            .with("retry-after", "60")
    },
};

// Docs: docs.gitlab.com/api/personal_access_tokens (self). Report for the refusal:
// mattermost/mattermost-plugin-gitlab#316.
pub(super) const GITLAB: Facts = Facts {
    name: "gitlab",
    base: "/api/v4",
    path: "/personal_access_tokens/self",
    prefix: "glpat-",
    carried: Carried::Header("private-token"),
    demands: None,
    good: || {
        let body = r#"{"id":4,"name":"witness token","revoked":false,"created_at":"2026-07-23T14:31:47.729Z","scopes":["read_api","read_repository"],"user_id":24,"last_used_at":"2026-10-06T17:58:37.550Z","active":true,"expires_at":"2027-07-23"}"#;
        Answer::json(200, body)
    },
    bad: |_| {
        let body = r#"{"error":"invalid_token","error_description":"Token is expired. You can either do re-authorization or token refresh."}"#;
        Answer::json(401, body)
    },
    limited: || Answer::of(429, "text/plain", "Retry later\n").with("retry-after", "11"),
};

// Reports: huggingface/huggingface_hub#2765 (the answer), #3368 (the refusal), #2843 (too often:
// a page).
pub(super) const HUGGING_FACE: Facts = Facts {
    name: "hugging_face",
    base: "/api",
    path: "/whoami-v2",
    prefix: "hf_",
    carried: Carried::Bearer,
    demands: None,
    good: || {
        let body = r#"{"type":"user","id":"63dcf661f37111482522cda7","name":"witness","fullname":"A Witness","email":"witness@example.com","emailVerified":true,"canPay":false,"periodEnd":null,"isPro":false,"orgs":[],"auth":{"type":"access_token","accessToken":{"displayName":"laptop","role":"read","createdAt":"2026-01-01T00:00:00.000Z"}}}"#;
        Answer::of(200, "application/json; charset=utf-8", body)
    },
    bad: |_| Answer::json(401, r#"{"error":"Invalid credentials in Authorization header"}"#),
    limited: || Answer::page(429),
};

// Docs: developers.cloudflare.com/fundamentals/api/troubleshooting. Reports:
// putyourlightson/craft-cloudflare#88, jeessy2/ddns-go#916 (a token of a wrong form).
pub(super) const CLOUDFLARE: Facts = Facts {
    name: "cloudflare",
    base: "/client/v4",
    path: "/user/tokens/verify",
    prefix: "",
    carried: Carried::Bearer,
    demands: None,
    good: || {
        let body = r#"{"result":{"id":"f267e341f3dd4697bd3b9f71dd96247f","status":"active","not_before":"2026-07-01T05:20:00Z","expires_on":"2027-01-01T00:00:00Z"},"success":true,"errors":[],"messages":[{"code":10000,"message":"This API Token is valid and active","type":null}]}"#;
        Answer::json(200, body)
    },
    bad: |_| {
        let body = r#"{"success":false,"errors":[{"code":1000,"message":"Invalid API Token"}],"messages":[],"result":null}"#;
        Answer::json(401, body)
    },
    limited: || {
        let body = r#"{"success":false,"errors":[{"code":10429,"message":"More than 1200 requests per 300 seconds reached. Please wait and consider throttling your request speed"}],"messages":[],"result":null}"#;
        Answer::json(429, body).with("retry-after", "300")
    },
};

// Docs: docs.hetzner.cloud (authentication, errors, rate limiting).
pub(super) const HETZNER: Facts = Facts {
    name: "hetzner",
    base: "/v1",
    path: "/locations?per_page=1",
    prefix: "",
    carried: Carried::Bearer,
    demands: None,
    good: || {
        let body = r#"{"locations":[{"id":1,"name":"fsn1","description":"Falkenstein DC Park 1","country":"DE","city":"Falkenstein","network_zone":"eu-central"}],"meta":{"pagination":{"page":1,"per_page":1,"previous_page":null,"next_page":2,"last_page":6,"total_entries":6}}}"#;
        Answer::json(200, body).with("ratelimit-remaining", "3599")
    },
    bad: |_| {
        let body = r#"{"error":{"code":"unauthorized","message":"unable to authenticate","details":null}}"#;
        Answer::json(401, body)
    },
    limited: || {
        let body = r#"{"error":{"code":"rate_limit_exceeded","message":"limit of 3600 requests per hour reached"}}"#;
        Answer::json(429, body)
    },
};

// Nobody's in particular.
pub(super) const ENDPOINT: Facts = Facts {
    name: "endpoint",
    base: "/things/42",
    path: "",
    prefix: "",
    carried: Carried::BearerOr("x-witness-key"),
    demands: None,
    good: || Answer::of(200, "text/plain", "ok\n"),
    bad: |_| {
        Answer::of(401, "text/plain", "who are you?\n").with("www-authenticate", "Bearer realm=x")
    },
    limited: || {
        let when = "Wed, 21 Oct 2026 07:28:00 GMT";
        Answer::of(429, "text/plain", "slow down\n").with("retry-after", when)
    },
};
