//! What the console itself costs while its servers do nothing: processor and memory.

use std::time::{Duration, Instant};

use console_testkit::proc;

use super::Effort;
use crate::figure::{Figure, Unit};
use crate::host::MeasuredHost;
use crate::table::{Added, Floor, Row};

const SERVERS: u32 = 50;

/// What one look at a resting process saw.
struct Rest {
    cpu_percent: f64,
    memory: f64,
}

/// A host with 50 idle servers beside the same host with none.
pub(crate) fn measure(effort: Effort) -> Vec<Row> {
    // Health is asked every 30 s, resources are read every 5 s: a window holds whole periods.
    let (settle, window) = match effort {
        Effort::Full => (Duration::from_secs(10), Duration::from_mins(1)),
        Effort::Quick => (Duration::from_secs(2), Duration::from_secs(10)),
    };
    let mut host = MeasuredHost::start();
    let empty = rest(host.pid(), settle, window);
    let ids = host.add_many(SERVERS as usize, &["--mode", "spawn-time"]);
    host.start_servers(&ids);
    let full = rest(host.pid(), settle, window);
    let seconds = window.as_secs();
    vec![
        Row {
            what: format!("{SERVERS} idle servers: processor time of the console"),
            ours: Figure::single(Unit::Percent, full.cpu_percent),
            floor: Some(Floor {
                name: "no servers",
                figure: Figure::single(Unit::Percent, empty.cpu_percent),
                has_ratio: false,
            }),
            added: Added::Silent,
            how: format!("share of one core over {seconds} s, health checks included"),
        },
        Row {
            what: format!("{SERVERS} idle servers: memory of the console"),
            ours: Figure::single(Unit::Bytes, full.memory),
            floor: Some(Floor {
                name: "no servers",
                figure: Figure::single(Unit::Bytes, empty.memory),
                has_ratio: true,
            }),
            added: Added::Each(SERVERS, "a server"),
            how: "PSS of `mcpctl serve`, the servers' own memory not counted".into(),
        },
    ]
}

/// Watches a process that has nothing to do.
fn rest(pid: proc::ProcessId, settle: Duration, window: Duration) -> Rest {
    std::thread::sleep(settle);
    let (before, began) = (proc::cpu_time(pid), Instant::now());
    std::thread::sleep(window);
    let used = proc::cpu_time(pid).saturating_sub(before);
    let cpu_percent = 100.0 * used.as_secs_f64() / began.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "memory is far below 2^52 bytes")]
    let memory = proc::memory(pid) as f64;
    Rest { cpu_percent, memory }
}
