//! Rules over the Cargo manifests: who may depend on whom.

use toml::{Table, Value};

use super::{File, Tree, Violation};

const DOMAIN: &str = "console-domain";
const STORE: &str = "console-store";
const NETWORK: &str = "console-network";
const APP: &str = "console-app";
const HTTP: &str = "console-http";
const TESTKIT: &str = "console-testkit";

/// What each of our packages may use of ours: the arrows of the picture in `ARCHITECTURE.md`.
/// A package that is not here breaks the rule until somebody says where it stands.
const ARROWS: &[(&str, &[&str])] = &[
    // Vocabulary.
    (DOMAIN, &[]),
    // Storage.
    (STORE, &[DOMAIN]),
    // The way out: clients that honour proxies and certificate authorities.
    (NETWORK, &[DOMAIN]),
    // Engines: never each other.
    ("console-supervisor", &[DOMAIN, STORE]),
    ("console-mcp", &[DOMAIN, STORE, NETWORK]),
    ("console-secrets", &[DOMAIN, STORE, NETWORK]),
    // Use cases.
    (APP, &[DOMAIN, STORE, NETWORK, "console-supervisor", "console-mcp", "console-secrets"]),
    // Faces. The two programs that host the console also open its HTTP face.
    (HTTP, &[DOMAIN, APP]),
    ("mcpctl", &[DOMAIN, APP, HTTP]),
    ("mcp-console", &[DOMAIN, APP, HTTP]),
    // Witnesses look at the product from the outside.
    (TESTKIT, &[]),
    ("acceptance", ANY),
    ("console-bench", ANY),
    // The floor that the desktop's figures are compared with: Tauri and nothing of ours.
    ("bare-window", &[]),
];

const ANY: &[&str] = &["*"];

/// Libraries that stand in one place only; `tauri` means `tauri-*` too.
const CONFINED: &[(&str, &[&str])] = &[
    ("tauri", &["mcp-console", "bare-window"]),
    ("sqlx", &[STORE]),
    // The testkit is the other side of a connection: its fake servers listen too.
    ("axum", &[HTTP, TESTKIT]),
    ("polars", &["console-finops"]),
    ("keyring", &["console-secrets"]),
    ("zbus-secret-service-keyring-store", &["console-secrets"]),
    ("apple-native-keyring-store", &["console-secrets"]),
    ("windows-native-keyring-store", &["console-secrets"]),
    ("age", &["console-secrets"]),
    ("process-wrap", &["console-supervisor"]),
];

/// Libraries that any crate's tests may use to play the other side.
const PLAYED_IN_TESTS: &[&str] = &["axum"];

/// Where manifests keep dependencies; `target.*` has these tables again.
const TABLES: &[&str] = &["dependencies", "dev-dependencies", "build-dependencies"];

/// Dependencies between our crates point down the picture.
pub fn arrows_point_down(tree: &Tree) -> Vec<Violation> {
    let packages: Vec<Manifest<'_>> = manifests(tree).collect();
    let ours: Vec<&str> = packages.iter().map(|manifest| manifest.name.as_str()).collect();
    let mut violations = Vec::new();
    for manifest in &packages {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == manifest.name) else {
            violations.push(manifest.file.violation(
                1,
                "a package that the picture does not have: add it to ARROWS (tests/src/tidy/manifests.rs) and to docs/ARCHITECTURE.md",
            ));
            continue;
        };
        for dependency in &manifest.dependencies {
            let used = dependency.package.as_str();
            let testing = dependency.table == "dev-dependencies" && used == TESTKIT;
            if !ours.contains(&used) || testing || *allowed == ANY || allowed.contains(&used) {
                continue;
            }
            violations.push(manifest.file.violation(
                dependency.line,
                "dependencies point down the picture in docs/ARCHITECTURE.md; engines do not know each other, `app` composes them",
            ));
        }
    }
    violations
}

/// Each confined library is used where the architecture puts it, and nowhere else.
pub fn libraries_stay_in_place(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for manifest in manifests(tree) {
        for dependency in &manifest.dependencies {
            let confined = CONFINED.iter().find(|(library, _)| {
                let rest = dependency.package.strip_prefix(library);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            });
            let played = dependency.table == "dev-dependencies"
                && PLAYED_IN_TESTS.contains(&dependency.package.as_str());
            if !played
                && confined.is_some_and(|(_, homes)| !homes.contains(&manifest.name.as_str()))
            {
                violations.push(manifest.file.violation(
                    dependency.line,
                    "this library stands in one crate only (invariant 2): ask that crate instead",
                ));
            }
        }
    }
    violations
}

/// Every package takes the workspace's lints, so that no crate is held to less.
pub fn lints_are_the_workspaces(tree: &Tree) -> Vec<Violation> {
    manifests(tree)
        .filter(|manifest| !manifest.workspace_lints)
        .map(|manifest| manifest.file.violation(1, "a package has `[lints] workspace = true`"))
        .collect()
}

struct Manifest<'a> {
    file: &'a File,
    name: String,
    workspace_lints: bool,
    dependencies: Vec<Dependency>,
}

struct Dependency {
    /// The crate's own name, whatever the manifest calls it.
    package: String,
    table: &'static str,
    line: usize,
}

/// The packages of the tree. A manifest that does not parse is cargo's to report.
fn manifests(tree: &Tree) -> impl Iterator<Item = Manifest<'_>> {
    tree.files().filter(|file| file.name() == "Cargo.toml").filter_map(|file| {
        let manifest: Table = file.text.parse().ok()?;
        let name = manifest.get("package")?.get("name")?.as_str()?.to_owned();
        let workspace_lints = manifest.get("lints").and_then(|lints| lints.get("workspace"))
            == Some(&Value::Boolean(true));
        let dependencies = dependencies(file, &manifest);
        Some(Manifest { file, name, workspace_lints, dependencies })
    })
}

fn dependencies(file: &File, manifest: &Table) -> Vec<Dependency> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let per_target = targets.into_iter().flat_map(Table::values).filter_map(Value::as_table);
    let mut found = Vec::new();
    for scope in std::iter::once(manifest).chain(per_target) {
        for &table in TABLES {
            let entries = scope.get(table).and_then(Value::as_table);
            for (key, value) in entries.into_iter().flatten() {
                let package = value.get("package").and_then(Value::as_str).unwrap_or(key);
                found.push(Dependency {
                    package: package.to_owned(),
                    table,
                    line: line_of_key(file, key),
                });
            }
        }
    }
    found
}

/// Where a dependency is named: `key = …` or `key.workspace = …` at the start of a line.
fn line_of_key(file: &File, key: &str) -> usize {
    let names_it = |line: &str| {
        let rest = line.trim_start().strip_prefix(key);
        rest.is_some_and(|rest| rest.starts_with([' ', '.', '=']))
    };
    file.lines().find(|(_, line)| names_it(line)).map_or(1, |(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, rest: &str) -> String {
        format!("[package]\nname = \"{name}\"\n{rest}")
    }

    #[test]
    fn arrows_are_checked_in_every_table() {
        let supervisor = package("console-supervisor", "[lints]\nworkspace = true");
        let cases = [
            ("console-mcp", "[dependencies]\nconsole-supervisor.workspace = true", 1),
            ("console-mcp", "[dev-dependencies]\nconsole-supervisor = { path = \"x\" }", 1),
            (
                "console-mcp",
                "[target.'cfg(unix)'.dependencies]\nx = { package = \"console-supervisor\" }",
                1,
            ),
            ("console-app", "[dependencies]\nconsole-supervisor.workspace = true", 0),
            ("acceptance", "[dependencies]\nconsole-supervisor.workspace = true", 0),
            ("newcomer", "", 1),
        ];
        for (name, rest, expected) in cases {
            let manifest = package(name, rest);
            let tree = Tree::of(&[("a/Cargo.toml", &manifest), ("b/Cargo.toml", &supervisor)]);
            assert_eq!(arrows_point_down(&tree).len(), expected, "{name}: {rest}");
        }
    }

    #[test]
    fn testkit_is_for_tests_only() {
        let testkit = package("console-testkit", "");
        for (table, expected) in [("dependencies", 1), ("dev-dependencies", 0)] {
            let manifest = package("console-mcp", &format!("[{table}]\nconsole-testkit = \"*\""));
            let tree = Tree::of(&[("a/Cargo.toml", &manifest), ("b/Cargo.toml", &testkit)]);
            assert_eq!(arrows_point_down(&tree).len(), expected, "{table}");
        }
    }

    #[test]
    fn confined_libraries_are_found_with_their_line() {
        let manifest =
            package("console-app", "\n[dependencies]\nserde = \"1\"\ntauri-build = \"2\"\n");
        let tree = Tree::of(&[("crates/app/Cargo.toml", &manifest)]);
        let violations = libraries_stay_in_place(&tree);
        assert_eq!(violations.len(), 1);
        assert_eq!(violations[0].line, 6, "the line of tauri-build");

        for (table, expected) in [("dependencies", 1), ("dev-dependencies", 0)] {
            let manifest = package("console-mcp", &format!("[{table}]\naxum.workspace = true"));
            let tree = Tree::of(&[("Cargo.toml", &manifest)]);
            assert_eq!(libraries_stay_in_place(&tree).len(), expected, "{table}");
        }

        let store = package("console-store", "[dependencies]\nsqlx.workspace = true");
        assert_eq!(libraries_stay_in_place(&Tree::of(&[("Cargo.toml", &store)])), vec![]);
    }

    #[test]
    fn lints_are_demanded() {
        let without = package("console-app", "");
        let with = package("console-http", "[lints]\nworkspace = true\n");
        let tree = Tree::of(&[("a/Cargo.toml", &without), ("b/Cargo.toml", &with)]);
        let violations = lints_are_the_workspaces(&tree);
        assert_eq!(violations.len(), 1);
        assert_eq!(violations[0].path, "a/Cargo.toml");
    }
}
