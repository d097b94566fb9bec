//! Where the programs under test are.

use std::path::{Path, PathBuf};

/// A program of this workspace: in `CONSOLE_BIN_DIR`, else where cargo puts it beside the tests.
///
/// # Panics
/// Where it is not built.
#[track_caller]
pub fn binary(name: &str) -> PathBuf {
    let folders: Vec<PathBuf> = if let Some(folder) = std::env::var_os("CONSOLE_BIN_DIR") {
        vec![folder.into()]
    } else {
        // …/debug/deps/test-0123abcd, or …/debug/program
        let this = std::env::current_exe().expect("a process knows its program");
        this.ancestors().skip(1).take(2).map(Path::to_path_buf).collect()
    };
    let found = folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("{name} is not built (looked in {folders:?}): run `make test`"))
}

/// The server that behaves as it is told; see its `--help`.
#[track_caller]
pub fn fake_mcp() -> PathBuf {
    binary("fake-mcp")
}

/// A server that nobody here wrote.
#[derive(Debug, Clone)]
pub struct RealServer {
    /// A short name, such as `everything`.
    pub name: &'static str,
    /// The installed program.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<String>,
    /// Its own environment.
    pub env: Vec<(String, String)>,
}

/// The real servers of the suite: everything, filesystem, memory (npm), time, git (Python).
/// Those that work on files work in `workdir`.
///
/// They are found in the folders of `CONSOLE_TEST_SERVERS`, a list like PATH.
///
/// # Panics
/// Where one is missing.
#[track_caller]
pub fn real_servers(workdir: &Path) -> Vec<RealServer> {
    let workdir = workdir.to_str().expect("a temporary folder has a UTF-8 name").to_owned();
    let real = |name, args: &[&str], env: &[(&str, String)]| RealServer {
        name,
        program: installed(&format!("mcp-server-{name}")),
        args: args.iter().map(|&arg| arg.to_owned()).collect(),
        env: env.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect(),
    };
    vec![
        real("everything", &["stdio"], &[]),
        real("filesystem", &[&workdir], &[]),
        real("memory", &[], &[("MEMORY_FILE_PATH", format!("{workdir}/memory.jsonl"))]),
        real("time", &["--local-timezone", "UTC"], &[]),
        real("git", &[], &[]),
    ]
}

#[track_caller]
fn installed(name: &str) -> PathBuf {
    let folders = std::env::var_os("CONSOLE_TEST_SERVERS").unwrap_or_default();
    std::env::split_paths(&folders)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
        .unwrap_or_else(|| panic!("{name} is not in CONSOLE_TEST_SERVERS: run `make test`"))
}
