//! Descendants that outlive a careless stop.
//!
//! The server starts `--pairs` children, each with a child of its own, and a daemon: a grandchild
//! in a session of its own (`setsid`) whose parent exits at once, so that neither the process
//! group nor the tree of parents leads to it. All inherit stdout and stderr, which keeps the pipes
//! open after the server's death. All write `role pid` to the pid file; the server serves only
//! once the file is complete.
#![expect(clippy::zombie_processes, reason = "descendants that nobody waits for are the point")]

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use clap::ValueEnum;

use crate::args::Args;
use crate::term;

/// What a descendant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Role {
    /// Starts a grandchild and stays.
    Child,
    /// Stays.
    Grandchild,
    /// Starts the daemon and exits.
    DaemonParent,
    /// Leaves the session and stays.
    Daemon,
}

const FAMILY_DEADLINE: Duration = Duration::from_secs(20);

/// Starts the family and waits until each member has registered.
pub(crate) fn start(args: &Args) {
    let pid_file = args.pid_file.as_deref().expect("grandchildren needs --pid-file");
    let before = members(pid_file);
    register(pid_file, "server");
    for _ in 0..args.pairs {
        spawn(Role::Child, args);
    }
    spawn(Role::DaemonParent, args).wait().expect("the daemon's parent exits");
    let expected = before + 1 + 2 * args.pairs + 1;
    let deadline = Instant::now() + FAMILY_DEADLINE;
    while members(pid_file) < expected {
        assert!(Instant::now() < deadline, "the family did not register in time");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The life of one descendant.
pub(crate) fn run(role: Role, args: &Args) {
    if args.ignore_term {
        term::ignore();
    }
    let pid_file = args.pid_file.as_deref().expect("a descendant gets --pid-file");
    match role {
        Role::Child => {
            register(pid_file, "child");
            spawn(Role::Grandchild, args);
        }
        Role::Grandchild => register(pid_file, "grandchild"),
        Role::DaemonParent => {
            spawn(Role::Daemon, args);
            return;
        }
        Role::Daemon => {
            rustix::process::setsid().expect("a fresh child can lead a session");
            register(pid_file, "daemon");
        }
    }
    loop {
        std::thread::park();
    }
}

/// Appends `role pid` in one write, so that lines of several processes never mix.
pub(crate) fn register(pid_file: &Path, role: &str) {
    let line = format!("{role} {}\n", std::process::id());
    let mut file =
        OpenOptions::new().create(true).append(true).open(pid_file).expect("the pid file opens");
    file.write_all(line.as_bytes()).expect("the pid file takes a line");
}

fn members(pid_file: &Path) -> usize {
    std::fs::read_to_string(pid_file).map_or(0, |text| text.lines().count())
}

fn spawn(role: Role, args: &Args) -> Child {
    let mut command = Command::new(std::env::current_exe().expect("own path"));
    let role = role.to_possible_value().expect("no role is skipped");
    command.arg("--descendant").arg(role.get_name());
    command.arg("--pid-file").arg(args.pid_file.as_deref().expect("checked by the caller"));
    if args.ignore_term {
        command.arg("--ignore-term");
    }
    command.stdin(Stdio::null()).spawn().expect("a descendant starts")
}
