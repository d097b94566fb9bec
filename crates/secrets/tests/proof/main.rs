//! Keys are proven against a local server that speaks the providers' real answers.
#![cfg(test)]

mod details;
mod providers;
mod trouble;

use std::sync::Arc;
use std::time::Duration;

use console_domain::{
    KeyKind, KeyTarget, KeyTest, KeyTestOutcome, ManualClock, NetworkSettings, SecretValue,
};
use console_network::{Network, NoProxyKeys};
use console_secrets::Prover;
use console_testkit::{Provider, Service};

/// Which kind of key opens which provider of the witness.
const KINDS: [(KeyKind, Service); 15] = [
    (KeyKind::Openai, Service::Openai),
    (KeyKind::Anthropic, Service::Anthropic),
    (KeyKind::Openrouter, Service::Openrouter),
    (KeyKind::Gemini, Service::Gemini),
    (KeyKind::Mistral, Service::Mistral),
    (KeyKind::Groq, Service::Groq),
    (KeyKind::Deepseek, Service::Deepseek),
    (KeyKind::Zai, Service::Zai),
    (KeyKind::Github, Service::Github),
    (KeyKind::Gitlab, Service::Gitlab),
    (KeyKind::HuggingFace, Service::HuggingFace),
    (KeyKind::Cloudflare, Service::Cloudflare),
    (KeyKind::Hetzner, Service::Hetzner),
    (KeyKind::OpenaiCompatible, Service::Compatible),
    (KeyKind::Http, Service::Endpoint),
];

fn clock() -> Arc<ManualClock> {
    // Three minutes before the date that the witness's own endpoint names.
    Arc::new(ManualClock::new("2026-10-21T07:25:00Z".parse().unwrap()))
}

fn prover_over(settings: NetworkSettings) -> Prover {
    let network = Network::new(settings, Arc::new(NoProxyKeys));
    Prover::new(Arc::new(network), clock())
}

fn prover() -> Prover {
    prover_over(NetworkSettings::default())
}

/// One that does not wait as long as a person would.
fn hasty() -> Prover {
    prover().with_timeout(Duration::from_millis(300))
}

fn at(kind: KeyKind, base_url: impl Into<String>) -> KeyTarget {
    KeyTarget { kind, base_url: Some(base_url.into()), ..KeyTarget::default() }
}

async fn prove(prover: &Prover, provider: &Provider, kind: KeyKind, key: &str) -> KeyTest {
    let (_, service) = KINDS.into_iter().find(|(other, _)| *other == kind).expect("a kind");
    let target = at(kind, provider.base_url(service));
    prover.prove(&target, &SecretValue::new(key.to_owned())).await
}

/// Neither the key, nor its end, is in anything that a person is shown of the test.
#[track_caller]
fn assert_key_is_nowhere(test: &KeyTest, key: &str) {
    let shown = serde_json::to_string(test).unwrap();
    let end = &key[key.len() - 6..];
    assert!(!shown.contains(key) && !shown.contains(end), "{shown}");
}

#[track_caller]
fn assert_outcome(test: &KeyTest, outcome: KeyTestOutcome) {
    assert_eq!(test.outcome, outcome, "{test:?}");
}
