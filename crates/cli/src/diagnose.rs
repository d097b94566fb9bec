//! `mcpctl doctor`.

use console_app::{CheckStatus, DataDir, Environment, doctor};
use console_domain::{ErrorCode, Problem};

use crate::output::Output;

pub(crate) async fn run(dir: &DataDir, output: &Output) -> Result<(), Problem> {
    let report = doctor(dir, &Environment::of_this_process()).await;
    output.answer(&report, |report| {
        use std::fmt::Write;
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
        text
    });
    match report.status {
        CheckStatus::Fail => {
            Err(Problem::new(ErrorCode::Conflict, "The console cannot work like this."))
        }
        CheckStatus::Ok | CheckStatus::Warn => Ok(()),
    }
}
