//! What a person should know of an entry that can be added: a value that is missing, a part that
//! was left out. One problem says it all, so that a list shows it in one place.

use std::collections::BTreeSet;

use console_domain::{ErrorCode, Problem, Transport};
use serde_json::json;

/// Remarks on one entry, in the order in which they were made.
#[derive(Debug, Default)]
pub(super) struct Remarks(Vec<String>);

impl Remarks {
    /// The client had it switched off.
    pub(super) fn switched_off(&mut self) {
        self.0.push("It is switched off where it comes from.".into());
    }

    /// Variables stand in a file that is not read.
    pub(super) fn env_file(&mut self, path: &str) {
        self.0.push(format!("The variables in the file {path} are not taken over; add them."));
    }

    /// The client keeps a sign-in.
    pub(super) fn sign_in(&mut self) {
        self.0.push("Its sign-in stays with the client; it may need a token here.".into());
    }

    /// A word that only a shell would understand.
    pub(super) fn shell_word(&mut self, word: &str) {
        self.0.push(format!("No shell is involved: {word} is passed on as it stands."));
    }

    /// The remarks as one problem. `needed`: variables that a person has to give a value.
    pub(super) fn into_problem(
        self,
        transport: &Transport,
        needed: BTreeSet<String>,
    ) -> Option<Problem> {
        let mut sentences = self.0;
        let placeholders = placeholders(transport);
        let missing: Vec<_> = needed.into_iter().chain(placeholders).collect();
        if !missing.is_empty() {
            let verb = if missing.len() == 1 { "needs a value" } else { "need values" };
            sentences.insert(0, format!("{} {verb} before it can start.", missing.join(", ")));
        }
        if sentences.is_empty() {
            return None;
        }
        let code =
            if missing.is_empty() { ErrorCode::InvalidInput } else { ErrorCode::VariableMissing };
        let problem = Problem::new(code, sentences.join(" "));
        Some(if missing.is_empty() {
            problem
        } else {
            problem.details(json!({ "missing": missing }))
        })
    }
}

/// Variables and headers whose value is what a README writes in place of one.
fn placeholders(transport: &Transport) -> Vec<String> {
    let pairs: Vec<(&str, &str)> = match transport {
        Transport::Stdio { env, .. } => {
            env.iter().map(|v| (v.name.as_str(), v.value.as_str())).collect()
        }
        Transport::Http { headers, .. } => {
            headers.iter().map(|h| (h.name.as_str(), h.value.as_str())).collect()
        }
    };
    let found = pairs.into_iter().filter(|(_, value)| is_placeholder(value));
    found.map(|(name, _)| name.to_owned()).collect()
}

/// `<token>`, `Bearer YOUR_API_KEY`, `your-key-here`.
fn is_placeholder(value: &str) -> bool {
    let value = value.strip_prefix("Bearer ").unwrap_or(value).trim();
    let lower = value.to_ascii_lowercase();
    (value.starts_with('<') && value.ends_with('>'))
        || lower.starts_with("your_")
        || lower.starts_with("your-")
        || lower.ends_with("_here")
        || lower.ends_with("-here")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_values() {
        for value in ["<token>", "YOUR_API_KEY", "Bearer your-token", "sk_key_here"] {
            assert!(is_placeholder(value), "{value}");
        }
        for value in ["", "ghp_abc", "Bearer ${TOKEN}", "yourself", "a <b>"] {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
