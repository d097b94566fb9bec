//! The notifier of a host without a desktop: the log has what happened.

use async_trait::async_trait;
use console_domain::{Notice, Notifier, NotifyError};

/// Shows nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct QuietNotifier;

#[async_trait]
impl Notifier for QuietNotifier {
    async fn show(&self, _notice: &Notice) -> Result<(), NotifyError> {
        Err(NotifyError("a host without a desktop shows no notifications".into()))
    }
}
