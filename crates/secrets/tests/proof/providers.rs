//! Every kind of key against its provider: good, wrong, too often, an error with success.

use console_domain::{KeyKind, KeyTestOutcome as Outcome};
use console_testkit::{Behaviour, Provider, Service};

use crate::{KINDS, assert_key_is_nowhere, assert_outcome, prove, prover};

#[test]
fn every_kind_that_can_be_tested_is_in_the_table() {
    let untested = [KeyKind::Mcp, KeyKind::Other];
    for kind in KeyKind::ALL {
        let is_there = KINDS.iter().any(|(other, _)| *other == kind);
        assert_ne!(is_there, untested.contains(&kind), "{kind:?}");
    }
}

#[tokio::test]
async fn a_good_key_works_and_goes_into_one_header_only() {
    for (kind, service) in KINDS {
        let (provider, key) = (Provider::start(), service.key());
        let test = prove(&prover(), &provider, kind, &key).await;
        assert_outcome(&test, Outcome::Works);
        assert_eq!((test.http_status, &test.reason), (Some(200), &None), "{kind:?}");
        assert!(test.latency_ms.is_some());
        assert_key_is_nowhere(&test, &key);

        let seen = provider.seen();
        assert_eq!(seen[0].method, "GET", "{kind:?}");
        let holds = |text: &str| text.contains(&key);
        assert!(!seen.iter().any(|request| holds(&request.path)), "{kind:?}: {seen:?}");
        let carried = seen[0].headers.iter().filter(|(_, value)| holds(value));
        let carried: Vec<&str> = carried.map(|(name, _)| name.as_str()).collect();
        let header = match kind {
            KeyKind::Anthropic => "x-api-key",
            KeyKind::Gemini => "x-goog-api-key",
            KeyKind::Gitlab => "private-token",
            _ => "authorization",
        };
        assert_eq!(carried, [header], "{kind:?}");
        // What might be open to everybody is asked once more, without the key.
        let may_be_open = [KeyKind::Zai, KeyKind::OpenaiCompatible, KeyKind::Http].contains(&kind);
        assert_eq!(seen.len(), if may_be_open { 2 } else { 1 }, "{kind:?}");
        let second = seen.get(1).into_iter().flat_map(|request| &request.headers);
        assert!(!second.into_iter().any(|(_, value)| holds(value)), "{kind:?}: {seen:?}");
    }
}

#[tokio::test]
async fn a_wrong_key_is_refused_in_the_providers_words() {
    for (kind, service) in KINDS {
        let (provider, key) = (Provider::start(), service.wrong_key());
        let test = prove(&prover(), &provider, kind, &key).await;
        assert_outcome(&test, Outcome::Refused);
        assert_key_is_nowhere(&test, &key);
        let says = match service {
            Service::Openai => {
                "Incorrect API key provided: ••••••. You can find your API key at https://platform.openai.com/account/api-keys."
            }
            Service::Anthropic => "invalid x-api-key",
            Service::Openrouter => "User not found.",
            Service::Gemini => "API key not valid. Please pass a valid API key.",
            Service::Mistral => "Unauthorized",
            Service::Groq => "Invalid API Key",
            Service::Deepseek => "Authentication Fails, Your api key: •••••• is invalid",
            Service::Zai => "token expired or incorrect",
            Service::Github => "Bad credentials",
            Service::Gitlab => {
                "Token is expired. You can either do re-authorization or token refresh."
            }
            Service::HuggingFace => "Invalid credentials in Authorization header",
            Service::Cloudflare => "Invalid API Token",
            Service::Hetzner => "unable to authenticate",
            Service::Compatible => {
                "Incorrect API key provided: ••••••. You can obtain an API key from https://console.example."
            }
            Service::Endpoint => "who are you?",
        };
        assert_eq!(test.reason.as_deref(), Some(says), "{kind:?}");
        assert_eq!(provider.seen().len(), 1, "{kind:?}: no second try");
    }
}

#[tokio::test]
async fn too_many_requests_say_nothing_of_the_key_and_when_to_ask_again() {
    for (kind, service) in KINDS {
        let provider = Provider::start();
        provider.behave(Behaviour::Limited);
        let test = prove(&prover(), &provider, kind, &service.key()).await;
        assert_outcome(&test, Outcome::RateLimited);
        let again = match service {
            Service::Openai => Some(20),
            Service::Anthropic => Some(37),
            Service::Gemini => Some(42),
            // 2.5 seconds, and the date of the header.
            Service::Groq => Some(3),
            Service::Endpoint => Some(180),
            Service::Github => Some(60),
            Service::Gitlab => Some(11),
            Service::Cloudflare => Some(300),
            _ => None,
        };
        assert_eq!(test.retry_after_s, again, "{kind:?}");
        assert!(test.reason.is_some(), "{kind:?}");
    }
}

#[tokio::test]
async fn a_refusal_with_the_status_200_is_a_refusal() {
    for (kind, service) in KINDS {
        if kind == KeyKind::Http {
            continue; // Of any endpoint, only the status is known.
        }
        let provider = Provider::start();
        provider.behave(Behaviour::ErrorIn200);
        let test = prove(&prover(), &provider, kind, &service.key()).await;
        assert_outcome(&test, Outcome::Refused);
        assert_eq!(test.http_status, Some(200));
        assert!(test.reason.is_some(), "{kind:?}");
    }
}
