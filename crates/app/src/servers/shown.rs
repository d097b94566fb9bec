//! How a stored server and its running instance become what faces show.

use console_domain::{Clock, InstanceStatus, ServerConfig, ServerState, rfc3339};
use console_store::{StoredServer, StoredTransition};

use super::consent::is_approved;
use crate::masking;
use crate::view::{HistoryEntry, ServerView};

/// The row of a server.
pub(crate) fn view(
    server: &StoredServer,
    status: &InstanceStatus,
    restart_needed: bool,
    clock: &dyn Clock,
) -> ServerView {
    let ServerConfig { id, name, description, transport, tags, autostart, .. } = &server.config;
    let live = !matches!(status.state, ServerState::Stopped | ServerState::Failed);
    let uptime_ms = status.up_since.filter(|_| status.state.is_live()).map(|since| {
        u64::try_from(clock.now().duration_since(since).as_millis()).unwrap_or_default()
    });
    ServerView {
        id: id.clone(),
        name: name.clone(),
        description: description.clone(),
        kind: transport.kind(),
        target: masking::target(transport),
        state: status.state,
        since: rfc3339::format(status.since),
        approved: is_approved(server),
        restart_needed,
        asleep: status.asleep,
        autostart: *autostart,
        tags: tags.clone(),
        instance: status.instance.as_ref().filter(|_| live).map(ToString::to_string),
        pid: status.pid,
        started_at: status.started_at.filter(|_| live).map(rfc3339::format),
        uptime_ms,
        restarts: status.restarts,
        retry_at: status.retry_at.map(rfc3339::format),
        protocol_version: status.protocol_version.clone(),
        server_info: status.server_info.clone(),
        counts: status.counts,
        health: status.health.clone(),
        usage: status.usage,
        last_error: status.last_error.clone(),
    }
}

/// A row of the history.
pub(crate) fn history_entry(stored: StoredTransition) -> HistoryEntry {
    let StoredTransition { at, instance, from, to, problem } = stored;
    HistoryEntry { at, instance, from, to, problem }
}
