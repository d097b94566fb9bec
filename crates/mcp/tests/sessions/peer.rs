//! A server that says what the test tells it to say, over in-memory pipes.

use std::sync::Arc;
use std::time::Duration;

use console_domain::{
    Era, EraSetting, InstanceId, OpenError, Session, SessionOpener, SessionRequest, SessionSpec,
    StdioPipes,
};
use console_mcp::{McpOptions, McpSessions};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, Lines};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Longer than any test needs; a test that waits longer has failed.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);
/// The time-out of calls that are meant to be answered.
pub(crate) const CALL: Duration = Duration::from_secs(10);

pub(crate) struct Peer {
    from_client: Lines<BufReader<DuplexStream>>,
    to_client: DuplexStream,
    /// What the client took for noise.
    pub(crate) noise: mpsc::Receiver<String>,
}

/// Both ends of a fresh pair of pipes.
pub(crate) fn pipes() -> (StdioPipes, Peer) {
    let (stdin, from_client) = tokio::io::duplex(64 * 1024);
    let (to_client, stdout) = tokio::io::duplex(64 * 1024);
    let (sender, noise) = mpsc::channel(4);
    let pipes = StdioPipes { stdin: Box::new(stdin), stdout: Box::new(stdout), noise: sender };
    let from_client = BufReader::new(from_client).lines();
    (pipes, Peer { from_client, to_client, noise })
}

impl Peer {
    /// The next message of the client.
    pub(crate) async fn next(&mut self) -> Value {
        let line = timeout(DEADLINE, self.from_client.next_line()).await;
        let line = line.expect("a message in time").unwrap().expect("the client is there");
        serde_json::from_str(&line).expect("the client writes JSON")
    }

    /// The next message, which must be of `method`.
    pub(crate) async fn expect(&mut self, method: &str) -> Value {
        let message = self.next().await;
        assert_eq!(message["method"], method, "{message}");
        message
    }

    /// Waits until the client has closed its end.
    pub(crate) async fn client_is_gone(&mut self) {
        let rest = async { while let Ok(Some(_)) = self.from_client.next_line().await {} };
        timeout(DEADLINE, rest).await.expect("stdin is closed");
    }

    pub(crate) async fn raw(&mut self, bytes: &[u8]) {
        timeout(DEADLINE, self.to_client.write_all(bytes))
            .await
            .expect("the client reads")
            .unwrap();
    }

    pub(crate) async fn send(&mut self, message: Value) {
        self.raw(format!("{message}\n").as_bytes()).await;
    }

    pub(crate) async fn answer(&mut self, request: &Value, result: Value) {
        self.send(json!({"jsonrpc": "2.0", "id": request["id"], "result": result})).await;
    }

    pub(crate) async fn refuse(&mut self, request: &Value, code: i64, message: &str) {
        let error = json!({"code": code, "message": message});
        self.send(json!({"jsonrpc": "2.0", "id": request["id"], "error": error})).await;
    }

    /// Answers `initialize` and waits for what follows it.
    pub(crate) async fn initialize(&mut self, capabilities: Value) -> Value {
        let request = self.expect("initialize").await;
        let result = json!({
            "protocolVersion": "2025-11-25", "capabilities": capabilities,
            "serverInfo": {"name": "peer", "version": "1"},
        });
        self.answer(&request, result).await;
        self.expect("notifications/initialized").await;
        request
    }
}

pub(crate) fn opener() -> McpSessions {
    McpSessions::new(&McpOptions::new("console", "0.1.0"))
}

pub(crate) fn spec(era: EraSetting, learned_era: Option<Era>) -> SessionSpec {
    SessionSpec {
        server: "peer".parse().unwrap(),
        instance: InstanceId::from("one".to_owned()),
        era,
        learned_era,
        open_timeout: Duration::from_mins(1),
    }
}

pub(crate) type Opened = Result<Arc<dyn Session>, OpenError>;

/// Begins to open a session; the test plays the peer meanwhile.
pub(crate) fn opening(era: EraSetting, learned: Option<Era>) -> (JoinHandle<Opened>, Peer) {
    let (pipes, peer) = pipes();
    let opened = tokio::spawn(async move { opener().open_stdio(&spec(era, learned), pipes).await });
    (opened, peer)
}

/// A session of the legacy era.
pub(crate) async fn legacy(capabilities: Value) -> (Arc<dyn Session>, Peer) {
    let (opened, mut peer) = opening(EraSetting::Legacy, None);
    peer.initialize(capabilities).await;
    (opened.await.unwrap().expect("opens"), peer)
}

pub(crate) fn raw(value: Value) -> Box<RawValue> {
    to_raw_value(&value).unwrap()
}

/// A call of the tool `name`.
pub(crate) fn tool(name: &str) -> SessionRequest {
    SessionRequest::new("tools/call", "test", CALL)
        .params(raw(json!({"name": name, "arguments": {}})))
}

pub(crate) type Calling = JoinHandle<Result<Box<RawValue>, console_domain::CallError>>;

/// Makes a call; the test plays the peer meanwhile.
pub(crate) fn calling(session: &Arc<dyn Session>, request: SessionRequest) -> Calling {
    let session = Arc::clone(session);
    tokio::spawn(async move { session.request(request).await })
}

/// The value of a call that must succeed.
pub(crate) async fn value(call: Calling) -> Value {
    let result = timeout(DEADLINE, call).await.expect("in time").unwrap().expect("a result");
    serde_json::from_str(result.get()).unwrap()
}

/// The code of a call that must fail on our side.
pub(crate) async fn failure(call: Calling) -> console_domain::Problem {
    match timeout(DEADLINE, call).await.expect("in time").unwrap() {
        Err(console_domain::CallError::Failed(problem)) => problem,
        other => panic!("{other:?} is not a failure"),
    }
}
