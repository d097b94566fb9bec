//! A text into servers, whatever client wrote it. Its format is told by what stands in it.
//!
//! Invariants: the text is bounded; each entry is understood by itself, so that a wrong one is
//! named and the others go on; of several formats the first that has servers is read and the
//! others are named; nothing is stored here.

use console_domain::limits::{MAX_IMPORT_BYTES, MAX_SERVERS};
use console_domain::{ErrorCode, Problem, ServerConfig};
use serde_json::json;

use super::command_line::{self, Read};
use super::entry::{Understood, understand};
use super::references::Inputs;
use super::sections::{Section, Syntax, split};
use super::shapes::{RawEntry, field_of, find};
use super::syntax;
use crate::view::ImportFormat;

/// One entry of a text.
#[derive(Debug)]
pub(crate) struct ImportedEntry {
    /// Where it stands: `mcpServers.time`, `providers[2]`. No two of a text have the same.
    pub(crate) field: String,
    /// Its name as written, or as it was made up.
    pub(crate) name: String,
    /// The server, or what is wrong with the entry.
    pub(crate) config: Result<ServerConfig, Problem>,
    /// What a person should know of an entry that is not wrong.
    pub(crate) remark: Option<Problem>,
}

/// What a text says.
#[derive(Debug)]
pub(crate) struct ImportedText {
    /// What wrote it.
    pub(crate) format: ImportFormat,
    /// Its entries, in their order.
    pub(crate) entries: Vec<ImportedEntry>,
    /// What did not prevent the reading.
    pub(crate) notes: Vec<Problem>,
}

/// Why a text is no import.
#[derive(Debug)]
pub(crate) enum NoImport {
    /// It can be read, and no servers are in it.
    NoServers,
    /// It cannot be read.
    Unreadable(Problem),
}

impl From<NoImport> for Problem {
    fn from(reason: NoImport) -> Self {
        match reason {
            NoImport::Unreadable(problem) => problem,
            NoImport::NoServers => Self::invalid("text", "No servers were found in this text.")
                .hint("Paste what a client writes (\"mcpServers\"), a manifest (\"providers\"), a command line or a URL."),
        }
    }
}

/// Reads a text of at most [`MAX_IMPORT_BYTES`].
pub(crate) fn read_text(text: &str) -> Result<ImportedText, NoImport> {
    if text.len() > MAX_IMPORT_BYTES {
        let message = format!("The text is longer than {} MiB.", MAX_IMPORT_BYTES / 1024 / 1024);
        let problem = Problem::invalid("text", message)
            .hint("Paste only the part with the servers.")
            .details(json!({ "bytes": text.len() }));
        return Err(NoImport::Unreadable(problem));
    }
    let sections = split(text.trim_start_matches('\u{feff}'));
    let alone = sections.len() == 1;
    let mut first: Option<ImportedText> = None;
    let mut wrong: Vec<Problem> = Vec::new();
    let mut others = Vec::new();
    for section in &sections {
        match (read_section(section, alone), &first) {
            (Ok(read), None) => first = Some(read),
            (Ok(read), Some(_)) => others.push(another(read.format, section.above + 1)),
            (Err(NoImport::Unreadable(problem)), _) => wrong.push(problem),
            (Err(NoImport::NoServers), _) => {}
        }
    }
    let Some(mut read) = first else {
        return Err(wrong.into_iter().next().map_or(NoImport::NoServers, NoImport::Unreadable));
    };
    read.notes.extend(wrong);
    read.notes.extend(others);
    if read.entries.len() > MAX_SERVERS {
        let more = read.entries.len() - MAX_SERVERS;
        read.entries.truncate(MAX_SERVERS);
        let message =
            format!("Only the first {MAX_SERVERS} servers are shown; {more} are left out.");
        read.notes.push(Problem::invalid("text", message));
    }
    name_apart(&mut read.entries);
    if read.format == ImportFormat::Manifest {
        refuse_doubles(&mut read.entries);
    }
    Ok(read)
}

/// `alone`: nothing else stands in the text, so that any words are taken for a command.
fn read_section(section: &Section<'_>, alone: bool) -> Result<ImportedText, NoImport> {
    if section.syntax == Syntax::Words {
        return read_words(section, alone);
    }
    let document = syntax::read(section).map_err(NoImport::Unreadable)?;
    let inputs = Inputs::of(&document.root);
    let mut notes = document.notes;
    let mut read: Option<ImportedText> = None;
    for found in find(document.root, section.syntax) {
        match &mut read {
            Some(read) if read.format != found.format => {
                notes.push(another(found.format, section.above + 1));
            }
            Some(read) => read.entries.extend(entries(found.entries, found.format, &inputs)),
            None => {
                let entries = entries(found.entries, found.format, &inputs).collect();
                read = Some(ImportedText { format: found.format, entries, notes: Vec::new() });
            }
        }
    }
    let mut read = match (read, notes.is_empty()) {
        (Some(read), _) => read,
        (None, true) => return Err(NoImport::NoServers),
        // Cut off before the first server: that is why there are none.
        (None, false) => return Err(NoImport::Unreadable(notes.swap_remove(notes.len() - 1))),
    };
    if let Some(cut) = document.cut {
        let cut = field_of(&cut);
        let on_the_way =
            |field: &str| cut == field || cut.strip_prefix(field).is_some_and(is_below);
        read.entries.retain(|entry| !on_the_way(&entry.field));
        if read.entries.is_empty() {
            let last = notes.len().saturating_sub(1);
            return Err(NoImport::Unreadable(notes.swap_remove(last)));
        }
    }
    read.notes = notes;
    Ok(read)
}

fn is_below(rest: &str) -> bool {
    rest.starts_with(['.', '['])
}

fn entries(
    raw: Vec<RawEntry>,
    format: ImportFormat,
    inputs: &Inputs,
) -> impl Iterator<Item = ImportedEntry> {
    raw.into_iter().map(move |raw| {
        let field = field_of(&raw.path);
        let name = raw.name.clone().unwrap_or_else(|| field.clone());
        entry(field, name, understand(raw, format, inputs))
    })
}

fn entry(field: String, name: String, read: Result<Understood, Problem>) -> ImportedEntry {
    let (config, remark) = match read {
        Ok(Understood { config, remark }) => (Ok(config), remark),
        Err(problem) => (Err(problem), None),
    };
    let name = config.as_ref().map_or(name, |config: &ServerConfig| config.name.clone());
    ImportedEntry { field, name, config, remark }
}

fn read_words(section: &Section<'_>, alone: bool) -> Result<ImportedText, NoImport> {
    let lines = command_line::logical_lines(section.text);
    let any = alone && lines.len() == 1;
    let lines = lines.into_iter().filter(|(_, line)| any || command_line::is_plausible(line));
    let mut format = None;
    let mut entries = Vec::new();
    for (number, line) in lines.take(MAX_SERVERS + 1) {
        let field = format!("line {}", section.above + number);
        let read = match command_line::read_line(&line) {
            Ok(Read::Line(line)) => {
                let is_url = line.words.is_empty() && line.name.is_none();
                let own = if is_url { ImportFormat::Url } else { ImportFormat::CommandLine };
                format.get_or_insert(own);
                let name = line.name.clone().unwrap_or_else(|| field.clone());
                (name, command_line::server(*line))
            }
            Ok(Read::Json(name, json)) => read_json_word(&field, name, &json),
            Err(problem) => (line.chars().take(40).collect(), Err(problem)),
        };
        entries.push(entry(field, read.0, read.1));
    }
    if entries.is_empty() {
        return Err(match (alone, section.text.trim().is_empty()) {
            (true, false) => NoImport::Unreadable(command_line::no_command()),
            _ => NoImport::NoServers,
        });
    }
    let format = format.unwrap_or(ImportFormat::CommandLine);
    Ok(ImportedText { format, entries, notes: Vec::new() })
}

/// The JSON that a line gives to a client.
fn read_json_word(
    field: &str,
    name: Option<String>,
    text: &str,
) -> (String, Result<Understood, Problem>) {
    let section = Section { syntax: Syntax::Json, text, above: 0 };
    let read = syntax::read(&section).and_then(|document| {
        let inputs = Inputs::of(&document.root);
        let within = document.root.get("name").and_then(serde_json::Value::as_str);
        let name = name.clone().or_else(|| within.map(str::to_owned));
        let raw = RawEntry { path: vec![field.to_owned()], name, value: document.root };
        understand(raw, ImportFormat::McpServers, &inputs)
    });
    (name.unwrap_or_else(|| field.to_owned()), read)
}

/// Gives each entry a field of its own.
fn name_apart(entries: &mut [ImportedEntry]) {
    let mut seen = std::collections::HashSet::new();
    for entry in entries {
        let mut number = 2;
        let field = entry.field.clone();
        while !seen.insert(entry.field.clone()) {
            entry.field = format!("{field} ({number})");
            number += 1;
        }
    }
}

/// Refuses the second of two entries with one id: a manifest is read again at each start, and its
/// ids say which is which.
fn refuse_doubles(entries: &mut [ImportedEntry]) {
    let mut seen = std::collections::HashSet::new();
    for entry in entries {
        if let Ok(config) = &entry.config
            && !seen.insert(config.id.clone())
        {
            let message = format!("The id {} is used twice in this manifest.", config.id);
            let problem = Problem::new(ErrorCode::DuplicateName, message);
            entry.config = Err(problem.hint("Give one of the two another id."));
        }
    }
}

/// Servers of a second format.
fn another(format: ImportFormat, line: usize) -> Problem {
    let message = format!("A second part, {} from line {line}, is not read.", describe(format));
    Problem::invalid("text", message)
        .hint("Paste it by itself after this one.")
        .details(json!({ "line": line, "format": format }))
}

fn describe(format: ImportFormat) -> &'static str {
    match format {
        ImportFormat::McpServers => "JSON with \"mcpServers\"",
        ImportFormat::VsCode => "JSON of VS Code",
        ImportFormat::Zed => "JSON of Zed",
        ImportFormat::OpenCode => "JSON of OpenCode",
        ImportFormat::CodexToml => "TOML with \"mcp_servers\"",
        ImportFormat::GooseYaml => "YAML of Goose",
        ImportFormat::ContinueYaml => "YAML of Continue",
        ImportFormat::Manifest => "a manifest",
        ImportFormat::CommandLine => "a command line",
        ImportFormat::Url => "a URL",
        ImportFormat::Wrappers => "wrappers",
    }
}
