//! Tests of keys against providers on this machine.

use console_domain::{
    ErrorCode, KeyKind, KeyTarget, KeyTestOutcome, NetworkSettings, SecretVault, VaultError,
};
use console_testkit::{Provider, Service};

use super::{add, house, key_name, listed, rotate, secret};
use crate::Console;
use crate::view::{AddKey, KeyStatus, UpdateKey};

fn openai(provider: &Provider) -> KeyTarget {
    let base_url = Some(provider.base_url(Service::Openai));
    KeyTarget { kind: KeyKind::Openai, base_url, ..KeyTarget::default() }
}

async fn add_openai(console: &Console, provider: &Provider, name: &str, value: &str) {
    let request = AddKey { name: name.into(), target: openai(provider), value: secret(value) };
    console.add_key(request).await.expect("added");
}

#[tokio::test]
async fn a_test_is_remembered_until_the_value_is_another() {
    let (house, _) = house().await;
    let console = &house.console;
    let provider = Provider::start();
    let good = Service::Openai.key();
    add_openai(console, &provider, "OPENAI", &Service::Openai.wrong_key()).await;

    let tested = console.test_key("OPENAI").await.expect("tested");
    assert_eq!(tested.last_test.expect("a test").outcome, KeyTestOutcome::Refused);
    assert!(!tested.test_is_stale && tested.last_used_at.is_some());
    let rotated = rotate(console, "OPENAI", &good).await.expect("rotated").key;
    assert!(rotated.test_is_stale, "it was another value");
    let tested = console.test_key("OPENAI").await.expect("tested");
    assert_eq!(tested.last_test.expect("a test").outcome, KeyTestOutcome::Works);
    assert!(!tested.test_is_stale);
    assert!(listed(console, "OPENAI").await.expect("listed").last_test.is_some());

    let request = UpdateKey { name: "OPENAI".into(), target: KeyTarget::default() };
    let other = console.update_key(request).await.expect("changed");
    assert_eq!(other.last_test, None, "it says nothing of what the key opens now");
    let refused = console.test_key("OPENAI").await.expect_err("no test of this kind");
    assert_eq!(refused.code, ErrorCode::Conflict);
    let refused = console.test_key("NOBODY").await.expect_err("no such key");
    assert_eq!(refused.code, ErrorCode::NotFound);
}

#[tokio::test]
async fn all_are_tested_and_one_that_is_lost_is_left_out() {
    let (house, vault) = house().await;
    let console = &house.console;
    let provider = Provider::start();
    for n in 0..6 {
        add_openai(console, &provider, &format!("GOOD_{n}"), &Service::Openai.key()).await;
    }
    add_openai(console, &provider, "BAD", &Service::Openai.wrong_key()).await;
    add_openai(console, &provider, "GONE", &Service::Openai.key()).await;
    add(console, "UNTESTABLE", "a value").await.expect("added");
    vault.remove(&key_name("GONE")).await.expect("removed");
    let list = console.test_all_keys().await.expect("tested");
    for key in list.keys {
        let outcome = key.last_test.map(|test| test.outcome);
        let (expected, status) = match key.name.as_str() {
            "BAD" => (Some(KeyTestOutcome::Refused), KeyStatus::Ready),
            "GONE" => (None, KeyStatus::Lost),
            "UNTESTABLE" => (None, KeyStatus::Ready),
            _ => (Some(KeyTestOutcome::Works), KeyStatus::Ready),
        };
        assert_eq!((outcome, key.status), (expected, status), "{}", key.name);
    }
    vault.fail_with(Some(VaultError::Locked));
    let locked = console.test_all_keys().await.expect_err("no value can be read");
    assert_eq!(locked.code, ErrorCode::KeychainLocked);
}

#[tokio::test]
async fn what_is_being_typed_is_tested_and_not_stored() {
    let (house, vault) = house().await;
    let console = &house.console;
    // Nothing of it needs a keychain.
    vault.fail_with(Some(VaultError::Unavailable("none".into())));
    let provider = Provider::start();
    for (value, outcome) in [
        (Service::Openai.key(), KeyTestOutcome::Works),
        (Service::Openai.wrong_key(), KeyTestOutcome::Refused),
    ] {
        let (target, value) = (openai(&provider), secret(&value));
        let test = console.try_key(AddKey { name: String::new(), target, value }).await;
        assert_eq!(test.expect("tested").outcome, outcome);
    }
    assert!(console.list_keys().await.expect("a list").keys.is_empty());
}

#[tokio::test]
async fn a_key_that_the_proxy_needs_is_not_removed_unasked() {
    let (house, _) = house().await;
    let console = &house.console;
    for name in ["PROXY_USER", "PROXY_PASSWORD"] {
        add(console, name, "a value").await.expect("added");
    }
    let proxy =
        Some("http://${secret:PROXY_USER}:${secret:PROXY_PASSWORD}@127.0.0.1:3128".to_owned());
    let settings = NetworkSettings { proxy, ..NetworkSettings::default() };
    console.set_network_settings(settings).await.expect("set");
    let request = |force| crate::view::RemoveKey { name: "PROXY_PASSWORD".into(), force };
    let refused = console.remove_key(request(false)).await.expect_err("it is used");
    assert_eq!(refused.code, ErrorCode::KeyInUse);
    console.remove_key(request(true)).await.expect("forced");
}
