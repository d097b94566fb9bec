//! Where the value of a key is, once it was given to the console: in the vault, in the server that
//! refers to it, and nowhere else.
//!
//! Values that exist nowhere else are given to a real host with a real keychain, in every way in
//! which it takes them, and everything is done with them that can go wrong: servers tell them to
//! stderr, in errors and in their own names, crash with them in their last words, providers repeat
//! them, the host is killed. Meanwhile every process is looked at, and every answer is kept. Then
//! the whole home is searched: database, WAL, backups, logs, the file of keys, the output of the
//! host, and what was left lying around.

mod stage;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use console_testkit::{
    Answer, Behaviour, Canary, FakeHttp, FakeProxy, Fault, Flavour, Host, ProcessWatch, Provider,
    Service, Sighting, TempHome, Trap, run, wait_until,
};
use serde_json::json;

use crate::support::{DEADLINE, assert_explained, await_state};
use stage::Stage;

/// What stands where a value stood.
const MASK: &str = "••••••";

/// The values, each for one way in and what may happen on it.
struct Canaries {
    plain: Canary,
    lines: Canary,
    awkward: Canary,
    bearer: Canary,
    query: Canary,
    imported: Canary,
    moved: Canary,
    before: Canary,
    after: Canary,
    echoed: Canary,
    tried: Canary,
    removed: Canary,
    proxy: Canary,
    proxy_user: Canary,
    malformed: Canary,
    long: Canary,
    crashing: Canary,
    in_file: Canary,
    passphrase: Canary,
    wrong_passphrase: Canary,
    /// Planted where it must be found: the proof that the search finds.
    planted: Canary,
}

impl Canaries {
    fn new() -> Self {
        let begun = |name: &str, begin: &str| {
            Canary::shaped(name, 1, |marks| format!("{begin}{}", marks[0]))
        };
        Self {
            plain: begun("plain", "plain-"),
            lines: Canary::shaped("lines", 3, |marks| {
                format!("-----BEGIN CANARY-----\n{}\n-----END CANARY-----\n", marks.join("\n"))
            }),
            awkward: Canary::shaped("awkward", 2, |marks| {
                format!("é\"\\%41${{HOME}}<{}'&?/+=#; \t%{}\u{1f511}", marks[0], marks[1])
            }),
            bearer: begun("bearer", "tok_"),
            query: Canary::shaped("query", 2, |marks| format!("{}/+&={}", marks[0], marks[1])),
            imported: begun("imported", "imp-"),
            moved: begun("moved", "mov-"),
            before: begun("before", "old-"),
            after: begun("after", "new-"),
            echoed: begun("echoed", "key-"),
            tried: begun("tried", "try-"),
            removed: begun("removed", "gone-"),
            proxy: Canary::new("proxy"),
            proxy_user: Canary::new("proxy_user"),
            malformed: begun("malformed", "mal-"),
            long: Canary::shaped("long", 1, |marks| format!("{}{}", marks[0], "x".repeat(9_000))),
            crashing: begun("crashing", "crash-"),
            in_file: begun("in_file", "file-"),
            passphrase: begun("passphrase", "open sesame "),
            wrong_passphrase: begun("wrong_passphrase", "close sesame "),
            planted: Canary::new("planted"),
        }
    }

    fn trap(&self) -> Trap {
        let Self {
            plain,
            lines,
            awkward,
            bearer,
            query,
            imported,
            moved,
            before,
            after,
            echoed,
            tried,
            removed,
            proxy,
            proxy_user,
            malformed,
            long,
            crashing,
            in_file,
            passphrase,
            wrong_passphrase,
            planted,
        } = self;
        Trap::new([
            plain,
            lines,
            awkward,
            bearer,
            query,
            imported,
            moved,
            before,
            after,
            echoed,
            tried,
            removed,
            proxy,
            proxy_user,
            malformed,
            long,
            crashing,
            in_file,
            passphrase,
            wrong_passphrase,
            planted,
        ])
    }
}

/// Which server was given which keys in its environment.
const GIVEN: [(&str, &[&str]); 3] = [
    ("leaky", &["plain", "lines", "awkward", "before", "after"]),
    ("crashing", &["crashing"]),
    ("moved", &["moved"]),
];

fn may_have(words: &[String], canary: &str) -> bool {
    let name = words.iter().position(|word| word.ends_with("/leaky.py"));
    let name = name.and_then(|at| words.get(at + 1));
    GIVEN
        .iter()
        .any(|(server, keys)| name.is_some_and(|name| name == server) && keys.contains(&canary))
}

/// Keys of this test: the keychain of the session is everybody's.
struct Names(String);

impl Names {
    fn new() -> Self {
        Self(std::process::id().to_string())
    }

    fn of(&self, what: &str) -> String {
        format!("CANARY_{}_{what}", self.0)
    }

    fn refer(&self, what: &str) -> String {
        format!("${{secret:{}}}", self.of(what))
    }
}

#[test]
fn a_value_is_in_the_vault_and_in_its_server_and_nowhere_else() {
    let home = TempHome::new();
    let canaries = Canaries::new();
    let trap = Arc::new(canaries.trap());
    let names = Names::new();
    let stage = Stage::new(&home);
    let watch = ProcessWatch::start(Arc::clone(&trap), may_have);
    let host = stage.mcpctl.serve();
    the_search_finds(&stage, &trap, &watch, &canaries.planted);

    let crashing = names.of("CRASHING");
    stage.set(&crashing, &canaries.crashing, &[]);
    stage.add_leaky("crashing", &[("LEAK_KEY", &names.refer("CRASHING"))], &["crash"]);
    stage.said(&["servers", "start", "crashing", "--no-wait"]);

    a_server_that_tells_everything(&stage, &host, &canaries, &names);
    let mut follower = follow(&stage, "leaky");
    remote_servers(&stage, &host, &canaries, &names);
    providers_that_repeat(&stage, &host, &canaries, &names);
    what_is_brought_along(&stage, &host, &canaries, &names);
    what_is_refused(&stage, &host, &canaries, &names);
    a_proxy_with_a_password(&stage, &host, &canaries, &names);
    stage.ask_around(&host, &["leaky", "crashing", "moved", "bearer"]);

    // It gave up at last, with its keys in its last words.
    let failed = await_state(&stage.mcpctl, "crashing", "failed");
    assert!(
        failed["last_error"].to_string().contains(MASK),
        "its last words are shown: {failed:#}"
    );
    stage.ask_around(&host, &["crashing"]);

    let host = into_a_file_and_through_a_crash(&stage, host, &canaries, &names);
    stage.ask_around(&host, &["leaky", "crashing", "moved", "bearer"]);
    follower.kill().unwrap();
    follower.wait().unwrap();
    assert!(host.terminate().success());

    let mut seen = trap.search_folder(home.path());
    seen.extend(stage.sightings(&trap));
    seen.extend(watch.sightings().filtered(|seen| seen.canary != "planted"));
    assert!(seen.is_empty(), "values got out:\n{seen}");
}

/// A search that finds nothing proves nothing, unless it finds what is there.
fn the_search_finds(stage: &Stage, trap: &Trap, watch: &ProcessWatch, planted: &Canary) {
    assert!(trap.search_folder(stage.home.path()).is_empty(), "nothing is there yet");
    let file = stage.home.data_dir().join("logs/planted");
    fs::write(&file, format!("{{\"key\": \"{}\"}}", planted.value())).unwrap();
    let found = trap.search_folder(stage.home.path());
    let place = file.display().to_string();
    let expected = Sighting { canary: "planted".into(), form: "text", place };
    assert_eq!(found.all(), BTreeSet::from([expected]));
    fs::remove_file(&file).unwrap();

    let mut thief = Command::new("sh");
    thief.args(["-c", "read -r line"]).env("KEY", planted.value()).stdin(Stdio::piped());
    let mut thief = thief.spawn().unwrap();
    wait_until(DEADLINE, "a process that has it is seen", || !watch.sightings().is_empty());
    drop(thief.stdin.take());
    thief.wait().unwrap();
}

fn a_server_that_tells_everything(stage: &Stage, host: &Host, canaries: &Canaries, names: &Names) {
    for (what, canary) in [
        ("PLAIN", &canaries.plain),
        ("LINES", &canaries.lines),
        ("AWKWARD", &canaries.awkward),
        ("TURNED", &canaries.before),
    ] {
        let name = names.of(what);
        stage.set(&name, canary, &[]);
        let kept = secret_tool(&name);
        assert_eq!(kept.trim_end(), canary.value().trim_end(), "the keychain has {what}");
    }
    let refer = |what: &str| names.refer(what);
    let (plain, lines, awkward, turned) =
        (refer("PLAIN"), refer("LINES"), refer("AWKWARD"), refer("TURNED"));
    let env = [
        ("LEAK_PLAIN", plain.as_str()),
        ("LEAK_LINES", &lines),
        ("LEAK_AWKWARD", &awkward),
        ("LEAK_TURNED", &turned),
    ];
    stage.add_leaky("leaky", &env, &[]);
    assert_eq!(stage.said(&["servers", "start", "leaky"])["state"], "up");
    let given = stage.keys_of("leaky");
    assert_eq!(given["LEAK_PLAIN"], canaries.plain.value(), "the server has the value itself");
    assert_eq!(given["LEAK_AWKWARD"], canaries.awkward.value());

    stage.said(&["call", "leaky", "shout"]);
    let problem = stage.refused(&["call", "leaky", "refuse"], b"");
    assert!(problem.to_string().contains(MASK), "the refusal is told, masked: {problem:#}");
    let log = stage.said(&["servers", "logs", "leaky", "-n", "5000"]).to_string();
    for how in ["as it is", "json", "percent", "form", "base64", "basic"] {
        assert!(log.contains(&format!("LEAK_PLAIN {how}: ")), "what it said is kept: {how}");
    }
    assert!(log.contains(&format!("LEAK_PLAIN as it is: {MASK}")), "masked: {log}");
    stage.ask_around(host, &["leaky"]);

    // Another value: who runs with the old one is told, and gets the new one.
    let turned = stage.set(&names.of("TURNED"), &canaries.after, &[]);
    assert_eq!(turned["to_restart"][0]["server"], "leaky", "{turned:#}");
    stage.said(&["servers", "restart", "leaky"]);
    assert_eq!(stage.keys_of("leaky")["LEAK_TURNED"], canaries.after.value());

    // Proven by a second instance, which tells its keys in its own name.
    let prove = ["keys", "test", &names.of("PLAIN")];
    let target = json!({"kind": "mcp", "server": "leaky"});
    stage.ask(host, "PUT", &format!("/keys/{}", names.of("PLAIN")), &target);
    assert_eq!(stage.said(&prove)["last_test"]["outcome"], "works");

    // It dies with its keys on its lips, and comes up again.
    let first = stage.said(&["servers", "show", "leaky"])["instance"].clone();
    stage.tried(&["call", "leaky", "die"]);
    wait_until(2 * DEADLINE, "another instance is up", || {
        let now = stage.said(&["servers", "show", "leaky"]);
        now["state"] == "up" && now["instance"] != first
    });
}

/// Follows a log until it is killed; what it says is a file in the home, and is searched there.
fn follow(stage: &Stage, id: &str) -> Child {
    let to = fs::File::create(stage.home.path().join("followed")).unwrap();
    let args = ["--json", "servers", "logs", id, "--follow", "-n", "5000"];
    let follower = stage.mcpctl.command(args).stdout(to).spawn().unwrap();
    let followed = || fs::read_to_string(stage.home.path().join("followed")).unwrap();
    wait_until(DEADLINE, "the log is followed", || followed().contains(MASK));
    stage.said(&["call", id, "shout"]);
    follower
}

/// Keys in a header and in an address: told to the server, and to nobody when it refuses, fails
/// or is gone.
fn remote_servers(stage: &Stage, host: &Host, canaries: &Canaries, names: &Names) {
    stage.set(&names.of("BEARER"), &canaries.bearer, &[]);
    stage.set(&names.of("QUERY"), &canaries.query, &[]);
    let mut remote = FakeHttp::start(Flavour::Streamable);
    let url = format!("{}?api_key={}", remote.url(), names.refer("QUERY"));
    let header = format!("Authorization=Bearer {}", names.refer("BEARER"));
    let add = ["servers", "add", "bearer", "--url", &url, "--header", &header];
    let _ = stage.mcpctl(&add, b"").succeeded();
    assert_eq!(stage.said(&["servers", "start", "bearer"])["state"], "up");
    let trap = Trap::new([&canaries.bearer, &canaries.query]);
    let seen = remote.seen();
    let arrived = trap.search(format!("{seen:?}").as_bytes(), "");
    assert_eq!(arrived.all().len(), 2, "both reach the server: {arrived}");

    for status in [401, 403, 500] {
        remote.fail(Fault::Repeats(status));
        stage.tried(&["call", "bearer", "echo"]);
        stage.said(&["servers", "stop", "bearer"]);
        stage.said(&["servers", "start", "bearer", "--no-wait"]);
        wait_until(DEADLINE, "it is refused", || {
            !stage.said(&["servers", "show", "bearer"])["last_error"].is_null()
        });
        stage.ask_around(host, &["bearer"]);
    }
    remote.stop();
    stage.said(&["servers", "stop", "bearer"]);
    stage.said(&["servers", "start", "bearer", "--no-wait"]);
    wait_until(DEADLINE, "it is gone", || {
        stage.said(&["servers", "show", "bearer"])["last_error"]["code"] == "unreachable"
    });
    stage.ask_around(host, &["bearer"]);
    stage.said(&["servers", "stop", "bearer"]);
}

/// A provider that refuses a key and says which.
fn providers_that_repeat(stage: &Stage, host: &Host, canaries: &Canaries, names: &Names) {
    let provider = Provider::start();
    let says = |canary: &Canary| {
        let value = canary.value();
        let text = format!("No such key: {value} ({value}) Bearer {value}");
        let body = json!({"error": {"message": text, "code": value, "param": {"key": value}}});
        let answer = Answer::json(401, body.to_string());
        provider.behave(Behaviour::Says(answer.with("www-authenticate", &text)));
    };
    let name = names.of("ECHOED");
    says(&canaries.echoed);
    for (kind, service) in [
        ("http", Service::Endpoint),
        ("openai", Service::Openai),
        ("github", Service::Github),
        ("cloudflare", Service::Cloudflare),
        ("openai-compatible", Service::Compatible),
    ] {
        let base = provider.base_url(service);
        let target = ["--kind", kind, "--base-url", &base];
        stage.set(&name, &canaries.echoed, &target);
        let refused = stage.refused(&["keys", "test", &name], b"");
        assert_explained(&refused, "unauthorized");
        let listed = stage.said(&["keys", "list"]);
        let key = listed["keys"].as_array().unwrap().iter().find(|key| key["name"] == *name);
        assert_eq!(key.unwrap()["last_test"]["outcome"], "refused", "{kind}: {listed:#}");
    }
    says(&canaries.tried);
    let target = json!({"kind": "http", "base_url": provider.base_url(Service::Endpoint)});
    let value = canaries.tried.value();
    let request = json!({"name": names.of("TRIED"), "target": target, "value": value});
    let tried = stage.ask(host, "POST", "/keys/try", &request);
    assert_eq!(tried["outcome"], "refused", "{tried:#}");
    let arrived = Trap::new([&canaries.tried]);
    let arrived = arrived.search(format!("{:?}", provider.seen()).as_bytes(), "");
    assert!(!arrived.is_empty(), "it was sent to the provider");
}

/// Secrets that stood in plain text: in a file of variables, and in a server's own environment.
fn what_is_brought_along(stage: &Stage, host: &Host, canaries: &Canaries, names: &Names) {
    let folder = stage.home.home_dir().join(".mcp");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(".env");
    let name = names.of("IMPORTED");
    fs::write(&file, format!("export {name}=\"{}\"\n", canaries.imported.value())).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let open = stage.refused(&["keys", "import"], b"");
    assert!(open["hint"].as_str().unwrap().contains("chmod 600"), "{open:#}");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let preview = stage.said(&["keys", "import", "--dry-run"]);
    assert_eq!(preview["found"][0]["name"], *name, "{preview:#}");
    let report = stage.mcpctl(&["--json", "keys", "import", "--all"], b"").succeeded().json();
    assert_eq!(report["stored"], json!([name]), "{report:#}");
    assert_eq!(secret_tool(&name), canaries.imported.value());
    // It is the person's to remove, and the person does.
    fs::remove_file(&file).unwrap();

    let (python, leaky) = stage.leaky();
    let value = canaries.moved.value();
    let token = names.of("LEAK_TOKEN");
    let env = json!([{"name": "LEAK_TOKEN", "value": value}]);
    let server = json!({"name": "moved", "command": python, "args": [leaky, "moved"], "env": env});
    stage.ask(host, "POST", "/servers", &server);
    stage.ask_around(host, &["moved"]);
    let source = json!({"kind": "servers"});
    let preview = stage.ask(host, "POST", "/keys/import/preview", &source);
    let found = preview["found"].as_array().unwrap();
    let found = found.iter().find(|found| found["server"] == "moved").expect("it is found");
    let choices = json!([{"id": found["id"], "name": token}]);
    let request = json!({"source": source, "choices": choices});
    let report = stage.ask(host, "POST", "/keys/import", &request);
    assert_eq!(report["replaced_in"], json!(["moved"]), "{report:#}");
    assert_eq!(report["still_in"], json!([]), "no file has it any more: {report:#}");
    assert_eq!(stage.said(&["servers", "start", "moved"])["state"], "up");
    assert_eq!(
        stage.keys_of("moved")["LEAK_TOKEN"],
        value,
        "it is given to the server all the same"
    );
}

/// What is not taken is not repeated, and what is removed is gone.
fn what_is_refused(stage: &Stage, host: &Host, canaries: &Canaries, names: &Names) {
    let name = names.of("REFUSED");
    let refused = stage.refused(&["keys", "set", &name], canaries.long.value().as_bytes());
    assert_eq!((&refused["code"], &refused["field"]), (&json!("invalid_input"), &json!("value")));
    let value = canaries.malformed.value();
    let not_text = [b"\xff\xfe", value.as_bytes()].concat();
    let refused = stage.refused(&["keys", "set", &name], &not_text);
    assert_eq!(refused["code"], "invalid_input", "{refused:#}");
    let path = format!("/keys/{name}/value");
    for (method, path, body) in [
        ("POST", "/keys", format!("{{\"name\": \"{name}\", \"value\": \"{value}")),
        ("POST", "/keys", json!({"name": {"value": value}}).to_string()),
        ("POST", "/keys", json!({"name": name, "value": [value]}).to_string()),
        ("POST", "/keys", json!({"name": value, "value": value, value: 1}).to_string()),
        (
            "POST",
            "/keys",
            json!({"name": name, "value": value, "target": {"kind": value}}).to_string(),
        ),
        ("POST", "/keys", json!({"name": name, "value": value, "target": value}).to_string()),
        ("POST", "/keys/try", json!({"name": name, "value": value}).to_string()),
        ("PUT", &path, value.to_owned()),
        ("POST", "/vault/unlock", json!({"passphrase": {"is": value}}).to_string()),
        ("PUT", "/vault", json!({"kind": value}).to_string()),
    ] {
        let (status, answer) = stage.http(host, method, path, body.as_bytes());
        assert!((400..500).contains(&status), "{method} {path}: {status} {answer:#}");
    }
    let list = stage.said(&["keys", "list"]);
    assert!(!list.to_string().contains(&name), "nothing of that was stored: {list:#}");

    let gone = names.of("REMOVED");
    stage.set(&gone, &canaries.removed, &[]);
    assert_eq!(secret_tool(&gone), canaries.removed.value());
    let _ = stage.mcpctl(&["keys", "remove", &gone], b"").succeeded();
    assert_eq!(secret_tool(&gone), "", "the keychain does not have it any more");
    let used = stage.refused(&["keys", "remove", &names.of("PLAIN")], b"");
    assert_explained(&used, "key_in_use");
}

/// A proxy's password is a key like any other.
fn a_proxy_with_a_password(stage: &Stage, host: &Host, canaries: &Canaries, names: &Names) {
    stage.set(&names.of("PROXY"), &canaries.proxy, &[]);
    stage.set(&names.of("PROXY_USER"), &canaries.proxy_user, &[]);
    let proxy = FakeProxy::start_with_login("somebody:else");
    let login = format!("{}:{}", names.refer("PROXY_USER"), names.refer("PROXY"));
    let url = proxy.url_with(&login);
    stage.ask(host, "PUT", "/network", &json!({"proxy": url}));
    let echoed = names.of("ECHOED");
    let target = ["--kind", "http", "--base-url", "http://provider.example/things"];
    stage.set(&echoed, &canaries.echoed, &target);
    stage.said(&["keys", "test", &echoed]);
    stage.ask_around(host, &[]);
    let login = proxy.seen().into_iter().find_map(|request| request.login);
    let sent = format!("{}:{}", canaries.proxy_user.value(), canaries.proxy.value());
    assert_eq!(login, Some(sent), "the proxy was asked");
    stage.ask(host, "PUT", "/network", &json!({}));
}

/// From the keychain into an encrypted file, a host that is killed, and a vault that is locked
/// until the passphrase comes. The new host.
fn into_a_file_and_through_a_crash(
    stage: &Stage,
    host: Host,
    canaries: &Canaries,
    names: &Names,
) -> Host {
    let passphrase = canaries.passphrase.value();
    let vault = stage.mcpctl(&["--json", "keys", "vault", "file"], passphrase.as_bytes());
    let vault = vault.succeeded().json();
    assert_eq!((&vault["kind"], &vault["status"]), (&json!("file"), &json!("ready")), "{vault:#}");
    for what in ["PLAIN", "LINES", "AWKWARD", "TURNED", "BEARER", "QUERY", "IMPORTED", "PROXY"] {
        assert_eq!(secret_tool(&names.of(what)), "", "{what} was taken along, and is not left");
    }
    let file = stage.home.data_dir().join("keys.age");
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "only its owner may read it");
    stage.set(&names.of("IN_FILE"), &canaries.in_file, &[]);

    no_core_file(&host);
    host.kill9();
    let host = stage.mcpctl.serve();
    let waiting = await_state(&stage.mcpctl, "leaky", "failed");
    assert_explained(&waiting["last_error"], "keychain_locked");
    let wrong = canaries.wrong_passphrase.value().as_bytes();
    assert_explained(&stage.refused(&["keys", "unlock"], wrong), "keychain_denied");
    stage.ask_around(&host, &["leaky"]);
    let open = stage.mcpctl(&["--json", "keys", "unlock"], passphrase.as_bytes());
    assert_eq!(open.succeeded().json()["status"], "ready");
    await_state(&stage.mcpctl, "leaky", "up");
    assert_eq!(stage.keys_of("leaky")["LEAK_PLAIN"], canaries.plain.value());
    stage.said(&["call", "leaky", "shout"]);
    host
}

/// A core file would be the memory of the host, values and all. One byte is less than any core has,
/// and the one limit that counts for programs that take cores from the kernel too.
fn no_core_file(host: &Host) {
    let limits = fs::read_to_string(format!("/proc/{}/limits", host.pid())).unwrap();
    let core = limits.lines().find_map(|line| line.strip_prefix("Max core file size")).unwrap();
    let soft = core.split_whitespace().next();
    assert!(matches!(soft, Some("0" | "1")), "a crash leaves no core file: {core}");
}

/// What the session's keychain has under a name, in the words of a program that nobody here wrote.
fn secret_tool(name: &str) -> String {
    let mut tool = Command::new("secret-tool");
    tool.args(["lookup", "service", "mcp-console", "username", name]);
    run(tool, "", DEADLINE).stdout
}
