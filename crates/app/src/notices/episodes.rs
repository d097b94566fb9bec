//! Which changes of state are worth a notice.
//!
//! Invariant: a server that gave up is told of once, however often it is tried again and fails,
//! until it is up; then its recovery is told once. An episode outlives the host: it is read back
//! from the stored notices.

use std::collections::HashSet;

use console_domain::{Notice, NoticeKind, Problem, ServerId, ServerState};

/// The servers that failed and have not recovered.
#[derive(Debug, Default)]
pub(super) struct Episodes(HashSet<ServerId>);

impl Episodes {
    /// The episodes that the stored notices, newest first, say are not over.
    pub(super) fn resume(notices: &[Notice]) -> Self {
        let mut judged = HashSet::new();
        let mut open = HashSet::new();
        for notice in notices {
            let server = notice.kind.server();
            if judged.insert(server) && matches!(notice.kind, NoticeKind::ServerFailed { .. }) {
                open.insert(server.clone());
            }
        }
        Self(open)
    }

    /// A server is in `state` now: what there is to tell.
    pub(super) fn enter(
        &mut self,
        server: &ServerId,
        state: ServerState,
        problem: Option<Problem>,
    ) -> Option<NoticeKind> {
        match state {
            ServerState::Failed => {
                let server = server.clone();
                let is_new = self.0.insert(server.clone());
                is_new.then_some(NoticeKind::ServerFailed { server, problem })
            }
            ServerState::Up => self
                .0
                .remove(server)
                .then(|| NoticeKind::ServerRecovered { server: server.clone() }),
            _ => None,
        }
    }

    /// Whether the server has failed and not recovered.
    pub(super) fn is_open(&self, server: &ServerId) -> bool {
        self.0.contains(server)
    }

    /// The server was removed: one that takes its id later begins afresh.
    pub(super) fn forget(&mut self, server: &ServerId) {
        self.0.remove(server);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use console_domain::Delivery;
    use jiff::Timestamp;

    fn id(name: &str) -> ServerId {
        ServerId::from_name(name).expect("a valid name")
    }

    fn told(kind: Option<&NoticeKind>) -> &'static str {
        match kind {
            Some(NoticeKind::ServerFailed { .. }) => "failed",
            Some(NoticeKind::ServerRecovered { .. }) => "recovered",
            None => "",
        }
    }

    #[test]
    fn an_episode_is_told_once_and_so_is_its_end() {
        use ServerState::{Backoff, Degraded, Failed, Starting, Stopped, Stopping, Up};
        let mut episodes = Episodes::default();
        let time = id("time");
        for (state, expected) in [
            (Up, ""),
            (Backoff, ""),
            (Starting, ""),
            (Failed, "failed"),
            (Starting, ""),
            (Failed, ""),
            (Stopped, ""),
            (Starting, ""),
            (Failed, ""),
            (Up, "recovered"),
            (Degraded, ""),
            (Up, ""),
            (Stopping, ""),
            (Failed, "failed"),
        ] {
            assert_eq!(told(episodes.enter(&time, state, None).as_ref()), expected, "{state:?}");
        }
        assert_eq!(
            told(episodes.enter(&id("other"), Failed, None).as_ref()),
            "failed",
            "each has its own"
        );
        episodes.forget(&time);
        assert_eq!(
            told(episodes.enter(&time, Failed, None).as_ref()),
            "failed",
            "it is another server now"
        );
    }

    #[test]
    fn the_newest_notice_of_a_server_says_whether_its_episode_is_open() {
        let notice = |id, kind| Notice {
            id,
            at: Timestamp::UNIX_EPOCH,
            kind,
            read: false,
            delivery: Delivery::Shown,
        };
        let failed = |name| NoticeKind::ServerFailed { server: id(name), problem: None };
        let newest_first = [
            notice(4, NoticeKind::ServerRecovered { server: id("a") }),
            notice(3, failed("b")),
            notice(2, failed("a")),
            notice(1, NoticeKind::ServerRecovered { server: id("b") }),
        ];
        let episodes = Episodes::resume(&newest_first);
        assert!(episodes.is_open(&id("b")) && !episodes.is_open(&id("a")));
    }
}
