//! What a store's errors say, in the words of the vault: without values, short, on one line.

use console_domain::{KeyName, VaultError};
use keyring_core::Error;
use zeroize::Zeroize;

use super::platform;

/// Characters of what a platform says that are passed on.
const MAX_REASON_CHARS: usize = 200;

/// Which failure an error of the store is, when it was asked for `name`.
///
/// `Ambiguous` would print whole entries, and the encoding errors hold the value: none of them is
/// printed.
pub(super) fn explain(error: Error, name: &KeyName) -> VaultError {
    match error {
        Error::PlatformFailure(error) | Error::NoStorageAccess(error) => {
            platform::explain(error.as_ref())
        }
        Error::NoEntry => VaultError::Failed(format!("the entry {name} is gone")),
        Error::BadEncoding(mut bytes) | Error::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            VaultError::NotText(name.clone())
        }
        Error::BadStoreFormat(reason) | Error::NotSupportedByStore(reason) => {
            VaultError::Failed(brief(&reason))
        }
        Error::TooLong(_, limit) => VaultError::TooLong(limit),
        // Only what was wrong: the reason may repeat what was given.
        Error::Invalid(what, _) => VaultError::Failed(format!("it does not take this {what}")),
        Error::Ambiguous(_) => VaultError::Ambiguous(name.clone()),
        Error::NoDefaultStore => VaultError::Unavailable("none is set".into()),
        _ => VaultError::Failed("it gave a reason that is not known here".into()),
    }
}

/// Whether another connection may do better.
pub(super) fn may_be_the_connection(error: &VaultError) -> bool {
    matches!(error, VaultError::Unavailable(_) | VaultError::Failed(_) | VaultError::TimedOut(_))
}

/// A foreign reason: one line, of bounded length.
pub(super) fn brief(reason: &str) -> String {
    let line = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_end_matches('.');
    match line.char_indices().nth(MAX_REASON_CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use keyring_core::api::CredentialStoreApi;

    use super::*;

    #[test]
    fn no_error_repeats_a_value() {
        let name: KeyName = "A_KEY".parse().expect("a name");
        let store = keyring_core::mock::Store::new().expect("a store in memory");
        let entry = store.build("service", "hunter2", Some(&HashMap::new())).expect("an entry");
        let value = b"hunter2".to_vec();
        let reason: Box<dyn std::error::Error + Send + Sync> = "hunter2".into();
        for (error, explained) in [
            (Error::BadEncoding(value.clone()), VaultError::NotText(name.clone())),
            (Error::BadDataFormat(value, reason), VaultError::NotText(name.clone())),
            (Error::Ambiguous(vec![entry]), VaultError::Ambiguous(name.clone())),
            (Error::TooLong("password".into(), 2560), VaultError::TooLong(2560)),
            (
                Error::Invalid("label".into(), "hunter2".into()),
                VaultError::Failed("it does not take this label".into()),
            ),
        ] {
            let said = explain(error, &name);
            assert!(!format!("{said} {said:?}").contains("hunter2"));
            assert_eq!(said, explained);
        }
    }

    #[test]
    fn reasons_are_brief() {
        assert_eq!(brief("It  broke:\n here.\n"), "It broke: here");
        let long = brief(&"é".repeat(1_000));
        assert_eq!(long.chars().count(), MAX_REASON_CHARS + 1);
    }
}
