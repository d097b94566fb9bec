//! References in configuration values: `${NAME}`, `${NAME:-default}`, `${env:NAME}`,
//! `${secret:NAME}`.
//!
//! `${NAME}` is the server's own variable of that name, else the environment's. `$${` is a
//! literal `${`. A circle of references, or one nested too deep, is an error and never a hang.

use std::collections::HashMap;

use crate::limits::{MAX_VALUE_BYTES, MAX_VARIABLE_DEPTH};

/// Why a value cannot be resolved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VariableError {
    /// No such variable, and no default.
    #[error("the variable {0} has no value")]
    Missing(String),
    /// The named key is not in the keychain.
    #[error("the key {0} is not available")]
    SecretMissing(String),
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

/// Where references find their values.
#[derive(Debug, Default)]
pub struct Variables<'a> {
    own: HashMap<&'a str, &'a str>,
    environment: HashMap<String, String>,
    secrets: HashMap<String, String>,
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
            secrets: HashMap::new(),
        }
    }

    /// Adds keys that `${secret:NAME}` may refer to.
    #[must_use]
    pub fn with_secrets(mut self, secrets: HashMap<String, String>) -> Self {
        self.secrets = secrets;
        self
    }

    /// `value` with each reference replaced.
    pub fn resolve(&self, value: &str) -> Result<String, VariableError> {
        self.expand(value, &mut Vec::new())
    }

    /// The value of the server's own variable `name`, references replaced; a reference to
    /// itself (`PATH=${PATH}:/x`) means the environment's.
    pub fn resolve_own(&self, name: &str) -> Result<String, VariableError> {
        let value = self.own.get(name).copied().unwrap_or_default();
        self.expand(value, &mut vec![name.to_owned()])
    }

    fn expand(&self, value: &str, path: &mut Vec<String>) -> Result<String, VariableError> {
        let mut out = String::with_capacity(value.len());
        let mut rest = value;
        while let Some(start) = rest.find("${") {
            if rest[..start].ends_with('$') {
                out.push_str(&rest[..start - 1]);
                out.push_str("${");
                rest = &rest[start + 2..];
                continue;
            }
            out.push_str(&rest[..start]);
            let inner = &rest[start + 2..];
            let end = inner.find('}').ok_or(VariableError::Unclosed)?;
            out.push_str(&self.look_up(&inner[..end], path)?);
            rest = &inner[end + 1..];
            if out.len() > MAX_VALUE_BYTES {
                return Err(VariableError::TooLong);
            }
        }
        out.push_str(rest);
        Ok(out)
    }

    fn look_up(&self, reference: &str, path: &mut Vec<String>) -> Result<String, VariableError> {
        let (name, default) = match reference.split_once(":-") {
            Some((name, default)) => (name, Some(default)),
            None => (reference, None),
        };
        match name.split_once(':') {
            Some(("env", name)) => self
                .environment
                .get(name)
                .cloned()
                .or_else(|| default.map(str::to_owned))
                .ok_or_else(|| VariableError::Missing(name.to_owned())),
            Some(("secret", name)) => self
                .secrets
                .get(name)
                .cloned()
                .ok_or_else(|| VariableError::SecretMissing(name.to_owned())),
            Some(_) => Err(VariableError::UnknownKind(reference.to_owned())),
            None => self.look_up_plain(name, default, path),
        }
    }

    fn look_up_plain(
        &self,
        name: &str,
        default: Option<&str>,
        path: &mut Vec<String>,
    ) -> Result<String, VariableError> {
        let refers_to_itself = path.last().is_some_and(|last| last == name);
        if let (Some(value), false) = (self.own.get(name), refers_to_itself) {
            if path.len() >= MAX_VARIABLE_DEPTH || path.iter().any(|seen| seen == name) {
                let start = path.iter().position(|seen| seen == name).unwrap_or(0);
                let circle = path[start..].iter().cloned().chain([name.to_owned()]);
                return Err(VariableError::Cycle(circle.collect()));
            }
            path.push(name.to_owned());
            let expanded = self.expand(value, path);
            path.pop();
            return expanded;
        }
        self.environment
            .get(name)
            .cloned()
            .or_else(|| default.map(str::to_owned))
            .ok_or_else(|| VariableError::Missing(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    proptest! {
        /// Any text ends, in a value or an error, and text without `${` is itself.
        #[test]
        fn any_text_resolves_or_is_refused(value in ".{0,200}") {
            let resolved = variables().resolve(&value);
            if !value.contains("${") {
                prop_assert_eq!(resolved, Ok(value));
            }
        }
    }
}
