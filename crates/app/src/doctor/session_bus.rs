//! Short questions to the session bus: each has an end, none starts or prompts anything.

use std::time::Duration;

use zbus::fdo::DBusProxy;
use zbus::names::BusName;
use zbus::proxy::CacheProperties;
use zbus::{Connection, Proxy};

/// How long the bus or a service on it may take to answer: they are on this machine.
const TIMEOUT: Duration = Duration::from_secs(2);

/// Whether a service is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// Its name has an owner.
    Running,
    /// The bus starts it when it is first asked.
    Startable,
    /// Neither.
    Absent,
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoAnswer {
    /// The bus, or the service on it, is silent.
    #[error("it did not answer within {} s", TIMEOUT.as_secs())]
    Late,
    /// There is no bus, or what was asked is refused.
    #[error(transparent)]
    Refused(#[from] zbus::Error),
}

/// The answer, or why there is none.
pub(super) async fn bounded<T, E: Into<zbus::Error>>(
    question: impl Future<Output = Result<T, E>>,
) -> Result<T, NoAnswer> {
    let answer = tokio::time::timeout(TIMEOUT, question).await.map_err(|_| NoAnswer::Late)?;
    answer.map_err(|error| NoAnswer::Refused(error.into()))
}

/// Connects to the session bus.
pub(super) async fn connect() -> Result<Connection, NoAnswer> {
    bounded(Connection::session()).await
}

/// Whether the service `name` is there. Asked of the bus itself, so that nothing is started.
pub(super) async fn presence(
    connection: &Connection,
    name: &'static str,
) -> Result<Presence, NoAnswer> {
    let bus = bounded(DBusProxy::new(connection)).await?;
    let owned = BusName::try_from(name).map_err(zbus::Error::from)?;
    if bounded(bus.name_has_owner(owned)).await? {
        return Ok(Presence::Running);
    }
    let startable = bounded(bus.list_activatable_names()).await?;
    let is_it = startable.iter().any(|known| known.as_str() == name);
    Ok(if is_it { Presence::Startable } else { Presence::Absent })
}

/// An object of a service, whose properties are read as they are now.
pub(super) async fn object<'a>(
    connection: &Connection,
    service: &'a str,
    path: &'a str,
    interface: &'a str,
) -> Result<Proxy<'a>, NoAnswer> {
    let builder = zbus::proxy::Builder::new(connection)
        .destination(service)
        .and_then(|builder| builder.path(path))
        .and_then(|builder| builder.interface(interface))?;
    bounded(builder.cache_properties(CacheProperties::No).build()).await
}
