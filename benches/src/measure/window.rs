//! How long the desktop takes to show its first page, and what it weighs then.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use console_testkit::{TempHome, binary, proc};

use super::Effort;
use crate::figure::{Figure, Unit};
use crate::screen::Screen;
use crate::table::{Added, Floor, Row};

const DEADLINE: Duration = Duration::from_mins(1);
/// From the first page until memory has come to rest.
const SETTLE: Duration = Duration::from_secs(5);

/// One start: seconds until the window was shown, bytes afterwards.
struct Shown {
    after: f64,
    memory: f64,
}

/// The desktop with an empty data directory, beside the least window that Tauri makes.
pub(crate) fn measure(effort: Effort) -> Vec<Row> {
    let runs = if effort == Effort::Quick { 3 } else { 15 };
    let screen = Screen::open();
    let (console, bare) = (binary("mcp-console"), binary("bare-window"));
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for run in 0..=runs {
        let pair = (show(&screen, &bare), show(&screen, &console));
        // The first pair reads the programs from the disk.
        if run > 0 {
            floor.push(pair.0);
            ours.push(pair.1);
        }
    }
    let row = |what: &str, how: String, unit, part: fn(&Shown) -> f64| {
        let figure = |of: &[Shown]| Figure::median(unit, &of.iter().map(part).collect::<Vec<_>>());
        Row {
            what: what.into(),
            ours: figure(&ours),
            floor: Some(Floor {
                name: "bare Tauri window",
                figure: figure(&floor),
                has_ratio: true,
            }),
            added: Added::Whole,
            how,
        }
    };
    let starts = format!("process start to window on screen, {runs} starts of each in turn");
    vec![
        row(
            "the window: from start to first page",
            format!("{starts}; ours is shown when its page is drawn, empty data directory"),
            Unit::Seconds,
            |shown| shown.after,
        ),
        row(
            "the window: memory",
            "PSS of the app and WebKit's processes, 5 s later".into(),
            Unit::Bytes,
            |shown| shown.memory,
        ),
    ]
}

fn show(screen: &Screen, program: &PathBuf) -> Shown {
    screen.wait_for_windows(0, DEADLINE);
    let home = TempHome::new();
    let mut command = Command::new(program);
    command.envs(home.env()).current_dir(home.work_dir());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let began = Instant::now();
    let mut child = command.spawn().expect("it starts");
    screen.wait_for_windows(1, DEADLINE);
    let after = began.elapsed().as_secs_f64();
    std::thread::sleep(SETTLE);
    let family = std::iter::once(child.id()).chain(proc::descendants(child.id()));
    #[expect(clippy::cast_precision_loss, reason = "memory is far below 2^52 bytes")]
    let memory = family.map(proc::memory).sum::<u64>() as f64;
    end(&mut child);
    Shown { after, memory }
}

/// SIGTERM, and the end that follows.
fn end(child: &mut Child) {
    proc::terminate(child.id());
    let deadline = Instant::now() + DEADLINE;
    while child.try_wait().expect("a child can be waited for").is_none() {
        assert!(Instant::now() < deadline, "the app survived SIGTERM for {DEADLINE:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
