//! The tray over D-Bus: a status notifier watcher of the testkit in place of a desktop's panel.
//! Every item is clicked, and every state of a server and of the icon is met.

use console_testkit::dbus::{Menu, NotificationDaemon, StatusNotifierWatcher, TrayItem};
use console_testkit::{By, Desk, DesktopApp, LONG, wait_for_async, wait_until_async};
use serde_json::json;

fn shows(menu: &Menu, label: &str, ticked: bool) -> bool {
    menu.find(&[label]).is_some_and(|item| item.toggle_state.unwrap_or(false) == ticked)
}

async fn wait_for_label(tray: &TrayItem, label: &str, ticked: bool) {
    let what = format!("{label:?} stands in the menu, ticked: {ticked}");
    tray.wait_for_menu(LONG, &what, |menu| shows(menu, label, ticked)).await;
}

/// The picture that the icon shows now: its bytes, since each change has a file of its own. Waits
/// for one that is none of `others`.
async fn another_picture(tray: &TrayItem, others: &[&[u8]]) -> Vec<u8> {
    wait_for_async(LONG, "the icon shows another picture", async || {
        let picture = picture(tray).await?;
        (!others.contains(&picture.as_slice())).then_some(picture)
    })
    .await
}

async fn wait_for_picture(tray: &TrayItem, expected: &[u8]) {
    wait_until_async(LONG, "the icon shows what it showed before", async || {
        picture(tray).await.as_deref() == Some(expected)
    })
    .await;
}

async fn picture(tray: &TrayItem) -> Option<Vec<u8>> {
    let name = tray.icon_name().await;
    let theme = tray.icon_theme_path().await;
    let places = [name.clone(), format!("{theme}/{name}"), format!("{theme}/{name}.png")];
    // An older picture is removed when a newer one is there.
    places.iter().find_map(|place| std::fs::read(place).ok()).filter(|bytes| !bytes.is_empty())
}

async fn path(app: &DesktopApp) -> String {
    app.script("return location.hash;", vec![]).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_are_toggled_from_the_tray_one_by_one_and_all_at_once() {
    let desk = Desk::new();
    let watcher = StatusNotifierWatcher::start(desk.bus.address()).await;
    for id in ["first", "second_one"] {
        desk.add_fake(id, &["--mode", "ok"]);
    }
    let app = desk.open().await;
    let tray = watcher.item(LONG).await;

    wait_for_label(&tray, "first – stopped", false).await;
    let labels = tray.menu().await;
    assert_eq!(
        labels.labels(),
        [
            "first – stopped",
            "second_one – stopped",
            "Start all",
            "Stop all",
            "Open console",
            "Pause notifications",
            "Quit"
        ]
    );
    assert!(labels.items.iter().all(|item| item.enabled && item.visible), "{labels:#?}");

    tray.click(&["first – stopped"]).await;
    wait_for_label(&tray, "first – up", true).await;
    assert_eq!(desk.state("first"), "up");
    app.wait_for(By::text("Up").within(By::test_id("server-row-first"))).await;
    tray.click(&["first – up"]).await;
    wait_for_label(&tray, "first – stopped", false).await;

    tray.click(&["Start all"]).await;
    wait_for_label(&tray, "first – up", true).await;
    wait_for_label(&tray, "second_one – up", true).await;
    tray.click(&["Stop all"]).await;
    wait_for_label(&tray, "first – stopped", false).await;
    wait_for_label(&tray, "second_one – stopped", false).await;

    // Servers that come and go while the menu stands.
    desk.add_fake("third", &["--mode", "ok"]);
    wait_for_label(&tray, "third – stopped", false).await;
    desk.mcpctl().json(["servers", "remove", "first"]);
    tray.wait_for_menu(LONG, "the first is gone", |menu| menu.find(&["first – stopped"]).is_none())
        .await;

    desk.mcpctl().json(["servers", "start", "third"]);
    tray.click(&["Quit"]).await;
    app.wait_for_end(LONG).await;
    assert_eq!(desk.servers(), [0; 0], "Quit stops every server");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_state_of_a_server_has_its_words_and_the_icon_shows_the_worst() {
    let desk = Desk::new();
    let watcher = StatusNotifierWatcher::start(desk.bus.address()).await;
    desk.add_fake("good", &["--mode", "ok"]);
    desk.add_fake("slow", &["--mode", "slow-start", "--ms", "4000"]);
    desk.add_fake("deaf", &["--mode", "ignore-term"]);
    desk.add_fake("exits", &["--mode", "exit-at-once"]);
    let app = desk.open().await;
    let tray = watcher.item(LONG).await;
    wait_for_label(&tray, "exits – stopped", false).await;
    let idle = another_picture(&tray, &[]).await;

    tray.click(&["good – stopped"]).await;
    wait_for_label(&tray, "good – up", true).await;
    // Starting was a moment of waiting; what stays is the picture of something that runs.
    desk.mcpctl().json(["servers", "start", "good"]);
    let seen = another_picture(&tray, &[&idle]).await;

    tray.click(&["slow – stopped"]).await;
    wait_for_label(&tray, "slow – starting", true).await;
    let waiting = another_picture(&tray, &[&idle, &seen]).await;
    wait_for_label(&tray, "slow – up", true).await;
    wait_for_picture(&tray, &seen).await;
    let up = seen;

    tray.click(&["deaf – stopped"]).await;
    wait_for_label(&tray, "deaf – up", true).await;
    tray.click(&["deaf – up"]).await;
    wait_for_label(&tray, "deaf – stopping", true).await;
    wait_for_picture(&tray, &waiting).await;
    wait_for_label(&tray, "deaf – stopped", false).await;
    wait_for_picture(&tray, &up).await;

    tray.click(&["exits – stopped"]).await;
    wait_for_label(&tray, "exits – waiting", true).await;
    wait_for_picture(&tray, &waiting).await;
    wait_for_label(&tray, "exits – failed", false).await;
    // The others are up, and the worst is what shows.
    let failed = another_picture(&tray, &[&idle, &up, &waiting]).await;

    tray.click(&["Stop all"]).await;
    wait_for_label(&tray, "good – stopped", false).await;
    wait_for_label(&tray, "slow – stopped", false).await;
    wait_for_label(&tray, "exits – stopped", false).await;
    wait_for_picture(&tray, &idle).await;
    assert_ne!(failed, idle);
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_tray_cannot_do_is_told_on_the_servers_page() {
    let desk = Desk::new();
    let watcher = StatusNotifierWatcher::start(desk.bus.address()).await;
    let snippet = desk.home.work_dir().join("servers.json");
    let imported = json!({ "mcpServers": { "imported": { "command": "no-such-program" } } });
    std::fs::write(&snippet, imported.to_string()).unwrap();
    desk.mcpctl().json(["servers", "import", &snippet.display().to_string()]);
    let app = desk.open().await;
    let tray = watcher.item(LONG).await;
    app.close_window().await;
    app.wait_until_hidden().await;

    // Nobody agreed to its command yet: the toggle leads to where that is done.
    tray.click(&["imported – needs approval"]).await;
    app.wait_until_shown().await;
    wait_until_async(LONG, "its page is open", async || path(&app).await == "#/servers/imported")
        .await;
    wait_for_label(&tray, "imported – needs approval", false).await;
    desk.mcpctl().json(["servers", "approve", "imported"]);
    wait_for_label(&tray, "imported – stopped", false).await;

    app.close_window().await;
    app.wait_until_hidden().await;
    tray.click(&["Open console"]).await;
    app.wait_until_shown().await;
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tray_speaks_the_chosen_language() {
    let desk = Desk::new();
    let watcher = StatusNotifierWatcher::start(desk.bus.address()).await;
    let notifications = NotificationDaemon::start(desk.bus.address()).await;
    desk.add("broken", &["no-such-program"]);
    let app = desk.open().await;
    let tray = watcher.item(LONG).await;
    wait_for_label(&tray, "broken – stopped", false).await;
    tray.click(&["broken – stopped"]).await;
    wait_for_label(&tray, "broken – failed", false).await;

    let settings = app.invoke("settings_get", json!({})).await.expect("there are settings");
    let mut portuguese = settings.clone();
    portuguese["language"] = json!("pt-BR");
    app.invoke("settings_set", json!({ "settings": portuguese })).await.expect("it is known");
    wait_for_label(&tray, "broken – falhou", false).await;
    let menu = tray.menu().await;
    assert_eq!(
        menu.labels(),
        [
            "broken – falhou",
            "Iniciar todos",
            "Parar todos",
            "Abrir o console",
            "Pausar notificações",
            "Sair"
        ]
    );
    // Notifications do too.
    desk.add("outro", &["no-such-program"]);
    desk.mcpctl().run(["servers", "start", "outro"]);
    let said = |shown: &console_testkit::dbus::Notification| shown.summary == "outro falhou";
    notifications.wait_for(LONG, "the failure is notified", said).await;
    tray.click(&["Sair"]).await;
    app.wait_for_end(LONG).await;
}
