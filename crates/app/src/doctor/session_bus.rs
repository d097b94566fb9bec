//! Short questions to the session bus: each has an end, none starts or prompts anything.

use std::fmt::Display;
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

/// The answer, or in words why there is none.
pub(super) async fn bounded<T, E: Display>(
    question: impl Future<Output = Result<T, E>>,
) -> Result<T, String> {
    match tokio::time::timeout(TIMEOUT, question).await {
        Ok(answer) => answer.map_err(|error| error.to_string()),
        Err(_) => Err(format!("it did not answer within {} s", TIMEOUT.as_secs())),
    }
}

/// Connects to the session bus.
pub(super) async fn connect() -> Result<Connection, String> {
    bounded(Connection::session()).await
}

/// Whether the service `name` is there. Asked of the bus itself, so that nothing is started.
pub(super) async fn presence(
    connection: &Connection,
    name: &'static str,
) -> Result<Presence, String> {
    let bus = bounded(DBusProxy::new(connection)).await?;
    let owned = BusName::try_from(name).map_err(|error| error.to_string())?;
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
) -> Result<Proxy<'a>, String> {
    let builder = zbus::proxy::Builder::new(connection)
        .destination(service)
        .and_then(|builder| builder.path(path))
        .and_then(|builder| builder.interface(interface))
        .map_err(|error: zbus::Error| error.to_string())?;
    bounded(builder.cache_properties(CacheProperties::No).build()).await
}
