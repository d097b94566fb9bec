//! A keychain as far as it can be looked at: its default collection, and whether that is locked.
//! Asking it for anything else is an error, so whoever only looks cannot unlock or prompt.

use zbus::zvariant::{ObjectPath, OwnedObjectPath};
use zbus::{Connection, interface};

use super::BusAddress;

const SERVICE_PATH: &str = "/org/freedesktop/secrets";
const COLLECTION_PATH: &str = "/org/freedesktop/secrets/collection/login";

/// What kind of keychain it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keychain {
    /// Its default collection is open.
    Unlocked,
    /// Its default collection is locked.
    Locked,
    /// It has no default collection.
    Empty,
}

/// Owns `org.freedesktop.secrets`.
#[derive(Debug)]
pub struct SecretService {
    _connection: Connection,
}

impl SecretService {
    /// Takes the name on this bus.
    ///
    /// # Panics
    /// Where somebody has it already.
    pub async fn start(bus: &BusAddress, keychain: Keychain) -> Self {
        let collection = Collection { locked: keychain == Keychain::Locked };
        let connection = bus
            .builder()
            .serve_at(SERVICE_PATH, Service { keychain })
            .and_then(|builder| builder.serve_at(COLLECTION_PATH, collection))
            .and_then(|builder| builder.name("org.freedesktop.secrets"))
            .expect("valid paths and names")
            .build()
            .await;
        Self { _connection: connection.expect("the bus answers and there is no other keychain") }
    }
}

struct Service {
    keychain: Keychain,
}

#[interface(name = "org.freedesktop.Secret.Service")]
impl Service {
    #[expect(clippy::needless_pass_by_value, reason = "the interface macro hands over values")]
    fn read_alias(&self, name: String) -> OwnedObjectPath {
        let is_there = self.keychain != Keychain::Empty && name == "default";
        let path = if is_there { COLLECTION_PATH } else { "/" };
        ObjectPath::try_from(path).expect("a valid path").into()
    }
}

struct Collection {
    locked: bool,
}

#[interface(name = "org.freedesktop.Secret.Collection")]
impl Collection {
    #[zbus(property)]
    fn locked(&self) -> bool {
        self.locked
    }
}
