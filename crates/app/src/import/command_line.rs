//! Command lines and URLs: what a README says to type.
//!
//! A line is split as a shell would split it, and nothing else of a shell is done. Lines that
//! tell a client to add a server (`claude mcp add …`) are read for what they add.

use console_domain::{EnvVar, ErrorCode, Header, HttpFlavour, Problem, ServerConfig, Transport};
use serde_json::json;

use super::client_line;
use super::entry::Understood;
use super::names::{name_of_command, name_of_url};
use super::references::{Inputs, References};
use super::remarks::Remarks;

/// What a line adds.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) name: Option<String>,
    /// The command and its arguments.
    pub(super) words: Vec<String>,
    pub(super) env: Vec<(String, String)>,
    pub(super) cwd: Option<String>,
    pub(super) url: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) sse: bool,
    pub(super) description: Option<String>,
}

/// What one logical line turned out to be.
pub(super) enum Read {
    /// A server's command line or URL, or an order to add one.
    Line(Box<Line>),
    /// A client is given the JSON of an entry: its name, where it stands outside of it, and it.
    Json(Option<String>, String),
}

/// The logical lines of a text: prompts taken off, continued lines joined, notes left out; each
/// with its number from 1.
pub(super) fn logical_lines(text: &str) -> Vec<(usize, String)> {
    let mut joined: Vec<(usize, String)> = Vec::new();
    let mut continues = false;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        let (part, goes_on) = match line.strip_suffix('\\') {
            Some(part) => (part.trim_end(), true),
            None => (line, false),
        };
        if let Some((_, open)) = joined.last_mut().filter(|_| continues) {
            open.push(' ');
            open.push_str(part);
        } else if !(line.is_empty() || line.starts_with('#') || line.starts_with("//")) {
            joined.push((number + 1, without_prompt(part).to_owned()));
        } else {
            continue;
        }
        continues = goes_on;
    }
    joined
}

fn without_prompt(line: &str) -> &str {
    let prompt = ["$ ", "% ", "> ", "PS> ", "❯ "].iter().find_map(|p| line.strip_prefix(p));
    prompt.unwrap_or(line).trim_start()
}

/// Reads one logical line.
///
/// # Errors
/// Where a quotation mark is not closed, or an order to a client cannot be understood.
pub(super) fn read_line(line: &str) -> Result<Read, Problem> {
    let words = split(line)?;
    if let [url] = words.as_slice()
        && is_url(url)
    {
        return Ok(Read::Line(Box::new(Line { url: Some(url.clone()), ..Line::default() })));
    }
    let (env, words) = leading_variables(words);
    if let Some(read) = client_line::read(&words)? {
        return Ok(read);
    }
    if words.is_empty() {
        return Err(Problem::invalid("command", "Only variables are set, and nothing is run.")
            .hint("Paste the command with them."));
    }
    Ok(Read::Line(Box::new(Line { words, env, ..Line::default() })))
}

/// The words of a line, as a shell would split it.
fn split(line: &str) -> Result<Vec<String>, Problem> {
    // A path of Windows keeps its back-slashes.
    let line = if has_windows_path(line) { line.replace('\\', "\\\\") } else { line.to_owned() };
    shlex::split(&line).filter(|words| !words.is_empty()).ok_or_else(|| {
        let column = line.rfind(['"', '\'']).map_or(1, |at| line[..at].chars().count() + 1);
        Problem::invalid("command", format!("The quotation mark in column {column} is not closed."))
            .hint("Close it, or paste the whole command.")
            .details(json!({ "column": column }))
    })
}

/// Whether a word begins with `C:\`, outside of quotation marks: within them a shell keeps a
/// back-slash that stands before a letter.
fn has_windows_path(line: &str) -> bool {
    let bytes = line.as_bytes();
    let mut quote = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let begins_a_word = quote.is_none() && (at == 0 || bytes[at - 1] == b' ');
        let drive = bytes.get(at..at + 3).filter(|_| begins_a_word);
        if drive.is_some_and(|drive| drive[0].is_ascii_alphabetic() && &drive[1..] == b":\\") {
            return true;
        }
        match (byte, quote) {
            (b'\\', None | Some(b'"')) => at += 1,
            (b'"' | b'\'', None) => quote = Some(byte),
            (closing, Some(opening)) if closing == opening => quote = None,
            _ => {}
        }
        at += 1;
    }
    false
}

/// `NAME=value` before the command, with or without `env`.
fn leading_variables(words: Vec<String>) -> (Vec<(String, String)>, Vec<String>) {
    let mut words = words.into_iter().peekable();
    words.next_if(|word| word == "env");
    let mut env = Vec::new();
    while let Some(word) = words.peek()
        && let Some(pair) = variable(word)
    {
        env.push(pair);
        words.next();
    }
    (env, words.collect())
}

/// `NAME=value`.
pub(super) fn variable(word: &str) -> Option<(String, String)> {
    let (name, value) = word.split_once('=')?;
    let first = name.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    let rest = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (first && rest).then(|| (name.to_owned(), value.to_owned()))
}

pub(super) fn is_url(word: &str) -> bool {
    word.starts_with("https://") || word.starts_with("http://")
}

/// The server that a line adds.
pub(super) fn server(line: Line) -> Result<Understood, Problem> {
    let inputs = Inputs::default();
    let mut references = References::new(&inputs);
    let mut remarks = Remarks::default();
    let Line { name, words, env, cwd, url, headers, sse, description } = line;
    let transport = if let Some(url) = url {
        let header =
            |(name, value): (String, String)| Header { value: references.convert(&value), name };
        let headers = headers.into_iter().map(header).collect();
        let flavour = if sse { HttpFlavour::Sse } else { HttpFlavour::Auto };
        Transport::Http { url: references.convert(&url), headers, flavour }
    } else {
        let operators = ["|", "||", "&&", ";", "&", ">", ">>", "<"];
        if let Some(word) = words.iter().find(|word| operators.contains(&word.as_str())) {
            remarks.shell_word(word);
        }
        let env = env
            .into_iter()
            .map(|(name, value)| EnvVar { value: references.convert(&value), name })
            .collect();
        let mut words = words.iter().map(|word| references.convert(word));
        let command = words.next().unwrap_or_default();
        Transport::Stdio { command, args: words.collect(), env, cwd }
    };
    let name = name.unwrap_or_else(|| match &transport {
        Transport::Stdio { command, args, .. } => name_of_command(command, args),
        Transport::Http { url, .. } => name_of_url(url),
    });
    let mut config = ServerConfig::new(&name, transport)?;
    config.description = description.filter(|text| !text.is_empty());
    config.validate()?;
    let needed = std::mem::take(&mut references.needed);
    Ok(Understood { remark: remarks.into_problem(&config.transport, needed), config })
}

/// Whether a line begins as the command lines of servers do. Asked where text stands around it.
pub(super) fn is_plausible(line: &str) -> bool {
    const PROGRAMS: [&str; 32] = [
        "amp",
        "bun",
        "bunx",
        "cargo",
        "claude",
        "code",
        "code-insiders",
        "codex",
        "copilot",
        "cursor",
        "deno",
        "docker",
        "dotnet",
        "droid",
        "env",
        "gemini",
        "go",
        "java",
        "mcpctl",
        "node",
        "npm",
        "npx",
        "pipx",
        "pnpm",
        "podman",
        "python",
        "python3",
        "qwen",
        "ruby",
        "uv",
        "uvx",
        "yarn",
    ];
    let Some(words) = shlex::split(line) else { return false };
    let (env, words) = leading_variables(words);
    let Some(first) = words.first() else { return false };
    let name = first.rsplit(['/', '\\']).next().unwrap_or(first);
    !env.is_empty()
        || is_url(first)
        || first.starts_with(['/', '.', '~'])
        || PROGRAMS.contains(&name.trim_end_matches(".exe").trim_end_matches(".cmd"))
}

/// A text in which nothing can be run.
pub(super) fn no_command() -> Problem {
    Problem::new(ErrorCode::InvalidInput, "This is neither a configuration nor a command line.")
}
