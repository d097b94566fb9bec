//! What the explorer knows: calls under way, questions that wait, calls that ended.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use console_domain::{Redact, ServerId};
use tokio_util::sync::CancellationToken;

use super::asking::Questions;
use super::records::{History, Kept};
use crate::view::CallRecord;

/// See the module. No lock is held across an await.
pub(crate) struct Explorer {
    /// Masks whatever is shown.
    pub(super) redact: Arc<dyn Redact>,
    next_id: AtomicU64,
    under_way: Mutex<HashMap<String, CancellationToken>>,
    histories: Mutex<HashMap<ServerId, History>>,
    pub(super) questions: Questions,
}

impl Explorer {
    /// Knows nothing yet, and shows nothing that `redact` knows.
    pub(crate) fn new(redact: Arc<dyn Redact>) -> Self {
        Self {
            redact,
            next_id: AtomicU64::default(),
            under_way: Mutex::default(),
            histories: Mutex::default(),
            questions: Questions::default(),
        }
    }

    /// A call that begins now; it is under way until the guard is let go.
    pub(super) fn begin(self: &Arc<Self>) -> UnderWay {
        let id = self.fresh_id("call");
        let cancel = CancellationToken::new();
        lock(&self.under_way).insert(id.clone(), cancel.clone());
        UnderWay { explorer: Arc::clone(self), id, cancel }
    }

    /// Cancels a call; false where it is not under way.
    pub(super) fn cancel(&self, call: &str) -> bool {
        lock(&self.under_way).get(call).map(CancellationToken::cancel).is_some()
    }

    /// An id that was never given before.
    pub(super) fn fresh_id(&self, kind: &str) -> String {
        format!("{kind}-{}", self.next_id.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// Keeps a call that has ended; how it is shown.
    pub(super) fn keep(&self, server: &ServerId, kept: Kept) -> CallRecord {
        let mut histories = lock(&self.histories);
        let history = histories.entry(server.clone()).or_default();
        history.keep(server, kept, self.redact.as_ref())
    }

    /// The calls of a server, newest first.
    pub(super) fn calls(&self, server: &ServerId) -> Vec<CallRecord> {
        let histories = lock(&self.histories);
        let list = |history: &History| history.list(server, self.redact.as_ref());
        histories.get(server).map(list).unwrap_or_default()
    }

    /// The call `id`, whichever server it was of, through `look`.
    pub(super) fn find<T>(&self, id: &str, look: impl Fn(&ServerId, &Kept) -> T) -> Option<T> {
        let histories = lock(&self.histories);
        let mut found = histories
            .iter()
            .filter_map(|(server, history)| history.find(id).map(|kept| look(server, kept)));
        found.next()
    }

    /// Forgets the calls of a server that was removed.
    pub(crate) fn forget(&self, server: &ServerId) {
        lock(&self.histories).remove(server);
    }
}

/// A call that is under way.
pub(super) struct UnderWay {
    explorer: Arc<Explorer>,
    pub(super) id: String,
    pub(super) cancel: CancellationToken,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        lock(&self.explorer.under_way).remove(&self.id);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
