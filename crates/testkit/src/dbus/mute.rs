//! A service that has its name and never answers: a daemon that hangs.

use std::future::pending;

use zbus::{Connection, interface};

use super::BusAddress;

/// Owns `org.freedesktop.Notifications` and leaves every caller waiting.
#[derive(Debug)]
pub struct MuteNotificationDaemon {
    _connection: Connection,
}

impl MuteNotificationDaemon {
    /// Takes the name on this bus.
    ///
    /// # Panics
    /// Where somebody has it already.
    pub async fn start(bus: &BusAddress) -> Self {
        let builder = bus.builder().serve_at("/org/freedesktop/Notifications", Mute);
        let builder = builder.expect("a valid path");
        let builder = builder.name("org.freedesktop.Notifications").expect("a valid name");
        let connection = builder.build().await;
        Self { _connection: connection.expect("the bus answers and there is no other daemon") }
    }
}

/// The D-Bus side.
struct Mute;

#[interface(name = "org.freedesktop.Notifications")]
impl Mute {
    async fn get_capabilities(&self) -> Vec<String> {
        pending().await
    }

    async fn get_server_information(&self) -> (String, String, String, String) {
        pending().await
    }
}
