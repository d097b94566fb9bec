//! A file manager that writes down what it is asked to show.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use zbus::{Connection, interface};

use super::BusAddress;
use crate::wait_for_async;

/// Owns `org.freedesktop.FileManager1`.
#[derive(Debug)]
pub struct ShownFiles {
    _connection: Connection,
    shown: Arc<Mutex<Vec<String>>>,
}

impl ShownFiles {
    /// Takes the name on this bus.
    ///
    /// # Panics
    /// Where somebody has it already.
    pub async fn start(bus: &BusAddress) -> Self {
        let shown = Arc::<Mutex<Vec<String>>>::default();
        let side = Side { shown: Arc::clone(&shown) };
        let builder = bus.builder().serve_at("/org/freedesktop/FileManager1", side);
        let builder = builder.expect("a valid path");
        let builder = builder.name("org.freedesktop.FileManager1").expect("a valid name");
        let connection = builder.build().await;
        let connection = connection.expect("the bus answers and there is no other file manager");
        Self { _connection: connection, shown }
    }

    /// The URIs that it was asked to show so far, oldest first.
    pub fn shown(&self) -> Vec<String> {
        self.shown.lock().unwrap().clone()
    }

    /// Waits until it was asked to show something; the first URI.
    pub async fn wait_for_first(&self, deadline: Duration) -> String {
        let what = "the file manager is asked to show a file";
        wait_for_async(deadline, what, async || self.shown().into_iter().next()).await
    }
}

/// The D-Bus side.
struct Side {
    shown: Arc<Mutex<Vec<String>>>,
}

#[interface(name = "org.freedesktop.FileManager1")]
impl Side {
    #[expect(clippy::needless_pass_by_value, reason = "the interface macro hands over values")]
    fn show_items(&self, uris: Vec<String>, startup_id: String) {
        assert!(startup_id.is_empty(), "nothing gives it a start-up id");
        self.shown.lock().unwrap().extend(uris);
    }
}
