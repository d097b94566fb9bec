//! The list of servers and its form in the real window: consent before a command runs for the
//! first time, settings, many servers at once, and what the address keeps.

use console_testkit::{By, Desk, DesktopApp, LONG, fake_mcp, real_servers, wait_until_async};
use serde_json::json;

/// The ids of the rows, from the top.
async fn rows(app: &DesktopApp) -> Vec<String> {
    let script =
        "return [...document.querySelectorAll('[data-row-id]')].map(row => row.dataset.rowId);";
    serde_json::from_value(app.script(script, vec![]).await).expect("ids of rows")
}

async fn wait_for_rows(app: &DesktopApp, wanted: &[&str]) {
    let what = format!("the rows are {wanted:?}");
    wait_until_async(LONG, &what, async || rows(app).await == wanted).await;
}

/// Presses Tab until the element has the focus.
async fn tab_to(app: &DesktopApp, test_id: &str) {
    for _ in 0..40 {
        let focused = "return document.activeElement?.dataset.testid ?? null;";
        if app.script(focused, vec![]).await == test_id {
            return;
        }
        app.press("Tab").await;
    }
    panic!("Tab never reaches {test_id}");
}

/// All the words of an element, however little of it has room.
async fn words(app: &DesktopApp, test_id: &str) -> String {
    app.wait_for(By::test_id(test_id)).await;
    app.property(By::test_id(test_id), "textContent").await.unwrap_or_default()
}

/// Waits until an element says something.
async fn wait_for_words(app: &DesktopApp, test_id: &str, wanted: &str) {
    let what = format!("{test_id} says {wanted:?}");
    wait_until_async(LONG, &what, async || words(app, test_id).await.contains(wanted)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_is_shown_and_agreed_to_before_it_is_stored_with_the_keyboard_alone() {
    let desk = Desk::new();
    let app = desk.open().await;
    app.wait_for(By::test_id("add-server")).await;
    let servers = real_servers(&desk.home.work_dir());
    let time = servers.iter().find(|server| server.name == "time").expect("the time server");
    let real: Vec<_> =
        std::iter::once(time.program.display().to_string()).chain(time.args.clone()).collect();
    let script = format!("exec {}", real.join(" "));

    app.press("c").await;
    app.wait_for(By::test_id("add-server-name")).await;
    tab_to(&app, "add-server-name").await;
    app.type_text("guarded").await;
    tab_to(&app, "add-server-command").await;
    app.type_text(&format!("sh -c '{script}'")).await;
    wait_for_words(&app, "parsed-command-box", "Found at ").await;
    app.press("Enter").await;

    // The exact command, each word by itself, and why one should look twice.
    let exact = words(&app, "exact-command").await;
    assert!(exact.contains(&script), "nothing is shortened: {exact}");
    let warnings = words(&app, "command-warnings").await;
    assert!(warnings.contains("Runs a shell"), "{warnings}");
    assert_eq!(desk.mcpctl().json(["servers", "list"]), json!([]), "nothing is stored yet");
    tab_to(&app, "consent-agree").await;
    app.press("Enter").await;
    app.wait_for(By::test_id("server-row-guarded")).await;
    app.wait_until_gone(By::test_id("consent-agree")).await;

    app.press("j").await;
    app.press("s").await;
    app.wait_for_state("guarded", "Up").await;
    assert_eq!(desk.state("guarded"), "up", "what was agreed to runs");

    // It was agreed to: under another name the same command is no question any more.
    app.press("c").await;
    tab_to(&app, "add-server-name").await;
    app.type_text("again").await;
    tab_to(&app, "add-server-command").await;
    app.type_text(&format!("sh -c '{script}'")).await;
    app.press("Enter").await;
    app.wait_for(By::test_id("server-row-again")).await;
    assert!(!app.sees(By::test_id("consent-agree")).await);
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_is_missing_and_a_name_that_is_taken_are_said_while_one_types() {
    let desk = Desk::new();
    desk.add_fake("first", &[]);
    let app = desk.open().await;
    app.click(By::test_id("add-server")).await;
    app.fill(By::test_id("add-server-name"), "First").await;
    app.wait_for(By::text("“first” uses this name already.")).await;
    app.fill(By::test_id("add-server-command"), "no-such-program --flag").await;
    let missing = "The command no-such-program was not found. Install it";
    wait_for_words(&app, "parsed-command-box", missing).await;
    app.fill(By::test_id("add-server-cwd"), "relative/place").await;
    wait_for_words(&app, "add-server-form", "relative/place is not an absolute path").await;
    app.press("Escape").await;
    app.wait_until_gone(By::test_id("add-server-name")).await;
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_out_is_edited_without_a_question() {
    let desk = Desk::new();
    desk.add_fake("fake", &["--mode", "ok"]);
    let app = desk.open().await;
    app.click(By::test_id("server-menu-fake")).await;
    app.click(By::test_id("server-edit-fake")).await;
    let command = app.property(By::test_id("add-server-command"), "value").await;
    let program = fake_mcp().display().to_string();
    assert_eq!(command, Some(format!("{program} --mode ok")), "as it was added");
    app.click(By::test_id("add-server-advanced")).await;
    app.fill(By::test_id("add-server-start-timeout"), "4000").await;
    app.wait_for(By::text("A number from 0.1 to 3,600 is needed.")).await;
    app.fill(By::test_id("add-server-start-timeout"), "12.5").await;
    app.click(By::test_id("add-server-submit")).await;
    app.wait_until_gone(By::test_id("add-server-name")).await;
    assert!(!app.sees(By::test_id("consent-agree")).await, "the command is the same");
    let shown = desk.mcpctl().json(["servers", "show", "fake"]);
    assert_eq!(shown["config"]["timeouts"]["start_ms"], 12_500, "{shown}");
    app.click(By::test_id("server-toggle-fake")).await;
    app.wait_for_state("fake", "Up").await;
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_servers_are_started_stopped_removed_and_brought_back_at_once() {
    let desk = Desk::new();
    let ids = ["one", "two", "three"];
    for id in ids {
        desk.add_fake(id, &["--mode", "ok"]);
    }
    let stranger = json!({"mcpServers": {"stranger": {"command": "true"}}});
    let file = desk.home.work_dir().join("stranger.json");
    std::fs::write(&file, stranger.to_string()).expect("the file is written");
    desk.mcpctl().json(["servers", "import", &file.display().to_string()]);
    let app = desk.open().await;
    app.wait_for(By::test_id("server-row-stranger")).await;

    // All of them, with the keyboard; what cannot be done is said with its reason.
    app.press("j").await;
    app.press("Control+a").await;
    app.wait_for(By::text("4 selected").within(By::test_id("bulk-bar"))).await;
    app.click(By::test_id("bulk-start")).await;
    let report = words(&app, "bulk-report").await;
    assert!(report.contains("stranger") && report.contains("approve"), "{report}");
    app.click(By::test_id("bulk-report-close")).await;
    for id in ids {
        app.wait_for_state(id, "Up").await;
    }
    app.click(By::test_id("bulk-stop")).await;
    for id in ids {
        app.wait_for_state(id, "Stopped").await;
        assert_eq!(desk.state(id), "stopped", "the window and mcpctl agree");
    }

    // A label for all, and one server that runs.
    app.click(By::test_id("bulk-add-tag")).await;
    app.fill(By::test_id("bulk-tag-input"), "work").await;
    app.press("Enter").await;
    app.wait_for(By::test_id("tag-work")).await;
    app.click(By::test_id("server-toggle-two")).await;
    app.wait_for_state("two", "Up").await;

    app.click(By::test_id("bulk-remove")).await;
    app.wait_until_gone(By::test_id("server-row-one")).await;
    assert_eq!(desk.mcpctl().json(["servers", "list"]), json!([]));
    app.click(By::test_id("toast-undo")).await;
    app.wait_for_state("two", "Up").await;
    app.wait_for_state("one", "Stopped").await;
    let back = desk.mcpctl().json(["servers", "show", "three"]);
    assert_eq!(back["tags"], json!(["work"]), "with all that was known of it: {back}");
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn order_filter_and_choice_survive_going_back_and_forward() {
    let desk = Desk::new();
    for id in ["bravo", "alpha", "charlie"] {
        desk.add_fake(id, &["--mode", "ok"]);
    }
    let app = desk.open().await;
    wait_for_rows(&app, &["bravo", "alpha", "charlie"]).await;
    app.click(By::test_id("sort-name")).await;
    wait_for_rows(&app, &["alpha", "bravo", "charlie"]).await;
    app.click(By::test_id("sort-name")).await;
    wait_for_rows(&app, &["charlie", "bravo", "alpha"]).await;
    app.click(By::test_id("server-select-bravo")).await;
    app.press("/").await;
    app.type_text("a").await;
    app.click(By::text("charlie").within(By::test_id("server-row-charlie"))).await;
    app.wait_for(By::test_id("server-tab-overview")).await;

    app.script("history.back();", vec![]).await;
    wait_for_rows(&app, &["charlie", "bravo", "alpha"]).await;
    app.wait_for(By::text("1 selected").within(By::test_id("bulk-bar"))).await;
    let address = app.script("return location.hash;", vec![]).await;
    let address = address.as_str().unwrap_or_default().to_owned();
    for part in ["sort=name.desc", "selected=bravo", "q=a"] {
        assert!(address.contains(part), "{part} is in {address}");
    }
    app.script("history.back();", vec![]).await;
    wait_for_rows(&app, &["alpha", "bravo", "charlie"]).await;
    app.script("history.forward();", vec![]).await;
    wait_for_rows(&app, &["charlie", "bravo", "alpha"]).await;
    app.script("history.forward();", vec![]).await;
    app.wait_for(By::test_id("server-tab-overview")).await;
    app.terminate(LONG).await;
}
