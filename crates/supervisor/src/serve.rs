//! The phase in which a server is up: its actor waits for whatever comes first.

use std::sync::Arc;
use std::time::Duration;

use console_domain::limits::{HEALTH_FAILURES_TO_DEGRADE, HEALTH_FAILURES_TO_RESTART};
use console_domain::{
    Catalog, ErrorCode, InstanceId, Problem, ServerConfig, ServerInfo, ServerKind, ServerState,
    Session, SessionEnd, Trigger,
};

use crate::actor::{Actor, QUICK_STEP};
use crate::attendant::{Attendant, Report};
use crate::ends::{End, may_be_an_exit};
use crate::launch;
use crate::obey::{Command, Heeded, StopAsked};
use crate::process::{Ended, Process};
use crate::uses::{UsedSession, Uses};

/// How long a process whose session has ended may take to end, so that its exit can be told.
const EXIT_FOLLOWS: Duration = Duration::from_secs(1);

/// One run that came up.
pub(crate) struct Run {
    /// Its instance.
    pub(crate) instance: InstanceId,
    /// Its session.
    pub(crate) session: Arc<dyn Session>,
    /// The first listing.
    pub(crate) catalog: Result<Catalog, Problem>,
    /// Its process, where it has one.
    pub(crate) process: Option<Process>,
    /// Where its lines begin in the log.
    pub(crate) log_position: u64,
}

enum Happening {
    Asked(Option<Command>),
    Exited(Ended),
    SessionEnded(SessionEnd),
    Reported(Report),
    Idle,
}

impl Actor {
    /// From `up` until the run has ended and was cleared away.
    pub(crate) async fn serve(
        &mut self,
        config: &ServerConfig,
        mut run: Run,
    ) -> Result<End, StopAsked> {
        let uses = Uses::new();
        let mut attendant = self.come_up(config, &mut run, &uses).await;
        let face = Arc::clone(&self.face);
        loop {
            let happening = tokio::select! {
                biased;
                command = self.next_command() => Happening::Asked(command),
                ended = launch::ended(run.process.as_ref()) => Happening::Exited(ended),
                end = run.session.ended() => Happening::SessionEnded(end),
                report = attendant.next() => Happening::Reported(report),
                () = uses.idle(|| face.idle_limit()) => Happening::Idle,
            };
            let end = match happening {
                Happening::Asked(command) => {
                    if self.heed(command).await != Heeded::Stop {
                        continue;
                    }
                    drop(attendant);
                    self.put_down(run, face.timeouts().stop()).await;
                    return Err(StopAsked);
                }
                Happening::Idle => {
                    self.fall_asleep(face.idle_limit()).await;
                    drop(attendant);
                    self.put_down(run, face.timeouts().stop()).await;
                    return Err(StopAsked);
                }
                Happening::Reported(report) => match self.note(config, &run, report).await {
                    Some(end) => end,
                    None => continue,
                },
                Happening::Exited(ended) => End::exited(ended, Vec::new()),
                Happening::SessionEnded(end) => self.session_ended(config, &run, end).await,
            };
            drop(attendant);
            let log_position = run.log_position;
            self.put_down(run, QUICK_STEP.min(face.timeouts().stop())).await;
            let stderr = self.face.log.stderr_tail(log_position);
            return Ok(End { problem: end.problem.stderr_tail(stderr), ..end });
        }
    }

    async fn come_up(
        &mut self,
        config: &ServerConfig,
        run: &mut Run,
        uses: &Arc<Uses>,
    ) -> Attendant {
        let nothing = Err(Problem::new(ErrorCode::Internal, "listed already"));
        let listed = match std::mem::replace(&mut run.catalog, nothing) {
            Ok(catalog) => {
                self.set_catalog(catalog);
                true
            }
            Err(problem) => {
                self.face.log.remark(&format!("its listing failed: {}", problem.message));
                false
            }
        };
        let session = UsedSession::new(Arc::clone(&run.session), Arc::clone(uses));
        self.face.set_session(Some(Arc::new(session)));
        let facts = run.session.facts().clone();
        let (now, handshake) = (self.shared.clock.now(), facts.handshake);
        let redact = Arc::clone(&self.shared.redact);
        let version = redact.masked(facts.protocol_version);
        let ServerInfo { name, version: release, title } = facts.server_info;
        let info = ServerInfo {
            name: redact.masked(name),
            version: redact.masked(release),
            title: title.map(|title| redact.masked(title)),
        };
        self.face.log.remark(&format!("up, speaking {version} after {handshake:.0?}"));
        self.change(Trigger::Ready, None, |status| {
            status.up_since = Some(now);
            status.era = Some(facts.era);
            status.protocol_version = Some(version);
            status.server_info = Some(info);
            status.health.begin();
            status.health.answered(handshake, now);
        })
        .await;
        let interval = self.shared.pace.health_interval;
        let (session, log) = (Arc::clone(&run.session), Arc::clone(&self.face.log));
        let uses = Arc::clone(uses);
        Attendant::new(session, uses, log, interval, config.timeouts.call(), listed)
    }

    /// Clears the run away, in whatever state the server is.
    async fn put_down(&mut self, run: Run, step: Duration) {
        self.clear_away(&run.instance, Some(run.session), run.process, step).await;
    }

    /// What the end of a session means: its process tells more, if it ends too.
    async fn session_ended(&self, config: &ServerConfig, run: &Run, end: SessionEnd) -> End {
        let problem = match end {
            SessionEnd::Lost(problem) => problem,
            SessionEnd::Closed => Problem::new(ErrorCode::SessionClosed, "The session was closed."),
        };
        if let Some(process) = run.process.as_ref().filter(|_| may_be_an_exit(&problem))
            && let Some(ended) = process.ended_within(EXIT_FOLLOWS).await
        {
            return End::exited(ended, Vec::new());
        }
        End::of_session(config.transport.kind(), problem, Vec::new())
    }

    /// Takes a report of the attendant; `Some` where it ends the run.
    async fn note(&mut self, config: &ServerConfig, run: &Run, report: Report) -> Option<End> {
        let end = match report {
            Report::Listed(Ok(catalog)) => {
                self.set_catalog(catalog);
                None
            }
            Report::Listed(Err(problem)) => {
                self.face.log.remark(&format!("its listing failed: {}", problem.message));
                None
            }
            Report::Health(Ok(latency)) => {
                self.note_health(latency).await;
                None
            }
            Report::Health(Err(problem)) => self.note_silence(config, run, problem).await,
        };
        self.shared.observer.refreshed(&self.server);
        end
    }

    async fn note_health(&mut self, latency: Duration) {
        let now = self.shared.clock.now();
        self.face.update(|status| status.health.answered(latency, now));
        if self.face.status().state == ServerState::Degraded {
            self.face.log.remark("health has come back");
            self.change(Trigger::HealthRegained, None, |_| {}).await;
        }
    }

    async fn note_silence(
        &mut self,
        config: &ServerConfig,
        run: &Run,
        problem: Problem,
    ) -> Option<End> {
        self.face.update(|status| status.health.silent());
        let status = self.face.status();
        let failures = status.health.failures;
        self.face.log.remark(&format!("health check {failures} failed: {}", problem.message));
        let kind = config.transport.kind();
        // Nobody is there: no patience brings it back, and connecting again costs little.
        if kind == ServerKind::Http && problem.code == ErrorCode::Unreachable {
            return Some(End::of_session(kind, problem, Vec::new()));
        }
        if failures >= HEALTH_FAILURES_TO_DEGRADE && status.state == ServerState::Up {
            self.change(Trigger::HealthLost, Some(problem.clone()), |_| {}).await;
        }
        // A server that is busy with calls may be too busy to answer; its calls have time-outs
        // of their own.
        let restart = failures >= HEALTH_FAILURES_TO_RESTART && run.session.in_flight() == 0;
        restart.then(|| End::unhealthy(kind, failures, &problem, Vec::new()))
    }
}
