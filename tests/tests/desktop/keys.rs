//! Keys in the real window, with a real keychain: added, tested, used by a real server, rotated,
//! removed; a keychain that is locked or not there; and a value that is nowhere in the page once it
//! was stored.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use console_testkit::dbus::{Keychain, Keyring, Person, SecretService};
use console_testkit::{
    By, Canary, Desk, DesktopApp, LONG, Provider, Service, Trap, real_servers, wait_until_async,
};
use serde_json::{Value, json};

use crate::LOOKS;

/// A key of one's own; nobody else has this keychain.
const NAME: &str = "WINDOW_KEY";
const REFERENCE: &str = "API_TOKEN=${secret:WINDOW_KEY}";

/// Everything of a page in which a value could have stayed: what it is made of, what its fields
/// hold, what it stores, and its address.
async fn traces(app: &DesktopApp) -> String {
    let body = "const fields = [...document.querySelectorAll('input, textarea, select')];
        return [
          document.documentElement.outerHTML,
          ...fields.map((field) => field.value),
          JSON.stringify({ ...localStorage }),
          JSON.stringify({ ...sessionStorage }),
          JSON.stringify(history.state),
          location.href,
          document.title,
        ].join('\\n');";
    let found = app.script(body, vec![]).await;
    found.as_str().expect("a text").to_owned()
}

/// The page must hold nothing of the value; while it was typed in, it did.
async fn assert_gone(app: &DesktopApp, value: &str) {
    let page = traces(app).await;
    assert!(!page.contains(value), "the value is still in the page: {page}");
}

async fn type_value(app: &DesktopApp, field: &str, value: &str) {
    app.fill(By::test_id(field), value).await;
    let page = traces(app).await;
    assert!(page.contains(value), "what is typed in is seen by the test");
    let kind = app.attribute(By::test_id(field), "type").await;
    assert_eq!(kind.as_deref(), Some("password"), "nobody reads over a shoulder");
}

/// All that a part of the page says, also while it fades in.
async fn content(app: &DesktopApp, part: &str) -> String {
    app.property(By::test_id(part), "textContent").await.unwrap_or_default()
}

/// The page of keys, with one dialog or none above it.
async fn keys(app: &DesktopApp, above: &str) {
    app.open_page(&format!("/keys{above}")).await;
}

fn row(name: &str) -> By {
    By::test_id(&format!("key-row-{name}"))
}

/// Adds the real server that tells its environment, with a variable that refers to the key.
fn add_everything(desk: &Desk) {
    let servers = real_servers(&desk.home.work_dir());
    let server = servers.iter().find(|server| server.name == "everything").unwrap();
    let program = server.program.display().to_string();
    let mut words = vec!["servers", "add", "everything", "--env", REFERENCE, "--", &program];
    words.extend(server.args.iter().map(String::as_str));
    desk.mcpctl().json(words);
}

/// Adds a fake server with a variable that refers to the key.
fn add_fake(desk: &Desk, name: &str) {
    let program = console_testkit::fake_mcp().display().to_string();
    desk.mcpctl().json(["servers", "add", name, "--env", REFERENCE, "--", &program]);
}

/// Sets a key by the command line. The window must be open: only its host is on the desk's bus,
/// where the keychain is.
#[track_caller]
fn set(desk: &Desk, name: &str, value: &str) {
    let set = desk.mcpctl().run_with_input(["keys", "set", name], value);
    assert_eq!(set.code, Some(0), "{set:#?}");
}

/// What the real server has in its variable.
fn token_of_everything(desk: &Desk) -> Option<String> {
    let run = desk.mcpctl().run(["--json", "call", "everything", "get-env"]);
    let answer: Value = serde_json::from_str(&run.stdout).ok()?;
    let text = answer["result"]["content"][0]["text"].as_str()?;
    let environment: Value = serde_json::from_str(text).ok()?;
    Some(environment["API_TOKEN"].as_str()?.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_added_tested_used_rotated_and_removed() {
    let desk = Desk::new();
    let keyring = Keyring::start(desk.bus.address()).await;
    let provider = Provider::start();
    add_everything(&desk);
    let app = desk.open().await;

    // The server waits for it; the page says so, and begins with its name.
    keys(&app, "").await;
    app.click(By::test_id(&format!("key-add-{NAME}"))).await;
    assert_eq!(app.property(By::test_id("key-name"), "value").await.as_deref(), Some(NAME));
    let value = Service::Openai.key();
    type_value(&app, "key-value", &value).await;
    app.choose("key-kind", "openai").await;
    app.click(By::test_id("key-other-address")).await;
    app.fill(By::test_id("key-base-url"), &provider.base_url(Service::Openai)).await;
    app.click(By::test_id("key-try")).await;
    app.wait_for(By::css("[data-testid=key-trial][data-outcome=works]")).await;
    app.click(By::test_id("key-submit")).await;
    app.wait_until_gone(By::any("dialog")).await;
    app.wait_for(row(NAME)).await;
    assert_gone(&app, &value).await;
    let held = keyring.secret_tool(&["lookup", "service", "mcp-console", "username", NAME], b"");
    assert_eq!(String::from_utf8(held.stdout).unwrap(), value, "it is in the system's keychain");

    // The server that waited for it is started from here, and has the value.
    app.click(By::test_id("toast-start-servers")).await;
    wait_until_async(LONG, "the server has the value", async || {
        token_of_everything(&desk).as_deref() == Some(&value)
    })
    .await;

    // Rotated: who runs with the old value is offered a restart, and has the new one then.
    let next = Canary::new("next");
    keys(&app, &format!("?rotate={NAME}")).await;
    type_value(&app, "rotate-value", next.value()).await;
    app.click(By::test_id("rotate-submit")).await;
    app.wait_for(By::text("everything").within(By::test_id("outdated-servers"))).await;
    assert_gone(&app, next.value()).await;
    assert_eq!(token_of_everything(&desk).as_deref(), Some(value.as_str()), "the old one still");
    app.click(By::test_id("restart-outdated")).await;
    wait_until_async(LONG, "the server has the new value", async || {
        token_of_everything(&desk).as_deref() == Some(next.value())
    })
    .await;

    // What it opens does not accept the new one, and the drawer says so.
    keys(&app, &format!("?key={NAME}")).await;
    app.click(By::test_id("drawer-test")).await;
    app.wait_for(By::css("[data-testid=drawer-outcome][data-outcome=refused]")).await;
    for value in [value.as_str(), next.value()] {
        assert_gone(&app, value).await;
    }

    // Not removed while it is used, unless one insists.
    let refused = desk.mcpctl().error(["keys", "remove", NAME]);
    assert_eq!(refused["code"], "key_in_use", "{refused:#}");
    keys(&app, &format!("?remove={NAME}")).await;
    app.wait_for(By::text("everything").within(By::test_id("remove-used-by"))).await;
    app.wait_for(By::text("Remove all the same").within(By::test_id("remove-key-confirm"))).await;
    app.click(By::test_id("remove-key-confirm")).await;
    app.wait_until_gone(By::any("dialog")).await;
    // It is wanted still, and so listed as missing.
    app.wait_for(By::test_id(&format!("key-add-{NAME}"))).await;
    let held = keyring.secret_tool(&["lookup", "service", "mcp-console", "username", NAME], b"");
    assert_eq!(held.stdout, b"", "the keychain does not have it any more");

    // Nothing of it was written down in the home, WebKit's own storage included.
    app.terminate(LONG).await;
    let seen = Trap::new([&next]).search_folder(desk.home.path());
    assert!(seen.is_empty(), "{seen}");
}

/// A server tells its key to its log, in its last words and in an answer: the window shows none of
/// it, and neither does the file that the log is saved to.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_tells_of_its_key_is_masked() {
    const MASK: &str = "••••••";
    let desk = Desk::new();
    let _keyring = Keyring::start(desk.bus.address()).await;
    let downloads = desk.home.home_dir().join("Downloads");
    fs::create_dir(&downloads).unwrap();
    let value = Canary::new("told");
    let program = console_testkit::fake_mcp().display().to_string();
    for (name, mode) in [("talker", "ok"), ("dying", "exit-at-once")] {
        let how = ["--mode", mode, "--leak", "API_TOKEN"];
        let add =
            ["servers", "add", name, "--restart", "never", "--env", REFERENCE, "--", &program];
        desk.mcpctl().json(add.into_iter().chain(how));
    }
    let app = desk.open().await;
    set(&desk, NAME, value.value());
    for name in ["talker", "dying"] {
        app.click(By::test_id(&format!("server-toggle-{name}"))).await;
    }
    app.wait_for_state("talker", "Up").await;
    app.wait_for_state("dying", "Failed").await;

    app.open_page("/servers/dying").await;
    let told = content(&app, "trouble").await;
    assert!(told.contains(&format!("API_TOKEN is {MASK}")), "its last words: {told}");
    assert_gone(&app, value.value()).await;

    app.open_page("/servers/talker/explorer?tool=env").await;
    app.fill(By::test_id("field-name"), "API_TOKEN").await;
    app.click(By::test_id("explorer-run")).await;
    app.wait_for(By::text(MASK).within(By::test_id("explorer-result"))).await;
    app.click(By::test_id("result-raw")).await;
    assert!(content(&app, "result-raw-text").await.contains(MASK));
    assert_gone(&app, value.value()).await;

    app.open_page("/servers/talker/log").await;
    app.wait_for(By::text(&format!("API_TOKEN is {MASK}")).within(By::test_id("log-view"))).await;
    assert_gone(&app, value.value()).await;
    app.click(By::test_id("log-export")).await;
    app.wait_for_within(LONG, By::test_id("toast-reveal")).await;
    app.terminate(LONG).await;
    let saved = fs::read_dir(downloads).unwrap().flatten();
    let saved: Vec<String> =
        saved.map(|file| fs::read_to_string(file.path()).unwrap_or_default()).collect();
    assert!(saved.concat().contains(MASK), "the log was saved: {saved:?}");
    let seen = Trap::new([&value]).search_folder(desk.home.path());
    assert!(seen.is_empty(), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_its_key_asks_for_it_and_comes_up() {
    let desk = Desk::new();
    let _keyring = Keyring::start(desk.bus.address()).await;
    add_fake(&desk, "needy");
    let app = desk.open().await;
    app.click(By::test_id("server-toggle-needy")).await;
    app.wait_for_state("needy", "Failed").await;
    app.open_page("/servers/needy").await;
    app.wait_for(By::text("key_missing").within(By::test_id("trouble"))).await;
    let value = Canary::new("added");
    type_value(&app, "key-value", value.value()).await;
    app.click(By::test_id("key-store")).await;
    app.wait_until_gone(By::test_id("trouble")).await;
    wait_until_async(LONG, "it is up", async || desk.state("needy") == "up").await;
    assert_gone(&app, value.value()).await;
    let call = ["call", "needy", "env", r#"{"name": "API_TOKEN"}"#];
    let answer = desk.mcpctl().json(call);
    assert_eq!(answer["result"]["content"][0]["text"], value.value());
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keychain_is_said_and_unlocked() {
    let desk = Desk::new();
    let bus = desk.bus.address();
    let service = SecretService::start_with(bus, Keychain::Locked, Person::Agrees).await;
    let app = desk.open().await;
    keys(&app, "").await;
    app.wait_for(By::text("The keychain is locked").within(By::test_id("vault-locked"))).await;
    assert_eq!(service.asked(), 0, "nobody is asked by looking");
    app.click(By::test_id("vault-unlock")).await;
    app.wait_until_gone(By::test_id("vault-locked")).await;
    assert_eq!(service.asked(), 1);
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_a_file_is_chosen_locked_at_each_start_and_opened() {
    let desk = Desk::new();
    add_fake(&desk, "patient");
    let app = desk.open().await;
    keys(&app, "").await;
    app.click(By::test_id("vault-use-file")).await;
    let passphrase = Canary::shaped("passphrase", 1, |marks| format!("open {}", marks[0]));
    type_value(&app, "vault-new-passphrase", passphrase.value()).await;
    app.fill(By::test_id("vault-new-passphrase-again"), "something else that is long").await;
    app.click(By::test_id("vault-file-submit")).await;
    app.wait_for(By::text("The two passphrases differ.")).await;
    app.fill(By::test_id("vault-new-passphrase-again"), passphrase.value()).await;
    app.click(By::test_id("vault-file-submit")).await;
    app.wait_for_within(LONG, By::test_id("vault-file")).await;
    assert_gone(&app, passphrase.value()).await;
    let file = desk.home.data_dir().join("keys.age");
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "only its owner may read it");

    let value = Canary::new("in_file");
    keys(&app, &format!("?add={NAME}")).await;
    type_value(&app, "key-value", value.value()).await;
    app.click(By::test_id("key-submit")).await;
    app.wait_until_gone(By::any("dialog")).await;
    assert_gone(&app, value.value()).await;
    app.click(By::test_id("toast-start-servers")).await;
    wait_until_async(LONG, "it is up", async || desk.state("patient") == "up").await;
    app.terminate(LONG).await;

    // It was up, so that it is wanted again; it fails for want of the passphrase, and comes up.
    let app = desk.open().await;
    app.wait_for_state("patient", "Failed").await;
    keys(&app, "").await;
    app.wait_for(By::test_id("vault-locked")).await;
    app.fill(By::test_id("vault-passphrase"), "not the passphrase").await;
    app.click(By::test_id("vault-unlock")).await;
    app.wait_for(By::css("[data-testid=vault-passphrase][aria-invalid=true]")).await;
    type_value(&app, "vault-passphrase", passphrase.value()).await;
    app.click(By::test_id("vault-unlock")).await;
    app.wait_until_gone(By::test_id("vault-locked")).await;
    assert_gone(&app, passphrase.value()).await;
    wait_until_async(LONG, "it is up", async || desk.state("patient") == "up").await;
    app.terminate(LONG).await;
    let seen = Trap::new([&value, &passphrase]).search_folder(desk.home.path());
    assert!(seen.is_empty(), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_variables_is_brought_in() {
    let desk = Desk::new();
    let keyring = Keyring::start(desk.bus.address()).await;
    let folder = desk.home.home_dir().join(".mcp");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(".env");
    let value = Canary::new("imported");
    let text = format!("# keys\nexport {NAME}='{}'\nEMPTY=\n", value.value());
    fs::write(&file, &text).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let app = desk.open().await;
    keys(&app, "?import=env").await;
    let told = content(&app, "key-import-failed").await;
    assert!(told.contains("chmod 600"), "what mends it is said: {told}");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    app.fill(By::test_id("key-import-path"), "~/.mcp/.env").await;
    app.press("Enter").await;
    app.wait_for(By::test_id("key-import-found")).await;
    assert_gone(&app, value.value()).await;
    app.click(By::test_id("key-import-submit")).await;
    app.wait_for(By::text(NAME).within(By::test_id("key-import-report"))).await;
    app.wait_for(By::text("~/.mcp/.env").within(By::test_id("key-import-still-in"))).await;
    app.click(By::test_id("key-import-close")).await;
    app.wait_for(row(NAME)).await;
    assert_gone(&app, value.value()).await;
    assert_eq!(fs::read_to_string(&file).unwrap(), text, "the file is as it was");
    let held = keyring.secret_tool(&["lookup", "service", "mcp-console", "username", NAME], b"");
    assert_eq!(String::from_utf8(held.stdout).unwrap(), value.value());
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_added_by_keyboard_alone() {
    let desk = Desk::new();
    let keyring = Keyring::start(desk.bus.address()).await;
    let app = desk.open().await;
    app.press("Control+k").await;
    app.wait_for(By::any("combobox")).await;
    app.type_text("add key").await;
    app.press("Enter").await;
    app.wait_for(By::test_id("key-name")).await;
    app.type_text(NAME).await;
    // On the way to the next field there may be a suggestion.
    let focused = "return document.activeElement?.dataset.testid ?? '';";
    let reach = async |wanted: &str| {
        for _ in 0..12 {
            if app.script(focused, vec![]).await == json!(wanted) {
                return;
            }
            app.press("Tab").await;
        }
        panic!("Tab does not lead to {wanted}");
    };
    reach("key-value").await;
    let value = Canary::new("typed");
    app.type_text(value.value()).await;
    app.press("Enter").await;
    app.wait_until_gone(By::any("dialog")).await;
    app.wait_for(row(NAME)).await;
    assert_gone(&app, value.value()).await;
    let held = keyring.secret_tool(&["lookup", "service", "mcp-console", "username", NAME], b"");
    assert_eq!(String::from_utf8(held.stdout).unwrap(), value.value());
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn page_dialogs_and_drawer_are_accessible_in_both_themes_and_languages() {
    let desk = Desk::new();
    let _keyring = Keyring::start(desk.bus.address()).await;
    add_fake(&desk, "needy");
    let app = desk.open().await;
    set(&desk, "OTHER_KEY", "a value of it");
    let axe = crate::window::axe();
    for (language, theme) in LOOKS {
        app.open_page("/settings").await;
        app.choose("theme-select", theme).await;
        app.choose("language-select", language).await;
        for (what, above, part) in [
            ("page", "", "key-row-OTHER_KEY"),
            ("drawer", "?key=OTHER_KEY", "key-drawer"),
            ("add", "?add=WINDOW_KEY", "key-value"),
            ("rotate", "?rotate=OTHER_KEY", "rotate-value"),
            ("remove", "?remove=OTHER_KEY", "remove-key-confirm"),
            ("import", "?import=servers", "key-import-none"),
            ("file", "?vault=file", "vault-new-passphrase"),
        ] {
            keys(&app, above).await;
            app.wait_for(By::test_id(part)).await;
            let found = app.axe(&axe).await;
            assert!(found.is_empty(), "{what} {theme} {language}: {found:#?}");
        }
    }
    app.terminate(LONG).await;
}
