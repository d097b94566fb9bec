//! Spots what is worth a warning in a command line, and in the scripts inside of it.

use std::net::IpAddr;

use console_domain::Transport;
use console_domain::limits::{MAX_ARGS, MAX_WARNINGS};

use super::programs::{Doings, doings, downloads, interprets};
use super::script::{Simple, commands};
use super::wrappers::{Unwrapped, program_name, unwrap};
use crate::view::{CommandWarning, WarningKind};

/// Scripts within scripts that are looked into.
const MAX_DEPTH: usize = 5;
/// Bytes of one script that are looked at.
const MAX_SCRIPT_BYTES: usize = 32 * 1024;
/// Characters that a warning quotes.
const MAX_QUOTE_CHARS: usize = 200;

/// What a person should know before this runs, in the order in which it stands there.
pub(crate) fn command_warnings(transport: &Transport) -> Vec<CommandWarning> {
    let mut spotted = Spotted(Vec::new());
    match transport {
        Transport::Stdio { command, args, .. } => {
            let words = std::iter::once(command).chain(args.iter().take(MAX_ARGS));
            spotted.command(&words.cloned().collect::<Vec<_>>(), 0);
        }
        Transport::Http { url, .. } => {
            if let Some(host) = unencrypted_host(url)
                && !is_loopback(host)
            {
                spotted.add(WarningKind::Unencrypted, &format!("http://{host}"));
            }
        }
    }
    spotted.0
}

struct Spotted(Vec<CommandWarning>);

impl Spotted {
    fn add(&mut self, kind: WarningKind, words: &str) {
        let words: String = words.trim().chars().take(MAX_QUOTE_CHARS).collect();
        let warning = CommandWarning { kind, words };
        if self.0.len() < MAX_WARNINGS && !self.0.contains(&warning) {
            self.0.push(warning);
        }
    }

    /// A command line: a program and its arguments.
    fn command(&mut self, words: &[String], depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let Unwrapped { program: at, rights, split } = unwrap(words);
        for wrapper in rights {
            self.add(WarningKind::AsksRights, &words[wrapper]);
        }
        if let Some(text) = split {
            self.script(&text, depth + 1);
        }
        let Some((program, args)) = words.get(at..).and_then(<[String]>::split_first) else {
            return;
        };
        let name = program_name(program);
        let Doings { shell, fetches, rights, runs } = doings(&name, args);
        let quote = |args_shown: usize| {
            let shown = std::iter::once(program).chain(&args[..args_shown]);
            shown.map(String::as_str).collect::<Vec<_>>().join(" ")
        };
        if name == "su" {
            self.add(WarningKind::AsksRights, program);
        }
        if let Some(flag) = rights {
            self.add(WarningKind::AsksRights, &args[flag]);
        }
        if let Some(shown) = fetches {
            self.add(WarningKind::FetchesCode, &quote(shown));
        }
        if let Some(first) = runs {
            self.command(&args[first..], depth + 1);
        }
        if let Some((shown, text)) = shell {
            self.add(WarningKind::RunsShell, &quote(shown));
            self.script(&text, depth + 1);
        }
    }

    /// A script: each of its commands, what stands nested in them, and its pipes.
    fn script(&mut self, text: &str, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let text = beginning(text);
        let all = commands(text);
        let fed = fed(&all);
        for (simple, fed) in all.iter().zip(fed) {
            if runs_download(simple, depth) {
                self.add(WarningKind::PipesDownload, &text[simple.start..simple.end]);
            } else if let Some(end) = fed {
                self.add(WarningKind::PipesDownload, &text[simple.start..end]);
            }
            self.command(&simple.words, depth);
            for (_, nested) in &simple.nested {
                self.script(nested, depth + 1);
            }
        }
    }
}

/// For each command that is a download and is piped into an interpreter, directly or through
/// others: where the interpreter's name ends.
fn fed(all: &[Simple<'_>]) -> Vec<Option<usize>> {
    let mut fed = vec![None; all.len()];
    // Where the next interpreter down the pipe is; from the end, so that each is looked at once.
    let mut reader = None;
    for (simple, fed) in all.iter().zip(&mut fed).rev() {
        reader = reader.filter(|_| simple.is_piped);
        let program = program_of(simple);
        if downloads(&program) {
            *fed = reader;
        }
        if interprets(&program) {
            reader = simple.ends.get(program_at(simple)).copied();
        }
    }
    fed
}

/// Whether it runs what a nested command downloads: `bash <(curl …)`, `eval "$(curl …)"`,
/// `$(curl …)`.
fn runs_download(simple: &Simple<'_>, depth: usize) -> bool {
    let at = program_at(simple);
    let program = program_of(simple);
    let is_nested = |from: usize| {
        simple.nested.iter().any(|(word, text)| *word >= from && fetches_text(text, depth + 1))
    };
    if program.is_empty() { is_nested(at) } else { interprets(&program) && is_nested(at + 1) }
}

/// Whether some command of the script downloads.
fn fetches_text(text: &str, depth: usize) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    let text = beginning(text);
    text.to_ascii_lowercase().contains(".downloadstring(")
        || commands(text).iter().any(|simple| {
            downloads(&program_of(simple))
                || simple.nested.iter().any(|(_, text)| fetches_text(text, depth + 1))
        })
}

fn program_at(simple: &Simple<'_>) -> usize {
    unwrap(&simple.words).program
}

fn program_of(simple: &Simple<'_>) -> String {
    simple.words.get(program_at(simple)).map(|word| program_name(word)).unwrap_or_default()
}

fn beginning(text: &str) -> &str {
    let mut end = text.len().min(MAX_SCRIPT_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The host of a URL that is not encrypted, with its port.
fn unencrypted_host(url: &str) -> Option<&str> {
    let scheme = url.get(..7)?;
    let rest = &url[7..];
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    scheme.eq_ignore_ascii_case("http://").then_some(host)
}

fn is_loopback(host: &str) -> bool {
    let bare = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.split_once(':').map_or(host, |(host, _)| host),
    };
    let name = bare.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}
