//! A keychain that does not answer.

use std::time::{Duration, Instant};

use console_domain::limits::MAX_KEYCHAIN_THREADS;
use console_domain::{SecretVault, VaultError, VaultState};
use console_testkit::dbus::{Keychain as Kind, Keyring, SecretService};

use crate::session::{get, impatient, on_a_bus, remove, set};

/// Far less than a second time-out in a row would take.
const SOON: Duration = Duration::from_millis(500);

#[test]
fn a_mute_keychain_is_given_up_by_everybody_in_time() {
    on_a_bus("faults::a_mute_keychain_is_given_up_by_everybody_in_time", async |bus| {
        let mute = SecretService::start(&bus, Kind::Mute).await;
        let keychain = impatient();
        let late = VaultError::TimedOut(1);
        let start = Instant::now();
        let (state, got, stored, removed, unlocked) = tokio::join!(
            keychain.state(),
            get(&keychain, "A_KEY"),
            set(&keychain, "A_KEY", "value"),
            remove(&keychain, "A_KEY"),
            keychain.unlock(None),
        );
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        assert_eq!(state, VaultState::Unavailable(late.clone()));
        assert_eq!(got, Err(late.clone()));
        assert_eq!(stored, Err(late.clone()));
        assert_eq!(removed, Err(late.clone()));
        assert_eq!(unlocked, Err(late));

        mute.vanish().await;
        let _keyring = Keyring::start(&bus).await;
        assert_eq!(set(&keychain, "A_KEY", "value").await, Ok(()));
        assert_eq!(get(&keychain, "A_KEY").await, Ok(Some("value".into())));
    });
}

/// The store's own calls have no time-out: their threads are abandoned, but not without end.
#[test]
fn calls_that_hang_do_not_pile_up() {
    on_a_bus("faults::calls_that_hang_do_not_pile_up", async |bus| {
        let mute = SecretService::start(&bus, Kind::MuteWhenUsed).await;
        let keychain = impatient();
        let late = Err(VaultError::TimedOut(1));
        assert_eq!(keychain.state().await, VaultState::Ready);
        assert_eq!(get(&keychain, "A_KEY").await, Ok(None), "to look is enough");
        for _ in 0..MAX_KEYCHAIN_THREADS {
            let start = Instant::now();
            assert_eq!(set(&keychain, "A_KEY", "value").await, late);
            assert!(start.elapsed() > SOON && start.elapsed() < Duration::from_secs(2));
        }
        let start = Instant::now();
        assert_eq!(set(&keychain, "A_KEY", "value").await, late);
        assert!(start.elapsed() < SOON, "another thread would be one too many");
        assert_eq!(keychain.state().await, VaultState::Ready, "to look still works");

        // Its end is an answer to all of them.
        mute.vanish().await;
        let _keyring = Keyring::start(&bus).await;
        assert_eq!(set(&keychain, "A_KEY", "value").await, Ok(()));
        assert_eq!(get(&keychain, "A_KEY").await, Ok(Some("value".into())));
    });
}
