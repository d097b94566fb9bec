//! The real window, driven through WebDriver: the console as a person meets it.
//!
//! Each test has a home and a session bus of its own, so that windows, trays and notifications of
//! tests that run beside it do not show through.

use std::path::{Path, PathBuf};
use std::process::Command;

use console_testkit::dbus::{Notification, NotificationDaemon, StatusNotifierWatcher};
use console_testkit::{By, Desk, DesktopApp, LONG, fake_mcp, proc, real_servers, wait_until_async};

use crate::LOOKS;

fn fake(args: &[&str]) -> Vec<String> {
    let words = std::iter::once(fake_mcp().display().to_string());
    words.chain(args.iter().map(ToString::to_string)).collect()
}

/// Adds a server by its dialog, as a person would.
async fn add_by_hand(app: &DesktopApp, name: &str, command: &str) {
    app.click(By::test_id("add-server")).await;
    app.fill(By::test_id("add-server-name"), name).await;
    app.fill(By::test_id("add-server-command"), command).await;
    app.click(By::test_id("add-server-submit")).await;
    app.click(By::test_id("consent-agree")).await;
    app.wait_for(By::test_id(&format!("server-row-{name}"))).await;
}

/// The source of axe.
pub(crate) fn axe() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(path).expect("npm packages are installed: run `make test`")
}

#[tokio::test(flavor = "multi_thread")]
async fn two_real_servers_live_a_whole_life_in_the_window() {
    let desk = Desk::new();
    let app = desk.open().await;
    // The first start: nothing is there, and the page says what to do.
    app.wait_for(By::test_id("add-server")).await;

    let servers = real_servers(&desk.home.work_dir());
    for name in ["time", "everything"] {
        let server = servers.iter().find(|server| server.name == name).unwrap();
        let program = server.program.display().to_string();
        let words: Vec<_> = std::iter::once(program).chain(server.args.clone()).collect();
        add_by_hand(&app, name, &words.join(" ")).await;
        assert_eq!(desk.state(name), "stopped", "a new server waits to be started");
        app.click(By::test_id(&format!("server-toggle-{name}"))).await;
        app.wait_for_state(name, "Up").await;
        assert_eq!(desk.state(name), "up", "the window and mcpctl agree");
        let tools = desk.mcpctl().json(["tools", "list", name]);
        let count = tools.as_array().unwrap().len().to_string();
        let row = By::test_id(&format!("server-row-{name}"));
        app.wait_for(By::text(&count).within(row)).await;
    }

    // Its log: what the server itself wrote to stderr.
    app.open_page("/servers/everything").await;
    app.click(By::test_id("server-tab-log")).await;
    let log = By::test_id("log-view");
    app.wait_for(By::text("Starting default (STDIO) server...").within(log)).await;
    app.open_page("/servers").await;

    let pid = desk.mcpctl().json(["servers", "show", "time"])["pid"].as_u64().unwrap();
    app.click(By::test_id("server-toggle-time")).await;
    app.wait_for_state("time", "Stopped").await;
    assert!(!proc::alive(u32::try_from(pid).unwrap()), "a stopped server has no process");

    app.click(By::test_id("server-menu-everything")).await;
    app.click(By::test_id("server-remove-everything")).await;
    app.wait_until_gone(By::test_id("server-row-everything")).await;
    app.click(By::test_id("toast-undo")).await;
    // It ran when it was removed, so the undo brings it back running.
    app.wait_for_state("everything", "Up").await;
    assert_eq!(desk.state("everything"), "up");
    app.terminate(LONG).await;
    assert_eq!(desk.servers(), [0; 0], "no server outlives the app");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_fails_says_why_and_can_be_started_again() {
    let desk = Desk::new();
    desk.add("broken", &["no-such-program", "--flag"]);
    let app = desk.open().await;
    app.click(By::test_id("server-toggle-broken")).await;
    app.wait_for_state("broken", "Failed").await;
    app.open_page("/servers/broken").await;
    let trouble = || By::test_id("trouble");
    app.wait_for(By::text("The command no-such-program was not found.").within(trouble())).await;
    app.wait_for(By::text("command_not_found").within(trouble())).await;
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_mcpctl_does_shows_in_the_window() {
    let desk = Desk::new();
    let app = desk.open().await;
    app.wait_for(By::test_id("add-server")).await;
    desk.add("fake", &fake(&["--mode", "ok"]));
    app.wait_for(By::test_id("server-row-fake")).await;
    desk.mcpctl().json(["servers", "start", "fake"]);
    app.wait_for_state("fake", "Up").await;
    // A crash shows too, and so does the recovery.
    let first = desk.mcpctl().json(["servers", "show", "fake"])["pid"].clone();
    let crashed = desk.mcpctl().run(["call", "fake", "crash"]);
    assert!(crashed.code != Some(0), "the call dies with its server");
    let row = By::test_id("server-row-fake");
    app.wait_for_within(LONG, By::text("Up").within(row)).await;
    wait_until_async(LONG, "another process serves", async || {
        let server = desk.mcpctl().json(["servers", "show", "fake"]);
        server["state"] == "up" && server["pid"] != first
    })
    .await;
    desk.mcpctl().json(["servers", "remove", "fake"]);
    app.wait_until_gone(By::test_id("server-row-fake")).await;
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_stops_every_server_before_the_app_is_gone() {
    let desk = Desk::new();
    let pids = desk.home.work_dir().join("pids").display().to_string();
    desk.add("parent", &fake(&["--mode", "grandchildren", "--pid-file", &pids]));
    for (id, mode) in [("plain", "ok"), ("stubborn", "ignore-term")] {
        desk.add(id, &fake(&["--mode", mode]));
    }
    let app = desk.open().await;
    for id in ["plain", "stubborn", "parent"] {
        desk.mcpctl().json(["servers", "start", id]);
    }
    app.terminate(LONG).await;
    assert_eq!(desk.servers(), [0; 0], "grandchildren and deaf servers included");
    assert!(!desk.home.data_dir().join("endpoint.json").exists(), "a clean end leaves no address");
    // What was up comes up with the next start.
    let app = desk.open().await;
    app.wait_for_state("plain", "Up").await;
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_shows_the_first_window() {
    let desk = Desk::new();
    let watcher = StatusNotifierWatcher::start(desk.bus.address()).await;
    let notifications = NotificationDaemon::start(desk.bus.address()).await;
    let app = desk.open().await;
    let tray = watcher.item(LONG).await;
    app.wait_for(By::test_id("add-server")).await;

    // Closed to the tray: the process lives on, and it is said once where it is.
    close_window(&app).await;
    let said = |shown: &Notification| shown.body.contains("tray");
    notifications.wait_for(LONG, "it is said where the console is", said).await;
    wait_until_async(LONG, "the window is hidden", async || !has_visible_window(app.pid())).await;
    assert!(app.is_running() && tray.is_there().await);

    let mut second = Command::new(console_testkit::binary("mcp-console"))
        .envs(desk.home.env())
        .env("DBUS_SESSION_BUS_ADDRESS", desk.bus.address().as_str())
        .spawn()
        .unwrap();
    wait_until_async(LONG, "the second start ends", async || second.try_wait().unwrap().is_some())
        .await;
    assert!(second.wait().unwrap().success(), "focusing the first window is success");
    wait_until_async(LONG, "the first window is back", async || has_visible_window(app.pid()))
        .await;
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_tray_a_closed_window_ends_the_app() {
    let desk = Desk::new();
    let app = desk.open().await;
    app.wait_for(By::test_id("add-server")).await;
    close_window(&app).await;
    app.wait_for_end(LONG).await;
    assert_eq!(desk.servers(), [0; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desktop_takes_over_from_a_headless_host() {
    let desk = Desk::new();
    let host = desk.mcpctl().serve();
    desk.add("fake", &fake(&["--mode", "ok"]));
    desk.mcpctl().json(["servers", "start", "fake"]);
    let old = desk.mcpctl().json(["servers", "show", "fake"])["pid"].as_u64().unwrap();
    let headless = host.pid();

    let app = desk.open().await;
    app.wait_for_state("fake", "Up").await;
    assert!(!proc::alive(headless), "the headless host has stopped");
    assert!(!proc::alive(u32::try_from(old).unwrap()), "and so has its server");
    let new = desk.mcpctl().json(["servers", "show", "fake"])["pid"].as_u64().unwrap();
    assert_ne!(old, new);
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_database_is_explained_in_the_window() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.home.data_dir()).unwrap();
    let database = desk.home.data_dir().join("console.db");
    std::fs::write(&database, b"this was never a database").unwrap();
    let app = desk.open().await;
    let page = app.text(By::test_id("startup-failed")).await;
    assert!(page.contains("is damaged"), "{page}");
    assert!(page.contains("database_damaged"), "{page}");
    assert_eq!(std::fs::read(&database).unwrap(), b"this was never a database");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_accessible_in_both_themes_languages_and_widths() {
    let desk = Desk::new();
    desk.add("fake", &fake(&["--mode", "ok"]));
    desk.add("broken", &["no-such-program"]);
    let app = desk.open().await;
    for id in ["fake", "broken"] {
        app.click(By::test_id(&format!("server-toggle-{id}"))).await;
    }
    app.wait_for_state("fake", "Up").await;
    app.wait_for_state("broken", "Failed").await;
    let shots = screenshots();
    let axe = axe();
    for (language, theme) in LOOKS {
        app.open_page("/settings").await;
        app.choose("theme-select", theme).await;
        app.choose("language-select", language).await;
        for (width, height) in [(1280, 800), (480, 800)] {
            app.resize(width, height).await;
            for (page, route, part) in [
                ("servers", "/servers", "server-row-fake"),
                ("server", "/servers/broken", "trouble"),
                ("settings", "/settings", "theme-select"),
            ] {
                app.open_page(route).await;
                app.wait_for(By::test_id(part)).await;
                let found = app.axe(&axe).await;
                assert!(found.is_empty(), "{page} {theme} {language} {width}: {found:#?}");
                if let Some(folder) = &shots {
                    let name = format!("{page}-{width}-{theme}-{language}.png");
                    app.screenshot(&folder.join(name)).await;
                }
            }
        }
    }
    app.terminate(LONG).await;
}

/// Where screenshots are wanted: the folder that `CONSOLE_SCREENSHOTS` names.
fn screenshots() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("CONSOLE_SCREENSHOTS")?);
    std::fs::create_dir_all(&folder).unwrap();
    Some(folder)
}

/// The button of the window's frame, as the window manager sends it.
async fn close_window(app: &DesktopApp) {
    wait_until_async(LONG, "the window is shown", async || has_visible_window(app.pid())).await;
    for window in visible_windows(app.pid()) {
        let closed = Command::new("wmctrl").args(["-i", "-c", &window]).status().unwrap();
        assert!(closed.success(), "the window manager is asked to close it");
    }
}

fn has_visible_window(pid: u32) -> bool {
    !visible_windows(pid).is_empty()
}

fn visible_windows(pid: u32) -> Vec<String> {
    let pid = pid.to_string();
    let found = Command::new("xdotool")
        .args(["search", "--all", "--onlyvisible", "--pid", &pid, "--name", "MCP Console"])
        .output()
        .unwrap();
    String::from_utf8(found.stdout).unwrap().lines().map(str::to_owned).collect()
}
