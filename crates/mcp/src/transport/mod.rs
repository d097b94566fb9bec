//! What a transport is to a session: a queue of things to send, and calls of [`crate::router`]
//! for what arrives.
//!
//! Invariants: the queue is bounded, so a stalled transport holds callers back, whose time-outs
//! count; a transport that ends says so with [`crate::router::Router::lost`], and ends when the
//! router's `closing` token is cancelled, cancelling `released` when it is done.

pub(crate) mod framing;
pub(crate) mod http;
pub(crate) mod sse;
pub(crate) mod stdio;

use std::collections::HashMap;

use console_domain::Problem;
use tokio::sync::oneshot;

use http::ParamHeader;

/// Messages that wait to be written. Their callers wait too, so this bounds no one's memory but
/// the order in which they are written.
pub(crate) const OUTGOING_QUEUE: usize = 64;

/// Something to do for a transport, in this order.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// Send a request.
    Request {
        /// Our id of it.
        id: u64,
        /// The message, one line without its break.
        bytes: Vec<u8>,
        /// What HTTP writes into headers.
        head: Head,
    },
    /// Send a notification or an answer; nothing comes back.
    OneWay {
        /// The message, one line without its break.
        bytes: Vec<u8>,
        /// What HTTP writes into headers.
        head: Head,
        /// Told when the server has taken it.
        taken: Option<oneshot::Sender<Result<(), Problem>>>,
    },
    /// Nobody waits for request `id` any more.
    Abandon {
        /// Our id of it.
        id: u64,
        /// The notification that says so, where the transport has no better way; `None` where
        /// the request must not be cancelled (`initialize`).
        notice: Option<Vec<u8>>,
    },
    /// The handshake agreed on this version of the legacy era.
    Agreed {
        /// The version.
        version: String,
    },
    /// The handshake is over: a stream for the server's own messages may be opened.
    Ready,
    /// The headers that a modern server wants from arguments of its tools, by tool.
    ParamHeaders(HashMap<String, Vec<ParamHeader>>),
}

/// What HTTP must know of a message besides its bytes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Head {
    /// The method; empty for an answer.
    pub(crate) method: String,
    /// The version of the protocol, where the message is of the modern era.
    pub(crate) modern: Option<&'static str>,
}
