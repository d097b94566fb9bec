//! The command line tool, as a user calls it.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::{Finished, Host, TempHome, binary, run};

/// Longer than any command of the suite may take.
const DEADLINE: Duration = Duration::from_mins(2);

/// `mcpctl` in a home of its own.
#[derive(Debug)]
pub struct Mcpctl<'home> {
    home: &'home TempHome,
    program: PathBuf,
    env: Vec<(OsString, OsString)>,
}

impl<'home> Mcpctl<'home> {
    /// The program that was built with the tests.
    #[track_caller]
    pub fn new(home: &'home TempHome) -> Self {
        Self::at(home, binary("mcpctl"))
    }

    /// Another build of it.
    pub fn at(home: &'home TempHome, program: impl Into<PathBuf>) -> Self {
        Self { home, program: program.into(), env: Vec::new() }
    }

    /// Sets one more variable for each command.
    #[must_use]
    pub fn env(mut self, key: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.env.push((key.into(), value.into()));
        self
    }

    /// The command, ready to start; for tests that need more than [`Self::run`].
    pub fn command<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(&self.program);
        command.args(args).envs(self.home.env()).current_dir(self.home.work_dir());
        command.envs(self.env.iter().map(|(key, value)| (key, value)));
        command
    }

    /// Runs a command to its end, whatever that is.
    #[track_caller]
    pub fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Finished {
        self.run_with_input(args, "")
    }

    /// [`Self::run`] with something to read.
    #[track_caller]
    pub fn run_with_input<S: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = S>,
        stdin: &str,
    ) -> Finished {
        run(self.command(args), stdin, DEADLINE)
    }

    /// Runs a command with `--json` that must succeed; its document.
    #[track_caller]
    pub fn json<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Value {
        run(self.json_command(args), "", DEADLINE).succeeded().json()
    }

    /// Runs a command with `--json` that must fail (status 1); its error document.
    #[track_caller]
    pub fn error<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Value {
        let finished = run(self.json_command(args), "", DEADLINE);
        assert_eq!(finished.code, Some(1), "it did not fail as it should: {finished:#?}");
        finished.error()
    }

    /// `--json` goes first: behind `--` it would belong to somebody else.
    fn json_command<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let args = args.into_iter().map(|arg| arg.as_ref().to_owned());
        self.command(std::iter::once(OsString::from("--json")).chain(args))
    }

    /// Starts `mcpctl serve` on a free port and waits until it answers.
    #[track_caller]
    pub fn serve(&self) -> Host {
        self.serve_with::<&str>([])
    }

    /// [`Self::serve`] with more arguments.
    #[track_caller]
    pub fn serve_with<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Host {
        let mut command = self.command(["serve", "--port", "0"]);
        command.arg("--data-dir").arg(self.home.data_dir()).args(args);
        Host::start(command, self.home)
    }
}
