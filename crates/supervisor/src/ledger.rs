//! `processes.json`: which children this console has, so that the next one can end them if this
//! one is killed.
//!
//! Invariants: an entry is on disk before its process exists and leaves only when nothing of the
//! process lives; the file is replaced as a whole; entries of an earlier console stay until they
//! were reaped.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use console_domain::{InstanceId, ServerId};
use serde::{Deserialize, Serialize};

use crate::os;
use crate::process_table::{Family, ProcessKey};

/// Bytes of a ledger that is read; a longer one was not written by us.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// One child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Its instance; also the value of the variable in its environment.
    pub(crate) instance: InstanceId,
    /// Its server.
    pub(crate) server: ServerId,
    /// The leader, whose number is also the group's; absent until it was spawned.
    #[serde(default)]
    pub(crate) leader: Option<ProcessKey>,
    /// When the machine was started, seconds since 1970: numbers mean nothing after a restart.
    pub(crate) boot_time: u64,
}

impl Entry {
    /// How its processes are recognised, `boot_time` being that of the machine now.
    pub(crate) fn family(&self, boot_time: u64) -> Family {
        // The boot time is derived from the clock, which may have been set.
        let same_boot = self.boot_time.abs_diff(boot_time) <= 60;
        Family {
            tag: self.instance.as_str().to_owned(),
            leader: self.leader.filter(|_| same_boot),
            known: Vec::new(),
        }
    }
}

/// The ledger of children.
#[derive(Debug)]
pub(crate) struct Ledger {
    path: PathBuf,
    boot_time: u64,
    entries: Mutex<Vec<Entry>>,
    /// Entries that an earlier console left.
    inherited: Vec<InstanceId>,
}

impl Ledger {
    /// Reads the ledger that an earlier console left. A damaged one is set aside.
    pub(crate) fn open(path: PathBuf) -> Arc<Self> {
        let entries = read(&path).unwrap_or_else(|error| {
            tracing::warn!(path = %path.display(), %error, "the ledger of processes is damaged");
            let aside = path.with_extension("json.damaged");
            if let Err(error) = fs::rename(&path, aside) {
                tracing::warn!(%error, "the damaged ledger cannot be set aside");
            }
            Vec::new()
        });
        let inherited = entries.iter().map(|entry| entry.instance.clone()).collect();
        let boot_time = boot_time();
        Arc::new(Self { path, boot_time, entries: Mutex::new(entries), inherited })
    }

    /// When the machine was started.
    pub(crate) fn boot_time(&self) -> u64 {
        self.boot_time
    }

    /// The entries that an earlier console left.
    pub(crate) fn orphans(&self) -> Vec<Entry> {
        let entries = self.entries();
        let left = entries.iter().filter(|entry| self.inherited.contains(&entry.instance));
        left.cloned().collect()
    }

    /// Announces a child that is about to be spawned.
    pub(crate) async fn announce(
        self: &Arc<Self>,
        instance: &InstanceId,
        server: &ServerId,
    ) -> io::Result<()> {
        let entry = Entry {
            instance: instance.clone(),
            server: server.clone(),
            leader: None,
            boot_time: self.boot_time,
        };
        self.change(move |entries| entries.push(entry)).await
    }

    /// Notes the process of an announced child.
    pub(crate) async fn complete(
        self: &Arc<Self>,
        instance: &InstanceId,
        leader: ProcessKey,
    ) -> io::Result<()> {
        let instance = instance.clone();
        self.change(move |entries| {
            if let Some(entry) = entries.iter_mut().find(|entry| entry.instance == instance) {
                entry.leader = Some(leader);
            }
        })
        .await
    }

    /// Strikes out children of which nothing lives.
    pub(crate) async fn strike(self: &Arc<Self>, instances: Vec<InstanceId>) -> io::Result<()> {
        self.change(move |entries| entries.retain(|entry| !instances.contains(&entry.instance)))
            .await
    }

    async fn change(
        self: &Arc<Self>,
        change: impl FnOnce(&mut Vec<Entry>) + Send + 'static,
    ) -> io::Result<()> {
        let ledger = Arc::clone(self);
        let written = tokio::task::spawn_blocking(move || {
            // Written under the lock, so that an older state never replaces a newer one.
            let mut entries = ledger.entries();
            let mut changed = entries.clone();
            change(&mut changed);
            write(&ledger.path, &changed)?;
            *entries = changed;
            Ok(())
        });
        written.await.unwrap_or_else(|error| Err(io::Error::other(error)))
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// When the machine was started, seconds since 1970.
pub(crate) fn boot_time() -> u64 {
    sysinfo::System::boot_time().unwrap_or_default()
}

/// The entries at `path`, none where there is no ledger; a damaged one is left as it is.
pub(crate) fn read(path: &Path) -> io::Result<Vec<Entry>> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Ok(metadata) if metadata.len() > MAX_BYTES => return Err(io::Error::other("too large")),
        _ => {}
    }
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

fn write(path: &Path, entries: &[Entry]) -> io::Result<()> {
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    let new = path.with_extension("json.new");
    let mut file = os::create_private(&new)?;
    file.write_all(&serde_json::to_vec(entries)?)?;
    drop(file);
    fs::rename(new, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server() -> ServerId {
        ServerId::from_name("time").expect("a valid name")
    }

    #[tokio::test]
    async fn an_entry_is_there_before_and_gone_after() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("processes.json");
        let ledger = Ledger::open(path.clone());
        let instance = InstanceId::fresh();
        ledger.announce(&instance, &server()).await.expect("writable");
        assert_eq!(read(&path).expect("readable")[0].leader, None);
        let leader = ProcessKey { pid: 7, start_time: 9 };
        ledger.complete(&instance, leader).await.expect("writable");
        assert_eq!(read(&path).expect("readable")[0].leader, Some(leader));
        assert_eq!(ledger.orphans(), [], "our own children are no orphans");

        let next = Ledger::open(path.clone());
        assert_eq!(next.orphans().len(), 1);
        next.announce(&InstanceId::fresh(), &server()).await.expect("writable");
        assert_eq!(read(&path).expect("readable").len(), 2, "orphans stay until they are reaped");
        next.strike(vec![instance]).await.expect("writable");
        assert_eq!(next.orphans(), []);
        assert_eq!(read(&path).expect("readable").len(), 1);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_the_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("processes.json");
        let ledger = Ledger::open(path.clone());
        ledger.announce(&InstanceId::fresh(), &server()).await.expect("writable");
        let mode = fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[tokio::test]
    async fn what_cannot_be_written_is_not_taken_for_done() {
        let dir = tempfile::tempdir().expect("a directory");
        let in_the_way = dir.path().join("file");
        fs::write(&in_the_way, "").expect("writable");
        let ledger = Ledger::open(in_the_way.join("processes.json"));
        assert!(ledger.announce(&InstanceId::fresh(), &server()).await.is_err());
        assert_eq!(ledger.entries().len(), 0);
    }

    #[test]
    fn a_damaged_ledger_is_set_aside() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("processes.json");
        fs::write(&path, "{ half").expect("writable");
        assert_eq!(Ledger::open(path.clone()).orphans(), []);
        assert!(dir.path().join("processes.json.damaged").exists() && !path.exists());
    }

    #[test]
    fn numbers_mean_nothing_after_a_reboot() {
        let leader = Some(ProcessKey { pid: 7, start_time: 1_010 });
        let instance = InstanceId::fresh();
        let entry = Entry { instance, server: server(), leader, boot_time: 1_000 };
        assert_eq!(entry.family(1_001).leader, leader);
        assert_eq!(entry.family(9_000).leader, None);
    }
}
