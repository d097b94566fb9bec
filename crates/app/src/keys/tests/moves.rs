//! Keeping values elsewhere: to an encrypted file and back, whatever happens meanwhile.

use std::sync::Arc;

use console_domain::limits::MIN_PASSPHRASE_CHARS;
use console_domain::{ErrorCode, Problem, VaultError};

use super::vault::{FatefulVault, Fault};
use super::{House, add, given, held, house, house_with, listed, open, rotate, secret};
use crate::Console;
use crate::view::{ChooseVault, KeyStatus, UnlockVault, VaultKind, VaultStatus, VaultView};

const PASSPHRASE: &str = "horse battery staple";
const KEYS: [(&str, &str); 2] = [("ONE", "value of one"), ("TWO", "value of two")];
/// More calls than a move makes.
const MANY_CALLS: usize = 60;

async fn choose(console: &Console, kind: VaultKind) -> Result<VaultView, Problem> {
    let passphrase = (kind == VaultKind::File).then(|| secret(PASSPHRASE));
    console.choose_vault(ChooseVault { kind, passphrase }).await
}

async fn unlock(console: &Console, passphrase: &str) -> Result<VaultView, Problem> {
    console.unlock_vault(UnlockVault { passphrase: Some(secret(passphrase)) }).await
}

#[tokio::test]
async fn keys_move_to_a_file_stay_locked_at_each_start_and_move_back() {
    let (house, keychain) = house().await;
    let House { console, dir } = house;
    for (name, value) in KEYS {
        add(&console, name, value).await.expect("added");
    }
    let before = listed(&console, "ONE").await.expect("listed");
    let view = choose(&console, VaultKind::File).await.expect("moved");
    let file = dir.path().join("keys.age");
    assert_eq!((view.kind, view.status), (VaultKind::File, VaultStatus::Ready));
    assert_eq!(view.file, Some(file.display().to_string()));
    for (name, value) in KEYS {
        assert_eq!(held(keychain.as_ref(), name).await, None, "nothing is left behind");
        assert_eq!(given(&console, name).await.as_deref(), Ok(value));
    }
    let after = listed(&console, "ONE").await.expect("listed");
    assert_eq!(after.rotated_at, before.rotated_at, "the value is the same");
    drop(console);

    let console = open(&dir, Arc::clone(&keychain)).await;
    assert_eq!(console.vault().await.status, VaultStatus::Locked);
    assert_eq!(given(&console, "ONE").await.map_err(|p| p.code), Err(ErrorCode::KeychainLocked));
    let refused = choose(&console, VaultKind::Keychain).await.expect_err("it is locked");
    assert_eq!(refused.code, ErrorCode::KeychainLocked);
    let wrong = unlock(&console, "not the passphrase").await.expect_err("wrong");
    assert_eq!(wrong.code, ErrorCode::KeychainDenied);
    unlock(&console, PASSPHRASE).await.expect("unlocked");
    assert_eq!(given(&console, "ONE").await.as_deref(), Ok("value of one"));

    choose(&console, VaultKind::Keychain).await.expect("moved back");
    for (name, value) in KEYS {
        assert_eq!(held(keychain.as_ref(), name).await.as_deref(), Some(value));
        let file = console.vaults().of(VaultKind::File);
        assert!(file.get(&super::key_name(name)).await.expect("open").is_none(), "{name}");
    }
    assert_eq!(listed(&console, "ONE").await.expect("listed").rotated_at, before.rotated_at);
}

#[tokio::test]
async fn a_file_needs_a_good_passphrase() {
    let (house, _) = house().await;
    for passphrase in [None, Some(String::new()), Some("x".repeat(MIN_PASSPHRASE_CHARS - 1))] {
        let passphrase = passphrase.map(Into::into);
        let request = ChooseVault { kind: VaultKind::File, passphrase };
        let problem = house.console.choose_vault(request).await.expect_err("refused");
        assert_eq!(problem.field.as_deref(), Some("passphrase"));
        assert_eq!(problem.code, ErrorCode::InvalidInput);
    }
    assert_eq!(house.console.vault().await.kind, VaultKind::Keychain);
    assert!(!house.dir.path().join("keys.age").exists());
}

#[tokio::test]
async fn without_a_keychain_a_file_is_used_and_what_was_there_is_found_again() {
    let (house, keychain) = house().await;
    let console = &house.console;
    add(console, "ONE", "value of one").await.expect("added");
    keychain.fail_with(Some(VaultError::Unavailable("it went away".into())));
    let view = choose(console, VaultKind::File).await.expect("chosen");
    assert_eq!(view.status, VaultStatus::Ready);
    assert_eq!(listed(console, "ONE").await.expect("listed").status, KeyStatus::Lost);
    add(console, "TWO", "value of two").await.expect("added");
    keychain.fail_with(None);
    assert_eq!(held(keychain.as_ref(), "ONE").await.as_deref(), Some("value of one"));
    choose(console, VaultKind::Keychain).await.expect("back");
    for (name, value) in KEYS {
        assert_eq!(given(console, name).await.as_deref(), Ok(value));
        assert_eq!(listed(console, name).await.expect("listed").status, KeyStatus::Ready);
    }
}

/// Moves the keys to `to` while `fault` happens to the keychain; `false` where it did not.
async fn trial(to: VaultKind, fault: Fault, at: usize) -> bool {
    let what = format!("to {to:?}, {fault:?} at call {at}");
    let keychain = FatefulVault::new();
    let House { console, dir } = house_with(Arc::clone(&keychain)).await;
    if to == VaultKind::Keychain {
        choose(&console, VaultKind::File).await.expect("chosen");
    }
    for (name, value) in KEYS {
        add(&console, name, value).await.expect("added");
    }
    keychain.expect(fault, at, console.database().clone());
    let outcome = tokio::select! {
        outcome = choose(&console, to) => Some(outcome),
        () = keychain.end.notified() => None,
    };
    if !keychain.heal() {
        return false;
    }
    drop(console);
    let console = open(&dir, Arc::clone(&keychain)).await;
    let used = console.vault().await.kind;
    if let Some(outcome) = outcome {
        assert_eq!(outcome.is_ok(), used == to, "{what}");
    }
    if used == VaultKind::File {
        unlock(&console, PASSPHRASE).await.expect(&what);
    } else {
        console.vaults().of(VaultKind::File).unlock(Some(secret(PASSPHRASE))).await.expect(&what);
        console.key_ring().finish_move().await;
    }
    for (name, value) in KEYS {
        assert_eq!(given(&console, name).await.as_deref(), Ok(value), "{what}");
        let other = match used {
            VaultKind::Keychain => VaultKind::File,
            VaultKind::File => VaultKind::Keychain,
        };
        let copy = console.vaults().of(other).get(&super::key_name(name)).await.expect(&what);
        // What the console could not take back before it ended, it knows of and has removed.
        assert!(copy.is_none(), "{what}: a copy of {name} is left");
        rotate(&console, name, "again").await.expect(&what);
    }
    true
}

#[tokio::test]
async fn nothing_is_lost_and_nothing_left_behind_whatever_happens_to_a_move() {
    for to in [VaultKind::File, VaultKind::Keychain] {
        for fault in Fault::ALL {
            let mut calls = 0;
            while trial(to, fault, calls).await {
                calls += 1;
                assert!(calls < MANY_CALLS, "a move ends");
            }
            assert!(calls >= KEYS.len(), "{to:?}, {fault:?}: there were calls to fail");
        }
    }
}
