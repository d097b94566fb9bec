//! Why a request got no answer, for whoever puts it into words.

use std::error::Error;

/// Why a request got no answer. Texts are causes as fragments, without URLs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Nothing came within the time.
    TimedOut,
    /// The certificate is of an authority that this machine does not trust.
    UnknownAuthority,
    /// No secure connection, for another reason.
    Tls(String),
    /// The name does not resolve.
    NameNotFound,
    /// The proxy did not do its part.
    Proxy(String),
    /// Nothing listens at the address, or at the proxy's.
    ConnectionRefused,
    /// No connection, for another reason.
    NotConnected(String),
    /// There was a connection; it ended before the answer did.
    BrokenOff(String),
}

impl Failure {
    /// What `error` means.
    pub fn of(error: &reqwest::Error) -> Self {
        // The outermost error shows the URL, query and all; those within do not know it.
        let causes: Vec<String> = std::iter::successors(error.source(), |&cause| cause.source())
            .map(|cause| cause.to_string().trim_end_matches('.').to_owned())
            .collect();
        let root = causes.last().cloned().unwrap_or_else(|| "the request failed".to_owned());
        let says = |words: &[&str]| {
            let contains = |cause: &String| words.iter().any(|word| cause.contains(word));
            causes.iter().any(contains)
        };
        if error.is_timeout() {
            Self::TimedOut
        } else if says(&["UnknownIssuer", "unknown issuer"]) {
            Self::UnknownAuthority
        } else if says(&[
            "certificate",
            "TLS",
            "tls",
            "handshake",
            "corrupt message",
            "InvalidContentType",
        ]) && !says(&["SOCKS"])
        {
            Self::Tls(root)
        } else if says(&["proxy authorization required"]) {
            Self::Proxy("it asks for a user and a password, or refuses those it was given".into())
        } else if says(&["tunnel error: unsuccessful"]) {
            Self::Proxy("it did not open a way to the address".into())
        } else if says(&["tunnel error", "SOCKS error"]) {
            Self::Proxy(root)
        } else if error.is_dns() {
            Self::NameNotFound
        } else if says(&["onnection refused"]) {
            Self::ConnectionRefused
        } else if error.is_connect() {
            Self::NotConnected(root)
        } else {
            Self::BrokenOff(root)
        }
    }
}
