//! Windows: job objects, no console window, no signals.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::process::ExitStatus;

use process_wrap::tokio::{ChildWrapper, CommandWrap, CreationFlags, JobObject, KillOnDrop};
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};
use windows::Win32::System::Threading::CREATE_NO_WINDOW;

use super::Signal;

/// Separates the directories of a search path.
pub(crate) const PATH_SEPARATOR: char = ';';

/// The child is in a job of its own, which dies with the console.
pub(crate) fn in_own_group(command: &mut CommandWrap) {
    command.wrap(KillOnDrop).wrap(CreationFlags(NO_WINDOW.into())).wrap(JobObject);
}

/// As [`in_own_group`]: there are no terminal sessions here.
pub(crate) fn in_own_session(command: &mut CommandWrap) {
    in_own_group(command);
}

/// Terminates the job; a polite request does not exist.
pub(crate) fn signal_group(child: &mut dyn ChildWrapper, signal: Signal) -> io::Result<()> {
    match signal {
        Signal::Terminate => Ok(()),
        Signal::Kill => child.start_kill(),
    }
}

/// Terminates what is left in the job of a child that has ended.
pub(crate) fn end_rest_of_group(child: &mut dyn ChildWrapper) {
    if let Err(error) = child.start_kill() {
        tracing::debug!(%error, "the job was empty already");
    }
}

/// Terminates one process if `is_still_it` holds.
pub(crate) fn signal_process(
    pid: u32,
    signal: Signal,
    is_still_it: impl FnOnce() -> bool,
) -> io::Result<()> {
    if signal == Signal::Terminate || !is_still_it() {
        return Ok(());
    }
    let Ok(mut system) = System::new() else {
        return Err(io::Error::other("processes cannot be read"));
    };
    let pid = Pid::from_u32(pid);
    let what = ProcessRefreshKind::nothing().without_tasks();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), true, what);
    match system.process(pid) {
        Some(process) if !process.kill() => Err(io::Error::other("the process was not ended")),
        _ => Ok(()),
    }
}

/// There are no process groups.
pub(crate) fn group_of(_pid: u32) -> Option<u32> {
    None
}

/// There are no signals.
pub(crate) fn exit_signal(_status: ExitStatus) -> Option<i32> {
    None
}

/// Creates or empties a file; the data directory's access list keeps others out.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    File::create(path)
}

/// Opens a file for appending; the data directory's access list keeps others out.
pub(crate) fn append_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).open(path)
}

/// Whether the directory exists.
pub(crate) fn is_enterable(path: &Path) -> bool {
    path.is_dir()
}
