//! A console to explore with, and a call while it is under way.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use console_app::view::{
    AddServer, CallEvent, CallOutcome, CallRecord, CallRequest, CallTarget, HostFace,
    QuestionAnswer, ServerQuestion,
};
use console_app::{Console, ConsoleOptions, DataDir, Wait};
use console_domain::{Problem, Timeouts};
use console_secrets::MemoryVault;
use console_testkit::{fake_mcp, real_servers};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// For everything that is waited for: far more than it takes, so that only a hang exceeds it.
pub(crate) const DEADLINE: Duration = Duration::from_mins(1);

/// A console in a folder that is thrown away.
pub(crate) struct House {
    pub(crate) console: Arc<Console>,
    pub(crate) folder: TempDir,
}

impl House {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let downloads = folder.path().join("downloads");
        std::fs::create_dir(&downloads).expect("a folder for downloads");
        let options = ConsoleOptions {
            manifest: None,
            downloads: Some(downloads),
            keychain: Arc::new(MemoryVault::new()),
            ..ConsoleOptions::new(DataDir::new(folder.path().join("data")), HostFace::Headless)
        };
        let console = Console::open(options).await.expect("a console");
        Self { console: Arc::new(console), folder }
    }

    /// A house with one fake server in it, called `fake`.
    pub(crate) async fn with_fake(args: &[&str]) -> Self {
        let house = Self::new().await;
        house.start_fake("fake", args, Timeouts::default()).await;
        house
    }

    /// Adds a fake server and starts it.
    pub(crate) async fn start_fake(&self, name: &str, args: &[&str], timeouts: Timeouts) {
        let args = args.iter().map(|&arg| arg.to_owned()).collect();
        self.start(name, fake_mcp(), args, timeouts).await;
    }

    /// A house with the protocol's own reference server in it, called `everything`.
    pub(crate) async fn with_everything() -> Self {
        let house = Self::new().await;
        let servers = real_servers(house.folder.path());
        let server = servers.into_iter().find(|server| server.name == "everything");
        let server = server.expect("it is installed");
        house.start("everything", server.program, server.args, Timeouts::default()).await;
        house
    }

    async fn start(&self, name: &str, program: PathBuf, args: Vec<String>, timeouts: Timeouts) {
        let command = Some(program.to_str().expect("a UTF-8 path").to_owned());
        let server =
            AddServer { name: name.into(), command, args, timeouts, ..AddServer::default() };
        self.console.add_server(server).await.expect("added");
        self.console.start_server(name, Wait::Until(DEADLINE)).await.expect("up");
    }

    /// Begins a call; returns once it is under way.
    pub(crate) async fn begin(&self, server: &str, target: CallTarget) -> UnderWay {
        self.begin_within(server, target, None).await
    }

    /// [`Self::begin`] with a time-out of its own, milliseconds.
    pub(crate) async fn begin_within(
        &self,
        server: &str,
        target: CallTarget,
        timeout_ms: Option<u32>,
    ) -> UnderWay {
        let (sender, mut events) = mpsc::channel(64);
        let request = CallRequest { server: server.to_owned(), target, timeout_ms };
        let console = Arc::clone(&self.console);
        let record = tokio::spawn(async move { console.explore(request, sender).await });
        let first = timeout(DEADLINE, events.recv()).await.expect("in time");
        let Some(CallEvent::Started { call }) = first else {
            panic!("{first:?}; {:?}", record.await);
        };
        UnderWay { console: Arc::clone(&self.console), id: call, events, record }
    }

    /// Makes a call in which nothing is asked.
    pub(crate) async fn call(&self, server: &str, target: CallTarget) -> CallRecord {
        self.begin(server, target).await.ended().await
    }

    /// A call that cannot even be made.
    pub(crate) async fn refused(&self, server: &str, target: CallTarget) -> Problem {
        let (events, _nobody) = mpsc::channel(1);
        let request = CallRequest { server: server.to_owned(), target, timeout_ms: None };
        self.console.explore(request, events).await.expect_err("refused")
    }

    /// The ids of a server's calls, newest first.
    pub(crate) fn history(&self, server: &str) -> Vec<String> {
        let calls = self.console.calls(server).expect("a server's calls");
        calls.into_iter().map(|call| call.id).collect()
    }

    /// Ends it; every server must go.
    pub(crate) async fn leave(self) {
        timeout(DEADLINE, self.console.shutdown()).await.expect("in time");
    }
}

/// A call under way.
pub(crate) struct UnderWay {
    console: Arc<Console>,
    pub(crate) id: String,
    events: mpsc::Receiver<CallEvent>,
    record: JoinHandle<Result<CallRecord, Problem>>,
}

impl UnderWay {
    /// What happens next; `None` once it is over.
    pub(crate) async fn next(&mut self) -> Option<CallEvent> {
        timeout(DEADLINE, self.events.recv()).await.expect("in time")
    }

    /// What the server asks next.
    pub(crate) async fn question(&mut self) -> ServerQuestion {
        loop {
            match self.next().await {
                Some(CallEvent::Question { question }) => return question,
                Some(_) => {}
                None => panic!("nothing was asked: {:?}", (&mut self.record).await),
            }
        }
    }

    /// Answers what the server asks next; the question must be gone then.
    pub(crate) async fn answer(&mut self, answer: QuestionAnswer) -> ServerQuestion {
        let question = self.question().await;
        self.console.answer_question(&question.id, answer).expect("it waits");
        self.gone(&question).await;
        question
    }

    /// Waits until a question is said to be gone.
    pub(crate) async fn gone(&mut self, asked: &ServerQuestion) {
        loop {
            match self.next().await {
                Some(CallEvent::QuestionGone { question }) if question == asked.id => return,
                Some(_) => {}
                None => panic!("the question was left standing"),
            }
        }
    }

    /// Stops listening; the record, when it is there.
    pub(crate) async fn unheard(self) -> CallRecord {
        drop(self.events);
        timeout(DEADLINE, self.record).await.expect("in time").expect("no panic").expect("a record")
    }

    /// Waits for its end.
    pub(crate) async fn ended(mut self) -> CallRecord {
        // As the window does: what happened is heard to the end.
        while self.next().await.is_some() {}
        self.unheard().await
    }
}

/// A tool.
pub(crate) fn tool(name: &str, arguments: Value) -> CallTarget {
    CallTarget::Tool { name: name.into(), arguments }
}

/// A resource.
pub(crate) fn resource(uri: &str) -> CallTarget {
    CallTarget::Resource { uri: uri.into() }
}

/// A prompt.
pub(crate) fn prompt(name: &str, arguments: Value) -> CallTarget {
    CallTarget::Prompt { name: name.into(), arguments }
}

/// The result of a call that was answered, whole and well.
#[track_caller]
pub(crate) fn result(record: &CallRecord) -> &Value {
    match &record.outcome {
        CallOutcome::Answered { result, cut: false, is_error: false, .. } => result,
        other => panic!("{other:?}"),
    }
}

/// The first text of a tool's result.
#[track_caller]
pub(crate) fn text(record: &CallRecord) -> String {
    let CallOutcome::Answered { result, .. } = &record.outcome else {
        panic!("{:?}", record.outcome);
    };
    result["content"][0]["text"].as_str().expect("a text").to_owned()
}

/// Why a call failed.
#[track_caller]
pub(crate) fn failure(record: &CallRecord) -> &Problem {
    match &record.outcome {
        CallOutcome::Failed { problem } => problem,
        answered @ CallOutcome::Answered { .. } => panic!("{answered:?}"),
    }
}

/// A yes.
pub(crate) fn accept(content: Value) -> QuestionAnswer {
    QuestionAnswer::Accept { content }
}

/// A message that a model could have written.
pub(crate) fn message(text: &str) -> Value {
    json!({
        "role": "assistant", "model": "a-person", "stopReason": "endTurn",
        "content": {"type": "text", "text": text},
    })
}
