//! Import: servers read from what other programs wrote.
//!
//! A text goes through `sections` (what stands in it), `syntax` (JSON, TOML or YAML into values),
//! `shapes` (where servers stand in them) and `entry` (one of them understood); command lines
//! through `command_line`. `plan` compares with what is here; the use cases show or apply it.

mod client_line;
mod clients;
mod command_line;
mod entry;
mod fields;
mod names;
mod plan;
mod references;
mod remarks;
mod scan;
mod sections;
mod shapes;
mod source;
mod syntax;
mod text;
mod use_cases;
mod wrappers;

#[cfg(test)]
mod tests;

pub(crate) use clients::{ClientFile, client_files};
pub(crate) use references::variable_name;
pub(crate) use source::read_client;
pub(crate) use text::{ImportedEntry, NoImport, read_text};
