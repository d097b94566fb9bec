//! One call over HTTP: run on a blocking thread, with a way back to its client.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use super::state::{Outlet, State};
use crate::protocol::{Cancellation, Change, Exchange, Refusal, Reply, wire};

/// How long a tool waits for the client's answer to a request of ours.
const ASK_DEADLINE: Duration = Duration::from_mins(1);

/// One request while it is answered.
pub(super) struct Call {
    state: Arc<State>,
    /// Where what belongs to the call goes; `None`: the answer is one JSON document.
    outlet: Option<Outlet>,
    key: String,
    cancellation: Arc<Cancellation>,
    crashed: AtomicBool,
}

/// How a call ended.
pub(super) struct Ended {
    pub(super) reply: Reply,
    /// The tool asked for a crash: the connection is to be cut.
    pub(super) crashed: bool,
}

impl Call {
    /// `session` and `id` tell calls apart when one is cancelled.
    pub(super) fn new(
        state: &Arc<State>,
        session: &str,
        id: &Value,
        outlet: Option<Outlet>,
    ) -> Self {
        let key = key(session, id);
        let cancellation = state.begin_call(&key);
        Self {
            state: Arc::clone(state),
            outlet,
            key,
            cancellation,
            crashed: AtomicBool::new(false),
        }
    }

    /// Cancels the call when dropped: for transports on which hanging up means that.
    pub(super) fn cancel_on_drop(&self) -> CancelOnDrop {
        CancelOnDrop(Arc::clone(&self.cancellation))
    }

    /// Answers the request.
    pub(super) async fn run(self, method: String, params: Value) -> Ended {
        let work = move || {
            let reply = self.state.server().answer(&method, &params, &self);
            self.state.end_call(&self.key);
            Ended { reply, crashed: self.crashed.load(Ordering::SeqCst) }
        };
        tokio::task::spawn_blocking(work).await.expect("a fake tool does not panic")
    }
}

/// What `notifications/cancelled` names.
pub(super) fn key(session: &str, id: &Value) -> String {
    format!("{session}/{id}")
}

/// See [`Call::cancel_on_drop`].
pub(super) struct CancelOnDrop(Arc<Cancellation>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl Exchange for Call {
    fn notify(&self, method: &str, params: &Value) {
        if let Some(outlet) = &self.outlet {
            // A client that hung up hears nothing.
            let _ = outlet.send(wire::notification(method, params));
        }
    }

    fn announce(&self, change: &Change) {
        self.state.announce(change);
    }

    fn ask(
        &self,
        method: &str,
        params: &Value,
        patience: Option<Duration>,
    ) -> Result<Value, Refusal> {
        let Some(outlet) = &self.outlet else {
            let error = json!({"code": -32603, "message": "there is no stream to ask on"});
            return Err(Refusal::Error(error));
        };
        let (id, answer) = self.state.begin_ask();
        outlet.send(wire::request(&json!(id), method, params)).map_err(|_| Refusal::NoAnswer)?;
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
        self.crashed.store(true, Ordering::SeqCst);
    }
}
