//! What the person answers whom the keychain asks.

use std::time::{Duration, Instant};

use console_domain::{SecretVault, VaultError, VaultState};
use console_secrets::Keychain;
use console_testkit::dbus::{Keychain as Kind, Person, SecretService};
use console_testkit::wait_until_async;

use crate::session::{assert_locked, impatient, on_a_bus};

const LONG: Duration = Duration::from_secs(20);

#[test]
fn who_agrees_opens_it() {
    on_a_bus("prompts::who_agrees_opens_it", async |bus| {
        for kind in [Kind::Locked, Kind::Empty] {
            let service = SecretService::start_with(&bus, kind, Person::Agrees).await;
            let keychain = Keychain::new();
            assert_locked(&keychain, "A_KEY").await;
            assert_eq!(service.asked(), 0);
            assert_eq!(keychain.unlock(None).await, Ok(()));
            assert_eq!((service.asked(), service.closed()), (1, false));
            assert_eq!(keychain.state().await, VaultState::Ready);
            assert_eq!(keychain.unlock(None).await, Ok(()));
            assert_eq!(service.asked(), 1, "it is open already");
        }
    });
}

#[test]
fn who_closes_the_question_denies_it() {
    on_a_bus("prompts::who_closes_the_question_denies_it", async |bus| {
        for kind in [Kind::Locked, Kind::Empty] {
            let service = SecretService::start_with(&bus, kind, Person::Dismisses).await;
            let keychain = Keychain::new();
            assert_eq!(keychain.unlock(None).await, Err(VaultError::Denied));
            assert_eq!((service.asked(), service.closed()), (1, false));
            assert_locked(&keychain, "A_KEY").await;
        }
    });
}

#[test]
fn a_question_that_nobody_answers_is_taken_back() {
    on_a_bus("prompts::a_question_that_nobody_answers_is_taken_back", async |bus| {
        let service = SecretService::start_with(&bus, Kind::Locked, Person::Ignores).await;
        let keychain = impatient();
        let start = Instant::now();
        assert_eq!(keychain.unlock(None).await, Err(VaultError::TimedOut(1)));
        assert!(start.elapsed() < LONG / 2);
        assert!(service.closed());
        assert_locked(&keychain, "A_KEY").await;
    });
}

#[test]
fn others_need_not_wait_for_the_person() {
    on_a_bus("prompts::others_need_not_wait_for_the_person", async |bus| {
        let service = SecretService::start_with(&bus, Kind::Locked, Person::Ignores).await;
        let keychain = Keychain::within(Duration::from_secs(1), LONG);
        let asking = keychain.unlock(None);
        let meanwhile = async {
            let asked = async || service.asked() == 1;
            wait_until_async(LONG, "the person is asked", asked).await;
            assert_locked(&keychain, "A_KEY").await;
            // The keychain goes away with its question.
            service.vanish().await;
        };
        let (answer, ()) = tokio::join!(asking, meanwhile);
        assert!(matches!(answer, Err(VaultError::Unavailable(_))), "{answer:?}");
    });
}
