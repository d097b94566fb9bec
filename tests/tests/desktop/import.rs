//! Imports in the real window: snippets of three clients are pasted, looked at, added and approved.

use std::fs;
use std::path::Path;

use console_testkit::{By, Desk, DesktopApp, LONG, fake_mcp};

fn text_field() -> By {
    By::test_id("import-text")
}

fn entry(field: &str) -> By {
    By::test_id(&format!("import-entry-{field}"))
}

/// All that an element says, also where one would have to scroll to it.
async fn content(app: &DesktopApp, by: By) -> String {
    app.property(by, "textContent").await.unwrap_or_default()
}

/// Types a text of several lines into the field.
async fn fill(app: &DesktopApp, text: &str) {
    app.fill(text_field(), text).await;
}

/// Puts a text into the field by the clipboard, as a person does.
async fn paste(app: &DesktopApp, text: &str) {
    fill(app, text).await;
    app.press("Control+a").await;
    app.press("Control+x").await;
    assert_eq!(app.property(text_field(), "value").await.as_deref(), Some(""), "it was cut out");
    app.press("Control+v").await;
    assert_eq!(app.property(text_field(), "value").await.as_deref(), Some(text), "and pasted");
}

/// Adds what is ticked, and waits for the row of one of it.
async fn add(app: &DesktopApp, button: &str, id: &str) {
    app.wait_for(By::text(button).within(By::test_id("import-submit"))).await;
    app.click(By::test_id("import-submit")).await;
    app.wait_until_gone(By::any("dialog")).await;
    app.wait_for(By::test_id(&format!("server-row-{id}"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn snippets_of_three_clients_are_pasted_added_approved_and_run() {
    let desk = Desk::new();
    let app = desk.open().await;
    let program = fake_mcp().display().to_string();

    // Claude: one that can be added, one that is wrong.
    app.open_page("/servers?import=1").await;
    let claude = format!(
        "{{\"mcpServers\": {{\"from-claude\": {{\"command\": \"{program}\", \"args\": [\"--mode\", \"ok\"], \
         \"env\": {{\"API_KEY\": \"k3y\"}}}}, \"wrong\": {{\"args\": []}}}}}}"
    );
    paste(&app, &claude).await;
    let shown = content(&app, entry("mcpServers.from-claude")).await;
    assert!(shown.contains(&format!("{program} --mode ok")), "the exact command: {shown}");
    assert!(shown.contains("API_KEY") && !shown.contains("k3y"), "no value is shown: {shown}");
    app.wait_for(By::text("A command or a URL is needed.").within(entry("mcpServers.wrong"))).await;
    add(&app, "Add 1 server", "from-claude").await;
    let server = desk.mcpctl().json(["servers", "show", "from-claude"]);
    assert_eq!((&server["approved"], &server["state"]), (&false.into(), &"stopped".into()));

    // Codex; the first is there already.
    app.open_page("/servers?import=1").await;
    let codex = format!(
        "[mcp_servers.from-claude]\ncommand = \"{program}\"\nargs = [\"--mode\", \"ok\"]\n\n\
         [mcp_servers.from-codex]\ncommand = \"{program}\"\nargs = [\"--name\", \"codex\"]\n"
    );
    paste(&app, codex.trim_end()).await;
    app.wait_for(By::text("Here already").within(entry("mcp_servers.from-claude"))).await;
    add(&app, "Add 1 server", "from-codex").await;

    // Goose: half of it first.
    app.open_page("/servers?import=1").await;
    fill(&app, "{\n  \"mcpServers\": {").await;
    let problem = content(&app, By::test_id("import-problem")).await;
    assert!(problem.contains("line 2, column 18"), "{problem}");
    let goose = format!(
        "extensions:\n  developer:\n    type: builtin\n  from-goose:\n    type: stdio\n    cmd: {program}\n    args: [--name, goose]"
    );
    paste(&app, &goose).await;
    app.wait_for(By::text("Cannot be added").within(entry("extensions.developer"))).await;
    add(&app, "Add 1 server", "from-goose").await;

    // One is approved where the message leads, and runs.
    app.click(By::test_id("toast-review")).await;
    app.wait_for(By::text(&program).within(By::test_id("exact-command"))).await;
    assert_eq!(desk.state("from-goose"), "stopped", "nothing runs before a yes");
    app.click(By::test_id("approve-start")).await;
    app.wait_for_state("from-goose", "Up").await;
    assert_eq!(desk.state("from-goose"), "up", "the window and mcpctl agree");
    assert_eq!(desk.state("from-codex"), "stopped");
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_other_programs_have_is_offered_and_wrappers_are_added() {
    let desk = Desk::new();
    let home = desk.home.home_dir();
    let write = |path: &str, text: &str| {
        let path = home.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        ".cursor/mcp.json",
        "{\"mcpServers\": {\"docs\": {\"url\": \"https://docs.example.com/mcp\"}}}",
    );
    write(".gemini/settings.json", "{\"theme\": \"Default\"}");
    write(".qwen/settings.json", "{\"mcpServers\": ");
    write(".local/bin/notes-mcp", &format!("#!/bin/sh\nexec {} --mode ok\n", fake_mcp().display()));
    executable(&home.join(".local/bin/notes-mcp"));

    let app = desk.open().await;
    app.open_page("/servers?import=1").await;
    app.wait_for(By::text("1 new").within(By::test_id("import-found-Cursor"))).await;
    let damaged = content(&app, By::test_id("import-found-Qwen Code")).await;
    assert!(damaged.contains("ends too early"), "{damaged}");
    assert!(!app.sees(By::test_id("import-found-Gemini CLI")).await, "nothing is in it");
    app.click(By::test_id("import-found-~/.local/bin")).await;
    let shown = content(&app, entry("notes-mcp")).await;
    assert!(shown.contains("/.local/bin/notes-mcp"), "{shown}");
    add(&app, "Add 1 server", "notes").await;
    app.click(By::test_id("server-approve-notes")).await;
    app.click(By::test_id("approve-start")).await;
    app.wait_for_state("notes", "Up").await;
    app.terminate(LONG).await;
}

fn executable(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
}
