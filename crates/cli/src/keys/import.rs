//! `mcpctl keys import`: secrets that stand in plain text, shown or moved into the keychain.

use std::collections::BTreeSet;
use std::fmt::Write;

use console_app::view::{
    FoundKey, FoundKeyVerdict, KeyImportChoice, KeyImportPreview, KeyImportReport,
    KeyImportRequest, KeySource,
};
use console_domain::{ErrorCode, Problem};

use crate::args::{ImportKeysArgs, KeysFrom, kind_word};
use crate::backend::Backend;
use crate::output::{Output, table};

/// Moves what is chosen into the keychain, or shows what was found where nothing is.
pub(super) async fn import(
    backend: &Backend,
    args: ImportKeysArgs,
    output: &Output,
) -> Result<(), Problem> {
    let ImportKeysArgs { file, names, from, all, replace, dry_run } = args;
    let (source, names) = source_and_names(from, file, names)?;
    let preview = backend.preview_keys(&source).await?;
    if let Some(name) = names.iter().find(|name| preview.found.iter().all(|f| f.name != **name)) {
        let message = format!("No secret named {name} was found.");
        return Err(Problem::new(ErrorCode::NotFound, message)
            .field("name")
            .hint("`mcpctl keys import --dry-run` shows what is there."));
    }
    let is_chosen = |found: &&FoundKey| {
        names.contains(&found.name) || (all && names.is_empty() && can_move(found, replace))
    };
    let chosen: Vec<&FoundKey> = preview.found.iter().filter(is_chosen).collect();
    if dry_run || (names.is_empty() && !all) {
        output.answer(&preview, |preview| previewed(preview, replace));
        return Ok(());
    }
    let choices = chosen.iter().map(|found| choice(found, replace)).collect();
    let report = backend.import_keys(&KeyImportRequest { source, choices }).await?;
    output.answer(&report, |report| imported(report, &preview));
    let nothing = report.stored.is_empty() && report.replaced_in.is_empty();
    match report.skipped.into_iter().next() {
        // A script must see that what it asked for was not done.
        Some(problem) if nothing => Err(problem),
        _ => Ok(()),
    }
}

/// Only where a file is read does the first word name one.
fn source_and_names(
    from: KeysFrom,
    file: Option<String>,
    names: Vec<String>,
) -> Result<(KeySource, BTreeSet<String>), Problem> {
    let (source, first) = match from {
        KeysFrom::Servers => (KeySource::Servers, file),
        KeysFrom::Clients => (KeySource::Clients, file),
        KeysFrom::Env => {
            let path = file.map(|file| absolute(&file)).transpose()?;
            (KeySource::EnvFile { path }, None)
        }
    };
    Ok((source, first.into_iter().chain(names).collect()))
}

/// The host has another working directory.
fn absolute(path: &str) -> Result<String, Problem> {
    if path.starts_with("~/") {
        return Ok(path.to_owned());
    }
    let found = std::path::absolute(path).map_err(|e| {
        Problem::new(ErrorCode::Io, format!("{path} cannot be read: {e}."))
            .field("path")
            .hint("Name a file that you may read.")
    })?;
    Ok(found.to_string_lossy().into_owned())
}

/// Whether there is something to do about it that needs no decision.
fn can_move(found: &FoundKey, replace: bool) -> bool {
    if is_stuck(found) {
        return false;
    }
    match found.verdict {
        FoundKeyVerdict::New => true,
        FoundKeyVerdict::SameAs { .. } => found.is_replaceable,
        FoundKeyVerdict::NameTaken => replace,
        FoundKeyVerdict::Overridden | FoundKeyVerdict::Invalid { .. } => false,
    }
}

/// Whether it stands where the place is ours, and no reference can stand there.
fn is_stuck(found: &FoundKey) -> bool {
    found.server.is_some() && !found.is_replaceable
}

fn choice(found: &FoundKey, replace: bool) -> KeyImportChoice {
    let FoundKey { id, name, target, .. } = found.clone();
    KeyImportChoice { id, name, target, replace }
}

fn previewed(preview: &KeyImportPreview, replace: bool) -> String {
    let mut text = String::new();
    if preview.found.is_empty() {
        text.push_str("No secrets were found in plain text.\n");
    } else {
        let row = |found: &FoundKey| {
            let kind = kind_word(found.target.kind).to_owned();
            vec![found.name.clone(), kind, outcome(found, replace), found.place.clone()]
        };
        let rows: Vec<_> = preview.found.iter().map(row).collect();
        text.push_str(&table(&["NAME", "KIND", "WOULD BE", "PLACE"], &rows));
    }
    write_notes(&mut text, &preview.problems);
    text.push_str("Nothing was changed.");
    if preview.found.iter().any(|found| can_move(found, replace)) {
        text.push_str(" Name what to import, or give --all.");
    }
    text
}

/// What would become of it.
fn outcome(found: &FoundKey, replace: bool) -> String {
    match &found.verdict {
        _ if is_stuck(found) => "left: see below".into(),
        FoundKeyVerdict::New => "added".into(),
        FoundKeyVerdict::SameAs { name } if found.is_replaceable => {
            format!("a reference to {name}")
        }
        FoundKeyVerdict::SameAs { name } => format!("left: it is {name}"),
        FoundKeyVerdict::NameTaken if replace => "the key's new value".into(),
        FoundKeyVerdict::NameTaken => "left: that key has another value".into(),
        FoundKeyVerdict::Overridden => "left: set again below".into(),
        FoundKeyVerdict::Invalid { problem } => {
            format!("left: {}", problem.message.trim_end_matches('.'))
        }
    }
}

fn imported(report: &KeyImportReport, preview: &KeyImportPreview) -> String {
    let mut text = String::new();
    for name in &report.stored {
        let _infallible = writeln!(text, "Added {name}.");
    }
    for id in &report.replaced_in {
        let _infallible = writeln!(text, "A reference stands in the server {id} now.");
    }
    let mut left_out = Vec::new();
    for problem in &report.skipped {
        let place = preview.found.iter().find(|found| Some(&found.id) == problem.field.as_ref());
        let place = place.map_or("", |found| found.place.as_str());
        left_out.push(place);
        let _infallible = writeln!(text, "Left out {place}: {}", problem.message);
        if let Some(hint) = &problem.hint {
            let _infallible = writeln!(text, "  {hint}");
        }
    }
    for using in &report.to_restart {
        let id = &using.server;
        let _infallible =
            writeln!(text, "Restart {id} to have it use the key: mcpctl servers restart {id}");
    }
    // What was left out has been told.
    let is_new = |note: &&Problem| !left_out.iter().any(|place| note.message.starts_with(place));
    write_notes(&mut text, preview.problems.iter().filter(is_new));
    if !report.still_in.is_empty() {
        text.push_str("These files still hold values in plain text; clean or delete them once nothing reads them:\n");
        for file in &report.still_in {
            let _infallible = writeln!(text, "  {file}");
        }
    }
    if text.is_empty() {
        text.push_str("There was nothing to import.");
    }
    text
}

fn write_notes<'p>(text: &mut String, problems: impl IntoIterator<Item = &'p Problem>) {
    for problem in problems {
        let _infallible = writeln!(text, "note: {}", problem.message);
        if let Some(hint) = &problem.hint {
            let _infallible = writeln!(text, "  {hint}");
        }
    }
}
