//! `mcpctl doctor`.

use std::fmt::Write;

use console_app::{CheckStatus, DataDir, DoctorReport, Environment, apply_fixes, doctor};
use console_domain::{ErrorCode, Problem};

use crate::args::DoctorArgs;
use crate::output::Output;

pub(crate) async fn run(dir: &DataDir, args: &DoctorArgs, output: &Output) -> Result<(), Problem> {
    let environment = Environment::of_this_process();
    let report = if args.fix {
        apply_fixes(dir, &environment).await
    } else {
        doctor(dir, &environment).await
    };
    output.answer(&report, |report| words(report, args, output));
    match report.status {
        CheckStatus::Fail => {
            Err(Problem::new(ErrorCode::Conflict, "The console cannot work like this."))
        }
        CheckStatus::Ok | CheckStatus::Warn => Ok(()),
    }
}

fn words(report: &DoctorReport, args: &DoctorArgs, output: &Output) -> String {
    let mut text = String::new();
    for check in &report.checks {
        let word = match check.status {
            CheckStatus::Ok => "ok",
            CheckStatus::Warn => "warn",
            CheckStatus::Fail => "fail",
        };
        let padding = " ".repeat(5 - word.len());
        let _infallible = writeln!(text, "{}{padding}{}", output.state(word), check.message);
        if let Some(fix) = &check.fix {
            let _infallible = writeln!(text, "     → {fix}");
        }
    }
    for done in &report.fixed {
        let _infallible = writeln!(text, "{} {done}", output.state("mended"));
    }
    let fixable = report.checks.iter().filter(|check| check.fixable).count();
    if args.fix && report.fixed.is_empty() {
        text.push_str("There was nothing that the console can mend by itself.\n");
    } else if fixable > 0 && !args.fix {
        text.push_str("`mcpctl doctor --fix` mends what the console can mend by itself.\n");
    }
    text
}
