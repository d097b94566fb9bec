//! The processes of this machine at one moment, and which of them belong to an instance.
//!
//! Invariants: a zombie counts as gone; a process is never named by its number alone, since
//! numbers are used again, but by number and start time; neither this process nor one of its
//! ancestors ever belongs to an instance.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

use serde::{Deserialize, Serialize};
use sysinfo::{Pid, ProcessRefreshKind, ProcessStatus, ProcessesToUpdate, System, UpdateKind};
use tokio::sync::Mutex;

use crate::os;

/// The variable that every child carries; its value is the instance's id.
pub const INSTANCE_VARIABLE: &str = "MCP_CONSOLE_INSTANCE";

/// Seconds by which two readings of one start time may differ: it is derived from the boot time,
/// which moves with the system's clock.
const START_TIME_TOLERANCE: u64 = 2;

/// Names one process for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct ProcessKey {
    /// Its number.
    pub(crate) pid: u32,
    /// When it started, seconds since 1970.
    pub(crate) start_time: u64,
}

impl ProcessKey {
    /// The living process that has the number `pid` now.
    pub(crate) fn of(pid: u32) -> Option<Self> {
        look_at(pid, |process| !is_gone(process.status()))
    }

    /// The child `pid`, which nobody has waited for; it may have ended.
    pub(crate) fn of_child(pid: u32) -> Option<Self> {
        look_at(pid, |_| true)
    }

    /// Whether both name the same process.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.pid == other.pid && self.start_time.abs_diff(other.start_time) <= START_TIME_TOLERANCE
    }

    /// Signals the process, unless its number belongs to another one by now.
    pub(crate) fn signal(&self, signal: os::Signal) {
        let is_still_it = || Self::of(self.pid).is_some_and(|now| now.is(self));
        if let Err(error) = os::signal_process(self.pid, signal, is_still_it) {
            tracing::debug!(pid = self.pid, ?signal, %error, "a process was not signalled");
        }
    }
}

/// One process.
#[derive(Debug, Clone)]
pub(crate) struct ProcessRow {
    /// Which.
    pub(crate) key: ProcessKey,
    /// Its parent's number.
    pub(crate) parent: Option<u32>,
    /// Its process group.
    pub(crate) group: Option<u32>,
    /// The value of [`INSTANCE_VARIABLE`] in its environment.
    pub(crate) tag: Option<String>,
}

/// How the processes of an instance are recognised.
#[derive(Debug, Clone)]
pub(crate) struct Family {
    /// The instance's id, as their environment says it.
    pub(crate) tag: String,
    /// The process that was spawned, and whose number is the group's.
    pub(crate) leader: Option<ProcessKey>,
    /// Processes that were seen to belong to it.
    pub(crate) known: Vec<ProcessKey>,
}

/// All processes but zombies and the kernel's own.
#[derive(Debug, Default)]
pub(crate) struct ProcessTable {
    rows: Vec<ProcessRow>,
}

impl ProcessTable {
    /// Reads the table. Blocks for some milliseconds.
    pub(crate) fn read() -> Self {
        let Ok(mut system) = System::new() else {
            tracing::warn!("the list of processes cannot be read");
            return Self::default();
        };
        let what = ProcessRefreshKind::nothing().without_tasks();
        let what = what.with_environ(UpdateKind::Always);
        system.refresh_processes_specifics(ProcessesToUpdate::All, true, what);
        Self::of(&system)
    }

    /// The table of a system that was refreshed elsewhere; tags are known only where it has read
    /// the environments.
    pub(crate) fn of(system: &System) -> Self {
        Self { rows: system.processes().values().filter_map(row).collect() }
    }

    /// The living processes of `family`.
    pub(crate) fn members(&self, family: &Family) -> Vec<ProcessKey> {
        let spared = self.this_process_and_its_ancestors();
        // A process that has the leader's number but another start time leads a foreign group.
        let group = family.leader.filter(|leader| {
            !self.rows.iter().any(|row| row.key.pid == leader.pid && !row.key.is(leader))
        });
        let belongs = |row: &ProcessRow| {
            row.tag.as_deref() == Some(family.tag.as_str())
                || group.is_some_and(|leader| row.group == Some(leader.pid))
                || family.leader.is_some_and(|leader| row.key.is(&leader))
                || family.known.iter().any(|known| row.key.is(known))
        };
        let rows = || self.rows.iter().filter(|row| !spared.contains(&row.key.pid));
        let mut found: HashSet<u32> =
            rows().filter(|row| belongs(row)).map(|row| row.key.pid).collect();
        self.add_descendants(&mut found, &spared);
        rows().filter(|row| found.contains(&row.key.pid)).map(|row| row.key).collect()
    }

    fn add_descendants(&self, found: &mut HashSet<u32>, spared: &HashSet<u32>) {
        let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
        for row in &self.rows {
            if let Some(parent) = row.parent {
                children.entry(parent).or_default().push(row.key.pid);
            }
        }
        let mut open: Vec<u32> = found.iter().copied().collect();
        while let Some(parent) = open.pop() {
            for child in children.get(&parent).into_iter().flatten() {
                if !spared.contains(child) && found.insert(*child) {
                    open.push(*child);
                }
            }
        }
    }

    fn this_process_and_its_ancestors(&self) -> HashSet<u32> {
        let parents: HashMap<u32, u32> =
            self.rows.iter().filter_map(|row| Some((row.key.pid, row.parent?))).collect();
        let mut spared = HashSet::new();
        let mut next = Some(std::process::id());
        while let Some(pid) = next.filter(|pid| spared.insert(*pid)) {
            next = parents.get(&pid).copied();
        }
        spared
    }
}

fn row(process: &sysinfo::Process) -> Option<ProcessRow> {
    if is_gone(process.status()) || process.thread_kind().is_some() {
        return None;
    }
    let pid = process.pid().as_u32();
    let key = ProcessKey { pid, start_time: process.start_time() };
    let tag = process.environ().iter().find_map(|entry| {
        let value = entry.to_str()?.strip_prefix(INSTANCE_VARIABLE)?;
        value.strip_prefix('=').map(str::to_owned)
    });
    let parent = process.parent().map(Pid::as_u32);
    Some(ProcessRow { key, parent, group: os::group_of(pid), tag })
}

/// Whether a process of this status has ended and only waits to be collected.
pub(crate) fn is_gone(status: ProcessStatus) -> bool {
    matches!(status, ProcessStatus::Zombie | ProcessStatus::Dead)
}

fn look_at(pid: u32, counts: impl Fn(&sysinfo::Process) -> bool) -> Option<ProcessKey> {
    let mut system = System::new().ok()?;
    let number = Pid::from_u32(pid);
    let what = ProcessRefreshKind::nothing().without_tasks();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[number]), true, what);
    let process = system.process(number).filter(|process| counts(process))?;
    Some(ProcessKey { pid, start_time: process.start_time() })
}

/// Reads the table off the async threads; those who ask at the same time share one reading.
#[derive(Debug, Default)]
pub(crate) struct Scanner {
    last: Mutex<Option<(Instant, Arc<ProcessTable>)>>,
}

impl Scanner {
    /// A table that was read after this call was made.
    pub(crate) async fn scan(&self) -> Arc<ProcessTable> {
        let asked = Instant::now();
        let mut last = self.last.lock().await;
        if let Some((begun, table)) = &*last
            && *begun >= asked
        {
            return Arc::clone(table);
        }
        let begun = Instant::now();
        let table = tokio::task::spawn_blocking(ProcessTable::read).await;
        let table = Arc::new(table.unwrap_or_default());
        *last = Some((begun, Arc::clone(&table)));
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pid: u32, parent: u32, group: u32, tag: Option<&str>) -> ProcessRow {
        ProcessRow {
            key: ProcessKey { pid, start_time: 1_000 },
            parent: Some(parent),
            group: Some(group),
            tag: tag.map(str::to_owned),
        }
    }

    fn table(rows: Vec<ProcessRow>) -> ProcessTable {
        ProcessTable { rows }
    }

    fn family(leader: u32, start_time: u64) -> Family {
        Family {
            tag: "ours".into(),
            leader: Some(ProcessKey { pid: leader, start_time }),
            known: Vec::new(),
        }
    }

    fn pids(table: &ProcessTable, family: &Family) -> Vec<u32> {
        let mut pids: Vec<u32> = table.members(family).iter().map(|key| key.pid).collect();
        pids.sort_unstable();
        pids
    }

    #[test]
    fn members_are_found_by_tag_group_and_descent() {
        let table = table(vec![
            row(5_000_010, 1, 5_000_010, None),
            row(5_000_011, 1, 5_000_010, None),
            row(5_000_012, 1, 5_000_012, Some("ours")),
            row(5_000_013, 5_000_012, 5_000_013, None),
            row(5_000_014, 1, 5_000_014, Some("theirs")),
            row(5_000_015, 1, 5_000_015, None),
        ]);
        assert_eq!(
            pids(&table, &family(5_000_010, 1_001)),
            [5_000_010, 5_000_011, 5_000_012, 5_000_013]
        );
    }

    #[test]
    fn a_number_that_is_used_again_is_not_ours() {
        let table = table(vec![
            row(5_000_010, 1, 5_000_010, None),
            row(5_000_011, 5_000_010, 5_000_010, None),
        ]);
        assert_eq!(pids(&table, &family(5_000_010, 400)), [0_u32; 0]);
    }

    #[test]
    fn a_process_that_was_seen_before_stays_known() {
        let table = table(vec![row(5_000_020, 1, 5_000_020, None)]);
        let mut family = family(5_000_010, 1_000);
        family.known = vec![ProcessKey { pid: 5_000_020, start_time: 1_000 }];
        assert_eq!(pids(&table, &family), [5_000_020]);
    }

    #[test]
    fn neither_we_nor_our_ancestors_are_members() {
        let this = std::process::id();
        let table = table(vec![
            row(5_000_030, 1, 5_000_030, Some("ours")),
            row(this, 5_000_030, 5_000_030, Some("ours")),
            row(5_000_031, 5_000_030, 5_000_030, None),
        ]);
        assert_eq!(pids(&table, &family(5_000_030, 1_000)), [5_000_031]);
    }

    #[test]
    fn the_real_table_holds_this_process() {
        let this = ProcessKey::of(std::process::id()).expect("we are alive");
        let table = ProcessTable::read();
        assert!(table.rows.iter().any(|row| row.key.is(&this)));
    }
}
