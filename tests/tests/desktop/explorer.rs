//! The explorer in the real window, with the protocol's own reference server: forms made from its
//! schemas, what comes of a call, what it asks meanwhile, and calls that are repeated.

use std::path::{Path, PathBuf};

use console_testkit::{By, Desk, DesktopApp, LONG, real_servers, wait_until_async};

use crate::LOOKS;

/// Opens the window with the reference server up, on its explorer.
async fn open(desk: &Desk) -> DesktopApp {
    let servers = real_servers(&desk.home.work_dir());
    let server = servers.into_iter().find(|server| server.name == "everything").unwrap();
    let program = server.program.display().to_string();
    let command: Vec<String> = std::iter::once(program).chain(server.args).collect();
    desk.add("everything", &command);
    let app = desk.open().await;
    app.open_page("/servers/everything/explorer").await;
    app.click(By::test_id("explorer-start")).await;
    app.wait_for_within(LONG, By::test_id("explorer-list")).await;
    app
}

/// Shows one thing that the server offers.
async fn select(app: &DesktopApp, kind: &str, name: &str) {
    let name = name.replace(':', "%3A").replace('/', "%2F").replace('{', "%7B").replace('}', "%7D");
    app.open_page(&format!("/servers/everything/explorer?{kind}={name}")).await;
    app.wait_for(By::test_id("explorer-run")).await;
}

/// Makes the call that the page is about to make.
async fn run(app: &DesktopApp) {
    // After a long form the button stands above what is in sight.
    app.wait_for(By::test_id("explorer-run")).await;
    let show =
        "document.querySelector('[data-testid=explorer-run]').scrollIntoView({ block: 'center' });";
    app.script(show, vec![]).await;
    app.click(By::test_id("explorer-run")).await;
}

/// Waits for a result in which `part` stands; what it says.
async fn wait_for_result(app: &DesktopApp, part: &str) -> String {
    let result = By::test_id("explorer-result");
    app.wait_for_within(LONG, result.clone()).await;
    wait_until_async(LONG, &format!("the result says {part}"), async || {
        app.texts(result.clone()).await.iter().any(|text| text.contains(part))
    })
    .await;
    app.text(result).await
}

/// How the call that is shown ended: `answered`, `error`, `failed`.
async fn outcome(app: &DesktopApp) -> Option<String> {
    app.attribute(By::test_id("explorer-result"), "data-outcome").await
}

/// Fills a field of a form that a schema made.
async fn fill(app: &DesktopApp, field: &str, text: &str) {
    app.fill(By::test_id(&format!("field-{field}")), text).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tools_run_through_forms_made_from_their_schemas() {
    let desk = Desk::new();
    let app = open(&desk).await;
    select(&app, "tool", "get-sum").await;
    fill(&app, "a", "2").await;
    run(&app).await;
    app.wait_for(By::css("[data-testid=field-b][aria-invalid=true]")).await;
    assert!(!app.sees(By::test_id("history-0")).await, "what does not fit is not sent");
    fill(&app, "b", "40").await;
    run(&app).await;
    wait_for_result(&app, "42").await;
    assert_eq!(outcome(&app).await.as_deref(), Some("answered"));
    assert!(app.text(By::test_id("explorer-timing")).await.contains("ms"));
    app.click(By::test_id("result-raw")).await;
    assert!(app.text(By::test_id("result-raw-text")).await.contains("\"content\""));

    // It is repeated from the list of the last calls, with what was sent then.
    fill(&app, "b", "1").await;
    app.click(By::test_id("history-0-repeat")).await;
    app.wait_for(By::test_id("history-1")).await;
    wait_for_result(&app, "42").await;

    select(&app, "tool", "get-structured-content").await;
    app.choose("field-location", "1").await;
    run(&app).await;
    wait_for_result(&app, "temperature").await;
    app.wait_for(By::test_id("result-match")).await;

    select(&app, "tool", "get-tiny-image").await;
    run(&app).await;
    app.wait_for_within(LONG, By::test_id("result-image")).await;
    let drawn = "const image = document.querySelector('[data-testid=result-image]');
        return (image.matches('img') ? image : image.querySelector('img')).naturalWidth;";
    wait_until_async(LONG, "the image is drawn", async || {
        app.script(drawn, vec![]).await.as_u64() > Some(0)
    })
    .await;

    // What the server refuses is told with its own words.
    select(&app, "prompt", "resource-prompt").await;
    fill(&app, "resourceType", "Text").await;
    fill(&app, "resourceId", "minus one").await;
    run(&app).await;
    wait_for_result(&app, "positive integer").await;
    assert_eq!(outcome(&app).await.as_deref(), Some("failed"));
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_call_shows_how_far_it_is_and_is_cancelled() {
    let desk = Desk::new();
    let app = open(&desk).await;
    select(&app, "tool", "trigger-long-running-operation").await;
    fill(&app, "duration", "2").await;
    fill(&app, "steps", "4").await;
    run(&app).await;
    app.wait_for(By::css("[role=progressbar][aria-valuenow='50']")).await;
    assert!(app.text(By::test_id("explorer-progress")).await.contains("/4"));
    wait_for_result(&app, "completed").await;
    app.wait_until_gone(By::test_id("explorer-progress")).await;

    fill(&app, "duration", "600").await;
    run(&app).await;
    app.wait_for(By::test_id("explorer-progress")).await;
    app.click(By::test_id("explorer-cancel")).await;
    app.wait_until_gone(By::test_id("explorer-progress")).await;
    assert_eq!(outcome(&app).await.as_deref(), Some("failed"));
    app.wait_for(By::css("[aria-label=Cancelled]").within(By::test_id("history-0"))).await;

    // A task of the server, its own words for how far it is, and its question.
    select(&app, "tool", "simulate-research-query").await;
    fill(&app, "topic", "python").await;
    app.click(By::test_id("field-ambiguous-true")).await;
    run(&app).await;
    app.wait_for_within(LONG, By::test_id("question-form")).await;
    app.choose("question-field-interpretation", "1").await;
    app.click(By::test_id("question-accept")).await;
    wait_for_result(&app, "python (snake)").await;
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_asks_is_answered_or_declined() {
    let desk = Desk::new();
    let app = open(&desk).await;
    let question = By::test_id("question-form");

    select(&app, "tool", "trigger-sampling-request").await;
    fill(&app, "prompt", "What is the capital of France?").await;
    run(&app).await;
    app.wait_for_within(LONG, question.clone()).await;
    let asked = app.text(question.clone()).await;
    assert!(
        asked.contains("capital of France") && asked.contains("helpful test server"),
        "{asked}"
    );
    app.fill(By::test_id("sampling-text"), "Paris").await;
    app.click(By::test_id("question-accept")).await;
    app.wait_until_gone(question.clone()).await;
    wait_for_result(&app, "Paris").await;

    run(&app).await;
    app.wait_for_within(LONG, question.clone()).await;
    app.click(By::test_id("question-decline")).await;
    wait_for_result(&app, "rejected").await;
    assert_eq!(outcome(&app).await.as_deref(), Some("error"), "the tool says that it failed");

    select(&app, "tool", "trigger-elicitation-request").await;
    run(&app).await;
    app.wait_for_within(LONG, question.clone()).await;
    app.click(By::test_id("question-accept")).await;
    let wrong = || By::css("[data-testid=question-field-name][aria-invalid=true]");
    app.wait_for(wrong()).await;
    app.fill(By::test_id("question-field-name"), "Ada Lovelace").await;
    // What is said below the field goes a moment later, and the rest of the form moves up.
    app.wait_until_gone(wrong()).await;
    app.click(By::test_id("question-field-check-true")).await;
    app.choose("question-field-titledSingleSelectEnum", "2").await;
    app.click(By::test_id("question-accept")).await;
    let told = wait_for_result(&app, "Ada Lovelace").await;
    assert!(told.contains("Agreed to terms: true") && told.contains("hero-3"), "{told}");

    run(&app).await;
    app.wait_for_within(LONG, question.clone()).await;
    app.click(By::test_id("question-decline")).await;
    wait_for_result(&app, "declined").await;

    // An address is shown whole, and nothing is opened.
    select(&app, "tool", "trigger-url-elicitation").await;
    fill(&app, "url", "https://example.test/sign-in?next=1").await;
    run(&app).await;
    app.wait_for_within(LONG, By::test_id("question-url")).await;
    let url = app.text(By::test_id("question-url")).await;
    assert_eq!(url, "https://example.test/sign-in?next=1");
    app.click(By::test_id("question-cancel")).await;
    wait_for_result(&app, "cancelled").await;

    select(&app, "tool", "get-roots-list").await;
    run(&app).await;
    app.wait_for_within(LONG, question.clone()).await;
    app.fill(By::test_id("roots-text"), "/home/ada/notes").await;
    app.click(By::test_id("question-accept")).await;
    wait_for_result(&app, "file:///home/ada/notes").await;

    // A question that waits is found again from another page.
    select(&app, "tool", "trigger-sampling-request").await;
    run(&app).await;
    app.open_page("/servers").await;
    app.click(By::test_id("question-show")).await;
    app.wait_for(question.clone()).await;
    app.click(By::test_id("explorer-cancel")).await;
    app.wait_until_gone(question).await;
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn resources_templates_and_prompts_are_read_with_completion() {
    let desk = Desk::new();
    let app = open(&desk).await;
    app.fill(By::test_id("explorer-search"), "features").await;
    app.click(By::test_id("explorer-item-resource-features.md")).await;
    run(&app).await;
    wait_for_result(&app, "Everything Server").await;

    select(&app, "template", "demo://resource/dynamic/text/{resourceId}").await;
    fill(&app, "resourceId", "7").await;
    wait_until_async(LONG, "the URI is filled in", async || {
        app.text(By::test_id("template-uri")).await == "demo://resource/dynamic/text/7"
    })
    .await;
    run(&app).await;
    wait_for_result(&app, "Resource 7").await;

    // What the second argument could be depends on the first.
    select(&app, "prompt", "completable-prompt").await;
    fill(&app, "department", "Sa").await;
    app.click(By::test_id("field-department-option-0")).await;
    wait_until_async(LONG, "the department is chosen", async || {
        app.property(By::test_id("field-department"), "value").await.as_deref() == Some("Sales")
    })
    .await;
    app.click(By::test_id("field-name")).await;
    let first = By::test_id("field-name-option-0");
    wait_until_async(LONG, "the people of that department are proposed", async || {
        app.texts(first.clone()).await == ["David"]
    })
    .await;
    app.press("ArrowDown").await;
    app.press("ArrowDown").await;
    app.press("Enter").await;
    run(&app).await;
    wait_for_result(&app, "promote Eve to the head of the Sales team").await;
    app.terminate(LONG).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tool_is_found_filled_in_and_run_with_the_keyboard_alone() {
    let desk = Desk::new();
    let app = open(&desk).await;
    // The list tells that it is there; nothing of it was touched yet.
    app.press("/").await;
    app.wait_for(By::css("[data-testid=explorer-search]:focus")).await;
    app.type_text("trigger-samp").await;
    app.press("Enter").await;
    app.wait_for(By::css("[data-testid=explorer-detail]:focus")).await;
    tab_to(&app, "field-prompt").await;
    app.type_text("ping").await;
    app.press("Control+Enter").await;
    app.wait_for_within(LONG, By::test_id("question-form")).await;
    tab_to(&app, "sampling-text").await;
    app.type_text("pong").await;
    tab_to(&app, "question-accept").await;
    app.press("Enter").await;
    wait_for_result(&app, "pong").await;
    app.terminate(LONG).await;
}

/// Presses Tab until this has the focus.
async fn tab_to(app: &DesktopApp, id: &str) {
    let focused = By::css(&format!("[data-testid='{id}']:focus"));
    for _ in 0..20 {
        if app.sees(focused.clone()).await {
            return;
        }
        app.press("Tab").await;
    }
    panic!("twenty tabs do not reach {id}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_explorer_is_accessible_in_both_themes_languages_and_widths() {
    let desk = Desk::new();
    let app = open(&desk).await;
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("../node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(axe).expect("npm packages are installed: run `make test`");
    for (language, theme) in LOOKS {
        app.resize(1280, 800).await;
        app.open_page("/settings").await;
        app.choose("theme-select", theme).await;
        app.choose("language-select", language).await;
        app.open_page("/servers/everything/explorer").await;
        app.wait_for(By::test_id("explorer-list")).await;
        look(&app, &axe, "list", theme, language).await;
        select(&app, "tool", "get-sum").await;
        run(&app).await;
        app.wait_for(By::css("[data-testid=field-a][aria-invalid=true]")).await;
        look(&app, &axe, "form", theme, language).await;
        select(&app, "tool", "trigger-elicitation-request").await;
        run(&app).await;
        app.wait_for_within(LONG, By::test_id("question-form")).await;
        look(&app, &axe, "question", theme, language).await;
        app.click(By::test_id("question-decline")).await;
        wait_for_result(&app, "declined").await;
        look(&app, &axe, "result", theme, language).await;
        select(&app, "tool", "get-annotated-message").await;
        app.choose("field-messageType", "0").await;
        app.click(By::test_id("field-includeImage-true")).await;
        run(&app).await;
        app.wait_for_within(LONG, By::test_id("result-image")).await;
        look(&app, &axe, "image", theme, language).await;
        select(&app, "prompt", "resource-prompt").await;
        fill(&app, "resourceType", "Nothing").await;
        fill(&app, "resourceId", "1").await;
        run(&app).await;
        wait_for_result(&app, "Nothing").await;
        look(&app, &axe, "failed", theme, language).await;
    }
    app.terminate(LONG).await;
}

/// Runs axe in both widths, and takes pictures where they are wanted.
async fn look(app: &DesktopApp, axe: &str, part: &str, theme: &str, language: &str) {
    for width in [1280, 480] {
        app.resize(width, 800).await;
        let found = app.axe(axe).await;
        assert!(found.is_empty(), "{part} {theme} {language} {width}: {found:#?}");
        if let Some(folder) = std::env::var_os("CONSOLE_SCREENSHOTS").map(PathBuf::from) {
            std::fs::create_dir_all(&folder).unwrap();
            let name = format!("explorer-{part}-{width}-{theme}-{language}.png");
            app.screenshot(&folder.join(name)).await;
        }
    }
    app.resize(1280, 800).await;
}
