//! Whether a server that crashed is started again when its backoff says.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use console_testkit::fake_mcp;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Effort;
use crate::figure::{Figure, Unit};
use crate::host::MeasuredHost;
use crate::table::{Added, Floor, Row};

/// Much shorter than the shortest backoff, so that none is missed.
const LOOK_EVERY: Duration = Duration::from_millis(50);
const DEADLINE: Duration = Duration::from_mins(1);

/// A wait as it was planned, in the console's words.
#[derive(Debug, Clone, Copy)]
struct Planned {
    since: Timestamp,
    retry_at: Timestamp,
}

/// The waits after the first crash and after the last, beside the waits that were planned.
pub(crate) fn measure(effort: Effort) -> Vec<Row> {
    let (servers, crashes) = if effort == Effort::Quick { (4, 2) } else { (20, 3) };
    let mut host = MeasuredHost::start();
    let logs: BTreeMap<String, PathBuf> = (0..servers)
        .map(|nth| (format!("s{nth}"), host.home().work_dir().join(format!("starts-{nth}"))))
        .collect();
    for (id, log) in &logs {
        let args = ["--mode", "crash-loop", "--crashes", &crashes.to_string(), "--start-log"];
        let args: Vec<&str> = args.into_iter().chain([log.to_str().expect("UTF-8")]).collect();
        let server = json!({"name": id, "command": fake_mcp(), "args": args, "era": "legacy"});
        host.api().post("/api/v1/servers", &server.to_string());
    }
    host.api().post("/api/v1/servers/start-all", "");
    let planned = watch(&mut host, logs.len(), crashes);
    let starts: BTreeMap<&String, Vec<f64>> =
        logs.iter().map(|(id, log)| (id, starts(log))).collect();
    [1, crashes]
        .into_iter()
        .map(|attempt| {
            let waits = planned.iter().filter(|((_, of), _)| *of == attempt);
            let (ours, planned): (Vec<f64>, Vec<f64>) = waits
                .map(|((id, _), wait)| {
                    let (since, retry_at) = (seconds(wait.since), seconds(wait.retry_at));
                    (starts[id][attempt] - since, retry_at - since)
                })
                .unzip();
            row(attempt, &ours, &planned)
        })
        .collect()
}

fn row(attempt: usize, ours: &[f64], planned: &[f64]) -> Row {
    let nth = if attempt == 1 { "first" } else { "last" };
    Row {
        what: format!("restart after the {nth} crash"),
        ours: Figure::median(Unit::Seconds, ours),
        floor: Some(Floor {
            name: "backoff",
            figure: Figure::median(Unit::Seconds, planned),
            has_ratio: true,
        }),
        added: Added::Whole,
        how: format!(
            "from the crash to the first instruction of the new process, {} servers that crash \
             together; crash number {attempt}, backoff with its jitter",
            ours.len()
        ),
    }
}

/// Follows the servers until all are up; every planned wait by server and attempt.
fn watch(
    host: &mut MeasuredHost,
    servers: usize,
    crashes: usize,
) -> BTreeMap<(String, usize), Planned> {
    let mut planned = BTreeMap::new();
    let deadline = Instant::now() + DEADLINE;
    loop {
        let list = host.api().get("/api/v1/servers");
        let list = list.as_array().expect("a list");
        for server in list.iter().filter(|server| server["state"] == "backoff") {
            let attempt = server["restarts"].as_u64().expect("a number") + 1;
            let id = server["id"].as_str().expect("an id").to_owned();
            let wait =
                Planned { since: time(&server["since"]), retry_at: time(&server["retry_at"]) };
            planned.insert((id, usize::try_from(attempt).expect("few")), wait);
        }
        if list.iter().all(|server| server["state"] == "up") {
            break;
        }
        assert!(Instant::now() < deadline, "not up within {DEADLINE:?}: {list:#?}");
        std::thread::sleep(LOOK_EVERY);
    }
    assert_eq!(planned.len(), servers * crashes, "a wait was missed: {planned:#?}");
    planned
}

fn time(value: &Value) -> Timestamp {
    value.as_str().and_then(|text| text.parse().ok()).expect("an instant")
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are below 2^52")]
fn seconds(at: Timestamp) -> f64 {
    at.as_millisecond() as f64 / 1000.0
}

/// When the server was started, each time, in seconds since 1970.
fn starts(log: &Path) -> Vec<f64> {
    let text = std::fs::read_to_string(log).expect("the server wrote its log");
    let millis = text.lines().filter_map(|line| line.split(' ').nth(1)?.parse::<f64>().ok());
    millis.map(|ms| ms / 1000.0).collect()
}
