//! How long the command line tool takes to say its version: what every call of it costs at least.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use console_testkit::binary;

use super::Effort;
use crate::figure::Figure;
use crate::table::{Added, Floor, Row};

const WARM_UP: usize = 20;

/// `mcpctl --version` beside `true`.
pub(crate) fn measure(effort: Effort) -> Vec<Row> {
    let runs = if effort == Effort::Quick { 50 } else { 500 };
    let mcpctl = binary("mcpctl");
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for run in 0..WARM_UP + runs {
        let pair = (time("true".as_ref()), time(&mcpctl));
        if run >= WARM_UP {
            floor.push(pair.0);
            ours.push(pair.1);
        }
    }
    vec![Row {
        what: "`mcpctl --version`".into(),
        ours: Figure::times(&ours),
        floor: Some(Floor { name: "`true`", figure: Figure::times(&floor), has_ratio: true }),
        added: Added::Whole,
        how: format!("spawn to exit, {runs} runs of each in turn"),
    }]
}

fn time(program: &Path) -> Duration {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null());
    let began = Instant::now();
    let status = command.status().expect("it starts");
    let took = began.elapsed();
    assert!(status.success(), "{} failed", program.display());
    took
}
