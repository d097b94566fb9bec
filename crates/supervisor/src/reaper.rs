//! Ends what a killed console left running.
//!
//! Invariant: only processes that belong to an entry of this data directory's own ledger are
//! touched; another console on another data directory keeps its children.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use console_domain::{InstanceId, ServerId};
use tokio_util::sync::CancellationToken;

use crate::ledger::{self, Entry, Ledger};
use crate::leftovers::{self, Patience};
use crate::process_table::{Family, Scanner};

/// How long an orphan may take between TERM and KILL. Its stdin closed long ago.
const BEFORE_KILL: Duration = Duration::from_secs(2);

/// What was found of an earlier console, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReapReport {
    /// Instances of which something still lived.
    pub found: Vec<Orphan>,
    /// Processes that not even KILL ended, by number; their entries stay in the ledger.
    pub survivors: Vec<u32>,
}

/// One instance that outlived its console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphan {
    /// The server it was an instance of.
    pub server: ServerId,
    /// The instance.
    pub instance: InstanceId,
    /// Its processes that were alive, by number.
    pub processes: Vec<u32>,
}

/// Ends every process of the entries that an earlier console left, and strikes them out. Takes
/// at most about four seconds.
pub(crate) async fn reap(ledger: &Arc<Ledger>, scanner: &Scanner) -> io::Result<ReapReport> {
    let orphans = ledger.orphans();
    if orphans.is_empty() {
        return Ok(ReapReport::default());
    }
    let family = |orphan: &Entry| orphan.family(ledger.boot_time());
    let mut families: Vec<Family> = orphans.iter().map(family).collect();
    let found = living(&orphans, &families, scanner).await;
    let patience = Patience {
        before_term: Duration::ZERO,
        before_kill: BEFORE_KILL,
        hurry: CancellationToken::new(),
    };
    let left = leftovers::end(scanner, &mut families, &patience).await;
    let is_gone = |family: &Family| family.known.is_empty();
    let gone = orphans.iter().zip(&families).filter(|(_, family)| is_gone(family));
    ledger.strike(gone.map(|(orphan, _)| orphan.instance.clone()).collect()).await?;
    Ok(ReapReport { found, survivors: left.iter().map(|key| key.pid).collect() })
}

/// What an earlier console left running on a data directory, without touching any of it. Only
/// while no console runs there: otherwise these are the children of that one.
pub async fn find_orphans(data_dir: &Path) -> io::Result<Vec<Orphan>> {
    let entries = ledger::read(&ledger_path(data_dir))?;
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let boot_time = ledger::boot_time();
    let families: Vec<Family> = entries.iter().map(|entry| entry.family(boot_time)).collect();
    Ok(living(&entries, &families, &Scanner::default()).await)
}

/// Ends what an earlier console left running on a data directory. The caller holds the
/// directory's lock.
pub async fn end_orphans(data_dir: &Path) -> io::Result<ReapReport> {
    reap(&Ledger::open(ledger_path(data_dir)), &Scanner::default()).await
}

/// The entries of which something lives.
async fn living(entries: &[Entry], families: &[Family], scanner: &Scanner) -> Vec<Orphan> {
    let table = scanner.scan().await;
    let mut found = Vec::new();
    for (entry, family) in entries.iter().zip(families) {
        let processes: Vec<u32> = table.members(family).iter().map(|key| key.pid).collect();
        if !processes.is_empty() {
            let (server, instance) = (entry.server.clone(), entry.instance.clone());
            found.push(Orphan { server, instance, processes });
        }
    }
    found
}

fn ledger_path(data_dir: &Path) -> PathBuf {
    data_dir.join("processes.json")
}
