//! 200 starts and stops of one server leave the console as they found it.

use console_testkit::{Mcpctl, TempHome, proc};
use serde_json::json;

use crate::support::{Witness, add_fake, pid, send};

/// Cycles before the first look: caches, pools and threads that are made once are made by then.
const WARM_UP: usize = 20;
const CYCLES: usize = 200;
/// Threads of the blocking pool come and go with the load.
const THREADS_SLACK: usize = 4;
/// Files: one connection of the database pool may be open or not.
const FILES_SLACK: usize = 4;
/// Memory that 200 cycles may add, bytes. The log's ring and the history grow to their bounds, by
/// about 1 MB here; a session that is kept costs more than 30 KB.
const MEMORY_SLACK: u64 = 5_000_000;

#[derive(Debug)]
struct Held {
    processes: usize,
    files: usize,
    threads: usize,
    memory: u64,
}

impl Held {
    fn by(console: proc::ProcessId) -> Self {
        Self {
            processes: proc::descendants(console).len(),
            files: proc::open_files(console),
            threads: proc::threads(console),
            memory: proc::memory(console),
        }
    }
}

#[test]
fn two_hundred_start_and_stop_cycles_leak_nothing() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    add_fake(&mcpctl, "cycled", &["--mode", "spawn-time"]);
    let mut pids = std::collections::HashSet::new();
    // What `mcpctl servers start` and `stop` send, without two more processes per cycle.
    let ask = |verb: &str, state: &str| {
        let (status, server) = send(
            &host,
            &format!(
                "POST /api/v1/servers/cycled/{verb}?wait_ms=60000 HTTP/1.1\r\nHost: localhost\r\n\
                 Authorization: Bearer {}\r\n",
                host.token()
            ),
            "",
        );
        assert_eq!((status, &server["state"]), (200, &json!(state)), "{server:#}");
        server
    };
    let mut cycle = || {
        pids.insert(pid(&ask("start", "up")));
        ask("stop", "stopped");
    };
    (0..WARM_UP).for_each(|_| cycle());
    let before = Held::by(host.pid());
    (0..CYCLES).for_each(|_| cycle());
    let after = Held::by(host.pid());

    assert_eq!(pids.len(), WARM_UP + CYCLES, "each cycle had a process of its own");
    let told = format!("{before:?} became {after:?}");
    assert_eq!(before.processes, 1, "only the witness runs: {told}");
    assert_eq!(after.processes, before.processes, "a zombie counts, too: {told}");
    assert!(after.files <= before.files + FILES_SLACK, "{told}");
    assert!(after.threads <= before.threads + THREADS_SLACK, "{told}");
    assert!(after.memory <= before.memory + MEMORY_SLACK, "{told}");
    let ledger = std::fs::read_to_string(home.data_dir().join("processes.json")).unwrap();
    let ledger: serde_json::Value = serde_json::from_str(&ledger).unwrap();
    assert_eq!(ledger.as_array().map(Vec::len), Some(1), "the ledger forgets the ended: {ledger}");
    assert_eq!(ledger[0]["server"], json!("witness"));
    witness.is_undisturbed();
    assert!(host.terminate().success());
}
