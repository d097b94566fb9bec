//! Proofs: a cheap, read-only, authenticated request for each kind of key.

use std::sync::Arc;

use console_domain::{Clock, KeyKind, KeyTarget, KeyTest, KeyTestOutcome, Problem, SecretValue};
use console_network::Network;

/// Tests keys against what they open.
pub struct Prover {
    _network: Arc<Network>,
    clock: Arc<dyn Clock>,
}

impl Prover {
    /// A prover that reaches providers through `network`.
    pub fn new(network: Arc<Network>, clock: Arc<dyn Clock>) -> Self {
        Self { _network: network, clock }
    }

    /// Makes the request of `target`'s kind with `value`. Whatever comes is an outcome. A key of
    /// the kinds `mcp` and `other` cannot be tested here.
    pub async fn prove(&self, _target: &KeyTarget, _value: &SecretValue) -> KeyTest {
        KeyTest {
            at: self.clock.now(),
            outcome: KeyTestOutcome::Unclear,
            latency_ms: None,
            http_status: None,
            reason: Some("This is being written.".into()),
            account: None,
            permissions: Vec::new(),
            expires: None,
            retry_after_s: None,
        }
    }
}

/// Checks that `target` has what its kind needs.
///
/// # Errors
/// `invalid_input` with the field `target.base_url`, `target.header` or `target.server`.
pub fn check_target(_target: &KeyTarget) -> Result<(), Problem> {
    Ok(())
}

/// What a value of this name probably opens, from the name and from what the value begins with.
pub fn guess_kind(_name: &str, _value: &SecretValue) -> KeyKind {
    KeyKind::Other
}
