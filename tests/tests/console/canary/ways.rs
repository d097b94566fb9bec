//! The ways by which values come in, and what becomes of them there.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use console_testkit::{Answer, Behaviour, Canary, FakeProxy, Host, Provider, Service, Trap};
use serde_json::json;

use super::stage::{Stage, secret_tool};
use super::values::{Canaries, Names};
use crate::support::assert_explained;

/// A provider that refuses a key and says which.
pub(super) fn providers_that_repeat(
    stage: &Stage,
    host: &Host,
    canaries: &Canaries,
    names: &Names,
) {
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
pub(super) fn what_is_brought_along(
    stage: &Stage,
    host: &Host,
    canaries: &Canaries,
    names: &Names,
) {
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
pub(super) fn what_is_refused(stage: &Stage, host: &Host, canaries: &Canaries, names: &Names) {
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
pub(super) fn a_proxy_with_a_password(
    stage: &Stage,
    host: &Host,
    canaries: &Canaries,
    names: &Names,
) {
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
