//! Keys in servers that misuse them: nothing that the console keeps or shows has a value in it.

use std::path::{Path, PathBuf};

use console_app::Wait;
use console_app::view::{AddKey, AddServer, CallEvent, RotateKey, UpdateServer};
use console_domain::{
    EnvVar, ErrorCode, Header, KeyKind, KeyTarget, KeyTest, KeyTestOutcome, SecretValue,
};
use console_testkit::{FakeHttp, Fault, Flavour, fake_mcp};
use serde_json::json;
use serde_json::value::RawValue;

use super::house::{DEADLINE, House, failure, text, tool};

/// A value that nothing else looks like, with characters that are written differently in JSON.
const VALUE: &str = "canary/51\"e7\\é-token";
/// What no file and no answer may hold.
const PART: &str = "canary/51";

fn secret(value: &str) -> SecretValue {
    SecretValue::new(value.to_owned())
}

async fn add_key(house: &House, name: &str, value: &str) {
    let target = KeyTarget::default();
    let request = AddKey { name: name.into(), target, value: secret(value) };
    house.console.add_key(request).await.expect("added");
}

/// A fake server with a key in its variable `T`.
fn fake(args: &[&str]) -> AddServer {
    AddServer {
        name: "fake".into(),
        command: fake_mcp().to_str().map(str::to_owned),
        args: args.iter().map(ToString::to_string).collect(),
        env: vec![EnvVar { name: "T".into(), value: "${secret:TOKEN}".into() }],
        ..AddServer::default()
    }
}

async fn start(house: &House, server: AddServer) {
    let id = house.console.add_server(server).await.expect("added").id;
    house.console.start_server(id.as_str(), Wait::Until(DEADLINE)).await.expect("up");
}

async fn restart_needed(house: &House) -> bool {
    let list = house.console.list_servers().await.expect("listed");
    let shown = house.console.show_server("fake").await.expect("shown").view.restart_needed;
    assert_eq!(list[0].restart_needed, shown, "list and page agree");
    shown
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        match entry.path() {
            path if path.is_dir() => found.extend(files(&path)),
            path => found.push(path),
        }
    }
    found
}

#[tokio::test]
async fn what_a_server_says_of_its_key_is_masked_in_all_that_is_kept_or_shown() {
    let house = House::new().await;
    add_key(&house, "TOKEN", VALUE).await;
    start(&house, fake(&["--leak", "T"])).await;
    let console = &house.console;
    let mut shown = Vec::new();

    let asked = tool("env", json!({"name": "T", "typed": VALUE}));
    let answered = house.call("fake", asked).await;
    assert_eq!(text(&answered), "••••••", "it has nothing but the value in it");
    let mut leak = house.begin("fake", tool("leak", json!({"name": "T"}))).await;
    let mut progress = 0;
    while let Some(event) = leak.next().await {
        progress += usize::from(matches!(event, CallEvent::Progress { .. }));
        shown.push(format!("{event:?}"));
    }
    assert_eq!(progress, 1, "it was told");
    let failed = leak.ended().await;
    assert_eq!(failure(&failed).code, ErrorCode::ServerError);
    assert!(failure(&failed).message.contains("log in with ••••••"), "{failed:?}");
    shown.push(format!("{answered:?} {failed:?} {:?}", console.calls("fake").expect("calls")));

    let saved = console.save_call(&answered.id).await.expect("saved");
    assert!(std::fs::read_to_string(&saved.path).expect("there").contains("••••••"));
    console.export_server_log("fake").await.expect("saved");
    let log = console.server_log("fake", 1_000).await.expect("a log").lines;
    for stream in ["Stderr", "Stdout", "Protocol"] {
        let masked = |line: &&console_domain::LogLine| line.text.contains("••••••");
        let mut of_stream = log.iter().filter(|line| format!("{:?}", line.stream) == stream);
        assert!(of_stream.any(|line| masked(&line)), "{stream}: {log:?}");
    }
    let catalog = console.catalog("fake").expect("a catalog");
    let page = console.show_server("fake").await.expect("shown");
    let keys = console.list_keys().await.expect("keys");
    shown.push(format!("{log:?} {catalog:?} {page:?} {keys:?}"));
    for shown in &shown {
        assert!(!shown.contains(PART) && !shown.contains("51\\"), "{shown}");
    }

    // A program that calls gets what the server sent.
    let arguments = RawValue::from_string(json!({"name": "T"}).to_string()).expect("JSON");
    let result = console.call_tool("fake", "env", arguments.clone(), None).await.expect("called");
    assert_eq!(result.result["content"][0]["text"], VALUE);
    let problem = console.call_tool("fake", "leak", arguments, None).await.expect_err("it fails");
    assert!(!format!("{problem:?}").contains(PART), "but the console's own words hold nothing");

    console.shutdown().await;
    let all = files(house.folder.path());
    assert!(all.len() > 4, "{all:?}");
    for file in all {
        let bytes = std::fs::read(&file).expect("readable");
        assert!(!String::from_utf8_lossy(&bytes).contains(PART), "{}", file.display());
    }
}

#[tokio::test]
async fn a_server_needs_a_restart_when_its_key_was_changed() {
    let house = House::new().await;
    add_key(&house, "TOKEN", "the first value").await;
    add_key(&house, "UNUSED", "whatever it is").await;
    start(&house, fake(&[])).await;
    let console = &house.console;
    let rotate = async |name: &str, value: &str| {
        let request = RotateKey { name: name.into(), value: secret(value) };
        console.rotate_key(request).await.expect("rotated");
    };
    assert!(!restart_needed(&house).await);
    rotate("UNUSED", "something else").await;
    assert!(!restart_needed(&house).await, "it does not use that one");
    rotate("TOKEN", "the second value").await;
    assert!(restart_needed(&house).await);
    console.restart_server("fake", Wait::Until(DEADLINE)).await.expect("up");
    assert!(!restart_needed(&house).await);
    let arguments = RawValue::from_string(json!({"name": "T"}).to_string()).expect("JSON");
    let result = console.call_tool("fake", "env", arguments, None).await.expect("called");
    assert_eq!(result.result["content"][0]["text"], "the second value");
    house.leave().await;
}

#[tokio::test]
async fn a_key_that_is_missing_is_a_caution_and_one_that_is_exposed_a_problem() {
    let house = House::new().await;
    let console = &house.console;
    let checked = console.check_server(fake(&[]), None).await.expect("checked");
    assert_eq!((checked.problems.len(), checked.cautions.len()), (0, 1), "{checked:?}");
    let caution = &checked.cautions[0];
    assert_eq!(caution.code, ErrorCode::KeyMissing);
    assert_eq!(caution.field.as_deref(), Some("env.T"));
    add_key(&house, "TOKEN", VALUE).await;
    let checked = console.check_server(fake(&[]), None).await.expect("checked");
    assert_eq!((checked.problems.len(), checked.cautions.len()), (0, 0), "{checked:?}");

    let exposed = || fake(&["-v", "--token=${T}"]);
    let checked = console.check_server(exposed(), None).await.expect("checked");
    let fields = |found: &[console_domain::Problem]| {
        found.iter().filter_map(|p| p.field.clone()).collect::<Vec<_>>()
    };
    assert_eq!(fields(&checked.problems), ["args[1]"], "{checked:?}");
    assert_eq!(checked.cautions, []);
    let refused = console.add_server(exposed()).await.expect_err("refused");
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (ErrorCode::InvalidInput, Some("args[1]"))
    );
    console.add_server(fake(&[])).await.expect("added");
    let change = UpdateServer { id: "fake".into(), server: exposed() };
    assert_eq!(console.update_server(change).await.expect_err("refused"), refused);
    house.leave().await;
}

/// How the test of `value` for a key `TOKEN` that opens `server` ends.
async fn proof(house: &House, server: &str, value: &str) -> KeyTest {
    let target = KeyTarget {
        kind: KeyKind::Mcp,
        server: Some(server.parse().expect("an id")),
        ..KeyTarget::default()
    };
    let request = AddKey { name: "TOKEN".into(), target, value: secret(value) };
    house.console.try_key(request).await.expect("tested")
}

#[tokio::test]
async fn a_key_is_proven_by_the_handshake_of_a_remote_server() {
    let house = House::new().await;
    add_key(&house, "TENANT", "tenant-7").await;
    let mut http = FakeHttp::start(Flavour::Streamable);
    let bearer = Header { name: "Authorization".into(), value: "Bearer ${secret:TOKEN}".into() };
    let tenant = Header { name: "X-Tenant".into(), value: "${secret:TENANT}".into() };
    let server = AddServer {
        name: "remote".into(),
        url: Some(http.url()),
        headers: vec![bearer, tenant],
        ..AddServer::default()
    };
    house.console.add_server(server).await.expect("added");

    let works = proof(&house, "remote", "the-typed-value").await;
    assert_eq!((works.outcome, works.reason), (KeyTestOutcome::Works, None));
    assert!(works.account.is_some_and(|account| !account.is_empty()));
    assert!(works.latency_ms.is_some() && works.permissions[0].starts_with("tools: "));
    let listed = http.seen_of("tools/list");
    assert_eq!(listed[0].header("authorization"), Some("Bearer the-typed-value"));
    assert_eq!(
        listed[0].header("x-tenant"),
        Some("tenant-7"),
        "the other keys are the stored ones"
    );
    assert_eq!(http.sessions(), 0, "it was closed");

    http.fail(Fault::Unauthorized);
    let refused = proof(&house, "remote", "the-typed-value").await;
    assert_eq!((refused.outcome, refused.http_status), (KeyTestOutcome::Refused, Some(401)));
    assert!(!refused.reason.expect("why").contains("the-typed-value"));
    http.heal();
    http.fail(Fault::Status(500));
    assert_eq!(proof(&house, "remote", "the-typed-value").await.outcome, KeyTestOutcome::Unclear);
    http.stop();
    let away = proof(&house, "remote", "the-typed-value").await;
    assert_eq!(away.outcome, KeyTestOutcome::Unreachable, "{away:?}");
    let page = house.console.show_server("remote").await.expect("shown");
    assert!(page.history.is_empty() && page.view.last_error.is_none(), "nothing is remembered");
    house.leave().await;
}

#[tokio::test]
async fn a_key_is_proven_by_an_instance_beside_the_one_that_runs() {
    let house = House::new().await;
    add_key(&house, "TOKEN", "the stored value").await;
    start(&house, fake(&[])).await;
    let before = house.console.show_server("fake").await.expect("shown");
    let works = proof(&house, "fake", "the typed value").await;
    assert_eq!(works.outcome, KeyTestOutcome::Works, "{works:?}");
    let after = house.console.show_server("fake").await.expect("shown");
    assert_eq!((after.view.pid, after.view.instance), (before.view.pid, before.view.instance));
    assert_eq!(after.history.len(), before.history.len());
    let arguments = RawValue::from_string(json!({"name": "T"}).to_string()).expect("JSON");
    let result = house.console.call_tool("fake", "env", arguments, None).await.expect("called");
    assert_eq!(result.result["content"][0]["text"], "the stored value", "it goes on undisturbed");

    let dies = fake(&["--mode", "exit-at-once", "--stderr", "the token is bad"]);
    house.console.add_server(AddServer { name: "dies".into(), ..dies }).await.expect("added");
    let unclear = proof(&house, "dies", "the typed value").await;
    assert_eq!(unclear.outcome, KeyTestOutcome::Unclear);
    assert!(unclear.reason.expect("why").ends_with("the token is bad"));

    let keyless = AddServer { name: "keyless".into(), env: Vec::new(), ..fake(&[]) };
    house.console.add_server(keyless).await.expect("added");
    let unclear = proof(&house, "keyless", "the typed value").await;
    assert_eq!(unclear.outcome, KeyTestOutcome::Unclear);
    assert!(unclear.reason.expect("why").contains("does not refer"));

    let text = json!({"mcpServers": {"strange": {"command": "/bin/false", "env": {"T": "${secret:TOKEN}"}}}});
    house.console.import_servers(&text.to_string()).await.expect("imported");
    let unclear = proof(&house, "strange", "the typed value").await;
    assert!(unclear.reason.expect("why").contains("not approved"), "import is no consent");
    house.leave().await;
}
