//! The console in the system: login, hidden start, command-line tool, doctor, saved files, the
//! place of the window, and a desktop that lacks this and that.

use std::fs;
use std::path::PathBuf;

use console_testkit::dbus::{
    Keychain, MuteNotificationDaemon, NotificationDaemon, SecretService, ShownFiles,
    StatusNotifierWatcher,
};
use console_testkit::{By, Desk, DesktopApp, Geometry, LONG, proc, wait_until_async};
use serde_json::{Value, json};

async fn ask(app: &DesktopApp, command: &str, arguments: Value) -> Value {
    let answer = app.invoke(command, arguments).await;
    answer.unwrap_or_else(|problem| panic!("{command}: {problem:#}"))
}

fn check<'a>(report: &'a Value, id: &str) -> &'a Value {
    let checks = report["checks"].as_array().expect("checks");
    let found = checks.iter().find(|check| check["id"] == id);
    found.unwrap_or_else(|| panic!("there is a check {id}: {report:#}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn it_starts_at_login_by_choice_hidden_in_the_tray() {
    let desk = Desk::new();
    let tray = StatusNotifierWatcher::start(desk.bus.address()).await;
    let app = desk.open().await;
    let entry = desk.home.home_dir().join(".config/autostart/mcp-console.desktop");
    let state = ask(&app, "desktop_state", json!({})).await;
    assert_eq!((&state["start_at_login"], &state["tray"]), (&json!(false), &json!(true)));

    let state = ask(&app, "desktop_start_at_login", json!({ "start": true })).await;
    assert_eq!(state["start_at_login"], true);
    let written = fs::read_to_string(&entry).unwrap();
    let exec = written.lines().find_map(|line| line.strip_prefix("Exec=")).unwrap();
    let program = console_testkit::binary("mcp-console").canonicalize().unwrap();
    let (named, arguments) = exec.split_once(' ').unwrap();
    assert_eq!(PathBuf::from(named).canonicalize().unwrap(), program, "{written}");
    assert_eq!(arguments, "--hidden", "{written}");

    let state = ask(&app, "desktop_start_at_login", json!({ "start": false })).await;
    assert_eq!(state["start_at_login"], false);
    assert!(!entry.exists(), "nothing is left of it");
    app.terminate(LONG).await;

    // What the entry does: there, in the tray, and not on the screen until it is asked for.
    let app = DesktopApp::launch(&desk.home, desk.launch().arg("--hidden")).await;
    let item = tray.item(LONG).await;
    app.wait_for(By::test_id("add-server")).await;
    assert!(!app.is_shown(), "the page is drawn and stays hidden");
    item.click(&["Open console"]).await;
    app.wait_until_shown().await;
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_start_without_a_tray_shows_the_window() {
    let desk = Desk::new();
    let app = DesktopApp::launch(&desk.home, desk.launch().arg("--hidden")).await;
    app.wait_until_shown().await;
    let state = ask(&app, "desktop_state", json!({})).await;
    assert_eq!(state["tray"], false);
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_tool_is_put_on_the_path_and_taken_away() {
    let desk = Desk::new();
    // A login shell that knows the tools of the test, and ~/.local/bin, and no mcpctl.
    let profile = desk.home.home_dir().join(".profile");
    fs::write(&profile, "export PATH=\"$HOME/.local/bin:/usr/bin:/bin\"\n").unwrap();
    let launch = desk.launch().env("PATH", "/usr/bin:/bin").env("SHELL", "/bin/sh");
    let app = DesktopApp::launch(&desk.home, launch).await;
    let place = desk.home.home_dir().join(".local/bin/mcpctl");
    let state = ask(&app, "desktop_state", json!({})).await;
    assert_eq!(state["cli"], json!({ "kind": "available" }), "{state:#}");

    let state = ask(&app, "desktop_install_cli", json!({})).await;
    let installed = json!({ "kind": "installed", "path": place, "ours": true });
    assert_eq!(state["cli"], installed, "{}", app.output());
    let said = std::process::Command::new(&place).arg("--version").output().unwrap();
    assert!(String::from_utf8_lossy(&said.stdout).starts_with("mcpctl "), "{said:?}");

    // A shell that does not look there is told how it would.
    fs::write(&profile, "export PATH=/usr/bin:/bin\n").unwrap();
    let state = ask(&app, "desktop_state", json!({})).await;
    assert_eq!(state["cli"]["kind"], "off_path", "{state:#}");
    assert_eq!(state["cli"]["line"], "export PATH=\"$HOME/.local/bin:$PATH\"");

    let state = ask(&app, "desktop_uninstall_cli", json!({})).await;
    assert_eq!(state["cli"], json!({ "kind": "available" }));
    assert!(fs::symlink_metadata(&place).is_err(), "nothing is left of it");

    fs::write(&place, "somebody else's").unwrap();
    let problem = app.invoke("desktop_install_cli", json!({})).await.expect_err("it is taken");
    assert_eq!(problem["code"], "conflict", "{problem:#}");
    assert_eq!(fs::read_to_string(&place).unwrap(), "somebody else's");
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_looks_through_the_sidecar_and_mends_what_is_safe() {
    let desk = Desk::new();
    let _tray = StatusNotifierWatcher::start(desk.bus.address()).await;
    let _daemon = NotificationDaemon::start(desk.bus.address()).await;
    let _keychain = SecretService::start(desk.bus.address(), Keychain::Locked).await;
    let app = desk.open().await;
    let backups = desk.home.data_dir().join("backups");
    fs::remove_dir_all(&backups).unwrap();

    let report = ask(&app, "doctor_run", json!({})).await;
    assert_eq!(report["source"], "sidecar", "mcpctl lies beside the app: {report:#}");
    for id in ["data_dir", "database", "disk", "endpoint", "port", "processes", "display"] {
        assert_eq!(check(&report, id)["status"], "ok", "{:#}", check(&report, id));
    }
    assert_eq!(check(&report, "tray")["status"], "ok");
    let daemon = &check(&report, "notifications")["message"];
    assert_eq!(daemon, "Notifications are shown by testkit 1.");
    assert_eq!(check(&report, "keychain")["message"], "The keychain is locked.");
    let folders = check(&report, "folders");
    assert_eq!((&folders["status"], &folders["fixable"]), (&json!("warn"), &json!(true)));

    let report = ask(&app, "doctor_fix", json!({ "check": "folders" })).await;
    assert_eq!(check(&report, "folders")["status"], "ok", "{report:#}");
    assert_eq!(report["fixed"].as_array().map(Vec::len), Some(1), "{report:#}");
    assert!(backups.is_dir());
    let problem = app.invoke("doctor_fix", json!({ "check": "runtime.docker" })).await;
    assert_eq!(problem.expect_err("nothing is installed")["code"], "not_found");
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_tells_a_bare_desktop_from_one_that_hangs() {
    let desk = Desk::new();
    let mcpctl = desk.mcpctl().env("DBUS_SESSION_BUS_ADDRESS", desk.bus.address().as_str());
    let report = mcpctl.json(["doctor"]);
    for id in ["tray", "notifications", "keychain"] {
        let check = check(&report, id);
        assert_eq!(check["status"], "warn", "{check:#}");
        assert!(check["fix"].is_string(), "it says what to do: {check:#}");
    }
    let _mute = MuteNotificationDaemon::start(desk.bus.address()).await;
    let _keychain = SecretService::start(desk.bus.address(), Keychain::Empty).await;
    let report = mcpctl.json(["doctor"]);
    let said = check(&report, "notifications")["message"].as_str().unwrap().to_owned();
    assert!(said.contains("did not answer within 2 s"), "{said}");
    let keychain = &check(&report, "keychain")["message"];
    assert_eq!(keychain, "The keychain has no default collection yet.");

    let nowhere = desk.mcpctl().env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus");
    let report = nowhere.json(["doctor"]);
    assert_eq!(check(&report, "session_bus")["status"], "warn", "{report:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_is_exported_whole_and_only_what_was_saved_is_revealed() {
    let desk = Desk::new();
    let files = ShownFiles::start(desk.bus.address()).await;
    let downloads = desk.home.home_dir().join("Downloads");
    fs::create_dir(&downloads).unwrap();
    // 12 MB: more than two files of 5 MB hold.
    desk.add_fake("chatty", &["--mode", "flood-stderr", "--mb", "12"]);
    let app = desk.open().await;
    let problem = app.invoke("logs_export", json!({ "id": "chatty" })).await;
    assert_eq!(problem.expect_err("nothing was logged")["code"], "not_found");
    desk.mcpctl().json(["servers", "start", "chatty"]);
    let rotated = desk.home.data_dir().join("logs/servers/chatty.log.2");
    wait_until_async(LONG, "the log was rotated twice", async || rotated.exists()).await;
    desk.mcpctl().json(["servers", "stop", "chatty"]);
    let current = desk.home.data_dir().join("logs/servers/chatty.log");
    wait_until_async(LONG, "the console's remark on its end is on disk", async || {
        fs::read_to_string(&current).is_ok_and(|text| text.contains(" console "))
    })
    .await;

    let saved = ask(&app, "logs_export", json!({ "id": "chatty" })).await;
    let path = PathBuf::from(saved["path"].as_str().unwrap());
    assert_eq!(path.parent(), Some(downloads.as_path()), "{saved:#}");
    let text = fs::read_to_string(&path).unwrap();
    let folder = desk.home.data_dir().join("logs/servers");
    let parts = ["chatty.log.2", "chatty.log.1", "chatty.log"];
    let whole: String = parts.map(|part| fs::read_to_string(folder.join(part)).unwrap()).concat();
    assert!(text == whole, "every line, oldest first: {} and {}", text.len(), whole.len());
    assert!(text.lines().all(|line| line.splitn(3, ' ').count() == 3), "instant, stream, text");

    ask(&app, "desktop_reveal", json!({ "path": path })).await;
    let shown = files.wait_for_first(LONG).await;
    assert_eq!(shown, format!("file://{}", path.canonicalize().unwrap().display()));
    let problem = app.invoke("desktop_reveal", json!({ "path": "/etc/passwd" })).await;
    assert_eq!(problem.expect_err("it was not saved here")["code"], "not_found");
    assert_eq!(files.shown().len(), 1);
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_opens_where_it_was() {
    let desk = Desk::new();
    let app = desk.open().await;
    app.wait_until_shown().await;
    let wanted = Geometry { x: 120, y: 90, width: 900, height: 640 };
    app.place(wanted);
    let size = |geometry: Geometry| (geometry.width, geometry.height);
    wait_until_async(LONG, "it is moved", async || size(app.geometry()) == size(wanted)).await;
    let was = app.geometry();
    app.terminate(LONG).await;

    let app = desk.open().await;
    app.wait_until_shown().await;
    wait_until_async(LONG, "it is where it was", async || app.geometry() == was).await;
    app.terminate(LONG).await;
}

/// A view that takes batch after batch for so many milliseconds, and what it got.
const FOLLOW: &str = r"
    const [id, ms, done] = arguments;
    const { invoke } = window.__TAURI_INTERNALS__;
    (async () => {
      const subscription = await invoke('servers_logs_follow', { id });
      const end = performance.now() + ms;
      const got = { lines: 0, batches: 0, first: 0, last: 0, ascending: true };
      while (performance.now() < end) {
        for (const { seq } of await invoke('logs_next', { subscription })) {
          got.ascending &&= seq > got.last;
          got.first ||= seq;
          got.last = seq;
          got.lines += 1;
        }
        got.batches += 1;
      }
      await invoke('logs_unfollow', { subscription });
      done(got);
    })();";

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_reaches_the_window_as_it_can_take_it_and_swells_nothing() {
    let desk = Desk::new();
    desk.add_fake("flood", &["--mode", "flood-stderr", "--lines-per-second", "50000"]);
    let app = desk.open().await;
    desk.mcpctl().json(["servers", "start", "flood"]);
    let follow =
        async |ms: u32| app.script_with_callback(FOLLOW, vec![json!("flood"), json!(ms)]).await;
    // The buffers fill, then nothing may grow any more.
    follow(2_000).await;
    let before = proc::memory(app.pid());
    let got = follow(8_000).await;
    let grown = proc::memory(app.pid()).saturating_sub(before);
    let number = |name: &str| got[name].as_u64().expect("a number");
    assert_eq!(got["ascending"], true, "no line comes twice: {got}");
    assert!(number("lines") > 8_000, "more than a thousand lines a second: {got}");
    assert!(number("last") - number("first") >= number("lines") - 1, "gaps can be told: {got}");
    assert!(grown < 32 * 1024 * 1024, "the app grew by {grown} bytes: {got}");
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bare_display_is_enough() {
    // No tray, no notifications, no keychain, no session bus at all, and no graphics card.
    let desk = Desk::new();
    let launch = desk
        .launch()
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
        .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
        .env("LIBGL_ALWAYS_SOFTWARE", "1");
    desk.add("broken", &["no-such-program"]);
    let app = DesktopApp::launch(&desk.home, launch).await;
    app.wait_for(By::test_id("server-row-broken")).await;
    desk.mcpctl().run(["servers", "start", "broken"]);
    app.wait_for_state("broken", "Failed").await;
    wait_until_async(LONG, "the notice is in the window", async || {
        let page = ask(&app, "notices_list", json!({})).await;
        page["notices"][0]["delivery"] == "unavailable"
    })
    .await;
    // Without a tray, closing the window is the end.
    app.close_window().await;
    app.wait_for_end(LONG).await;
}
