//! References in configuration values: `${NAME}`, `${NAME:-default}`, `${env:NAME}`,
//! `${secret:NAME}`.
//!
//! `${NAME}` is the server's own variable of that name, else the environment's. `$${` is a
//! literal `${`. A circle of references, or one nested too deep, is an error and never a hang.
//! Invariant: a value for a place that other programs can read never holds a key.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::SecretValue;
use crate::limits::{MAX_VALUE_BYTES, MAX_VARIABLE_DEPTH, MAX_VARIABLE_LOOKUPS};

/// What cannot stand as it is in any part of a URL: all but the unreserved characters of RFC 3986,
/// section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Why a value cannot be resolved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VariableError {
    /// No such variable, and no default.
    #[error("the variable {0} has no value")]
    Missing(String),
    /// The named key is not in the keychain.
    #[error("the key {0} is not available")]
    SecretMissing(String),
    /// The value would hold the named key, in a place that other programs can read.
    #[error("the key {0} would be seen by other programs")]
    SecretExposed(String),
    /// Variables that refer to each other; the circle in order.
    #[error("variables refer to each other in a circle: {}", .0.join(" → "))]
    Cycle(Vec<String>),
    /// A `${` without its `}`.
    #[error("a reference is not closed with '}}'")]
    Unclosed,
    /// A prefix that means nothing here (`${input:x}`).
    #[error("the reference ${{{0}}} is of a kind that is not supported")]
    UnknownKind(String),
    /// The value has grown beyond its bound.
    #[error("the value becomes too long")]
    TooLong,
}

/// Where references find their values. It has no `Debug`: it holds the values of keys.
#[derive(Default)]
pub struct Variables<'a> {
    own: HashMap<&'a str, &'a str>,
    environment: HashMap<String, String>,
    secrets: Secrets,
}

/// The values of keys.
enum Secrets {
    /// Those that were read.
    Read(HashMap<String, SecretValue>),
    /// None was read; each is taken for empty.
    Unread,
}

impl Default for Secrets {
    fn default() -> Self {
        Self::Read(HashMap::new())
    }
}

impl<'a> Variables<'a> {
    /// `own`: the server's variables as written; `environment`: the console's own environment.
    pub fn new(
        own: impl IntoIterator<Item = (&'a str, &'a str)>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        Self {
            own: own.into_iter().collect(),
            environment: environment.into_iter().collect(),
            secrets: Secrets::default(),
        }
    }

    /// Adds keys that `${secret:NAME}` may refer to.
    #[must_use]
    pub fn with_secrets(mut self, secrets: HashMap<String, SecretValue>) -> Self {
        self.secrets = Secrets::Read(secrets);
        self
    }

    /// Takes every key for an empty text: to see what else is right or wrong, where no key is to
    /// be read.
    #[must_use]
    pub fn with_unread_secrets(mut self) -> Self {
        self.secrets = Secrets::Unread;
        self
    }

    /// `value` with each reference replaced. It may hold the values of keys.
    pub fn resolve(&self, value: &str) -> Result<String, VariableError> {
        self.expand(value, &mut Walk::default())
    }

    /// The same for a place that other programs can read, such as an argument: where `value`
    /// refers to a key, itself or through variables, that is an error.
    pub fn resolve_public(&self, value: &str) -> Result<String, VariableError> {
        self.expand(value, &mut Walk { is_public: true, ..Walk::default() })
    }

    /// A URL with each reference replaced. The value of a key is percent-encoded, so that it stays
    /// one part of the URL whatever it holds; one that begins the URL is taken as it is, for it
    /// is a URL itself.
    pub fn resolve_url(&self, url: &str) -> Result<String, VariableError> {
        self.expand(url, &mut Walk { is_url: true, ..Walk::default() })
    }

    /// The value of the server's own variable `name`, references replaced; a reference to
    /// itself (`PATH=${PATH}:/x`) means the environment's.
    pub fn resolve_own(&self, name: &str) -> Result<String, VariableError> {
        let value = self.own.get(name).copied().unwrap_or_default();
        self.expand(value, &mut Walk { path: vec![name.to_owned()], ..Walk::default() })
    }

    fn expand(&self, value: &str, walk: &mut Walk) -> Result<String, VariableError> {
        let mut out = String::with_capacity(value.len());
        for part in parts(value) {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Reference(reference) => {
                    let resolved = self.look_up(reference, walk)?;
                    if walk.is_url && reference.starts_with("secret:") && !out.is_empty() {
                        out.extend(utf8_percent_encode(&resolved, RESERVED));
                    } else {
                        out.push_str(&resolved);
                    }
                }
                Part::Unclosed => return Err(VariableError::Unclosed),
            }
            if out.len() > MAX_VALUE_BYTES {
                return Err(VariableError::TooLong);
            }
        }
        Ok(out)
    }

    fn look_up(&self, reference: &str, walk: &mut Walk) -> Result<String, VariableError> {
        walk.lookups += 1;
        if walk.lookups > MAX_VARIABLE_LOOKUPS {
            return Err(VariableError::TooLong);
        }
        let (name, default) = split_default(reference);
        match name.split_once(':') {
            Some(("env", name)) => self
                .environment
                .get(name)
                .cloned()
                .or_else(|| default.map(str::to_owned))
                .ok_or_else(|| VariableError::Missing(name.to_owned())),
            Some(("secret", name)) if walk.is_public => {
                Err(VariableError::SecretExposed(name.to_owned()))
            }
            Some(("secret", name)) => match &self.secrets {
                Secrets::Unread => Ok(String::new()),
                Secrets::Read(values) => match values.get(name) {
                    Some(value) => Ok(value.expose().to_owned()),
                    None => Err(VariableError::SecretMissing(name.to_owned())),
                },
            },
            Some(_) => Err(VariableError::UnknownKind(reference.to_owned())),
            None => self.look_up_plain(name, default, walk),
        }
    }

    fn look_up_plain(
        &self,
        name: &str,
        default: Option<&str>,
        walk: &mut Walk,
    ) -> Result<String, VariableError> {
        let refers_to_itself = walk.path.last().is_some_and(|last| last == name);
        if let (Some(value), false) = (self.own.get(name), refers_to_itself) {
            let path = &mut walk.path;
            if path.len() >= MAX_VARIABLE_DEPTH || path.iter().any(|seen| seen == name) {
                let start = path.iter().position(|seen| seen == name).unwrap_or(0);
                let circle = path[start..].iter().cloned().chain([name.to_owned()]);
                return Err(VariableError::Cycle(circle.collect()));
            }
            path.push(name.to_owned());
            let expanded = self.expand(value, walk);
            walk.path.pop();
            return expanded;
        }
        self.environment
            .get(name)
            .cloned()
            .or_else(|| default.map(str::to_owned))
            .ok_or_else(|| VariableError::Missing(name.to_owned()))
    }
}

/// One resolution under way.
#[derive(Default)]
struct Walk {
    /// The variables that are being resolved, outermost first.
    path: Vec<String>,
    /// References followed so far. Variables that each name the next one twice would otherwise
    /// take a time that doubles with each of them.
    lookups: usize,
    /// The value will stand where other programs can read it.
    is_public: bool,
    /// The value is a URL.
    is_url: bool,
}

/// A piece of a value.
enum Part<'v> {
    Text(&'v str),
    /// What stands between `${` and `}`.
    Reference(&'v str),
    Unclosed,
}

/// What the references of a value name, in order: `NAME`, `env:NAME`, `secret:NAME`.
pub(crate) fn referred(value: &str) -> impl Iterator<Item = &str> {
    parts(value).filter_map(|part| match part {
        Part::Reference(reference) => Some(split_default(reference).0),
        Part::Text(_) | Part::Unclosed => None,
    })
}

fn parts(value: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = value;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let start = rest.find("${").unwrap_or(rest.len());
        if start == 0 {
            let inner = &rest[2..];
            let Some(end) = inner.find('}') else {
                rest = "";
                return Some(Part::Unclosed);
            };
            rest = &inner[end + 1..];
            return Some(Part::Reference(&inner[..end]));
        }
        let is_literal = start < rest.len() && rest[..start].ends_with('$');
        if is_literal && start == 1 {
            rest = &rest[3..];
            return Some(Part::Text("${"));
        }
        let text;
        (text, rest) = rest.split_at(if is_literal { start - 1 } else { start });
        Some(Part::Text(text))
    })
}

fn split_default(reference: &str) -> (&str, Option<&str>) {
    match reference.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (reference, None),
    }
}

/// The circles in which variables refer to each other, each once, as a path that ends where it
/// began. None of them can ever be resolved, whatever the environment holds; a variable that
/// refers to itself alone can be, since it means the environment's.
pub fn circles<'a>(own: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Vec<String>> {
    let own: Vec<(&str, &str)> = own.into_iter().collect();
    let by_name: HashMap<&str, usize> =
        own.iter().enumerate().map(|(i, (name, _))| (*name, i)).collect();
    let refers_to = |i: usize| {
        let (name, value) = own[i];
        let others = referred(value).filter(|other| *other != name);
        others.filter_map(|other| by_name.get(other).copied()).collect::<Vec<_>>()
    };
    let mut found = Vec::new();
    let mut seen = vec![false; own.len()];
    for start in 0..own.len() {
        // Depth first, without recursion: the path, and what is left to look at from each of it.
        let mut path: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut next = (!std::mem::replace(&mut seen[start], true)).then_some(start);
        loop {
            if let Some(here) = next.take() {
                path.push((here, refers_to(here)));
            }
            let Some((_, left)) = path.last_mut() else { break };
            let Some(to) = left.pop() else {
                path.pop();
                continue;
            };
            if let Some(at) = path.iter().position(|(on_path, _)| *on_path == to) {
                let circle = path[at..].iter().map(|(i, _)| *i).chain([to]);
                found.push(circle.map(|i| own[i].0.to_owned()).collect());
            } else if !std::mem::replace(&mut seen[to], true) {
                next = Some(to);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(name: &str, value: &str) -> (String, SecretValue) {
        (name.to_owned(), SecretValue::new(value.to_owned()))
    }

    fn variables() -> Variables<'static> {
        let own = [
            ("A", "${B}"),
            ("B", "${A}"),
            ("PATH", "/own:${PATH}"),
            ("ROOT", "/srv"),
            ("DATA", "${ROOT}/data"),
        ];
        let environment = [("HOME", "/home/ana"), ("PATH", "/bin")];
        Variables::new(own, environment.map(|(k, v)| (k.to_owned(), v.to_owned())))
    }

    #[test]
    fn references_resolve() {
        for (value, expected) in [
            ("plain $5 }", "plain $5 }"),
            ("${DATA}/x", "/srv/data/x"),
            ("${HOME}:${env:HOME}", "/home/ana:/home/ana"),
            ("${NOPE:-fallback}", "fallback"),
            ("$${HOME}", "${HOME}"),
            ("", ""),
        ] {
            assert_eq!(variables().resolve(value).as_deref(), Ok(expected), "{value:?}");
        }
        assert_eq!(variables().resolve_own("PATH").as_deref(), Ok("/own:/bin"));
    }

    #[test]
    fn a_key_stays_one_part_of_a_url() {
        let secrets = [("K", "a+/=&b#ç"), ("U", "https://h/?x=1&y=2")];
        let secrets = secrets.map(|(name, value)| (name.to_owned(), value.to_owned().into()));
        let variables = Variables::new([], [("HOST".to_owned(), "h:1".to_owned())])
            .with_secrets(HashMap::from(secrets));
        for (url, expected) in [
            ("https://${HOST}/?k=${secret:K}&x=1", "https://h:1/?k=a%2B%2F%3D%26b%23%C3%A7&x=1"),
            ("${secret:U}", "https://h/?x=1&y=2"),
            ("${secret:U}&k=${secret:K}", "https://h/?x=1&y=2&k=a%2B%2F%3D%26b%23%C3%A7"),
        ] {
            assert_eq!(variables.resolve_url(url).as_deref(), Ok(expected), "{url}");
        }
    }

    #[test]
    fn what_cannot_be_resolved_says_why() {
        use VariableError as E;
        for (value, expected) in [
            ("${NOPE}", E::Missing("NOPE".into())),
            ("${secret:TOKEN}", E::SecretMissing("TOKEN".into())),
            ("${input:x}", E::UnknownKind("input:x".into())),
            ("${A", E::Unclosed),
            ("${A}", E::Cycle(vec!["A".into(), "B".into(), "A".into()])),
        ] {
            assert_eq!(variables().resolve(value), Err(expected), "{value:?}");
        }
    }

    #[test]
    fn a_key_reaches_no_place_that_others_can_read() {
        let own = [("TOKEN", "${secret:KEY}"), ("HEADER", "Bearer ${TOKEN}"), ("ROOT", "/srv")];
        let variables = || Variables::new(own, []);
        let read = variables().with_secrets([key("KEY", "hidden")].into());
        let refused = Err(VariableError::SecretExposed("KEY".into()));
        for (value, resolved) in [
            ("${secret:KEY}", "hidden"),
            ("--auth=${secret:KEY}", "--auth=hidden"),
            ("${TOKEN}", "hidden"),
            ("-H ${HEADER}", "-H Bearer hidden"),
        ] {
            assert_eq!(read.resolve(value).as_deref(), Ok(resolved), "{value}");
            assert_eq!(read.resolve_public(value), refused, "{value}");
            let (missing, unread) = (variables(), variables().with_unread_secrets());
            assert_eq!(missing.resolve_public(value), refused, "{value}: whatever the key is");
            assert_eq!(unread.resolve_public(value), refused, "{value}");
        }
        assert_eq!(read.resolve_own("HEADER").as_deref(), Ok("Bearer hidden"));
        for (value, resolved) in [("${ROOT}/x", "/srv/x"), ("$${secret:KEY}", "${secret:KEY}")] {
            assert_eq!(read.resolve_public(value).as_deref(), Ok(resolved), "{value}");
        }
        let unread = variables().with_unread_secrets();
        assert_eq!(unread.resolve("Bearer ${TOKEN}").as_deref(), Ok("Bearer "));
    }

    #[test]
    fn variables_that_double_at_each_step_are_refused_in_time() {
        let doubling = "${NEXT}".repeat(4_000);
        let names: Vec<String> = (0..12).map(|n| format!("V{n}")).collect();
        let values: Vec<String> =
            (0..12).map(|n| doubling.replace("NEXT", &format!("V{}", n + 1))).collect();
        let own = names.iter().map(String::as_str).zip(values.iter().map(String::as_str));
        let variables = Variables::new(own.chain([("V12", "")]), []);
        assert_eq!(variables.resolve_own("V0"), Err(VariableError::TooLong));
    }

    #[test]
    fn circles_are_found_whatever_the_environment_holds() {
        for (own, expected) in [
            (vec![("A", "${B}"), ("B", "${HOME}${A}")], vec!["A → B → A"]),
            (vec![("A", "${A}"), ("B", "${A} ${A}"), ("C", "${env:B}${secret:C}")], vec![]),
            (vec![("X", "${A}"), ("A", "${B:-b}"), ("B", "${A}")], vec!["A → B → A"]),
            (
                vec![("A", "${B}"), ("B", "${A}"), ("C", "${D}"), ("D", "${C}")],
                vec!["A → B → A", "C → D → C"],
            ),
            (vec![("A", "$${A}"), ("B", "${A")], vec![]),
        ] {
            let found: Vec<String> =
                circles(own.iter().copied()).iter().map(|circle| circle.join(" → ")).collect();
            assert_eq!(found, expected, "{own:?}");
        }
    }

    /// A value of a few references and texts.
    fn piece() -> impl Strategy<Value = String> {
        const PARTS: &[&str] =
            &["${A}", "${B}", "${C}", "${D}", "${secret:K}", "$${secret:K}", "${HOME}", "x"];
        proptest::collection::vec(proptest::sample::select(PARTS), 0..4)
            .prop_map(|parts| parts.concat())
    }

    proptest! {
        /// Whatever refers to whatever: where no circle is found, none is met, and the reverse.
        #[test]
        fn a_circle_is_found_where_one_is_met(
            edges in proptest::collection::vec((0usize..5, 0usize..5), 0..8),
        ) {
            let names = ["A", "B", "C", "D", "E"];
            let mut values: [String; 5] = Default::default();
            for (from, to) in edges {
                values[from].extend(["${", names[to], "}"]);
            }
            let own = || names.into_iter().zip(values.iter().map(String::as_str));
            let everywhere = names.map(|name| (name.to_owned(), String::new()));
            let variables = Variables::new(own(), everywhere);
            let is_met = names.iter().any(|name| variables.resolve_own(name).is_err());
            prop_assert_eq!(!circles(own()).is_empty(), is_met);
        }

        /// Any text ends, in a value or an error, and text without `${` is itself.
        #[test]
        fn any_text_resolves_or_is_refused(value in ".{0,200}") {
            let resolved = variables().resolve(&value);
            if !value.contains("${") {
                prop_assert_eq!(&resolved, &Ok(value.clone()));
                prop_assert_eq!(variables().resolve_public(&value), resolved);
            }
        }

        /// Whatever refers to whatever: what resolves for everybody to read holds no key, and it
        /// is refused for nothing but a key.
        #[test]
        fn what_others_can_read_holds_no_key(
            values in proptest::collection::vec(piece(), 4),
            public in piece(),
        ) {
            let own = ["A", "B", "C", "D"].into_iter().zip(values.iter().map(String::as_str));
            let variables = Variables::new(own, [("HOME".to_owned(), "/home".to_owned())])
                .with_secrets([key("K", "<hidden>")].into());
            match (variables.resolve_public(&public), variables.resolve(&public)) {
                (Ok(seen), resolved) => {
                    prop_assert!(!seen.contains("<hidden>"));
                    prop_assert_eq!(resolved, Ok(seen));
                }
                (Err(VariableError::SecretExposed(_)), Ok(hidden)) => {
                    prop_assert!(hidden.contains("<hidden>"));
                }
                (Err(VariableError::SecretExposed(_)), Err(_)) => {}
                (Err(error), resolved) => prop_assert_eq!(resolved, Err(error)),
            }
        }
    }
}
