//! What one HTTP fake remembers: sessions, open streams, calls, requests.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;
use uuid::Uuid;

use super::Seen;
use super::fault::Faults;
use crate::protocol::{Cancellation, Change, Era, FakeServer, meta, wire};

/// Which transport and which protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Streamable HTTP up to 2025-11-25: sessions, a GET stream, DELETE.
    Streamable,
    /// 2026-07-28: POST only, no session.
    Modern,
    /// HTTP+SSE of 2024-11-05: answers come on the stream that the GET opened.
    OldSse,
}

/// How a POST is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// A stream of events, the last of which is the answer.
    #[default]
    Sse,
    /// One JSON document; nothing can come before it.
    Json,
}

/// A way to one client: messages that it will read.
pub(super) type Outlet = UnboundedSender<Value>;

/// Where changes are announced.
#[derive(Debug)]
struct Listener {
    /// The session of a GET stream; the request id of a `subscriptions/listen`.
    key: Value,
    /// What a `subscriptions/listen` asked for; `None`: everything.
    filter: Option<Value>,
    outlet: Outlet,
}

/// See the module.
#[derive(Debug)]
pub(super) struct State {
    server: FakeServer,
    flavour: Flavour,
    encoding: Mutex<Encoding>,
    faults: Faults,
    seen: Mutex<Vec<Seen>>,
    sessions: Mutex<HashSet<String>>,
    listeners: Mutex<Vec<Listener>>,
    calls: Mutex<HashMap<String, Arc<Cancellation>>>,
    asked: Mutex<HashMap<u64, mpsc::Sender<Result<Value, Value>>>>,
    next_ask: AtomicU64,
}

impl State {
    pub(super) fn new(flavour: Flavour) -> Self {
        let era = if flavour == Flavour::Modern { Era::Modern } else { Era::Legacy };
        Self {
            server: FakeServer::new(era, "fake-http"),
            flavour,
            encoding: Mutex::default(),
            faults: Faults::default(),
            seen: Mutex::default(),
            sessions: Mutex::default(),
            listeners: Mutex::default(),
            calls: Mutex::default(),
            asked: Mutex::default(),
            next_ask: AtomicU64::new(1),
        }
    }

    pub(super) fn server(&self) -> &FakeServer {
        &self.server
    }

    pub(super) fn flavour(&self) -> Flavour {
        self.flavour
    }

    pub(super) fn encoding(&self) -> Encoding {
        *self.encoding.lock().unwrap()
    }

    pub(super) fn set_encoding(&self, encoding: Encoding) {
        *self.encoding.lock().unwrap() = encoding;
    }

    pub(super) fn faults(&self) -> &Faults {
        &self.faults
    }

    pub(super) fn remember(&self, seen: Seen) {
        self.seen.lock().unwrap().push(seen);
    }

    pub(super) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(super) fn open_session(&self) -> String {
        let id = Uuid::new_v4().to_string();
        self.sessions.lock().unwrap().insert(id.clone());
        id
    }

    pub(super) fn has_session(&self, id: &str) -> bool {
        self.sessions.lock().unwrap().contains(id)
    }

    /// Closes a session and its stream; false where there was none.
    pub(super) fn close_session(&self, id: &str) -> bool {
        self.remove_listener(&json!(id));
        self.sessions.lock().unwrap().remove(id)
    }

    pub(super) fn forget_sessions(&self) {
        self.sessions.lock().unwrap().clear();
        self.cut_streams();
    }

    pub(super) fn session_count(&self) -> usize {
        self.sessions.lock().unwrap().len()
    }

    pub(super) fn add_listener(&self, key: Value, filter: Option<Value>, outlet: Outlet) {
        self.listeners.lock().unwrap().push(Listener { key, filter, outlet });
    }

    pub(super) fn remove_listener(&self, key: &Value) {
        self.listeners.lock().unwrap().retain(|listener| listener.key != *key);
    }

    /// The stream of a session, as long as the client reads it.
    pub(super) fn outlet_of(&self, session: &str) -> Option<Outlet> {
        let listeners = self.listeners.lock().unwrap();
        let listener = listeners.iter().rfind(|listener| listener.key == session)?;
        Some(listener.outlet.clone())
    }

    pub(super) fn stream_count(&self) -> usize {
        self.listeners
            .lock()
            .unwrap()
            .iter()
            .filter(|listener| !listener.outlet.is_closed())
            .count()
    }

    pub(super) fn cut_streams(&self) {
        self.listeners.lock().unwrap().clear();
    }

    pub(super) fn announce(&self, change: &Change) {
        let (method, params) = change.notification();
        for listener in self.listeners.lock().unwrap().iter() {
            let mut params = params.clone();
            if let Some(filter) = &listener.filter {
                if !change.wanted_by(filter) {
                    continue;
                }
                params["_meta"] = json!({meta::SUBSCRIPTION_ID: listener.key});
            }
            // A client that hung up hears nothing.
            let _ = listener.outlet.send(wire::notification(method, &params));
        }
    }

    /// A call that can be cancelled by its key.
    pub(super) fn begin_call(&self, key: &str) -> Arc<Cancellation> {
        let cancellation = Arc::<Cancellation>::default();
        self.calls.lock().unwrap().insert(key.to_owned(), Arc::clone(&cancellation));
        cancellation
    }

    pub(super) fn cancel_call(&self, key: &str) {
        if let Some(call) = self.calls.lock().unwrap().remove(key) {
            call.cancel();
        }
    }

    pub(super) fn end_call(&self, key: &str) {
        self.calls.lock().unwrap().remove(key);
    }

    /// A number for a request of ours, and where its answer will come.
    pub(super) fn begin_ask(&self) -> (u64, mpsc::Receiver<Result<Value, Value>>) {
        let id = self.next_ask.fetch_add(1, Ordering::SeqCst);
        let (sender, answer) = mpsc::channel();
        self.asked.lock().unwrap().insert(id, sender);
        (id, answer)
    }

    pub(super) fn take_answer(&self, id: &Value, outcome: Result<Value, Value>) {
        let waiting = id.as_u64().and_then(|id| self.asked.lock().unwrap().remove(&id));
        if let Some(waiting) = waiting {
            // The tool may have given up meanwhile.
            let _ = waiting.send(outcome);
        }
    }
}
