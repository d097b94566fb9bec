//! Notices: the exact call of a notification, its click, and what happens where nobody shows it.

use console_testkit::dbus::{
    MuteNotificationDaemon, Notification, NotificationDaemon, StatusNotifierWatcher,
};
use console_testkit::{Desk, DesktopApp, LONG, wait_for_async, wait_until_async};
use serde_json::{Value, json};

async fn notices(app: &DesktopApp) -> Value {
    app.invoke("notices_list", json!({})).await.expect("the notices can be listed")
}

/// Waits until the newest notice is of this kind; the page then.
async fn newest(app: &DesktopApp, kind: &str) -> Value {
    let what = format!("the newest notice is {kind}");
    wait_for_async(LONG, &what, async || {
        let page = notices(app).await;
        (page["notices"][0]["kind"]["type"] == kind).then_some(page)
    })
    .await
}

async fn path(app: &DesktopApp) -> String {
    app.script("return location.hash;", vec![]).await.as_str().unwrap_or_default().to_owned()
}

/// Starts a server that cannot start, and waits until it gave up.
fn fail(desk: &Desk, id: &str) {
    desk.mcpctl().run(["servers", "start", id]);
    assert_eq!(desk.state(id), "failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_loop_is_notified_once_and_a_click_opens_its_server() {
    let desk = Desk::new();
    let _tray = StatusNotifierWatcher::start(desk.bus.address()).await;
    let daemon = NotificationDaemon::start(desk.bus.address()).await;
    let log = desk.home.work_dir().join("starts").display().to_string();
    desk.add_fake("looper", &["--mode", "crash-loop", "--crashes", "6", "--start-log", &log]);
    let app = desk.open().await;
    desk.mcpctl().run(["servers", "start", "looper", "--no-wait"]);

    let failed = |shown: &Notification| shown.summary == "looper failed";
    let shown = daemon.wait_for(LONG, "the failure is notified", failed).await;
    assert_eq!(std::fs::read_to_string(&log).unwrap().lines().count(), 6, "it was tried again");
    let server = desk.mcpctl().json(["servers", "show", "looper"]);
    let expected = Notification {
        id: 1,
        app: "mcp-console".into(),
        replaces: 0,
        icon: "mcp-console".into(),
        summary: "looper failed".into(),
        body: server["last_error"]["message"].as_str().unwrap().into(),
        actions: vec![("default".into(), String::new())],
        urgency: None,
        hints: Vec::new(),
        timeout: -1,
    };
    assert_eq!(shown, expected, "the exact call");
    let page = newest(&app, "server_failed").await;
    assert_eq!(page["notices"][0]["delivery"], "shown", "{page:#}");
    assert_eq!((&page["unread"], &page["paused"]), (&json!(1), &json!(false)), "{page:#}");

    // Away in the tray, a click brings the window back on the server's page.
    app.close_window().await;
    app.wait_until_hidden().await;
    daemon.press(shown.id, "default").await;
    app.wait_until_shown().await;
    wait_until_async(LONG, "its page is open", async || path(&app).await == "#/servers/looper")
        .await;
    wait_until_async(LONG, "it is read", async || notices(&app).await["unread"] == 0).await;

    // The seventh start behaves.
    desk.mcpctl().json(["servers", "start", "looper"]);
    let recovered = |shown: &Notification| shown.summary == "looper is up again";
    daemon.wait_for(LONG, "the recovery is notified", recovered).await;
    newest(&app, "server_recovered").await;
    let about: Vec<_> =
        daemon.seen().into_iter().filter(|shown| shown.summary.starts_with("looper")).collect();
    assert_eq!(about.len(), 2, "one for the failure, one for the recovery: {about:#?}");
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_episode_goes_on_over_retries_and_restarts_of_the_console() {
    let desk = Desk::new();
    let daemon = NotificationDaemon::start(desk.bus.address()).await;
    desk.add("broken", &["no-such-program"]);
    // A host without a desktop notes it, and shows nothing.
    let host = desk.mcpctl().serve();
    fail(&desk, "broken");
    assert!(host.terminate().success());

    let app = desk.open().await;
    fail(&desk, "broken");
    desk.add("other", &["no-such-program-either"]);
    fail(&desk, "other");
    let other = |shown: &Notification| shown.summary == "other failed";
    daemon.wait_for(LONG, "another server's failure is notified", other).await;
    let page = notices(&app).await;
    let told: Vec<_> = page["notices"].as_array().unwrap().iter().collect();
    assert_eq!(told.len(), 2, "each server once: {page:#}");
    assert_eq!(told[0]["delivery"], "shown", "{page:#}");
    assert_eq!(told[1]["delivery"], "unavailable", "the headless host had nothing: {page:#}");
    assert_eq!(daemon.seen().len(), 1, "{:#?}", daemon.seen());

    // A new server that takes the id is another one.
    desk.mcpctl().json(["servers", "remove", "broken"]);
    desk.add("broken", &["still-no-such-program"]);
    fail(&desk, "broken");
    let anew = |shown: &Notification| shown.body.contains("still-no-such-program");
    daemon.wait_for(LONG, "the new one is notified", anew).await;

    let cleared = app.invoke("notices_clear", json!({})).await.expect("they can be cleared");
    assert_eq!(cleared["notices"], json!([]));
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pausing_is_the_same_from_the_tray_and_from_the_window() {
    let desk = Desk::new();
    let watcher = StatusNotifierWatcher::start(desk.bus.address()).await;
    let daemon = NotificationDaemon::start(desk.bus.address()).await;
    for id in ["one", "two"] {
        desk.add(id, &["no-such-program"]);
    }
    let app = desk.open().await;
    let tray = watcher.item(LONG).await;
    let ticked = async |on: bool| {
        tray.wait_for_menu(LONG, &format!("the pause is ticked: {on}"), |menu| {
            menu.find(&["Pause notifications"]).is_some_and(|item| item.toggle_state == Some(on))
        })
        .await
    };
    ticked(false).await;
    tray.click(&["Pause notifications"]).await;
    ticked(true).await;
    wait_until_async(LONG, "the window knows", async || notices(&app).await["paused"] == true)
        .await;
    fail(&desk, "one");
    let page = newest(&app, "server_failed").await;
    assert_eq!(page["notices"][0]["delivery"], "paused", "{page:#}");
    assert_eq!(daemon.seen(), [], "nothing is shown outside the window");

    app.invoke("notices_pause", json!({ "paused": false })).await.expect("it can be resumed");
    ticked(false).await;
    fail(&desk, "two");
    let two = |shown: &Notification| shown.summary == "two failed";
    daemon.wait_for(LONG, "it is notified again", two).await;

    // It is remembered.
    app.invoke("notices_pause", json!({ "paused": true })).await.expect("it can be paused");
    app.terminate(LONG).await;
    let app = desk.open().await;
    assert_eq!(notices(&app).await["paused"], true);
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_daemon_or_with_one_that_hangs_the_window_still_has_every_notice() {
    let desk = Desk::new();
    desk.add("lonely", &["no-such-program"]);
    desk.add("patient", &["no-such-program"]);
    let app = desk.open().await;
    fail(&desk, "lonely");
    let page = newest(&app, "server_failed").await;
    assert_eq!(page["notices"][0]["delivery"], "unavailable", "{page:#}");

    let _mute = MuteNotificationDaemon::start(desk.bus.address()).await;
    fail(&desk, "patient");
    wait_until_async(LONG, "the second notice is there", async || {
        notices(&app).await["notices"][0]["kind"]["server"] == "patient"
    })
    .await;
    let page = notices(&app).await;
    assert_eq!(page["notices"][0]["delivery"], "unavailable", "{page:#}");
    app.terminate(LONG).await;
}
