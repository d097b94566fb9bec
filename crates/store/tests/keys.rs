//! The repository of keys.
#![cfg(test)]

use console_domain::{
    Clock, Key, KeyKind, KeyName, KeyTarget, KeyTest, KeyTestOutcome, ManualClock,
};
use console_store::{DataDir, Database, Keys, StoredKey};
use jiff::{SignedDuration, Timestamp};

struct Fixture {
    _temp: tempfile::TempDir,
    keys: Keys,
    clock: ManualClock,
}

async fn fixture() -> Fixture {
    let temp = tempfile::tempdir().expect("a temporary directory");
    let dir = DataDir::new(temp.path());
    dir.prepare().expect("it can be made");
    let clock = ManualClock::new(Timestamp::UNIX_EPOCH);
    let keys = Database::open(&dir, &clock).await.expect("a fresh database").keys();
    Fixture { _temp: temp, keys, clock }
}

fn name(name: &str) -> KeyName {
    name.parse().expect("the name of a key")
}

fn test(at: Timestamp) -> KeyTest {
    KeyTest {
        at,
        outcome: KeyTestOutcome::Works,
        latency_ms: Some(120),
        http_status: Some(200),
        reason: None,
        account: Some("ana".into()),
        permissions: vec!["repo".into()],
        expires: None,
        retry_after_s: None,
    }
}

impl Fixture {
    async fn stored(&self, key: &str) -> StoredKey {
        self.keys.find(&name(key)).await.expect("readable").expect("it is there")
    }

    fn later(&self) -> Timestamp {
        self.clock.advance(SignedDuration::from_secs(1));
        self.clock.now()
    }
}

#[tokio::test]
async fn what_is_stored_is_what_is_read() {
    let f = fixture().await;
    let target = KeyTarget {
        kind: KeyKind::Http,
        base_url: Some("https://example.com/me".into()),
        header: Some("X-Key".into()),
        server: None,
    };
    let created_at = f.clock.now();
    assert!(f.keys.insert(&name("TOKEN"), &target, "abc", created_at).await.expect("stored"));
    let taken = f.keys.insert(&name("TOKEN"), &KeyTarget::default(), "def", created_at).await;
    assert!(!taken.expect("it answers"), "the name is taken");
    let mut key = Key {
        name: name("TOKEN"),
        target: target.clone(),
        fingerprint: "abc".into(),
        created_at,
        rotated_at: created_at,
        last_used_at: None,
        last_test: None,
    };
    let stored = f.stored("TOKEN").await;
    assert_eq!(stored, StoredKey { key: key.clone(), tested_fingerprint: None, is_lost: false });

    key.last_used_at = Some(f.later());
    assert!(f.keys.touch(&name("TOKEN"), f.clock.now()).await.expect("stored"));
    key.last_test = Some(test(f.later()));
    let done = f.keys.record_test(&name("TOKEN"), &target, &test(f.clock.now()), "abc").await;
    assert!(done.expect("stored"));
    let other = KeyTarget::default();
    let late = f.keys.record_test(&name("TOKEN"), &other, &test(f.later()), "abc").await;
    assert!(!late.expect("it answers"), "it was a test of something else");
    assert_eq!(f.stored("TOKEN").await.key, key);
    assert!(!f.stored("TOKEN").await.test_is_stale());

    key.rotated_at = f.later();
    key.fingerprint = "def".into();
    f.keys.rotate(&name("TOKEN"), "def", key.rotated_at).await.expect("stored");
    assert_eq!(f.stored("TOKEN").await.key, key);
    assert!(f.stored("TOKEN").await.test_is_stale());

    key.target = other;
    key.last_test = None;
    f.keys.retarget(&name("TOKEN"), &key.target).await.expect("stored");
    assert_eq!(f.stored("TOKEN").await.key, key);

    f.keys.insert(&name("A"), &target, "", f.later()).await.expect("stored");
    let names: Vec<KeyName> =
        f.keys.all().await.expect("readable").into_iter().map(|stored| stored.key.name).collect();
    assert_eq!(names, [name("A"), name("TOKEN")], "by name");
    assert!(f.keys.remove(&name("A")).await.expect("removed"));
    assert!(!f.keys.remove(&name("A")).await.expect("it answers"));
    assert!(!f.keys.touch(&name("A"), f.later()).await.expect("it answers"));
    f.keys.rotate(&name("A"), "abc", f.later()).await.expect_err("there is none");
    f.keys.retarget(&name("A"), &target).await.expect_err("there is none");
}

#[tokio::test]
async fn that_a_key_is_lost_is_remembered_until_it_is_found() {
    let f = fixture().await;
    let target = KeyTarget::default();
    f.keys.insert(&name("A"), &target, "abc", f.clock.now()).await.expect("stored");
    assert!(!f.keys.set_lost(&name("A"), false).await.expect("it answers"), "that was known");
    assert!(f.keys.set_lost(&name("A"), true).await.expect("stored"));
    assert!(f.stored("A").await.is_lost);
    f.keys.touch(&name("A"), f.later()).await.expect("stored");
    assert!(!f.stored("A").await.is_lost, "it was used");
    f.keys.set_lost(&name("A"), true).await.expect("stored");
    f.keys.rotate(&name("A"), "def", f.later()).await.expect("stored");
    assert!(!f.stored("A").await.is_lost, "it has a value again");
}

#[tokio::test]
async fn fingerprints_are_forgotten_and_learned_and_stale_tests_stay_stale() {
    let f = fixture().await;
    let target = KeyTarget::default();
    for (key, tested) in [("FRESH", "abc"), ("STALE", "old")] {
        f.keys.insert(&name(key), &target, "abc", f.clock.now()).await.expect("stored");
        f.keys.record_test(&name(key), &target, &test(f.later()), tested).await.expect("stored");
    }
    assert_eq!(f.keys.forget_fingerprints().await.expect("stored"), 2);
    for (key, is_stale) in [("FRESH", false), ("STALE", true)] {
        assert_eq!(f.stored(key).await.key.fingerprint, "");
        assert_eq!(f.stored(key).await.test_is_stale(), is_stale, "{key}");
        assert!(f.keys.learn_fingerprint(&name(key), "xyz").await.expect("stored"));
        assert!(!f.keys.learn_fingerprint(&name(key), "other").await.expect("it is known"));
        assert_eq!(f.stored(key).await.key.fingerprint, "xyz");
        assert_eq!(f.stored(key).await.test_is_stale(), is_stale, "{key}");
    }
}
