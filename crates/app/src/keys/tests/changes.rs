//! Adding, rotating, changing and removing keys, and what is known of them meanwhile.

use std::sync::Arc;

use console_domain::limits::{MAX_KEYS, MAX_SECRET_BYTES};
use console_domain::{ErrorCode, EventKind, KeyKind, KeyTarget, SecretVault, VaultError};

use super::{add, given, held, house, key_name, listed, open, rotate, secret, user};
use crate::view::{AddKey, KeyStatus, RemoveKey, UnlockVault, UpdateKey, VaultStatus};

fn remove(name: &str, force: bool) -> RemoveKey {
    RemoveKey { name: name.into(), force }
}

#[tokio::test]
async fn a_key_is_added_given_rotated_and_removed() {
    let (house, vault) = house().await;
    let console = &house.console;
    let mut events = console.bus().subscribe();
    let added = add(console, "TOKEN", "  first value\n").await.expect("added");
    assert_eq!(added.status, KeyStatus::Ready);
    assert_eq!(added.last_used_at, None);
    assert!(matches!(events.try_recv().expect("an event").kind, EventKind::KeysChanged));
    assert_eq!(given(console, "TOKEN").await.as_deref(), Ok("first value"), "trimmed");
    assert!(listed(console, "TOKEN").await.expect("listed").last_used_at.is_some());

    let rotated = rotate(console, "TOKEN", "second value").await.expect("rotated").key;
    assert_ne!(rotated.fingerprint, added.fingerprint);
    assert!(rotated.rotated_at >= added.rotated_at);
    assert_eq!(rotated.created_at, added.created_at);
    assert_eq!(given(console, "TOKEN").await.as_deref(), Ok("second value"));
    let again = rotate(console, "TOKEN", "second value").await.expect("rotated").key;
    assert_eq!(again.rotated_at, rotated.rotated_at, "the same value makes no server old");

    console.remove_key(remove("TOKEN", false)).await.expect("removed");
    assert_eq!(listed(console, "TOKEN").await, None);
    assert_eq!(held(vault.as_ref(), "TOKEN").await, None);
    let missing = given(console, "TOKEN").await.expect_err("it is gone");
    assert_eq!(missing.code, ErrorCode::KeyMissing);
}

#[tokio::test]
async fn bad_input_is_refused_with_its_field_and_stores_nothing() {
    let (house, vault) = house().await;
    let console = &house.console;
    add(console, "TAKEN", "a value").await.expect("added");
    let long = "x".repeat(MAX_SECRET_BYTES + 1);
    for (name, value, field, code) in [
        ("", "value", "name", ErrorCode::InvalidInput),
        ("1A", "value", "name", ErrorCode::InvalidInput),
        ("A-B", "value", "name", ErrorCode::InvalidInput),
        ("_MCP_CONSOLE_FINGERPRINT", "value", "name", ErrorCode::InvalidInput),
        ("_mcp_console_x", "value", "name", ErrorCode::InvalidInput),
        ("TAKEN", "value", "name", ErrorCode::DuplicateName),
        ("taken", "value", "name", ErrorCode::DuplicateName),
        ("A", "", "value", ErrorCode::InvalidInput),
        ("A", " \n ", "value", ErrorCode::InvalidInput),
        ("A", long.as_str(), "value", ErrorCode::InvalidInput),
    ] {
        let problem = add(console, name, value).await.expect_err(name);
        assert_eq!((problem.code, problem.field.as_deref()), (code, Some(field)), "{name}");
        assert!(problem.hint.is_some(), "{problem:?}");
    }
    let http = KeyTarget { kind: KeyKind::Http, ..KeyTarget::default() };
    let request = AddKey { name: "A".into(), target: http, value: secret("value") };
    let problem = console.add_key(request).await.expect_err("an http key needs a URL");
    assert_eq!(problem.field.as_deref(), Some("target.base_url"));
    let problem = rotate(console, "TAKEN", "").await.expect_err("empty");
    assert_eq!(problem.field.as_deref(), Some("value"));
    for name in ["NOBODY", "..", "_MCP_CONSOLE_FINGERPRINT"] {
        let problem = rotate(console, name, "value").await.expect_err(name);
        assert_eq!(problem.code, ErrorCode::NotFound, "{name}");
    }
    assert_eq!(console.list_keys().await.expect("a list").keys.len(), 1);
    assert_eq!(held(vault.as_ref(), "A").await, None);
    assert_eq!(given(console, "TAKEN").await.as_deref(), Ok("a value"));
}

#[tokio::test]
async fn what_the_console_keeps_for_itself_is_given_to_nobody() {
    let (house, vault) = house().await;
    add(&house.console, "A", "a value").await.expect("added");
    assert!(held(vault.as_ref(), "_MCP_CONSOLE_FINGERPRINT").await.is_some());
    let refused = given(&house.console, "_MCP_CONSOLE_FINGERPRINT").await.expect_err("it is ours");
    assert_eq!(refused.code, ErrorCode::KeyMissing);
    vault.set(&key_name("STRANGE"), &secret("not a key")).await.expect("set");
    let refused = given(&house.console, "STRANGE").await.expect_err("it is no key");
    assert_eq!(refused.code, ErrorCode::KeyMissing);
}

#[tokio::test]
async fn a_name_that_is_added_twice_at_once_is_added_once() {
    let (house, _) = house().await;
    let values: Vec<String> = (0..8).map(|n| format!("value number {n}")).collect();
    let mut adds = Vec::new();
    for value in &values {
        adds.push(add(&house.console, "TOKEN", value));
    }
    let outcomes = futures::future::join_all(adds).await;
    let won: Vec<usize> = (0..8).filter(|n| outcomes[*n].is_ok()).collect();
    assert_eq!(won.len(), 1, "{outcomes:?}");
    assert_eq!(given(&house.console, "TOKEN").await.as_ref(), Ok(&values[won[0]]));
}

#[tokio::test]
async fn there_are_at_most_so_many_keys() {
    let (house, _) = house().await;
    let ring = house.console.key_ring();
    for n in 0..MAX_KEYS {
        let (name, at) = (key_name(&format!("K{n}")), house.console.clock().now());
        ring.keys.insert(&name, &KeyTarget::default(), "", at).await.expect("stored");
    }
    let problem = add(&house.console, "ONE_MORE", "value").await.expect_err("too many");
    assert_eq!(problem.code, ErrorCode::Conflict);
}

#[tokio::test]
async fn uses_are_told_and_keep_a_key_from_being_removed() {
    let (house, _) = house().await;
    let console = &house.console;
    let one = user(console, "One", "TOKEN", "Bearer ${secret:SHARED} ${secret:GONE}").await;
    user(console, "Two", "LITERAL", "$${secret:SHARED}").await;
    let list = console.list_keys().await.expect("a list");
    let missing: Vec<&str> = list.missing.iter().map(|missing| missing.name.as_str()).collect();
    assert_eq!(missing, ["GONE", "SHARED"]);
    let added = add(console, "SHARED", "a value").await.expect("added");
    assert_eq!(added.used_by.len(), 1);
    let using = &added.used_by[0];
    assert_eq!((using.server.as_str(), using.name.as_str()), (one.as_str(), "One"));
    assert_eq!((using.fields.as_slice(), using.is_running), (&["env.TOKEN".to_owned()][..], false));
    let list = console.list_keys().await.expect("a list");
    assert_eq!(list.missing.len(), 1);

    let refused = console.remove_key(remove("SHARED", false)).await.expect_err("it is used");
    assert_eq!(refused.code, ErrorCode::KeyInUse);
    assert_eq!(refused.details.expect("details")["servers"], serde_json::json!([one]));
    assert_eq!(given(console, "SHARED").await.as_deref(), Ok("a value"));
    console.remove_key(remove("SHARED", true)).await.expect("forced");
    assert_eq!(console.list_keys().await.expect("a list").missing.len(), 2);
}

#[tokio::test]
async fn a_locked_vault_lists_its_keys_and_gives_none() {
    let (house, vault) = house().await;
    let console = &house.console;
    add(console, "TOKEN", "a value").await.expect("added");
    for (error, status, code) in [
        (VaultError::Locked, VaultStatus::Locked, ErrorCode::KeychainLocked),
        (VaultError::Denied, VaultStatus::Unavailable, ErrorCode::KeychainDenied),
        (VaultError::TimedOut(10), VaultStatus::Unavailable, ErrorCode::KeychainTimeout),
        (
            VaultError::Unavailable("gone".into()),
            VaultStatus::Unavailable,
            ErrorCode::KeychainUnavailable,
        ),
    ] {
        vault.fail_with(Some(error));
        let list = console.list_keys().await.expect("a list all the same");
        assert_eq!(list.vault.status, status);
        assert_eq!(list.vault.problem.as_ref().map(|problem| problem.code), Some(code));
        assert_eq!(list.keys[0].status, KeyStatus::Unavailable);
        for problem in [
            given(console, "TOKEN").await.expect_err("no value"),
            add(console, "OTHER", "value").await.expect_err("not added"),
            rotate(console, "TOKEN", "value").await.expect_err("not rotated"),
            console.remove_key(remove("TOKEN", true)).await.expect_err("not removed"),
        ] {
            assert_eq!(problem.code, code);
            assert!(problem.hint.is_some(), "{problem:?}");
        }
    }
    vault.fail_with(Some(VaultError::Locked));
    let open = console.unlock_vault(UnlockVault::default()).await.expect("unlocked");
    assert_eq!((open.status, open.problem), (VaultStatus::Ready, None));
    assert_eq!(given(console, "TOKEN").await.as_deref(), Ok("a value"));
    assert_eq!(listed(console, "OTHER").await, None);
}

#[tokio::test]
async fn what_another_program_did_to_a_value_is_noticed_when_it_is_used() {
    let (house, vault) = house().await;
    let console = &house.console;
    let added = add(console, "TOKEN", "our value").await.expect("added");
    vault.set(&key_name("TOKEN"), &secret("their value")).await.expect("set");
    assert_eq!(given(console, "TOKEN").await.as_deref(), Ok("their value"));
    let changed = listed(console, "TOKEN").await.expect("listed");
    assert_ne!(changed.fingerprint, added.fingerprint);

    vault.remove(&key_name("TOKEN")).await.expect("removed");
    assert_eq!(listed(console, "TOKEN").await.expect("listed").status, KeyStatus::Ready);
    let missing = given(console, "TOKEN").await.expect_err("it is gone");
    assert_eq!(missing.code, ErrorCode::KeyMissing);
    assert_eq!(missing.details.expect("details")["key"], "TOKEN");
    assert_eq!(listed(console, "TOKEN").await.expect("listed").status, KeyStatus::Lost);
    let dir = house.dir;
    drop(house.console);
    let console = &open(&dir, Arc::clone(&vault)).await;
    assert_eq!(listed(console, "TOKEN").await.expect("listed").status, KeyStatus::Lost);
    let found = rotate(console, "TOKEN", "our value").await.expect("set again").key;
    assert_eq!(found.status, KeyStatus::Ready);
    assert_eq!(found.fingerprint, added.fingerprint, "it is the same value");
}

#[tokio::test]
async fn fingerprints_survive_the_loss_of_what_they_are_keyed_with() {
    let (house, vault) = house().await;
    let added = add(&house.console, "TOKEN", "a value").await.expect("added");
    vault.remove(&key_name("_MCP_CONSOLE_FINGERPRINT")).await.expect("removed");
    let dir = house.dir;
    drop(house.console);
    let console = &open(&dir, Arc::clone(&vault)).await;
    assert_eq!(given(console, "TOKEN").await.as_deref(), Ok("a value"));
    let key = listed(console, "TOKEN").await.expect("listed");
    assert_ne!(key.fingerprint, added.fingerprint, "it is keyed with another");
    assert_eq!(key.rotated_at, added.rotated_at, "and its value is the same");
}

#[tokio::test]
async fn another_target_leaves_the_value() {
    let (house, _) = house().await;
    let console = &house.console;
    add(console, "TOKEN", "a value").await.expect("added");
    let target = KeyTarget { kind: KeyKind::Github, ..KeyTarget::default() };
    let request = UpdateKey { name: "TOKEN".into(), target: target.clone() };
    assert_eq!(console.update_key(request).await.expect("changed").target, target);
    assert_eq!(given(console, "TOKEN").await.as_deref(), Ok("a value"));
    let bad = KeyTarget { kind: KeyKind::Http, ..KeyTarget::default() };
    let request = UpdateKey { name: "TOKEN".into(), target: bad };
    let problem = console.update_key(request).await.expect_err("it needs a URL");
    assert_eq!(problem.field.as_deref(), Some("target.base_url"));
    assert_eq!(listed(console, "TOKEN").await.expect("listed").target, target);
}
