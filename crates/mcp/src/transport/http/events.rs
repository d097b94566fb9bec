//! One stream of events, from its answer's headers to its end.

use std::sync::Arc;
use std::time::Duration;

use console_domain::limits::MAX_MESSAGE_BYTES;
use reqwest::Response;

use crate::problem;
use crate::router::Router;
use crate::transport::sse::{SseEvent, SseItem, SseParser};

/// The server may name a pause before a stream is opened again; within these bounds.
const RETRY_BOUNDS: (Duration, Duration) = (Duration::from_millis(10), Duration::from_mins(1));

/// Where a stream broke off, to go on from there.
#[derive(Debug, Default)]
pub(crate) struct Cursor {
    /// The id of the last event.
    pub(crate) last_event: Option<String>,
    /// The pause that the server asks for.
    pub(crate) retry: Option<Duration>,
}

/// Reads `response` to its end and gives each event to `each`; how many there were. The error
/// is how the connection broke.
pub(crate) async fn read(
    response: &mut Response,
    cursor: &mut Cursor,
    mut each: impl FnMut(Event),
) -> Result<usize, reqwest::Error> {
    let mut parser = SseParser::new(MAX_MESSAGE_BYTES);
    let mut events = 0;
    while let Some(chunk) = response.chunk().await? {
        parser.push(&chunk, |item| match item {
            SseItem::Retry(pause) => {
                cursor.retry = Some(pause.clamp(RETRY_BOUNDS.0, RETRY_BOUNDS.1));
            }
            SseItem::TooLong => each(Event::TooLong),
            SseItem::Event(event) => {
                events += 1;
                if event.id.is_some() {
                    cursor.last_event.clone_from(&event.id);
                }
                // A mere id primes the stream for going on later.
                if !event.data.is_empty() {
                    each(Event::Event(event));
                }
            }
        });
    }
    Ok(events)
}

/// What a stream brings.
pub(crate) enum Event {
    /// An event with data.
    Event(SseEvent),
    /// An event beyond the bound was passed over.
    TooLong,
}

/// Gives what a stream brings to the router; `owner` is the request that the stream answers.
pub(crate) fn deliver(router: &Arc<Router>, owner: Option<u64>, event: &Event) {
    let fail = |problem| {
        if let Some(id) = owner.or_else(|| router.pending.only_one()) {
            router.fail(id, problem);
        }
    };
    match event {
        Event::TooLong => fail(problem::answer_too_large()),
        Event::Event(event) if event.name.as_deref().is_some_and(|name| name != "message") => {}
        Event::Event(event) => match std::str::from_utf8(&event.data) {
            Ok(text) if router.receive(text).is_ok() => {}
            Ok(_) => fail(problem::violation("The server sent an event that is not JSON-RPC.")),
            Err(_) => fail(problem::violation("The server's answer is not valid UTF-8.")),
        },
    }
}
