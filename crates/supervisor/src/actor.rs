//! The actor of one server: it alone changes the server's state.
//!
//! Its life is a loop of phases (rest, launch, serve, backoff, stop). In every phase it listens
//! to its mailbox, so that a stop is obeyed at once, whatever the server does. Invariant: a
//! change of state goes through [`Actor::change`], which asks the transition function, tells the
//! observer, and only then shows the new state.

use std::sync::Arc;
use std::time::Duration;

use console_domain::{
    Catalog, Counts, Era, EraSetting, InstanceId, InstanceStatus, Problem, RestartDecision,
    RestartHistory, ServerConfig, ServerId, ServerState, Session, TransitionRecord, Transport,
    Trigger, transition,
};
use tokio::sync::{mpsc, oneshot};

use crate::command::Target;
use crate::ends::{End, given_up};
use crate::face::Face;
use crate::launch::{self, NotOpened, Opened, Wire};
use crate::obey::{Command, Heeded, StopAsked};
use crate::process::Process;
use crate::secrets::Values;
use crate::serve::Run;
use crate::stop;
use crate::supervisor::Shared;

/// How long the observer may take to store a fact.
const OBSERVER_PATIENCE: Duration = Duration::from_secs(10);
/// The steps of a stop of something that nobody uses any more.
pub(crate) const QUICK_STEP: Duration = Duration::from_millis(500);

/// The actor of one server.
pub(crate) struct Actor {
    pub(crate) server: ServerId,
    pub(crate) shared: Arc<Shared>,
    pub(crate) face: Arc<Face>,
    pub(crate) mailbox: mpsc::Receiver<Command>,
    history: RestartHistory,
    /// The era that answered, and what it was that answered.
    learned_era: Option<(Transport, Era)>,
    /// The supervisor is gone: no command will come.
    pub(crate) abandoned: bool,
    /// A start follows the stop that is under way.
    pub(crate) start_again: bool,
    /// The actor ends when the server is at rest.
    pub(crate) retiring: bool,
    /// Who waits for the server to settle.
    pub(crate) waiting: Vec<oneshot::Sender<InstanceStatus>>,
    /// Who waits for the end of the actor.
    pub(crate) retired: Vec<oneshot::Sender<()>>,
}

impl Actor {
    pub(crate) fn new(
        server: ServerId,
        shared: Arc<Shared>,
        face: Arc<Face>,
        mailbox: mpsc::Receiver<Command>,
    ) -> Self {
        Self {
            server,
            shared,
            face,
            mailbox,
            history: RestartHistory::default(),
            learned_era: None,
            abandoned: false,
            start_again: false,
            retiring: false,
            waiting: Vec::new(),
            retired: Vec::new(),
        }
    }

    /// Lives until it is retired, or the supervisor is gone.
    pub(crate) async fn live(mut self) {
        while !self.retiring {
            let command = self.next_command().await;
            if self.heed(command).await == Heeded::Start {
                self.until_rest().await;
            }
        }
        for retired in self.retired {
            // Whoever asked may have gone.
            retired.send(()).ok();
        }
    }

    /// From `starting` until the server is at rest again.
    async fn until_rest(&mut self) {
        loop {
            let config = self.face.config_for_start();
            let ended = match self.launch(&config).await {
                Ok(Ok(run)) => self.serve(&config, run).await,
                Ok(Err(end)) => Ok(end),
                Err(stop_asked) => Err(stop_asked),
            };
            let starts = match ended {
                Ok(end) => self.conclude(end).await,
                Err(StopAsked) => self.finish_stop().await,
            };
            if !starts {
                return;
            }
        }
    }

    /// Nothing runs any more. Says whether the next start has begun.
    async fn finish_stop(&mut self) -> bool {
        self.face.log.remark("stopped");
        self.change(Trigger::StopFinished, None, gone).await;
        if !std::mem::take(&mut self.start_again) {
            return false;
        }
        if self.face.status().asleep {
            self.wake().await;
        } else {
            self.begin().await;
        }
        true
    }

    /// Decides what follows an end. Says whether the next start has begun.
    async fn conclude(&mut self, end: End) -> bool {
        let policy = self.face.restart_policy();
        let now = self.shared.clock.now();
        let up_since = self.face.status().up_since;
        let random = (self.shared.random)();
        let decision = self.history.decide(&policy, end.exit, now, up_since, random);
        let log = Arc::clone(&self.face.log);
        log.remark(&end.problem.message);
        match decision {
            RestartDecision::Retry { after, attempt } => {
                let seconds = after.as_secs_f64();
                log.remark(&format!("restart number {attempt} in {seconds:.1} s"));
                let retry_at = now.checked_add(after).ok();
                self.change(Trigger::RetryScheduled, Some(end.problem), |status| {
                    gone(status);
                    status.retry_at = retry_at;
                })
                .await;
                self.wait_for_retry(after).await
            }
            RestartDecision::Stay => {
                self.change(Trigger::Ended, Some(end.problem), gone).await;
                false
            }
            RestartDecision::GiveUp(why) => {
                let problem = given_up(why, &policy, end.problem);
                self.change(Trigger::GaveUp, Some(problem), gone).await;
                false
            }
        }
    }

    async fn wait_for_retry(&mut self, after: Duration) -> bool {
        let mut wait = std::pin::pin!(tokio::time::sleep(after));
        loop {
            tokio::select! {
                biased;
                command = self.next_command() => match self.heed(command).await {
                    Heeded::Nothing => {}
                    Heeded::Start => return true,
                    Heeded::Stop => return self.finish_stop().await,
                },
                () = &mut wait => {
                    self.retry().await;
                    return true;
                }
            }
        }
    }

    /// Spawns and shakes hands. A run that did not come up has been cleared away.
    async fn launch(&mut self, config: &ServerConfig) -> Result<Result<Run, End>, StopAsked> {
        let shared = Arc::clone(&self.shared);
        let learned = self.learned_era.as_ref().filter(|(of, _)| *of == config.transport);
        let mut era = learned.map(|(_, era)| *era).or(config.learned_era);
        let mut may_respawn = true;
        loop {
            let prepared =
                match self.obeying(launch::prepare(&shared, config, Values::new())).await? {
                    Ok(prepared) => prepared,
                    Err(end) => return Ok(Err(end)),
                };
            let instance = self.current_instance();
            let log_position = self.face.log.position();
            let (wire, process) = match prepared.target {
                Target::Endpoint(endpoint) => (Wire::Endpoint(endpoint), None),
                Target::Program(program) => {
                    match launch::spawn(&shared, &self.face, config, &instance, &program).await {
                        Ok((process, pipes)) => (Wire::Pipes(pipes), Some(process)),
                        Err(end) => return Ok(Err(end)),
                    }
                }
            };
            self.note_spawn(process.as_ref());
            let opening = launch::open(&shared, config, &instance, era, wire, process.as_ref());
            let opened = self.obeying(opening).await;
            drop(prepared.permit);
            let not_opened = match opened {
                Ok(Ok(Opened { session, catalog })) => {
                    self.learn_era(config, session.facts().era).await;
                    return Ok(Ok(Run { instance, session, catalog, process, log_position }));
                }
                Ok(Err(not_opened)) => not_opened,
                Err(stop_asked) => {
                    let step = self.face.timeouts().stop();
                    self.clear_away(&instance, None, process, step).await;
                    return Err(stop_asked);
                }
            };
            self.clear_away(&instance, None, process, QUICK_STEP).await;
            if !matches!(not_opened, NotOpened::Respawn) || !may_respawn {
                let stderr = self.face.log.stderr_tail(log_position);
                return Ok(Err(not_opened.into_end(config, stderr)));
            }
            may_respawn = false;
            era = Some(Era::Legacy);
            self.face.log.remark("started again, to speak the older protocol");
            self.face.update(|status| {
                let started_at = status.started_at;
                fresh(status);
                status.started_at = started_at;
            });
        }
    }

    fn note_spawn(&self, process: Option<&Process>) {
        let pid = process.map(Process::pid);
        match pid {
            Some(pid) => self.face.log.remark(&format!("started as process {pid}")),
            None => self.face.log.remark("connecting"),
        }
        self.face.update(|status| status.pid = pid);
    }

    async fn learn_era(&mut self, config: &ServerConfig, era: Era) {
        if config.era != EraSetting::Auto {
            return;
        }
        self.learned_era = Some((config.transport.clone(), era));
        if config.learned_era != Some(era) {
            let told = self.shared.observer.era_learned(&self.server, era);
            if tokio::time::timeout(OBSERVER_PATIENCE, told).await.is_err() {
                tracing::warn!(server = %self.server, "the learned era was not stored in time");
            }
        }
    }

    /// Ends a run and whatever it left.
    pub(crate) async fn clear_away(
        &mut self,
        instance: &InstanceId,
        session: Option<Arc<dyn Session>>,
        process: Option<Process>,
        step: Duration,
    ) {
        self.face.set_session(None);
        let (shared, face) = (Arc::clone(&self.shared), Arc::clone(&self.face));
        let stopping = stop::stop(&shared, &face, instance, session, process, step);
        if self.face.status().state == ServerState::Stopping {
            // Requests that arrive meanwhile are noted; none of them can interrupt this.
            self.obeying(stopping).await.ok();
        } else {
            stopping.await;
        }
    }

    /// A start that was asked for begins.
    pub(crate) async fn begin(&mut self) {
        self.history.reset();
        self.change(Trigger::StartRequested, None, |status| {
            fresh(status);
            status.restarts = 0;
            status.last_error = None;
        })
        .await;
    }

    /// The one place where the state changes.
    pub(crate) async fn change(
        &mut self,
        trigger: Trigger,
        problem: Option<Problem>,
        change: impl FnOnce(&mut InstanceStatus),
    ) {
        let before = self.face.status();
        let Some(to) = transition(before.state, trigger) else {
            tracing::error!(server = %self.server, state = ?before.state, ?trigger, "no such transition");
            return;
        };
        // What a server said when it failed may hold a key that it was given.
        let problem = problem.map(|problem| self.shared.redact.masked_problem(problem));
        let at = self.shared.clock.now();
        let mut after = before.clone();
        change(&mut after);
        after.state = to;
        after.since = at;
        if to == ServerState::Starting {
            after.started_at = Some(at);
        }
        if problem.is_some() {
            after.last_error.clone_from(&problem);
        }
        let record = TransitionRecord {
            server: self.server.clone(),
            instance: after.instance.clone().or(before.instance),
            at,
            from: before.state,
            to,
            problem,
        };
        let stored = self.shared.observer.transitioned(&record);
        if tokio::time::timeout(OBSERVER_PATIENCE, stored).await.is_err() {
            tracing::error!(server = %self.server, ?trigger, "a transition was not stored in time");
        }
        self.face.update(|status| *status = after);
        self.shared.observer.announced(record);
        self.answer_waiting();
    }

    /// Notes a new listing.
    pub(crate) fn set_catalog(&self, catalog: Catalog) {
        let counts = counts(&catalog);
        self.face.set_catalog(Arc::new(catalog));
        self.face.update(|status| status.counts = counts);
    }

    fn current_instance(&self) -> InstanceId {
        self.face.status().instance.unwrap_or_else(InstanceId::fresh)
    }
}

/// A new instance begins.
pub(crate) fn fresh(status: &mut InstanceStatus) {
    gone(status);
    status.asleep = false;
    status.health.begin();
    status.instance = Some(InstanceId::fresh());
}

/// There is no instance any more. What it offered stays known.
fn gone(status: &mut InstanceStatus) {
    status.instance = None;
    status.pid = None;
    status.started_at = None;
    status.up_since = None;
    status.retry_at = None;
    status.usage = None;
    status.health.failures = 0;
}

fn counts(catalog: &Catalog) -> Counts {
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    Counts {
        tools: count(catalog.tools.len()),
        resources: count(catalog.resources.len()),
        resource_templates: count(catalog.resource_templates.len()),
        prompts: count(catalog.prompts.len()),
        quarantined: count(catalog.quarantined.len()),
    }
}
