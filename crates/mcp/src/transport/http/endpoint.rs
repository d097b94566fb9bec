//! A remote endpoint: its URL, its headers and the client that reaches it.
//!
//! Invariants: header values, and user and query of the URL, are secrets: they are in no `Debug`,
//! no message and no log. A redirect is followed only on the same origin and only where it
//! repeats the request, so that no header reaches another host.

use std::fmt;
use std::sync::Arc;

use console_domain::{HttpEndpoint, Problem, Redact};
use console_network::{Network, Redirects};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Url};

use crate::options::HttpOptions;

/// Shorter values are too common to be taken out of a text.
const MIN_SECRET_CHARS: usize = 4;
/// Characters of a server's words that are shown.
const SHOWN_CHARS: usize = 200;

/// An endpoint that was checked.
#[derive(Clone)]
pub(crate) struct Endpoint {
    /// Where it is.
    pub(crate) url: Url,
    /// What it may be called in a message.
    pub(crate) shown: String,
    /// Its own headers.
    pub(crate) headers: HeaderMap,
    /// The client to reach it with.
    pub(crate) client: Client,
    /// Its time-outs.
    pub(crate) options: HttpOptions,
    /// Knows the values of keys.
    redact: Arc<dyn Redact>,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({}, {} headers)", self.shown, self.headers.len())
    }
}

impl Endpoint {
    /// Checks `endpoint`.
    pub(crate) async fn new(
        endpoint: &HttpEndpoint,
        network: &Network,
        options: &HttpOptions,
        redact: &Arc<dyn Redact>,
    ) -> Result<Self, Problem> {
        let url = Url::parse(&endpoint.url).map_err(|error| {
            Problem::invalid("url", format!("The URL cannot be read: {error}."))
        })?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            let message = "The URL must begin with http:// or https:// and name a host.";
            return Err(Problem::invalid("url", message));
        }
        let mut headers = HeaderMap::new();
        for header in &endpoint.headers {
            let field = format!("headers.{}", header.name);
            let name = HeaderName::try_from(&header.name).map_err(|_| {
                Problem::invalid(&field, "This is not a valid name of an HTTP header.")
            })?;
            let mut value = HeaderValue::try_from(&header.value).map_err(|_| {
                let message = "The value holds characters that an HTTP header cannot carry.";
                Problem::invalid(&field, message)
            })?;
            value.set_sensitive(true);
            headers.append(name, value);
        }
        let client = network.client(&url, Redirects::SameOrigin).await?;
        let shown = shown(&url);
        let (options, redact) = (options.clone(), Arc::clone(redact));
        Ok(Self { url, shown, headers, client, options, redact })
    }

    /// `text` of the server without what it may have echoed of our secrets, short. Keys are taken
    /// out first: a part of one, which a cut or another mask leaves, is not known for what it is.
    pub(crate) fn scrub(&self, text: &str) -> String {
        let mut text = self.redact.redact(text).into_owned();
        let values = self.headers.values().filter_map(|value| value.to_str().ok());
        let query = self.url.query_pairs().map(|(_, value)| value.into_owned());
        let password = self.url.password().map(ToOwned::to_owned);
        let secrets = values
            .flat_map(|value| value.split_whitespace().map(ToOwned::to_owned))
            .chain(query)
            .chain(password);
        for secret in secrets.filter(|secret| secret.len() >= MIN_SECRET_CHARS) {
            text = text.replace(&secret, "…");
        }
        text.chars().filter(|c| !c.is_control()).take(SHOWN_CHARS).collect()
    }
}

/// The URL without user, query and fragment.
fn shown(url: &Url) -> String {
    let mut shown = url.clone();
    // Both fail only for URLs that have no host; those were refused.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.set_query(None);
    shown.set_fragment(None);
    let masked = if url.query().is_some() { "?…" } else { "" };
    format!("{shown}{masked}")
}

#[cfg(test)]
mod tests {
    use console_domain::{Header, HttpFlavour};

    use super::*;

    /// Knows one key, which stands in a query as two parts.
    struct Knows;

    impl Redact for Knows {
        fn redact<'t>(&self, text: &'t str) -> std::borrow::Cow<'t, str> {
            text.replace("hidden&part=of", "•").into()
        }
    }

    async fn endpoint(url: &str, headers: &[(&str, &str)]) -> Result<Endpoint, Problem> {
        let headers = headers
            .iter()
            .map(|(name, value)| Header { name: (*name).into(), value: (*value).into() })
            .collect();
        let endpoint = HttpEndpoint { url: url.into(), headers, flavour: HttpFlavour::Auto };
        let redact: Arc<dyn Redact> = Arc::new(Knows);
        Endpoint::new(&endpoint, &Network::default(), &HttpOptions::default(), &redact).await
    }

    #[tokio::test]
    async fn secrets_are_not_shown() {
        let url = "http://ana:pa55word@127.0.0.1:1/mcp?key=s3cretkey#f";
        let endpoint = endpoint(url, &[("Authorization", "Bearer t0ken-value")]).await;
        let endpoint = endpoint.expect("a good endpoint");
        assert_eq!(endpoint.shown, "http://127.0.0.1:1/mcp?…");
        let debug = format!("{endpoint:?} {:?}", endpoint.headers);
        let echoed = endpoint.scrub("Bearer t0ken-value, s3cretkey, pa55word\r\n are wrong");
        for text in [debug, echoed.clone()] {
            for secret in ["t0ken-value", "s3cretkey", "pa55word"] {
                assert!(!text.contains(secret), "{secret} is in {text}");
            }
        }
        assert_eq!(echoed, "…, …, … are wrong".replacen('…', "… …", 1));
    }

    #[tokio::test]
    async fn a_key_is_taken_out_whole_before_anything_else_is() {
        let endpoint = endpoint("http://127.0.0.1:1/mcp?key=hidden&part=of", &[]).await;
        let endpoint = endpoint.expect("a good endpoint");
        let text = format!("no {} hidden&part=of", "x".repeat(SHOWN_CHARS - 10));
        let scrubbed = endpoint.scrub(&text);
        assert!(scrubbed.ends_with(" •"), "{scrubbed}");
        let text = format!("no {} hidden&part=of", "x".repeat(SHOWN_CHARS + 10));
        assert_eq!(endpoint.scrub(&text).chars().count(), SHOWN_CHARS);
    }

    #[tokio::test]
    async fn what_is_wrong_is_named() {
        for (url, headers, field) in [
            ("ftp://x/", &[][..], "url"),
            ("nonsense", &[], "url"),
            ("http://localhost/", &[("bad name", "x")], "headers.bad name"),
            ("http://localhost/", &[("X-Key", "s3cret\n")], "headers.X-Key"),
        ] {
            let problem = endpoint(url, headers).await.expect_err(url);
            assert_eq!(problem.field.as_deref(), Some(field), "{url}");
            assert!(!problem.message.contains("s3cret"), "{}", problem.message);
        }
    }
}
