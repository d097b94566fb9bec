//! Whatever happens at whichever call of the vault: no value is lost that was not asked to go, and
//! a change is made or not.

use std::sync::Arc;

use console_domain::{ErrorCode, Problem, SecretVault};

use super::vault::{FatefulVault, Fault};
use super::{House, add, given, held, house_with, key_name, listed, open, rotate, secret};
use crate::Console;
use crate::view::{KeyStatus, RemoveKey};

/// More calls than any change makes.
const MANY_CALLS: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    /// A key is added.
    Add,
    /// A key is added where the vault has a value of that name that nobody knows of.
    AddOver,
    Rotate,
    Remove,
}

impl Change {
    const ALL: [Self; 4] = [Self::Add, Self::AddOver, Self::Rotate, Self::Remove];

    /// The key that it is about.
    fn key(self) -> &'static str {
        match self {
            Self::Add | Self::AddOver => "NEW",
            Self::Rotate | Self::Remove => "OLD",
        }
    }

    /// What the vault has under that name before.
    fn before(self) -> Option<&'static str> {
        match self {
            Self::Add => None,
            Self::AddOver => Some("foreign value"),
            Self::Rotate | Self::Remove => Some("old value"),
        }
    }

    async fn make(self, console: &Console) -> Result<(), Problem> {
        match self {
            Self::Add | Self::AddOver => add(console, "NEW", "new value").await.map(drop),
            Self::Rotate => rotate(console, "OLD", "new value").await.map(drop),
            Self::Remove => {
                console.remove_key(RemoveKey { name: "OLD".into(), force: false }).await
            }
        }
    }
}

/// Makes a change while `fault` happens at the call number `at`; `false` where there is no such
/// call.
async fn trial(change: Change, fault: Fault, at: usize) -> bool {
    let what = format!("{change:?}, {fault:?} at call {at}");
    let vault = FatefulVault::new();
    let House { console, dir } = house_with(Arc::clone(&vault)).await;
    add(&console, "OLD", "old value").await.expect("added");
    add(&console, "KEPT", "kept value").await.expect("added");
    if change == Change::AddOver {
        vault.inner.set(&key_name("NEW"), &secret("foreign value")).await.expect("set");
    }
    vault.expect(fault, at, console.database().clone());
    let outcome = tokio::select! {
        outcome = change.make(&console) => Some(outcome),
        () = vault.end.notified() => None,
    };
    let has_struck = vault.heal();
    assert_eq!(outcome.is_none(), has_struck && fault.is_end(), "{what}");
    if !has_struck {
        return false;
    }
    if !fault.is_end() && fault != Fault::DatabaseGone {
        // Whoever comes next finds what is owed put back.
        assert_eq!(given(&console, "KEPT").await.expect(&what), "kept value");
    }
    drop(console);
    let console = open(&dir, Arc::clone(&vault)).await;
    assert_eq!(given(&console, "KEPT").await.expect(&what), "kept value", "{what}");
    let (key, held) =
        (listed(&console, change.key()).await, held(vault.as_ref(), change.key()).await);
    match outcome {
        Some(Ok(())) if change == Change::Remove => {
            assert_eq!((key, held), (None, None), "{what}");
        }
        Some(Ok(())) => {
            assert_eq!(held.as_deref(), Some("new value"), "{what}");
            assert_eq!(given(&console, change.key()).await.expect(&what), "new value");
        }
        Some(Err(problem)) => {
            assert_ne!(problem.code, ErrorCode::KeyMissing, "{what}");
            assert_eq!(held.as_deref(), change.before(), "{what}: {problem}");
            assert_eq!(key.is_some(), change.key() == "OLD", "{what}");
        }
        // The console ended: what stands is what was, or what was asked for.
        None => {
            let wanted = (change != Change::Remove).then_some("new value");
            assert!([change.before(), wanted].contains(&held.as_deref()), "{what}: {held:?}");
        }
    }
    is_sound(&console, change.key(), &what).await;
    true
}

/// What is listed agrees with what a server is given, and the same change can be made again.
async fn is_sound(console: &Console, name: &str, what: &str) {
    let Some(_) = listed(console, name).await else {
        add(console, name, "again").await.expect(what);
        assert_eq!(given(console, name).await.expect(what), "again", "{what}");
        return;
    };
    let given = given(console, name).await;
    let key = listed(console, name).await.expect(what);
    match given {
        Ok(value) => {
            let fingerprint = console.key_ring().fingerprint(&secret(&value)).await.expect(what);
            assert_eq!((key.status, key.fingerprint), (KeyStatus::Ready, fingerprint), "{what}");
        }
        Err(problem) => {
            assert_eq!(problem.code, ErrorCode::KeyMissing, "{what}");
            assert_eq!(key.status, KeyStatus::Lost, "{what}");
        }
    }
    rotate(console, name, "again").await.expect(what);
    assert_eq!(super::given(console, name).await.expect(what), "again", "{what}");
}

#[tokio::test]
async fn nothing_is_lost_whatever_happens_to_the_vault_and_when() {
    for change in Change::ALL {
        for fault in Fault::ALL {
            let mut calls = 0;
            while trial(change, fault, calls).await {
                calls += 1;
                assert!(calls < MANY_CALLS, "{change:?} ends");
            }
            assert!(calls >= 2, "{change:?}, {fault:?}: there were calls to fail");
        }
    }
}
