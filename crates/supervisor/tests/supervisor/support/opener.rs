//! A protocol that a shell script can speak: lines. `hello` is answered by `ready`, `ping` by
//! `pong`, `list` by `tools a b c`; `notify <method>` is a notification; anything else on stdout
//! is noise.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use console_domain::{
    CallError, Catalog, CatalogItem, Era, ErrorCode, HttpEndpoint, Notification, OpenError,
    Problem, ServerInfo, Session, SessionEnd, SessionFacts, SessionOpener, SessionRequest,
    SessionSpec, StdioPipes,
};
use serde_json::value::RawValue;
use tokio::io::{AsyncBufReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::sync::{Mutex as AsyncMutex, broadcast, mpsc, watch};

/// What the next opening does instead of what it usually does.
type Scripted = Result<(), OpenError>;

/// Opens line sessions, or does what it was told to do.
#[derive(Default)]
pub(crate) struct LineOpener {
    script: Mutex<VecDeque<Scripted>>,
    opening: AtomicUsize,
    most_opening: AtomicUsize,
    specs: Mutex<Vec<SessionSpec>>,
    endpoints: Mutex<Vec<HttpEndpoint>>,
    remote: Mutex<Vec<Arc<LineSession>>>,
    in_flight: Arc<AtomicUsize>,
    gone: Arc<AtomicBool>,
}

impl LineOpener {
    /// The openings to come, one after the other; then they are usual again.
    pub(crate) fn next(&self, script: impl IntoIterator<Item = Scripted>) {
        self.script.lock().expect("no panic").extend(script);
    }

    /// The specifications of all openings so far.
    pub(crate) fn specs(&self) -> Vec<SessionSpec> {
        self.specs.lock().expect("no panic").clone()
    }

    /// The endpoints of all remote openings so far.
    pub(crate) fn endpoints(&self) -> Vec<HttpEndpoint> {
        self.endpoints.lock().expect("no panic").clone()
    }

    /// The most handshakes that were under way at once.
    pub(crate) fn most_opening(&self) -> usize {
        self.most_opening.load(Ordering::SeqCst)
    }

    /// Lets every session say that so many calls are in flight.
    pub(crate) fn set_in_flight(&self, calls: usize) {
        self.in_flight.store(calls, Ordering::SeqCst);
    }

    /// Breaks the connection of the last remote session.
    pub(crate) fn lose_remote(&self) {
        let remote = self.remote.lock().expect("no panic");
        let last = remote.last().expect("one was opened");
        last.ended.send_replace(Some(lost("The connection was reset.", ErrorCode::Unreachable)));
    }

    /// Lets every remote session find nobody there from now on.
    pub(crate) fn vanish(&self) {
        self.gone.store(true, Ordering::SeqCst);
    }

    fn scripted(&self, spec: &SessionSpec) -> Scripted {
        self.specs.lock().expect("no panic").push(spec.clone());
        self.script.lock().expect("no panic").pop_front().unwrap_or(Ok(()))
    }
}

#[async_trait]
impl SessionOpener for LineOpener {
    async fn open_stdio(
        &self,
        spec: &SessionSpec,
        pipes: StdioPipes,
    ) -> Result<Arc<dyn Session>, OpenError> {
        self.scripted(spec)?;
        let opening = self.opening.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_opening.fetch_max(opening, Ordering::SeqCst);
        let opened = LineSession::open(pipes, Arc::clone(&self.in_flight)).await;
        self.opening.fetch_sub(1, Ordering::SeqCst);
        opened
    }

    async fn open_http(
        &self,
        spec: &SessionSpec,
        endpoint: &HttpEndpoint,
    ) -> Result<Arc<dyn Session>, OpenError> {
        self.endpoints.lock().expect("no panic").push(endpoint.clone());
        self.scripted(spec)?;
        let mut session =
            LineSession::new(Box::new(tokio::io::sink()), Arc::clone(&self.in_flight));
        session.gone = Arc::clone(&self.gone);
        let session = Arc::new(session);
        self.remote.lock().expect("no panic").push(Arc::clone(&session));
        Ok(session)
    }
}

fn lost(message: &str, code: ErrorCode) -> SessionEnd {
    SessionEnd::Lost(Problem::new(code, message))
}

pub(crate) struct LineSession {
    facts: SessionFacts,
    stdin: AsyncMutex<Option<Box<dyn AsyncWrite + Send + Unpin>>>,
    answers: broadcast::Sender<String>,
    notifications: broadcast::Sender<Notification>,
    ended: watch::Sender<Option<SessionEnd>>,
    is_remote: bool,
    in_flight: Arc<AtomicUsize>,
    gone: Arc<AtomicBool>,
}

impl LineSession {
    fn new(stdin: Box<dyn AsyncWrite + Send + Unpin>, in_flight: Arc<AtomicUsize>) -> Self {
        Self {
            facts: SessionFacts {
                era: Era::Legacy,
                protocol_version: "2025-11-25".into(),
                server_info: ServerInfo { name: "lines".into(), version: "1".into(), title: None },
                capabilities: serde_json::json!({}),
                instructions: None,
                handshake: Duration::from_millis(1),
            },
            stdin: AsyncMutex::new(Some(stdin)),
            answers: broadcast::channel(16).0,
            notifications: broadcast::channel(16).0,
            ended: watch::Sender::new(None),
            is_remote: true,
            in_flight,
            gone: Arc::default(),
        }
    }

    async fn open(
        pipes: StdioPipes,
        in_flight: Arc<AtomicUsize>,
    ) -> Result<Arc<dyn Session>, OpenError> {
        let mut session = Self::new(pipes.stdin, in_flight);
        session.is_remote = false;
        let session = Arc::new(session);
        let reading = Arc::downgrade(&session);
        let (noise, stdout) = (pipes.noise, pipes.stdout);
        let mut ready = session.answers.subscribe();
        tokio::spawn(async move {
            let mut lines = BufReader::new(stdout).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                let Some(session) = reading.upgrade() else { return };
                session.take(line, &noise);
            }
            if let Some(session) = reading.upgrade() {
                let end = lost("The server closed its stdout.", ErrorCode::SessionClosed);
                session.ended.send_if_modified(|ended| ended.replace(end).is_none());
                session.answers.send(String::new()).ok();
            }
        });
        // A server that has ended cannot be greeted; the answer tells.
        session.say("hello").await.ok();
        loop {
            match ready.recv().await {
                Ok(line) if line == "ready" => return Ok(session),
                Ok(line) if line.is_empty() => {
                    let problem = Problem::new(ErrorCode::SessionClosed, "The pipe was closed.");
                    return Err(OpenError::Failed(problem));
                }
                _ => {}
            }
        }
    }

    fn take(&self, line: String, noise: &mpsc::Sender<String>) {
        if let Some(rest) = line.strip_prefix("notify ") {
            let (method, params) = rest.split_once(' ').unwrap_or((rest, "{}"));
            let params = RawValue::from_string(params.to_owned()).expect("JSON").into();
            let method = method.to_owned();
            self.notifications.send(Notification { method, params: Some(params) }).ok();
        } else if line == "ready" || line == "pong" || line.starts_with("tools") {
            self.answers.send(line).ok();
        } else {
            noise.try_send(line).ok();
        }
    }

    async fn say(&self, line: &str) -> Result<(), Problem> {
        let closed = || Problem::new(ErrorCode::SessionClosed, "The session is closed.");
        let mut stdin = self.stdin.lock().await;
        let stdin = stdin.as_mut().ok_or_else(closed)?;
        stdin.write_all(format!("{line}\n").as_bytes()).await.map_err(|_| closed())?;
        stdin.flush().await.map_err(|_| closed())
    }

    async fn ask(&self, line: &str, prefix: &str, timeout: Duration) -> Result<String, Problem> {
        if self.gone.load(Ordering::SeqCst) {
            return Err(Problem::new(ErrorCode::Unreachable, "Nobody is there."));
        }
        if self.is_remote {
            return Ok(prefix.to_owned());
        }
        let mut answers = self.answers.subscribe();
        self.say(line).await?;
        let answer = async {
            loop {
                match answers.recv().await {
                    Ok(answer) if answer.starts_with(prefix) => return Ok(answer),
                    Ok(answer) if answer.is_empty() => break,
                    Ok(_) => {}
                    Err(_) => break,
                }
            }
            Err(Problem::new(ErrorCode::SessionClosed, "The session has ended."))
        };
        let silent = |_| Problem::new(ErrorCode::CallTimeout, "There was no answer in time.");
        tokio::time::timeout(timeout.min(Duration::from_millis(300)), answer)
            .await
            .map_err(silent)?
    }
}

#[async_trait]
impl Session for LineSession {
    fn facts(&self) -> &SessionFacts {
        &self.facts
    }

    fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::SeqCst)
    }

    async fn request(&self, _request: SessionRequest) -> Result<Box<RawValue>, CallError> {
        if self.gone.load(Ordering::SeqCst) {
            let problem = Problem::new(ErrorCode::Unreachable, "Nobody is there.");
            return Err(CallError::Failed(problem));
        }
        Ok(RawValue::from_string("{}".into()).expect("JSON"))
    }

    async fn notify(&self, method: &str, _params: Option<Box<RawValue>>) -> Result<(), Problem> {
        self.say(method).await
    }

    async fn health(&self, timeout: Duration) -> Result<Duration, Problem> {
        self.ask("ping", "pong", timeout).await.map(|_| Duration::from_millis(1))
    }

    async fn list(&self, timeout: Duration) -> Result<Catalog, Problem> {
        let answer = self.ask("list", "tools", timeout).await?;
        let item = |name: &str| CatalogItem {
            name: name.to_owned(),
            raw: RawValue::from_string("{}".into()).expect("JSON").into(),
        };
        let tools = answer.split(' ').skip(1).map(item).collect();
        Ok(Catalog { tools, ..Catalog::default() })
    }

    fn notifications(&self) -> broadcast::Receiver<Notification> {
        self.notifications.subscribe()
    }

    async fn ended(&self) -> SessionEnd {
        let mut ended = self.ended.subscribe();
        let end = ended.wait_for(Option::is_some).await.expect("the sender is ours");
        end.clone().expect("it was waited for")
    }

    async fn close(&self, _timeout: Duration) {
        self.stdin.lock().await.take();
        self.ended.send_if_modified(|ended| {
            let open = ended.is_none();
            if open {
                *ended = Some(SessionEnd::Closed);
            }
            open
        });
    }
}
