//! Unix: process groups, signals, file modes.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::ExitStatus;

use process_wrap::tokio::{ChildWrapper, CommandWrap, KillOnDrop, ProcessGroup, ProcessSession};
use rustix::fs::Access;
use rustix::process::{Pid, kill_process};

use super::Signal;

/// Separates the directories of a search path.
pub(crate) const PATH_SEPARATOR: char = ':';

impl Signal {
    fn number(self) -> rustix::process::Signal {
        match self {
            Self::Terminate => rustix::process::Signal::TERM,
            Self::Kill => rustix::process::Signal::KILL,
        }
    }
}

/// The child leads a process group of its own.
pub(crate) fn in_own_group(command: &mut CommandWrap) {
    command.wrap(ProcessGroup::leader()).wrap(KillOnDrop);
}

/// The child leads a session of its own, so that it finds no terminal to fight for.
pub(crate) fn in_own_session(command: &mut CommandWrap) {
    command.wrap(ProcessSession).wrap(KillOnDrop);
}

/// Signals the group of a child that has not been waited for.
pub(crate) fn signal_group(child: &mut dyn ChildWrapper, signal: Signal) -> io::Result<()> {
    child.signal(signal.number().as_raw())
}

/// Ends what is left of the group of a child that was waited for. The group's number may belong
/// to somebody else by now, so nothing is signalled: survivors are found one by one.
pub(crate) fn end_rest_of_group(_child: &mut dyn ChildWrapper) {}

/// Signals one process if `is_still_it` holds once the process is pinned.
pub(crate) fn signal_process(
    pid: u32,
    signal: Signal,
    is_still_it: impl FnOnce() -> bool,
) -> io::Result<()> {
    let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) else {
        return Ok(());
    };
    // With a descriptor the process cannot be exchanged between the check and the signal.
    #[cfg(target_os = "linux")]
    if let Ok(pinned) = rustix::process::pidfd_open(pid, rustix::process::PidfdFlags::empty()) {
        if is_still_it() {
            rustix::process::pidfd_send_signal(pinned, signal.number())?;
        }
        return Ok(());
    }
    if is_still_it() {
        kill_process(pid, signal.number())?;
    }
    Ok(())
}

/// The process group of `pid`; none for what the kernel, or the outside of a container, runs.
pub(crate) fn group_of(pid: u32) -> Option<u32> {
    let pid = nix::unistd::Pid::from_raw(i32::try_from(pid).ok()?);
    let group = nix::unistd::getpgid(Some(pid)).ok()?;
    u32::try_from(group.as_raw()).ok().filter(|group| *group > 0)
}

/// The signal that ended a process.
pub(crate) fn exit_signal(status: ExitStatus) -> Option<i32> {
    status.signal()
}

/// Creates or empties a file that only its owner may read.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(path)
}

/// Opens a file for appending; a new one may be read only by its owner.
pub(crate) fn append_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true).mode(0o600);
    options.open(path)
}

/// Whether this user may make the directory its working directory.
pub(crate) fn is_enterable(path: &Path) -> bool {
    path.is_dir() && rustix::fs::access(path, Access::EXEC_OK).is_ok()
}
