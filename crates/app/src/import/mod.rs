//! Import: servers read from what other programs wrote.

mod json;
mod use_cases;

pub(crate) use json::{ImportedEntry, parse_import};
