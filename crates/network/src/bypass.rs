//! Which hosts are reached without the proxy.
//!
//! The rules are curl's: a name stands for itself and everything below it (`example.com`,
//! `.example.com` and `*.example.com` mean the same), an address or a network (`10.0.0.0/8`) for
//! hosts that are written as addresses, `*` for every host.

use std::net::IpAddr;

use console_domain::Problem;
use console_domain::limits::MAX_PROXY_BYTES;
use ipnet::IpNet;
use reqwest::Url;

/// The hosts that a person named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bypass(Vec<Entry>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    Everything,
    /// In lower case, without a dot at either end.
    Name(String),
    Network(IpNet),
}

impl Bypass {
    /// Reads a list that is separated by commas.
    ///
    /// # Errors
    /// `invalid_input`, field `no_proxy`.
    pub(crate) fn parse(list: &str) -> Result<Self, Problem> {
        if list.len() > MAX_PROXY_BYTES {
            return Err(Problem::invalid("no_proxy", "The list of hosts is too long."));
        }
        let entries = list.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        entries.map(entry).collect::<Result<_, _>>().map(Self)
    }

    /// Whether `url` is reached without the proxy.
    pub(crate) fn covers(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let address = address_of(host);
        let host = host.trim_end_matches('.');
        self.0.iter().any(|entry| match entry {
            Entry::Everything => true,
            Entry::Network(network) => address.is_some_and(|address| network.contains(&address)),
            Entry::Name(name) => {
                let above = host.strip_suffix(name.as_str());
                above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
            }
        })
    }
}

/// Whether `url` is on this machine; no proxy can reach that.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let name = host.trim_end_matches('.');
    name == "localhost"
        || name.ends_with(".localhost")
        || address_of(host).is_some_and(|address| address.to_canonical().is_loopback())
}

fn address_of(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

fn entry(text: &str) -> Result<Entry, Problem> {
    if text == "*" {
        return Ok(Entry::Everything);
    }
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = bare.parse::<IpAddr>() {
        return Ok(Entry::Network(address.into()));
    }
    if let Ok(network) = bare.parse::<IpNet>() {
        return Ok(Entry::Network(network));
    }
    let name = text.strip_prefix("*.").unwrap_or(text).trim_matches('.');
    // The URL's own parser knows what a host is, and spells it as it will be spelled in URLs.
    let spelled = Url::parse(&format!("http://{name}/")).ok();
    let host = spelled.as_ref().and_then(Url::host_str).filter(|host| {
        let nothing_else =
            name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_'));
        nothing_else && !host.is_empty()
    });
    match host {
        Some(host) => Ok(Entry::Name(host.to_owned())),
        None => {
            Err(Problem::invalid("no_proxy", format!("\"{}\" is not a host.", shortened(text)))
                .hint("Separate hosts by commas, without ports: example.com, 10.0.0.0/8."))
        }
    }
}

fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("a URL")
    }

    #[test]
    fn hosts_are_covered_as_curl_does() {
        let bypass = Bypass::parse(
            "example.com, .dot.org,*.star.net ,10.0.0.0/8, 192.168.7.1,2001:db8::/32,, Münster.de",
        )
        .expect("a good list");
        for (host, covered) in [
            ("example.com", true),
            ("example.com.", true),
            ("API.Example.com:8443", true),
            ("notexample.com", false),
            ("example.com.evil.net", false),
            ("dot.org", true),
            ("a.dot.org", true),
            ("star.net", true),
            ("deep.a.star.net", true),
            ("10.250.3.4", true),
            ("11.0.0.1", false),
            ("192.168.7.1:8080", true),
            ("192.168.7.2", false),
            ("[2001:db8::1]", true),
            ("[2001:db9::1]", false),
            ("xn--mnster-3ya.de", true),
        ] {
            assert_eq!(bypass.covers(&url(&format!("https://{host}/v1"))), covered, "{host}");
        }
        assert!(Bypass::parse("*").expect("all").covers(&url("http://anything.at.all/")));
        assert!(!Bypass::default().covers(&url("http://example.com/")));
    }

    #[test]
    fn what_is_no_host_is_refused_by_name() {
        let long = "a,".repeat(MAX_PROXY_BYTES);
        for list in ["example.com:8080", "http://example.com", "a b", "10.0.0.0/99", "a*b", &long] {
            let problem = Bypass::parse(list).expect_err(list);
            assert_eq!(problem.field.as_deref(), Some("no_proxy"), "{list}");
        }
    }

    #[test]
    fn this_machine_is_known_in_every_spelling() {
        for host in [
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "127.0.0.1",
            "127.8.9.1",
            "127.1",
            "[::1]",
            "[::ffff:127.0.0.1]",
        ] {
            assert!(is_loopback(&url(&format!("http://{host}:9/"))), "{host}");
        }
        for host in ["localhost.example.com", "notlocalhost", "128.0.0.1", "[::2]", "0.0.0.0"] {
            assert!(!is_loopback(&url(&format!("http://{host}:9/"))), "{host}");
        }
    }
}
