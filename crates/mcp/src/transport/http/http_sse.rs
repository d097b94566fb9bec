//! HTTP+SSE of 2024-11-05: one stream brings everything; its first event says where to POST.
//!
//! Invariant: messages are posted to the origin of the stream only, whatever its first event
//! says.

use std::sync::Arc;

use console_domain::{ErrorCode, Problem};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Response, Url};
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;
use tracing::debug;

use super::body::{self, Kind};
use super::endpoint::Endpoint;
use super::events::{self, Cursor, Event};
use super::failure;
use crate::problem;
use crate::router::Router;
use crate::transport::Outgoing;

struct HttpSse {
    endpoint: Endpoint,
    router: Arc<Router>,
    /// Where to post, once the stream has said it.
    post_to: watch::Sender<Option<Url>>,
}

/// Starts the transport; it ends with the session.
pub(crate) fn start(router: &Arc<Router>, endpoint: Endpoint, outgoing: mpsc::Receiver<Outgoing>) {
    let transport = Arc::new(HttpSse {
        endpoint,
        router: Arc::clone(router),
        post_to: watch::Sender::new(None),
    });
    tokio::spawn(Arc::clone(&transport).read());
    tokio::spawn(transport.write(outgoing));
}

impl HttpSse {
    async fn read(self: Arc<Self>) {
        let closing = self.router.closing.clone();
        if let Some(why) = closing.run_until_cancelled(self.read_stream()).await {
            self.router.lost(why);
        }
    }

    /// Reads until the stream ends; why it did.
    async fn read_stream(&self) -> Problem {
        let mut response = match self.open().await {
            Ok(response) => response,
            Err(problem) => return problem,
        };
        let mut wrong = None;
        let read = events::read(&mut response, &mut Cursor::default(), |event| {
            match &event {
                Event::Event(event) if event.name.as_deref() == Some("endpoint") => {
                    let address = String::from_utf8_lossy(&event.data);
                    match self.post_url(&address) {
                        Ok(url) => {
                            self.post_to.send_replace(Some(url));
                        }
                        Err(problem) => {
                            wrong.get_or_insert(problem);
                        }
                    }
                }
                event => events::deliver(&self.router, None, event),
            }
            if let Some(problem) = wrong.take() {
                self.router.lost(problem);
            }
        })
        .await;
        match read {
            Ok(_) => {
                let message = format!("{} ended the event stream.", self.endpoint.shown);
                Problem::new(ErrorCode::Unreachable, message)
            }
            Err(error) => failure::unreachable(&self.endpoint, &error),
        }
    }

    async fn open(&self) -> Result<Response, Problem> {
        let mut headers = self.endpoint.headers.clone();
        headers.insert(ACCEPT, HeaderValue::from_static("text/event-stream"));
        let request = self.endpoint.client.request(Method::GET, self.endpoint.url.clone());
        let sent = request.headers(headers).send().await;
        let response = sent.map_err(|error| failure::unreachable(&self.endpoint, &error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        if !status.is_success() {
            let text = body::refusal_text(response).await;
            return Err(failure::refused(&self.endpoint, status, &headers, text.as_deref()));
        }
        if body::kind(&response) != Kind::Events {
            let message = format!("{} does not answer with an event stream.", self.endpoint.shown);
            let hint = "Check the path of the URL; many servers listen at /mcp or /sse.";
            return Err(problem::violation(message).hint(hint));
        }
        Ok(response)
    }

    fn post_url(&self, address: &str) -> Result<Url, Problem> {
        let url = self.endpoint.url.join(address.trim()).ok();
        let url = url.filter(|url| url.origin() == self.endpoint.url.origin());
        url.ok_or_else(|| {
            problem::violation(
                "The server wants its messages at another host; they are not sent there.",
            )
        })
    }

    async fn write(self: Arc<Self>, mut outgoing: mpsc::Receiver<Outgoing>) {
        let closing = self.router.closing.clone();
        let mut post_to = self.post_to.subscribe();
        // What waits in the queue meanwhile has time-outs of its own.
        let url = closing.run_until_cancelled(post_to.wait_for(Option::is_some)).await;
        if let Some(Some(url)) = url.and_then(Result::ok).map(|url| url.clone()) {
            while let Some(Some(message)) = closing.run_until_cancelled(outgoing.recv()).await {
                self.take(message, &url);
            }
        }
        self.router.released.cancel();
    }

    fn take(self: &Arc<Self>, message: Outgoing, url: &Url) {
        let (bytes, id, taken) = match message {
            Outgoing::Request { id, bytes, .. } => (bytes, Some(id), None),
            Outgoing::OneWay { bytes, taken, .. } => (bytes, None, taken),
            Outgoing::Abandon { notice: Some(bytes), .. } => (bytes, None, None),
            Outgoing::Abandon { .. }
            | Outgoing::Agreed { .. }
            | Outgoing::Ready
            | Outgoing::ParamHeaders(_) => return,
        };
        let (transport, url) = (Arc::clone(self), url.clone());
        let closing = self.router.closing.clone();
        let work = async move {
            let outcome = transport.post(url, bytes).await;
            if let (Some(id), Err(problem)) = (id, &outcome) {
                transport.router.fail(id, problem.clone());
            }
            // Whoever sent it may have stopped waiting.
            let _ = taken.map(|taken| taken.send(outcome));
        };
        tokio::spawn(async move { closing.run_until_cancelled(work).await });
    }

    async fn post(&self, url: Url, bytes: Vec<u8>) -> Result<(), Problem> {
        let mut headers = self.endpoint.headers.clone();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let limit = self.endpoint.options.post_timeout;
        let delivery = async {
            let request = self.endpoint.client.request(Method::POST, url);
            let sent = request.headers(headers).body(bytes).send().await;
            let response = sent.map_err(|error| failure::unreachable(&self.endpoint, &error))?;
            let (status, headers) = (response.status(), response.headers().clone());
            debug!(session = %self.router.name, %status, "posted");
            if status.is_success() {
                return Ok(());
            }
            let text = body::refusal_text(response).await;
            Err(failure::refused(&self.endpoint, status, &headers, text.as_deref()))
        };
        let late = |_| Err(problem::call_timeout("the message", limit));
        timeout(limit, delivery).await.unwrap_or_else(late)
    }
}
