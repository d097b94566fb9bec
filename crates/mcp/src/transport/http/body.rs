//! Bodies of answers: bounded, and told apart by their type.

use console_domain::Problem;
use console_domain::limits::MAX_MESSAGE_BYTES;
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;

use super::endpoint::Endpoint;
use super::failure;
use crate::problem;

/// Bytes of the body of a refusal that are read at all.
const MAX_REFUSAL_BYTES: usize = 64 * 1024;

/// What kind of body an answer has.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One JSON document.
    Json,
    /// A stream of events.
    Events,
    /// None, as far as can be seen.
    Empty,
    /// Something else: its type.
    Other(String),
}

/// The kind of `response`'s body.
pub(crate) fn kind(response: &Response) -> Kind {
    let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    match essence.to_ascii_lowercase().as_str() {
        "application/json" => Kind::Json,
        "text/event-stream" => Kind::Events,
        "" if response.content_length().unwrap_or(0) == 0 => Kind::Empty,
        other => Kind::Other(other.to_owned()),
    }
}

/// The whole body as text.
pub(crate) async fn text(endpoint: &Endpoint, mut response: Response) -> Result<String, Problem> {
    let announced = response.content_length().unwrap_or(0);
    if announced > MAX_MESSAGE_BYTES as u64 {
        return Err(problem::answer_too_large());
    }
    let mut body = Vec::with_capacity(usize::try_from(announced).unwrap_or(0));
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > MAX_MESSAGE_BYTES => {
                return Err(problem::answer_too_large());
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => break,
            Err(error) => return Err(failure::unreachable(endpoint, &error)),
        }
    }
    String::from_utf8(body)
        .map_err(|_| problem::violation("The server's answer is not valid UTF-8."))
}

/// What the body of a refusal says, as far as it is read; nothing where it is a web page.
pub(crate) async fn refusal_text(mut response: Response) -> Option<String> {
    match kind(&response) {
        Kind::Json | Kind::Empty => {}
        Kind::Other(kind) if kind == "text/plain" => {}
        Kind::Other(_) | Kind::Events => return None,
    }
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_REFUSAL_BYTES {
            body.truncate(MAX_REFUSAL_BYTES);
            break;
        }
    }
    Some(String::from_utf8_lossy(&body).into_owned())
}
