//! Holds the repository to its invariants: one test per rule; the rules and their own tests are in
//! `src/tidy`. A failure names each file, line and rule.
#![cfg(test)]

use std::path::{Path, PathBuf};

use acceptance::tidy::{Tree, Violation, manifests, migrations, rust, text, ui};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

#[track_caller]
fn hold(rule: impl Fn(&Tree) -> Vec<Violation>) {
    let tree = Tree::of_repository(&root()).unwrap();
    let violations: Vec<String> = rule(&tree).iter().map(ToString::to_string).collect();
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

/// A test per rule, named like it.
macro_rules! rules {
    ($($module:ident: $($rule:ident),+;)+) => {
        $($(
            #[test]
            fn $rule() {
                hold($module::$rule);
            }
        )+)+
    };
}

rules! {
    manifests: arrows_point_down, libraries_stay_in_place, lints_are_the_workspaces;
    migrations: migrations_are_never_edited;
    rust: files_open_with_their_purpose, module_roots_hold_no_logic, lints_are_expected_not_allowed,
        no_test_is_ignored, processes_start_in_the_supervisor, no_global_mutable_state,
        pools_are_not_locked, names_are_of_the_vocabulary;
    text: files_are_short, no_registry_is_named, nothing_is_left_to_do;
    ui: tauri_is_reached_through_ipc, imports_point_down, colours_are_tokens,
        translations_are_complete;
}

#[test]
fn no_workplace_is_named() {
    let root = root();
    hold(|tree| text::no_workplace_is_named(tree, root.to_str().unwrap()));
}

/// The rules would pass over an empty tree.
#[test]
fn the_tree_is_read() {
    let tree = Tree::of_repository(&root()).unwrap();
    for path in ["Cargo.toml", "crates/domain/src/lib.rs", "tests/tests/tidy.rs", "Makefile"] {
        assert!(tree.get(path).is_some(), "{path} is in the tree");
    }
}
