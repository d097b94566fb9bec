//! How a stored server and its running instance become what faces show.

use console_domain::{Clock, InstanceStatus, ServerConfig, ServerState, Transport, rfc3339};
use console_store::{StoredServer, StoredTransition};

use crate::masking;
use crate::view::{HistoryEntry, ServerView};

/// The exact thing that a person approves: the command with its arguments, or the URL.
pub(crate) fn approval_target(transport: &Transport) -> String {
    let target = match transport {
        Transport::Stdio { command, args, .. } => {
            std::iter::once(command).chain(args).cloned().collect()
        }
        Transport::Http { url, .. } => vec![url.clone()],
    };
    serde_json::Value::from(target).to_string()
}

/// Whether the server's present target is the one that was approved.
pub(crate) fn is_approved(server: &StoredServer) -> bool {
    server.approved_target.as_ref() == Some(&approval_target(&server.config.transport))
}

/// The row of a server.
pub(crate) fn view(
    server: &StoredServer,
    status: &InstanceStatus,
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
