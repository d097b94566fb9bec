//! CPU and memory of every running process tree: one reading of the process table for all
//! servers, on a blocking thread, and none while nothing runs.

use std::collections::HashMap;
use std::sync::Arc;

use console_domain::{InstanceId, ResourceUse};
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

use crate::process_table::{Family, ProcessKey, ProcessTable};
use crate::supervisor::{Registry, Shared};

/// Samples for as long as it is not aborted.
pub(crate) async fn sample(shared: Arc<Shared>, registry: Registry) {
    let mut running = shared.running.subscribe();
    let mut system = None;
    while running.wait_for(|count| *count > 0).await.is_ok() {
        let families = registry.families();
        let reading = tokio::task::spawn_blocking(move || {
            let mut system = match system {
                Some(system) => system,
                None => System::new().ok()?,
            };
            let used = read(&mut system, families);
            Some((system, used))
        });
        let Ok(Some((kept, used))) = reading.await else {
            tracing::warn!("CPU and memory of processes cannot be read");
            return;
        };
        for (family, use_of_tree, seen) in used {
            registry.set_usage(&InstanceId::from(family.tag), use_of_tree, seen, &shared);
        }
        tokio::time::sleep(shared.pace.usage_interval).await;
        // The table of a machine with many processes is not kept for nothing.
        system = (*running.borrow() > 0).then_some(kept);
    }
}

fn read(system: &mut System, families: Vec<Family>) -> Vec<(Family, ResourceUse, Vec<ProcessKey>)> {
    let what = ProcessRefreshKind::nothing().without_tasks().with_cpu().with_memory();
    system.refresh_processes_specifics(ProcessesToUpdate::All, true, what);
    let table = ProcessTable::of(system);
    let processes: &HashMap<Pid, sysinfo::Process> = system.processes();
    let use_of = |family: Family| {
        let seen = table.members(&family);
        let tree = seen.iter().filter_map(|key| processes.get(&Pid::from_u32(key.pid)));
        let mut sum = ResourceUse::default();
        for process in tree {
            sum.cpu_percent += process.cpu_usage();
            sum.memory_bytes += process.memory();
            sum.processes += 1;
        }
        (family, sum, seen)
    };
    families.into_iter().map(use_of).collect()
}
