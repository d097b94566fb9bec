//! How fast a server that floods its standard error is drained, and what that takes of memory.

use std::io::Read;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use console_testkit::proc::ProcessId;

use super::Effort;
use crate::bare::BareServer;
use crate::figure::{Figure, Unit};
use crate::host::MeasuredHost;
use crate::table::{Added, Floor, Row};

const ARGS: &[&str] = &["--mode", "flood-stderr"];
/// What a reader that only reads takes at once: the size of a pipe.
const CHUNK: usize = 64 * 1024;

/// A host with one flooding server, beside a loop that reads and forgets.
pub(crate) fn measure(effort: Effort) -> Vec<Row> {
    let slices = if effort == Effort::Quick { 3 } else { 20 };
    let floor = bare_rates(slices);
    let mut host = MeasuredHost::start();
    host.add("flood", ARGS);
    let quiet = peak_rss(host.pid());
    host.start_servers(&["flood".to_owned()]);
    let ours = rates(slices, || flooded(&mut host));
    let peak = peak_rss(host.pid());
    vec![
        Row {
            what: "stderr flood: drained".into(),
            ours: Figure::median(Unit::BytesPerSecond, &ours),
            floor: Some(Floor {
                name: "`read()` loop",
                figure: Figure::median(Unit::BytesPerSecond, &floor),
                has_ratio: true,
            }),
            added: Added::Silent,
            how: format!(
                "{slices} s of lines of 128 bytes, each cut out, cleaned, stamped, numbered, kept \
                 and written to the rotated file; floor: reads and forgets"
            ),
        },
        Row {
            what: "stderr flood: peak memory of the console".into(),
            ours: Figure::single(Unit::Bytes, peak),
            floor: Some(Floor {
                name: "before",
                figure: Figure::single(Unit::Bytes, quiet),
                has_ratio: true,
            }),
            added: Added::Whole,
            how: "peak RSS (`VmHWM`) of `mcpctl serve`".into(),
        },
    ]
}

/// Bytes a second in each of so many seconds, by a counter that only grows.
fn rates(slices: usize, mut counter: impl FnMut() -> u64) -> Vec<f64> {
    // The first second fills the pipes and warms the caches.
    std::thread::sleep(Duration::from_secs(1));
    let (mut bytes, mut at) = (counter(), Instant::now());
    (0..slices)
        .map(|_| {
            std::thread::sleep(Duration::from_secs(1));
            let (bytes_now, now) = (counter(), Instant::now());
            #[expect(clippy::cast_precision_loss, reason = "a second's bytes are below 2^52")]
            let rate = (bytes_now - bytes) as f64 / (now - at).as_secs_f64();
            (bytes, at) = (bytes_now, now);
            rate
        })
        .collect()
}

/// What the server has got rid of so far, by its own count.
fn flooded(host: &mut MeasuredHost) -> u64 {
    let body = r#"{"tool":"stderr_bytes","arguments":{}}"#;
    let answer = host.api().post("/api/v1/servers/flood/tools/call", body);
    let text = answer["result"]["content"][0]["text"].as_str();
    text.and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no count: {answer:#}"))
}

fn bare_rates(slices: usize) -> Vec<f64> {
    let mut server = BareServer::start_with_stderr(ARGS, Stdio::piped());
    let mut stderr = server.child().stderr.take().expect("stderr is piped");
    let read = Arc::new(AtomicU64::new(0));
    let stopped = Arc::new(AtomicBool::new(false));
    let (counter, stop) = (Arc::clone(&read), Arc::clone(&stopped));
    let reader = std::thread::spawn(move || {
        let mut chunk = vec![0; CHUNK];
        while !stop.load(Ordering::Relaxed) {
            match stderr.read(&mut chunk) {
                Ok(length) if length > 0 => counter.fetch_add(length as u64, Ordering::Relaxed),
                _ => return,
            };
        }
    });
    let rates = rates(slices, || read.load(Ordering::Relaxed));
    stopped.store(true, Ordering::Relaxed);
    reader.join().unwrap();
    rates
}

/// The most physical memory that the process ever had, bytes.
fn peak_rss(pid: ProcessId) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("it runs");
    let kib = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    kib.and_then(|kib| kib.parse::<f64>().ok()).expect("the kernel says it") * 1024.0
}
