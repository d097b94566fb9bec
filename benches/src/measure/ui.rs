//! How quickly the window answers: the palette, a change of page, and a log in a flood.
//!
//! Measured inside the page, by its own clock, from what a person does to the frame in which it
//! can be seen; the floor is a frame in which nothing happens.

use std::time::Duration;

use console_testkit::{By, Desk, DesktopApp, LONG, proc};
use serde_json::Value;

use super::Effort;
use crate::figure::{Figure, Unit};
use crate::table::{Added, Floor, Row};

/// Lines a second of the flood.
const RATE: u32 = 50_000;
/// Servers in the list between which pages are switched.
const SERVERS: usize = 50;

/// Does ACT, waits until THERE in a drawn frame, and answers with milliseconds; so many times, with
/// UNDO between. The three stand in the text, since the page's policy forbids to make code of it.
const TIMED: &str = r"
    const [rounds, done] = arguments;
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => resolve()));
    const isThere = () => Boolean(THERE);
    const until = async (wanted) => {
        const end = performance.now() + 10000;
        while (isThere() !== wanted) {
            if (performance.now() > end) throw new Error('it does not come or go');
            await frame();
        }
        // What was found is on the screen with the next frame.
        await frame();
    };
    (async () => {
        const samples = [];
        for (let round = 0; round <= rounds; round += 1) {
            await frame();
            const began = performance.now();
            ACT;
            await until(true);
            // The first round loads what is loaded once.
            if (round > 0) samples.push(performance.now() - began);
            UNDO;
            await until(false);
        }
        return samples;
    })().then(done, (error) => done(String(error)));
";

/// The times between frames over so many milliseconds.
const FRAMES: &str = r"
    const [length, done] = arguments;
    const samples = [];
    let last = performance.now();
    const end = last + length;
    const step = (now) => {
        samples.push(now - last);
        last = now;
        if (now < end) requestAnimationFrame(step); else done(samples);
    };
    requestAnimationFrame(step);
";

const PALETTE: [&str; 3] = [
    "window.dispatchEvent(new KeyboardEvent('keydown', \
     {key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true}))",
    "document.querySelector('[data-testid=palette] input') !== null",
    "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', \
     {key: 'Escape', code: 'Escape', bubbles: true, cancelable: true}))",
];
const PAGE: [&str; 3] = [
    "location.hash = '/servers'",
    "document.querySelector('[data-testid^=server-row-]') !== null",
    "location.hash = '/settings'",
];
const NOTHING: [&str; 3] = ["window.there = true", "window.there === true", "window.there = false"];

/// The desktop with fifty servers, then with one whose log is a flood.
pub(crate) fn measure(effort: Effort) -> Vec<Row> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let mut rows = answers(effort).await;
        rows.extend(flood(effort).await);
        rows
    })
}

async fn answers(effort: Effort) -> Vec<Row> {
    let rounds = if effort == Effort::Quick { 5 } else { 50 };
    let desk = Desk::new();
    for index in 0..SERVERS {
        desk.add_fake(&format!("server-{index:02}"), &["--mode", "ok"]);
    }
    let app = open(&desk).await;
    let floor = timed(&app, NOTHING, rounds).await;
    let palette = timed(&app, PALETTE, rounds).await;
    let page = timed(&app, PAGE, rounds).await;
    app.close().await;
    let row = |what: &str, ours: &[f64], how: String| Row {
        what: what.into(),
        ours: Figure::median(Unit::Seconds, ours),
        floor: Some(Floor {
            name: "an empty change",
            figure: Figure::median(Unit::Seconds, &floor),
            has_ratio: true,
        }),
        added: Added::Whole,
        how,
    };
    let how = format!("to the drawn frame, {rounds} times, {SERVERS} servers");
    vec![
        row("the palette opens", &palette, format!("from Ctrl+K {how}")),
        row("a change of page", &page, format!("from Settings to Servers {how}")),
    ]
}

async fn flood(effort: Effort) -> Vec<Row> {
    let seconds = if effort == Effort::Quick { 3 } else { 20 };
    let desk = Desk::new();
    let rate = RATE.to_string();
    desk.add_fake("flood", &["--mode", "flood-stderr", "--lines-per-second", &rate]);
    let app = open(&desk).await;
    app.open_page("/servers/flood/log").await;
    app.wait_for_within(LONG, By::test_id("log-view")).await;
    let still = frames(&app, seconds).await;
    let before = memory(&app);
    desk.mcpctl().json(["servers", "start", "flood"]);
    // The view fills to its bound first.
    frames(&app, seconds).await;
    let moving = frames(&app, seconds).await;
    let after = memory(&app);
    app.close().await;
    let view = format!("the log view at {RATE} lines a second");
    let percentile = |samples: &[f64]| {
        Figure::centred(Unit::Seconds, crate::figure::percentile(samples, 0.95), samples)
    };
    vec![
        Row {
            what: format!("{view}: between two frames, p95"),
            ours: percentile(&moving),
            floor: Some(Floor { name: "at rest", figure: percentile(&still), has_ratio: true }),
            added: Added::Whole,
            how: format!("{seconds} s of following, by the page's own clock"),
        },
        Row {
            what: format!("{view}: memory"),
            ours: Figure::single(Unit::Bytes, after),
            floor: Some(Floor {
                name: "before",
                figure: Figure::single(Unit::Bytes, before),
                has_ratio: true,
            }),
            added: Added::Whole,
            how: format!("PSS of the app and WebKit's processes, {} s later", 2 * seconds),
        },
    ]
}

/// The window with its first page, first steps skipped.
async fn open(desk: &Desk) -> DesktopApp {
    let app = desk.open().await;
    app.wait_for_within(LONG, By::test_id("add-server")).await;
    app
}

/// Seconds.
async fn timed(app: &DesktopApp, [act, there, undo]: [&str; 3], rounds: u32) -> Vec<f64> {
    let script = TIMED.replace("ACT", act).replace("THERE", there).replace("UNDO", undo);
    seconds(&app.script_async(&script, vec![rounds.into()]).await)
}

/// Seconds between frames.
async fn frames(app: &DesktopApp, length: u32) -> Vec<f64> {
    seconds(&app.script_async(FRAMES, vec![(length * 1_000).into()]).await)
}

fn seconds(milliseconds: &Value) -> Vec<f64> {
    let samples = milliseconds.as_array().unwrap_or_else(|| panic!("no samples: {milliseconds}"));
    samples.iter().filter_map(Value::as_f64).map(|sample| sample / 1_000.0).collect()
}

/// PSS of the app and of what it started but the servers, bytes.
fn memory(app: &DesktopApp) -> f64 {
    std::thread::sleep(Duration::from_secs(2));
    let family = std::iter::once(app.pid()).chain(app.web_processes());
    #[expect(clippy::cast_precision_loss, reason = "memory is far below 2^52 bytes")]
    let bytes = family.map(proc::memory).sum::<u64>() as f64;
    bytes
}
