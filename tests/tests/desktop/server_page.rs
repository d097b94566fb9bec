//! The page of one server in the real window: what is wrong with it and how it is mended, its
//! log under a flood, its history after a crash, and settings that nobody loses.

use console_testkit::{By, Desk, DesktopApp, LONG, wait_for_async, wait_until_async};

/// Waits for the badge beside the page's title.
async fn wait_for_badge(app: &DesktopApp, state: &str) {
    app.wait_for_within(LONG, By::text(state).within(By::test_id("server-state"))).await;
}

/// The first number in a text such as `12,345 lines`, 0 where there is none.
fn number_in(text: &str) -> u64 {
    let digits = text.chars().filter(|c| *c != ',').skip_while(|c| !c.is_ascii_digit());
    digits.take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or_default()
}

/// The whole text of a part of the page, however little of it has room.
async fn words(app: &DesktopApp, part: &str) -> String {
    app.property(By::test_id(part), "textContent").await.unwrap_or_default()
}

async fn lines_shown(app: &DesktopApp) -> u64 {
    number_in(&words(app, "log-count").await)
}

async fn wait_for_more_lines(app: &DesktopApp, than: u64) {
    let what = format!("more than {than} lines of the log are shown");
    wait_until_async(LONG, &what, async || lines_shown(app).await > than).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_variable_is_given_its_value_on_the_page() {
    let desk = Desk::new();
    desk.add_fake("needy", &["--name", "${API_TOKEN}"]);
    let app = desk.open().await;
    app.open_page("/servers/needy").await;
    app.click(By::test_id("page-start")).await;
    wait_for_badge(&app, "Failed").await;
    app.wait_for(By::text("A variable has no value").within(By::test_id("trouble"))).await;
    app.wait_for(By::text("variable_missing").within(By::test_id("trouble"))).await;

    app.wait_for(By::label("Value of API_TOKEN")).await;
    let value = By::test_id("mend-value");
    assert_eq!(app.attribute(value.clone(), "type").await.as_deref(), Some("password"));
    app.fill(value, "s3cret-and-long-enough").await;
    app.click(By::test_id("mend-set")).await;
    wait_for_badge(&app, "Up").await;
    assert_eq!(desk.state("needy"), "up", "the window and mcpctl agree");
    app.wait_until_gone(By::test_id("trouble")).await;
    let page = app.text(By::css("main")).await;
    assert!(page.contains("API_TOKEN="), "the variable stands in the configuration: {page}");
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_slow_to_start_is_given_more_time() {
    let desk = Desk::new();
    desk.add_fake("slow", &["--mode", "slow-start", "--ms", "8000"]);
    let app = desk.open().await;
    app.open_page("/servers/slow/settings").await;
    app.fill(By::test_id("add-server-start-timeout"), "6").await;
    // Else it is tried again by itself, and the page changes under the test's hands.
    app.choose("add-server-restart", "never").await;
    app.click(By::test_id("settings-save")).await;
    app.wait_until_gone(By::test_id("unsaved")).await;

    app.click(By::test_id("server-tab-overview")).await;
    app.click(By::test_id("page-start")).await;
    wait_for_badge(&app, "Failed").await;
    app.wait_for(By::text("It did not start in time").within(By::test_id("trouble"))).await;
    app.wait_for(By::text("It had 6s to start.")).await;
    app.click(By::role("button", "Allow 12s and start")).await;
    wait_for_badge(&app, "Up").await;
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_follows_a_flood_is_searched_and_saved() {
    let desk = Desk::new();
    desk.add_fake("flood", &["--mode", "flood-stderr"]);
    let app = desk.open().await;
    app.open_page("/servers/flood/log").await;
    app.click(By::test_id("page-start")).await;
    wait_for_badge(&app, "Up").await;
    wait_for_more_lines(&app, 2_000).await;

    // It lets go when one scrolls up, and says how much waits.
    app.script("document.querySelector('[role=log]').focus();", vec![]).await;
    app.press("ArrowUp").await;
    wait_until_async(LONG, "new lines wait below", async || {
        number_in(&words(&app, "log-jump").await) > 0
    })
    .await;
    let top = "return document.querySelector('[role=log]').scrollTop;";
    // The engine scrolls smoothly by keys, so slowly at the end that some frames are the same.
    let rest = "const done = arguments[0];
        const log = document.querySelector('[role=log]');
        let [before, frames] = [log.scrollTop, 0];
        const look = () => {
            frames = log.scrollTop === before ? frames + 1 : 0;
            before = log.scrollTop;
            if (frames === 10) done(before);
            else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);";
    let before = app.script_async(rest, vec![]).await;
    let waiting = number_in(&words(&app, "log-jump").await);
    wait_until_async(LONG, "more of them wait", async || {
        number_in(&words(&app, "log-jump").await) > waiting
    })
    .await;
    assert_eq!(app.script(top, vec![]).await, before, "nothing moves under the eyes");
    let held = lines_shown(&app).await;
    app.click(By::test_id("log-jump")).await;
    app.wait_until_gone(By::test_id("log-jump")).await;
    wait_for_more_lines(&app, held).await;

    // It is searched while it grows.
    app.press("Control+f").await;
    app.type_text("AGAIN and again").await;
    wait_until_async(LONG, "matches are counted", async || {
        words(&app, "log-matches").await.starts_with("0 of ")
    })
    .await;
    app.press("Enter").await;
    app.wait_for(By::css("[role=log] mark")).await;
    app.wait_for(By::test_id("log-jump")).await;
    assert!(number_in(&words(&app, "log-matches").await) > 1_000, "the newest match");

    app.click(By::test_id("log-jump")).await;
    app.wait_for_within(LONG, By::css("[role=log][data-following=true]")).await;

    // The whole log is a file.
    app.click(By::test_id("log-export")).await;
    app.wait_for_within(LONG, By::test_id("toast-reveal")).await;
    // What fades in has no text for the driver yet.
    let path = wait_for_async(LONG, "a toast has the path", async || {
        let toasts = app.texts(By::test_id("toast")).await.join("\n");
        let found = toasts.find('/').zip(toasts.find(".log"));
        found.map(|(from, to)| toasts[from..to + 4].to_owned())
    })
    .await;
    let saved = std::fs::read_to_string(path).expect("the log was written");
    assert!(saved.lines().count() > 10_000, "rotated files included");
    assert!(saved.contains("flood: the same line of 128 bytes"), "and nothing else");

    app.click(By::test_id("page-stop")).await;
    wait_for_badge(&app, "Stopped").await;
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_shows_a_crash() {
    let desk = Desk::new();
    desk.add_fake("fake", &["--mode", "ok"]);
    let app = desk.open().await;
    app.open_page("/servers/fake?span=hour").await;
    app.click(By::test_id("page-start")).await;
    wait_for_badge(&app, "Up").await;
    let crashed = desk.mcpctl().run(["call", "fake", "crash"]);
    assert_ne!(crashed.code, Some(0), "the call dies with its server");
    let history = || By::test_id("history");
    app.wait_for_within(LONG, By::text("Waiting").within(history())).await;
    wait_for_badge(&app, "Up").await;
    app.wait_for(By::css("[data-testid=timeline] [data-state=backoff]")).await;
    let list = app.text(history()).await;
    assert!(list.contains("exit"), "the list says why: {list}");

    // The same by keyboard: each stretch has words.
    app.script("document.querySelector('[data-testid=timeline]').focus();", vec![]).await;
    app.press("Home").await;
    let first = app.attribute(By::test_id("timeline"), "aria-valuetext").await.unwrap();
    app.press("ArrowRight").await;
    let second = app.attribute(By::test_id("timeline"), "aria-valuetext").await.unwrap();
    assert!(first.contains(" to ") && second.contains(" to "), "{first:?}, {second:?}");
    assert_ne!(first, second);
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_were_not_saved_are_kept_until_they_are() {
    let desk = Desk::new();
    desk.add_fake("fake", &["--mode", "ok"]);
    let app = desk.open().await;
    app.open_page("/servers/fake/settings").await;
    app.click(By::test_id("page-start")).await;
    wait_for_badge(&app, "Up").await;
    let pid = |desk: &Desk| desk.mcpctl().json(["servers", "show", "fake"])["pid"].as_u64();
    let first = pid(&desk);

    let description = || By::test_id("add-server-description");
    app.fill(description(), "for tests").await;
    app.click(By::test_id("server-tab-log")).await;
    app.wait_for(By::test_id("log-view")).await;
    app.wait_for(By::test_id("unsaved")).await;
    // `]` goes on: to the explorer, then back to the settings.
    app.press("]").await;
    app.wait_until_gone(By::test_id("log-view")).await;
    app.press("]").await;
    app.wait_for(description()).await;
    assert_eq!(app.property(description(), "value").await.as_deref(), Some("for tests"));

    app.click(By::test_id("settings-save-restart")).await;
    wait_until_async(LONG, "another process serves", async || {
        let now = pid(&desk);
        now.is_some() && now != first
    })
    .await;
    wait_for_badge(&app, "Up").await;
    app.wait_until_gone(By::test_id("unsaved")).await;
    app.open_page("/servers/fake").await;
    app.wait_for(By::text("for tests")).await;
    app.terminate(LONG).await;
}
