//! `mcpctl servers import`: what a file would add, or its servers added.

use std::fmt::Write;
use std::io::Read;
use std::path::Path;

use console_app::view::{ImportEntry, ImportPreview, ImportReport, ImportVerdict};
use console_domain::limits::MAX_IMPORT_BYTES;
use console_domain::{ErrorCode, Problem};

use crate::backend::Backend;
use crate::output::{Output, table};

/// Adds the servers of `file`, or with `dry_run` shows what would be added.
pub(super) async fn import(
    backend: &Backend,
    file: &Path,
    dry_run: bool,
    output: &Output,
) -> Result<(), Problem> {
    let text = read(file)?;
    if dry_run {
        output.answer(&backend.preview_import(text).await?, previewed);
    } else {
        output.answer(&backend.import(text).await?, imported);
    }
    Ok(())
}

/// A little more than what is allowed is read, so that it is refused for its length.
fn read(file: &Path) -> Result<String, Problem> {
    let limit = u64::try_from(MAX_IMPORT_BYTES).unwrap_or(u64::MAX) + 1;
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().take(limit).read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(limit).read_to_string(&mut text))
    };
    read.map(|_| text).map_err(|e| {
        Problem::new(ErrorCode::Io, format!("{} cannot be read: {e}.", file.display()))
            .field("file")
            .hint("Name a file that you may read, or - for standard input.")
    })
}

fn previewed(preview: &ImportPreview) -> String {
    if preview.entries.is_empty() {
        return "No servers are in it.".into();
    }
    let row = |entry: &ImportEntry| {
        let id = entry.id.as_ref().map_or_else(|| "–".into(), ToString::to_string);
        vec![entry.name.clone(), id, verdict(entry.verdict).into(), entry.target.clone()]
    };
    let rows: Vec<_> = preview.entries.iter().map(row).collect();
    let mut text = table(&["NAME", "ID", "WOULD BE", "TARGET"], &rows);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    for entry in &preview.entries {
        for warning in &entry.warnings {
            let kind = serde_json::to_value(warning.kind).unwrap_or_default();
            let kind = kind.as_str().unwrap_or_default().replace('_', " ");
            let _infallible = writeln!(text, "{}: {kind}: {}", entry.name, warning.words);
        }
        if let Some(problem) = &entry.problem {
            let _infallible = writeln!(text, "{}: {}", entry.name, problem.message);
        }
    }
    for note in &preview.notes {
        let _infallible = writeln!(text, "note: {}", note.message);
    }
    text.push_str("Nothing was changed.\n");
    text
}

fn verdict(verdict: ImportVerdict) -> &'static str {
    match verdict {
        ImportVerdict::New => "added",
        ImportVerdict::NameTaken => "added, renamed",
        ImportVerdict::Present => "left: it is here",
        ImportVerdict::Invalid => "left: invalid",
    }
}

fn imported(report: &ImportReport) -> String {
    let mut text = String::new();
    for server in &report.added {
        let _infallible = writeln!(text, "Added {}: {}", server.id, server.target);
    }
    for problem in &report.skipped {
        let field = problem.field.as_deref().unwrap_or_default();
        let _infallible = writeln!(text, "Left out {field}: {}", problem.message);
    }
    if report.added.iter().any(|server| !server.approved) {
        text.push_str("They start after `mcpctl servers approve ID`.\n");
    }
    if text.is_empty() {
        text.push_str("No servers are in it.");
    }
    text
}
