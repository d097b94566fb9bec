//! What is read of each client's format, and what is said of what is none.

use console_domain::{Problem, Transport};

use super::text::{ImportedEntry, ImportedText, NoImport, read_text};

mod fixtures;
mod lines;
mod properties;
mod wrong;

/// Reads a text that is an import.
fn read(text: &str) -> ImportedText {
    match read_text(text) {
        Ok(read) => read,
        Err(NoImport::NoServers) => panic!("no servers in {text}"),
        Err(NoImport::Unreadable(problem)) => panic!("{problem}: {text}"),
    }
}

/// Why a text is no import.
fn refused(text: &str) -> Problem {
    Problem::from(read_text(text).expect_err(text))
}

/// The server of an entry on one line: its id, what it runs or reaches, its variables.
fn summary(entry: &ImportedEntry) -> String {
    let config = match &entry.config {
        Ok(config) => config,
        Err(problem) => {
            return format!("{}: {}", entry.field, problem.field.as_deref().unwrap_or("-"));
        }
    };
    let (target, pairs): (String, Vec<String>) = match &config.transport {
        Transport::Stdio { command, args, env, cwd } => {
            let words = std::iter::once(command).chain(args).map(String::as_str);
            let at = cwd.as_ref().map(|cwd| format!(" @{cwd}")).unwrap_or_default();
            (
                format!("{}{at}", words.collect::<Vec<_>>().join(" | ")),
                env.iter().map(|v| format!("{}={}", v.name, v.value)).collect(),
            )
        }
        Transport::Http { url, headers, flavour } => (
            format!("{url} {flavour:?}"),
            headers.iter().map(|h| format!("{}: {}", h.name, h.value)).collect(),
        ),
    };
    format!("{}: {target} [{}]", config.id, pairs.join(", "))
}

fn summaries(read: &ImportedText) -> Vec<String> {
    read.entries.iter().map(summary).collect()
}
