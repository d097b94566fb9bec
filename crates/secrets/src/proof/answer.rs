//! One request with the key, and what came of it.

use console_domain::limits::MAX_KEY_TEST_BYTES;
use console_domain::{KeyTarget, SecretValue};
use console_network::{Failure, Network};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use reqwest::{Client, StatusCode, Url};
use serde_json::Value;
use zeroize::Zeroizing;

use super::recipe::{Carried, Recipe, path_below};

const OURSELVES: &str = concat!("mcp-console/", env!("CARGO_PKG_VERSION"));

/// What is asked.
pub(super) struct Question {
    url: Url,
    /// Without the key.
    headers: HeaderMap,
    key: (HeaderName, HeaderValue),
}

/// What was answered.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
}

/// What an answer holds.
pub(super) enum Body {
    Json(Value),
    Text(String),
    /// More than [`MAX_KEY_TEST_BYTES`].
    TooLong,
}

impl Question {
    /// The question that proves `value`; or why it cannot be asked.
    pub(super) fn new(
        recipe: &Recipe,
        target: &KeyTarget,
        value: &SecretValue,
    ) -> Result<Self, String> {
        let own = target.base_url.as_deref().map(str::trim).filter(|url| !url.is_empty());
        let base = own.or(recipe.base).ok_or("The key has no base URL to be tested at.")?;
        let whole = if recipe.path.is_empty() {
            base.to_owned()
        } else {
            format!("{}{}", base.trim_end_matches('/'), path_below(base, recipe))
        };
        let url = Url::parse(&whole)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
            .ok_or("The key's base URL cannot be read.")?;
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, HeaderValue::from_static(OURSELVES));
        for (name, value) in recipe.headers {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let told = target.header.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let header = match (recipe.carried, told) {
            (Carried::Header(name), _) => Some(HeaderName::from_static(name)),
            (Carried::AsTold, Some(name)) => {
                let name = HeaderName::try_from(name);
                Some(name.map_err(|_| "The key's header has no valid name.")?)
            }
            (Carried::Bearer | Carried::AsTold, _) => None,
        };
        let written = match header {
            Some(_) => Zeroizing::new(value.expose().to_owned()),
            None => Zeroizing::new(format!("Bearer {}", value.expose())),
        };
        let mut carried = HeaderValue::try_from(written.as_str()).map_err(|_| {
            "The value holds characters that an HTTP header cannot carry, such as a line break."
        })?;
        carried.set_sensitive(true);
        Ok(Self { url, headers, key: (header.unwrap_or(AUTHORIZATION), carried) })
    }

    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// Who is asked, for a message.
    pub(super) fn host(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Asks.
    pub(super) async fn ask(&self, client: &Client) -> Result<Answer, Failure> {
        let mut headers = self.headers.clone();
        headers.insert(&self.key.0, self.key.1.clone());
        self.send(client, headers).await
    }

    /// Asks as somebody who has no key.
    pub(super) async fn ask_without_key(&self, client: &Client) -> Result<Answer, Failure> {
        self.send(client, self.headers.clone()).await
    }

    async fn send(&self, client: &Client, headers: HeaderMap) -> Result<Answer, Failure> {
        let failed = |error: reqwest::Error| Failure::of(&error);
        let asked = client.get(self.url.clone()).headers(headers).send();
        let mut response = asked.await.map_err(failed)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > MAX_KEY_TEST_BYTES {
                return Ok(Answer { status, headers, body: Body::TooLong });
            }
        }
        // Whatever type the answer says it is: some say text and mean JSON.
        let body = match serde_json::from_slice(&bytes) {
            Ok(json) => Body::Json(json),
            Err(_) => Body::Text(String::from_utf8_lossy(&bytes).into_owned()),
        };
        Ok(Answer { status, headers, body })
    }

    /// Why there was no answer, and what to do.
    pub(super) fn explain(&self, failure: &Failure, network: &Network) -> String {
        let host = self.host();
        let proxy = network.proxy_for(&self.url);
        let through = proxy.map(|proxy| format!(" through the proxy {proxy}")).unwrap_or_default();
        match failure {
            Failure::TimedOut => format!("{host} did not answer in time{through}."),
            Failure::UnknownAuthority if network.has_own_authorities() => format!(
                "The certificate of {host} is neither of an authority that this machine knows nor of one in the file of the network settings."
            ),
            Failure::UnknownAuthority => format!(
                "The certificate of {host} is of an authority that this machine does not know. If it is your company's, name its file in the network settings."
            ),
            Failure::Tls(cause) => {
                format!("No secure (TLS) connection to {host}{through}: {cause}.")
            }
            Failure::NameNotFound => format!("The name {host} cannot be found{through}."),
            Failure::Proxy(cause) => {
                format!("The proxy did not reach {host}: {cause}. Check the network settings.")
            }
            Failure::ConnectionRefused if through.is_empty() => {
                format!("{host} refused the connection: nothing listens there.")
            }
            Failure::ConnectionRefused => {
                format!("The connection to {host}{through} was refused.")
            }
            Failure::NotConnected(cause) => format!("{host} cannot be reached{through}: {cause}."),
            Failure::BrokenOff(cause) => {
                format!("The connection to {host}{through} broke off: {cause}.")
            }
        }
    }
}

impl Answer {
    /// A header's text, if there is any.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?.to_str().ok()?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// The JSON, if it is JSON.
    pub(super) fn json(&self) -> &Value {
        match &self.body {
            Body::Json(json) => json,
            Body::Text(_) | Body::TooLong => &Value::Null,
        }
    }

    /// Whether it is a page for people.
    pub(super) fn is_page(&self) -> bool {
        let text = match &self.body {
            Body::Text(text) => text.trim_start(),
            Body::Json(_) | Body::TooLong => "",
        };
        let begins =
            |with: &str| text.get(..with.len()).is_some_and(|b| b.eq_ignore_ascii_case(with));
        begins("<!doctype html") || begins("<html")
    }
}
