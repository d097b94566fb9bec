//! Streamable HTTP: every message is a POST of its own; what the server says by itself comes on
//! a stream that we open (legacy era) or on none.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use super::ParamHeader;
use super::endpoint::Endpoint;
use super::post::SESSION_ID;
use crate::router::Router;
use crate::transport::{Head, Outgoing};

/// See the module.
pub(crate) struct Streamable {
    pub(super) endpoint: Endpoint,
    pub(super) router: Arc<Router>,
    agreed: Mutex<Agreed>,
    /// The tasks of requests under way; as many as there are calls in flight.
    requests: Mutex<HashMap<u64, AbortHandle>>,
    marked: RwLock<Arc<HashMap<String, Vec<ParamHeader>>>>,
    initialize_status: AtomicU16,
}

/// What the handshake agreed on.
#[derive(Clone, Default)]
pub(super) struct Agreed {
    pub(super) version: Option<HeaderValue>,
    pub(super) session_id: Option<HeaderValue>,
}

/// Starts the transport; it ends with the session.
pub(crate) fn start(
    router: &Arc<Router>,
    endpoint: Endpoint,
    outgoing: mpsc::Receiver<Outgoing>,
) -> Arc<Streamable> {
    let streamable = Arc::new(Streamable {
        endpoint,
        router: Arc::clone(router),
        agreed: Mutex::default(),
        requests: Mutex::default(),
        marked: RwLock::default(),
        initialize_status: AtomicU16::new(0),
    });
    tokio::spawn(Arc::clone(&streamable).run(outgoing));
    streamable
}

impl Streamable {
    async fn run(self: Arc<Self>, mut outgoing: mpsc::Receiver<Outgoing>) {
        let closing = self.router.closing.clone();
        while let Some(Some(message)) = closing.run_until_cancelled(outgoing.recv()).await {
            self.take(message);
        }
        let requests = std::mem::take(&mut *self.requests());
        for request in requests.into_values() {
            request.abort();
        }
        self.delete().await;
        self.router.released.cancel();
    }

    fn take(self: &Arc<Self>, message: Outgoing) {
        match message {
            Outgoing::Request { id, bytes, head } => {
                // Held until the task is in the table, or it could take itself out too early.
                let mut requests = self.requests();
                let task = tokio::spawn(Arc::clone(self).request(id, bytes, head));
                requests.insert(id, task.abort_handle());
            }
            Outgoing::OneWay { bytes, head, taken } => {
                let streamable = Arc::clone(self);
                self.spawn(async move {
                    let outcome = streamable.one_way(bytes, &head).await;
                    // Whoever sent it may have stopped waiting.
                    let _ = taken.map(|taken| taken.send(outcome));
                });
            }
            Outgoing::Abandon { id, notice } => {
                // The modern era knows the closed stream as the sign.
                let modern = self.agreed().version.is_none();
                if let Some(task) = self.requests().remove(&id) {
                    task.abort();
                }
                if let Some(bytes) = notice.filter(|_| !modern) {
                    let streamable = Arc::clone(self);
                    let head = Head { method: "notifications/cancelled".into(), modern: None };
                    self.spawn(async move {
                        // It is only a favour to the server.
                        let _ = streamable.one_way(bytes, &head).await;
                    });
                }
            }
            Outgoing::Agreed { version } => {
                self.lock_agreed().version = HeaderValue::try_from(version).ok();
            }
            Outgoing::Ready => {
                if self.agreed().version.is_some() {
                    self.spawn(Arc::clone(self).listen());
                }
            }
            Outgoing::ParamHeaders(marked) => {
                *self.marked.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(marked);
            }
        }
    }

    /// Runs `task` until the session is over.
    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let closing = self.router.closing.clone();
        tokio::spawn(async move { closing.run_until_cancelled(task).await });
    }

    /// The status with which `initialize` was answered; 0 where it was not.
    pub(crate) fn initialize_status(&self) -> u16 {
        self.initialize_status.load(Ordering::Relaxed)
    }

    pub(super) fn saw_initialize(&self, status: StatusCode, headers: &HeaderMap) {
        self.initialize_status.store(status.as_u16(), Ordering::Relaxed);
        if let Some(id) = headers.get(SESSION_ID).filter(|_| status.is_success()) {
            let mut id = id.clone();
            id.set_sensitive(true);
            self.lock_agreed().session_id = Some(id);
        }
    }

    pub(super) fn agreed(&self) -> Agreed {
        self.lock_agreed().clone()
    }

    pub(super) fn marked(&self) -> Arc<HashMap<String, Vec<ParamHeader>>> {
        Arc::clone(&self.marked.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Request `id` is over.
    pub(super) fn forget(&self, id: u64) {
        self.requests().remove(&id);
    }

    fn lock_agreed(&self) -> std::sync::MutexGuard<'_, Agreed> {
        self.agreed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn requests(&self) -> std::sync::MutexGuard<'_, HashMap<u64, AbortHandle>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
