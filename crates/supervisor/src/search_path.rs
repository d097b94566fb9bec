//! Where commands are looked for: the directories of the given paths, then those where tools are
//! commonly installed, each once.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use crate::os;

/// Directories under the home directory.
const IN_HOME: &[&str] = &[
    ".local/bin",
    ".cargo/bin",
    ".volta/bin",
    ".bun/bin",
    ".deno/bin",
    ".asdf/shims",
    ".local/share/mise/shims",
    ".pyenv/shims",
    "go/bin",
    ".npm-global/bin",
    ".local/share/pnpm",
];
/// Directories of the system.
const OF_SYSTEM: &[&str] = &[
    "/opt/homebrew/bin",
    "/opt/homebrew/sbin",
    "/home/linuxbrew/.linuxbrew/bin",
    "/usr/local/bin",
    "/usr/local/sbin",
    "/usr/bin",
    "/bin",
    "/usr/sbin",
    "/sbin",
    "/snap/bin",
];
/// Directories of a Windows installation, each under the variable named first.
const OF_WINDOWS: &[(&str, &str)] = &[
    ("APPDATA", "npm"),
    ("USERPROFILE", ".local\\bin"),
    ("USERPROFILE", ".cargo\\bin"),
    ("PROGRAMFILES", "nodejs"),
    ("PROGRAMFILES", "Docker\\Docker\\resources\\bin"),
    ("LOCALAPPDATA", "Programs\\Python\\Launcher"),
];

/// An ordered list of directories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SearchPath(String);

impl SearchPath {
    /// The directories of `paths` in their order, then the well-known ones that exist.
    pub(crate) fn of<'a>(
        paths: impl Iterator<Item = &'a str>,
        variables: &BTreeMap<String, String>,
    ) -> Self {
        let given = paths.flat_map(|path| path.split(os::PATH_SEPARATOR)).map(PathBuf::from);
        let known = well_known(variables).into_iter().filter(|directory| directory.is_dir());
        let mut seen = HashSet::new();
        let mut joined = String::new();
        for directory in given.chain(known) {
            // A relative entry would mean another place for each working directory.
            let Some(text) = directory.to_str().filter(|_| directory.is_absolute()) else {
                continue;
            };
            if seen.insert(directory.clone()) {
                if !joined.is_empty() {
                    joined.push(os::PATH_SEPARATOR);
                }
                joined.push_str(text);
            }
        }
        Self(joined)
    }

    /// As the value of `PATH`.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

fn well_known(variables: &BTreeMap<String, String>) -> Vec<PathBuf> {
    if cfg!(windows) {
        let place =
            |(variable, rest): &(&str, &str)| Some(Path::new(variables.get(*variable)?).join(rest));
        return OF_WINDOWS.iter().filter_map(place).collect();
    }
    let mut directories = Vec::new();
    if let Some(home) = variables.get("HOME").map(Path::new) {
        directories.extend(IN_HOME.iter().map(|rest| home.join(rest)));
        let nvm = variables.get("NVM_DIR").map_or_else(|| home.join(".nvm"), PathBuf::from);
        directories.extend(newest_node(&nvm));
    }
    directories.extend(OF_SYSTEM.iter().map(PathBuf::from));
    directories
}

/// The newest Node that nvm has installed.
fn newest_node(nvm: &Path) -> Option<PathBuf> {
    let installed = std::fs::read_dir(nvm.join("versions").join("node")).ok()?;
    let newest = installed.filter_map(|entry| {
        let path = entry.ok()?.path();
        Some((version(path.file_name()?.to_str()?)?, path))
    });
    newest.max().map(|(_, path)| path.join("bin"))
}

/// `v22.11.0` as numbers.
fn version(name: &str) -> Option<Vec<u32>> {
    name.strip_prefix('v')?.split('.').map(|part| part.parse().ok()).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn directories_stand_once_and_in_order() {
        let home = tempfile::tempdir().expect("a directory");
        for directory in
            [".cargo/bin", ".nvm/versions/node/v9.1.0/bin", ".nvm/versions/node/v22.2.0/bin"]
        {
            std::fs::create_dir_all(home.path().join(directory)).expect("writable");
        }
        let home = home.path().to_str().expect("UTF-8");
        let variables = BTreeMap::from([("HOME".to_owned(), home.to_owned())]);
        let paths = ["/login/bin:/usr/bin", "/usr/bin:/own/bin::relative"];
        let path = SearchPath::of(paths.into_iter(), &variables);
        let found: Vec<&str> = path.as_str().split(':').collect();
        let cargo = format!("{home}/.cargo/bin");
        let node = format!("{home}/.nvm/versions/node/v22.2.0/bin");
        assert_eq!(found[..5], ["/login/bin", "/usr/bin", "/own/bin", &cargo, &node]);
        assert_eq!(found.iter().filter(|entry| **entry == "/usr/bin").count(), 1);
    }
}
