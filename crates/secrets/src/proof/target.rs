//! Whether a target has what its kind needs.

use console_domain::{KeyKind, KeyTarget, Problem};
use reqwest::Url;
use reqwest::header::HeaderName;

const BASE_URL: &str = "target.base_url";
const EXAMPLE: &str = "For example: https://api.example.com/v1.";
/// Bytes of a base URL.
const MAX_URL_BYTES: usize = 2_000;
/// Headers that the connection itself needs.
const TAKEN: &[&str] = &[
    "connection",
    "content-length",
    "cookie",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
/// What the name of a parameter says that holds a secret.
const SECRET_NAMES: &[&str] =
    &["key", "token", "secret", "password", "passwd", "auth", "signature", "credential"];

/// Checks that `target` has what its kind needs. A field that its kind does not use is not looked
/// at.
///
/// # Errors
/// `invalid_input` with the field `target.base_url`, `target.header` or `target.server`.
pub fn check_target(target: &KeyTarget) -> Result<(), Problem> {
    let url = target.base_url.as_deref().map(str::trim).filter(|url| !url.is_empty());
    match (target.kind, url) {
        (KeyKind::Other | KeyKind::Mcp, _) => {}
        (kind, Some(url)) => check_url(url, kind)?,
        (KeyKind::OpenaiCompatible, None) => {
            let message = "This kind of key needs the base URL of the service.";
            return Err(Problem::invalid(BASE_URL, message).hint(EXAMPLE));
        }
        (KeyKind::Http, None) => {
            let message = "This kind of key needs the URL that it opens.";
            let hint = "One that can be read without harm: https://api.example.com/me.";
            return Err(Problem::invalid(BASE_URL, message).hint(hint));
        }
        _ => {}
    }
    let header = target.header.as_deref().map(str::trim).filter(|name| !name.is_empty());
    if let (KeyKind::Http, Some(name)) = (target.kind, header) {
        check_header(name)?;
    }
    if target.kind == KeyKind::Mcp && target.server.is_none() {
        let message = "This kind of key needs the server that it opens.";
        return Err(Problem::invalid("target.server", message).hint("Choose a server."));
    }
    Ok(())
}

fn check_url(written: &str, kind: KeyKind) -> Result<(), Problem> {
    let invalid = |message: &str| Err(Problem::invalid(BASE_URL, message).hint(EXAMPLE));
    if written.len() > MAX_URL_BYTES {
        return invalid("The URL is too long.");
    }
    if written.contains("${") {
        return invalid("A base URL has no references; the key goes into a header.");
    }
    let Ok(url) = Url::parse(written) else {
        return invalid("The URL cannot be read.");
    };
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return invalid("The URL must begin with http:// or https:// and name a host.");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return invalid("The URL must not hold a user or a password; the key goes into a header.");
    }
    if url.fragment().is_some() {
        return invalid("The URL must not hold a fragment (#…).");
    }
    let names_secret = |name: &str| {
        let name = name.to_lowercase();
        SECRET_NAMES.iter().any(|word| name.contains(word))
    };
    if url.query().is_some() && kind != KeyKind::Http {
        return invalid("A base URL has no query (?…).");
    }
    if url.query_pairs().any(|(name, value)| names_secret(&name) && !value.is_empty()) {
        return invalid("The URL must not hold a secret; the key goes into a header.");
    }
    Ok(())
}

fn check_header(name: &str) -> Result<(), Problem> {
    let problem = |message: &str| {
        Err(Problem::invalid("target.header", message).hint("For example: X-Api-Key."))
    };
    match HeaderName::try_from(name) {
        Err(_) => problem("This is not a valid name of an HTTP header."),
        Ok(name) if TAKEN.contains(&name.as_str()) => {
            problem("This header belongs to the connection and cannot carry a key.")
        }
        Ok(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(kind: KeyKind, base_url: Option<&str>, header: Option<&str>) -> KeyTarget {
        let base_url = base_url.map(str::to_owned);
        KeyTarget { kind, base_url, header: header.map(str::to_owned), server: None }
    }

    #[test]
    fn what_a_kind_needs_is_demanded() {
        use KeyKind as K;
        let long = format!("https://h/{}", "a".repeat(MAX_URL_BYTES));
        for (kind, url, header, field) in [
            (K::Openai, None, None, None),
            (K::Openai, Some("  "), Some("not looked at \n"), None),
            (K::Gitlab, Some("https://git.example.com/api/v4"), None, None),
            (K::Other, Some("nonsense"), None, None),
            (K::OpenaiCompatible, None, None, Some(BASE_URL)),
            (K::OpenaiCompatible, Some("http://192.168.1.7:8000/v1"), None, None),
            (K::OpenaiCompatible, Some("192.168.1.7:8000/v1"), None, Some(BASE_URL)),
            (K::OpenaiCompatible, Some("ftp://host/v1"), None, Some(BASE_URL)),
            (K::OpenaiCompatible, Some("https://"), None, Some(BASE_URL)),
            (K::OpenaiCompatible, Some("https://h/v1?x=1"), None, Some(BASE_URL)),
            (K::OpenaiCompatible, Some(&long), None, Some(BASE_URL)),
            (K::Http, None, None, Some(BASE_URL)),
            (K::Http, Some("https://h/me?limit=1"), None, None),
            (K::Http, Some("https://h/me?api_key=abc"), None, Some(BASE_URL)),
            (K::Http, Some("https://h/me?Access_Token=abc"), None, Some(BASE_URL)),
            (K::Http, Some("https://ana@h/"), None, Some(BASE_URL)),
            (K::Http, Some("https://ana:pw@h/"), None, Some(BASE_URL)),
            (K::Http, Some("https://h/#top"), None, Some(BASE_URL)),
            (K::Http, Some("https://h/${secret:A}"), None, Some(BASE_URL)),
            (K::Http, Some("https://h/"), Some("X-Api-Key"), None),
            (K::Http, Some("https://h/"), Some("bad name"), Some("target.header")),
            (K::Http, Some("https://h/"), Some("Host"), Some("target.header")),
            (K::Mcp, None, None, Some("target.server")),
        ] {
            let problem = check_target(&target(kind, url, header)).err();
            let found = problem.as_ref().and_then(|problem| problem.field.as_deref());
            assert_eq!(found, field, "{kind:?} {url:?} {header:?}");
            assert_eq!(problem.is_some(), field.is_some(), "{kind:?} {url:?}");
        }
        let mut mcp = target(K::Mcp, None, None);
        mcp.server = "time".parse().ok();
        assert_eq!(check_target(&mcp), Ok(()));
    }
}
