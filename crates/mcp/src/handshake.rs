//! The two ways to begin: `initialize` (legacy era) and `server/discover` (modern era), and the
//! order in which they are tried.
//!
//! Invariants: an answer that says no is told apart from no answer, because only the former leaves
//! the server fit for the other way; all attempts together keep to the session's open time-out.

use std::time::Duration;

use console_domain::limits::ERA_PROBE_TIMEOUT;
use console_domain::{
    CallError, Era, EraSetting, ErrorCode, Problem, ServerInfo, SessionFacts, SessionSpec,
};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::time::Instant;
use tracing::debug;

use crate::call::{Call, after};
use crate::envelope::code;
use crate::fields::raw;
use crate::options::McpOptions;
use crate::params::{ModernStamp, capabilities, meta};
use crate::problem;
use crate::router::Router;
use crate::transport::Outgoing;

/// The version of the modern era.
pub(crate) const MODERN_VERSION: &str = "2026-07-28";
/// The versions of the legacy era, newest first; the newest is offered.
pub(crate) const LEGACY_VERSIONS: [&str; 5] =
    ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05", "2024-10-07"];

/// Why a way to begin did not work.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: FailureKind,
    pub(crate) problem: Problem,
}

/// What a failure leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// The server answered that it does not know this way; it may know the other one.
    Refused,
    /// The server did not answer; it may be slow, or stuck.
    Silent,
    /// The server is gone; another copy of it may know the other way.
    Gone,
    /// No other way will help.
    Final,
}

/// How this program introduces itself.
#[derive(Debug, Clone)]
pub(crate) struct Introduction {
    pub(crate) modern: ModernStamp,
}

impl Introduction {
    pub(crate) fn new(options: &McpOptions) -> Self {
        let client_info = json!({
            "name": options.client_name,
            "version": options.client_version,
        });
        Self { modern: ModernStamp { version: MODERN_VERSION, client_info: raw(&client_info) } }
    }
}

/// Opens the session in the era that the settings say, in the time that they give.
pub(crate) async fn open(
    router: &Router,
    introduction: &Introduction,
    spec: &SessionSpec,
) -> Result<SessionFacts, Failure> {
    let attempt = Attempt { router, introduction, until: after(spec.open_timeout) };
    let began = Instant::now();
    let mut facts = match (spec.era, spec.learned_era) {
        (EraSetting::Legacy, _) => attempt.initialize(attempt.left()).await,
        (EraSetting::Modern, _) => attempt.discover(attempt.left()).await.map_err(not_modern),
        (EraSetting::Auto, Some(Era::Legacy)) => attempt.legacy_first().await,
        (EraSetting::Auto, Some(Era::Modern)) => attempt.modern_first(attempt.left() / 2).await,
        (EraSetting::Auto, None) => {
            attempt.modern_first(ERA_PROBE_TIMEOUT.min(attempt.left() / 3)).await
        }
    }?;
    facts.handshake = began.elapsed();
    debug!(
        session = %router.name, era = facts.era.as_str(), version = facts.protocol_version,
        took = ?facts.handshake, "the handshake is done"
    );
    Ok(facts)
}

struct Attempt<'a> {
    router: &'a Router,
    introduction: &'a Introduction,
    until: Instant,
}

impl Attempt<'_> {
    fn left(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }

    async fn modern_first(&self, probe: Duration) -> Result<SessionFacts, Failure> {
        use FailureKind::{Final, Gone, Refused, Silent};
        let probed = match self.discover(probe).await {
            Ok(facts) => return Ok(facts),
            Err(failure) => failure,
        };
        debug!(session = %self.router.name, kind = ?probed.kind, "server/discover did not work");
        if matches!(probed.kind, Final | Gone) {
            return Err(probed);
        }
        // Not all the time: whoever can start the server again needs some of it.
        let initialized = match self.initialize(self.left() / 2).await {
            Ok(facts) => return Ok(facts),
            Err(failure) => failure,
        };
        // A server that was slow to start has read the probe by now, and refuses `initialize`
        // because it is a modern one.
        if probed.kind == Silent && initialized.kind == Refused {
            return self.discover(self.left() / 2).await.map_err(|_| initialized);
        }
        Err(initialized)
    }

    async fn legacy_first(&self) -> Result<SessionFacts, Failure> {
        let left = self.left();
        let patience = left.saturating_sub(ERA_PROBE_TIMEOUT.min(left / 3));
        let initialized = match self.initialize(patience).await {
            Ok(facts) => return Ok(facts),
            Err(failure) => failure,
        };
        if matches!(initialized.kind, FailureKind::Final | FailureKind::Gone) {
            return Err(initialized);
        }
        self.discover(self.left()).await.map_err(|_| initialized)
    }

    async fn initialize(&self, timeout: Duration) -> Result<SessionFacts, Failure> {
        let params = raw(&json!({
            "protocolVersion": LEGACY_VERSIONS[0],
            "capabilities": capabilities(true),
            "clientInfo": self.introduction.modern.client_info,
        }));
        let call = Call { params: Some(&params), ..Call::own("initialize", timeout) };
        let result = self.router.call(call).await;
        let result = result.map_err(|error| self.failure("initialize", error))?;
        let facts = initialized(&result)?;
        let version = facts.protocol_version.clone();
        self.router.instruct(Outgoing::Agreed { version }).await;
        let limit = self.left().max(Duration::from_millis(100));
        let notified = self.router.notify("notifications/initialized", None, None, limit).await;
        notified.map_err(|problem| {
            self.failure("notifications/initialized", CallError::Failed(problem))
        })?;
        self.router.instruct(Outgoing::Ready).await;
        Ok(facts)
    }

    async fn discover(&self, timeout: Duration) -> Result<SessionFacts, Failure> {
        let modern = Some(&self.introduction.modern);
        let call = Call { modern, ..Call::own("server/discover", timeout) };
        let result = self.router.call(call).await;
        discovered(&result.map_err(|error| self.failure("server/discover", error))?)
    }

    fn failure(&self, method: &str, error: CallError) -> Failure {
        if let CallError::Rpc { code: code::UNSUPPORTED_VERSION, data, .. } = &error {
            return no_common_version(data.as_ref().map(|data| &data["supported"]));
        }
        let kind = match &error {
            CallError::Rpc { code: code::HEADER_MISMATCH | code::MISSING_CAPABILITY, .. } => {
                FailureKind::Final
            }
            CallError::Rpc { .. } => FailureKind::Refused,
            CallError::Failed(problem) => match problem.code {
                ErrorCode::CallTimeout => FailureKind::Silent,
                ErrorCode::SessionClosed => FailureKind::Gone,
                ErrorCode::Unauthorized | ErrorCode::Unreachable => FailureKind::Final,
                _ => FailureKind::Refused,
            },
        };
        let problem = problem::handshake(method, error);
        // That the session is closed says little; why it is says all.
        let loss = self.router.loss().filter(|_| kind == FailureKind::Gone);
        Failure { kind, problem: loss.unwrap_or(problem) }
    }
}

/// Reads the result of `initialize`.
fn initialized(result: &RawValue) -> Result<SessionFacts, Failure> {
    let result: Value = serde_json::from_str(result.get()).unwrap_or_default();
    let Some(version) = result["protocolVersion"].as_str() else {
        let problem = problem::violation("The server's answer to initialize names no version.");
        return Err(Failure { kind: FailureKind::Final, problem });
    };
    if !LEGACY_VERSIONS.contains(&version) {
        let problem = problem::unsupported_version(version, &LEGACY_VERSIONS);
        return Err(Failure { kind: FailureKind::Final, problem });
    }
    Ok(facts(Era::Legacy, version, &result["serverInfo"], &result))
}

/// Reads the result of `server/discover`.
fn discovered(result: &RawValue) -> Result<SessionFacts, Failure> {
    let result: Value = serde_json::from_str(result.get()).unwrap_or_default();
    let versions = &result["supportedVersions"];
    if !lists(versions, MODERN_VERSION) {
        return Err(no_common_version(Some(versions)));
    }
    let info = &result["_meta"][meta::SERVER_INFO];
    let info = if info.is_object() { info } else { &result["serverInfo"] };
    Ok(facts(Era::Modern, MODERN_VERSION, info, &result))
}

fn facts(era: Era, version: &str, info: &Value, result: &Value) -> SessionFacts {
    let text = |key: &str| info[key].as_str().unwrap_or_default().to_owned();
    SessionFacts {
        era,
        protocol_version: version.to_owned(),
        server_info: ServerInfo {
            name: text("name"),
            version: text("version"),
            title: info["title"].as_str().map(ToOwned::to_owned),
        },
        capabilities: result["capabilities"].clone(),
        instructions: result["instructions"].as_str().map(ToOwned::to_owned),
        handshake: Duration::ZERO,
    }
}

/// The versions that a server lists hold none that was asked for. Where they hold one of the
/// other era, or the server does not say, that era is worth a try.
fn no_common_version(supported: Option<&Value>) -> Failure {
    let supported = supported.unwrap_or(&Value::Null);
    let ours = std::iter::once(MODERN_VERSION).chain(LEGACY_VERSIONS);
    let other_era = supported.as_array().is_none_or(Vec::is_empty)
        || ours.clone().any(|version| lists(supported, version));
    let listed: Vec<&str> =
        supported.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let offered = if listed.is_empty() { "unknown".to_owned() } else { listed.join(", ") };
    let ours: Vec<&str> = ours.collect();
    Failure {
        kind: if other_era { FailureKind::Refused } else { FailureKind::Final },
        problem: problem::unsupported_version(&offered, &ours),
    }
}

fn lists(versions: &Value, version: &str) -> bool {
    versions.as_array().is_some_and(|list| list.iter().any(|entry| entry == version))
}

fn not_modern(mut failure: Failure) -> Failure {
    if failure.kind == FailureKind::Refused {
        failure.problem = Problem::new(
            ErrorCode::UnsupportedVersion,
            format!("The server does not speak {MODERN_VERSION}. {}", failure.problem.message),
        )
        .hint("Set the server's protocol era to auto or legacy.");
    }
    failure
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(result: Result<SessionFacts, Failure>) -> Option<FailureKind> {
        result.err().map(|failure| failure.kind)
    }

    #[test]
    fn initialize_accepts_every_version_that_we_know_and_no_other() {
        let answer = |version: &str| initialized(&raw(&json!({ "protocolVersion": version })));
        for version in LEGACY_VERSIONS {
            assert_eq!(answer(version).expect("known").protocol_version, version);
        }
        for version in ["1999-01-01", MODERN_VERSION, ""] {
            let failure = answer(version).expect_err("not a legacy version");
            assert_eq!(failure.problem.code, ErrorCode::UnsupportedVersion, "{version}");
            assert_eq!(failure.kind, FailureKind::Final);
        }
        assert_eq!(kind(initialized(&raw(&json!([])))), Some(FailureKind::Final));
    }

    #[test]
    fn discover_says_which_era_is_worth_a_try() {
        let answer = |versions: Value| discovered(&raw(&json!({ "supportedVersions": versions })));
        assert!(answer(json!(["2025-11-25", MODERN_VERSION])).is_ok());
        assert_eq!(kind(answer(json!(["2025-11-25"]))), Some(FailureKind::Refused));
        assert_eq!(kind(answer(json!(["2030-01-01"]))), Some(FailureKind::Final));
        assert_eq!(kind(answer(json!(null))), Some(FailureKind::Refused));
        assert_eq!(kind(discovered(&raw(&json!("odd")))), Some(FailureKind::Refused));
    }

    #[test]
    fn a_modern_server_is_known_by_its_meta() {
        let result = json!({
            "supportedVersions": [MODERN_VERSION],
            "capabilities": {"tools": {}},
            "instructions": "be kind",
            "_meta": {meta::SERVER_INFO: {"name": "n", "version": "1", "title": "N"}},
        });
        let facts = discovered(&raw(&result)).expect("modern");
        assert_eq!(facts.server_info.name, "n");
        assert_eq!(facts.server_info.title.as_deref(), Some("N"));
        assert_eq!(facts.instructions.as_deref(), Some("be kind"));
        assert!(facts.capabilities["tools"].is_object());
    }
}
