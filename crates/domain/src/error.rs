//! The one error shape of every face, and the closed set of its codes.
//!
//! Invariant: a face shows [`Problem`]; the window and scripts branch on `code` alone. A code is
//! added when something branches on it, and is never renamed.

use serde::{Deserialize, Serialize};

/// Stable codes. In JSON: `snake_case`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorCode {
    /// A value in the request is wrong; `field` names it.
    InvalidInput,
    /// No server, call or other thing with this id.
    NotFound,
    /// A server of this name or id exists already.
    DuplicateName,
    /// The state of the thing does not allow this now.
    Conflict,
    /// The command has not been approved by a person yet.
    NeedsApproval,
    /// The command does not exist on the search path.
    CommandNotFound,
    /// The command exists and may not be run.
    CommandNotExecutable,
    /// The working directory does not exist or cannot be entered.
    BadWorkingDirectory,
    /// A variable in the configuration has no value.
    VariableMissing,
    /// Variables in the configuration refer to each other in a circle.
    VariableCycle,
    /// A key that the configuration refers to is not there; `details.key` names it.
    KeyMissing,
    /// A key cannot be removed while a server uses it.
    KeyInUse,
    /// No keychain answers on this machine.
    KeychainUnavailable,
    /// The keychain, or the file of keys, is locked.
    KeychainLocked,
    /// The keychain refused access, or the passphrase is wrong.
    KeychainDenied,
    /// The keychain did not answer in time.
    KeychainTimeout,
    /// The keychain failed in another way.
    KeychainFailed,
    /// The operating system refused to start the process.
    SpawnFailed,
    /// The process ended before or after its handshake.
    ProcessExited,
    /// The process ended again and again; no further restart is tried.
    CrashLoop,
    /// The handshake did not finish in time.
    StartTimeout,
    /// What the server sent is not the protocol.
    ProtocolViolation,
    /// No protocol version that both sides speak.
    UnsupportedVersion,
    /// A remote server cannot be reached.
    Unreachable,
    /// A remote server asks for credentials or refuses those it was given.
    Unauthorized,
    /// A call did not answer in time.
    CallTimeout,
    /// A call was cancelled.
    Cancelled,
    /// A message is larger than the bound.
    MessageTooLarge,
    /// Too many calls are in flight.
    TooBusy,
    /// The session ended while the call was in flight.
    SessionClosed,
    /// The server answered the call with an error of its own.
    ServerError,
    /// The server is not up.
    NotRunning,
    /// No host runs on this data directory.
    NoInstance,
    /// Another host runs on this data directory.
    InstanceRunning,
    /// The port is taken.
    PortInUse,
    /// No or a wrong bearer token.
    TokenRejected,
    /// Host or Origin of a request are not allowed.
    OriginRejected,
    /// The database was written by a newer version.
    DatabaseTooNew,
    /// The database file is damaged; it was kept aside.
    DatabaseDamaged,
    /// The data directory cannot be used as it is (mode, owner, read-only).
    DataDirUnusable,
    /// The disk is full.
    DiskFull,
    /// Reading or writing a file failed.
    Io,
    /// A bug of the console; the log has the details.
    Internal,
}

impl ErrorCode {
    /// The code as it stands in JSON.
    pub fn as_str(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    }
}

/// What went wrong, for a person and for a program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// Stable code; see [`ErrorCode`].
    pub code: ErrorCode,
    /// One sentence: what happened and why.
    pub message: String,
    /// The next step, as a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The field of the request that is wrong, as a JSON path (`env.TOKEN`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Facts for a program, a small object: exit code, port, line number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[specta(type = Option<specta_typescript::Unknown>)]
    pub details: Option<serde_json::Value>,
    /// The last lines of the server's stderr, where it is a server that failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[specta(optional)]
    pub stderr_tail: Vec<String>,
}

impl Problem {
    /// A problem with a code and a sentence.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: None,
            field: None,
            details: None,
            stderr_tail: Vec::new(),
        }
    }

    /// A request's `field` is wrong.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidInput, message).field(field)
    }

    /// A key that a configuration refers to is not there.
    pub fn key_missing(name: &str) -> Self {
        Self::new(ErrorCode::KeyMissing, format!("The key {name} is not in the keychain."))
            .hint(format!("Add the key {name} on the Keys page, or with `mcpctl keys set {name}`."))
            .details(serde_json::json!({ "key": name }))
    }

    /// The value of `field` would hold a key, and other programs can read it.
    pub fn key_exposed(field: impl Into<String>, name: &str) -> Self {
        let error = crate::VariableError::SecretExposed(name.to_owned());
        Self::invalid(field, crate::server::sentence(&error))
            .hint("Give it in a variable of the environment; other programs can read arguments.")
            .details(serde_json::json!({ "key": name }))
    }

    /// Adds the next step.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Names the field that is wrong.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Adds facts for a program.
    #[must_use]
    pub fn details(mut self, details: serde_json::Value) -> Self {
        self.details = Some(details);
        self
    }

    /// Adds the last lines of stderr.
    #[must_use]
    pub fn stderr_tail(mut self, lines: Vec<String>) -> Self {
        self.stderr_tail = lines;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_leaves_out_what_is_absent() {
        let problem = Problem::invalid("name", "a name is needed");
        let json = serde_json::to_value(&problem).expect("a problem is plain data");
        assert_eq!(
            json,
            serde_json::json!({"code": "invalid_input", "message": "a name is needed", "field": "name"})
        );
        assert_eq!(ErrorCode::DatabaseTooNew.as_str(), "database_too_new");
    }
}
