//! What is written here is read by other programs, and the other way round.

use std::collections::HashMap;

use console_domain::{SecretVault, VaultError, VaultState};
use console_secrets::Keychain;
use console_testkit::dbus::Keyring;
use secret_service::EncryptionType;
use secret_service::blocking::SecretService;

use crate::session::{get, on_a_bus, remove, set};

/// Values that are not simply a token.
fn values() -> Vec<String> {
    vec![
        "sk-test-0123456789".to_owned(),
        "-----BEGIN KEY-----\nMIIEvQIBADANBg\n-----END KEY-----\n".to_owned(),
        "'quotes' \"and\" $dollars \\ \t ção 🔑".to_owned(),
        "x".repeat(8 * 1024),
    ]
}

#[test]
fn secret_tool_reads_what_was_written() {
    on_a_bus("other_programs::secret_tool_reads_what_was_written", async |bus| {
        let keyring = Keyring::start(&bus).await;
        let keychain = Keychain::new();
        assert_eq!(keychain.state().await, VaultState::Ready);
        let lookup = ["lookup", "service", "mcp-console", "username", "A_KEY"];
        for value in values() {
            assert_eq!(set(&keychain, "A_KEY", &value).await, Ok(()));
            let output = keyring.secret_tool(&lookup, b"");
            assert_eq!(String::from_utf8_lossy(&output.stdout), value);
            assert_eq!(get(&keychain, "A_KEY").await, Ok(Some(value)));
        }
        let found = keyring.secret_tool(&["search", "service", "mcp-console"], b"");
        let found = String::from_utf8_lossy(&found.stdout).into_owned();
        assert!(found.contains("label = MCP Console: A_KEY\n"), "{found}");

        assert_eq!(remove(&keychain, "A_KEY").await, Ok(true));
        assert!(!keyring.secret_tool(&lookup, b"").status.success());
        assert_eq!(remove(&keychain, "A_KEY").await, Ok(false));
        assert_eq!(get(&keychain, "A_KEY").await, Ok(None));
    });
}

#[test]
fn what_secret_tool_wrote_is_read() {
    on_a_bus("other_programs::what_secret_tool_wrote_is_read", async |bus| {
        let keyring = Keyring::start(&bus).await;
        let keychain = Keychain::new();
        let store = ["store", "--label=mine", "service", "mcp-console", "username", "A_KEY"];
        for value in values() {
            let output = keyring.secret_tool(&store, value.as_bytes());
            assert!(output.status.success(), "{output:?}");
            assert_eq!(get(&keychain, "A_KEY").await, Ok(Some(value)));
        }
        // It is the same entry, with the same label.
        assert_eq!(set(&keychain, "A_KEY", "ours").await, Ok(()));
        let found = keyring.secret_tool(&["search", "--all", "username", "A_KEY"], b"");
        let found = String::from_utf8_lossy(&found.stdout).into_owned();
        assert!(found.contains("label = mine\n") && found.contains("secret = ours\n"), "{found}");
        assert_eq!(found.matches("label = ").count(), 1, "{found}");
    });
}

#[test]
fn names_are_told_apart() {
    on_a_bus("other_programs::names_are_told_apart", async |bus| {
        let keyring = Keyring::start(&bus).await;
        let keychain = Keychain::new();
        let other = ["store", "--label=x", "service", "another", "username", "A_KEY"];
        assert!(keyring.secret_tool(&other, b"not ours").status.success());
        assert_eq!(get(&keychain, "A_KEY").await, Ok(None));
        for (key, value) in [("A_KEY", "one"), ("A_KEY_2", "two"), ("a_key", "three")] {
            assert_eq!(set(&keychain, key, value).await, Ok(()));
        }
        assert_eq!(remove(&keychain, "A_KEY").await, Ok(true));
        assert_eq!(get(&keychain, "A_KEY").await, Ok(None));
        assert_eq!(get(&keychain, "A_KEY_2").await, Ok(Some("two".into())));
        assert_eq!(get(&keychain, "a_key").await, Ok(Some("three".into())));
        let lookup = keyring.secret_tool(&["lookup", "service", "another"], b"");
        assert_eq!(lookup.stdout, b"not ours");
    });
}

/// Puts bytes into the keychain, as a program does that stores what is no text.
fn store_bytes(bytes: &'static [u8]) {
    let stored = std::thread::spawn(move || {
        let service = SecretService::connect(EncryptionType::Dh)?;
        let attributes = HashMap::from([("service", "mcp-console"), ("username", "A_KEY")]);
        let collection = service.get_default_collection()?;
        collection.create_item("bytes", attributes, bytes, true, "application/octet-stream")?;
        Ok::<_, secret_service::Error>(())
    });
    stored.join().expect("no panic").expect("it is stored");
}

#[test]
fn what_is_not_text_is_refused_and_can_be_replaced() {
    on_a_bus("other_programs::what_is_not_text_is_refused_and_can_be_replaced", async |bus| {
        let _keyring = Keyring::start(&bus).await;
        let keychain = Keychain::new();
        store_bytes(b"\xff\xfe not text");
        let refused = get(&keychain, "A_KEY").await;
        assert_eq!(refused, Err(VaultError::NotText("A_KEY".parse().expect("a name"))));
        assert_eq!(set(&keychain, "A_KEY", "text").await, Ok(()));
        assert_eq!(get(&keychain, "A_KEY").await, Ok(Some("text".into())));
    });
}

#[test]
fn entries_of_the_same_name_are_not_guessed_at() {
    on_a_bus("other_programs::entries_of_the_same_name_are_not_guessed_at", async |bus| {
        let keyring = Keyring::start(&bus).await;
        let keychain = Keychain::new();
        for (extra, value) in [("1", &b"first"[..]), ("2", b"second")] {
            let entry = ["service", "mcp-console", "username", "A_KEY", "extra", extra];
            let store = [&["store", "--label=x"][..], &entry].concat();
            assert!(keyring.secret_tool(&store, value).status.success());
        }
        let ambiguous = VaultError::Ambiguous("A_KEY".parse().expect("a name"));
        assert_eq!(get(&keychain, "A_KEY").await, Err(ambiguous.clone()));
        assert_eq!(set(&keychain, "A_KEY", "third").await, Err(ambiguous.clone()));
        assert_eq!(remove(&keychain, "A_KEY").await, Err(ambiguous));
        for (extra, value) in [("1", &b"first"[..]), ("2", b"second")] {
            let lookup = ["lookup", "service", "mcp-console", "extra", extra];
            assert_eq!(keyring.secret_tool(&lookup, b"").stdout, value);
        }
        // Others are not concerned.
        assert_eq!(set(&keychain, "B_KEY", "fine").await, Ok(()));
        assert_eq!(get(&keychain, "B_KEY").await, Ok(Some("fine".into())));
    });
}
