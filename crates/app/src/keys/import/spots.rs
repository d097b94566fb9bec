//! Where in a server's transport a secret can stand, and putting a reference there.
//!
//! Invariants: a spot says where, and nothing of what stands there; a reference takes the place of
//! exactly the value that it was made for.

use std::fmt;
use std::ops::Range;

use console_domain::{EnvVar, Header, SecretValue, Transport};
use percent_encoding::percent_decode_str;

use super::looks::{is_secret, is_secret_argument};
use crate::masking::mask_args;

/// Where a secret stands. As text: `env.TOKEN`, `headers.Authorization`, `url?api_key`,
/// `url password`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spot {
    /// A variable's whole value.
    Env(String),
    /// A header's value, behind its scheme (`Bearer `) where it has one.
    Header(String),
    /// A value of the URL's query; `rank` counts those of the same name from 1.
    Query { name: String, rank: usize },
    /// The password of the URL's user part, or all of it where there is none.
    Password,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "env.{name}"),
            Self::Header(name) => write!(f, "headers.{name}"),
            Self::Query { name, rank: 1 } => write!(f, "url?{name}"),
            Self::Query { name, rank } => write!(f, "url?{name} ({rank})"),
            Self::Password => f.write_str("url password"),
        }
    }
}

impl Spot {
    /// The field of the configuration that it is in.
    pub(super) fn field(&self) -> String {
        match self {
            Self::Env(_) | Self::Header(_) => self.to_string(),
            Self::Query { .. } | Self::Password => "url".into(),
        }
    }
}

/// The secrets that stand in plain text where a reference could stand.
pub(super) fn secrets_in(transport: &Transport) -> Vec<(Spot, SecretValue)> {
    let spots: Vec<Spot> = match transport {
        Transport::Stdio { env, .. } => {
            env.iter().map(|variable| Spot::Env(variable.name.clone())).collect()
        }
        Transport::Http { url, headers, .. } => {
            let headers = headers.iter().map(|header| Spot::Header(header.name.clone()));
            headers.chain(query_spots(url)).chain([Spot::Password]).collect()
        }
    };
    let found = |spot: Spot| {
        let value = value_at(transport, &spot)?;
        let is_found = match &spot {
            Spot::Env(name) | Spot::Header(name) | Spot::Query { name, .. } => {
                is_secret(name, value.expose())
            }
            Spot::Password => is_secret("password", value.expose()),
        };
        is_found.then_some((spot, value))
    };
    spots.into_iter().filter_map(found).collect()
}

/// The scheme before a header's credentials: `Bearer`.
pub(super) fn scheme_of<'t>(transport: &'t Transport, spot: &Spot) -> Option<&'t str> {
    let (text, range) = locate(transport, spot)?;
    let scheme = matches!(spot, Spot::Header(_)).then(|| text[..range.start].trim_end())?;
    (!scheme.is_empty()).then_some(scheme)
}

/// Puts `reference` where `value` stands; whether it stood there.
pub(super) fn put(
    transport: &mut Transport,
    spot: &Spot,
    value: &SecretValue,
    reference: &str,
) -> bool {
    if value_at(transport, spot).is_none_or(|there| there.expose() != value.expose()) {
        return false;
    }
    let Some((text, range)) = locate(transport, spot) else { return false };
    let whole = [&text[..range.start], reference, &text[range.end..]].concat();
    match (transport, spot) {
        (Transport::Stdio { env, .. }, Spot::Env(name)) => {
            let variable = env.iter_mut().find(|variable| variable.name == *name);
            variable.map(|variable| variable.value = whole).is_some()
        }
        (Transport::Http { headers, .. }, Spot::Header(name)) => {
            let header = headers.iter_mut().find(|header| header.name == *name);
            header.map(|header| header.value = whole).is_some()
        }
        (Transport::Http { url, .. }, Spot::Query { .. } | Spot::Password) => {
            *url = whole;
            true
        }
        _ => false,
    }
}

/// The arguments that look like secrets, each by its number: `args[1]`.
pub(super) fn secret_arguments(transport: &Transport) -> Vec<String> {
    let Transport::Stdio { args, .. } = transport else { return Vec::new() };
    let masked = mask_args(args);
    let is_found = |i: &usize| {
        let is_masked = masked[*i] != args[*i] && !args[*i].ends_with('=') && !args[*i].is_empty();
        is_masked || is_secret_argument(&args[*i])
    };
    (0..args.len()).filter(is_found).map(|i| format!("args[{i}]")).collect()
}

/// What a spot says: of a URL, what its percent-encoding stands for, since a key's value is encoded
/// again where it is put in. `None` where that is not text.
fn value_at(transport: &Transport, spot: &Spot) -> Option<SecretValue> {
    let (text, range) = locate(transport, spot)?;
    let part = &text[range];
    let value = match spot {
        Spot::Env(_) | Spot::Header(_) => part.to_owned(),
        Spot::Query { .. } | Spot::Password => {
            percent_decode_str(part).decode_utf8().ok()?.into_owned()
        }
    };
    Some(SecretValue::new(value))
}

/// The text in which a spot is, and which part of it.
fn locate<'t>(transport: &'t Transport, spot: &Spot) -> Option<(&'t str, Range<usize>)> {
    match (transport, spot) {
        (Transport::Stdio { env, .. }, Spot::Env(name)) => {
            let EnvVar { value, .. } = env.iter().find(|variable| variable.name == *name)?;
            Some((value, 0..value.len()))
        }
        (Transport::Http { headers, .. }, Spot::Header(name)) => {
            let Header { value, .. } = headers.iter().find(|header| header.name == *name)?;
            Some((value, scheme_length(value)..value.len()))
        }
        (Transport::Http { url, .. }, Spot::Query { name, rank }) => {
            let of_name = query(url).filter(|(other, _)| other == name);
            let (_, range) = of_name.into_iter().nth(rank.checked_sub(1)?)?;
            Some((url, range))
        }
        (Transport::Http { url, .. }, Spot::Password) => Some((url, password(url)?)),
        _ => None,
    }
}

/// How long the scheme before a header's credentials is, with the blank behind it.
fn scheme_length(value: &str) -> usize {
    const SCHEMES: [&str; 7] = ["bearer", "token", "basic", "apikey", "api-key", "bot", "key"];
    match value.split_once(' ') {
        Some((scheme, rest))
            if SCHEMES.contains(&scheme.to_ascii_lowercase().as_str())
                && !rest.is_empty()
                && !rest.contains(' ') =>
        {
            scheme.len() + 1
        }
        _ => 0,
    }
}

fn query_spots(url: &str) -> impl Iterator<Item = Spot> {
    let mut seen: Vec<&str> = Vec::new();
    query(url).map(move |(name, _)| {
        seen.push(name);
        let rank = seen.iter().filter(|other| **other == name).count();
        Spot::Query { name: name.to_owned(), rank }
    })
}

/// The names of a URL's query, and where their values stand.
fn query(url: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let end = url.find('#').unwrap_or(url.len());
    let start = url[..end].find('?').map_or(end, |at| at + 1);
    let mut at = start;
    url[start..end].split('&').filter_map(move |pair| {
        let from = at;
        at += pair.len() + 1;
        let (name, _) = pair.split_once('=')?;
        Some((name, from + name.len() + 1..from + pair.len()))
    })
}

fn password(url: &str) -> Option<Range<usize>> {
    let start = url.find("://")? + 3;
    let end = url[start..].find(['/', '?', '#']).map_or(url.len(), |at| start + at);
    let at = start + url[start..end].rfind('@')?;
    let user = start..at;
    match url[user.clone()].split_once(':') {
        Some((name, password)) if !password.is_empty() => Some(start + name.len() + 1..at),
        // `https://TOKEN@host` or `https://TOKEN:@host`, unless that is a name only.
        Some((name, _)) => is_secret("", name).then(|| start..start + name.len()),
        None => is_secret("", &url[user.clone()]).then_some(user),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use console_domain::{HttpFlavour, Variables};
    use proptest::prelude::*;

    use super::*;

    fn http(url: &str, headers: &[(&str, &str)]) -> Transport {
        let headers = headers.iter().map(|(n, v)| Header { name: (*n).into(), value: (*v).into() });
        Transport::Http { url: url.into(), headers: headers.collect(), flavour: HttpFlavour::Auto }
    }

    fn stdio(args: &[&str], env: &[(&str, &str)]) -> Transport {
        let env = env.iter().map(|(n, v)| EnvVar { name: (*n).into(), value: (*v).into() });
        let args = args.iter().map(ToString::to_string).collect();
        Transport::Stdio { command: "x".into(), args, env: env.collect(), cwd: None }
    }

    /// `spot=value` of each secret.
    fn found(transport: &Transport) -> Vec<String> {
        secrets_in(transport).iter().map(|(spot, v)| format!("{spot}={}", v.expose())).collect()
    }

    #[test]
    fn secrets_are_found_where_they_stand() {
        let token = ["ghp", "_0123456789abcdefghij"].concat();
        let with_user = format!("https://{token}@host/");
        for (transport, expected) in [
            (
                stdio(&[], &[("MODE", "x"), ("TOKEN", "a b"), ("KEY", "${K}")]),
                vec!["env.TOKEN=a b".to_owned()],
            ),
            (
                http("https://host/", &[("Authorization", "Bearer abc"), ("Accept", "text/html")]),
                vec!["headers.Authorization=abc".into()],
            ),
            (
                http("https://host/", &[("X-API-Key", "a b c")]),
                vec!["headers.X-API-Key=a b c".into()],
            ),
            (http("https://host/", &[("Authorization", "Bearer ${T}")]), vec![]),
            (
                http("https://ana:p%40w@host/a?x=1&key=k1&key=%2Bk2&token=${T}#key=no", &[]), // not a secret
                vec!["url?key=k1".into(), "url?key (2)=+k2".into(), "url password=p@w".into()],
            ),
            (http("https://ana@host/a?b", &[]), vec![]),
            (http(&with_user, &[]), vec![format!("url password={token}")]),
        ] {
            assert_eq!(found(&transport), expected, "{transport:?}");
        }
    }

    #[test]
    fn a_reference_takes_the_place_of_the_value_alone() {
        let reference = "${secret:K}";
        for (before, after) in [
            (
                stdio(&[], &[("A", "1"), ("TOKEN", "t")]),
                stdio(&[], &[("A", "1"), ("TOKEN", reference)]),
            ),
            (
                http("https://h/", &[("Authorization", "bearer abc")]),
                http("https://h/", &[("Authorization", "bearer ${secret:K}")]),
            ),
            (http("https://u:pw@h/?a=pw", &[]), http("https://u:${secret:K}@h/?a=pw", &[])),
            (http("https://h/?key=&key=b#c", &[]), http("https://h/?key=&key=${secret:K}#c", &[])),
        ] {
            let mut transport = before.clone();
            for (spot, value) in secrets_in(&before) {
                let other = SecretValue::new(format!("{}x", value.expose()));
                assert!(!put(&mut transport, &spot, &other, reference), "it is another value");
                assert_eq!(transport, before);
                assert!(put(&mut transport, &spot, &value, reference));
                assert!(!put(&mut transport, &spot, &value, reference), "it is gone");
            }
            assert_eq!(transport, after);
        }
    }

    #[test]
    fn arguments_that_look_like_secrets_are_named() {
        let key = ["sk-", "0123456789abcdef"].concat();
        let bearer = format!("Authorization: Bearer {key}");
        for (args, expected) in [
            (vec!["-y", "server", "--mode=fast"], vec![]),
            (vec!["--token=abc", "--api-key", "x", "--key", "${K}"], vec!["args[0]", "args[2]"]),
            (vec!["--header", &bearer, &key], vec!["args[1]", "args[2]"]),
        ] {
            assert_eq!(secret_arguments(&stdio(&args, &[])), expected, "{args:?}");
        }
    }

    proptest! {
        /// Whatever the URL, what is found in it is taken out of it, and nothing else is.
        #[test]
        fn what_is_found_is_what_goes(
            url in "https?://([a-z:%@]{0,8}@)?[a-z@:]{1,6}[/a-z]{0,4}(\\?[a-z=&%?@#]{0,12}(&?(key|token)=[a-zA-Z0-9%]{0,6}){0,3})?(#[a-z=&]{0,6})?",
        ) {
            let before = http(&url, &[]);
            let mut transport = before.clone();
            let mut keys = HashMap::new();
            for (i, (spot, value)) in secrets_in(&before).into_iter().enumerate() {
                let reference = format!("${{secret:K{i}}}");
                prop_assert!(put(&mut transport, &spot, &value, &reference), "{spot}");
                keys.insert(format!("K{i}"), value);
            }
            let Transport::Http { url: after, .. } = &transport else { unreachable!() };
            prop_assert!(secrets_in(&transport).is_empty(), "{after}");
            let again = Variables::default().with_secrets(keys).resolve_url(after);
            let decoded = |url: &str| percent_decode_str(url).collect::<Vec<u8>>();
            prop_assert_eq!(decoded(&again.expect("each key is there")), decoded(&url));
        }
    }
}
