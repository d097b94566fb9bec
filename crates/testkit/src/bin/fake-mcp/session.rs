//! The conversation: reads lines until standard input closes, answers each on its own thread.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use console_testkit::protocol::wire::{self, Incoming, RpcError, code};
use console_testkit::protocol::{Cancellation, Change, Era, Exchange, FakeServer, Refusal, meta};
use serde_json::{Value, json};

use crate::args::Args;
use crate::flood;
use crate::quirks::{Early, Quirks};
use crate::stdout::Stdout;

/// How long a tool waits for the client's answer to a request of ours.
const ASK_DEADLINE: Duration = Duration::from_mins(1);

/// One client's conversation with one server.
#[derive(Debug)]
pub(crate) struct Session {
    server: FakeServer,
    quirks: Quirks,
    stdout: Stdout,
    initialized: AtomicBool,
    pings: AtomicU32,
    /// Calls that can be cancelled, by the JSON text of their id.
    calls: Mutex<HashMap<String, Arc<Cancellation>>>,
    /// Requests of ours that wait for the client.
    asked: Mutex<HashMap<u64, mpsc::Sender<Result<Value, Value>>>>,
    next_ask: AtomicU64,
    /// `subscriptions/listen`: request id and filter.
    listeners: Mutex<Vec<(Value, Value)>>,
}

impl Session {
    pub(crate) fn new(args: &Args, quirks: Quirks) -> Self {
        let server = FakeServer::new(quirks.era, args.name.clone())
            .with_page_size(args.page_size)
            .with_more_tools(quirks.more_tools.clone());
        Self {
            server,
            stdout: Stdout::new(quirks.noise, quirks.twice),
            quirks,
            initialized: AtomicBool::new(false),
            pings: AtomicU32::new(0),
            calls: Mutex::default(),
            asked: Mutex::default(),
            next_ask: AtomicU64::new(1),
            listeners: Mutex::default(),
        }
    }

    /// Serves until standard input closes.
    pub(crate) fn run(self: &Arc<Self>) {
        let mut stdin = std::io::stdin().lock();
        let mut line = Vec::new();
        loop {
            line.clear();
            match stdin.read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => return,
                Ok(_) if self.quirks.mute || line.trim_ascii().is_empty() => {}
                Ok(_) => self.receive(&String::from_utf8_lossy(&line)),
            }
        }
    }

    fn receive(self: &Arc<Self>, line: &str) {
        match wire::parse(line) {
            Ok(Incoming::Request { id, method, params }) => self.request(id, method, params),
            Ok(Incoming::Notification { method, params }) => self.notification(&method, &params),
            Ok(Incoming::Answer { id, outcome }) => {
                let waiting = id.as_u64().and_then(|id| self.asked.lock().unwrap().remove(&id));
                if let Some(waiting) = waiting {
                    // The tool may have been cancelled meanwhile.
                    let _ = waiting.send(outcome);
                }
            }
            Err(error) => self.stdout.send(&wire::error(&Value::Null, &error)),
        }
    }

    fn request(self: &Arc<Self>, id: Value, method: String, params: Value) {
        if self.quirks.era == Era::Legacy && !self.admit(&id, &method) {
            return;
        }
        match method.as_str() {
            "ping" if self.quirks.pings.is_some_and(|limit| self.count_ping() > limit) => {}
            "initialize" if self.quirks.wrong_version => {
                let result = json!({
                    "protocolVersion": "1999-01-01",
                    "capabilities": {"tools": {}},
                    "serverInfo": {"name": "fake", "version": "0"},
                });
                self.stdout.send(&wire::result(&id, &result));
            }
            "subscriptions/listen" if self.quirks.era == Era::Modern => self.listen(id, &params),
            "tools/call" if self.odd_call(&id, params["name"].as_str().unwrap_or_default()) => {}
            _ => {
                let call = Call::new(self, &id);
                if self.quirks.inline {
                    call.answer(&method, &params);
                } else {
                    std::thread::spawn(move || call.answer(&method, &params));
                }
            }
        }
    }

    /// The legacy order of things: `initialize` first. False where the request went no further.
    fn admit(&self, id: &Value, method: &str) -> bool {
        if method == "initialize" {
            self.initialized.store(true, Ordering::SeqCst);
            return true;
        }
        if self.initialized.load(Ordering::SeqCst) {
            if let Some(code) = self.quirks.crash_code {
                eprintln!("fake-mcp: crashing on {method}, as told");
                std::process::exit(code);
            }
            return true;
        }
        match self.quirks.early {
            Early::Refuse if method == "ping" => return true,
            Early::Refuse => {
                let unknown = method == "server/discover";
                let code = if unknown { code::METHOD_NOT_FOUND } else { code::INVALID_REQUEST };
                let error = RpcError::new(code, "the first request must be initialize");
                self.stdout.send(&wire::error(id, &error));
            }
            Early::Exit => {
                eprintln!("fake-mcp: {method} before initialize");
                std::process::exit(1);
            }
            Early::Ignore => {}
        }
        false
    }

    fn count_ping(&self) -> u32 {
        self.pings.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// Tools whose answers are no proper messages. False where `name` is not one of them.
    fn odd_call(&self, id: &Value, name: &str) -> bool {
        if !self.quirks.more_tools.iter().any(|tool| tool["name"] == name) {
            return false;
        }
        let around = |text: &str| {
            let result = json!({"content": [{"type": "text", "text": text}]});
            wire::result(id, &result).to_string()
        };
        match name {
            "huge" => {
                let room = self.quirks.huge_line.saturating_sub(around("").len());
                self.stdout.send_line(around(&"x".repeat(room)).as_bytes());
            }
            "invalid" => {
                let line = around("@").into_bytes();
                let at = line.iter().position(|byte| *byte == b'@').unwrap();
                let bytes = [&line[..at], &[0xff, 0xfe, 0xc3, 0x28], &line[at + 1..]].concat();
                self.stdout.send_line(&bytes);
            }
            "stderr_bytes" => {
                self.stdout.send_line(around(&flood::written().to_string()).as_bytes());
            }
            _ => return false,
        }
        true
    }

    fn listen(&self, id: Value, params: &Value) {
        let filter = params["notifications"].clone();
        let mut params = json!({"notifications": filter});
        params["_meta"] = json!({meta::SUBSCRIPTION_ID: id});
        self.listeners.lock().unwrap().push((id, filter));
        self.stdout.send(&wire::notification("notifications/subscriptions/acknowledged", &params));
    }

    fn notification(&self, method: &str, params: &Value) {
        if method == "notifications/cancelled" {
            let id = &params["requestId"];
            if let Some(call) = self.calls.lock().unwrap().get(&id.to_string()) {
                call.cancel();
            }
            self.listeners.lock().unwrap().retain(|(listener, _)| listener != id);
        }
    }
}

/// One request while it is answered.
struct Call {
    session: Arc<Session>,
    id: Value,
    cancellation: Arc<Cancellation>,
}

impl Call {
    fn new(session: &Arc<Session>, id: &Value) -> Self {
        let cancellation = Arc::<Cancellation>::default();
        session.calls.lock().unwrap().insert(id.to_string(), Arc::clone(&cancellation));
        Self { session: Arc::clone(session), id: id.clone(), cancellation }
    }

    fn answer(&self, method: &str, params: &Value) {
        let reply = self.session.server.answer(method, params, self);
        self.session.calls.lock().unwrap().remove(&self.id.to_string());
        if let Some(message) = reply.into_message(&self.id) {
            self.session.stdout.send(&message);
        }
    }
}

impl Exchange for Call {
    fn notify(&self, method: &str, params: &Value) {
        self.session.stdout.send(&wire::notification(method, params));
    }

    fn announce(&self, change: &Change) {
        let (method, params) = change.notification();
        if self.session.server.era() == Era::Legacy {
            return self.notify(method, &params);
        }
        for (id, filter) in self.session.listeners.lock().unwrap().iter() {
            if change.wanted_by(filter) {
                let mut params = params.clone();
                params["_meta"] = json!({meta::SUBSCRIPTION_ID: id});
                self.notify(method, &params);
            }
        }
    }

    fn ask(
        &self,
        method: &str,
        params: &Value,
        patience: Option<Duration>,
    ) -> Result<Value, Refusal> {
        let id = self.session.next_ask.fetch_add(1, Ordering::SeqCst);
        let (sender, answer) = mpsc::channel();
        self.session.asked.lock().unwrap().insert(id, sender);
        self.session.stdout.send(&wire::request(&json!(id), method, params));
        match answer.recv_timeout(patience.unwrap_or(ASK_DEADLINE)) {
            Ok(answer) => answer.map_err(Refusal::Error),
            Err(_) if patience.is_some() => {
                self.notify("notifications/cancelled", &json!({"requestId": id}));
                Err(Refusal::TakenBack)
            }
            Err(_) => Err(Refusal::NoAnswer),
        }
    }

    fn cancelled_within(&self, time: Duration) -> bool {
        self.cancellation.within(time)
    }

    fn crash(&self) {
        eprintln!("fake-mcp: crashing, as asked");
        std::process::exit(3);
    }
}
