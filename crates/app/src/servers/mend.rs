//! What would mend a server that is down: one next step, computed from why it is down.
//!
//! Invariant: pure; it branches on codes and facts, never on a sentence.

use console_domain::limits::TIMEOUT_MS;
use console_domain::{ErrorCode, Problem, ServerConfig, ServerState, Transport};
use serde_json::Value;

use super::runtimes::{System, install};
use crate::view::Mend;

/// The next step for a server in `state` that is down because of `problem`; `None` where nothing
/// is to be mended.
pub(super) fn mend(
    config: &ServerConfig,
    is_approved: bool,
    state: ServerState,
    problem: Option<&Problem>,
    system: System,
) -> Option<Mend> {
    if !is_approved && state.is_resting() {
        return Some(Mend::Approve);
    }
    if !matches!(state, ServerState::Failed | ServerState::Backoff) {
        return None;
    }
    let Some(problem) = problem else { return Some(Mend::Retry) };
    let edit = |field: &str| Mend::Edit { field: field.to_owned() };
    Some(match cause(problem) {
        ErrorCode::NeedsApproval => Mend::Approve,
        ErrorCode::VariableMissing => variable(config, problem),
        ErrorCode::KeyMissing => {
            detail(problem, "key").map_or(Mend::OpenKeys, |name| Mend::AddKey { name: name.into() })
        }
        ErrorCode::KeychainLocked => Mend::UnlockVault,
        ErrorCode::KeychainUnavailable | ErrorCode::KeychainDenied => Mend::OpenKeys,
        ErrorCode::CommandNotFound => {
            let command = detail(problem, "command").unwrap_or_default();
            install(command, system).unwrap_or_else(|| edit("command"))
        }
        ErrorCode::CommandNotExecutable => edit("command"),
        ErrorCode::BadWorkingDirectory => edit("cwd"),
        ErrorCode::Unauthorized => edit("headers"),
        ErrorCode::InvalidInput | ErrorCode::VariableCycle => {
            problem.field.as_deref().map_or(Mend::Retry, |field| edit(form_field(field)))
        }
        ErrorCode::StartTimeout => {
            let from_ms = config.timeouts.start_ms;
            let to_ms = from_ms.saturating_mul(2).clamp(*TIMEOUT_MS.start(), *TIMEOUT_MS.end());
            if to_ms > from_ms { Mend::RaiseStartTimeout { from_ms, to_ms } } else { Mend::Retry }
        }
        _ => Mend::Retry,
    })
}

/// Why it is down: of a crash loop, why it ended the last time.
pub(crate) fn cause(problem: &Problem) -> ErrorCode {
    let last = problem.details.as_ref().filter(|_| problem.code == ErrorCode::CrashLoop);
    let last = last.and_then(|details| details.get("last_code")).cloned();
    last.and_then(|code| serde_json::from_value(code).ok()).unwrap_or(problem.code)
}

fn detail<'p>(problem: &'p Problem, name: &str) -> Option<&'p str> {
    problem.details.as_ref()?.get(name).and_then(Value::as_str)
}

/// A variable without a value can be set where the server has variables, and where the reference
/// looks there.
fn variable(config: &ServerConfig, problem: &Problem) -> Mend {
    let edit = |field: &str| Mend::Edit { field: form_field(field).to_owned() };
    let field = problem.field.as_deref().unwrap_or("env");
    let Transport::Stdio { command, args, env, cwd } = &config.transport else {
        return edit(field);
    };
    let Some(name) = detail(problem, "variable") else { return edit(field) };
    let outside = [format!("${{env:{name}}}"), format!("${{env:{name}:-")];
    let values = env.iter().map(|v| &v.value).chain([command]).chain(args).chain(cwd);
    let looks_outside = |value: &String| outside.iter().any(|reference| value.contains(reference));
    if values.into_iter().any(looks_outside) {
        return edit(field);
    }
    Mend::SetVariable { name: name.to_owned() }
}

/// The field of the form that a problem's field belongs to.
fn form_field(field: &str) -> &str {
    let whole = ["command", "cwd", "url", "headers", "args"];
    whole.into_iter().find(|whole| field.starts_with(whole)).unwrap_or(field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use console_domain::{EnvVar, Header, HttpFlavour};
    use serde_json::json;

    fn stdio(env: &[(&str, &str)]) -> ServerConfig {
        let env = env.iter().map(|(n, v)| EnvVar { name: (*n).into(), value: (*v).into() });
        let transport = Transport::Stdio {
            command: "uvx".into(),
            args: vec!["x".into()],
            env: env.collect(),
            cwd: None,
        };
        ServerConfig::new("x", transport).expect("a valid name")
    }

    fn http() -> ServerConfig {
        let headers = vec![Header { name: "Authorization".into(), value: "${TOKEN}".into() }];
        let transport =
            Transport::Http { url: "https://x".into(), headers, flavour: HttpFlavour::Auto };
        ServerConfig::new("x", transport).expect("a valid name")
    }

    fn failed(config: &ServerConfig, problem: &Problem) -> Mend {
        mend(config, true, ServerState::Failed, Some(problem), System::Mac).expect("a next step")
    }

    fn edit(field: &str) -> Mend {
        Mend::Edit { field: field.into() }
    }

    #[test]
    fn each_cause_has_its_next_step() {
        use ErrorCode as E;
        let plain = |code| Problem::new(code, "x");
        let missing = |name: &str| {
            plain(E::VariableMissing).details(json!({"variable": name})).field("args[0]")
        };
        let not_found = |name: &str| plain(E::CommandNotFound).details(json!({"command": name}));
        let crash_loop = |last: &str| plain(E::CrashLoop).details(json!({"last_code": last}));
        let longer = Mend::RaiseStartTimeout { from_ms: 60_000, to_ms: 120_000 };
        let set = |name: &str| Mend::SetVariable { name: name.into() };
        let config = stdio(&[("A", "${TOKEN}"), ("B", "${env:OUTSIDE}")]);
        let key = |name: &str| Problem::key_missing(name).field("env.A");
        let add = |name: &str| Mend::AddKey { name: name.into() };
        let looped = crash_loop("keychain_locked");
        for (problem, expected) in [
            (key("GITHUB_TOKEN"), add("GITHUB_TOKEN")),
            (plain(E::KeyMissing), Mend::OpenKeys),
            (plain(E::KeychainLocked), Mend::UnlockVault),
            (looped, Mend::UnlockVault),
            (plain(E::KeychainUnavailable), Mend::OpenKeys),
            (plain(E::KeychainDenied), Mend::OpenKeys),
            (plain(E::KeychainTimeout), Mend::Retry),
            (plain(E::KeychainFailed), Mend::Retry),
            (Problem::key_exposed("args[2]", "K"), edit("args")),
            (missing("TOKEN"), set("TOKEN")),
            (missing("OUTSIDE"), edit("args")),
            (plain(E::VariableMissing).field("env.A"), edit("env.A")),
            (not_found("/opt/x"), edit("command")),
            (not_found("my-server"), edit("command")),
            (plain(E::CommandNotExecutable), edit("command")),
            (plain(E::BadWorkingDirectory), edit("cwd")),
            (plain(E::Unauthorized), edit("headers")),
            (plain(E::VariableCycle).field("env.A"), edit("env.A")),
            (plain(E::InvalidInput).field("headers.X"), edit("headers")),
            (plain(E::StartTimeout), longer.clone()),
            (crash_loop("start_timeout"), longer),
            (crash_loop("process_exited"), Mend::Retry),
            (plain(E::CrashLoop), Mend::Retry),
            (plain(E::Unreachable), Mend::Retry),
            (plain(E::ProcessExited), Mend::Retry),
            (plain(E::NeedsApproval), Mend::Approve),
        ] {
            assert_eq!(failed(&config, &problem), expected, "{problem:?}");
        }
        let runtime = failed(&config, &not_found("uvx"));
        assert!(matches!(runtime, Mend::InstallRuntime { runtime, .. } if runtime == "uv"));
        let in_header = missing("TOKEN").field("headers.Authorization");
        assert_eq!(failed(&http(), &in_header), edit("headers"), "it has no variables of its own");
    }

    #[test]
    fn a_time_out_is_raised_up_to_its_bound() {
        let late = Problem::new(ErrorCode::StartTimeout, "x");
        for (from_ms, expected) in [(2_000_000, Some(3_600_000)), (3_600_000, None)] {
            let mut config = stdio(&[]);
            config.timeouts.start_ms = from_ms;
            let step = expected.map(|to_ms| Mend::RaiseStartTimeout { from_ms, to_ms });
            assert_eq!(failed(&config, &late), step.unwrap_or(Mend::Retry));
        }
    }

    #[test]
    fn only_what_is_down_is_mended() {
        let problem = Problem::new(ErrorCode::ProcessExited, "x");
        for state in ServerState::ALL {
            let step = mend(&stdio(&[]), true, state, Some(&problem), System::Mac);
            let is_down = matches!(state, ServerState::Failed | ServerState::Backoff);
            assert_eq!(step.is_some(), is_down, "{state:?}");
            let step = mend(&stdio(&[]), false, state, None, System::Mac);
            assert_eq!(step == Some(Mend::Approve), state.is_resting(), "{state:?}");
        }
    }
}
