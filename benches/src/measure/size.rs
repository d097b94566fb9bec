//! What is carried: the interface as the window loads it, and the packages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use console_testkit::binary;

use super::Effort;
use crate::figure::{Figure, Unit};
use crate::table::{Added, Row};

/// The interface of `ui/dist`, and the packages that `scripts/package` made.
pub(crate) fn measure(_effort: Effort) -> Vec<Row> {
    let dist = Path::new("ui/dist");
    let assets: Vec<PathBuf> = files(&dist.join("assets"));
    let index = fs::read_to_string(dist.join("index.html")).expect("the interface is built");
    let is_first = |path: &&PathBuf| {
        path.file_name().is_some_and(|name| index.contains(&*name.to_string_lossy()))
    };
    let first: f64 = assets.iter().filter(is_first).map(|path| gzipped(path)).sum();
    let all: f64 = assets.iter().map(|path| gzipped(path)).sum();
    let mut rows = vec![
        row(
            "the interface: what the first page needs",
            first,
            "JavaScript and CSS of ui/dist, gzip -9",
        ),
        row("the interface: all of it", all, "every page, gzip -9"),
    ];
    let built = binary("mcpctl");
    let target = built.parent().and_then(Path::parent).expect("a folder");
    let release = target.join("package/release/bundle");
    for kind in ["deb", "rpm"] {
        let suffix = format!(".{kind}");
        let package = files(&release.join(kind))
            .into_iter()
            .find(|path| path.to_string_lossy().ends_with(&suffix))
            .unwrap_or_else(|| panic!("no {kind} in {}: run scripts/bench", release.display()));
        rows.push(row(&format!("the {kind} package"), length(&package), "`make package`"));
    }
    rows
}

fn row(what: &str, bytes: f64, how: &str) -> Row {
    let ours = Figure::single(Unit::Bytes, bytes);
    Row { what: what.into(), ours, floor: None, added: Added::Silent, how: how.into() }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect()
}

#[expect(clippy::cast_precision_loss, reason = "files are far below 2^52 bytes")]
fn length(path: &Path) -> f64 {
    fs::metadata(path).expect("it is there").len() as f64
}

#[expect(clippy::cast_precision_loss, reason = "files are far below 2^52 bytes")]
fn gzipped(path: &Path) -> f64 {
    let output = Command::new("gzip").args(["-9", "-c"]).arg(path).output().expect("gzip runs");
    output.stdout.len() as f64
}
