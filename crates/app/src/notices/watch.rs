//! Follows the bus and tells what is worth telling, until the console ends.
//!
//! Invariants: a notice is stored before anybody hears of it; a system that does not answer
//! delays a notice by [`NOTIFY_TIMEOUT`] at most and no other part of the console at all; events
//! that were lost are made up for by a look at the servers.

use std::future::Future;
use std::sync::Arc;

use console_domain::limits::{NOTIFY_CONCURRENCY, NOTIFY_TIMEOUT};
use console_domain::{Delivery, Event, EventKind, Notice, NoticeKind, Notifier, Problem};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

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

    /// Stores what happened, as not shown yet.
    async fn note(&self, kind: NoticeKind) -> Result<Notice, Problem> {
        let paused = self.desktop_memory().await.notifications_paused;
        let delivery = if paused { Delivery::Paused } else { Delivery::Unavailable };
        Ok(self.database().notices().add(kind, delivery, self.clock().now()).await?)
    }

    /// Shows a stored notice unless notifications are paused, and announces it with how it was
    /// delivered.
    async fn tell(&self, mut notice: Notice, notifier: &dyn Notifier) {
        if notice.delivery != Delivery::Paused && show(notifier, &notice).await {
            notice.delivery = Delivery::Shown;
            if let Err(error) =
                self.database().notices().delivered(notice.id, notice.delivery).await
            {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(notice = notice.id, error, "its delivery is not remembered");
            }
        }
        tracing::info!(notice = notice.id, kind = ?notice.kind, delivery = ?notice.delivery, "notice");
        self.bus().publish(EventKind::NoticeAdded { notice });
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
    let mut under_way = FuturesUnordered::new();
    loop {
        let event = tokio::select! {
            event = events.recv(), if under_way.len() < NOTIFY_CONCURRENCY => event,
            Some(()) = under_way.next() => continue,
        };
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
            // One after the other, so that their ids tell the order of what happened.
            match console.note(kind).await {
                Ok(notice) => under_way.push(console.tell(notice, notifier.as_ref())),
                Err(problem) => tracing::error!(code = ?problem.code, %problem, "a notice is lost"),
            }
        }
    }
}

/// Whether the system took the notice, and took it in time.
async fn show(notifier: &dyn Notifier, notice: &Notice) -> bool {
    match tokio::time::timeout(NOTIFY_TIMEOUT, notifier.show(notice)).await {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::info!(notice = notice.id, %error, "not shown outside the window");
            false
        }
        Err(_) => {
            tracing::warn!(notice = notice.id, "the system's notifications do not answer");
            false
        }
    }
}
