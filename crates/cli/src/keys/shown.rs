//! Keys as tables.

use std::fmt::Write;

use console_app::view::{KeyList, KeyStatus, KeyUse, KeyView, VaultStatus, VaultView};
use console_domain::{KeyTest, KeyTestOutcome};

use crate::args::kind_word;
use crate::output::{Output, table};

/// The keys, and what is wrong around them.
pub(super) fn list(list: &KeyList, output: &Output) -> String {
    let mut text = String::new();
    if list.keys.is_empty() {
        text.push_str("No keys yet. Add one:\n  mcpctl keys set GITHUB_TOKEN\n");
    } else {
        let rows: Vec<_> = list.keys.iter().map(|key| row(key, output)).collect();
        text.push_str(&table(&["NAME", "KIND", "STATUS", "LAST TEST", "USED BY"], &rows));
    }
    for missing in &list.missing {
        let users = users(&missing.used_by);
        let _infallible = writeln!(text, "Missing: {}, used by {users}.", missing.name);
    }
    if let Some(problem) = &list.vault.problem {
        let _infallible = writeln!(text, "{}", problem.message);
        if let Some(hint) = &problem.hint {
            let _infallible = writeln!(text, "  {hint}");
        }
    }
    text
}

/// Whether the keys of a vault can be read.
pub(super) fn status(vault: &VaultView) -> &'static str {
    match vault.status {
        VaultStatus::Ready => "The keys can be read.",
        VaultStatus::Locked => "The keys are locked: `mcpctl keys unlock` opens them.",
        VaultStatus::Unavailable => "The keys cannot be read.",
    }
}

/// How the last test of each key ended.
pub(super) fn tests<'a>(keys: impl IntoIterator<Item = &'a KeyView>, output: &Output) -> String {
    let rows: Vec<_> = keys
        .into_iter()
        .map(|key| {
            let test = key.last_test.as_ref();
            let latency = test.and_then(|test| test.latency_ms);
            vec![
                key.name.to_string(),
                kind_word(key.target.kind).into(),
                outcome(key, output),
                latency.map_or_else(|| "–".into(), |ms| format!("{ms} ms")),
                test.map(note).unwrap_or_default(),
            ]
        })
        .collect();
    table(&["NAME", "KIND", "RESULT", "LATENCY", ""], &rows)
}

fn row(key: &KeyView, output: &Output) -> Vec<String> {
    let status = match key.status {
        KeyStatus::Ready => output.state("ok"),
        KeyStatus::Lost => output.state("lost"),
        KeyStatus::Unavailable => output.state("unavailable"),
    };
    let users = if key.used_by.is_empty() { "–".into() } else { users(&key.used_by) };
    vec![
        key.name.to_string(),
        kind_word(key.target.kind).into(),
        status,
        outcome(key, output),
        users,
    ]
}

fn outcome(key: &KeyView, output: &Output) -> String {
    let Some(test) = &key.last_test else { return "–".into() };
    let word = match test.outcome {
        KeyTestOutcome::Works => "works",
        KeyTestOutcome::Refused => "refused",
        KeyTestOutcome::RateLimited => "rate-limited",
        KeyTestOutcome::Unreachable => "unreachable",
        KeyTestOutcome::Unclear => "unclear",
    };
    let word = output.state(word);
    if key.test_is_stale { format!("{word} (another value)") } else { word }
}

/// What there is to say beside the outcome: why, or whose it is and what it may do.
fn note(test: &KeyTest) -> String {
    if let Some(reason) = &test.reason {
        return reason.lines().next().unwrap_or_default().to_owned();
    }
    let facts = test.account.iter().chain(&test.permissions);
    facts.map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn users(uses: &[KeyUse]) -> String {
    let named = uses.iter().map(|using| {
        let id = using.server.as_str();
        if using.is_outdated { format!("{id} (restart needed)") } else { id.to_owned() }
    });
    named.collect::<Vec<_>>().join(", ")
}
