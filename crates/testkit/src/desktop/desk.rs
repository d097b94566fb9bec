//! A home and a session bus of a test's own, and the window in them.

use std::time::Duration;

use super::{By, DesktopApp, Launch};
use crate::dbus::PrivateBus;
use crate::{Mcpctl, TempHome, fake_mcp, proc};

/// For what takes longer than drawing: a server's start, the end of the app.
pub const LONG: Duration = Duration::from_mins(1);

/// A home and a bus, so that windows, trays and notifications of tests that run beside it do not
/// show through.
#[derive(Debug)]
pub struct Desk {
    /// The home.
    pub home: TempHome,
    /// The bus.
    pub bus: PrivateBus,
}

impl Desk {
    /// A home in which nothing has happened yet.
    #[expect(clippy::new_without_default, reason = "making one starts a bus")]
    #[track_caller]
    pub fn new() -> Self {
        Self { home: TempHome::new(), bus: PrivateBus::new() }
    }

    /// The console, to be started on this bus.
    #[track_caller]
    pub fn launch(&self) -> Launch {
        Launch::console().env("DBUS_SESSION_BUS_ADDRESS", self.bus.address().as_str())
    }

    /// Starts the console and waits for its window.
    pub async fn open(&self) -> DesktopApp {
        DesktopApp::launch(&self.home, self.launch()).await
    }

    /// The command line in this home.
    pub fn mcpctl(&self) -> Mcpctl<'_> {
        Mcpctl::new(&self.home)
    }

    /// The state of a server, as `mcpctl` sees it.
    #[track_caller]
    pub fn state(&self, id: &str) -> String {
        let server = self.mcpctl().json(["servers", "show", id]);
        server["state"].as_str().expect("a state").to_owned()
    }

    /// Adds a server by the command line.
    #[track_caller]
    pub fn add<S: AsRef<str>>(&self, id: &str, command: &[S]) {
        let command = command.iter().map(AsRef::as_ref);
        self.mcpctl().json(["servers", "add", id, "--"].into_iter().chain(command));
    }

    /// Adds a fake server with its arguments.
    #[track_caller]
    pub fn add_fake(&self, id: &str, args: &[&str]) {
        let program = fake_mcp().display().to_string();
        let words: Vec<&str> =
            std::iter::once(program.as_str()).chain(args.iter().copied()).collect();
        self.add(id, &words);
    }

    /// Living processes of servers; WebKit's own may take a moment longer to go than the app.
    pub fn servers(&self) -> Vec<u32> {
        let is_server = |pid: &u32| proc::env_of(*pid, "MCP_CONSOLE_INSTANCE").is_some();
        self.home.processes().into_iter().filter(is_server).collect()
    }
}

impl DesktopApp {
    /// Goes to a page by its address, such as `/servers/time/log`.
    pub async fn open_page(&self, route: &str) {
        self.script("location.hash = arguments[0];", vec![route.into()]).await;
    }

    /// Chooses an entry of a drop-down list, and waits until the list has folded up.
    pub async fn choose(&self, select: &str, option: &str) {
        let option = By::test_id(&format!("{select}-{option}"));
        self.click(By::test_id(select)).await;
        self.click(option.clone()).await;
        self.wait_until_gone(option).await;
    }

    /// Waits until the list shows a server in a state, by the words of its badge.
    pub async fn wait_for_state(&self, id: &str, state: &str) {
        let badge = By::text(state).within(By::test_id(&format!("server-row-{id}")));
        self.wait_for_within(LONG, badge).await;
    }
}
