//! One POST of Streamable HTTP: a message out, and what comes back.

use std::sync::Arc;

use console_domain::{ErrorCode, Problem};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Response, StatusCode};
use tokio::time::timeout;
use tracing::debug;

use super::body::{self, Kind};
use super::events::{self, Cursor};
use super::streamable::Streamable;
use super::{failure, param_headers};
use crate::envelope::{self, Incoming, Outcome};
use crate::problem;
use crate::transport::Head;

pub(crate) const SESSION_ID: HeaderName = HeaderName::from_static("mcp-session-id");
const PROTOCOL_VERSION: HeaderName = HeaderName::from_static("mcp-protocol-version");
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
const BOTH: HeaderValue = HeaderValue::from_static("application/json, text/event-stream");
const EVENTS: HeaderValue = HeaderValue::from_static("text/event-stream");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// How often a broken answer stream is taken up again without a single event.
const MAX_RESUMES: u32 = 5;

impl Streamable {
    /// Sends request `id`; its answer goes to the router, and so does the failure.
    pub(super) async fn request(self: Arc<Self>, id: u64, bytes: Vec<u8>, head: Head) {
        if let Err(problem) = self.exchange(id, bytes, &head).await {
            self.router.fail(id, problem);
        }
        self.forget(id);
    }

    async fn exchange(&self, id: u64, bytes: Vec<u8>, head: &Head) -> Result<(), Problem> {
        let mut response = self.post(bytes, head).await?;
        let status = response.status();
        if head.method == "initialize" {
            self.saw_initialize(status, response.headers());
        }
        if !status.is_success() {
            return self.refused(Some(id), response).await;
        }
        match body::kind(&response) {
            Kind::Events => self.answer_stream(id, &mut response, head.modern.is_none()).await,
            Kind::Json => {
                let text = body::text(&self.endpoint, response).await?;
                let understood = self.router.receive(&text).is_ok();
                if understood && !self.router.pending.waits(id) {
                    return Ok(());
                }
                Err(problem::violation("The server's answer does not hold the result."))
            }
            // The answer comes on the server's own stream, then, or the time-out does.
            Kind::Empty => Ok(()),
            Kind::Other(kind) => Err(problem::violation(format!(
                "{} answered with {}, which is not the protocol.",
                self.endpoint.shown,
                if kind.is_empty() { "an unknown type" } else { &kind },
            ))
            .hint("Check the path of the URL; many servers listen at /mcp or /sse.")),
        }
    }

    /// Reads the stream that answers request `id`, and takes it up again where it breaks off and
    /// the server lets us.
    async fn answer_stream(
        &self,
        id: u64,
        response: &mut Response,
        resumable: bool,
    ) -> Result<(), Problem> {
        let mut cursor = Cursor::default();
        let deliver = |event: events::Event| events::deliver(&self.router, Some(id), &event);
        let mut ended = events::read(response, &mut cursor, deliver).await;
        let mut vain = 0;
        while self.router.pending.waits(id) {
            vain = if matches!(ended, Ok(1..)) { 0 } else { vain + 1 };
            let can_resume = resumable && cursor.last_event.is_some() && vain <= MAX_RESUMES;
            if !can_resume {
                let why = ended.err().map(|error| failure::unreachable(&self.endpoint, &error));
                return Err(why.unwrap_or_else(|| self.broke_off()));
            }
            tokio::time::sleep(cursor.retry.unwrap_or(self.endpoint.options.reconnect_pause)).await;
            debug!(session = %self.router.name, id, "an answer stream is taken up again");
            let mut response = match self.get(cursor.last_event.as_deref()).await {
                Ok(response) if response.status().is_success() => response,
                Ok(response) => return self.refused(Some(id), response).await,
                Err(error) => {
                    ended = Err(error);
                    continue;
                }
            };
            ended = events::read(&mut response, &mut cursor, deliver).await;
        }
        Ok(())
    }

    fn broke_off(&self) -> Problem {
        let message = format!("{} ended its answer before the result.", self.endpoint.shown);
        Problem::new(ErrorCode::Unreachable, message).hint("Try again.")
    }

    /// Sends a notification or an answer; returns when the server has taken it.
    pub(super) async fn one_way(&self, bytes: Vec<u8>, head: &Head) -> Result<(), Problem> {
        let limit = self.endpoint.options.post_timeout;
        let delivery = async {
            let response = self.post(bytes, head).await?;
            if response.status().is_success() {
                return Ok(());
            }
            self.refused(None, response).await
        };
        let late = |_| Err(problem::call_timeout(&head.method, limit));
        timeout(limit, delivery).await.unwrap_or_else(late)
    }

    async fn post(&self, bytes: Vec<u8>, head: &Head) -> Result<Response, Problem> {
        let mut headers = self.common_headers(head);
        headers.insert(ACCEPT, BOTH);
        headers.insert(CONTENT_TYPE, JSON);
        if head.modern.is_some() && !head.method.is_empty() {
            let marked = self.marked();
            param_headers::add(&mut headers, &head.method, &bytes, &marked);
        }
        let request = self.endpoint.client.request(Method::POST, self.endpoint.url.clone());
        let sent = request.headers(headers).body(bytes).send().await;
        sent.map_err(|error| failure::unreachable(&self.endpoint, &error))
    }

    /// Opens a stream of the server's own messages, or takes one up after `last_event`.
    pub(super) async fn get(&self, last_event: Option<&str>) -> Result<Response, reqwest::Error> {
        let mut headers = self.common_headers(&Head::default());
        headers.insert(ACCEPT, EVENTS);
        if let Some(id) = last_event.and_then(|id| HeaderValue::from_str(id).ok()) {
            headers.insert(LAST_EVENT_ID, id);
        }
        let request = self.endpoint.client.request(Method::GET, self.endpoint.url.clone());
        request.headers(headers).send().await
    }

    /// Deletes the session, where the server gave us one.
    pub(super) async fn delete(&self) {
        let headers = self.common_headers(&Head::default());
        if !headers.contains_key(SESSION_ID) {
            return;
        }
        let request = self.endpoint.client.request(Method::DELETE, self.endpoint.url.clone());
        let limit = self.endpoint.options.post_timeout;
        let deleted = timeout(limit, request.headers(headers).send()).await;
        let status = deleted.ok().and_then(Result::ok).map(|response| response.status());
        debug!(session = %self.router.name, ?status, "the HTTP session was deleted");
    }

    fn common_headers(&self, head: &Head) -> HeaderMap {
        let mut headers = self.endpoint.headers.clone();
        let agreed = self.agreed();
        let version = head.modern.map(HeaderValue::from_static).or(agreed.version);
        if let Some(version) = version {
            headers.insert(PROTOCOL_VERSION, version);
        }
        if let Some(id) = agreed.session_id.filter(|_| head.modern.is_none()) {
            headers.insert(SESSION_ID, id);
        }
        headers
    }

    /// A status that says no. A JSON-RPC error in the body is the answer to request `id`.
    async fn refused(&self, id: Option<u64>, response: Response) -> Result<(), Problem> {
        let (status, headers) = (response.status(), response.headers().clone());
        let lost_session = status == StatusCode::NOT_FOUND && self.agreed().session_id.is_some();
        if lost_session {
            let message = format!("{} no longer knows this session.", self.endpoint.shown);
            self.router.lost(Problem::new(ErrorCode::SessionClosed, message));
        }
        let text = body::refusal_text(response).await;
        let credentials = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        if let (Some(id), Some(text), false) = (id, &text, credentials) {
            let mut error = None;
            // What else stands there is of no use: the status has said no.
            let _ = envelope::read(text, |message| {
                if let Incoming::Answer { outcome: Outcome::Error(raw), .. } = message {
                    error = Some(envelope::call_error(raw));
                }
            });
            if let Some(error) = error {
                self.router.finish(id, Err(error));
                return Ok(());
            }
        }
        Err(failure::refused(&self.endpoint, status, &headers, text.as_deref()))
    }
}
