//! A headless console with servers to measure.

use console_testkit::{Host, Mcpctl, TempHome, fake_mcp, proc};
use serde_json::json;

use crate::api::{Address, Api};

/// A running `mcpctl serve` in a home of its own, both gone when it is dropped.
#[derive(Debug)]
pub(crate) struct MeasuredHost {
    host: Host,
    api: Api,
    address: Address,
    // Last: it removes the folder, and whatever still runs in it.
    home: TempHome,
}

impl MeasuredHost {
    /// Starts a host without servers.
    pub(crate) fn start() -> Self {
        let home = TempHome::new();
        let host = Mcpctl::new(&home).serve();
        let authority = host.base_url().trim_start_matches("http://").to_owned();
        let address = Address { authority, token: host.token().to_owned() };
        Self { api: Api::connect(&address), host, address, home }
    }

    /// The connection that is open already.
    pub(crate) fn api(&mut self) -> &mut Api {
        &mut self.api
    }

    /// Where to make more.
    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    /// The home it runs in.
    pub(crate) fn home(&self) -> &TempHome {
        &self.home
    }

    /// The process.
    pub(crate) fn pid(&self) -> proc::ProcessId {
        self.host.pid()
    }

    /// Adds a fake server; starts nothing.
    pub(crate) fn add(&mut self, name: &str, args: &[&str]) {
        let server = json!({"name": name, "command": fake_mcp(), "args": args});
        self.api.post("/api/v1/servers", &server.to_string());
    }

    /// Adds `count` servers with the same arguments; their ids.
    pub(crate) fn add_many(&mut self, count: usize, args: &[&str]) -> Vec<String> {
        let ids: Vec<String> = (0..count).map(|nth| format!("s{nth}")).collect();
        for id in &ids {
            self.add(id, args);
        }
        ids
    }

    /// Starts these servers at the same time, each asked for on a connection of its own, and waits
    /// until all are up.
    pub(crate) fn start_servers(&self, ids: &[String]) {
        std::thread::scope(|scope| {
            for id in ids {
                scope.spawn(move || {
                    let path = format!("/api/v1/servers/{id}/start?wait_ms=60000");
                    let server = Api::connect(&self.address).post(&path, "");
                    assert_eq!(server["state"], "up", "{server:#}");
                });
            }
        });
    }

    /// Stops every server and waits until all are down.
    pub(crate) fn stop_servers(&mut self) {
        self.api.post("/api/v1/servers/stop-all?wait_ms=60000", "");
    }
}
