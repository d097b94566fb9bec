//! What the kernel says of processes (Linux, `/proc`).
//!
//! Processes come and go while one looks: whatever has vanished is left out, never an error.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;
use std::time::Duration;

use rustix::process::{Pid, Signal};

/// A process id.
pub type ProcessId = u32;

/// The fields of `/proc/PID/stat` that are asked for here.
struct Stat {
    state: char,
    parent: ProcessId,
    group: ProcessId,
    user_ticks: u64,
    system_ticks: u64,
    threads: usize,
}

fn stat(pid: ProcessId) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name, in parentheses, may hold anything; the fields are counted behind it.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    Some(Stat {
        state: fields.first()?.chars().next()?,
        parent: fields.get(1)?.parse().ok()?,
        group: fields.get(2)?.parse().ok()?,
        user_ticks: fields.get(11)?.parse().ok()?,
        system_ticks: fields.get(12)?.parse().ok()?,
        threads: fields.get(17)?.parse().ok()?,
    })
}

/// Whether the process runs. A zombie does not.
pub fn alive(pid: ProcessId) -> bool {
    stat(pid).is_some_and(|stat| !matches!(stat.state, 'Z' | 'X'))
}

/// Every process that can be seen, zombies included.
pub fn all() -> Vec<ProcessId> {
    fs::read_dir("/proc")
        .map(|entries| {
            entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
        })
        .unwrap_or_default()
}

/// Living processes that were started with this variable set to this value.
pub fn with_env(key: &str, value: &str) -> Vec<ProcessId> {
    let wanted = format!("{key}={value}").into_bytes();
    all()
        .into_iter()
        .filter(|pid| {
            fs::read(format!("/proc/{pid}/environ"))
                .is_ok_and(|env| env.split(|byte| *byte == 0).any(|entry| entry == wanted))
                && alive(*pid)
        })
        .collect()
}

/// Children, their children and so on, zombies included: a zombie is a leak, too.
pub fn descendants(pid: ProcessId) -> Vec<ProcessId> {
    let parents: Vec<(ProcessId, ProcessId)> =
        all().into_iter().filter_map(|pid| Some((pid, stat(pid)?.parent))).collect();
    let mut family = vec![pid];
    let mut next = 0;
    while next < family.len() {
        let parent = family[next];
        family.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(child, _)| *child));
        next += 1;
    }
    family.remove(0);
    family
}

/// The process group.
pub fn group(pid: ProcessId) -> Option<ProcessId> {
    stat(pid).map(|stat| stat.group)
}

/// Program and arguments.
pub fn command_line(pid: ProcessId) -> Vec<String> {
    let bytes = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let mut arguments: Vec<String> = bytes
        .split(|byte| *byte == 0)
        .map(|argument| String::from_utf8_lossy(argument).into_owned())
        .collect();
    // The last argument ends with a zero byte, too.
    arguments.pop();
    arguments
}

/// One variable of the environment with which the process was started.
pub fn env_of(pid: ProcessId, key: &str) -> Option<OsString> {
    let bytes = fs::read(format!("/proc/{pid}/environ")).ok()?;
    let prefix = format!("{key}=").into_bytes();
    bytes
        .split(|byte| *byte == 0)
        .find_map(|entry| entry.strip_prefix(prefix.as_slice()))
        .map(|value| OsString::from_vec(value.to_vec()))
}

/// The program's file.
pub fn program(pid: ProcessId) -> Option<PathBuf> {
    fs::read_link(format!("/proc/{pid}/exe")).ok()
}

/// Open file descriptors.
pub fn open_files(pid: ProcessId) -> usize {
    fs::read_dir(format!("/proc/{pid}/fd")).map_or(0, Iterator::count)
}

/// Threads.
pub fn threads(pid: ProcessId) -> usize {
    stat(pid).map_or(0, |stat| stat.threads)
}

/// Memory in bytes, shared pages divided among those who share them (PSS).
pub fn memory(pid: ProcessId) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    text.lines()
        .find_map(|line| line.strip_prefix("Pss:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok())
        .map_or(0, |kib| kib * 1024)
}

/// Processor time used so far, user and system, of the process itself.
pub fn cpu_time(pid: ProcessId) -> Duration {
    let ticks = stat(pid).map_or(0, |stat| stat.user_ticks + stat.system_ticks);
    Duration::from_millis(ticks * 1000 / rustix::param::clock_ticks_per_second())
}

/// Sends SIGTERM to one process. One that is gone is no error.
pub fn terminate(pid: ProcessId) {
    signal(pid, Signal::TERM);
}

/// Sends SIGKILL to one process. One that is gone is no error.
pub fn kill(pid: ProcessId) {
    signal(pid, Signal::KILL);
}

fn signal(pid: ProcessId, signal: Signal) {
    if let Some(pid) = to_pid(pid) {
        let _ = rustix::process::kill_process(pid, signal);
    }
}

/// Sends SIGKILL to a whole process group.
pub(crate) fn kill_group(leader: ProcessId) {
    if let Some(pid) = to_pid(leader) {
        let _ = rustix::process::kill_process_group(pid, Signal::KILL);
    }
}

fn to_pid(pid: ProcessId) -> Option<Pid> {
    Pid::from_raw(i32::try_from(pid).ok()?)
}
