//! Ends one run so that nothing of it is left: close, wait, TERM, wait, KILL, and then whatever
//! survived outside the group. The same for a leader that ended by itself.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use console_domain::{InstanceId, Session};
use tokio_util::sync::CancellationToken;

use crate::face::Face;
use crate::leftovers::{self, Patience};
use crate::os::Signal;
use crate::process::Process;
use crate::process_table::Family;
use crate::supervisor::Shared;

/// How long a killed leader may take to be gone: a process in the kernel cannot be ended.
const AFTER_KILL: Duration = Duration::from_secs(5);
/// How long grandchildren may take to notice that their leader has gone.
const LEFTOVERS_BEFORE_TERM: Duration = Duration::from_millis(200);
/// How long leftovers may take between TERM and KILL, at most.
const LEFTOVERS_BEFORE_KILL: Duration = Duration::from_secs(1);

/// Ends the session and the process of `instance`; returns when nothing of them lives, or when
/// not even KILL helped, which the log then says.
///
/// `step` is the time for the session and the leader to end after stdin was closed, and again
/// after TERM.
pub(crate) async fn stop(
    shared: &Shared,
    face: &Face,
    instance: &InstanceId,
    session: Option<Arc<dyn Session>>,
    process: Option<Process>,
    step: Duration,
) {
    let Some(mut process) = process else {
        if let Some(session) = session {
            within(session.close(step), step, &shared.hurry).await;
        }
        return;
    };
    let mut family =
        face.family().filter(|family| family.tag == instance.as_str()).unwrap_or_else(|| Family {
            tag: instance.as_str().to_owned(),
            leader: process.key(),
            known: Vec::new(),
        });
    // Who descends from the leader can be seen only while it lives.
    family.known.extend(shared.scanner.scan().await.members(&family));
    end_leader(&process, session, step, &shared.hurry).await;
    let patience = Patience {
        before_term: LEFTOVERS_BEFORE_TERM,
        before_kill: step.min(LEFTOVERS_BEFORE_KILL),
        hurry: shared.hurry.clone(),
    };
    let left = leftovers::end(&shared.scanner, std::slice::from_mut(&mut family), &patience).await;
    process.last_words().await;
    face.set_family(None);
    if !left.is_empty() {
        let pids: Vec<u32> = left.iter().map(|key| key.pid).collect();
        face.log.remark(&format!("these processes could not be ended: {pids:?}"));
        tracing::error!(%instance, ?pids, "processes survived a kill");
        // Their entry stays, so that the next console tries again.
        return;
    }
    if let Err(error) = shared.ledger.strike(vec![instance.clone()]).await {
        tracing::warn!(%instance, %error, "an ended process stays in the ledger");
    }
}

async fn end_leader(
    process: &Process,
    session: Option<Arc<dyn Session>>,
    step: Duration,
    hurry: &CancellationToken,
) {
    let close = async {
        if let Some(session) = &session {
            within(session.close(step), step, hurry).await;
        }
    };
    let (ended, ()) = tokio::join!(within(process.ended(), step, hurry), close);
    if ended.is_some() {
        return;
    }
    process.signal(Signal::Terminate).await;
    if within(process.ended(), step, hurry).await.is_some() {
        return;
    }
    process.signal(Signal::Kill).await;
    if process.ended_within(AFTER_KILL).await.is_none() {
        tracing::error!(pid = process.pid(), "a process does not end after a kill");
    }
}

/// The outcome of `work`, unless the time or the patience of the whole console is over first.
async fn within<T>(
    work: impl Future<Output = T>,
    time: Duration,
    hurry: &CancellationToken,
) -> Option<T> {
    tokio::select! {
        biased;
        done = work => Some(done),
        () = tokio::time::sleep(time) => None,
        () = hurry.cancelled() => None,
    }
}
