//! One start: from a configuration to an open session with its first listing.
//!
//! It comes in three parts, so that the actor can obey a stop between and within them: what has
//! no effect yet ([`prepare`]), the spawn ([`spawn`], short and never interrupted), and the
//! handshake ([`open`]).

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use console_domain::{
    Catalog, Era, ErrorCode, HttpEndpoint, InstanceId, OpenError, Problem, ServerConfig, Session,
    SessionSpec, StdioPipes,
};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

use crate::command::{self, Target};
use crate::ends::{End, may_be_an_exit};
use crate::face::Face;
use crate::process::{Ended, Process, Program, RunningCount};
use crate::process_table::Family;
use crate::secrets::{self, Values};
use crate::supervisor::Shared;

/// How long a process whose pipes have closed may take to end, so that its exit can be told.
const EXIT_FOLLOWS: Duration = Duration::from_secs(1);
/// How long the opener may take to say what the end of the process means to it.
const OPENER_FOLLOWS: Duration = Duration::from_secs(1);
/// The longest that a first listing may hold up a server that has shaken hands.
const FIRST_LISTING: Duration = Duration::from_secs(15);

/// What is ready to be started.
pub(crate) struct Prepared {
    /// What to start.
    pub(crate) target: Target,
    /// One of the places at the start; held until the handshake is over.
    pub(crate) permit: Option<OwnedSemaphorePermit>,
}

/// What speaks to the server.
pub(crate) enum Wire {
    /// A child's streams.
    Pipes(StdioPipes),
    /// A remote endpoint.
    Endpoint(HttpEndpoint),
}

/// A session that is open.
pub(crate) struct Opened {
    /// The session.
    pub(crate) session: Arc<dyn Session>,
    /// What it offers, or why that is not known.
    pub(crate) catalog: Result<Catalog, Problem>,
}

/// Why no session is open.
pub(crate) enum NotOpened {
    /// Spawn again and speak the older era.
    Respawn,
    /// The process ended.
    Exited(Ended),
    /// The handshake failed.
    Failed(Problem),
    /// The handshake took too long.
    TimedOut,
}

impl NotOpened {
    /// What it means, `stderr` being the last lines of the run, which is over.
    pub(crate) fn into_end(self, config: &ServerConfig, stderr: Vec<String>) -> End {
        let kind = config.transport.kind();
        match self {
            Self::Respawn => End::respawned_in_vain(stderr),
            Self::Exited(ended) => End::exited_in_handshake(ended, stderr),
            Self::Failed(problem) => End::of_session(kind, problem, stderr),
            Self::TimedOut => End::start_timeout(kind, &config.timeouts, stderr),
        }
    }
}

/// Reads the keys that are not `given`, waits for a place at the start and resolves the
/// configuration. Can be dropped at any point.
pub(crate) async fn prepare(
    shared: &Arc<Shared>,
    config: &ServerConfig,
    given: Values,
) -> Result<Prepared, End> {
    // Before there is a place: a vault that hangs keeps no other server waiting.
    let keys = secrets::read(shared.secrets.as_ref(), config, given).await;
    let keys = keys.map_err(End::hopeless)?;
    // The semaphore is never closed.
    let permit = Arc::clone(&shared.starts).acquire_owned().await.ok();
    let found = shared.environment.found().await;
    let (environment, transport) = (Arc::clone(&shared.environment), config.transport.clone());
    let resolved = tokio::task::spawn_blocking(move || {
        command::resolve(&transport, &environment, &found, keys)
    });
    let target = match resolved.await {
        Ok(resolved) => resolved.map_err(End::hopeless)?,
        Err(error) => {
            let problem = Problem::new(ErrorCode::Internal, format!("Resolving failed: {error}."));
            return Err(End::hopeless(problem));
        }
    };
    Ok(Prepared { target, permit })
}

/// Spawns a program: into the ledger, into being, and into the ledger again.
pub(crate) async fn spawn(
    shared: &Arc<Shared>,
    face: &Face,
    config: &ServerConfig,
    instance: &InstanceId,
    program: &Program,
) -> Result<(Process, StdioPipes), End> {
    let announced = shared.ledger.announce(instance, &config.id).await;
    announced.map_err(|error| End::not_recorded(&error))?;
    let running = RunningCount::one_more(&shared.running);
    let spawned = Process::spawn(program, instance, &face.log, running);
    let (process, pipes) = match spawned {
        Ok(spawned) => spawned,
        Err(error) => {
            if let Err(error) = shared.ledger.strike(vec![instance.clone()]).await {
                tracing::warn!(%instance, %error, "a process that is not there stays in the ledger");
            }
            let command = program.path.display().to_string();
            return Err(End::not_spawned(&command, &error));
        }
    };
    let tag = instance.as_str().to_owned();
    face.set_family(Some(Family { tag, leader: process.key(), known: Vec::new() }));
    if let Some(leader) = process.key()
        && let Err(error) = shared.ledger.complete(instance, leader).await
    {
        // The announced entry still finds the process by its variable.
        tracing::warn!(%instance, %error, "the ledger of processes was not completed");
    }
    Ok((process, pipes))
}

/// Shakes hands and lists what is offered. Dropped, it closes the pipes.
pub(crate) async fn open(
    shared: &Shared,
    config: &ServerConfig,
    instance: &InstanceId,
    learned_era: Option<Era>,
    wire: Wire,
    process: Option<&Process>,
) -> Result<Opened, NotOpened> {
    let deadline = Instant::now() + config.timeouts.start();
    let spec = SessionSpec {
        server: config.id.clone(),
        instance: instance.clone(),
        era: config.era,
        learned_era,
        open_timeout: config.timeouts.start(),
    };
    let handshake = async {
        match wire {
            Wire::Pipes(pipes) => shared.sessions.open_stdio(&spec, pipes).await,
            Wire::Endpoint(endpoint) => shared.sessions.open_http(&spec, &endpoint).await,
        }
    };
    let session = shake(handshake, process, deadline).await?;
    let time = deadline.saturating_duration_since(Instant::now()).min(FIRST_LISTING);
    let catalog = tokio::select! {
        biased;
        // Whether it ends now or right after the listing is the same to whoever serves it.
        _ = ended(process) => Err(Problem::new(ErrorCode::SessionClosed, "The server ended.")),
        listed = tokio::time::timeout(time, session.list(time)) => listed.unwrap_or_else(|_| {
            let message = format!("The listing took longer than {} s.", time.as_secs());
            Err(Problem::new(ErrorCode::CallTimeout, message))
        }),
    };
    Ok(Opened { session, catalog })
}

/// Awaits the handshake, the end of the process and the deadline. An end of the process and an
/// error of the handshake are one event seen from two sides: the exit says more, unless the
/// opener knows what it means.
async fn shake(
    handshake: impl Future<Output = Result<Arc<dyn Session>, OpenError>>,
    process: Option<&Process>,
    deadline: Instant,
) -> Result<Arc<dyn Session>, NotOpened> {
    let mut handshake = std::pin::pin!(handshake);
    tokio::select! {
        biased;
        answer = &mut handshake => match answer {
            Ok(session) => Ok(session),
            Err(OpenError::RespawnForLegacy) => Err(NotOpened::Respawn),
            Err(OpenError::Failed(problem)) => Err(failed(problem, process).await),
        },
        ended = ended(process) => {
            match tokio::time::timeout(OPENER_FOLLOWS, handshake).await {
                Ok(Err(OpenError::RespawnForLegacy)) => Err(NotOpened::Respawn),
                _ => Err(NotOpened::Exited(ended)),
            }
        }
        () = tokio::time::sleep_until(deadline) => Err(NotOpened::TimedOut),
    }
}

async fn failed(problem: Problem, process: Option<&Process>) -> NotOpened {
    if problem.code == ErrorCode::StartTimeout {
        return NotOpened::TimedOut;
    }
    let Some(process) = process.filter(|_| may_be_an_exit(&problem)) else {
        return NotOpened::Failed(problem);
    };
    match process.ended_within(EXIT_FOLLOWS).await {
        Some(ended) => NotOpened::Exited(ended),
        None => NotOpened::Failed(problem),
    }
}

/// The end of the process; never, where there is none.
pub(crate) async fn ended(process: Option<&Process>) -> Ended {
    match process {
        Some(process) => process.ended().await,
        None => std::future::pending().await,
    }
}
