//! The WebDriver harness on WebKitGTK's own browser, which starts as the product's window does.

use std::path::{Path, PathBuf};
use std::time::Duration;

use console_testkit::{By, DesktopApp, Launch, TempHome, proc, wait_for_async, wait_until};

const DEADLINE: Duration = Duration::from_secs(20);

/// WebKitGTK installs its browser beside its helper processes, in a folder named after the machine.
fn browser() -> PathBuf {
    let folders = ["x86_64-linux-gnu", "aarch64-linux-gnu"];
    let path = |folder| PathBuf::from(format!("/usr/lib/{folder}/webkit2gtk-4.1/MiniBrowser"));
    let found = folders.into_iter().map(path).find(|path| path.is_file());
    found.expect("WebKitGTK's MiniBrowser is installed with libwebkit2gtk-4.1-0")
}

async fn open(home: &TempHome) -> DesktopApp {
    let app = DesktopApp::launch(home, Launch::program(&browser()).arg("--automation")).await;
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/selftest/page.html");
    app.go_to(&format!("file://{}", page.display())).await;
    app.wait_for(By::role("heading", "Servers")).await;
    app
}

#[tokio::test]
async fn a_user_finds_clicks_types_and_sees() {
    let home = TempHome::new();
    let app = open(&home).await;
    let time = || By::role("region", "time");
    let git = || By::role("region", "git");

    assert_eq!(app.title().await, "Self-test");
    assert_eq!(app.texts(By::test_id("state")).await, ["stopped", "failed"]);
    assert_eq!(app.text(By::test_id("state").within(git())).await, "failed");
    assert_eq!(app.texts(By::role("button", "Start")).await.len(), 2, "one named by aria-label");
    assert!(!app.sees(By::text("Not shown")).await);

    // Disabled at first: the click waits. Then a dialog comes and goes.
    app.click(By::role("button", "Start").within(time())).await;
    app.click(By::role("button", "Yes").within(By::role("dialog", "Really?"))).await;
    app.wait_until_gone(By::any("dialog")).await;
    assert_eq!(app.text(By::test_id("state").within(time())).await, "up");
    app.wait_for(By::text("up")).await;

    app.fill(By::label("Name"), "time, or tid").await;
    assert_eq!(app.property(By::label("Name"), "value").await.as_deref(), Some("time, or tid"));
    assert_eq!(app.attribute(By::label("Name"), "id").await.as_deref(), Some("name"));
    // A page that keeps the text itself, as React does, and puts it back.
    for text in ["one two", "three", "", "four\nfive"] {
        app.fill(By::label("Kept"), text).await;
        assert_eq!(app.script("return kept", vec![]).await, text);
        assert_eq!(app.property(By::label("Kept"), "value").await.as_deref(), Some(text));
    }
    app.click(By::role("switch", "Autostart")).await;
    assert_eq!(app.property(By::label("Autostart"), "checked").await.as_deref(), Some("true"));

    app.script("document.activeElement.blur()", vec![]).await;
    app.press("Control+k").await;
    app.press("Escape").await;
    app.type_text("g+").await;
    let keys = app.text(By::css("#keys")).await;
    assert_eq!(keys, "Control+Control Control+k Escape g +");

    app.resize(800, 600).await;
    assert_eq!(app.script("return innerWidth", vec![]).await, 800);
    app.close().await;
}

#[tokio::test]
async fn a_screenshot_shows_the_page_as_it_is() {
    let home = TempHome::new();
    let app = open(&home).await;
    wait_for_async(DEADLINE, "Start is enabled", async || {
        app.property(By::css("#start"), "disabled").await.filter(|disabled| disabled == "false")
    })
    .await;
    // Where only parts are painted anew, the edges of controls may keep a tinge of what was there.
    app.script("document.body.replaceChildren('A page')", vec![]).await;
    let mut shots = Vec::new();
    for colour in ["white", "red", "white"] {
        let paint = format!("document.body.style.background = '{colour}'");
        app.script(&paint, vec![]).await;
        let file = home.path().join("window.png");
        app.screenshot(&file).await;
        shots.push(std::fs::read(file).unwrap());
    }
    assert!(shots[0].starts_with(b"\x89PNG"));
    assert!(shots[0] != shots[1], "the second picture is still the first");
    assert!(shots[0] == shots[2], "the third picture is still the second");
    app.close().await;
}

#[tokio::test]
#[should_panic(expected = "The page says:\nServers")]
async fn what_is_not_there_is_missed_with_a_word_of_what_is() {
    let home = TempHome::new();
    let app = open(&home).await;
    app.wait_for_within(Duration::from_millis(100), By::text("Profit")).await;
}

#[tokio::test]
async fn axe_is_run_and_its_findings_are_read() {
    let home = TempHome::new();
    let app = open(&home).await;
    // The harness must pass on what axe says; axe itself is the product's own dependency.
    let stand_in = "var axe = { run: () => Promise.resolve({ violations: [{ id: 'label', \
                    impact: 'critical', help: 'say what it is', nodes: [{ target: ['#name'] }] \
                    }] }) };";
    let found = app.axe(stand_in).await;
    assert_eq!(
        (found.len(), found[0].id.as_str(), found[0].targets[0].as_str()),
        (1, "label", "#name")
    );
    app.close().await;
}

#[tokio::test]
async fn app_and_driver_end_together() {
    let home = TempHome::new();
    let app = open(&home).await;
    let pid = app.pid();
    assert!(app.is_running());
    assert!(!app.web_processes().is_empty(), "WebKit's processes belong to the app");
    app.close().await;
    assert!(!proc::alive(pid));

    let app = open(&home).await;
    app.terminate(DEADLINE).await;
    let app = open(&home).await;
    app.kill9().await;
    drop(open(&home).await);
    wait_until(DEADLINE, "nothing is left", || home.processes().is_empty());
}
