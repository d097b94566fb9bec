//! An answer of a provider.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

/// Status, headers and body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Headers, the type of the content among them.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Answer {
    /// JSON.
    pub fn json(status: u16, body: impl Into<String>) -> Self {
        Self::of(status, "application/json", body)
    }

    /// A page for people, as a login page of the network in between.
    pub fn page(status: u16) -> Self {
        let body = "<!doctype html><html><title>Welcome</title><p>Please log in.</p></html>";
        Self::of(status, "text/html; charset=utf-8", body)
    }

    /// Anything.
    pub fn of(status: u16, kind: &str, body: impl Into<String>) -> Self {
        let headers = vec![("content-type".into(), kind.into())];
        Self { status, headers, body: body.into() }
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(super) fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).expect("a status");
        for (name, value) in self.headers {
            let name = HeaderName::try_from(name).expect("a name of a header");
            let value = HeaderValue::try_from(value).expect("a value of a header");
            response.headers_mut().append(name, value);
        }
        response
    }
}
