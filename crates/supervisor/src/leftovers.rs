//! Ends whatever is left of instances whose leader is gone: grandchildren in the group, and those
//! that left it with `setsid` but carry the instance's variable or were seen before.
//!
//! They are nobody's children here, so nothing can be waited for: the table of processes is read
//! again at growing distances, and only while something is left.

use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::os::Signal;
use crate::process_table::{Family, ProcessKey, Scanner};

/// How long killed processes may take to vanish.
const AFTER_KILL: Duration = Duration::from_secs(2);
/// The first distance between two readings; it doubles.
const FIRST_LOOK: Duration = Duration::from_millis(5);
/// The longest distance between two readings.
const LAST_LOOK: Duration = Duration::from_millis(100);

/// How patiently processes are ended.
#[derive(Debug, Clone)]
pub(crate) struct Patience {
    /// Time to end by themselves, before TERM.
    pub(crate) before_term: Duration,
    /// Time between TERM and KILL.
    pub(crate) before_kill: Duration,
    /// Cancelled: nothing is waited for any more but the effect of KILL.
    pub(crate) hurry: CancellationToken,
}

impl Patience {
    /// None: KILL at once.
    pub(crate) fn none() -> Self {
        let hurry = CancellationToken::new();
        Self { before_term: Duration::ZERO, before_kill: Duration::ZERO, hurry }
    }
}

/// Ends every living process of the families; gives back those that not even KILL ended.
pub(crate) async fn end(
    scanner: &Scanner,
    families: &mut [Family],
    patience: &Patience,
) -> Vec<ProcessKey> {
    let never = CancellationToken::new();
    let steps = [
        (None, patience.before_term, &patience.hurry),
        (Some(Signal::Terminate), patience.before_kill, &patience.hurry),
        (Some(Signal::Kill), AFTER_KILL, &never),
    ];
    let mut left = look(scanner, families).await;
    for (signal, time, hurry) in steps {
        if left.is_empty() {
            break;
        }
        left = step(scanner, families, left, signal, time, hurry).await;
    }
    left
}

/// Signals everything that is left, also what appears meanwhile, and waits until it has gone.
async fn step(
    scanner: &Scanner,
    families: &mut [Family],
    mut left: Vec<ProcessKey>,
    signal: Option<Signal>,
    time: Duration,
    hurry: &CancellationToken,
) -> Vec<ProcessKey> {
    let deadline = Instant::now() + time;
    let mut signalled: Vec<ProcessKey> = Vec::new();
    let mut pause = FIRST_LOOK;
    loop {
        if let Some(signal) = signal {
            for process in &left {
                if !signalled.iter().any(|done| done.is(process)) {
                    process.signal(signal);
                    signalled.push(*process);
                }
            }
        }
        let now = Instant::now();
        if left.is_empty() || now >= deadline || hurry.is_cancelled() {
            return left;
        }
        tokio::select! {
            () = tokio::time::sleep(pause.min(deadline - now)) => {}
            () = hurry.cancelled() => {}
        }
        pause = (pause * 2).min(LAST_LOOK);
        left = look(scanner, families).await;
    }
}

/// The living members; each family remembers its own, so that a process stays known when its
/// parent dies before it.
async fn look(scanner: &Scanner, families: &mut [Family]) -> Vec<ProcessKey> {
    let table = scanner.scan().await;
    let mut all: Vec<ProcessKey> = Vec::new();
    for family in families {
        let members = table.members(family);
        family.known.clone_from(&members);
        for member in members {
            if !all.iter().any(|known| known.is(&member)) {
                all.push(member);
            }
        }
    }
    all
}
