//! The event bus: one broadcast channel with a short memory, so that a receiver that was away
//! for a moment can go on where it was.
//!
//! Invariant: events are hints. A receiver that is told it has a gap reloads what it shows.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use console_domain::limits::EVENT_BUFFER;
use console_domain::{Clock, Event, EventKind};
use tokio::sync::broadcast;

/// The bus. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Bus {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    clock: Arc<dyn Clock>,
    sender: broadcast::Sender<Event>,
    recent: Mutex<Recent>,
}

#[derive(Debug, Default)]
struct Recent {
    last_seq: u64,
    events: VecDeque<Event>,
}

/// A receiver's start: what it missed, and the channel from there on.
#[derive(Debug)]
pub struct EventStream {
    /// Whether events between the asked-for position and `missed` are gone.
    pub gap: bool,
    /// Events after the asked-for position, oldest first.
    pub missed: Vec<Event>,
    /// Events from now on.
    pub receiver: broadcast::Receiver<Event>,
}

impl Bus {
    /// A bus without events.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let (sender, _) = broadcast::channel(EVENT_BUFFER);
        Self { inner: Arc::new(Inner { clock, sender, recent: Mutex::default() }) }
    }

    /// Sends an event to whoever listens.
    pub fn publish(&self, kind: EventKind) {
        let mut recent = self.inner.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.last_seq += 1;
        let tags = kind.tags();
        let event = Event { seq: recent.last_seq, at: self.inner.clock.now(), kind, tags };
        if recent.events.len() == EVENT_BUFFER {
            recent.events.pop_front();
        }
        recent.events.push_back(event.clone());
        // Sent under the lock, so that order on the channel is the order of `seq`.
        let _no_listener = self.inner.sender.send(event);
    }

    /// Events from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.inner.sender.subscribe()
    }

    /// Events after `last_seq`, as far as they are remembered, and from now on.
    pub fn resume(&self, last_seq: u64) -> EventStream {
        let recent = self.inner.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let missed: Vec<_> = recent.events.iter().filter(|e| e.seq > last_seq).cloned().collect();
        let first = missed.first().map_or(recent.last_seq + 1, |e| e.seq);
        // A position beyond ours is one of an earlier host.
        let gap = first > last_seq + 1 || last_seq > recent.last_seq;
        EventStream { gap, missed, receiver: self.inner.sender.subscribe() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use console_domain::SystemClock;

    #[test]
    fn a_receiver_resumes_where_it_was_or_learns_of_the_gap() {
        let bus = Bus::new(Arc::new(SystemClock));
        assert!(!bus.resume(0).gap, "nothing happened yet");
        for _ in 0..3 {
            bus.publish(EventKind::FocusRequested);
        }
        let stream = bus.resume(1);
        assert!(!stream.gap);
        assert_eq!(stream.missed.iter().map(|e| e.seq).collect::<Vec<_>>(), [2, 3]);
        for _ in 0..EVENT_BUFFER {
            bus.publish(EventKind::FocusRequested);
        }
        assert!(bus.resume(1).gap, "events 2 and 3 are forgotten");
        assert!(bus.resume(99_999).gap, "a position of another host");
    }
}
