//! The modern era's standing subscription: `subscriptions/listen` brings the list changes that
//! the legacy era's session brought by itself.
//!
//! It is a courtesy: a server that does not offer it loses nothing but that.

use std::sync::Arc;
use std::time::Duration;

use console_domain::CallError;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use tracing::debug;

use crate::call::Call;
use crate::fields::raw;
use crate::params::ModernStamp;
use crate::pending::Kind;
use crate::router::Router;

/// How long one subscription may stand before it is made anew.
const STANDING: Duration = Duration::from_hours(24);
/// The pause before an ended subscription is made anew; doubled while it does not last.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(5));
/// A subscription that lasted this long was a good one.
const GOOD: Duration = Duration::from_secs(30);

/// Subscribes to the list changes that `capabilities` announce, until the session is over.
pub(crate) fn start(router: &Arc<Router>, modern: ModernStamp, capabilities: &Value) {
    let mut filter = json!({});
    for (capability, wanted) in [
        ("tools", "toolsListChanged"),
        ("prompts", "promptsListChanged"),
        ("resources", "resourcesListChanged"),
    ] {
        if capabilities[capability]["listChanged"] == true {
            filter[wanted] = json!(true);
        }
    }
    if filter == json!({}) {
        return;
    }
    let router = Arc::clone(router);
    tokio::spawn(async move {
        let closing = router.closing.clone();
        closing.run_until_cancelled(listen(&router, &modern, &filter)).await;
    });
}

async fn listen(router: &Router, modern: &ModernStamp, filter: &Value) {
    let params = raw(&json!({ "notifications": filter }));
    let mut pause = PAUSES.0;
    loop {
        let began = Instant::now();
        let call = Call {
            params: Some(&params),
            modern: Some(modern),
            kind: Kind::Standing,
            ..Call::own("subscriptions/listen", STANDING)
        };
        let ended = router.call(call).await;
        debug!(session = %router.name, ok = ended.is_ok(), "a subscription ended");
        if let Err(CallError::Rpc { .. }) = ended {
            return;
        }
        pause = if began.elapsed() >= GOOD { PAUSES.0 } else { (pause * 2).min(PAUSES.1) };
        sleep(pause).await;
    }
}
