//! Keys on a console whose keychain is in memory, and fails when it is told to.

mod changes;
mod faults;
mod moves;
mod proofs;
mod vault;

use std::sync::Arc;

use console_domain::{
    EnvVar, KeyName, KeyTarget, Problem, SecretSource, SecretValue, SecretVault, ServerId,
};
use console_secrets::{EncryptedFile, MemoryVault};
use console_store::DataDir;
use tempfile::TempDir;

use crate::view::{AddKey, AddServer, HostFace, KeyRotated, KeyView, RotateKey};
use crate::{Console, ConsoleOptions};

/// A file of keys that is quick to open.
const QUICK: u8 = 2;

struct House {
    console: Console,
    dir: TempDir,
}

/// A console on a fresh directory with an open keychain.
async fn house() -> (House, Arc<MemoryVault>) {
    let vault = Arc::new(MemoryVault::new());
    (house_with(Arc::clone(&vault)).await, vault)
}

async fn house_with(keychain: Arc<impl SecretVault + 'static>) -> House {
    let dir = tempfile::tempdir().expect("a directory");
    let console = open(&dir, keychain).await;
    House { console, dir }
}

async fn open(dir: &TempDir, keychain: Arc<impl SecretVault + 'static>) -> Console {
    let mut options = ConsoleOptions::new(DataDir::new(dir.path()), HostFace::Headless);
    options.manifest = None;
    options.keychain = keychain;
    options.keys_file = EncryptedFile::with_work_factor(dir.path().join("keys.age"), QUICK);
    Console::open(options).await.expect("a directory that nobody else uses")
}

fn secret(value: &str) -> SecretValue {
    SecretValue::new(value.to_owned())
}

fn key_name(name: &str) -> KeyName {
    name.parse().expect("the name of a key")
}

async fn add(console: &Console, name: &str, value: &str) -> Result<KeyView, Problem> {
    let target = KeyTarget::default();
    console.add_key(AddKey { name: name.into(), target, value: secret(value) }).await
}

async fn rotate(console: &Console, name: &str, value: &str) -> Result<KeyRotated, Problem> {
    console.rotate_key(RotateKey { name: name.into(), value: secret(value) }).await
}

/// What a server that starts is given.
async fn given(console: &Console, name: &str) -> Result<String, Problem> {
    let server = ServerId::from_name("a server").expect("a valid name");
    let value = console.key_ring().secret(name, &server).await?;
    Ok(value.expose().to_owned())
}

/// What a vault has under a name.
async fn held(vault: &impl SecretVault, name: &str) -> Option<String> {
    let value = vault.get(&key_name(name)).await.expect("an open vault");
    value.map(|value| value.expose().to_owned())
}

async fn listed(console: &Console, name: &str) -> Option<KeyView> {
    let list = console.list_keys().await.expect("a list");
    list.keys.into_iter().find(|key| key.name.as_str() == name)
}

/// Adds a server whose variable `field` is `value`; its id.
async fn user(console: &Console, name: &str, field: &str, value: &str) -> String {
    let request = AddServer {
        name: name.into(),
        command: Some("true".into()),
        env: vec![EnvVar { name: field.into(), value: value.into() }],
        ..AddServer::default()
    };
    console.add_server(request).await.expect("added").id.to_string()
}
