//! The notifications centre.

use console_domain::{EventKind, Problem};
use serde_json::json;

use crate::Console;
use crate::view::NoticePage;

impl Console {
    /// What happened, newest first.
    pub async fn notices(&self) -> Result<NoticePage, Problem> {
        let notices = self.database().notices().all().await?;
        let unread = notices.iter().filter(|notice| !notice.read).count();
        let paused = self.desktop_memory().await.notifications_paused;
        Ok(NoticePage { notices, unread: u32::try_from(unread).unwrap_or(u32::MAX), paused })
    }

    /// Marks notices as read; all of them where `ids` is empty.
    pub async fn read_notices(&self, ids: &[i64]) -> Result<NoticePage, Problem> {
        let repository = self.database().notices();
        let changed = match ids {
            [] => repository.mark_all_read().await?,
            ids => repository.mark_read(ids).await?,
        };
        if changed > 0 {
            self.bus().publish(EventKind::NoticesChanged);
        }
        self.notices().await
    }

    /// Removes every notice.
    pub async fn clear_notices(&self) -> Result<NoticePage, Problem> {
        if self.database().notices().clear().await? > 0 {
            self.bus().publish(EventKind::NoticesChanged);
        }
        self.notices().await
    }

    /// Pauses or resumes native notifications, and remembers it.
    pub async fn pause_notices(&self, paused: bool) -> Result<NoticePage, Problem> {
        self.remember(&json!({ "notifications_paused": paused })).await?;
        tracing::info!(paused, "notifications");
        self.bus().publish(EventKind::NoticesChanged);
        self.notices().await
    }

    /// A notification was clicked: brings the window to the front on its page, and marks the
    /// notice as read. It may have been cleared from the centre meanwhile.
    pub async fn open_notice(&self, id: i64, page: String) -> Result<(), Problem> {
        self.request_page(page);
        self.read_notices(&[id]).await.map(drop)
    }
}
