//! Follows the bus and tells what is worth telling, until the console ends.
//!
//! Invariants: a notice is stored before anybody hears of it; notices are shown in the order of
//! what happened; a system that does not answer delays them by [`NOTIFY_TIMEOUT`] once in
//! [`NOTIFY_AGAIN_AFTER`], and no other part of the console at all; events that were lost are made
//! up for by a look at the servers.

use std::future::Future;
use std::sync::Arc;

use console_domain::limits::{NOTIFY_AGAIN_AFTER, NOTIFY_TIMEOUT};
use console_domain::{Delivery, Event, EventKind, Notice, NoticeKind, Notifier, Problem};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use super::episodes::Episodes;
use crate::Console;

impl Console {
    /// Tells `notifier` what happens from now on. The answer is to be spawned; it ends with the
    /// console.
    pub fn notify(
        self: &Arc<Self>,
        notifier: Arc<dyn Notifier>,
    ) -> impl Future<Output = ()> + Send + 'static {
        // Subscribed now and not when the future is first polled: nothing is missed.
        let events = self.bus().subscribe();
        self.listeners().track_future(watch(Arc::clone(self), events, notifier))
    }

    /// Stores what happened, shows it unless notifications are paused, and announces it with how
    /// it was delivered.
    async fn tell(&self, kind: NoticeKind, system: &mut System) -> Result<(), Problem> {
        let repository = self.database().notices();
        let paused = self.desktop_memory().await.notifications_paused;
        let delivery = if paused { Delivery::Paused } else { Delivery::Unavailable };
        let mut notice = repository.add(kind, delivery, self.clock().now()).await?;
        if !paused && system.show(&notice).await {
            notice.delivery = Delivery::Shown;
            if let Err(error) = repository.delivered(notice.id, notice.delivery).await {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(notice = notice.id, error, "its delivery is not remembered");
            }
        }
        let Notice { id, kind, delivery, .. } = &notice;
        tracing::info!(notice = id, ?kind, ?delivery, "notice");
        self.bus().publish(EventKind::NoticeAdded { notice });
        Ok(())
    }

    /// What there is to tell after events were lost.
    async fn catch_up(&self, episodes: &mut Episodes) -> Vec<NoticeKind> {
        match self.list_servers().await {
            Ok(servers) => servers
                .into_iter()
                .filter_map(|server| episodes.enter(&server.id, server.state, server.last_error))
                .collect(),
            Err(problem) => {
                tracing::warn!(%problem, "notices may be missing");
                Vec::new()
            }
        }
    }
}

async fn watch(console: Arc<Console>, mut events: Receiver<Event>, notifier: Arc<dyn Notifier>) {
    let mut episodes = match console.database().notices().all().await {
        Ok(notices) => Episodes::resume(&notices),
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "a failure may be notified twice");
            Episodes::default()
        }
    };
    let mut system = System { notifier, silent_until: None };
    loop {
        let event = events.recv().await;
        let news = match event.map(|event| event.kind) {
            Ok(EventKind::ServerState { server, to, problem, .. }) => {
                episodes.enter(&server, to, problem).into_iter().collect()
            }
            Ok(EventKind::ServersChanged { server }) => {
                let is_gone = episodes.is_open(&server)
                    && console.show_server(server.as_str()).await.is_err();
                if is_gone {
                    episodes.forget(&server);
                }
                Vec::new()
            }
            Err(RecvError::Lagged(_)) => console.catch_up(&mut episodes).await,
            Ok(EventKind::ShuttingDown) | Err(RecvError::Closed) => return,
            Ok(_) => Vec::new(),
        };
        for kind in news {
            if let Err(problem) = console.tell(kind, &mut system).await {
                tracing::error!(code = ?problem.code, %problem, "a notice is lost");
            }
        }
    }
}

/// What shows notices, and whether it answers.
struct System {
    notifier: Arc<dyn Notifier>,
    /// It did not answer and is not asked again before.
    silent_until: Option<Instant>,
}

impl System {
    /// Whether the system took the notice, and took it in time.
    async fn show(&mut self, notice: &Notice) -> bool {
        if self.silent_until.is_some_and(|until| Instant::now() < until) {
            return false;
        }
        match tokio::time::timeout(NOTIFY_TIMEOUT, self.notifier.show(notice)).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::info!(notice = notice.id, %error, "not shown outside the window");
                false
            }
            Err(_) => {
                tracing::warn!(notice = notice.id, "the system's notifications do not answer");
                self.silent_until = Some(Instant::now() + NOTIFY_AGAIN_AFTER);
                false
            }
        }
    }
}
