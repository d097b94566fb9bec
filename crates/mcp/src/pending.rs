//! The calls that wait for an answer.
//!
//! Invariants: an id is given once and never reused; at most [`MAX_IN_FLIGHT`] callers wait; a
//! call leaves the table exactly once, whether it is answered, fails or is given up; after the
//! table was closed nothing enters it. The lock is never held across an await.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use console_domain::limits::MAX_IN_FLIGHT;
use console_domain::{CallError, Problem, Progress, ServerRequestHandler};
use serde_json::value::RawValue;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::problem;

/// What a call ends with.
pub(crate) type Outcome = Result<Box<RawValue>, CallError>;

/// Whose request waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A caller's.
    Caller,
    /// Our own (ping, listing): it neither counts nor answers the server.
    Own,
    /// Our own, and it waits for ever (a subscription).
    Standing,
}

/// Who waits.
pub(crate) struct Waiting {
    /// Whose request it is.
    pub(crate) kind: Kind,
    /// Where progress goes.
    pub(crate) progress: Option<mpsc::Sender<Progress>>,
    /// Who answers requests of the server that belong to this call.
    pub(crate) answers: Option<Arc<dyn ServerRequestHandler>>,
}

struct Entry {
    waiting: Waiting,
    outcome: oneshot::Sender<Outcome>,
    last_progress: Option<Instant>,
    /// Requests of the server that are being answered for this call.
    answering: usize,
    /// Since when at least one is.
    asked_since: Option<Instant>,
    /// How long the caller was asked before that.
    asked: Duration,
}

/// What a call's time-outs go by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SignsOfLife {
    /// The last progress, or the end of the last question; `None` where there was neither.
    pub(crate) last: Option<Instant>,
    /// Whether the caller is being asked something right now.
    pub(crate) being_asked: bool,
    /// How long the caller was asked in all: that time is not the server's.
    pub(crate) asked: Duration,
}

/// Why a request of the server has nobody to go to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NoCaller {
    /// So many calls are in flight: none or more than one.
    Calls(usize),
    /// The one caller does not answer requests.
    Silent,
}

/// The table.
#[derive(Default)]
pub(crate) struct Pending(Mutex<Table>);

#[derive(Default)]
struct Table {
    next_id: u64,
    callers: usize,
    entries: HashMap<u64, Entry>,
    closed: Option<Problem>,
}

impl Pending {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters a call; its id and where its outcome arrives.
    pub(crate) fn enter(
        &self,
        waiting: Waiting,
    ) -> Result<(u64, oneshot::Receiver<Outcome>), Problem> {
        let mut table = self.table();
        if let Some(problem) = &table.closed {
            return Err(problem.clone());
        }
        if waiting.kind == Kind::Caller {
            if table.callers >= MAX_IN_FLIGHT {
                return Err(problem::too_busy());
            }
            table.callers += 1;
        }
        table.next_id += 1;
        let id = table.next_id;
        let (outcome, arrives) = oneshot::channel();
        let entry = Entry {
            waiting,
            outcome,
            last_progress: None,
            answering: 0,
            asked_since: None,
            asked: Duration::ZERO,
        };
        table.entries.insert(id, entry);
        Ok((id, arrives))
    }

    /// Ends call `id`; false where nobody waits for it (late, unknown or repeated).
    pub(crate) fn settle(&self, id: u64, outcome: Outcome) -> bool {
        let entry = self.table().remove(id);
        // A receiver that is gone gave up at this very moment: as good as late.
        entry.is_some_and(|entry| entry.outcome.send(outcome).is_ok())
    }

    /// Takes `id` out without an outcome; true where it was still there.
    pub(crate) fn give_up(&self, id: u64) -> bool {
        self.table().remove(id).is_some()
    }

    /// Whether somebody waits for `id`.
    pub(crate) fn waits(&self, id: u64) -> bool {
        self.table().entries.contains_key(&id)
    }

    /// Passes progress on; false where nobody wanted it or the caller's queue is full.
    pub(crate) fn progress(&self, id: u64, progress: Progress) -> bool {
        let mut table = self.table();
        let Some(entry) = table.entries.get_mut(&id) else { return false };
        entry.last_progress = Some(Instant::now());
        entry.waiting.progress.as_ref().is_some_and(|to| to.try_send(progress).is_ok())
    }

    /// How call `id` showed that it is alive; `None` where nobody waits for it.
    pub(crate) fn signs_of_life(&self, id: u64) -> Option<SignsOfLife> {
        let table = self.table();
        let entry = table.entries.get(&id)?;
        let now_asked = entry.asked_since.map_or(Duration::ZERO, |since| since.elapsed());
        Some(SignsOfLife {
            last: entry.last_progress,
            being_asked: entry.answering > 0,
            asked: entry.asked + now_asked,
        })
    }

    /// The call that a request of the server can only belong to.
    pub(crate) fn sole_caller(&self) -> Result<(u64, Arc<dyn ServerRequestHandler>), NoCaller> {
        let table = self.table();
        if table.callers != 1 {
            return Err(NoCaller::Calls(table.callers));
        }
        let mut entries = table.entries.iter();
        let (id, entry) = entries
            .find(|(_, entry)| entry.waiting.kind == Kind::Caller)
            .ok_or(NoCaller::Calls(0))?;
        let answers = entry.waiting.answers.clone().ok_or(NoCaller::Silent)?;
        Ok((*id, answers))
    }

    /// The only request that can have been meant by an answer that does not say.
    pub(crate) fn only_one(&self) -> Option<u64> {
        let table = self.table();
        let mut ids = table
            .entries
            .iter()
            .filter_map(|(id, entry)| (entry.waiting.kind != Kind::Standing).then_some(id));
        match (ids.next(), ids.next()) {
            (Some(id), None) => Some(*id),
            _ => None,
        }
    }

    /// A request of the server is being answered for call `id`, or no longer is.
    pub(crate) fn answering(&self, id: u64, begins: bool) {
        let mut table = self.table();
        let Some(entry) = table.entries.get_mut(&id) else { return };
        let now = Instant::now();
        if begins {
            entry.answering += 1;
            entry.asked_since.get_or_insert(now);
        } else {
            entry.answering = entry.answering.saturating_sub(1);
            if entry.answering == 0
                && let Some(since) = entry.asked_since.take()
            {
                entry.asked += now - since;
            }
        }
        entry.last_progress = Some(now);
    }

    /// Callers that wait.
    pub(crate) fn callers(&self) -> usize {
        self.table().callers
    }

    /// Fails every call with `problem`, and every later one.
    pub(crate) fn close(&self, problem: &Problem) {
        let entries = {
            let mut table = self.table();
            table.closed.get_or_insert_with(|| problem.clone());
            table.callers = 0;
            std::mem::take(&mut table.entries)
        };
        for entry in entries.into_values() {
            // Nobody there: then nobody needs to know.
            let _ = entry.outcome.send(Err(CallError::Failed(problem.clone())));
        }
    }
}

impl Table {
    fn remove(&mut self, id: u64) -> Option<Entry> {
        let entry = self.entries.remove(&id)?;
        if entry.waiting.kind == Kind::Caller {
            self.callers = self.callers.saturating_sub(1);
        }
        Some(entry)
    }
}

#[cfg(test)]
mod tests {
    use console_domain::ErrorCode;

    use super::*;
    use crate::fields::raw;

    fn caller() -> Waiting {
        Waiting { kind: Kind::Caller, progress: None, answers: None }
    }

    #[test]
    fn a_call_ends_once() {
        let pending = Pending::default();
        let (id, mut arrives) = pending.enter(caller()).expect("room");
        assert!(pending.settle(id, Ok(raw(&1))), "the first answer counts");
        assert!(!pending.settle(id, Ok(raw(&2))), "a repeated answer does not");
        assert!(!pending.settle(99, Ok(raw(&2))), "nor one for nobody");
        assert_eq!(arrives.try_recv().expect("answered").expect("a result").get(), "1");
        assert_eq!(pending.callers(), 0);
    }

    #[test]
    fn callers_are_bounded_and_our_own_requests_are_not_callers() {
        let pending = Pending::default();
        let held: Vec<_> = (0..MAX_IN_FLIGHT).map(|_| pending.enter(caller())).collect();
        assert!(held.iter().all(Result::is_ok));
        let refused = pending.enter(caller()).expect_err("one too many");
        assert_eq!(refused.code, ErrorCode::TooBusy);
        let own = Waiting { kind: Kind::Own, progress: None, answers: None };
        assert!(pending.enter(own).is_ok(), "a health check must get through");
        assert_eq!(pending.callers(), MAX_IN_FLIGHT);
    }

    #[test]
    fn after_the_end_nothing_waits() {
        let pending = Pending::default();
        let (_, mut arrives) = pending.enter(caller()).expect("room");
        pending.close(&problem::session_closed("over"));
        let ended = arrives.try_recv().expect("told");
        assert!(matches!(ended, Err(CallError::Failed(p)) if p.code == ErrorCode::SessionClosed));
        let late = pending.enter(caller()).expect_err("closed");
        assert_eq!(late.code, ErrorCode::SessionClosed);
    }

    #[test]
    fn only_a_lone_caller_can_be_asked() {
        let pending = Pending::default();
        assert_eq!(pending.sole_caller().err(), Some(NoCaller::Calls(0)));
        let first = pending.enter(caller()).expect("room");
        assert_eq!(pending.sole_caller().err(), Some(NoCaller::Silent));
        let _second = pending.enter(caller()).expect("room");
        assert_eq!(pending.sole_caller().err(), Some(NoCaller::Calls(2)));
        assert!(pending.give_up(first.0));
        assert_eq!(pending.sole_caller().err(), Some(NoCaller::Silent));
    }
}
