//! Rules over every text file, whatever its language.

use std::sync::LazyLock;

use regex::Regex;

use super::{File, Tree, Violation};

/// The hard limit of a file's length, in lines. The soft one is half of it.
const LINES: usize = 600;

/// Written by programs, read by programs.
const GENERATED: &[&str] = &["ui/src/ipc/bindings.ts"];

/// What the length limit is for: code. Data and prose are as long as they are.
const CODE: &[&str] = &["rs", "ts", "tsx", "css", "sql", "sh"];

/// This file has to name what it forbids.
const SELF: &str = "tests/src/tidy/text.rs";

/// A file is short enough to be read at one go.
pub fn files_are_short(tree: &Tree) -> Vec<Violation> {
    tree.with_extension(CODE)
        .filter(|file| !GENERATED.contains(&file.path.as_str()))
        .filter(|file| product_lines(file) > LINES)
        .map(|file| {
            file.violation(
                LINES + 1,
                "a file has at most 600 lines, its unit tests apart: split it",
            )
        })
        .collect()
}

/// The lines before a Rust file's unit tests, which stand at its end.
fn product_lines(file: &File) -> usize {
    let mut lines = file.text.lines().enumerate().peekable();
    let mut count = 0;
    while let Some((index, line)) = lines.next() {
        let tests = line == "#[cfg(test)]"
            && lines.peek().is_some_and(|(_, next)| next.starts_with("mod tests"));
        if tests && file.extension() == Some("rs") {
            break;
        }
        count = index + 1;
    }
    count
}

/// Lock files and settings name packages and checksums, never who served them: the registry is
/// the user's choice.
pub fn no_registry_is_named(tree: &Tree) -> Vec<Violation> {
    static REGISTRY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"\b(registry\.npmjs\.org|registry\.yarnpkg\.com|(static|index)\.crates\.io|pypi\.org/simple",
            r"|files\.pythonhosted\.org|proxy\.golang\.org|deb\.debian\.org)\b",
            r#"|(?m:^)[ \t]*"resolved":[ \t]*"[a-z+]+:|(?m:^)[ \t]*(registry|index-url|extra-index-url|replace-with)[ \t]*="#,
        ))
    });
    matching(tree, &REGISTRY, "no registry host in any file: the registry is the user's choice")
}

/// Nothing names the directory that somebody happens to work in. `root` is this checkout's.
pub fn no_workplace_is_named(tree: &Tree, root: &str) -> Vec<Violation> {
    let named = pattern(&format!(r"(?m:^|[^\w./-]){}(?:/|\b)", regex::escape(root)));
    matching(tree, &named, "no file names a developer's own directory")
}

/// Work that is left to do is in the tracker, not in the code.
pub fn nothing_is_left_to_do(tree: &Tree) -> Vec<Violation> {
    static LEFT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(TODO|FIXME|XXX|HACK)\b"));
    let mut violations = matching(tree, &LEFT, "no notes of work left to do: do it, or file it");
    violations.retain(|violation| !violation.path.ends_with("-lock.json"));
    violations
}

fn matching(tree: &Tree, regex: &Regex, rule: &'static str) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in tree.files().filter(|file| file.path != SELF) {
        // Over the whole text, not line by line: the lock files are long.
        for found in regex.find_iter(&file.text) {
            let line = file.text[..found.end()].matches('\n').count() + 1;
            violations.push(file.violation(line, rule));
        }
    }
    violations
}

#[expect(clippy::expect_used, reason = "the patterns are constants, and every one is tested")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of this file compiles")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_the_product_not_its_tests() {
        let code = "x\n".repeat(LINES);
        let tests = format!("{code}#[cfg(test)]\nmod tests {{\n{code}}}\n");
        let cases = [
            ("a.rs", code.clone(), 0),
            ("a.rs", format!("{code}x\n"), 1),
            ("a.rs", tests, 0),
            ("a.md", format!("{code}x\n"), 0),
            ("ui/src/ipc/bindings.ts", format!("{code}x\n"), 0),
        ];
        for (path, text, expected) in cases {
            let tree = Tree::of(&[(path, &text)]);
            assert_eq!(
                files_are_short(&tree).len(),
                expected,
                "{path}, {} lines",
                text.lines().count()
            );
        }
    }

    #[test]
    fn registries_and_workplaces_are_found() {
        let cases = [
            ("package-lock.json", "      \"resolved\": \"https://example.org/a.tgz\",", 1),
            ("package-lock.json", "      \"resolved\": \"ui\",", 0),
            (".npmrc", "registry=x", 1),
            ("a.md", "see registry.npmjs.org", 1),
            ("Cargo.lock", "source = \"registry+https://github.com/rust-lang/crates.io-index\"", 0),
            (".npmrc", "omit-lockfile-registry-resolved=true", 0),
        ];
        for (path, line, expected) in cases {
            assert_eq!(
                no_registry_is_named(&Tree::of(&[(path, line)])).len(),
                expected,
                "{path}: {line}"
            );
        }
        let cases = [
            ("cd /somewhere/console/ui", 1),
            ("\"/somewhere/console\"", 1),
            ("/somewhere/consoles", 0),
            ("ui/somewhere/console", 0),
        ];
        for (line, expected) in cases {
            let found = no_workplace_is_named(&Tree::of(&[("a.md", line)]), "/somewhere/console");
            assert_eq!(found.len(), expected, "{line}");
        }
    }

    #[test]
    fn notes_are_found() {
        for (line, expected) in [("// TODO: later", 1), ("todos os servidores", 0), ("TODOS", 0)] {
            assert_eq!(
                nothing_is_left_to_do(&Tree::of(&[("a.rs", line)])).len(),
                expected,
                "{line}"
            );
        }
    }
}
