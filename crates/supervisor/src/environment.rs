//! What a child finds in its environment: a short list of what the console itself was given, and
//! the search path of the user's login shell.
//!
//! Invariant: nothing that is not on the list reaches a child, unless its configuration names it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use console_domain::limits::LOGIN_SHELL_TIMEOUT;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::login_shell;
use crate::search_path::SearchPath;

/// Variables that a child inherits.
const ALLOWED: &[&str] = &[
    // Who and where.
    "HOME",
    "USER",
    "LOGNAME",
    "LANG",
    "LANGUAGE",
    "TZ",
    "TMPDIR",
    "SHELL",
    "TERM",
    // How to reach the network.
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "FTP_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "ftp_proxy",
    "all_proxy",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "NODE_EXTRA_CA_CERTS",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    // Where to open a browser window: signing in needs one.
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "DBUS_SESSION_BUS_ADDRESS",
    "BROWSER",
    // Where tools were installed.
    "NVM_DIR",
    "VOLTA_HOME",
    "ASDF_DIR",
    "ASDF_DATA_DIR",
    "MISE_DATA_DIR",
    "PYENV_ROOT",
    "CARGO_HOME",
    "RUSTUP_HOME",
    "GOPATH",
    "JAVA_HOME",
    "DOCKER_HOST",
    "DOCKER_CONFIG",
    // What programs on Windows cannot do without.
    "ALLUSERSPROFILE",
    "APPDATA",
    "COMSPEC",
    "HOMEDRIVE",
    "HOMEPATH",
    "LOCALAPPDATA",
    "NUMBER_OF_PROCESSORS",
    "OS",
    "PATHEXT",
    "PROCESSOR_ARCHITECTURE",
    "PROGRAMDATA",
    "PROGRAMFILES",
    "PROGRAMFILES(X86)",
    "PROGRAMW6432",
    "PUBLIC",
    "SYSTEMDRIVE",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "USERDOMAIN",
    "USERNAME",
    "USERPROFILE",
    "WINDIR",
];
/// Beginnings of names of variables that a child inherits.
const ALLOWED_PREFIXES: &[&str] = &["LC_", "XDG_"];

/// The environment that the console was started in, and what the login shell adds to it.
#[derive(Debug)]
pub struct Environment {
    own: BTreeMap<String, String>,
    shell: Option<PathBuf>,
    patience: Duration,
    found: Mutex<Option<Asked>>,
}

/// What the login shell said, and when.
#[derive(Debug)]
struct Asked {
    at: Instant,
    found: Arc<Found>,
}

/// What a child is given before its own variables are added.
#[derive(Debug)]
pub(crate) struct Found {
    /// Allow-listed variables; `PATH` is not among them.
    pub(crate) inherited: BTreeMap<String, String>,
    /// Where commands are looked for.
    pub(crate) path: SearchPath,
    /// Where a login shell looks for them, as it says it; the own `PATH` where it does not.
    login_path: Option<String>,
}

impl Environment {
    /// The environment of this process; the login shell is the one that `SHELL` names.
    pub fn of_this_process() -> Self {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self::of_variables(std::env::vars_os().filter_map(text))
    }

    /// An environment of the given variables, `SHELL` among them.
    pub fn of_variables(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let own = variables.into_iter().map(|(name, value)| (spelled(name), value));
        let own: BTreeMap<String, String> = own.collect();
        let shell = own.get("SHELL").filter(|_| cfg!(unix)).map(PathBuf::from);
        Self { own, shell, patience: LOGIN_SHELL_TIMEOUT, found: Mutex::new(None) }
    }

    /// Uses the own `PATH` only; no shell is started.
    #[must_use]
    pub fn without_login_shell(mut self) -> Self {
        self.shell = None;
        self
    }

    /// How long the login shell may take; [`LOGIN_SHELL_TIMEOUT`] where nothing is said.
    #[must_use]
    pub fn login_shell_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Everything that the console itself was given: what `${env:NAME}` refers to.
    pub(crate) fn own(&self) -> &BTreeMap<String, String> {
        &self.own
    }

    /// What children are given. The first call asks the login shell; the answer is kept.
    pub(crate) async fn found(&self) -> Arc<Found> {
        let mut asked = self.found.lock().await;
        if let Some(Asked { found, .. }) = asked.as_ref() {
            return Arc::clone(found);
        }
        let found = self.find().await;
        *asked = Some(Asked { at: Instant::now(), found: Arc::clone(&found) });
        found
    }

    /// Where a terminal finds commands: the directories of the login shell's `PATH`, in order,
    /// without those that servers are looked for in besides.
    pub async fn login_path(&self) -> Vec<PathBuf> {
        let found = self.found().await;
        let path = found.login_path.as_deref().unwrap_or_default();
        std::env::split_paths(path).collect()
    }

    /// Forgets an answer that is at least so old: the next call asks the login shell anew.
    pub(crate) async fn forget(&self, older_than: Duration) {
        self.found.lock().await.take_if(|asked| asked.at.elapsed() >= older_than);
    }

    async fn find(&self) -> Arc<Found> {
        let of_shell = match &self.shell {
            Some(shell) => login_shell::environment(shell, &self.own, self.patience).await,
            None => None,
        };
        let of_shell = of_shell.unwrap_or_default();
        let paths = [of_shell.get("PATH"), self.own.get("PATH")];
        let login_path = paths.into_iter().flatten().next().cloned();
        let path = SearchPath::of(paths.into_iter().flatten().map(String::as_str), &self.own);
        let mut inherited = of_shell;
        inherited.extend(self.own.clone());
        inherited.retain(|name, _| is_allowed(name));
        Arc::new(Found { inherited, path, login_path })
    }
}

/// Whether a child inherits the variable.
fn is_allowed(name: &str) -> bool {
    ALLOWED.contains(&name) || ALLOWED_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// The one spelling of a name: Windows does not distinguish case, and says `Path`.
fn spelled(name: String) -> String {
    if cfg!(windows) { name.to_uppercase() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_listed_variables_reach_a_child() {
        let given = [
            ("HOME", "/home/ana"),
            ("LC_ALL", "C"),
            ("XDG_RUNTIME_DIR", "/run/user/1"),
            ("https_proxy", "http://proxy"),
            ("AWS_SECRET_ACCESS_KEY", "x"),
            ("GITHUB_TOKEN", "x"),
            ("LD_PRELOAD", "/evil.so"),
            ("PATH", "/bin"),
        ];
        let given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let environment = Environment::of_variables(given).without_login_shell();
        let found = environment.found().await;
        let names: Vec<&str> = found.inherited.keys().map(String::as_str).collect();
        assert_eq!(names, ["HOME", "LC_ALL", "XDG_RUNTIME_DIR", "https_proxy"]);
    }
}
