//! Testing keys: whether what they open accepts them.
//!
//! No turn is held while a test is under way: a key that is rotated meanwhile has a stale test.

use std::sync::Arc;

use console_domain::limits::KEY_TEST_CONCURRENCY;
use console_domain::{
    ErrorCode, Key, KeyKind, KeyName, KeyTarget, KeyTest, Problem, Redact, SecretValue,
};
use console_secrets::{Prover, check_target, checked_value};
use futures::StreamExt;

use super::ring::Reading;
use crate::Console;
use crate::view::{AddKey, KeyList, KeyView};

impl Console {
    /// Tests a key and remembers how that ended.
    ///
    /// # Errors
    /// `not_found`; `conflict` where its kind has no test; `key_missing` where the vault does not
    /// have its value any more; the keychain's codes.
    pub async fn test_key(&self, name: &str) -> Result<KeyView, Problem> {
        let stored = self.stored_key(name).await?;
        if stored.key.target.kind == KeyKind::Other {
            return Err(no_test(name));
        }
        self.test_and_remember(&stored.key.name).await?;
        self.show_key(name).await
    }

    /// Tests every key that can be tested, a few at once. One whose value is lost is left out.
    ///
    /// # Errors
    /// The keychain's codes, where no value can be read.
    pub async fn test_all_keys(&self) -> Result<KeyList, Problem> {
        let stored = self.key_ring().keys.all().await?;
        let can_be_tested = |key: &Key| key.target.kind != KeyKind::Other;
        let names = stored.into_iter().map(|stored| stored.key).filter(can_be_tested);
        let names: Vec<KeyName> = names.map(|key| key.name).collect();
        let mut tests = Vec::with_capacity(names.len());
        for name in &names {
            tests.push(self.test_and_remember(name));
        }
        let tests = futures::stream::iter(tests).buffer_unordered(KEY_TEST_CONCURRENCY);
        let outcomes: Vec<_> = tests.collect().await;
        for problem in outcomes.into_iter().filter_map(Result::err) {
            // Lost, or removed meanwhile: the list says so.
            if problem.code != ErrorCode::KeyMissing {
                return Err(problem);
            }
        }
        self.list_keys().await
    }

    /// Tests a value that is being typed in; nothing is stored.
    ///
    /// # Errors
    /// `invalid_input` (`value`, `target.…`); `conflict` where the kind has no test.
    pub async fn try_key(&self, request: AddKey) -> Result<KeyTest, Problem> {
        let AddKey { name, target, value } = request;
        check_target(&target)?;
        if target.kind == KeyKind::Other {
            return Err(no_test(&name));
        }
        let value = checked_value(value)?;
        self.key_ring().known.learn(&value);
        Ok(self.prove(&name, &target, &value).await)
    }

    async fn test_and_remember(&self, name: &KeyName) -> Result<(), Problem> {
        let ring = self.key_ring();
        let Reading { stored, value } = ring.read(name).await?;
        let Key { target, fingerprint, .. } = stored.key;
        let test = self.prove(name.as_str(), &target, &value).await;
        ring.keys.record_test(name, &target, &test, &fingerprint).await?;
        ring.changed();
        Ok(())
    }

    /// Asks what the key opens, as soon as there is a place.
    async fn prove(&self, name: &str, target: &KeyTarget, value: &SecretValue) -> KeyTest {
        let ring = self.key_ring();
        // The semaphore is never closed.
        let _place = ring.tests.acquire().await;
        let prover = Prover::new(Arc::clone(self.network()), Arc::clone(&ring.clock));
        let test = match target.kind {
            KeyKind::Mcp => self.prove_by_handshake(name, target, value).await,
            _ => prover.prove(target, value).await,
        };
        // Whatever is answered may repeat what was sent.
        let clean = |text: String| ring.known.redact(&text).into_owned();
        KeyTest {
            reason: test.reason.map(clean),
            account: test.account.map(clean),
            permissions: test.permissions.into_iter().map(clean).collect(),
            expires: test.expires.map(clean),
            ..test
        }
    }
}

fn no_test(name: &str) -> Problem {
    Problem::new(ErrorCode::Conflict, format!("{name} is of a kind that has no test."))
        .hint("Say what it opens: change its kind, then test it.")
}
