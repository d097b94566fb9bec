//! A keychain that is locked, goes away, and comes back.

use std::time::Instant;

use console_domain::{SecretVault, VaultError, VaultState};
use console_secrets::Keychain;
use console_testkit::dbus::{Keyring, SystemPrompter};

use crate::session::{AT_ONCE, assert_locked, get, on_a_bus, remove, set, without_a_bus};

#[test]
fn a_locked_keychain_says_so_and_asks_nobody() {
    on_a_bus("vanishing::a_locked_keychain_says_so_and_asks_nobody", async |bus| {
        let prompter = SystemPrompter::start(&bus).await;
        let mut keyring = Keyring::start(&bus).await;
        let keychain = Keychain::new();
        assert_eq!(set(&keychain, "A_KEY", "value").await, Ok(()));
        keyring.lock().await;
        assert_locked(&keychain, "A_KEY").await;
        // Whether it is there cannot be told either.
        assert_locked(&keychain, "ANOTHER_KEY").await;
        assert_eq!(prompter.asked(), 0);

        assert_eq!(keychain.unlock(None).await, Err(VaultError::Denied));
        assert_eq!(prompter.asked(), 1, "the keychain asks, and takes no for an answer");
        assert_locked(&keychain, "A_KEY").await;

        keyring.start_again().await;
        assert_eq!(keychain.unlock(None).await, Ok(()), "there is nothing to ask");
        assert_eq!(get(&keychain, "A_KEY").await, Ok(Some("value".into())));
        assert_eq!(prompter.asked(), 1);
    });
}

#[test]
fn a_keychain_without_a_collection_is_locked_until_one_is_made() {
    on_a_bus(
        "vanishing::a_keychain_without_a_collection_is_locked_until_one_is_made",
        async |bus| {
            let prompter = SystemPrompter::start(&bus).await;
            let _keyring = Keyring::start_empty(&bus).await;
            let keychain = Keychain::new();
            assert_locked(&keychain, "A_KEY").await;
            assert_eq!(prompter.asked(), 0);
            assert_eq!(keychain.unlock(None).await, Err(VaultError::Denied));
            assert_eq!(prompter.asked(), 1, "it asks for the password of a new one");
        },
    );
}

#[test]
fn a_keychain_that_was_killed_is_found_again() {
    on_a_bus("vanishing::a_keychain_that_was_killed_is_found_again", async |bus| {
        let mut keyring = Keyring::start(&bus).await;
        let keychain = Keychain::new();
        assert_eq!(set(&keychain, "A_KEY", "value").await, Ok(()));
        keyring.kill();

        let start = Instant::now();
        let gone = "no program offers one on the session bus".to_owned();
        let gone = VaultError::Unavailable(gone);
        assert_eq!(keychain.state().await, VaultState::Unavailable(gone.clone()));
        assert_eq!(get(&keychain, "A_KEY").await, Err(gone.clone()));
        assert_eq!(set(&keychain, "A_KEY", "lost").await, Err(gone.clone()));
        assert_eq!(remove(&keychain, "A_KEY").await, Err(gone.clone()));
        assert_eq!(keychain.unlock(None).await, Err(gone));
        assert!(start.elapsed() < AT_ONCE);

        keyring.start_again().await;
        assert_eq!(keychain.state().await, VaultState::Ready);
        assert_eq!(get(&keychain, "A_KEY").await, Ok(Some("value".into())));

        // Replaced between two calls, so that nobody saw that it was gone.
        keyring.start_again().await;
        assert_eq!(set(&keychain, "A_KEY", "new value").await, Ok(()));
        keyring.start_again_locked().await;
        assert_locked(&keychain, "A_KEY").await;
        keyring.start_again().await;
        assert_eq!(get(&keychain, "A_KEY").await, Ok(Some("new value".into())));
    });
}

#[test]
fn without_a_bus_there_is_no_keychain() {
    without_a_bus("vanishing::without_a_bus_there_is_no_keychain", async || {
        let keychain = Keychain::new();
        for _ in 0..2 {
            let answer = get(&keychain, "A_KEY").await;
            assert!(matches!(answer, Err(VaultError::Unavailable(_))), "{answer:?}");
        }
        assert!(matches!(keychain.state().await, VaultState::Unavailable(_)));
        assert!(matches!(keychain.unlock(None).await, Err(VaultError::Unavailable(_))));
    });
}
