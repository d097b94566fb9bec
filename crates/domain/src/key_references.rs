//! Which keys a configuration refers to, and where it must not: a command, its arguments and its
//! directory can be read by every program of the machine.
//!
//! Invariant: the time is linear in the size of the configuration, circles of variables or not.

use std::collections::{BTreeSet, HashMap};

use crate::Transport;
use crate::variables::referred;

/// A place that refers to a key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyReference {
    /// The name of the key, as it is written; it may be none that a key can have.
    pub name: String,
    /// The place: `env.TOKEN`, `headers.Authorization`, `url`, `args[2]`.
    pub field: String,
}

/// Every key that `transport` names, each once for each place, in the order of the form. What a
/// place reaches through variables stands where the variable is.
pub fn key_references(transport: &Transport) -> Vec<KeyReference> {
    let mut found = Vec::new();
    for (field, value) in fields(transport) {
        let names: BTreeSet<&str> = keys(value).collect();
        let here = |name: &str| KeyReference { name: name.to_owned(), field: field.clone() };
        found.extend(names.into_iter().map(here));
    }
    found
}

/// The places of `transport` that other programs can read and that would hold a key, each with the
/// first key that it would hold.
pub fn exposed_keys(transport: &Transport) -> Vec<KeyReference> {
    let Transport::Stdio { env, .. } = transport else { return Vec::new() };
    let holding =
        holding_keys(env.iter().map(|variable| (variable.name.as_str(), variable.value.as_str())));
    let first = |value: &str| {
        let key = |named: &str| match key_of(named) {
            Some(key) => Some(key.to_owned()),
            None => holding.get(named).map(|key| (*key).to_owned()),
        };
        referred(value).find_map(key)
    };
    let public = fields(transport).into_iter().filter(|(field, _)| !field.starts_with("env."));
    public.filter_map(|(field, value)| Some(KeyReference { name: first(value)?, field })).collect()
}

/// The variables that hold a key, themselves or through others, each with one that it holds.
fn holding_keys<'a>(own: impl Iterator<Item = (&'a str, &'a str)>) -> HashMap<&'a str, &'a str> {
    // As everywhere, the last of two variables of one name counts.
    let own: HashMap<&str, &str> = own.collect();
    let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut holding = HashMap::new();
    let mut fresh = Vec::new();
    for (name, value) in &own {
        let mut named: Vec<&str> = referred(value).collect();
        named.sort_unstable();
        named.dedup();
        for other in named {
            if let Some(key) = key_of(other) {
                if holding.insert(*name, key).is_none() {
                    fresh.push(*name);
                }
            } else if other != *name {
                users.entry(other).or_default().push(*name);
            }
        }
    }
    while let Some(name) = fresh.pop() {
        let Some(key) = holding.get(name).copied() else { continue };
        for user in users.remove(name).unwrap_or_default() {
            if !holding.contains_key(user) {
                holding.insert(user, key);
                fresh.push(user);
            }
        }
    }
    holding
}

fn keys(value: &str) -> impl Iterator<Item = &str> {
    referred(value).filter_map(key_of)
}

/// The key that a reference names.
fn key_of(named: &str) -> Option<&str> {
    named.strip_prefix("secret:")
}

/// Every value that may hold references, with its place.
fn fields(transport: &Transport) -> Vec<(String, &str)> {
    let mut fields: Vec<(String, &str)> = Vec::new();
    match transport {
        Transport::Stdio { command, args, env, cwd } => {
            fields.push(("command".into(), command));
            fields.extend(args.iter().enumerate().map(|(i, arg)| (format!("args[{i}]"), &**arg)));
            fields.extend(env.iter().map(|v| (format!("env.{}", v.name), v.value.as_str())));
            fields.extend(cwd.iter().map(|cwd| ("cwd".to_owned(), cwd.as_str())));
        }
        Transport::Http { url, headers, .. } => {
            fields.push(("url".into(), url));
            let header = |h: &'_ crate::Header| format!("headers.{}", h.name);
            fields.extend(headers.iter().map(|h| (header(h), h.value.as_str())));
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EnvVar, Header, HttpFlavour, VariableError, Variables};
    use proptest::prelude::*;

    fn stdio(command: &str, args: &[&str], env: &[(&str, &str)], cwd: Option<&str>) -> Transport {
        Transport::Stdio {
            command: command.into(),
            args: args.iter().map(ToString::to_string).collect(),
            env: env
                .iter()
                .map(|(n, v)| EnvVar { name: (*n).into(), value: (*v).into() })
                .collect(),
            cwd: cwd.map(str::to_owned),
        }
    }

    fn pairs(found: Vec<KeyReference>) -> Vec<(String, String)> {
        found.into_iter().map(|KeyReference { name, field }| (name, field)).collect()
    }

    fn expected(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, field)| ((*name).to_owned(), (*field).to_owned())).collect()
    }

    #[test]
    fn every_place_that_names_a_key_is_told() {
        let env =
            [("A", "${secret:K} ${secret:K} ${secret:L}"), ("B", "${A}"), ("C", "$${secret:M}")];
        let transport = stdio("x", &["-v", "${secret:N:-d}"], &env, Some("/${secret:O}"));
        let found = [("N", "args[1]"), ("K", "env.A"), ("L", "env.A"), ("O", "cwd")];
        assert_eq!(pairs(key_references(&transport)), expected(&found));
        let transport = Transport::Http {
            url: "https://x/?k=${secret:U}".into(),
            headers: vec![
                Header { name: "Authorization".into(), value: "Bearer ${secret:H}".into() },
                Header { name: "X".into(), value: "${secret".into() },
            ],
            flavour: HttpFlavour::Auto,
        };
        let found = [("U", "url"), ("H", "headers.Authorization")];
        assert_eq!(pairs(key_references(&transport)), expected(&found));
        assert!(exposed_keys(&transport).is_empty(), "no other program reads a header");
    }

    #[test]
    fn a_place_that_others_can_read_is_told_however_the_key_gets_there() {
        let env = [
            ("DIRECT", "${secret:K}"),
            ("INDIRECT", "x${DIRECT}"),
            ("PATH", "${PATH}:/bin"),
            ("ROUND", "${TRIP}"),
            ("TRIP", "${ROUND}${secret:R}"),
        ];
        let args = ["${INDIRECT}", "plain ${PATH}", "${ROUND}", "${env:DIRECT}", "$${secret:K}"];
        let transport = stdio("${secret:C}", &args, &env, Some("${DIRECT}"));
        let found = [("C", "command"), ("K", "args[0]"), ("R", "args[2]"), ("K", "cwd")];
        assert_eq!(pairs(exposed_keys(&transport)), expected(&found));
    }

    proptest! {
        /// What is told beforehand is what a start refuses.
        #[test]
        fn a_start_refuses_what_is_told(
            edges in proptest::collection::vec((0usize..4, 0usize..5), 0..8),
            named in 0usize..5,
        ) {
            let names = ["A", "B", "C", "D", "secret:K"];
            let mut values: [String; 4] = Default::default();
            for (from, to) in edges {
                values[from].extend(["${", names[to], "}"]);
            }
            let own: Vec<(&str, &str)> =
                names.into_iter().zip(values.iter().map(String::as_str)).collect();
            let argument = format!("${{{}}}", names[named]);
            let told = !exposed_keys(&stdio("x", &[&argument], &own, None)).is_empty();
            let everywhere = names.map(|name| (name.to_owned(), String::new()));
            match Variables::new(own, everywhere).resolve_public(&argument) {
                Err(VariableError::SecretExposed(_)) => prop_assert!(told),
                Ok(_) => prop_assert!(!told),
                // A circle is another problem, whichever of both is met first.
                Err(error) => prop_assert!(matches!(error, VariableError::Cycle(_))),
            }
        }
    }
}
