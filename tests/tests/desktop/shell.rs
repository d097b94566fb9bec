//! The shell of the window: first steps, command palette, shortcuts, notifications, doctor and
//! settings, with the keyboard where the keyboard suffices.

use std::path::{Path, PathBuf};

use console_testkit::dbus::NotificationDaemon;
use console_testkit::{By, Desk, DesktopApp, LONG, wait_until_async};

use crate::LOOKS;

/// How often Tab is pressed in vain before something cannot be reached with it.
const MAX_TABS: usize = 40;

/// Moves the focus to an element with Tab alone.
async fn tab_to(app: &DesktopApp, test_id: &str) {
    for _ in 0..MAX_TABS {
        app.press("Tab").await;
        let focused = "return document.activeElement?.dataset?.testid ?? null;";
        if app.script(focused, vec![]).await == test_id {
            return;
        }
    }
    panic!("{test_id} is not reached with Tab");
}

/// Runs a command of the palette by what is typed into it.
async fn run_command(app: &DesktopApp, query: &str) {
    app.press("Control+k").await;
    app.wait_for(By::test_id("palette-input")).await;
    app.type_text(query).await;
    app.wait_for(By::css("[data-testid=palette] [role=option][aria-selected=true]")).await;
    app.press("Enter").await;
    app.wait_until_gone(By::test_id("palette")).await;
}

/// Closes what lies above the page. A layer listens a moment after it is drawn, so that a key that
/// is pressed at once can come too early.
async fn close(app: &DesktopApp, layer: By) {
    wait_until_async(LONG, &format!("{layer:?} closes"), async || {
        app.press("Escape").await;
        !app.sees(layer.clone()).await
    })
    .await;
}

/// Waits until the window is at an address.
async fn wait_for_path(app: &DesktopApp, path: &str) {
    wait_until_async(LONG, &format!("the window is at {path}"), async || {
        app.script("return location.hash;", vec![]).await == format!("#{path}")
    })
    .await;
}

async fn theme(app: &DesktopApp) -> String {
    let theme = app.script("return document.documentElement.dataset.theme;", vec![]).await;
    theme.as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_steps_open_once_and_settings_survive_a_restart() {
    let desk = Desk::new();
    let app = DesktopApp::launch(&desk.home, desk.launch().with_welcome()).await;
    app.wait_for(By::role("heading", "Welcome to MCP Console")).await;
    wait_for_path(&app, "/welcome").await;
    tab_to(&app, "welcome-next").await;
    app.press("Enter").await;
    app.wait_for(By::role("heading", "Keep it at hand")).await;
    tab_to(&app, "welcome-next").await;
    app.press("Enter").await;
    app.wait_for(By::role("heading", "You are ready")).await;
    tab_to(&app, "welcome-done").await;
    app.press("Enter").await;
    app.wait_for(By::test_id("add-server")).await;

    run_command(&app, "use the dark theme").await;
    wait_until_async(LONG, "the window is dark", async || theme(&app).await == "dark").await;
    run_command(&app, "compact rows").await;
    app.open_page("/settings").await;
    app.wait_for(By::text("Compact").within(By::test_id("density-select"))).await;
    run_command(&app, "falar português").await;
    app.wait_for(By::role("heading", "Configurações")).await;
    app.terminate(LONG).await;

    let app = DesktopApp::launch(&desk.home, desk.launch().with_welcome()).await;
    app.wait_for(By::role("heading", "Servidores")).await;
    assert!(!app.sees(By::test_id("welcome")).await, "the first steps were done");
    assert_eq!(theme(&app).await, "dark");
    let density = "return document.documentElement.dataset.density;";
    assert_eq!(app.script(density, vec![]).await, "compact");
    assert_eq!(app.script("return document.documentElement.lang;", vec![]).await, "pt-BR");
    // They can be opened again, and skipped.
    app.open_page("/settings").await;
    app.click(By::test_id("open-welcome")).await;
    app.wait_for(By::test_id("welcome")).await;
    tab_to(&app, "welcome-skip").await;
    app.press("Enter").await;
    app.wait_for(By::role("heading", "Servidores")).await;
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_starts_servers_and_finds_what_happened() {
    let desk = Desk::new();
    let _daemon = NotificationDaemon::start(desk.bus.address()).await;
    desk.add_fake("fake", &["--mode", "ok"]);
    desk.add("broken", &["no-such-program"]);
    let app = desk.open().await;
    app.wait_for(By::test_id("server-row-fake")).await;

    run_command(&app, "start fake").await;
    app.wait_for_state("fake", "Up").await;
    assert_eq!(desk.state("fake"), "up");

    // A failure is told beside the page, at the bell and on the page of notifications.
    run_command(&app, "start broken").await;
    app.wait_for_state("broken", "Failed").await;
    app.wait_for(By::text("broken failed").within(By::test_id("toast"))).await;
    app.wait_for(By::role("button", "Notifications: 1 unread")).await;
    for keys in ["g", "n"] {
        app.press(keys).await;
    }
    app.wait_for(By::role("heading", "Notifications")).await;
    wait_for_path(&app, "/notifications").await;
    let list = || By::test_id("notices-list");
    app.wait_for(By::text("The command no-such-program was not found.").within(list())).await;
    assert_eq!(app.title().await, "(1) Notifications – MCP Console");
    for key in ["j", "Enter"] {
        app.press(key).await;
    }
    wait_for_path(&app, "/servers/broken").await;
    // Opening it was reading it.
    app.wait_for(By::role("button", "Notifications")).await;

    for key in ["g", "d"] {
        app.press(key).await;
    }
    app.wait_for_within(LONG, By::test_id("doctor-summary")).await;
    for check in ["data_dir", "database", "runtime.node", "display", "session_bus"] {
        app.wait_for(By::test_id(&format!("check-{check}"))).await;
    }
    let data_dir = By::test_id("check-data_dir");
    let finding = app.text(data_dir).await;
    assert!(finding.contains(desk.home.data_dir().to_str().unwrap()), "{finding}");

    for key in ["g", ","] {
        app.press(key).await;
    }
    app.wait_for(By::role("heading", "Settings")).await;
    app.press("?").await;
    let shortcuts = By::role("dialog", "Keyboard shortcuts");
    app.wait_for(shortcuts.clone()).await;
    close(&app, shortcuts).await;
    for key in ["g", "s"] {
        app.press(key).await;
    }
    app.wait_for(By::test_id("server-row-fake")).await;
    app.press("c").await;
    app.wait_for(By::test_id("add-server-name")).await;
    close(&app, By::test_id("add-server-name")).await;

    run_command(&app, "stop fake").await;
    app.wait_for_state("fake", "Stopped").await;
    app.terminate(LONG).await;
    assert_eq!(desk.servers(), [0; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_part_of_the_shell_is_accessible_in_both_themes_languages_and_widths() {
    let desk = Desk::new();
    desk.add("broken", &["no-such-program"]);
    let app = desk.open().await;
    desk.mcpctl().run(["servers", "start", "broken"]);
    app.wait_for_state("broken", "Failed").await;
    let shots = screenshots();
    let axe = axe();
    for (language, theme) in LOOKS {
        app.resize(1280, 800).await;
        app.open_page("/settings").await;
        app.choose("theme-select", theme).await;
        app.choose("language-select", language).await;
        for (width, height) in [(1280, 800), (480, 800)] {
            app.resize(width, height).await;
            for (part, route, press, ready) in PARTS {
                app.open_page(route).await;
                if let Some(button) = press {
                    app.click(By::test_id(button)).await;
                }
                app.wait_for_within(LONG, By::test_id(ready)).await;
                let found = app.axe(&axe).await;
                assert!(found.is_empty(), "{part} {theme} {language} {width}: {found:#?}");
                if let Some(folder) = &shots {
                    let name = format!("{part}-{width}-{theme}-{language}.png");
                    app.screenshot(&folder.join(name)).await;
                }
                if press.is_some() {
                    close(&app, By::test_id(ready)).await;
                }
            }
        }
    }
    app.terminate(LONG).await;
}

/// Every part: its name, its address, what is pressed there, and what says that it is drawn.
const PARTS: [(&str, &str, Option<&str>, &str); 8] = [
    ("notifications", "/notifications", None, "notices-list"),
    ("bell", "/notifications", Some("bell"), "notices-popover"),
    ("doctor", "/doctor", None, "doctor-summary"),
    ("settings", "/settings", None, "theme-select"),
    ("palette", "/settings", Some("open-palette"), "palette-page:doctor"),
    ("welcome", "/welcome", None, "welcome-next"),
    ("welcome-connect", "/welcome/connect", None, "welcome-next"),
    ("welcome-done", "/welcome/done", None, "welcome-done"),
];

fn axe() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(path).expect("npm packages are installed: run `make test`")
}

/// Where screenshots are wanted: the folder that `CONSOLE_SCREENSHOTS` names.
fn screenshots() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("CONSOLE_SCREENSHOTS")?);
    std::fs::create_dir_all(&folder).unwrap();
    Some(folder)
}
