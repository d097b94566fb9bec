//! What the console adds to a tool call: through its session, and through its HTTP interface.
//!
//! Caller, console and server share one core. A call is a handful of wake-ups, and to wake another
//! core can take ten times as long as the call itself: whether the scheduler happens to spread the
//! processes would decide every figure.

use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use console_domain::{
    EraSetting, InstanceId, Session, SessionOpener, SessionRequest, SessionSpec, StdioPipes,
};
use console_mcp::{McpOptions, McpSessions};
use console_testkit::fake_mcp;
use serde_json::value::RawValue;
use tokio::process::{Child, Command};
use tokio::runtime::Runtime;
use tokio::sync::mpsc;

use super::Effort;
use crate::api::Api;
use crate::bare::BareServer;
use crate::figure::{Figure, Unit, percentile};
use crate::host::MeasuredHost;
use crate::table::{Added, Floor, Row};

/// The server answers on the thread that reads, so that the wire is measured and not its threads.
const ARGS: &[&str] = &["--mode", "spawn-time"];
const CALL: &str = r#"{"name":"echo","arguments":{"text":"hello"}}"#;
const HTTP_CALL: &str = r#"{"tool":"echo","arguments":{"text":"hello"}}"#;
const HTTP_PATH: &str = "/api/v1/servers/echo/tools/call";
const TIMEOUT: Duration = Duration::from_secs(30);

/// On one core.
pub(crate) fn measure(effort: Effort) -> Vec<Row> {
    // A thread of its own, because what it starts (threads, processes) inherits its core.
    std::thread::scope(|scope| {
        let measuring = scope.spawn(|| {
            pin_to_one_core();
            measure_here(effort)
        });
        measuring.join().unwrap()
    })
}

/// Binds this thread, and what it starts from now on, to the last core.
fn pin_to_one_core() {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let link = std::fs::read_link("/proc/thread-self").expect("Linux says which thread this is");
    let thread = link.file_name().expect("a link to PID/task/TID");
    let mut command = std::process::Command::new("taskset");
    command.args(["--cpu-list", "--pid", &(cores - 1).to_string()]).arg(thread);
    let status = command.stdout(Stdio::null()).status();
    assert!(status.expect("taskset starts (util-linux)").success(), "the thread is not pinned");
}

/// Batches of calls, the three ways in turn.
fn measure_here(effort: Effort) -> Vec<Row> {
    let (batches, calls) = if effort == Effort::Quick { (3, 200) } else { (10, 1_000) };
    let mut bare = BareServer::start(ARGS);
    let (runtime, mut direct) = open_session();
    let mut host = MeasuredHost::start();
    host.add("echo", ARGS);
    host.start_servers(&["echo".to_owned()]);
    let mut api = Api::connect(host.address());

    let mut ways = [Way::default(), Way::default(), Way::default()];
    // The first round of batches warms up and is forgotten.
    for batch in 0..=batches {
        let times = [
            bare_batch(&mut bare, calls),
            direct.batch(&runtime, calls),
            http_batch(&mut api, calls),
        ];
        if batch > 0 {
            ways.iter_mut().zip(times).for_each(|(way, times)| way.add(times));
        }
    }
    let [bare, session, http] = ways;
    let how = |way: &str| {
        format!(
            "{way}: `echo`, one call after the other, {} calls of each in turn, all on one core",
            batches * calls
        )
    };
    let mut rows = Vec::new();
    for (what, way, how) in [
        ("through a session", &session, how("in process, the session that the host uses")),
        ("through HTTP", &http, how("one open connection to a running host")),
    ] {
        for (name, at) in [("p50", 0.5), ("p99", 0.99)] {
            rows.push(Row {
                what: format!("a tool call {what}, {name}"),
                ours: way.figure(at),
                floor: Some(Floor { name: "bare pipe", figure: bare.figure(at), has_ratio: true }),
                added: Added::Whole,
                how: how.clone(),
            });
        }
    }
    rows
}

/// The times of one way to call, seconds.
#[derive(Debug, Default)]
struct Way {
    all: Vec<f64>,
    batches: Vec<Vec<f64>>,
}

impl Way {
    fn add(&mut self, batch: Vec<f64>) {
        self.all.extend(&batch);
        self.batches.push(batch);
    }

    /// The percentile of all calls, with the spread of that percentile between batches.
    fn figure(&self, at: f64) -> Figure {
        let each: Vec<f64> = self.batches.iter().map(|batch| percentile(batch, at)).collect();
        Figure::centred(Unit::Seconds, percentile(&self.all, at), &each)
    }
}

fn bare_batch(server: &mut BareServer, calls: usize) -> Vec<f64> {
    let params = serde_json::from_str(CALL).expect("JSON");
    let call = || {
        let began = Instant::now();
        let answer = server.request("tools/call", &params);
        let took = began.elapsed();
        check(answer);
        took.as_secs_f64()
    };
    std::iter::repeat_with(call).take(calls).collect()
}

fn http_batch(api: &mut Api, calls: usize) -> Vec<f64> {
    let call = || {
        let began = Instant::now();
        api.post_unread(HTTP_PATH, HTTP_CALL);
        began.elapsed().as_secs_f64()
    };
    std::iter::repeat_with(call).take(calls).collect()
}

/// A session and the child that it speaks to.
struct Direct {
    session: Arc<dyn Session>,
    // Killed when it is dropped.
    _child: Child,
}

fn open_session() -> (Runtime, Direct) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.expect("a runtime starts");
    let direct = runtime.block_on(Direct::open());
    (runtime, direct)
}

impl Direct {
    async fn open() -> Self {
        let mut child = Command::new(fake_mcp())
            .args(ARGS)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("fake-mcp starts");
        let (noise, _) = mpsc::channel(1);
        let pipes = StdioPipes {
            stdin: Box::new(child.stdin.take().expect("stdin is piped")),
            stdout: Box::new(child.stdout.take().expect("stdout is piped")),
            noise,
        };
        let spec = SessionSpec {
            server: "echo".parse().expect("an id"),
            instance: InstanceId::from("bench".to_owned()),
            era: EraSetting::Legacy,
            learned_era: None,
            open_timeout: TIMEOUT,
        };
        let sessions = McpSessions::new(&McpOptions::new("bench", "0"));
        let session = sessions.open_stdio(&spec, pipes).await.expect("the session opens");
        Self { session, _child: child }
    }

    /// On a worker of the runtime, as the host's requests are.
    fn batch(&mut self, runtime: &Runtime, calls: usize) -> Vec<f64> {
        let session = Arc::clone(&self.session);
        let batch = runtime.spawn(async move {
            let mut times = Vec::with_capacity(calls);
            for _ in 0..calls {
                let params = RawValue::from_string(CALL.to_owned()).expect("JSON");
                let began = Instant::now();
                let request = SessionRequest::new("tools/call", "bench", TIMEOUT).params(params);
                let answer = session.request(request).await.expect("the call succeeds");
                times.push(began.elapsed().as_secs_f64());
                check(answer.get().as_bytes());
            }
            times
        });
        runtime.block_on(batch).expect("the batch ends")
    }
}

/// An answer that is none would be fast, too.
fn check(answer: &[u8]) {
    let found = answer.windows(5).any(|five| five == b"hello");
    assert!(found, "not the answer: {}", String::from_utf8_lossy(answer));
}
