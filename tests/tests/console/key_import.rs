//! Secrets in plain text move into a real keychain: from a file of variables, which is left as it
//! is, and from our own servers, whose database forgets them. `secret-tool` and `bash`, which
//! nobody here wrote, say what is right.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use console_testkit::dbus::{Keyring, PrivateBus};
use console_testkit::{Canary, Mcpctl, TempHome, Trap, run};
use serde_json::{Value, json};

use crate::support::{assert_explained, fake, import, pid, show, start};

/// A keychain of one's own, and the bus that it is on.
struct Vault {
    keyring: Keyring,
    bus: PrivateBus,
}

impl Vault {
    fn start() -> Self {
        let bus = PrivateBus::new();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let keyring = runtime.block_on(Keyring::start(bus.address()));
        Self { keyring, bus }
    }

    fn mcpctl<'h>(&self, home: &'h TempHome) -> Mcpctl<'h> {
        Mcpctl::new(home).env("DBUS_SESSION_BUS_ADDRESS", self.bus.address().as_str())
    }

    /// What `secret-tool` finds under a key's name; `None` where it finds nothing.
    fn value(&self, name: &str) -> Option<String> {
        let words = ["lookup", "service", "mcp-console", "username", name];
        let found = self.keyring.secret_tool(&words, b"");
        found.status.success().then(|| String::from_utf8(found.stdout).unwrap())
    }
}

/// Writes `~/.mcp/.env`.
fn env_file(home: &TempHome, text: &str, mode: u32) -> PathBuf {
    let folder = home.home_dir().join(".mcp");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(".env");
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
    path
}

/// Neither the data directory nor what was printed holds a canary.
#[track_caller]
fn assert_nowhere(canaries: &[&Canary], home: &TempHome, printed: &[&Value]) {
    let trap = Trap::new(canaries.iter().copied());
    let mut seen = trap.search_folder(&home.data_dir());
    for text in printed {
        seen.extend(trap.search(text.to_string().as_bytes(), "what was printed"));
    }
    assert!(seen.is_empty(), "{seen:?}");
}

#[test]
fn a_file_of_variables_is_moved_once_nobody_else_can_read_it() {
    let (home, vault) = (TempHome::new(), Vault::start());
    let mcpctl = vault.mcpctl(&home);
    let [plain, quoted, later] = ["plain", "quoted", "later"].map(Canary::new);
    let text = format!(
        "# My keys\r\nexport OPENAI_API_KEY={}\r\nTWICE=first\r\nTWICE='{}'\r\nnonsense\r\n\
         LINES=\"one $HOME\\n{}\" # two lines\r\n",
        plain.value(),
        later.value(),
        quoted.value(),
    );
    let path = env_file(&home, &text, 0o644);

    let refused = mcpctl.error(["keys", "import", "--all"]);
    assert_explained(&refused, "invalid_input");
    assert_eq!(refused["field"], "path");
    assert_eq!(vault.value("OPENAI_API_KEY"), None, "nothing was read");
    let hint = refused["hint"].as_str().unwrap();
    let mending = hint.split('`').nth(1).expect("the hint has a command");
    let mut shell = Command::new("sh");
    shell.args(["-c", mending]);
    assert_eq!(run(shell, "", Duration::from_secs(10)).code, Some(0), "{mending}");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

    let shown = mcpctl.json(["keys", "import"]);
    let verdicts: Vec<_> =
        shown["found"].as_array().unwrap().iter().map(|f| f["verdict"]["kind"].clone()).collect();
    assert_eq!(verdicts, ["new", "overridden", "new", "new"], "{shown:#}");
    assert_eq!(shown["found"][0]["place"], "~/.mcp/.env, line 2");
    assert_eq!(vault.value("OPENAI_API_KEY"), None, "it was only shown");

    let report = mcpctl.json(["keys", "import", "--all"]);
    assert_eq!(report["stored"], json!(["LINES", "OPENAI_API_KEY", "TWICE"]), "{report:#}");
    assert_eq!(report["skipped"], json!([]), "{report:#}");
    assert_eq!(report["still_in"], json!(["~/.mcp/.env"]));
    assert_eq!(vault.value("OPENAI_API_KEY").as_deref(), Some(plain.value()));
    assert_eq!(vault.value("TWICE").as_deref(), Some(later.value()));
    assert_eq!(vault.value("LINES"), Some(format!("one $HOME\n{}", quoted.value())));
    assert_eq!(fs::read_to_string(&path).unwrap(), text, "the file is left as it is");

    let again = mcpctl.json(["keys", "import", "--dry-run"]);
    assert_eq!(again["found"][0]["verdict"], json!({"kind": "same_as", "name": "OPENAI_API_KEY"}));
    let words = mcpctl.run(["keys", "import"]).succeeded();
    assert!(words.stdout.contains("left: it is OPENAI_API_KEY"), "{}", words.stdout);
    let words = [json!(words.stdout), json!(words.stderr)];
    let printed = [&shown, &report, &again, &words[0], &words[1]];
    assert_nowhere(&[&plain, &quoted, &later], &home, &printed);
}

#[test]
fn names_choose_and_a_key_is_replaced_only_when_told_to() {
    let (home, vault) = (TempHome::new(), Vault::start());
    let mcpctl = vault.mcpctl(&home);
    let _host = mcpctl.serve();
    let path = env_file(&home, "A_KEY=first-value\nB_KEY=other-value\n", 0o600);
    let path = path.to_str().unwrap();
    let report = mcpctl.json(["keys", "import", path, "A_KEY"]);
    assert_eq!(report["stored"], json!(["A_KEY"]));
    assert_eq!(vault.value("B_KEY"), None, "it was not chosen");

    env_file(&home, "A_KEY=second-value\nB_KEY=other-value\n", 0o600);
    let refused = mcpctl.error(["keys", "import", path, "A_KEY"]);
    assert_explained(&refused, "duplicate_name");
    assert_eq!(vault.value("A_KEY").as_deref(), Some("first-value"));
    let report = mcpctl.json(["keys", "import", path, "--all", "--replace"]);
    assert_eq!(report["stored"], json!(["A_KEY", "B_KEY"]), "{report:#}");
    assert_eq!(vault.value("A_KEY").as_deref(), Some("second-value"));

    assert_explained(&mcpctl.error(["keys", "import", path, "C_KEY"]), "not_found");
    let nowhere = home.work_dir().join("nowhere");
    assert_explained(&mcpctl.error(["keys", "import", nowhere.to_str().unwrap()]), "not_found");
}

/// Values as people and programs write them, and as `bash` understands them too.
const SHARED: &str = r#"
# a comment
PLAIN=abc/DEF+123==
export EXPORTED=yes
SINGLE='a b $HOME "c" \n #d'
DOUBLE="a b 'c' \"d\" \\ \$HOME \` #e"
IDIOM='it'\''s'
JOINED="one "'two'
COMMENT=abc # not this
HASH=abc#this
LINES='one
two
three'
MORE="one
two"
CONTINUED="one\
two"
UNICODE="çé€😀"
EQUALS=a=b=c
"#;

#[test]
fn a_file_means_what_it_means_to_a_shell() {
    let (home, vault) = (TempHome::new(), Vault::start());
    let mcpctl = vault.mcpctl(&home);
    let path = env_file(&home, SHARED, 0o600);
    let expected = by_bash(&path);
    let report = mcpctl.json(["keys", "import", "--all"]);
    let names: Vec<_> = expected.keys().cloned().collect();
    assert_eq!(report["stored"], json!(names), "{report:#}");
    for (name, value) in expected {
        assert_eq!(vault.value(&name), Some(value), "{name}");
    }
}

/// The variables that `bash` sets when it reads a file.
fn by_bash(path: &Path) -> BTreeMap<String, String> {
    let mut bash = Command::new("bash");
    bash.args(["--norc", "-c", "set -a; . \"$1\"; env -0", "bash"]).arg(path);
    bash.env_clear().env("PATH", std::env::var_os("PATH").unwrap());
    let printed = run(bash, "", Duration::from_secs(10)).succeeded().stdout;
    let variables = printed.split('\0').filter_map(|line| line.split_once('='));
    let own = ["PATH", "PWD", "SHLVL", "_", "OLDPWD"];
    variables
        .filter(|(name, _)| !own.contains(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[test]
fn a_value_of_our_own_server_moves_and_is_forgotten() {
    let (home, vault) = (TempHome::new(), Vault::start());
    let mcpctl = vault.mcpctl(&home);
    let host = mcpctl.serve();
    let canary = Canary::new("token");
    let command = fake(&["--name", "tok"]);
    let variable = format!("SOME_TOKEN={}", canary.value());
    let words = ["servers", "add", "tok", "--env", &variable, "--"].map(str::to_owned);
    mcpctl.json(words.into_iter().chain(command));
    let before = start(&mcpctl, "tok");
    let trap = Trap::new([&canary]);
    assert!(!trap.search_folder(&home.data_dir()).is_empty(), "it stands in the database");

    let report = mcpctl.json(["keys", "import", "--from", "servers", "--all"]);
    assert_eq!(report["stored"], json!(["SOME_TOKEN"]), "{report:#}");
    assert_eq!(report["replaced_in"], json!(["tok"]));
    assert_eq!(report["to_restart"][0]["server"], "tok", "{report:#}");
    assert_eq!(report["still_in"], json!([]), "{report:#}");
    assert_eq!(vault.value("SOME_TOKEN").as_deref(), Some(canary.value()));
    assert_nowhere(&[&canary], &home, &[&report]);

    let server = show(&mcpctl, "tok");
    assert_eq!(server["config"]["transport"]["env"][0]["value"], "${secret:SOME_TOKEN}");
    let facts = (&server["state"], &server["pid"], &server["approved"]);
    assert_eq!(facts, (&json!("up"), &before["pid"], &json!(true)), "nothing was disturbed");

    let after = mcpctl.json(["servers", "restart", "tok"]);
    assert_eq!(after["state"], "up", "{after:#}");
    assert_ne!(after["pid"], before["pid"]);
    let given = fs::read(format!("/proc/{}/environ", pid(&after))).unwrap();
    let given = String::from_utf8_lossy(&given);
    assert!(given.split('\0').any(|set| set == variable), "the server is given the value");
    assert_nowhere(&[&canary], &home, &[&after]);
    assert!(host.terminate().success());
    assert_nowhere(&[&canary], &home, &[]);
}

#[test]
fn other_programs_are_read_and_never_written() {
    let (home, vault) = (TempHome::new(), Vault::start());
    let mcpctl = vault.mcpctl(&home);
    let (token, argument) = (Canary::new("token"), Canary::new("argument"));
    let folder = home.home_dir().join(".cursor");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("mcp.json");
    let text = json!({"mcpServers": {
        "github": {"url": "https://x/", "headers": {"Authorization": format!("Bearer {}", token.value())}},
        "remote": {"command": "npx", "args": ["--token", argument.value()]},
    }})
    .to_string();
    fs::write(&file, &text).unwrap();

    let shown = mcpctl.json(["keys", "import", "--from", "clients"]);
    assert_eq!(shown["found"].as_array().unwrap().len(), 1, "{shown:#}");
    let place = "Cursor (~/.cursor/mcp.json), github: headers.Authorization";
    assert_eq!(shown["found"][0]["place"], place);
    let told = shown["problems"][0]["message"].as_str().unwrap();
    assert!(told.contains("remote: args[1] looks like a secret"), "{told}");
    let report = mcpctl.json(["keys", "import", "--from", "clients", "GITHUB_TOKEN"]);
    assert_eq!(report["stored"], json!(["GITHUB_TOKEN"]), "{report:#}");
    assert_eq!(report["still_in"], json!(["~/.cursor/mcp.json"]));
    assert_eq!(vault.value("GITHUB_TOKEN").as_deref(), Some(token.value()));
    assert_eq!(fs::read_to_string(&file).unwrap(), text, "it was only read");
    assert_nowhere(&[&token, &argument], &home, &[&shown, &report]);
}

#[test]
fn a_keychain_that_is_not_there_changes_nothing() {
    let home = TempHome::new();
    let bus = PrivateBus::new();
    let mcpctl = Mcpctl::new(&home).env("DBUS_SESSION_BUS_ADDRESS", bus.address().as_str());
    let entry = json!({"command": "true", "env": {"SOME_TOKEN": "stays-where-it-is"}});
    import(&mcpctl, &json!({"mcpServers": {"tok": entry}}));
    let shown = mcpctl.json(["keys", "import", "--from", "servers"]);
    assert_eq!(shown["found"][0]["verdict"]["kind"], "new", "it is found all the same: {shown:#}");
    let problem = mcpctl.error(["keys", "import", "--from", "servers", "--all"]);
    assert_explained(&problem, "keychain_unavailable");
    let again = mcpctl.json(["keys", "import", "--from", "servers"]);
    assert_eq!(again, shown, "it stands where it stood");
}
