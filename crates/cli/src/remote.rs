//! The running host, spoken to over its HTTP API.

use std::time::Duration;

use console_app::Endpoint;
use console_domain::{ErrorCode, Problem};
use reqwest::{Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Time for a request whose use case does not wait for anything.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// Time for the host to accept a connection; it is on this machine.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// A client of one host.
#[derive(Debug)]
pub(crate) struct Remote {
    client: reqwest::Client,
    endpoint: Endpoint,
}

impl Remote {
    pub(crate) fn new(endpoint: Endpoint) -> Result<Self, Problem> {
        // The host is on loopback: a proxy must not see its token, and no certificates are needed,
        // which a machine may not have and which take time to read.
        let client = reqwest::Client::builder()
            .no_proxy()
            .tls_certs_only([])
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|e| Problem::new(ErrorCode::Internal, format!("No HTTP client: {e}.")))?;
        Ok(Self { client, endpoint })
    }

    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Problem> {
        self.json(self.request(Method::GET, path).timeout(REQUEST_TIMEOUT)).await
    }

    /// Posts nothing and waits up to `wait` longer than usual.
    pub(crate) async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        wait: Duration,
    ) -> Result<T, Problem> {
        self.json(self.request(Method::POST, path).timeout(REQUEST_TIMEOUT + wait)).await
    }

    pub(crate) async fn post_json<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
        wait: Duration,
    ) -> Result<T, Problem> {
        let request = self.request(Method::POST, path).json(body);
        self.json(request.timeout(REQUEST_TIMEOUT + wait)).await
    }

    pub(crate) async fn post_text<T: DeserializeOwned>(
        &self,
        path: &str,
        text: String,
    ) -> Result<T, Problem> {
        self.json(self.request(Method::POST, path).body(text).timeout(REQUEST_TIMEOUT)).await
    }

    pub(crate) async fn put_json<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
        wait: Duration,
    ) -> Result<T, Problem> {
        let request = self.request(Method::PUT, path).json(body);
        self.json(request.timeout(REQUEST_TIMEOUT + wait)).await
    }

    pub(crate) async fn put_text<T: DeserializeOwned>(
        &self,
        path: &str,
        text: String,
    ) -> Result<T, Problem> {
        self.json(self.request(Method::PUT, path).body(text).timeout(REQUEST_TIMEOUT)).await
    }

    pub(crate) async fn delete<T: DeserializeOwned>(&self, path: &str) -> Result<T, Problem> {
        self.json(self.request(Method::DELETE, path).timeout(REQUEST_TIMEOUT)).await
    }

    /// A response that is read as it comes, without a time-out.
    pub(crate) async fn stream(&self, path: &str) -> Result<Response, Problem> {
        self.send(self.request(Method::GET, path)).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/api/v1{path}", self.endpoint.base_url);
        self.client.request(method, url).bearer_auth(&self.endpoint.token)
    }

    async fn json<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Problem> {
        let response = self.send(request).await?;
        response.json().await.map_err(|e| self.broken(&e))
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, Problem> {
        let response = request.send().await.map_err(|e| self.broken(&e))?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let body = response.bytes().await.unwrap_or_default();
        Err(serde_json::from_slice(&body).unwrap_or_else(|_| {
            Problem::new(ErrorCode::Internal, format!("The console answered {status}."))
        }))
    }

    fn broken(&self, error: &reqwest::Error) -> Problem {
        let Endpoint { base_url, pid, .. } = &self.endpoint;
        let message = if error.is_timeout() {
            format!("The console at {base_url} (process {pid}) did not answer in time.")
        } else {
            format!("The console at {base_url} (process {pid}) cannot be spoken to: {error}.")
        };
        Problem::new(ErrorCode::NoInstance, message)
            .hint("See whether it still runs; `mcpctl serve` starts one.")
    }
}
