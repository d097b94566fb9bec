//! Proving a key by what a server does with it: an instance beside the one that runs, opened with
//! the value in place of the stored one, listed and ended.
//!
//! Invariant: nothing runs here that a person has not approved, and nothing of it is kept but how
//! it ended.

use std::time::{Duration, Instant};

use console_domain::{
    ErrorCode, KeyTarget, KeyTest, KeyTestOutcome, Problem, SecretValue, ServerConfig,
    key_references,
};
use console_supervisor::{TriedOut, Values};

use crate::Console;
use crate::servers::is_approved;

impl Console {
    /// Whether the server that `target` names can be opened with `value` for the key `name`. Takes
    /// at most the server's own time-outs.
    pub(super) async fn prove_by_handshake(
        &self,
        name: &str,
        target: &KeyTarget,
        value: &SecretValue,
    ) -> KeyTest {
        let began = Instant::now();
        let tried = match self.server_with(name, target).await {
            Ok(config) => {
                let keys = Values::from([(name.to_owned(), value.duplicate())]);
                self.supervisor().try_out(config, keys).await
            }
            Err(problem) => Err(problem),
        };
        let test = KeyTest {
            at: self.clock().now(),
            outcome: KeyTestOutcome::Unclear,
            latency_ms: None,
            http_status: None,
            reason: None,
            account: None,
            permissions: Vec::new(),
            expires: None,
            retry_after_s: None,
        };
        match tried {
            Ok(tried) => works(tried, began.elapsed(), test),
            Err(problem) => failed(&problem, test),
        }
    }

    /// The configuration of the approved server that `target` names and that refers to the key.
    async fn server_with(&self, name: &str, target: &KeyTarget) -> Result<ServerConfig, Problem> {
        let id = target.server.as_ref().ok_or_else(|| {
            Problem::invalid("target.server", "The server that the key opens is not named.")
        })?;
        let server = self.find_server(id.as_str()).await?;
        if !is_approved(&server) {
            let message =
                format!("{} was not approved yet, so it is not started.", server.config.name);
            return Err(Problem::new(ErrorCode::NeedsApproval, message));
        }
        if !key_references(&server.config.transport).iter().any(|used| used.name == name) {
            let message = format!("{} does not refer to the key {name}.", server.config.name);
            return Err(Problem::invalid("target.server", message));
        }
        Ok(server.config)
    }
}

fn works(TriedOut { facts, catalog }: TriedOut, took: Duration, test: KeyTest) -> KeyTest {
    let info = facts.server_info;
    let account = format!("{} {}", info.title.unwrap_or(info.name), info.version);
    KeyTest {
        outcome: KeyTestOutcome::Works,
        latency_ms: Some(u32::try_from(took.as_millis()).unwrap_or(u32::MAX)),
        account: Some(account.trim().to_owned()).filter(|account| !account.is_empty()),
        permissions: vec![format!("tools: {}", catalog.tools.len())],
        ..test
    }
}

fn failed(problem: &Problem, test: KeyTest) -> KeyTest {
    let outcome = match problem.code {
        ErrorCode::Unauthorized => KeyTestOutcome::Refused,
        ErrorCode::Unreachable | ErrorCode::StartTimeout | ErrorCode::CallTimeout => {
            KeyTestOutcome::Unreachable
        }
        // A process that ended, an error of its own: that may be for the key, or for anything else.
        _ => KeyTestOutcome::Unclear,
    };
    let status = problem.details.as_ref().and_then(|details| details["http_status"].as_u64());
    let last_line = problem.stderr_tail.iter().rev().find(|line| !line.trim().is_empty());
    let reason = match last_line {
        Some(line) => format!("{} {line}", problem.message),
        None => problem.message.clone(),
    };
    KeyTest {
        outcome,
        http_status: status.and_then(|status| u16::try_from(status).ok()),
        reason: Some(reason),
        ..test
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_stopped_the_handshake_says_what_is_known_of_the_key() {
        use ErrorCode as E;
        use KeyTestOutcome as O;
        let blank =
            || failed(&Problem::new(E::Internal, "x"), KeyTest { outcome: O::Unclear, ..test() });
        assert_eq!(blank().reason.as_deref(), Some("x"));
        for (code, outcome) in [
            (E::Unauthorized, O::Refused),
            (E::Unreachable, O::Unreachable),
            (E::StartTimeout, O::Unreachable),
            (E::ProcessExited, O::Unclear),
            (E::KeyMissing, O::Unclear),
            (E::NeedsApproval, O::Unclear),
        ] {
            assert_eq!(failed(&Problem::new(code, "x"), test()).outcome, outcome, "{code:?}");
        }
        let refused =
            Problem::new(E::Unauthorized, "It refuses.").details(json!({"http_status": 401}));
        assert_eq!(failed(&refused, test()).http_status, Some(401));
        let ended = Problem::new(E::ProcessExited, "It ended.").stderr_tail(vec![
            "first".into(),
            "bad token".into(),
            " ".into(),
        ]);
        assert_eq!(failed(&ended, test()).reason.as_deref(), Some("It ended. bad token"));
    }

    fn test() -> KeyTest {
        KeyTest {
            at: jiff::Timestamp::UNIX_EPOCH,
            outcome: KeyTestOutcome::Works,
            latency_ms: None,
            http_status: None,
            reason: None,
            account: None,
            permissions: Vec::new(),
            expires: None,
            retry_after_s: None,
        }
    }
}
