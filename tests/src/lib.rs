//! The library of the acceptance tests: the tidy rules, as functions from a tree of files to what
//! is wrong with it, so that each rule is itself tested against a tree that breaks it.
//!
//! The tests of the product are in `tests/`, one file per area.

pub mod tidy;
