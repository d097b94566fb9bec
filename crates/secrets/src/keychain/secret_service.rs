//! Linux: the Secret Service, which GNOME Keyring, `KWallet` and `KeePassXC` offer.
//!
//! What is looked at is asked over a connection of this module, which never unlocks anything; what
//! is read and written goes through the store, which would unlock, and so prompt, what is locked.
//!
//! Source: the Secret Service API of freedesktop.org, 0.2.

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use console_domain::{KeyName, VaultError};
use futures::StreamExt;
use keyring_core::CredentialStore;
use tokio::time::{Instant, timeout, timeout_at};
use zbus::fdo::DBusProxy;
use zbus::names::BusName;
use zbus::proxy::CacheProperties;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, DBusError, Proxy};
use zbus_secret_service_keyring_store::Store;

use super::calls::Peer;
use super::errors::brief;
use super::{SERVICE, Seen};

const NAME: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";
const SERVICE_INTERFACE: &str = "org.freedesktop.Secret.Service";
const COLLECTION_INTERFACE: &str = "org.freedesktop.Secret.Collection";
const PROMPT_INTERFACE: &str = "org.freedesktop.Secret.Prompt";
/// The alias of the collection in which entries are made.
const DEFAULT: &str = "default";
/// "There is none", where an object is expected.
const NONE: &str = "/";
/// How long a prompt that nobody answers may take to close.
const DISMISS_TIMEOUT: Duration = Duration::from_secs(2);

/// The session bus, where the service is.
#[derive(Default)]
pub(super) struct Platform {
    connection: Mutex<Option<Connection>>,
}

/// The answer of `SearchItems`: what is open, what is locked.
type Found = (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>);

impl Platform {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Whether the entries of `name`, or of any name of ours, can be used without a prompt.
    ///
    /// `Locked` where one is locked; where none is found and the default collection is locked, for
    /// not every service searches what is locked; and where there is no default collection yet: to
    /// make one the service asks for its password, as it does to open one.
    pub(super) async fn look(&self, name: Option<&KeyName>) -> Result<Seen, VaultError> {
        let seen = self.try_to_look(name).await;
        if seen.as_ref().is_err_and(|error| !matches!(error, NotSeen::Locked)) {
            self.forget();
        }
        seen.map_err(VaultError::from)
    }

    async fn try_to_look(&self, name: Option<&KeyName>) -> Result<Seen, NotSeen> {
        let connection = self.connection().await?;
        let service = proxy(&connection, PATH, SERVICE_INTERFACE).await?;
        let (open, locked) = search(&service, name).await?;
        if !locked.is_empty() {
            return Err(NotSeen::Locked);
        }
        if (name.is_none() || open.is_empty()) && !default_is_open(&connection, &service).await? {
            return Err(NotSeen::Locked);
        }
        let bus = DBusProxy::new(&connection).await?;
        let owner = bus.get_name_owner(BusName::try_from(NAME)?).await?;
        Ok(Seen { peer: Peer(owner.to_string()), entries: Some(open.len()) })
    }

    /// Has the service open the default collection, and whatever else holds an entry of ours.
    pub(super) async fn unlock(
        &self,
        call_limit: Duration,
        prompt_limit: Duration,
        deadline: Instant,
    ) -> Result<(), VaultError> {
        let asked = timeout(call_limit, self.ask_to_unlock()).await;
        let Ok(asked) = asked else {
            self.forget();
            return Err(VaultError::TimedOut(call_limit.as_secs()));
        };
        let Some((connection, prompt)) = asked.map_err(NotSeen::from)? else { return Ok(()) };
        let Ok(answer) = timeout_at(deadline, answered(&connection, &prompt)).await else {
            if timeout(DISMISS_TIMEOUT, dismiss(&connection, &prompt)).await.is_err() {
                self.forget();
            }
            return Err(VaultError::TimedOut(prompt_limit.as_secs()));
        };
        answer
    }

    /// The prompt that must be answered first; `None` where nothing is locked any more.
    async fn ask_to_unlock(&self) -> zbus::Result<Option<(Connection, OwnedObjectPath)>> {
        let connection = self.connection().await?;
        let service = proxy(&connection, PATH, SERVICE_INTERFACE).await?;
        let default = read_default(&service).await?;
        let prompt: OwnedObjectPath = if default.as_str() == NONE {
            // As libsecret names it; the user's language is the service's business.
            let label = format!("{COLLECTION_INTERFACE}.Label");
            let properties = HashMap::from([(label.as_str(), Value::from("Default keyring"))]);
            let (_, prompt): (OwnedObjectPath, OwnedObjectPath) =
                service.call("CreateCollection", &(properties, DEFAULT)).await?;
            prompt
        } else {
            let (_, mut locked) = search(&service, None).await?;
            locked.insert(0, default);
            let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
                service.call("Unlock", &(locked,)).await?;
            prompt
        };
        Ok((prompt.as_str() != NONE).then_some((connection, prompt)))
    }

    /// The next call connects to the bus anew.
    pub(super) fn forget(&self) {
        *self.connection.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    async fn connection(&self) -> zbus::Result<Connection> {
        let held = self.connection.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(connection) = held {
            return Ok(connection);
        }
        let connection = Connection::session().await?;
        let mut held = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(held.insert(connection).clone())
    }
}

async fn proxy<'p>(
    connection: &Connection,
    path: &'p str,
    interface: &'p str,
) -> zbus::Result<Proxy<'p>> {
    zbus::proxy::Builder::new(connection)
        .destination(NAME)?
        .path(path)?
        .interface(interface)?
        .cache_properties(CacheProperties::No)
        .build()
        .await
}

/// The entries of ours with this name, or with any.
async fn search(service: &Proxy<'_>, name: Option<&KeyName>) -> zbus::Result<Found> {
    let mut attributes = HashMap::from([("service", SERVICE)]);
    attributes.extend(name.map(|name| ("username", name.as_str())));
    service.call("SearchItems", &(attributes,)).await
}

async fn read_default(service: &Proxy<'_>) -> zbus::Result<OwnedObjectPath> {
    service.call("ReadAlias", &(DEFAULT,)).await
}

async fn default_is_open(connection: &Connection, service: &Proxy<'_>) -> zbus::Result<bool> {
    let default = read_default(service).await?;
    if default.as_str() == NONE {
        return Ok(false);
    }
    let collection = proxy(connection, default.as_str(), COLLECTION_INTERFACE).await?;
    let locked: bool = collection.get_property("Locked").await?;
    Ok(!locked)
}

/// Shows the prompt and waits for the person, or for the service to go away.
async fn answered(connection: &Connection, prompt: &ObjectPath<'_>) -> Result<(), VaultError> {
    let explained = |error: zbus::Error| VaultError::from(NotSeen::from(error));
    let wait = async {
        let bus = DBusProxy::new(connection).await?;
        let mut owners = bus.receive_name_owner_changed_with_args(&[(0, NAME)]).await?;
        let prompt = proxy(connection, prompt.as_str(), PROMPT_INTERFACE).await?;
        let mut completed = prompt.receive_signal("Completed").await?;
        // The window over which it should stand; ours is not known here.
        prompt.call::<_, _, ()>("Prompt", &("",)).await?;
        tokio::select! {
            signal = completed.next() => match signal {
                Some(signal) => {
                    let (dismissed, _): (bool, OwnedValue) = signal.body().deserialize()?;
                    Ok(Some(dismissed))
                }
                None => Ok(None),
            },
            _ = owners.next() => Ok(None),
        }
    };
    match wait.await.map_err(explained)? {
        Some(false) => Ok(()),
        Some(true) => Err(VaultError::Denied),
        None => Err(VaultError::Unavailable("it went away while it asked".into())),
    }
}

async fn dismiss(connection: &Connection, prompt: &ObjectPath<'_>) -> zbus::Result<()> {
    proxy(connection, prompt.as_str(), PROMPT_INTERFACE).await?.call("Dismiss", &()).await
}

/// Why a look showed nothing.
enum NotSeen {
    Locked,
    Bus(zbus::Error),
}

impl<E: Into<zbus::Error>> From<E> for NotSeen {
    fn from(error: E) -> Self {
        Self::Bus(error.into())
    }
}

impl From<NotSeen> for VaultError {
    fn from(reason: NotSeen) -> Self {
        match reason {
            NotSeen::Locked => Self::Locked,
            NotSeen::Bus(error) => explain_bus(&error),
        }
    }
}

/// A connection of the store's own; it blocks.
pub(super) fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(Store::new()?)
}

/// The label is what the keychain's own program shows.
pub(super) fn modifiers(name: &KeyName) -> HashMap<&'static str, String> {
    HashMap::from([("label", format!("MCP Console: {name}"))])
}

/// Nothing needs to be done: what is locked was not asked for.
pub(super) fn quietly<T>(
    work: impl FnOnce() -> keyring_core::Result<T>,
) -> keyring_core::Result<T> {
    work()
}

/// What the store passes on.
pub(super) fn explain(error: &(dyn Error + Send + Sync + 'static)) -> VaultError {
    use secret_service::Error as E;
    match error.downcast_ref::<E>() {
        // No result: there is no default collection.
        Some(E::Locked | E::NoResult) => VaultError::Locked,
        Some(E::Prompt) => VaultError::Denied,
        Some(E::PromptDisconnected) => {
            VaultError::Unavailable("it went away while it asked".into())
        }
        Some(E::Unavailable) => VaultError::Unavailable("there is no session bus".into()),
        Some(E::Zbus(error)) => explain_bus(error),
        Some(E::ZbusFdo(error)) => {
            explain_named(error.name().as_str(), DBusError::description(error))
        }
        _ => VaultError::Failed(brief(&error.to_string())),
    }
}

fn explain_bus(error: &zbus::Error) -> VaultError {
    match error {
        zbus::Error::MethodError(name, reason, _) => {
            explain_named(name.as_str(), reason.as_deref())
        }
        zbus::Error::FDO(error) => {
            explain_named(error.name().as_str(), DBusError::description(&**error))
        }
        zbus::Error::Address(_) => VaultError::Unavailable("there is no session bus".into()),
        zbus::Error::InputOutput(error) | zbus::Error::Connection(error, _) => {
            VaultError::Unavailable(brief(&format!("the session bus: {error}")))
        }
        zbus::Error::Handshake(reason) => {
            VaultError::Unavailable(brief(&format!("the session bus: {reason}")))
        }
        other => VaultError::Failed(brief(&other.to_string())),
    }
}

fn explain_named(name: &str, reason: Option<&str>) -> VaultError {
    let reason = || brief(reason.unwrap_or(name));
    let short = name
        .strip_prefix("org.freedesktop.DBus.Error.")
        .or_else(|| name.strip_prefix("org.freedesktop.Secret.Error."))
        .unwrap_or(name);
    match short {
        "IsLocked" => VaultError::Locked,
        "AccessDenied" | "AuthFailed" | "InteractiveAuthorizationRequired" => VaultError::Denied,
        "ServiceUnknown" | "NameHasNoOwner" => {
            VaultError::Unavailable("no program offers one on the session bus".into())
        }
        "NoReply" | "Disconnected" | "NoServer" | "Timeout" | "TimedOut" => {
            VaultError::Unavailable(reason())
        }
        spawn if spawn.starts_with("Spawn.") => VaultError::Unavailable(reason()),
        _ => VaultError::Failed(reason()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_has_its_code() {
        use secret_service::Error as E;
        let failed = |reason: &str| VaultError::Failed(reason.into());
        let unavailable = |reason: &str| VaultError::Unavailable(reason.into());
        for (error, explained) in [
            (E::Locked, VaultError::Locked),
            (E::NoResult, VaultError::Locked),
            (E::Prompt, VaultError::Denied),
            (E::PromptDisconnected, unavailable("it went away while it asked")),
            (E::Unavailable, unavailable("there is no session bus")),
            (E::Crypto("bad padding"), failed("Crypto error: bad padding")),
            (E::Zbus(zbus::Error::Failure("odd".into())), failed("odd")),
            (
                E::Zbus(zbus::Error::InputOutput(Arc::new(std::io::Error::other("gone")))),
                unavailable("the session bus: gone"),
            ),
            (
                E::ZbusFdo(zbus::fdo::Error::ServiceUnknown("x".into())),
                unavailable("no program offers one on the session bus"),
            ),
            (
                E::Zbus(zbus::Error::FDO(Box::new(zbus::fdo::Error::NoReply("it died.".into())))),
                unavailable("it died"),
            ),
            (E::ZbusFdo(zbus::fdo::Error::AccessDenied("no".into())), VaultError::Denied),
            (E::ZbusFdo(zbus::fdo::Error::InvalidArgs("what".into())), failed("what")),
        ] {
            let said = format!("{error:?}");
            assert_eq!(explain(&error), explained, "{said}");
        }
        for (name, explained) in [
            ("org.freedesktop.Secret.Error.IsLocked", VaultError::Locked),
            ("org.freedesktop.DBus.Error.Spawn.ExecFailed", unavailable("why")),
            ("org.kde.Error", failed("why")),
        ] {
            assert_eq!(explain_named(name, Some("why")), explained);
        }
    }
}
