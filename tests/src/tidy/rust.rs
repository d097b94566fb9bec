//! Rules over the Rust sources that no compiler or clippy lint knows.

use std::sync::LazyLock;

use regex::Regex;

use super::{File, Tree, Violation};

/// Where a child process may be started, beside the supervisor (invariant 2), and why.
const SPAWNERS: &[(&str, &str)] = &[
    ("crates/supervisor/", "it supervises child processes"),
    ("crates/testkit/", "it starts the product and the fake servers"),
    ("tests/", "acceptance tests start the product"),
    ("benches/", "measurements start the product and its peers"),
];

/// Where the product ends: what only tests and measures it.
const WITNESSES: &[&str] = &["crates/testkit/", "tests/", "benches/"];

/// `lib.rs` files that are more than a table of contents, and why.
const WIRING: &[(&str, &str)] = &[
    ("src-tauri/src/lib.rs", "it wires the shell together; there is no logic to keep elsewhere"),
    ("benches/bare-window/src/lib.rs", "a whole program for comparison"),
];

/// A file opens with what it is for and which invariants it keeps.
pub fn files_open_with_their_purpose(tree: &Tree) -> Vec<Violation> {
    tree.with_extension(&["rs"])
        .filter(|file| !file.text.starts_with("//!"))
        .map(|file| file.violation(1, "a file opens with `//!`: its purpose and its invariants"))
        .collect()
}

/// `mod.rs` and `lib.rs` say what there is: documentation, `mod`, `use`, and at most the plain types
/// that their modules share. Nothing in them runs.
pub fn module_roots_hold_no_logic(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in tree.with_extension(&["rs"]) {
        // `tests/support/mod.rs` is how cargo has test binaries share code.
        let root = (file.name() == "mod.rs" || file.name() == "lib.rs") && !in_tests(&file.path);
        if !root || WIRING.iter().any(|(path, _)| *path == file.path) {
            continue;
        }
        violations.extend(first_item(file).map(|line| {
            file.violation(line, "no logic in mod.rs and lib.rs: docs, `mod`, `use` and plain types; move the rest to a file of its own")
        }));
    }
    violations
}

/// The first line that starts something with a body that runs.
fn first_item(file: &File) -> Option<usize> {
    static ITEM: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\s*(pub(\([^)]*\))?\s+)?((async|const|unsafe|extern)\s+)*(fn\b|impl\b|static\b|macro_rules!|mod\s+\w+\s*\{)",
        )
    });
    file.lines().find(|(_, line)| ITEM.is_match(&code_of(line))).map(|(number, _)| number)
}

/// Lints are lifted with `#[expect(…, reason)]`, which says so when it is no longer needed.
pub fn lints_are_expected_not_allowed(tree: &Tree) -> Vec<Violation> {
    static ALLOW: LazyLock<Regex> = LazyLock::new(|| pattern(r"#!?\[(cfg_attr\(.*,\s*)?allow\("));
    matching(tree, &ALLOW, "`#[expect(lint, reason = \"…\")]`, never `#[allow]`")
}

/// A test that is not run is not a test.
pub fn no_test_is_ignored(tree: &Tree) -> Vec<Violation> {
    static IGNORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"#\[(cfg_attr\(.*,\s*)?ignore\b"));
    matching(tree, &IGNORE, "no ignored tests: repair it or remove it")
}

/// Child processes are started by the supervisor only.
pub fn processes_start_in_the_supervisor(tree: &Tree) -> Vec<Violation> {
    static SPAWN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b(Command|CommandWrap)::(new|with_new)\(|\bprocess_wrap::"));
    let mut violations = matching(
        tree,
        &SPAWN,
        "child processes are started by the supervisor only; exceptions are in SPAWNERS (tests/src/tidy/rust.rs)",
    );
    violations.retain(|violation| {
        !SPAWNERS.iter().any(|(path, _)| violation.path.starts_with(path))
            && !in_tests(&violation.path)
    });
    violations
}

/// Nothing mutable is global; what the app holds is built before the window opens.
pub fn no_global_mutable_state(tree: &Tree) -> Vec<Violation> {
    static GLOBAL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\bstatic\s+(mut\s|\w+\s*:.*\b(Mutex|RwLock|OnceLock|OnceCell|RefCell|DashMap|Atomic\w+)\b)|\blazy_static!|\bthread_local!",
        )
    });
    let mut violations =
        matching(tree, &GLOBAL, "no global mutable state (invariant 6): pass what is needed");
    violations.retain(|violation| !WITNESSES.iter().any(|path| violation.path.starts_with(path)));
    violations
}

/// A pool synchronises itself; a lock around it makes every query wait for the slowest.
pub fn pools_are_not_locked(tree: &Tree) -> Vec<Violation> {
    static LOCKED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(Mutex|RwLock)<[^>]*Pool\b"));
    matching(tree, &LOCKED, "a pool is never wrapped in a lock (invariant 6)")
}

/// Names say what a thing is, in the words of the vocabulary.
pub fn names_are_of_the_vocabulary(tree: &Tree) -> Vec<Violation> {
    static VAGUE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(struct|enum|trait|type|mod)\s+(\w*(Manager|Helper|Helpers|Util|Utils)|utils?|helpers?)\b",
        )
    });
    matching(tree, &VAGUE, "no Manager, Helper or Util: name it by what it does")
}

/// Whether a file belongs to a crate's own integration tests.
fn in_tests(path: &str) -> bool {
    path.split('/').skip(1).any(|part| part == "tests")
}

fn matching(tree: &Tree, regex: &Regex, rule: &'static str) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in tree.with_extension(&["rs"]) {
        for (number, line) in file.lines() {
            // Most lines fail the cheap question, so the dear one is rarely asked.
            if regex.is_match(line) && regex.is_match(&code_of(line)) {
                violations.push(file.violation(number, rule));
            }
        }
    }
    violations
}

/// The line without its comment and without what stands in string literals.
fn code_of(line: &str) -> String {
    static STRING: LazyLock<Regex> = LazyLock::new(|| pattern(r##"r#"[^"]*"#|"(?:[^"\\]|\\.)*""##));
    let without_strings = STRING.replace_all(line, "\"\"");
    without_strings.split("//").next().unwrap_or_default().to_owned()
}

#[expect(clippy::expect_used, reason = "the patterns are constants, and every one is tested")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of this file compiles")
}

#[cfg(test)]
mod tests {
    use super::*;

    type Rule = fn(&Tree) -> Vec<Violation>;

    #[test]
    fn lines_are_judged_by_their_code() {
        let cases: &[(Rule, &str, usize)] = &[
            (lints_are_expected_not_allowed, "#[allow(dead_code)]", 1),
            (lints_are_expected_not_allowed, "#![allow(dead_code)]", 1),
            (lints_are_expected_not_allowed, "#[cfg_attr(unix, allow(dead_code))]", 1),
            (lints_are_expected_not_allowed, "#[expect(dead_code, reason = \"x\")]", 0),
            (lints_are_expected_not_allowed, "// #[allow(dead_code)]", 0),
            (lints_are_expected_not_allowed, "let text = \"#[allow(dead_code)]\";", 0),
            (no_test_is_ignored, "#[ignore]", 1),
            (no_test_is_ignored, "#[ignore = \"slow\"]", 1),
            (no_test_is_ignored, "#[ignored]", 0),
            (no_global_mutable_state, "static COUNT: AtomicUsize = AtomicUsize::new(0);", 1),
            (no_global_mutable_state, "pub static mut COUNT: u8 = 0;", 1),
            (no_global_mutable_state, "static WORDS: LazyLock<Regex> = LazyLock::new(words);", 0),
            (pools_are_not_locked, "pool: Mutex<SqlitePool>,", 1),
            (pools_are_not_locked, "pool: SqlitePool,", 0),
            (names_are_of_the_vocabulary, "pub struct ServerManager {", 1),
            (names_are_of_the_vocabulary, "mod utils;", 1),
            (names_are_of_the_vocabulary, "pub struct Supervisor {", 0),
        ];
        for (rule, line, expected) in cases {
            let tree = Tree::of(&[("crates/app/src/a.rs", line)]);
            assert_eq!(rule(&tree).len(), *expected, "{line}");
        }
    }

    #[test]
    fn processes_may_start_only_where_the_table_says() {
        let cases = [
            ("crates/app/src/a.rs", 1),
            ("src-tauri/src/tray.rs", 1),
            ("crates/supervisor/src/spawn.rs", 0),
            ("crates/mcp/tests/stdio.rs", 0),
            ("tests/tests/cli.rs", 0),
        ];
        for (path, expected) in cases {
            let tree = Tree::of(&[(path, "let child = Command::new(program);")]);
            assert_eq!(processes_start_in_the_supervisor(&tree).len(), expected, "{path}");
        }
    }

    #[test]
    fn module_roots_are_tables_of_contents() {
        let contents =
            "//! Docs.\n#![cfg(test)]\n\nmod a;\npub(crate) mod b;\npub use a::{\n    C,\n};\n";
        let cases = [
            ("crates/a/src/lib.rs", contents.to_owned(), None),
            ("crates/a/src/mod.rs", format!("{contents}fn f() {{}}\n"), Some(9)),
            ("crates/a/src/lib.rs", format!("{contents}impl S {{\n"), Some(9)),
            ("crates/a/src/lib.rs", format!("{contents}pub(crate) struct S;\n"), None),
            ("crates/a/src/mod.rs", "//! Docs.\nmod tests {\n}\n".to_owned(), Some(2)),
            ("crates/a/src/a.rs", format!("{contents}fn f() {{}}\n"), None),
            ("crates/a/tests/support/mod.rs", format!("{contents}fn f() {{}}\n"), None),
            ("src-tauri/src/lib.rs", format!("{contents}pub fn run() {{}}\n"), None),
        ];
        for (path, text, line) in cases {
            let found = module_roots_hold_no_logic(&Tree::of(&[(path, &text)]));
            assert_eq!(found.first().map(|violation| violation.line), line, "{path}\n{text}");
        }
    }

    #[test]
    fn files_say_their_purpose_first() {
        let tree = Tree::of(&[("a.rs", "//! A.\n"), ("b.rs", "use std::io;\n"), ("c.md", "C")]);
        let found = files_open_with_their_purpose(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, "b.rs");
    }
}
