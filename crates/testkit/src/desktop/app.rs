//! The app from start to end.

use std::path::{Path, PathBuf};
use std::time::Duration;

use fantoccini::Client;

use super::driver::Driver;
use crate::process::proc::{self, ProcessId};
use crate::{TempHome, binary, wait_until_async};

/// From the end of the session to the end of every process.
const END_DEADLINE: Duration = Duration::from_secs(30);

/// What to start, and how.
#[derive(Debug, Clone)]
pub struct Launch {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<String>,
    /// Its environment, over that of the test and of the [`TempHome`].
    pub env: Vec<(String, String)>,
    /// Whether the first steps, which a new home opens with, are skipped as a person would.
    pub skips_welcome: bool,
}

impl Launch {
    /// The desktop app that was built with the tests.
    #[track_caller]
    pub fn console() -> Self {
        Self { skips_welcome: true, ..Self::program(&binary("mcp-console")) }
    }

    /// Another program with a WebKitGTK window.
    pub fn program(program: &Path) -> Self {
        let program = program.to_path_buf();
        Self { program, args: Vec::new(), env: Vec::new(), skips_welcome: false }
    }

    /// Leaves the first steps open.
    #[must_use]
    pub fn with_welcome(mut self) -> Self {
        self.skips_welcome = false;
        self
    }

    /// Adds an argument.
    #[must_use]
    pub fn arg(mut self, arg: &str) -> Self {
        self.args.push(arg.to_owned());
        self
    }

    /// Sets a variable.
    #[must_use]
    pub fn env(mut self, key: &str, value: &str) -> Self {
        self.env.push((key.to_owned(), value.to_owned()));
        self
    }
}

/// A running desktop app with its window. Dropping it kills app and driver.
#[derive(Debug)]
pub struct DesktopApp {
    pub(super) client: Client,
    driver: Driver,
    pid: ProcessId,
}

impl DesktopApp {
    /// Starts the console's desktop in this home.
    pub async fn start(home: &TempHome) -> Self {
        Self::launch(home, Launch::console()).await
    }

    /// Starts a program in this home.
    pub async fn launch(home: &TempHome, launch: Launch) -> Self {
        let driver = Driver::start(home, &launch).await;
        let (client, pid) = driver.open(&launch).await;
        let app = Self { client, driver, pid };
        if launch.skips_welcome {
            app.skip_welcome().await;
        }
        app
    }

    /// The app's process.
    pub fn pid(&self) -> ProcessId {
        self.pid
    }

    /// WebKit's processes that belong to the app (`WebKitWebProcess`, `WebKitNetworkProcess`).
    pub fn web_processes(&self) -> Vec<ProcessId> {
        let is_webkit = |pid: &ProcessId| {
            let program = proc::program(*pid).unwrap_or_default();
            program.file_name().is_some_and(|name| name.to_string_lossy().starts_with("WebKit"))
        };
        proc::descendants(self.pid).into_iter().filter(is_webkit).collect()
    }

    /// What the app (and the driver) have written to stdout and stderr so far.
    pub fn output(&self) -> String {
        self.driver.output()
    }

    /// Whether the app still runs.
    pub fn is_running(&self) -> bool {
        proc::alive(self.pid)
    }

    /// Waits until the app has ended by itself: after "Quit" was clicked, or a signal.
    pub async fn wait_for_end(self, deadline: Duration) {
        let pid = self.pid;
        wait_until_async(deadline, "the app ends", async || !proc::alive(pid)).await;
    }

    /// SIGTERM, and the end that follows.
    pub async fn terminate(self, deadline: Duration) {
        proc::terminate(self.pid);
        self.wait_for_end(deadline).await;
    }

    /// Dies as in a crash: SIGKILL to the app alone. Its servers are left to their fate.
    pub async fn kill9(self) {
        proc::kill(self.pid);
        self.wait_for_end(END_DEADLINE).await;
    }

    /// Ends the session, then app and driver. The driver is not gentle: it kills the app, so a
    /// test that cares how the app ends uses [`Self::terminate`] or the app's own Quit.
    pub async fn close(self) {
        let Self { client, driver, pid } = self;
        // The app may be gone, and the session with it.
        let _ = tokio::time::timeout(END_DEADLINE, client.close()).await;
        let driver_pid = driver.pid();
        drop(driver);
        wait_until_async(END_DEADLINE, "app and driver end", async || {
            !proc::alive(pid) && !proc::alive(driver_pid)
        })
        .await;
    }
}
