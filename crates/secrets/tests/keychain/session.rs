//! A session of one's own.
//!
//! Which bus the keychain is on is in the environment of the process, as the store reads it there.
//! So a test starts a bus, and then itself once more with that bus in its environment.

use std::process::Command;
use std::time::{Duration, Instant};

use console_domain::{KeyName, SecretValue, SecretVault, VaultError, VaultState};
use console_secrets::Keychain;
use console_testkit::dbus::{BusAddress, PrivateBus};
use console_testkit::run;

/// Set in the process that is on the bus.
const INSIDE: &str = "CONSOLE_TEST_INSIDE";
/// How long a test may take, its keychain's start included.
const DEADLINE: Duration = Duration::from_secs(90);
/// What takes longer waited for a person, or for a time-out.
pub(crate) const AT_ONCE: Duration = Duration::from_secs(2);

/// Runs `body` in a process whose session bus is its own. `test` is the test's own name.
#[track_caller]
pub(crate) fn on_a_bus(test: &str, body: impl AsyncFnOnce(BusAddress)) {
    if std::env::var_os(INSIDE).is_some() {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
        return runtime.block_on(body(BusAddress::session()));
    }
    let bus = PrivateBus::new();
    in_a_process(test, bus.address().as_str());
}

/// Runs `body` in a process whose session bus is not there.
#[track_caller]
pub(crate) fn without_a_bus(test: &str, body: impl AsyncFnOnce()) {
    if std::env::var_os(INSIDE).is_some() {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
        return runtime.block_on(body());
    }
    in_a_process(test, "unix:path=/nonexistent/bus");
}

#[track_caller]
#[expect(clippy::disallowed_methods, reason = "the test itself, on another bus")]
fn in_a_process(test: &str, bus: &str) {
    let mut itself = Command::new(std::env::current_exe().expect("a test has a program"));
    itself.args([test, "--exact", "--nocapture"]);
    itself.env(INSIDE, "1").env("DBUS_SESSION_BUS_ADDRESS", bus);
    let ended = run(itself, "", DEADLINE);
    // "1 passed": a name that is not a test's would pass too, with none.
    let passed = ended.code == Some(0) && ended.stdout.contains("1 passed");
    assert!(passed, "{test}, in a process of its own:\n{}\n{}", ended.stdout, ended.stderr);
}

/// A keychain that does not take long to give up.
pub(crate) fn impatient() -> Keychain {
    Keychain::within(Duration::from_secs(1), Duration::from_secs(1))
}

pub(crate) fn name(name: &str) -> KeyName {
    name.parse().expect("a key's name")
}

pub(crate) async fn get(keychain: &Keychain, key: &str) -> Result<Option<String>, VaultError> {
    let value = keychain.get(&name(key)).await?;
    Ok(value.map(|value| value.expose().to_owned()))
}

pub(crate) async fn set(keychain: &Keychain, key: &str, value: &str) -> Result<(), VaultError> {
    keychain.set(&name(key), &SecretValue::new(value.to_owned())).await
}

pub(crate) async fn remove(keychain: &Keychain, key: &str) -> Result<bool, VaultError> {
    keychain.remove(&name(key)).await
}

/// Everything but `unlock` answers that it is locked, and soon.
pub(crate) async fn assert_locked(keychain: &Keychain, key: &str) {
    let start = Instant::now();
    assert_eq!(keychain.state().await, VaultState::Locked);
    assert_eq!(get(keychain, key).await, Err(VaultError::Locked));
    assert_eq!(set(keychain, key, "another value").await, Err(VaultError::Locked));
    assert_eq!(remove(keychain, key).await, Err(VaultError::Locked));
    assert!(start.elapsed() < AT_ONCE, "nobody is waited for: {:?}", start.elapsed());
}
