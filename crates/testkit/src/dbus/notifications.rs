//! A notification daemon that writes down what it is told.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use zbus::zvariant::OwnedValue;
use zbus::{Connection, interface};

use super::BusAddress;
use crate::wait_for_async;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// One call of `Notify`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The id that the daemon gave it.
    pub id: u32,
    /// Who says it.
    pub app: String,
    /// The notification that it takes the place of; 0 for none.
    pub replaces: u32,
    /// The icon's name or path.
    pub icon: String,
    /// The title.
    pub summary: String,
    /// The text.
    pub body: String,
    /// Buttons: key and label.
    pub actions: Vec<(String, String)>,
    /// 0 low, 1 normal, 2 critical; `None` where it does not say.
    pub urgency: Option<u8>,
    /// The names of all hints, sorted.
    pub hints: Vec<String>,
    /// Milliseconds; -1 as the daemon likes, 0 for ever.
    pub timeout: i32,
}

/// Owns `org.freedesktop.Notifications`.
#[derive(Debug)]
pub struct NotificationDaemon {
    connection: Connection,
    seen: Arc<Mutex<Vec<Notification>>>,
}

impl NotificationDaemon {
    /// Takes the name on this bus.
    ///
    /// # Panics
    /// Where somebody has it already.
    pub async fn start(bus: &BusAddress) -> Self {
        let seen = Arc::<Mutex<Vec<Notification>>>::default();
        let daemon = Daemon { seen: Arc::clone(&seen) };
        let builder = bus.builder().serve_at(PATH, daemon).expect("a valid path");
        let connection = builder.name(NAME).expect("a valid name").build().await;
        let connection = connection.expect("the bus answers and there is no other daemon");
        Self { connection, seen }
    }

    /// Everything that was shown so far, oldest first.
    pub fn seen(&self) -> Vec<Notification> {
        self.seen.lock().unwrap().clone()
    }

    /// Waits for the first notification that is as `condition` wants it.
    pub async fn wait_for(
        &self,
        deadline: Duration,
        what: &str,
        condition: impl Fn(&Notification) -> bool,
    ) -> Notification {
        wait_for_async(deadline, what, async || self.seen().into_iter().find(&condition)).await
    }

    /// The user presses the button with this key (`default`: the notification itself).
    pub async fn press(&self, id: u32, key: &str) {
        self.emit("ActionInvoked", &(id, key)).await;
        self.close(id).await;
    }

    /// The user closes the notification.
    pub async fn close(&self, id: u32) {
        const DISMISSED_BY_USER: u32 = 2;
        self.emit("NotificationClosed", &(id, DISMISSED_BY_USER)).await;
    }

    async fn emit<B>(&self, signal: &str, body: &B)
    where
        B: serde::ser::Serialize + zbus::zvariant::DynamicType,
    {
        self.connection
            .emit_signal(None::<&str>, PATH, NAME, signal, body)
            .await
            .expect("the bus takes a signal");
    }
}

/// The D-Bus side.
struct Daemon {
    seen: Arc<Mutex<Vec<Notification>>>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Daemon {
    #[expect(clippy::too_many_arguments, reason = "the interface's own signature")]
    #[expect(clippy::needless_pass_by_value, reason = "the interface macro hands over values")]
    fn notify(
        &self,
        app: String,
        replaces: u32,
        icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        timeout: i32,
    ) -> u32 {
        let mut seen = self.seen.lock().unwrap();
        let fresh = u32::try_from(seen.len()).expect("few notifications") + 1;
        let id = if replaces == 0 { fresh } else { replaces };
        let pairs = actions.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone()));
        let urgency = hints.get("urgency").and_then(|value| value.downcast_ref::<u8>().ok());
        let mut hints: Vec<String> = hints.into_keys().collect();
        hints.sort();
        seen.push(Notification {
            id,
            app,
            replaces,
            icon,
            summary,
            body,
            actions: pairs.collect(),
            urgency,
            hints,
            timeout,
        });
        id
    }

    async fn close_notification(
        &self,
        id: u32,
        #[zbus(connection)] connection: &Connection,
    ) -> zbus::fdo::Result<()> {
        const CLOSED_BY_CALL: u32 = 3;
        let body = (id, CLOSED_BY_CALL);
        connection.emit_signal(None::<&str>, PATH, NAME, "NotificationClosed", &body).await?;
        Ok(())
    }

    #[expect(clippy::unused_self, reason = "the interface macro needs a method")]
    fn get_capabilities(&self) -> Vec<&str> {
        vec!["actions", "body", "persistence"]
    }

    #[expect(clippy::unused_self, reason = "the interface macro needs a method")]
    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        ("testkit", "MCP Console", "1", "1.2")
    }
}
