//! From what happened to what a person reads and what the restart rules count.

use std::io;
use std::process::ExitStatus;

use console_domain::{ErrorCode, Exit, GiveUp, Problem, RestartPolicy, ServerKind, Timeouts};
use serde_json::json;

use crate::os;
use crate::process::Ended;

/// An end that nobody asked for.
#[derive(Debug, Clone)]
pub(crate) struct End {
    /// How the restart rules count it.
    pub(crate) exit: Exit,
    /// What a person reads.
    pub(crate) problem: Problem,
}

impl End {
    /// The configuration cannot work.
    pub(crate) fn hopeless(problem: Problem) -> Self {
        Self { exit: Exit::Hopeless, problem }
    }

    /// The operating system did not start the program.
    pub(crate) fn not_spawned(command: &str, error: &io::Error) -> Self {
        let message = format!("The system did not start {command}: {error}.");
        let hint = match error.kind() {
            // The program itself was found a moment ago.
            io::ErrorKind::NotFound => {
                "The program that its first line (#!) names, or its loader, is missing."
            }
            io::ErrorKind::PermissionDenied => "Check the permissions of the program.",
            io::ErrorKind::ArgumentListTooLong => "Shorten its arguments and variables.",
            _ => "The system may be short of memory or processes; it is tried again.",
        };
        let lasting = matches!(
            error.kind(),
            io::ErrorKind::NotFound
                | io::ErrorKind::PermissionDenied
                | io::ErrorKind::ArgumentListTooLong
        );
        let exit = if lasting { Exit::Hopeless } else { Exit::Failure };
        Self { exit, problem: Problem::new(ErrorCode::SpawnFailed, message).hint(hint) }
    }

    /// Our own bookkeeping failed, so that nothing was started.
    pub(crate) fn not_recorded(error: &io::Error) -> Self {
        let message = format!("The list of processes could not be written: {error}.");
        let hint = "Check that the data directory can be written and that the disk is not full.";
        let code = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorCode::DiskFull,
            _ => ErrorCode::Io,
        };
        Self { exit: Exit::Failure, problem: Problem::new(code, message).hint(hint) }
    }

    /// The process ended before its handshake was done. Even a clean exit is a failure then.
    pub(crate) fn exited_in_handshake(ended: Ended, stderr: Vec<String>) -> Self {
        let (how, details) = describe(ended);
        let message = format!("The server {how} before its handshake was done.");
        let hint = match (ended.and_then(|status| status.code()), stderr.is_empty()) {
            (Some(127), _) => "Exit code 127 means that a command was not found.",
            (Some(126), _) => "Exit code 126 means that a command may not be run.",
            (_, true) => {
                "It wrote nothing to stderr. Run the same command in a terminal to see why it ends."
            }
            (_, false) => "Its last lines say why. Correct its settings, then start it again.",
        };
        let problem = Problem::new(ErrorCode::ProcessExited, message).hint(hint).details(details);
        Self { exit: Exit::Failure, problem: problem.stderr_tail(stderr) }
    }

    /// The process ended after it had been up.
    pub(crate) fn exited(ended: Ended, stderr: Vec<String>) -> Self {
        let (how, details) = describe(ended);
        let exit = match ended {
            Some(status) if status.success() => Exit::Clean,
            _ => Exit::Failure,
        };
        let hint = match ended.and_then(os::exit_signal) {
            Some(9) => "Nobody here did that: the system may have run out of memory.",
            _ => "Its log shows what happened before.",
        };
        let problem = Problem::new(ErrorCode::ProcessExited, format!("The server {how}."));
        Self { exit, problem: problem.hint(hint).details(details).stderr_tail(stderr) }
    }

    /// The handshake took too long.
    pub(crate) fn start_timeout(
        kind: ServerKind,
        timeouts: &Timeouts,
        stderr: Vec<String>,
    ) -> Self {
        let seconds = timeouts.start().as_secs_f64();
        let message = format!("The server did not finish its handshake within {seconds} s.");
        let (exit, hint) = match kind {
            ServerKind::Stdio => (
                Exit::Failure,
                "A first start may have to download the program: start it again, or raise the \
                 start time-out. Check also that the command is an MCP server.",
            ),
            ServerKind::Http => (
                Exit::Unreachable,
                "Check that the URL is that of an MCP server, or raise the start time-out.",
            ),
        };
        let problem = Problem::new(ErrorCode::StartTimeout, message).hint(hint);
        let problem = problem.field("timeouts.start_ms").stderr_tail(stderr);
        Self { exit, problem }
    }

    /// It was spawned again for the older era, and did not answer that either.
    pub(crate) fn respawned_in_vain(stderr: Vec<String>) -> Self {
        let message = "The server answers neither server/discover nor initialize.";
        let hint = "Check that the command is an MCP server that speaks over its standard streams.";
        let problem = Problem::new(ErrorCode::ProtocolViolation, message).hint(hint);
        Self { exit: Exit::Failure, problem: problem.stderr_tail(stderr) }
    }

    /// The session did not open, or was lost, while the process (if any) goes on.
    pub(crate) fn of_session(kind: ServerKind, problem: Problem, stderr: Vec<String>) -> Self {
        let exit = match (problem.code, kind) {
            (
                ErrorCode::Unauthorized | ErrorCode::UnsupportedVersion | ErrorCode::InvalidInput,
                _,
            ) => Exit::Hopeless,
            (
                ErrorCode::Unreachable
                | ErrorCode::StartTimeout
                | ErrorCode::SessionClosed
                | ErrorCode::CallTimeout
                | ErrorCode::Io,
                ServerKind::Http,
            ) => Exit::Unreachable,
            _ => Exit::Failure,
        };
        Self { exit, problem: problem.stderr_tail(stderr) }
    }

    /// Health failed too often.
    pub(crate) fn unhealthy(
        kind: ServerKind,
        failures: u32,
        last: &Problem,
        stderr: Vec<String>,
    ) -> Self {
        let message =
            format!("The server failed {failures} health checks in a row. {}", last.message);
        let exit = match kind {
            ServerKind::Stdio => Exit::Failure,
            ServerKind::Http => Exit::Unreachable,
        };
        let problem = Problem::new(last.code, message).hint("Its log shows what happened before.");
        Self { exit, problem: problem.stderr_tail(stderr) }
    }
}

/// Whether a problem of the session may be the other side of an exit, which then says more. A
/// server that was refused for another reason ends too, because its stdin is closed then.
pub(crate) fn may_be_an_exit(problem: &Problem) -> bool {
    matches!(
        problem.code,
        ErrorCode::SessionClosed
            | ErrorCode::ProcessExited
            | ErrorCode::Io
            | ErrorCode::Unreachable
    )
}

/// What a person reads when no restart is tried any more.
pub(crate) fn given_up(why: GiveUp, policy: &RestartPolicy, last: Problem) -> Problem {
    if why != GiveUp::CrashLoop {
        return last;
    }
    let ends = policy.crash_limit.max(1) + 1;
    let window = f64::from(policy.crash_window_ms) / 60_000.0;
    let message = format!(
        "The server ended {ends} times within {window} min and is not restarted any more. {}",
        last.message
    );
    let mut details = json!({ "last_code": last.code, "ends": ends });
    if let (Some(all), Some(of_last)) =
        (details.as_object_mut(), last.details.as_ref().and_then(serde_json::Value::as_object))
    {
        all.extend(of_last.clone());
    }
    let hint = last.hint.unwrap_or_else(|| "Correct the cause, then start it again.".into());
    Problem::new(ErrorCode::CrashLoop, message)
        .hint(hint)
        .details(details)
        .stderr_tail(last.stderr_tail)
}

/// How a process ended, as the rest of a sentence that begins with "The server", and as facts.
fn describe(ended: Ended) -> (String, serde_json::Value) {
    let Some(status) = ended else {
        return ("ended, and the system did not tell how".into(), json!({}));
    };
    if let Some(signal) = os::exit_signal(status) {
        let name = signal_name(signal);
        let text = name.map_or_else(String::new, |(name, meaning)| format!(" ({name}, {meaning})"));
        let details = json!({ "signal": signal, "signal_name": name.map(|(name, _)| name) });
        return (format!("was ended by signal {signal}{text}"), details);
    }
    (format!("ended with exit code {}", code_text(status)), json!({ "exit_code": status.code() }))
}

fn code_text(status: ExitStatus) -> String {
    match status.code() {
        // Windows: an NTSTATUS such as 0xC0000005 (access violation).
        Some(code) if !(-1..=255).contains(&code) => format!("{code:#010X}"),
        Some(code) => code.to_string(),
        None => "unknown".into(),
    }
}

/// The signals whose numbers are the same on every Unix that we run on.
fn signal_name(signal: i32) -> Option<(&'static str, &'static str)> {
    Some(match signal {
        1 => ("SIGHUP", "hung up"),
        2 => ("SIGINT", "interrupted"),
        3 => ("SIGQUIT", "quit"),
        4 => ("SIGILL", "illegal instruction"),
        5 => ("SIGTRAP", "trap"),
        6 => ("SIGABRT", "it aborted itself"),
        8 => ("SIGFPE", "arithmetic error"),
        9 => ("SIGKILL", "killed"),
        11 => ("SIGSEGV", "invalid memory access"),
        13 => ("SIGPIPE", "wrote to a closed pipe"),
        14 => ("SIGALRM", "alarm"),
        15 => ("SIGTERM", "asked to end"),
        _ => return None,
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;

    fn exit(code: i32) -> ExitStatus {
        ExitStatus::from_raw(code << 8)
    }

    #[test]
    fn an_exit_is_told_in_plain_words() {
        let end = End::exited(Some(ExitStatus::from_raw(11)), vec!["boom".into()]);
        assert_eq!(
            end.problem.message,
            "The server was ended by signal 11 (SIGSEGV, invalid memory access)."
        );
        assert_eq!(end.problem.stderr_tail, ["boom"]);
        assert_eq!(end.exit, Exit::Failure);
        let end = End::exited_in_handshake(Some(exit(127)), Vec::new());
        assert_eq!(
            end.problem.message,
            "The server ended with exit code 127 before its handshake was done."
        );
        assert_eq!(end.problem.details, Some(json!({ "exit_code": 127 })));
    }

    #[test]
    fn a_clean_exit_counts_only_after_the_handshake() {
        assert_eq!(End::exited(Some(exit(0)), Vec::new()).exit, Exit::Clean);
        assert_eq!(End::exited(Some(exit(1)), Vec::new()).exit, Exit::Failure);
        assert_eq!(End::exited_in_handshake(Some(exit(0)), Vec::new()).exit, Exit::Failure);
    }

    #[test]
    fn a_remote_server_that_is_away_is_not_one_that_refuses_us() {
        let cases = [
            (ServerKind::Http, ErrorCode::Unreachable, Exit::Unreachable),
            (ServerKind::Http, ErrorCode::Unauthorized, Exit::Hopeless),
            (ServerKind::Http, ErrorCode::ProtocolViolation, Exit::Failure),
            (ServerKind::Stdio, ErrorCode::SessionClosed, Exit::Failure),
            (ServerKind::Stdio, ErrorCode::UnsupportedVersion, Exit::Hopeless),
        ];
        for (kind, code, expected) in cases {
            let end = End::of_session(kind, Problem::new(code, "x"), Vec::new());
            assert_eq!(end.exit, expected, "{kind:?} {code:?}");
        }
    }

    #[test]
    fn a_crash_loop_keeps_what_its_last_end_said() {
        let last = End::exited(Some(exit(3)), vec!["why".into()]).problem;
        let problem = given_up(GiveUp::CrashLoop, &RestartPolicy::default(), last.clone());
        assert_eq!(problem.code, ErrorCode::CrashLoop);
        assert_eq!(
            problem.message,
            "The server ended 6 times within 10 min and is not restarted any more. \
             The server ended with exit code 3."
        );
        assert_eq!(problem.stderr_tail, ["why"]);
        assert_eq!(problem.details.expect("details")["exit_code"], 3);
        assert_eq!(given_up(GiveUp::Policy, &RestartPolicy::default(), last.clone()), last);
    }
}
