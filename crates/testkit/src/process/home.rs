//! A user's home that is thrown away, with every process that was started in it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::proc::{self, ProcessId};

/// A private `HOME`, data directory and XDG folders.
///
/// Dropping it kills the processes that still run with this `HOME` in their environment, then
/// removes the folder: a failed test leaves nothing behind.
#[derive(Debug)]
pub struct TempHome {
    root: TempDir,
}

impl TempHome {
    /// An empty home.
    #[expect(clippy::new_without_default, reason = "it makes folders: not a value to default")]
    pub fn new() -> Self {
        let root = TempDir::with_prefix("console-test-").expect("a temporary folder can be made");
        let home = Self { root };
        for folder in [home.home_dir(), home.runtime_dir(), home.work_dir()] {
            fs::create_dir_all(&folder).expect("a folder can be made");
        }
        // The XDG specification demands this mode, and programs check it.
        fs::set_permissions(home.runtime_dir(), fs::Permissions::from_mode(0o700))
            .expect("a mode can be set");
        home.keep_path();
        home
    }

    /// The console's data directory (`MCP_CONSOLE_HOME`). The console itself creates it.
    pub fn data_dir(&self) -> PathBuf {
        self.path().join("data")
    }

    /// `HOME`.
    pub fn home_dir(&self) -> PathBuf {
        self.path().join("home")
    }

    /// A folder for servers to work in, outside the console's own.
    pub fn work_dir(&self) -> PathBuf {
        self.path().join("work")
    }

    /// A login shell in this home has the test's own PATH, as a user's has where node and python
    /// were installed by nvm or pyenv.
    fn keep_path(&self) {
        let path = std::env::var("PATH").unwrap_or_default().replace('\'', r"'\''");
        for profile in [".profile", ".zprofile"] {
            let file = self.home_dir().join(profile);
            fs::write(file, format!("export PATH='{path}'\n")).expect("a profile can be written");
        }
    }

    fn runtime_dir(&self) -> PathBuf {
        self.path().join("run")
    }

    /// The folder that holds all of it.
    pub fn path(&self) -> &Path {
        self.root.path()
    }

    /// What a process that lives here gets, over the environment of the test.
    pub fn env(&self) -> Vec<(&'static str, PathBuf)> {
        let home = self.home_dir();
        vec![
            ("MCP_CONSOLE_HOME", self.data_dir()),
            ("XDG_CONFIG_HOME", home.join(".config")),
            ("XDG_DATA_HOME", home.join(".local/share")),
            ("XDG_STATE_HOME", home.join(".local/state")),
            ("XDG_CACHE_HOME", home.join(".cache")),
            ("XDG_RUNTIME_DIR", self.runtime_dir()),
            ("HOME", home),
        ]
    }

    /// Living processes that were started here.
    pub fn processes(&self) -> Vec<ProcessId> {
        let this = std::process::id();
        let mut found = proc::with_env("HOME", &self.home_dir().to_string_lossy());
        found.retain(|pid| *pid != this);
        found
    }
}

impl Drop for TempHome {
    fn drop(&mut self) {
        // A process may fork while we look; a few rounds catch up with it.
        for _ in 0..5 {
            let survivors = self.processes();
            if survivors.is_empty() {
                return;
            }
            survivors.into_iter().for_each(proc::kill);
        }
    }
}
