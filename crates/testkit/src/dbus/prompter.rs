//! The program that shows GNOME Keyring's questions: a witness that somebody would be asked, and
//! that says no.
//!
//! Source: `org.gnome.keyring.internal.Prompter` in gcr (`dbus-prompter.xml`).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use zbus::zvariant::OwnedObjectPath;
use zbus::{Connection, fdo, interface};

use super::BusAddress;

/// Owns `org.gnome.keyring.SystemPrompter`.
#[derive(Debug)]
pub struct SystemPrompter {
    _connection: Connection,
    asked: Arc<AtomicUsize>,
}

impl SystemPrompter {
    /// Takes the name on this bus.
    ///
    /// # Panics
    /// Where somebody has it already.
    pub async fn start(bus: &BusAddress) -> Self {
        let asked = Arc::<AtomicUsize>::default();
        let prompter = Prompter { asked: Arc::clone(&asked) };
        let connection = bus
            .builder()
            .serve_at("/org/gnome/keyring/Prompter", prompter)
            .and_then(|builder| builder.name("org.gnome.keyring.SystemPrompter"))
            .expect("a valid path and name")
            .build()
            .await;
        Self {
            _connection: connection.expect("the bus answers and there is no other prompter"),
            asked,
        }
    }

    /// How often somebody would have been asked.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

struct Prompter {
    asked: Arc<AtomicUsize>,
}

#[interface(name = "org.gnome.keyring.internal.Prompter")]
impl Prompter {
    fn begin_prompting(&self, callback: OwnedObjectPath) -> fdo::Result<()> {
        drop(callback);
        self.asked.fetch_add(1, Ordering::SeqCst);
        Err(fdo::Error::AccessDenied("nobody is here".into()))
    }

    #[expect(clippy::unused_self, reason = "the interface macro needs methods")]
    fn stop_prompting(&self, callback: OwnedObjectPath) {
        drop(callback);
    }
}
