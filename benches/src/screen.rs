//! When a window appears on the screen.

use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ChangeWindowAttributesAux, ConnectionExt, EventMask, Window,
};
use x11rb::rust_connection::RustConnection;

/// How often the connection is looked at; what a time is exact to.
const INTERVAL: Duration = Duration::from_millis(1);

/// The X11 screen, through the window manager's list of visible windows.
#[derive(Debug)]
pub(crate) struct Screen {
    connection: RustConnection,
    root: Window,
    /// The property in which the window manager lists the windows it shows.
    list: Atom,
}

impl Screen {
    /// The screen of `DISPLAY`.
    ///
    /// # Panics
    /// Where there is none: run it through `scripts/headless`.
    pub(crate) fn open() -> Self {
        let opened = x11rb::connect(None);
        let (connection, screen) = opened.expect("there is a display (scripts/headless)");
        let root = connection.setup().roots[screen].root;
        let changes = ChangeWindowAttributesAux::new().event_mask(EventMask::PROPERTY_CHANGE);
        connection.change_window_attributes(root, &changes).unwrap().check().unwrap();
        let list = connection.intern_atom(false, b"_NET_CLIENT_LIST").unwrap();
        let list = list.reply().unwrap().atom;
        Self { connection, root, list }
    }

    /// How many windows are shown.
    fn windows(&self) -> usize {
        let asked =
            self.connection.get_property(false, self.root, self.list, AtomEnum::WINDOW, 0, 1024);
        asked.unwrap().reply().unwrap().value_len as usize
    }

    /// Waits until so many windows are shown.
    pub(crate) fn wait_for_windows(&self, count: usize, deadline: Duration) {
        let end = Instant::now() + deadline;
        while self.windows() != count {
            assert!(Instant::now() < end, "not {count} windows within {deadline:?}");
            // An event says that the list may have changed; only then is it worth a question.
            while self.connection.poll_for_event().unwrap().is_none() && Instant::now() < end {
                std::thread::sleep(INTERVAL);
            }
        }
    }
}
