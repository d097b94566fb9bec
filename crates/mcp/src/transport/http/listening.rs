//! The stream on which a legacy server sends what belongs to no call (GET of Streamable HTTP).
//!
//! A server need not offer it. A stream that breaks is opened again, after a pause that grows
//! while nothing comes of it; a server that cannot be reached again and again is lost.

use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use tokio::time::{Instant, sleep};
use tracing::debug;

use super::body::{Kind, kind};
use super::events::{self, Cursor};
use super::failure;
use super::streamable::Streamable;

/// Attempts in a row that may find nobody before the session is given up.
const MAX_UNREACHABLE: u32 = 5;
/// The longest pause.
const MAX_PAUSE: Duration = Duration::from_mins(1);
/// A stream that lasted this long was a good one.
const GOOD_STREAM: Duration = Duration::from_secs(30);

impl Streamable {
    /// Listens until the session is over or the server does not offer a stream.
    pub(super) async fn listen(self: Arc<Self>) {
        let mut cursor = Cursor::default();
        let mut unreachable = 0;
        let mut pause = self.endpoint.options.reconnect_pause;
        loop {
            let began = Instant::now();
            let events = match self.get(cursor.last_event.as_deref()).await {
                Ok(mut response) => {
                    unreachable = 0;
                    if !self.offers(&response) {
                        return;
                    }
                    let deliver =
                        |event: events::Event| events::deliver(&self.router, None, &event);
                    let read = events::read(&mut response, &mut cursor, deliver).await;
                    debug!(session = %self.router.name, ok = read.is_ok(), "the event stream ended");
                    read.unwrap_or(0)
                }
                Err(error) => {
                    unreachable += 1;
                    if unreachable >= MAX_UNREACHABLE {
                        self.router.lost(failure::unreachable(&self.endpoint, &error));
                        return;
                    }
                    0
                }
            };
            if events > 0 || began.elapsed() >= GOOD_STREAM {
                pause = self.endpoint.options.reconnect_pause;
            }
            // Many clients of one server must not come back at the same moment.
            let jitter = pause.mul_f64(fastrand::f64() / 4.0);
            sleep(cursor.retry.unwrap_or(pause) + jitter).await;
            pause = (pause * 2).min(MAX_PAUSE);
        }
    }

    fn offers(&self, response: &reqwest::Response) -> bool {
        let status = response.status();
        if status == StatusCode::NOT_FOUND && self.agreed().session_id.is_some() {
            // The next POST gets the same answer and ends the session with its reason; some
            // servers, though, answer so because they have no such stream.
            debug!(session = %self.router.name, "no event stream at this address");
        }
        let offers = status.is_success() && kind(response) == Kind::Events;
        debug!(session = %self.router.name, %status, offers, "asked for an event stream");
        offers
    }
}
