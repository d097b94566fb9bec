//! Keys on the command line: values live in a real keychain, come in by a pipe, and never come out
//! again but to the server that refers to them.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::process::Stdio;

use console_testkit::dbus::{Keyring, PrivateBus};
use console_testkit::{Finished, Host, Mcpctl, Provider, Service, TempHome, fake_mcp, proc};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::support::{assert_explained, await_server, await_state, pid, send, show, start};

/// A session bus with an open keychain that nobody else uses.
struct Session {
    runtime: Runtime,
    bus: PrivateBus,
    keyring: Keyring,
}

impl Session {
    fn new() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let bus = PrivateBus::new();
        let keyring = runtime.block_on(Keyring::start(bus.address()));
        Self { runtime, bus, keyring }
    }

    fn mcpctl<'home>(&self, home: &'home TempHome) -> Mcpctl<'home> {
        Mcpctl::new(home).env("DBUS_SESSION_BUS_ADDRESS", self.bus.address().as_str())
    }

    /// What another program reads.
    fn lookup(&self, name: &str) -> String {
        let args = ["lookup", "service", "mcp-console", "username", name];
        String::from_utf8(self.keyring.secret_tool(&args, b"").stdout).expect("text")
    }

    /// Another program writes a value.
    fn store(&self, name: &str, value: &str) {
        let label = format!("MCP Console: {name}");
        let args = ["store", "--label", &label, "service", "mcp-console", "username", name];
        let done = self.keyring.secret_tool(&args, value.as_bytes());
        assert!(done.status.success(), "{done:?}");
    }
}

/// `keys set` with the value piped in.
#[track_caller]
fn set(mcpctl: &Mcpctl, value: &str, args: &[&str]) -> Value {
    let run = mcpctl.run_with_input([&["--json", "keys", "set"], args].concat(), value);
    run.succeeded().json()
}

#[track_caller]
fn list(mcpctl: &Mcpctl) -> Value {
    mcpctl.json(["keys", "list"])
}

/// Runs `keys set` with these bytes on standard input.
#[track_caller]
fn set_bytes(mcpctl: &Mcpctl, name: &str, bytes: &[u8]) -> Finished {
    let mut file = tempfile();
    file.write_all(bytes).expect("written");
    file.rewind().expect("rewound");
    let mut command = mcpctl.command(["--json", "keys", "set", name]);
    let output = command.stdin(file).stdout(Stdio::piped()).output().expect("it runs");
    Finished {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("text"),
        stderr: String::from_utf8(output.stderr).expect("text"),
        took: std::time::Duration::ZERO,
    }
}

fn tempfile() -> File {
    let path = std::env::temp_dir().join(format!("keys-stdin-{}", std::process::id()));
    let file = File::options().read(true).write(true).create(true).truncate(true).open(&path);
    std::fs::remove_file(&path).expect("removed");
    file.expect("a file")
}

/// A fake server whose variable TOKEN is the key.
#[track_caller]
fn add_user(mcpctl: &Mcpctl, name: &str, key: &str) {
    let variable = format!("TOKEN=${{secret:{key}}}");
    let program = fake_mcp().to_str().expect("a UTF-8 path").to_owned();
    mcpctl.json(["servers", "add", name, "--env", &variable, "--", &program]);
}

/// What the process of a server was given.
#[track_caller]
fn token_of(server: &Value) -> Option<String> {
    let token = proc::env_of(pid(server), "TOKEN")?;
    Some(token.into_string().expect("text"))
}

#[test]
fn a_key_lives_in_the_keychain_with_a_host_and_without() {
    let session = Session::new();
    let home = TempHome::new();
    let mcpctl = session.mcpctl(&home);
    let added = set(&mcpctl, "  first-value-1\n", &["GITHUB_TOKEN"]);
    assert_eq!((&added["is_new"], &added["to_restart"]), (&json!(true), &json!([])), "{added:#}");
    assert_eq!(added["key"]["target"]["kind"], "github", "its name says so: {added:#}");
    assert_eq!(session.lookup("GITHUB_TOKEN"), "first-value-1");

    let host = mcpctl.serve();
    let listed = list(&mcpctl);
    assert_eq!(listed["vault"]["status"], "ready", "{listed:#}");
    assert_eq!(listed["keys"][0]["name"], "GITHUB_TOKEN", "{listed:#}");
    assert_eq!(listed["keys"][0]["status"], "ready", "{listed:#}");
    let changed = set(&mcpctl, "second-value-2", &["GITHUB_TOKEN"]);
    assert_eq!(changed["is_new"], false, "{changed:#}");
    assert_ne!(changed["key"]["fingerprint"], added["key"]["fingerprint"]);
    assert_eq!(session.lookup("GITHUB_TOKEN"), "second-value-2");
    set(&mcpctl, "-----BEGIN-----\nabc\n-----END-----\n", &["PEM", "--kind", "other"]);
    assert_eq!(session.lookup("PEM"), "-----BEGIN-----\nabc\n-----END-----");
    let words = mcpctl.run(["keys", "list"]).succeeded().stdout;
    assert!(words.contains("GITHUB_TOKEN") && words.contains("github"), "{words}");
    drop(host);

    for value in ["first-value-1", "second-value-2", "abc"] {
        assert!(!list(&mcpctl).to_string().contains(value) && !words.contains(value));
    }
    mcpctl.json(["keys", "remove", "GITHUB_TOKEN"]);
    assert_eq!(session.lookup("GITHUB_TOKEN"), "");
    let problem = mcpctl.error(["keys", "remove", "GITHUB_TOKEN"]);
    assert_explained(&problem, "not_found");
}

#[test]
fn a_server_is_given_its_key_and_a_rotation_names_it() {
    let session = Session::new();
    let home = TempHome::new();
    let mcpctl = session.mcpctl(&home);
    let _host = mcpctl.serve();
    add_user(&mcpctl, "user", "SHARED");
    let missing = mcpctl.error(["servers", "start", "user"]);
    assert_explained(&missing, "key_missing");
    assert_eq!(missing["details"]["key"], "SHARED");
    assert_eq!(list(&mcpctl)["missing"][0]["name"], "SHARED");

    set(&mcpctl, "value-number-1", &["SHARED"]);
    let server = start(&mcpctl, "user");
    assert_eq!(token_of(&server).as_deref(), Some("value-number-1"));
    let using = &list(&mcpctl)["keys"][0];
    assert_eq!(using["used_by"][0]["server"], "user", "{using:#}");
    assert_eq!(using["used_by"][0]["fields"], json!(["env.TOKEN"]), "{using:#}");
    assert_eq!(using["used_by"][0]["is_running"], true, "{using:#}");
    assert!(using["last_used_at"].is_string(), "{using:#}");

    let rotated = set(&mcpctl, "value-number-2", &["SHARED"]);
    assert_eq!(rotated["to_restart"][0]["server"], "user", "{rotated:#}");
    assert_eq!(rotated["restarted"], json!([]), "{rotated:#}");
    assert_eq!(show(&mcpctl, "user")["restart_needed"], true);
    assert_eq!(token_of(&show(&mcpctl, "user")).as_deref(), Some("value-number-1"));
    let restarted = set(&mcpctl, "value-number-3", &["SHARED", "--restart"]);
    assert_eq!(restarted["restarted"], json!(["user"]), "{restarted:#}");
    let server = await_server(&mcpctl, "user", "it runs with the new value", |server| {
        server["state"] == "up" && token_of(server).as_deref() == Some("value-number-3")
    });
    assert_eq!(server["restart_needed"], false, "{server:#}");
    assert_eq!(set(&mcpctl, "value-number-3", &["SHARED"])["to_restart"], json!([]));

    session.store("SHARED", "value-of-another-program");
    mcpctl.json(["servers", "restart", "user"]);
    let token = token_of(&show(&mcpctl, "user"));
    assert_eq!(token.as_deref(), Some("value-of-another-program"));

    let used = mcpctl.error(["keys", "remove", "SHARED"]);
    assert_explained(&used, "key_in_use");
    assert_eq!(used["details"]["servers"], json!(["user"]));
    assert_eq!(session.lookup("SHARED"), "value-of-another-program");
    mcpctl.json(["keys", "remove", "SHARED", "--force"]);
    assert_eq!(session.lookup("SHARED"), "");
}

#[test]
fn a_test_says_what_the_provider_says_and_ends_with_1_where_one_is_refused() {
    let session = Session::new();
    let home = TempHome::new();
    let mcpctl = session.mcpctl(&home);
    let provider = Provider::start();
    let base_url = provider.base_url(Service::Openai);
    let args = ["GOOD", "--kind", "openai", "--base-url", &base_url];
    set(&mcpctl, &Service::Openai.key(), &args);
    let good = mcpctl.json(["keys", "test", "GOOD"]);
    assert_eq!(good["last_test"]["outcome"], "works", "without a host: {good:#}");
    let _host = mcpctl.serve();
    set(
        &mcpctl,
        &Service::Openai.wrong_key(),
        &["BAD", "--kind", "openai", "--base-url", &base_url],
    );
    let run = mcpctl.run(["--json", "keys", "test", "BAD"]);
    assert_eq!(run.code, Some(1), "{run:#?}");
    assert_eq!(run.json()["last_test"]["outcome"], "refused", "{run:#?}");
    assert_explained(&run.error(), "unauthorized");
    let run = mcpctl.run(["keys", "test", "--all"]);
    assert_eq!(run.code, Some(1), "{run:#?}");
    for word in ["GOOD", "works", "BAD", "refused", "ms"] {
        assert!(run.stdout.contains(word), "{word}: {run:#?}");
    }
    for key in [Service::Openai.key(), Service::Openai.wrong_key()] {
        assert!(!run.stdout.contains(&key) && !run.stderr.contains(&key), "{run:#?}");
    }
    mcpctl.json(["keys", "remove", "BAD"]);
    mcpctl.json(["keys", "test", "--all"]);
    let untestable = set(&mcpctl, "a-plain-value", &["PLAIN", "--kind", "other"]);
    assert_eq!(untestable["key"]["last_test"], Value::Null);
    assert_explained(&mcpctl.error(["keys", "test", "PLAIN"]), "conflict");
}

#[test]
fn what_cannot_be_a_key_is_refused_and_nothing_of_it_is_repeated() {
    let session = Session::new();
    let home = TempHome::new();
    let mcpctl = session.mcpctl(&home);
    for with_host in [false, true] {
        let _host = with_host.then(|| mcpctl.serve());
        let long = "canary".repeat(1_706);
        for (name, value, field) in [
            ("A", &b"canary \xff\xfe"[..], "value"),
            ("A", b"", "value"),
            ("A", b"\n", "value"),
            ("A", long.as_bytes(), "value"),
            ("A", b"canary\0", "value"),
            ("1A", b"canary-value", "name"),
            ("A-B", b"canary-value", "name"),
            ("_MCP_CONSOLE_FINGERPRINT", b"canary-value", "name"),
        ] {
            let run = set_bytes(&mcpctl, name, value);
            assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""), "{name}: {run:#?}");
            assert_explained(&run.error(), "invalid_input");
            assert_eq!(run.error()["field"], field, "{run:#?}");
            assert!(!run.stderr.contains("canary"), "{run:#?}");
        }
        assert_eq!(list(&mcpctl)["keys"], json!([]));
    }
    let run = mcpctl.run_with_input(["keys", "set", "A", "--kind", "no-such-kind"], "value");
    assert_eq!(run.code, Some(2), "{run:#?}");
    let run = mcpctl.run_with_input(["keys", "set", "A", "a-value"], "");
    assert_eq!(run.code, Some(2), "a value is no argument: {run:#?}");
}

#[test]
fn a_locked_keychain_is_told_and_its_servers_come_up_when_it_is_open() {
    let mut session = Session::new();
    let home = TempHome::new();
    let mcpctl = session.mcpctl(&home);
    let _host = mcpctl.serve();
    set(&mcpctl, "value-number-1", &["TOKEN"]);
    add_user(&mcpctl, "user", "TOKEN");
    session.runtime.block_on(session.keyring.lock());
    let listed = list(&mcpctl);
    assert_eq!(listed["vault"]["status"], "locked", "{listed:#}");
    assert_explained(&listed["vault"]["problem"], "keychain_locked");
    assert_eq!(listed["keys"][0]["status"], "unavailable", "{listed:#}");
    assert_explained(&mcpctl.error(["servers", "start", "user"]), "keychain_locked");
    assert_explained(&mcpctl.error(["keys", "test", "TOKEN"]), "conflict");
    let refused = mcpctl.run_with_input(["--json", "keys", "set", "TOKEN"], "value-number-2");
    assert_explained(&refused.error(), "keychain_locked");

    session.runtime.block_on(session.keyring.start_again());
    let vault = mcpctl.json(["keys", "unlock"]);
    assert_eq!(vault["status"], "ready", "{vault:#}");
    let server = await_state(&mcpctl, "user", "up");
    assert_eq!(token_of(&server).as_deref(), Some("value-number-1"), "what was there is there");

    session.keyring.kill();
    let listed = list(&mcpctl);
    assert_eq!(listed["vault"]["status"], "unavailable", "{listed:#}");
    assert_explained(&listed["vault"]["problem"], "keychain_unavailable");
    assert_eq!(listed["keys"][0]["name"], "TOKEN", "{listed:#}");
    session.runtime.block_on(session.keyring.start_again());
    assert_eq!(list(&mcpctl)["vault"]["status"], "ready", "it is found again");
}

/// A request to the API of keys; status and answer.
fn ask(host: &Host, method: &str, path: &str, body: &str) -> (u16, Value) {
    let token = host.token();
    let request = format!(
        "{method} /api/v1{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
    );
    send(host, &request, body)
}

#[test]
fn without_a_keychain_a_person_may_choose_a_file() {
    const PASSPHRASE: &str = "horse battery staple";
    let home = TempHome::new();
    let bus = PrivateBus::new();
    let mcpctl = Mcpctl::new(&home).env("DBUS_SESSION_BUS_ADDRESS", bus.address().as_str());
    let host = mcpctl.serve();
    assert_eq!(list(&mcpctl)["vault"]["status"], "unavailable");
    let refused = mcpctl.run_with_input(["--json", "keys", "set", "TOKEN"], "value-number-1");
    assert_explained(&refused.error(), "keychain_unavailable");
    let file = home.data_dir().join("keys.age");
    assert!(!file.exists(), "nobody has chosen it");

    let short = json!({"kind": "file", "passphrase": "short"}).to_string();
    let (status, problem) = ask(&host, "PUT", "/vault", &short);
    assert_eq!((status, &problem["field"]), (400, &json!("passphrase")), "{problem:#}");
    let chosen = mcpctl.run_with_input(["--json", "keys", "vault", "file"], PASSPHRASE);
    assert_eq!(chosen.succeeded().json()["status"], "ready");
    let said = mcpctl.run(["keys", "vault"]).succeeded().stdout;
    assert!(said.contains("encrypted file") && said.contains("keys.age"), "{said}");
    set(&mcpctl, "value-number-1", &["TOKEN"]);
    add_user(&mcpctl, "user", "TOKEN");
    assert_eq!(token_of(&start(&mcpctl, "user")).as_deref(), Some("value-number-1"));
    let mut bytes = Vec::new();
    File::open(&file).and_then(|mut file| file.read_to_end(&mut bytes)).expect("the file");
    assert!(!String::from_utf8_lossy(&bytes).contains("value-number-1"));
    drop(host);

    let host = mcpctl.serve();
    let (_, vault) = ask(&host, "GET", "/vault", "");
    assert_eq!((&vault["kind"], &vault["status"]), (&json!("file"), &json!("locked")));
    await_state(&mcpctl, "user", "failed");
    assert_explained(&show(&mcpctl, "user")["last_error"], "keychain_locked");
    let wrong = mcpctl.run_with_input(["--json", "keys", "unlock"], "another passphrase");
    assert_explained(&wrong.error(), "keychain_denied");
    let unlocked = mcpctl.run_with_input(["--json", "keys", "unlock"], PASSPHRASE);
    assert_eq!(unlocked.succeeded().json()["status"], "ready");
    let server = await_state(&mcpctl, "user", "up");
    assert_eq!(token_of(&server).as_deref(), Some("value-number-1"));
}

#[test]
fn the_api_takes_values_and_gives_none_back() {
    let session = Session::new();
    let home = TempHome::new();
    let mcpctl = session.mcpctl(&home);
    let host = mcpctl.serve();
    let canary = "canary-in-the-body";
    let add = json!({"name": "TOKEN", "value": canary, "target": {"kind": "other"}}).to_string();
    let (status, added) = ask(&host, "POST", "/keys", &add);
    assert_eq!((status, &added["name"]), (200, &json!("TOKEN")), "{added:#}");
    let long = "x".repeat(2 * 1024 * 1024);
    for (method, path, body, expected, code) in [
        ("POST", "/keys", add.as_str(), 409, "duplicate_name"),
        (
            "POST",
            "/keys",
            r#"{"name": "A", "value": {"x": "canary-in-the-body"}}"#,
            400,
            "invalid_input",
        ),
        ("POST", "/keys", r#"{"name": "A", "target": "canary-in-the-body"}"#, 400, "invalid_input"),
        ("POST", "/keys", "canary-in-the-body", 400, "invalid_input"),
        ("POST", "/keys", long.as_str(), 413, "message_too_large"),
        ("PUT", "/keys/TOKEN", r#"{"kind": "canary-in-the-body"}"#, 400, "invalid_input"),
        ("PUT", "/keys/TOKEN", r#"{"kind": "http"}"#, 400, "invalid_input"),
        ("PUT", "/keys/NOBODY/value", canary, 404, "not_found"),
        ("PUT", "/keys/TOKEN/value", "", 400, "invalid_input"),
        ("PUT", "/keys/..%2F..", r#"{"kind": "other"}"#, 404, "not_found"),
        ("DELETE", "/keys/NOBODY", "", 404, "not_found"),
        ("DELETE", "/keys/TOKEN?force=maybe", "", 400, "invalid_input"),
        ("POST", "/keys/NOBODY/test", "", 404, "not_found"),
        ("POST", "/keys/TOKEN/test", "", 409, "conflict"),
        ("POST", "/keys/try", r#"{"name": "A", "value": "canary-in-the-body"}"#, 409, "conflict"),
        ("PUT", "/vault", r#"{"kind": "file"}"#, 400, "invalid_input"),
        ("PUT", "/network", r#"{"proxy": "ftp://canary-in-the-body"}"#, 400, "invalid_input"),
    ] {
        let (status, problem) = ask(&host, method, path, body);
        assert_eq!(
            (status, &problem["code"]),
            (expected, &json!(code)),
            "{method} {path}: {problem:#}"
        );
        assert!(path == "/network" || !problem.to_string().contains(canary), "{problem:#}");
    }
    let (status, rotated) = ask(&host, "PUT", "/keys/TOKEN/value", "another-canary-value");
    assert_eq!((status, &rotated["key"]["name"]), (200, &json!("TOKEN")), "{rotated:#}");
    assert!(!rotated.to_string().contains("another-canary-value"));
    assert_eq!(session.lookup("TOKEN"), "another-canary-value");
    let (status, network) = ask(&host, "GET", "/network", "");
    assert_eq!((status, &network["proxy"]), (200, &Value::Null), "{network:#}");
    let proxy = json!({"proxy": "http://127.0.0.1:3128", "no_proxy": null, "ca_file": null});
    let (status, network) = ask(&host, "PUT", "/network", &proxy.to_string());
    assert_eq!((status, &network["proxy"]), (200, &proxy["proxy"]), "{network:#}");
    let (status, removed) = ask(&host, "DELETE", "/keys/TOKEN", "");
    assert_eq!((status, removed), (200, json!({"removed": "TOKEN"})));
}
