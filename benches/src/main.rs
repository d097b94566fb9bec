//! `console-bench`: measures the console against its floors and prints one Markdown table.
//!
//! Ratios are the message: each figure of ours stands beside the least that the same machine needs
//! for the same thing, measured in the same run, in turns. Invariants: the programs are found in
//! `CONSOLE_BIN_DIR` (release builds, by `scripts/bench`); the user's own data is never touched;
//! the same measures print the same rows, whatever they find.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measurement that cannot be made ends the run, and printing is what it is for"
)]

mod api;
mod bare;
mod figure;
mod host;
mod machine;
mod measure;
mod readme;
mod screen;
mod table;

use std::path::PathBuf;

use clap::Parser;
use clap::builder::PossibleValuesParser;

/// Measures the console against its floors and prints one Markdown table.
#[derive(Debug, Parser)]
#[command(name = "console-bench", version)]
struct Args {
    /// Make these measures only (may be repeated)
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(measure::ALL.iter().map(|measure| measure.name)))]
    only: Vec<String>,
    /// Fewer and shorter rounds: to see that it works, not how fast
    #[arg(long)]
    quick: bool,
    /// Write the figures to a file, too
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Replace the table in README.md of the current directory
    #[arg(long, conflicts_with_all = ["only", "quick"])]
    readme: bool,
}

fn main() {
    let args = Args::parse();
    let effort = if args.quick { measure::Effort::Quick } else { measure::Effort::Full };
    let mut rows = Vec::new();
    for measure in measure::ALL {
        if args.only.is_empty() || args.only.iter().any(|name| name == measure.name) {
            eprintln!("measuring: {}", measure.name);
            rows.extend((measure.run)(effort));
        }
    }
    let machine = machine::line();
    let table = table::markdown(&rows, &machine);
    println!("{table}");
    if let Some(path) = &args.json {
        std::fs::write(path, table::json(&rows, &machine)).expect("the JSON file can be written");
    }
    if args.readme {
        readme::update("README.md".as_ref(), &table).expect("the README takes the table");
    }
}
