//! The tray over D-Bus: a status notifier watcher of the testkit in place of a desktop's panel.

use console_testkit::dbus::{
    Menu, NotificationDaemon, PrivateBus, StatusNotifierWatcher, TrayItem,
};
use console_testkit::{
    By, DesktopApp, LONG, Launch, Mcpctl, TempHome, fake_mcp, proc, wait_until_async,
};

async fn launch(home: &TempHome, bus: &PrivateBus) -> DesktopApp {
    let launch = Launch::console().env("DBUS_SESSION_BUS_ADDRESS", bus.address().as_str());
    DesktopApp::launch(home, launch).await
}

fn add_fakes(mcpctl: &Mcpctl<'_>, ids: &[&str]) {
    let program = fake_mcp().display().to_string();
    for id in ids {
        mcpctl.json(["servers", "add", id, "--", &program, "--mode", "ok"]);
    }
}

fn shows(menu: &Menu, label: &str, ticked: bool) -> bool {
    menu.find(&[label]).is_some_and(|item| item.toggle_state.unwrap_or(false) == ticked)
}

async fn wait_for_label(tray: &TrayItem, label: &str, ticked: bool) {
    let what = format!("{label:?} stands in the menu, ticked: {ticked}");
    tray.wait_for_menu(LONG, &what, |menu| shows(menu, label, ticked)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_toggled_from_the_tray_and_goes_up() {
    let (home, bus) = (TempHome::new(), PrivateBus::new());
    let watcher = StatusNotifierWatcher::start(bus.address()).await;
    let mcpctl = Mcpctl::new(&home);
    add_fakes(&mcpctl, &["first", "second_one"]);
    let app = launch(&home, &bus).await;
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
    let idle = tray.icon_name().await;

    tray.click(&["first – stopped"]).await;
    wait_for_label(&tray, "first – up", true).await;
    assert_eq!(mcpctl.json(["servers", "show", "first"])["state"], "up");
    app.wait_for(By::text("Up").within(By::test_id("server-row-first"))).await;
    wait_until_async(LONG, "the icon changes", async || tray.icon_name().await != idle).await;

    tray.click(&["first – up"]).await;
    wait_for_label(&tray, "first – stopped", false).await;

    tray.click(&["Start all"]).await;
    wait_for_label(&tray, "first – up", true).await;
    wait_for_label(&tray, "second_one – up", true).await;
    tray.click(&["Stop all"]).await;
    wait_for_label(&tray, "second_one – stopped", false).await;

    // Servers that come and go while the menu stands.
    add_fakes(&mcpctl, &["third"]);
    wait_for_label(&tray, "third – stopped", false).await;
    mcpctl.json(["servers", "remove", "first"]);
    tray.wait_for_menu(LONG, "the first is gone", |menu| menu.find(&["first – stopped"]).is_none())
        .await;

    mcpctl.json(["servers", "start", "third"]);
    tray.click(&["Quit"]).await;
    app.wait_for_end(LONG).await;
    let is_server = |pid: &u32| proc::env_of(*pid, "MCP_CONSOLE_INSTANCE").is_some();
    let left: Vec<_> = home.processes().into_iter().filter(is_server).collect();
    assert_eq!(left, [0; 0], "Quit stops every server");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tray_speaks_the_chosen_language_and_shows_failures() {
    let (home, bus) = (TempHome::new(), PrivateBus::new());
    let watcher = StatusNotifierWatcher::start(bus.address()).await;
    let notifications = NotificationDaemon::start(bus.address()).await;
    let mcpctl = Mcpctl::new(&home);
    mcpctl.json(["servers", "add", "broken", "--", "no-such-program"]);
    let app = launch(&home, &bus).await;
    let tray = watcher.item(LONG).await;

    wait_for_label(&tray, "broken – stopped", false).await;
    tray.click(&["broken – stopped"]).await;
    wait_for_label(&tray, "broken – failed", false).await;
    let failed = |shown: &console_testkit::dbus::Notification| shown.summary == "broken failed";
    let shown = notifications.wait_for(LONG, "the failure is notified", failed).await;
    assert!(shown.body.contains("no-such-program"), "{shown:?}");

    // Paused, a failure is not notified again.
    tray.click(&["Pause notifications"]).await;
    wait_for_label(&tray, "Pause notifications", true).await;
    tray.click(&["broken – failed"]).await;
    wait_for_label(&tray, "broken – failed", false).await;
    assert_eq!(notifications.seen().len(), 1, "{:?}", notifications.seen());

    app.script("location.hash = '/settings';", vec![]).await;
    app.click(By::test_id("language-select")).await;
    app.click(By::test_id("language-select-pt-BR")).await;
    wait_for_label(&tray, "broken – falhou", false).await;
    assert!(tray.menu().await.find(&["Sair"]).is_some());
    tray.click(&["Sair"]).await;
    app.wait_for_end(LONG).await;
}
