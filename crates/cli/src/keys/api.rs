//! What the commands of keys ask of a host, or of the data directory where none runs.

use std::time::Duration;

use console_app::view::{
    AddKey, ChooseVault, KeyImportPreview, KeyImportReport, KeyImportRequest, KeyList, KeyRotated,
    KeySource, KeyView, RemoveKey, RotateKey, UnlockVault, UpdateKey, VaultKind, VaultView,
};
use console_domain::limits::{KEY_TEST_CONCURRENCY, KEY_TEST_TIMEOUT, KEYCHAIN_PROMPT_TIMEOUT};
use console_domain::{KeyTarget, Problem, SecretValue};
use serde_json::{Value, json};

use crate::backend::{Backend, key_path};

/// How long an import may take beside the usual.
const LONG_IMPORT: Duration = Duration::from_mins(5);

/// How long a server may take to start whose handshake is the test of a key.
const LONG_START: Duration = Duration::from_mins(5);

/// The longest that tests of this many keys may take.
fn tests(count: usize) -> Duration {
    let rounds = count.div_ceil(KEY_TEST_CONCURRENCY).max(1);
    LONG_START + KEY_TEST_TIMEOUT * u32::try_from(rounds).unwrap_or(u32::MAX)
}

impl Backend {
    pub(super) async fn keys(&self) -> Result<KeyList, Problem> {
        match self {
            Self::Remote(host) => host.get("/keys").await,
            Self::Local(console) => console.list_keys().await,
        }
    }

    pub(super) async fn vault(&self) -> Result<VaultView, Problem> {
        match self {
            Self::Remote(host) => host.get("/vault").await,
            Self::Local(console) => Ok(console.vault().await),
        }
    }

    pub(super) async fn add_key(&self, request: AddKey) -> Result<KeyView, Problem> {
        match self {
            Self::Remote(host) => {
                let AddKey { name, target, value } = request;
                let body = json!({ "name": name, "target": target, "value": value.expose() });
                host.post_json("/keys", &body, Duration::ZERO).await
            }
            Self::Local(console) => console.add_key(request).await,
        }
    }

    pub(super) async fn rotate_key(&self, request: RotateKey) -> Result<KeyRotated, Problem> {
        match self {
            Self::Remote(host) => {
                let RotateKey { name, value } = request;
                host.put_text(&key_path(&name, "/value"), value.expose().to_owned()).await
            }
            Self::Local(console) => console.rotate_key(request).await,
        }
    }

    pub(super) async fn retarget_key(
        &self,
        name: &str,
        target: KeyTarget,
    ) -> Result<KeyView, Problem> {
        match self {
            Self::Remote(host) => host.put_json(&key_path(name, ""), &target, Duration::ZERO).await,
            Self::Local(console) => {
                console.update_key(UpdateKey { name: name.to_owned(), target }).await
            }
        }
    }

    pub(super) async fn remove_key(&self, name: &str, force: bool) -> Result<(), Problem> {
        match self {
            Self::Remote(host) => {
                let path = key_path(name, &format!("?force={force}"));
                host.delete::<Value>(&path).await.map(drop)
            }
            Self::Local(console) => {
                console.remove_key(RemoveKey { name: name.to_owned(), force }).await
            }
        }
    }

    pub(super) async fn test_key(&self, name: &str) -> Result<KeyView, Problem> {
        match self {
            Self::Remote(host) => host.post(&key_path(name, "/test"), tests(1)).await,
            Self::Local(console) => console.test_key(name).await,
        }
    }

    pub(super) async fn test_all_keys(&self) -> Result<KeyList, Problem> {
        match self {
            Self::Remote(host) => {
                let count = self.keys().await?.keys.len();
                host.post("/keys/test", tests(count)).await
            }
            Self::Local(console) => console.test_all_keys().await,
        }
    }

    pub(super) async fn preview_keys(
        &self,
        source: &KeySource,
    ) -> Result<KeyImportPreview, Problem> {
        match self {
            Self::Remote(host) => {
                host.post_json("/keys/import/preview", source, Duration::ZERO).await
            }
            Self::Local(console) => console.preview_keys(source).await,
        }
    }

    pub(super) async fn import_keys(
        &self,
        request: &KeyImportRequest,
    ) -> Result<KeyImportReport, Problem> {
        match self {
            // Each key takes a few calls of the keychain.
            Self::Remote(host) => host.post_json("/keys/import", request, LONG_IMPORT).await,
            Self::Local(console) => console.import_keys(request.clone()).await,
        }
    }

    pub(super) async fn unlock_vault(
        &self,
        passphrase: Option<SecretValue>,
    ) -> Result<VaultView, Problem> {
        match self {
            Self::Remote(host) => {
                let body = json!({ "passphrase": passphrase.as_ref().map(SecretValue::expose) });
                host.post_json("/vault/unlock", &body, KEYCHAIN_PROMPT_TIMEOUT).await
            }
            Self::Local(console) => console.unlock_vault(UnlockVault { passphrase }).await,
        }
    }

    pub(super) async fn choose_vault(
        &self,
        kind: VaultKind,
        passphrase: Option<SecretValue>,
    ) -> Result<VaultView, Problem> {
        match self {
            Self::Remote(host) => {
                let passphrase = passphrase.as_ref().map(SecretValue::expose);
                let body = json!({ "kind": kind, "passphrase": passphrase });
                // Each key is written, read back and removed.
                host.put_json("/vault", &body, LONG_IMPORT).await
            }
            Self::Local(console) => console.choose_vault(ChooseVault { kind, passphrase }).await,
        }
    }
}
