//! Whether there is a keychain (a Secret Service), and whether it is open. It is only looked at:
//! nothing is unlocked, and nobody is prompted.

use zbus::Connection;
use zbus::zvariant::OwnedObjectPath;

use super::checks::Check;
use super::session_bus::{NoAnswer, Presence, bounded, object, presence};

const ID: &str = "keychain";
const SERVICE: &str = "org.freedesktop.secrets";
const NO_KEYCHAIN: &str =
    "Install GNOME Keyring, KWallet or KeePassXC if servers shall get secrets from a keychain.";

/// The keychain.
pub(super) async fn check_keychain(connection: &Connection) -> Check {
    match presence(connection, SERVICE).await {
        Ok(Presence::Running) => look(connection).await.unwrap_or_else(|reason| {
            let message = format!("The keychain does not answer: {reason}.");
            Check::warn(ID, message, "Log out and in again, or restart the keychain.")
        }),
        Ok(Presence::Startable) => {
            Check::ok(ID, "There is a keychain; it is started when it is first needed.")
        }
        Ok(Presence::Absent) => Check::warn(ID, "There is no keychain.", NO_KEYCHAIN),
        Err(reason) => {
            let message = format!("Whether there is a keychain cannot be told: {reason}.");
            Check::warn(ID, message, NO_KEYCHAIN)
        }
    }
}

/// Source: the Secret Service API of freedesktop.org, `ReadAlias` and `Collection`.
async fn look(connection: &Connection) -> Result<Check, NoAnswer> {
    let service =
        object(connection, SERVICE, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service")
            .await?;
    let default: OwnedObjectPath = bounded(service.call("ReadAlias", &("default",))).await?;
    if default.as_str() == "/" {
        return Ok(Check::warn(
            ID,
            "The keychain has no default collection yet.",
            "Make one in the keychain's own program (Passwords and Keys, KWalletManager).",
        ));
    }
    let collection =
        object(connection, SERVICE, default.as_str(), "org.freedesktop.Secret.Collection").await?;
    let locked: bool = bounded(collection.get_property("Locked")).await?;
    Ok(if locked {
        Check::warn(
            ID,
            "The keychain is locked.",
            "Unlock it in the keychain's own program, or log out and in again.",
        )
    } else {
        Check::ok(ID, "The keychain answers and is unlocked.")
    })
}
