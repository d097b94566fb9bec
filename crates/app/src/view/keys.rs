//! Keys as faces show them, and the requests that change them.
//!
//! Invariant: a value crosses inwards only. Nothing here that is answered holds one.

use console_domain::{KeyName, KeyTarget, KeyTest, Problem, SecretValue, ServerId};
use serde::{Deserialize, Serialize};

/// The keys and the vault that they live in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct KeyList {
    /// Where values live.
    pub vault: VaultView,
    /// The keys, by name.
    pub keys: Vec<KeyView>,
    /// Names that servers refer to and that no key has, by name.
    pub missing: Vec<MissingKey>,
}

/// Where values live, and whether it can be used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct VaultView {
    /// Which one is used.
    pub kind: VaultKind,
    /// Whether it can be used now.
    pub status: VaultStatus,
    /// Why not, with the next step.
    pub problem: Option<Problem>,
    /// Where the encrypted file is, where it is used.
    pub file: Option<String>,
}

/// Where values live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum VaultKind {
    /// The operating system's keychain.
    #[default]
    Keychain,
    /// A file encrypted with a passphrase, which a person chose where no keychain answers.
    File,
}

/// Whether a vault can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum VaultStatus {
    /// It is open.
    Ready,
    /// It must be unlocked first.
    Locked,
    /// It does not answer.
    Unavailable,
}

/// A key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct KeyView {
    /// Its name.
    pub name: KeyName,
    /// What it opens, and where.
    pub target: KeyTarget,
    /// Whether its value can be read.
    pub status: KeyStatus,
    /// Tells values apart and says nothing about them: hexadecimal.
    pub fingerprint: String,
    /// When it was first set, RFC 3339.
    pub created_at: String,
    /// When its value last changed, RFC 3339.
    pub rotated_at: String,
    /// When it was last given to a server or a test, RFC 3339.
    pub last_used_at: Option<String>,
    /// How its last test ended.
    pub last_test: Option<KeyTest>,
    /// Whether its value is another one than the test saw.
    pub test_is_stale: bool,
    /// The servers that refer to it, by name.
    pub used_by: Vec<KeyUse>,
}

/// Whether a key's value can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum KeyStatus {
    /// As far as is known; it is read only when it is used.
    Ready,
    /// The vault does not have it any more.
    Lost,
    /// The vault is locked or does not answer.
    Unavailable,
}

/// A server that refers to a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct KeyUse {
    /// The server.
    pub server: ServerId,
    /// Its name.
    pub name: String,
    /// Where it refers to it: `env.TOKEN`, `headers.Authorization`, `url`.
    pub fields: Vec<String>,
    /// Whether it runs.
    pub is_running: bool,
    /// Whether it runs with an older value: it must be restarted to use this one.
    pub is_outdated: bool,
}

/// A name that servers refer to and that no key has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct MissingKey {
    /// The name.
    pub name: String,
    /// The servers that refer to it.
    pub used_by: Vec<KeyUse>,
}

/// A request to add a key.
#[derive(Deserialize, specta::Type)]
pub struct AddKey {
    /// Its name; a valid name of an environment variable.
    pub name: String,
    /// What it opens, and where.
    #[serde(default)]
    pub target: KeyTarget,
    /// Its value. White space around it is removed, except within a value of several lines.
    #[specta(type = String)]
    pub value: SecretValue,
}

/// A request to give a key a new value.
#[derive(Deserialize, specta::Type)]
pub struct RotateKey {
    /// The key.
    pub name: String,
    /// Its new value.
    #[specta(type = String)]
    pub value: SecretValue,
}

/// What giving a key a new value comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct KeyRotated {
    /// The key.
    pub key: KeyView,
    /// Servers that run with the old value and can be restarted.
    pub to_restart: Vec<KeyUse>,
}

/// A request to change what is known of a key; its value stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct UpdateKey {
    /// The key.
    pub name: String,
    /// What it opens, and where.
    pub target: KeyTarget,
}

/// A request to remove a key and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct RemoveKey {
    /// The key.
    pub name: String,
    /// Also while servers refer to it.
    #[serde(default)]
    pub force: bool,
}

/// A request to open the vault.
#[derive(Default, Deserialize, specta::Type)]
pub struct UnlockVault {
    /// The passphrase of an encrypted file; the keychain asks the user itself.
    #[serde(default)]
    #[specta(type = Option<String>)]
    pub passphrase: Option<SecretValue>,
}

/// A request to keep values elsewhere from now on. Keys that can be read are taken along, and are
/// removed from the old place only after they were read back from the new one.
#[derive(Deserialize, specta::Type)]
pub struct ChooseVault {
    /// Where.
    pub kind: VaultKind,
    /// The passphrase of an encrypted file: that of the one that is there, or of a new one.
    #[serde(default)]
    #[specta(type = Option<String>)]
    pub passphrase: Option<SecretValue>,
}

/// Where plain-text secrets are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum KeySource {
    /// A file of variables; `~/.mcp/.env` where none is named. It must be readable by its owner
    /// only.
    EnvFile {
        /// Its path.
        path: Option<String>,
    },
    /// The environments, headers and URLs of the console's own servers.
    Servers,
    /// The configurations of other programs on this machine. They are read, never written.
    Clients,
}

/// Secrets that were found in plain text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct KeyImportPreview {
    /// What was found, in the order of the source.
    pub found: Vec<FoundKey>,
    /// What could not be read or was left out, each with its file and line.
    pub problems: Vec<Problem>,
}

/// One secret that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct FoundKey {
    /// Names this entry in the request that imports it: stable while the source is unchanged.
    pub id: String,
    /// The name that it would get.
    pub name: String,
    /// What it probably opens.
    pub target: KeyTarget,
    /// Where it stands, for people: `~/.mcp/.env, line 3`, `github: env.GITHUB_TOKEN`.
    pub place: String,
    /// What is shown in place of the value; it says nothing of it, not even its length.
    pub masked: String,
    /// What would be done.
    pub verdict: FoundKeyVerdict,
    /// Whether the place is ours, so that a reference can stand there instead.
    pub is_replaceable: bool,
    /// The server that it belongs to, where the place is ours.
    pub server: Option<ServerId>,
}

/// What an import would do with a secret that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FoundKeyVerdict {
    /// It becomes a new key.
    New,
    /// A key has this value already: only the reference is written.
    SameAs {
        /// Which one.
        name: KeyName,
    },
    /// A key of this name has another value: it needs another name, or rotates that one.
    NameTaken,
    /// It stands again further down, where the later one counts.
    Overridden,
    /// It cannot be a key: empty, too long, not text.
    Invalid {
        /// Why.
        problem: Problem,
    },
}

/// A request to move found secrets into the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct KeyImportRequest {
    /// Where they were found.
    pub source: KeySource,
    /// Which of them, and under which names.
    pub choices: Vec<KeyImportChoice>,
}

/// One found secret that is to be moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct KeyImportChoice {
    /// The [`FoundKey::id`].
    pub id: String,
    /// The name of the key.
    pub name: String,
    /// What it opens, and where.
    #[serde(default)]
    pub target: KeyTarget,
    /// Where a key of this name has another value: give it this one.
    #[serde(default)]
    pub replace: bool,
}

/// What an import of keys did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct KeyImportReport {
    /// Keys that were stored and read back.
    pub stored: Vec<KeyName>,
    /// Servers in whose configuration a reference stands now.
    pub replaced_in: Vec<ServerId>,
    /// Servers that run with what stood there before.
    pub to_restart: Vec<KeyUse>,
    /// What was not done, and why; the field is the entry's id.
    pub skipped: Vec<Problem>,
    /// Files that still hold one of the values in plain text: the source where it is not ours,
    /// backups, logs. They are for the person to clean or delete.
    pub still_in: Vec<String>,
}
