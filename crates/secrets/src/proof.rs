//! Proofs: a cheap, read-only, authenticated request for each kind of key.
//!
//! Invariants: the key goes into one header and nowhere else, never to another origin than the one
//! it is meant for; whatever comes back is an [`Answer`] of bounded size within
//! [`KEY_TEST_TIMEOUT`], and no text that is made of it holds the key or a part of it.
//!
//! | to change | look at |
//! |---|---|
//! | what is asked of a provider | `recipe` |
//! | what is read of its answer | `reading` |
//! | what an answer means for the key | `verdict` |

mod answer;
mod guess;
mod mask;
mod reading;
mod recipe;
mod target;
mod verdict;
mod words;

use std::sync::Arc;
use std::time::Duration;

use console_domain::limits::KEY_TEST_TIMEOUT;
use console_domain::{Clock, KeyKind, KeyTarget, KeyTest, KeyTestOutcome, SecretValue};
use console_network::{Network, Redirects};
use tokio::time::Instant;

use answer::{Answer, Question};
use mask::Mask;
use recipe::Recipe;
use verdict::Verdict;

pub use guess::guess_kind;
pub use target::check_target;

/// Tests keys against what they open.
pub struct Prover {
    network: Arc<Network>,
    clock: Arc<dyn Clock>,
    timeout: Duration,
}

/// A verdict, and what was measured on the way to it.
struct Proof {
    verdict: Verdict,
    latency: Option<Duration>,
    status: Option<u16>,
}

impl From<Verdict> for Proof {
    fn from(verdict: Verdict) -> Self {
        Self { verdict, latency: None, status: None }
    }
}

impl Prover {
    /// A prover that reaches providers through `network`.
    pub fn new(network: Arc<Network>, clock: Arc<dyn Clock>) -> Self {
        Self { network, clock, timeout: KEY_TEST_TIMEOUT }
    }

    /// The same with another time than [`KEY_TEST_TIMEOUT`] for a whole test.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Makes the request of `target`'s kind with `value`. Whatever comes is an outcome. A key of
    /// the kinds `mcp` and `other` cannot be tested here.
    pub async fn prove(&self, target: &KeyTarget, value: &SecretValue) -> KeyTest {
        let proof = match recipe::of(target.kind) {
            Some(recipe) => self.ask_in_time(&recipe, target, value).await,
            None => Verdict::unclear("A key of this kind is not tested by a request.").into(),
        };
        let Proof { verdict, latency, status } = proof;
        let mask = Mask::of(value);
        let facts = verdict.facts;
        KeyTest {
            at: self.clock.now(),
            outcome: verdict.outcome,
            latency_ms: latency.map(|time| u32::try_from(time.as_millis()).unwrap_or(u32::MAX)),
            http_status: status,
            reason: verdict.reason.and_then(|text| mask.sentence(&text)),
            account: facts.account.and_then(|text| mask.name(&text)),
            permissions: mask.names(&facts.permissions),
            expires: facts.expires.and_then(|text| mask.name(&text)),
            retry_after_s: verdict.retry_after_s,
        }
    }

    async fn ask_in_time(&self, recipe: &Recipe, target: &KeyTarget, value: &SecretValue) -> Proof {
        let question = match Question::new(recipe, target, value) {
            Ok(question) => question,
            Err(reason) => return Verdict::unclear(reason).into(),
        };
        let asking = self.ask(recipe, target.kind, &question);
        tokio::time::timeout(self.timeout, asking).await.unwrap_or_else(|_| {
            let seconds = self.timeout.as_secs_f32();
            let reason = format!("{} did not answer within {seconds} s.", question.host());
            Verdict::unreachable(reason).into()
        })
    }

    async fn ask(&self, recipe: &Recipe, kind: KeyKind, question: &Question) -> Proof {
        let client = match self.network.client(question.url(), Redirects::SameOrigin).await {
            Ok(client) => client,
            Err(problem) => {
                let hint = problem.hint.map(|hint| format!(" {hint}")).unwrap_or_default();
                return Verdict::unreachable(format!("{}{hint}", problem.message)).into();
            }
        };
        let begun = Instant::now();
        let answer = match question.ask(&client).await {
            Ok(answer) => answer,
            Err(failure) => {
                return Verdict::unreachable(question.explain(&failure, &self.network)).into();
            }
        };
        let latency = Some(begun.elapsed());
        let mut verdict = verdict::of(recipe, kind, question, &answer, self.clock.now());
        if recipe.may_be_open && verdict.outcome == KeyTestOutcome::Works {
            verdict = self.without_key(&client, question, verdict).await;
        }
        Proof { verdict, latency, status: Some(answer.status.as_u16()) }
    }

    /// What accepts every request proves nothing: the same is asked without the key.
    async fn without_key(
        &self,
        client: &reqwest::Client,
        question: &Question,
        verdict: Verdict,
    ) -> Verdict {
        match question.ask_without_key(client).await {
            Ok(Answer { status, .. }) if status.is_success() => Verdict::unclear(format!(
                "{} gives the same answer without a key, so that nothing is known of this one.",
                question.host()
            )),
            Ok(_) => verdict,
            Err(_) => Verdict::unclear(format!(
                "{} accepted the key, but could not be asked whether it would do so without one.",
                question.host()
            )),
        }
    }
}
