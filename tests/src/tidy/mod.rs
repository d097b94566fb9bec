//! The invariants of `docs/ARCHITECTURE.md` that can be read off the tree.
//!
//! A rule is a function `fn(&Tree) -> Vec<Violation>`; it reads text only, so it needs no build
//! and says file and line. `tests/tidy.rs` runs every rule on the repository.

pub mod manifests;
pub mod migrations;
pub mod rust;
pub mod text;
mod tree;
pub mod ui;

pub use tree::{File, Tree, Violation};
