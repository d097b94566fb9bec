//! Tries a configuration out: an instance of its own beside whatever runs, opened, listed and ended.
//!
//! Invariants: it is spawned, recorded in the ledger and ended as every instance is; nobody else
//! sees it, so it has no state, no history and no log file; it ends also when whoever asked has
//! gone, or the console shuts down.

use std::future::Future;
use std::sync::Arc;

use console_domain::{
    Catalog, Era, ErrorCode, InstanceId, InstanceStatus, Problem, ServerConfig, SessionFacts,
};
use tokio_util::sync::CancellationToken;

use crate::Supervisor;
use crate::command::Target;
use crate::face::Face;
use crate::launch::{self, NotOpened, Opened, Wire};
use crate::logs::ServerLog;
use crate::secrets::Values;
use crate::stop;
use crate::supervisor::Shared;

/// What a configuration came to.
#[derive(Debug)]
pub struct TriedOut {
    /// What the handshake told.
    pub facts: SessionFacts,
    /// What it offers.
    pub catalog: Catalog,
}

impl Supervisor {
    /// Starts an instance of `config`, shakes hands, lists what it offers and ends it again. `keys`
    /// are the values of keys, by name, that count instead of the stored ones. A running instance of
    /// the same server goes on undisturbed. Takes at most the configuration's own time-outs.
    ///
    /// # Errors
    /// Why it did not come up or cannot be listed, as for a start.
    pub async fn try_out(&self, config: ServerConfig, keys: Values) -> Result<TriedOut, Problem> {
        self.refuse_when_closing()?;
        let given_up = self.closing.child_token();
        let _asked = given_up.clone().drop_guard();
        let log =
            ServerLog::detached(Arc::clone(&self.shared.clock), Arc::clone(&self.shared.redact));
        let status = InstanceStatus::stopped(self.shared.clock.now());
        let face = Face::new(config.clone(), status, log);
        let trial = Trial { shared: Arc::clone(&self.shared), face, config, keys, given_up };
        // A task of its own, so that what was started is ended whatever becomes of this future.
        let tried = self.tries.spawn_on(trial.run(), &self.runtime).await;
        let tried = tried.unwrap_or_else(|error| {
            Err(Problem::new(ErrorCode::Internal, format!("The trial was lost: {error}.")))
        });
        tried.map_err(|problem| self.shared.redact.masked_problem(problem))
    }
}

/// One trial.
struct Trial {
    shared: Arc<Shared>,
    face: Face,
    config: ServerConfig,
    keys: Values,
    given_up: CancellationToken,
}

impl Trial {
    async fn run(self) -> Result<TriedOut, Problem> {
        if let Some(tried) = self.attempt(self.config.learned_era).await? {
            return Ok(tried);
        }
        let again = self.attempt(Some(Era::Legacy)).await?;
        again.ok_or_else(|| {
            let stderr = self.face.log.stderr_tail(0);
            NotOpened::Respawn.into_end(&self.config, stderr).problem
        })
    }

    /// One instance, from its spawn to its end; `None` where it has to be spawned again, to speak
    /// the older era.
    async fn attempt(&self, era: Option<Era>) -> Result<Option<TriedOut>, Problem> {
        let (shared, config) = (&self.shared, &self.config);
        let keys = self.keys.iter().map(|(name, value)| (name.clone(), value.duplicate()));
        let prepared =
            self.unless_given_up(launch::prepare(shared, config, keys.collect())).await?;
        let prepared = prepared.map_err(|end| end.problem)?;
        let instance = InstanceId::fresh();
        let log_position = self.face.log.position();
        let (wire, process) = match prepared.target {
            Target::Endpoint(endpoint) => (Wire::Endpoint(endpoint), None),
            Target::Program(program) => {
                let spawned = launch::spawn(shared, &self.face, config, &instance, &program).await;
                let (process, pipes) = spawned.map_err(|end| end.problem)?;
                (Wire::Pipes(pipes), Some(process))
            }
        };
        // Nothing is returned from here on before the instance was ended.
        let opening = launch::open(shared, config, &instance, era, wire, process.as_ref());
        let opened = self.unless_given_up(opening).await;
        drop(prepared.permit);
        let session = match &opened {
            Ok(Ok(Opened { session, .. })) => Some(Arc::clone(session)),
            Ok(Err(_)) | Err(_) => None,
        };
        let step = config.timeouts.stop();
        stop::stop(shared, &self.face, &instance, session, process, step).await;
        match opened? {
            Ok(Opened { session, catalog }) => {
                Ok(Some(TriedOut { facts: session.facts().clone(), catalog: catalog? }))
            }
            Err(NotOpened::Respawn) => Ok(None),
            Err(not_opened) => {
                let stderr = self.face.log.stderr_tail(log_position);
                Err(not_opened.into_end(config, stderr).problem)
            }
        }
    }

    async fn unless_given_up<T>(&self, work: impl Future<Output = T>) -> Result<T, Problem> {
        tokio::select! {
            biased;
            () = self.given_up.cancelled() => {
                Err(Problem::new(ErrorCode::Cancelled, "The trial was given up."))
            }
            done = work => Ok(done),
        }
    }
}
