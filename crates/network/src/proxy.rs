//! A proxy as a person writes it: `http://${secret:USER}:${secret:PASSWORD}@proxy.example:8080`.
//!
//! Invariant: what is stored has references where a user and a password would stand. Their values
//! are looked up when a client is made and go into nothing but that client.

use std::fmt;

use async_trait::async_trait;
use console_domain::limits::MAX_PROXY_BYTES;
use console_domain::{ErrorCode, KeyName, Problem, SecretValue};
use reqwest::Url;
use zeroize::Zeroizing;

/// What a proxy may speak. The names of `socks5h` are looked up by the proxy.
const SCHEMES: &[&str] = &["http", "https", "socks5", "socks5h"];
const EXAMPLE: &str = "For example: http://proxy.example.com:8080.";

/// Gives the keys that user and password of the proxy refer to.
#[async_trait]
pub trait ProxyKeys: Send + Sync {
    /// The value of the key `name`.
    ///
    /// # Errors
    /// `key_missing` where there is no such key; the keychain's own codes where it cannot be read.
    async fn key(&self, name: &KeyName) -> Result<SecretValue, Problem>;
}

/// Has no keys: for tests, and where there is no vault.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProxyKeys;

#[async_trait]
impl ProxyKeys for NoProxyKeys {
    async fn key(&self, name: &KeyName) -> Result<SecretValue, Problem> {
        Err(Problem::key_missing(name.as_str()))
    }
}

/// A proxy whose address was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proxy {
    /// Scheme, host and port.
    address: Url,
    user: Option<Reference>,
    password: Option<Reference>,
}

/// Where a user or a password comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Reference {
    Key(KeyName),
    Variable(String),
}

impl Proxy {
    /// Checks an address. Nothing of it is repeated in a message: it may hold a password that was
    /// typed where a reference belongs.
    ///
    /// # Errors
    /// `invalid_input`, field `proxy`.
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        let invalid = |message: &str| Problem::invalid("proxy", message).hint(EXAMPLE);
        if text.len() > MAX_PROXY_BYTES {
            return Err(invalid("The proxy's address is too long."));
        }
        let scheme = text.split_once("://").map(|(scheme, rest)| (scheme.to_lowercase(), rest));
        let Some((scheme, rest)) = scheme.filter(|(scheme, _)| SCHEMES.contains(&scheme.as_str()))
        else {
            return Err(invalid("A proxy begins with http://, https:// or socks5://."));
        };
        // Before a URL parser sees it: that would encode the braces of the references.
        let (login, host) = match rest.rsplit_once('@') {
            Some((login, host)) => (Some(login), host),
            None => (None, rest),
        };
        let (user, password) = login.map_or(Ok((None, None)), parse_login)?;
        let address = Url::parse(&format!("{scheme}://{host}"))
            .ok()
            .filter(|url| url.host_str().is_some_and(|host| !host.is_empty()))
            .ok_or_else(|| invalid("The proxy's address does not name a host and a port."))?;
        if !matches!(address.path(), "" | "/")
            || address.query().is_some()
            || address.fragment().is_some()
        {
            return Err(invalid("A proxy's address ends after the port."));
        }
        if address.host_str().is_some_and(|host| host.contains(['$', '{', '%'])) {
            return Err(invalid("Only the user and the password of a proxy can be references."));
        }
        Ok(Self { address, user, password })
    }

    /// The address without the user.
    pub(crate) fn shown(&self) -> String {
        self.address.as_str().trim_end_matches('/').to_owned()
    }

    /// The keys that it refers to.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &KeyName> {
        self.user.iter().chain(&self.password).filter_map(|reference| match reference {
            Reference::Key(name) => Some(name),
            Reference::Variable(_) => None,
        })
    }

    /// The whole address, user and password in place.
    ///
    /// # Errors
    /// `key_missing`, `variable_missing`, the keychain's codes; field `proxy`.
    pub(crate) async fn resolve(&self, keys: &dyn ProxyKeys) -> Result<Resolved, Problem> {
        let user = value_of(self.user.as_ref(), keys).await?;
        let password = value_of(self.password.as_ref(), keys).await?;
        let mut url = self.address.clone();
        // Both encode what an address cannot carry, and fail only for URLs without a host.
        if let Some(user) = user {
            let _ = url.set_username(&encoded(&user));
        }
        if let Some(password) = password {
            let _ = url.set_password(Some(&encoded(&password)));
        }
        Ok(Resolved(Zeroizing::new(url.into())))
    }
}

/// The one character that an address lets pass and that is read as something else.
fn encoded(value: &SecretValue) -> Zeroizing<String> {
    Zeroizing::new(value.expose().replace('%', "%25"))
}

/// The address of a proxy with its user and password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Resolved(Zeroizing<String>);

impl Resolved {
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Resolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Resolved(…)")
    }
}

async fn value_of(
    reference: Option<&Reference>,
    keys: &dyn ProxyKeys,
) -> Result<Option<SecretValue>, Problem> {
    let value = match reference {
        None => return Ok(None),
        Some(Reference::Key(name)) => keys.key(name).await.map_err(|p| p.field("proxy"))?,
        Some(Reference::Variable(name)) => {
            std::env::var(name).map(SecretValue::new).map_err(|_| {
                let message = format!("The proxy's variable {name} has no value.");
                Problem::new(ErrorCode::VariableMissing, message)
                    .hint("Set it in the environment that the console starts in, or use a key: ${secret:NAME}.")
                    .field("proxy")
            })?
        }
    };
    Ok(Some(value))
}

/// `${…}` or `${…}:${…}`.
fn parse_login(login: &str) -> Result<(Option<Reference>, Option<Reference>), Problem> {
    let typed = || {
        Problem::invalid("proxy", "The proxy's user and password must be references to keys.").hint(
            "Add both on the Keys page, then write http://${secret:PROXY_USER}:${secret:PROXY_PASSWORD}@host:port.",
        )
    };
    let (user, rest) = parse_reference(login).ok_or_else(typed)?;
    if rest.is_empty() {
        return Ok((Some(user), None));
    }
    let password = rest.strip_prefix(':').and_then(parse_reference);
    match password {
        Some((password, "")) => Ok((Some(user), Some(password))),
        _ => Err(typed()),
    }
}

/// The reference that `text` begins with, and what follows it.
fn parse_reference(text: &str) -> Option<(Reference, &str)> {
    let (inner, rest) = text.strip_prefix("${")?.split_once('}')?;
    let (kind, name) = inner.split_once(':')?;
    let name: KeyName = name.parse().ok()?;
    match kind {
        "secret" => Some((Reference::Key(name), rest)),
        "env" => Some((Reference::Variable(name.into()), rest)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Keys;

    #[async_trait]
    impl ProxyKeys for Keys {
        async fn key(&self, name: &KeyName) -> Result<SecretValue, Problem> {
            match name.as_str() {
                "USER" => Ok(SecretValue::new("ana@corp".into())),
                "PASSWORD" => Ok(SecretValue::new("p@ss:w/ord%".into())),
                other => Err(Problem::key_missing(other)),
            }
        }
    }

    #[tokio::test]
    async fn user_and_password_come_from_keys_and_are_not_shown() {
        let written = "HTTP://${secret:USER}:${secret:PASSWORD}@proxy.example:3128/";
        let proxy = Proxy::parse(written).expect("a good proxy");
        assert_eq!(proxy.shown(), "http://proxy.example:3128");
        assert_eq!(proxy.keys().map(KeyName::as_str).collect::<Vec<_>>(), ["USER", "PASSWORD"]);
        let resolved = proxy.resolve(&Keys).await.expect("both keys are there");
        assert_eq!(resolved.expose(), "http://ana%40corp:p%40ss%3Aw%2Ford%25@proxy.example:3128/");
        assert!(!format!("{resolved:?} {proxy:?}").contains("ana"));
    }

    #[tokio::test]
    async fn what_a_reference_misses_is_named() {
        let of = |written: &str| Proxy::parse(written).expect(written);
        let problem = of("https://${secret:GONE}@p:1").resolve(&Keys).await.expect_err("no key");
        assert_eq!(
            (problem.code, problem.field.as_deref()),
            (ErrorCode::KeyMissing, Some("proxy"))
        );
        let written = "socks5://${env:MCP_CONSOLE_SURELY_UNSET}:${secret:PASSWORD}@p:1";
        let problem = of(written).resolve(&Keys).await.expect_err("no variable");
        assert_eq!(problem.code, ErrorCode::VariableMissing);
        assert!(problem.message.contains("MCP_CONSOLE_SURELY_UNSET"), "{}", problem.message);
        // A variable that every test has.
        let resolved = of("http://${env:PATH}@p:1").resolve(&Keys).await.expect("PATH is set");
        assert!(resolved.expose().len() > "http://@p:1/".len());
    }

    #[test]
    fn what_is_wrong_is_said_without_repeating_it() {
        for written in [
            "proxy.example:8080",
            "ftp://proxy.example",
            "http://",
            "http://:8080",
            "http://proxy.example:99999",
            "http://proxy.example/path",
            "http://proxy.example?x=1",
            "http://ana:pa55word@proxy.example",
            "http://pa55word@proxy.example",
            "http://${secret:USER}:pa55word@proxy.example",
            "http://${secret:USER}pa55word@proxy.example",
            "http://${secret:1BAD}@proxy.example",
            "http://${input:x}@proxy.example",
            "http://${secret:HOST}:8080",
            "http://pa55word:@:@proxy.example",
        ] {
            let problem = Proxy::parse(written).expect_err(written);
            assert_eq!(problem.field.as_deref(), Some("proxy"), "{written}");
            assert!(problem.hint.is_some(), "{written}");
            let said = format!("{problem} {:?}", problem.hint);
            assert!(!said.contains("pa55word"), "{written}: {said}");
        }
    }
}
