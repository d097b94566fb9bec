//! The file of keys: what it gives back, what it refuses, what it never loses.

use std::fs;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

const PASSPHRASE: &str = "four words that rhyme";
/// Quick to try: these files guard nothing.
const CHEAP: u8 = 1;

fn secret(value: &str) -> SecretValue {
    SecretValue::new(value.to_owned())
}

fn name(name: &str) -> KeyName {
    name.parse().expect("a key's name")
}

fn file_in(folder: &TempDir) -> EncryptedFile {
    EncryptedFile::with_work_factor(folder.path().join("keys.age"), CHEAP)
}

async fn unlock(file: &EncryptedFile, passphrase: &str) -> Result<(), VaultError> {
    file.unlock(Some(secret(passphrase))).await
}

async fn opened(folder: &TempDir) -> EncryptedFile {
    let file = file_in(folder);
    unlock(&file, PASSPHRASE).await.expect("it opens");
    file
}

async fn get(file: &EncryptedFile, key: &str) -> Result<Option<String>, VaultError> {
    let value = file.get(&name(key)).await?;
    Ok(value.map(|value| value.expose().to_owned()))
}

async fn set(file: &EncryptedFile, key: &str, value: &str) -> Result<(), VaultError> {
    file.set(&name(key), &secret(value)).await
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[tokio::test]
async fn what_is_set_is_there_after_a_restart() {
    let folder = folder();
    let file = opened(&folder).await;
    let long = "x\n\"é\t".repeat(1_000);
    assert_eq!(get(&file, "A").await, Ok(None));
    assert_eq!(set(&file, "A", "one").await, Ok(()));
    assert_eq!(set(&file, "B", &long).await, Ok(()));
    assert_eq!(set(&file, "A", "two").await, Ok(()));

    let file = file_in(&folder);
    assert_eq!(file.state().await, VaultState::Locked);
    assert_eq!(get(&file, "A").await, Err(VaultError::Locked));
    assert_eq!(set(&file, "A", "three").await, Err(VaultError::Locked));
    assert_eq!(file.remove(&name("A")).await, Err(VaultError::Locked));
    assert_eq!(unlock(&file, PASSPHRASE).await, Ok(()));
    assert_eq!(file.state().await, VaultState::Ready);
    assert_eq!(get(&file, "A").await, Ok(Some("two".into())));
    assert_eq!(get(&file, "B").await, Ok(Some(long)));
    assert_eq!(file.remove(&name("A")).await, Ok(true));
    assert_eq!(file.remove(&name("A")).await, Ok(false));
    assert_eq!(get(&opened(&folder).await, "A").await, Ok(None));
}

#[tokio::test]
async fn only_its_owner_can_read_it_and_nothing_else_is_left() {
    let folder = folder();
    let file = opened(&folder).await;
    set(&file, "A", "a-very-secret-value").await.expect("stored");
    let names: Vec<_> = fs::read_dir(folder.path())
        .expect("a folder")
        .map(|e| e.expect("one").file_name())
        .collect();
    assert_eq!(names, ["keys.age"]);
    let bytes = fs::read(file.path()).expect("a file");
    assert!(bytes.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    assert!(!String::from_utf8_lossy(&bytes).contains("secret"));
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &fs::metadata(file.path()).expect("a file").permissions(),
        );
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[tokio::test]
async fn a_passphrase_is_needed_and_a_new_one_must_not_be_short() {
    let folder = folder();
    let file = file_in(&folder);
    assert_eq!(file.unlock(None).await, Err(VaultError::NoPassphrase));
    assert_eq!(unlock(&file, "").await, Err(VaultError::NoPassphrase));
    assert_eq!(unlock(&file, "éleven-char").await, Err(VaultError::ShortPassphrase));
    assert!(!file.exists());
    assert_eq!(unlock(&file, PASSPHRASE).await, Ok(()));
    assert!(file.exists());

    set(&file, "A", "one").await.expect("stored");
    let again = file_in(&folder);
    assert_eq!(unlock(&again, "short").await, Err(VaultError::WrongPassphrase));
    assert_eq!(unlock(&again, "four words that do not").await, Err(VaultError::WrongPassphrase));
    assert_eq!(again.state().await, VaultState::Locked);
    // One that is open stays open.
    assert_eq!(unlock(&file, "four words that do not").await, Err(VaultError::WrongPassphrase));
    assert_eq!(get(&file, "A").await, Ok(Some("one".into())));
}

#[tokio::test]
async fn a_damaged_file_is_told_from_a_wrong_passphrase_and_is_not_written_over() {
    let folder = folder();
    let file = opened(&folder).await;
    set(&file, "A", "one").await.expect("stored");
    let good = fs::read(file.path()).expect("a file");
    let half = good[..good.len() / 2].to_vec();
    let last = good[..good.len() - 1].to_vec();
    let mut flipped = good.clone();
    *flipped.last_mut().expect("not empty") ^= 1;
    let longer = [&*good, b"more"].concat();
    for bad in [half, last, flipped, longer, Vec::new(), b"{\"keys\":{}}".to_vec()] {
        fs::write(file.path(), &bad).expect("written");
        let fresh = unlock(&file_in(&folder), PASSPHRASE).await;
        assert!(matches!(fresh, Err(VaultError::Damaged(_))), "{fresh:?}");
        let state = file.state().await;
        assert!(matches!(state, VaultState::Unavailable(VaultError::Damaged(_))), "{state:?}");
        assert!(matches!(set(&file, "B", "two").await, Err(VaultError::Damaged(_))));
        assert_eq!(fs::read(file.path()).expect("a file"), bad);
    }
    // Put right, it goes on as if nothing had been.
    fs::write(file.path(), &good).expect("written");
    assert_eq!(set(&file, "B", "two").await, Ok(()));
    let again = opened(&folder).await;
    assert_eq!(get(&again, "A").await, Ok(Some("one".into())));
    assert_eq!(get(&again, "B").await, Ok(Some("two".into())));
}

#[tokio::test]
async fn a_file_that_another_process_changed_is_read_again() {
    let folder = folder();
    let (one, other) = (opened(&folder).await, opened(&folder).await);
    for n in 0..5 {
        let key = format!("KEY_{n}");
        set(if n % 2 == 0 { &one } else { &other }, &key, "value").await.expect("stored");
    }
    for n in 0..5 {
        for file in [&one, &other] {
            assert_eq!(get(file, &format!("KEY_{n}")).await, Ok(Some("value".into())));
        }
    }
}

#[tokio::test]
async fn another_file_in_its_place_asks_for_its_passphrase() {
    let (here, elsewhere) = (folder(), folder());
    let file = opened(&here).await;
    set(&file, "A", "one").await.expect("stored");
    let other = file_in(&elsewhere);
    unlock(&other, "another passphrase").await.expect("it opens");
    set(&other, "A", "other").await.expect("stored");

    fs::rename(other.path(), file.path()).expect("moved");
    assert_eq!(file.state().await, VaultState::Locked);
    assert_eq!(get(&file, "A").await, Err(VaultError::Locked));
    assert_eq!(unlock(&file, PASSPHRASE).await, Err(VaultError::WrongPassphrase));
    assert_eq!(unlock(&file, "another passphrase").await, Ok(()));
    assert_eq!(get(&file, "A").await, Ok(Some("other".into())));
}

#[tokio::test]
async fn a_file_that_vanished_is_written_again_with_its_passphrase() {
    let folder = folder();
    let file = opened(&folder).await;
    set(&file, "A", "one").await.expect("stored");
    fs::remove_file(file.path()).expect("removed");
    assert_eq!(file.state().await, VaultState::Unavailable(VaultError::Gone));
    assert_eq!(get(&file, "A").await, Err(VaultError::Gone));
    assert_eq!(set(&file, "B", "two").await, Err(VaultError::Gone));
    assert!(!file.exists(), "somebody may have meant it");
    assert_eq!(unlock(&file, "another passphrase").await, Err(VaultError::WrongPassphrase));
    assert_eq!(unlock(&file, PASSPHRASE).await, Ok(()));
    assert_eq!(get(&file, "A").await, Ok(Some("one".into())));
    assert_eq!(get(&opened(&folder).await, "A").await, Ok(Some("one".into())));
}

#[tokio::test]
async fn what_cannot_be_written_is_not_kept_in_memory() {
    let folder = folder();
    let nested = folder.path().join("data");
    fs::create_dir(&nested).expect("a folder");
    let file = EncryptedFile::with_work_factor(nested.join("keys.age"), CHEAP);
    unlock(&file, PASSPHRASE).await.expect("it opens");
    set(&file, "A", "one").await.expect("stored");
    // The file is where it was; no other can be made beside it.
    let real = folder.path().join("real");
    fs::rename(&nested, &real).expect("moved");
    fs::write(&nested, b"").expect("in the way");
    let failed = set(&file, "A", "two").await;
    assert!(matches!(failed, Err(VaultError::Damaged(_) | VaultError::Gone)), "{failed:?}");
    fs::remove_file(&nested).expect("removed");
    fs::rename(&real, &nested).expect("moved back");
    assert_eq!(get(&file, "A").await, Ok(Some("one".into())));
}

#[tokio::test]
async fn what_is_no_file_of_keys_is_refused() {
    let folder = folder();
    let file = file_in(&folder);
    fs::create_dir(file.path()).expect("a folder");
    let refused = unlock(&file, PASSPHRASE).await;
    assert!(matches!(refused, Err(VaultError::Damaged(_))), "{refused:?}");
    fs::remove_dir(file.path()).expect("removed");

    let passphrase = Passphrase::from(PASSPHRASE);
    for (plain, reason) in [
        (r#"{"version":2,"keys":{}}"#, "newer"),
        (r#"{"keys":{}}"#, "not written by MCP Console"),
        (r#"{"version":1,"keys":{"NOT A NAME":"x"}}"#, "not written by MCP Console"),
    ] {
        let mut recipient =
            age::scrypt::Recipient::new(age::secrecy::SecretString::from(PASSPHRASE.to_owned()));
        recipient.set_work_factor(CHEAP);
        let bytes = age::encrypt(&recipient, plain.as_bytes()).expect("encrypted");
        let said = content::decrypt(&bytes, &passphrase).err().expect("refused");
        assert!(said.to_string().contains(reason), "{said}");
    }
}

/// What a person waits for: as dear as it is for who guesses, but no more.
#[tokio::test]
async fn the_real_cost_is_bearable() {
    let folder = folder();
    let file = EncryptedFile::new(folder.path().join("keys.age"));
    assert_eq!(unlock(&file, PASSPHRASE).await, Ok(()));
    let start = std::time::Instant::now();
    assert_eq!(set(&file, "A", "one").await, Ok(()));
    assert!(start.elapsed() < KEYS_FILE_TIMEOUT / 2, "{:?}", start.elapsed());
    let header = fs::read(file.path()).expect("a file");
    let header = String::from_utf8_lossy(&header).lines().nth(1).expect("a line").to_owned();
    assert!(header.ends_with(" 17"), "{header}");
}

/// Any other program that reads age files reads this one, and what it wrote.
#[test]
fn it_is_an_age_file() {
    let values = Values::from([(name("A"), secret("v\"1"))]);
    let passphrase = Passphrase::from(PASSPHRASE);
    let bytes = content::encrypt(&values, &passphrase, CHEAP).expect("encrypted");
    let identity =
        age::scrypt::Identity::new(age::secrecy::SecretString::from(PASSPHRASE.to_owned()));
    let plain = age::decrypt(&identity, &bytes).expect("decrypted");
    assert_eq!(String::from_utf8_lossy(&plain), r#"{"version":1,"keys":{"A":"v\"1"}}"#);
}

#[test]
fn a_passphrase_that_costs_too_much_is_not_tried() {
    let values = Values::new();
    let passphrase = Passphrase::from(PASSPHRASE);
    let bytes = content::encrypt(&values, &passphrase, CHEAP).expect("encrypted");
    let header = String::from_utf8_lossy(&bytes).lines().nth(1).expect("a line").to_owned();
    let dear = header.replace(" 1", " 40");
    assert_ne!(header, dear);
    let at = bytes.windows(header.len()).position(|w| w == header.as_bytes()).expect("there");
    let bytes = [&bytes[..at], dear.as_bytes(), &bytes[at + header.len()..]].concat();
    let refused = content::decrypt(&bytes, &passphrase).err();
    assert!(matches!(refused, Some(VaultError::Damaged(_))), "{refused:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_value_comes_back(
        stored in prop::collection::btree_map("[A-Z_][A-Z0-9_]{0,8}", any::<String>(), 0..8),
        cut in any::<prop::sample::Index>(),
        flip in 0..8_u8,
    ) {
        let values: Values = stored.iter().map(|(key, value)| (name(key), secret(value))).collect();
        let passphrase = Passphrase::from(PASSPHRASE);
        let mut bytes = content::encrypt(&values, &passphrase, CHEAP).expect("encrypted");
        let read = content::decrypt(&bytes, &passphrase).expect("decrypted");
        prop_assert!(read.iter().map(|(k, v)| (k.as_str(), v.expose())).eq(
            stored.iter().map(|(k, v)| (k.as_str(), v.as_str()))
        ));
        // Any bit matters, and so does any byte that is missing.
        prop_assert!(content::decrypt(&bytes[..cut.index(bytes.len())], &passphrase).is_err());
        let at = cut.index(bytes.len());
        bytes[at] ^= 1 << flip;
        prop_assert!(content::decrypt(&bytes, &passphrase).is_err());
    }
}
