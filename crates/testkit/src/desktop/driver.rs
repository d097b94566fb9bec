//! `WebKitWebDriver`: its process, and the session in which it starts the app.

use std::fs::File;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use super::Launch;
use crate::process::proc::{self, ProcessId};
use crate::{TempHome, wait_for_async, wait_until_async};

/// A debug build on a busy machine draws its first page late.
const START_DEADLINE: Duration = Duration::from_secs(90);

/// The driver and its process group, of which the app and WebKit's processes are members.
/// Dropping it kills the group.
#[derive(Debug)]
pub(super) struct Driver {
    child: Child,
    port: u16,
    log: PathBuf,
}

impl Driver {
    pub(super) async fn start(home: &TempHome, launch: &Launch) -> Self {
        assert!(
            std::env::var_os("DISPLAY").is_some() || launch.env.iter().any(|(k, _)| k == "DISPLAY"),
            "there is no display: run `make test`"
        );
        let port = free_port();
        let log = home.path().join(format!("webdriver-{port}.log"));
        let output = File::create(&log).expect("a log can be made");
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(output.try_clone().expect("a file can be shared"))
            .stderr(output)
            .current_dir(home.work_dir())
            .envs(home.env())
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            // The session stalls on a virtual display while the accessibility bus is looked for.
            .env("NO_AT_BRIDGE", "1")
            .env("GDK_BACKEND", "x11")
            // Each of these makes a screenshot of an idle page wait for ever (WebKitGTK 2.50).
            .env_remove("WEBKIT_DISABLE_COMPOSITING_MODE")
            .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER")
            .envs(launch.env.iter().map(|(key, value)| (key, value)))
            .process_group(0);
        let child = command.spawn().expect("WebKitWebDriver starts (package webkit2gtk-driver)");
        let driver = Self { child, port, log };
        wait_until_async(START_DEADLINE, "WebKitWebDriver listens", async || {
            tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_ok()
        })
        .await;
        driver
    }

    /// Starts the app; the session and the app's process id.
    pub(super) async fn open(&self, launch: &Launch) -> (Client, ProcessId) {
        // No browserName: WebKitGTK compares it with its own idea of one and refuses.
        let capabilities = json!({
            "webkitgtk:browserOptions": {"binary": launch.program, "args": launch.args},
        });
        let capabilities = capabilities.as_object().expect("an object").clone();
        let url = format!("http://127.0.0.1:{}", self.port);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let connecting = builder.capabilities(capabilities).connect(&url);
        let client = tokio::time::timeout(START_DEADLINE, connecting)
            .await
            .unwrap_or_else(|_| panic!("no session in {START_DEADLINE:?}:\n{}", self.output()))
            .unwrap_or_else(|error| panic!("no session: {error}\n{}", self.output()));
        let pid = wait_for_async(Duration::from_secs(5), "the app's process", async || {
            let program = launch.program.canonicalize().ok();
            proc::descendants(self.pid()).into_iter().find(|pid| proc::program(*pid) == program)
        })
        .await;
        (client, pid)
    }

    /// What driver and app have written to stdout and stderr.
    pub(super) fn output(&self) -> String {
        let bytes = std::fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    pub(super) fn pid(&self) -> ProcessId {
        self.child.id()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        proc::kill_group(self.pid());
        let _ = self.child.wait();
    }
}

/// A port that is free now. The driver takes no port 0, so there is a small chance of a race.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    listener.local_addr().expect("a bound socket has an address").port()
}
