//! Rules over the user interface that its own linter does not know.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::{File, Tree, Violation};

const SOURCES: &str = "ui/src/";
const IPC: &str = "ui/src/ipc/";
const FEATURES: &str = "ui/src/features/";
const TOKENS: &str = "ui/src/styles/tokens.css";
const ENGLISH: &str = "ui/src/i18n/en.json";
const PORTUGUESE: &str = "ui/src/i18n/pt-BR.json";

/// Parts that know nothing of what is built on them: they import neither features nor the app.
const FOUNDATION: &[&str] = &["ui/src/components/", "ui/src/ipc/", "ui/src/i18n/", "ui/src/lib/"];

/// Only `ui/src/ipc` speaks to Tauri; everything else uses its client.
pub fn tauri_is_reached_through_ipc(tree: &Tree) -> Vec<Violation> {
    static TAURI: LazyLock<Regex> = LazyLock::new(|| pattern(r#"["']@tauri-apps/|\b__TAURI__"#));
    scripts(tree)
        .filter(|file| !file.path.starts_with(IPC))
        .flat_map(|file| {
            matching(file, &TAURI, "`@tauri-apps/*` is imported in ui/src/ipc only (invariant 5)")
        })
        .collect()
}

/// Features do not know each other, and what they stand on does not know them.
pub fn imports_point_down(tree: &Tree) -> Vec<Violation> {
    static IMPORT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r#"(?:\bfrom\s*|\bimport\s*\(?\s*|\bvi\.mock\(\s*)["']([^"']+)["']"#)
    });
    let mut violations = Vec::new();
    for file in scripts(tree) {
        for (number, line) in file.lines() {
            for capture in IMPORT.captures_iter(line) {
                let target = resolve(&file.path, &capture[1]);
                if let Some(rule) = broken_by(&file.path, &target) {
                    violations.push(file.violation(number, rule));
                }
            }
        }
    }
    violations
}

fn broken_by(file: &str, target: &str) -> Option<&'static str> {
    let theirs = feature_of(target);
    if let (Some(ours), Some(theirs)) = (feature_of(file), theirs)
        && ours != theirs
    {
        return Some(
            "features never import each other: lift what they share into components or ipc",
        );
    }
    let grounded = FOUNDATION.iter().any(|part| file.starts_with(part));
    (grounded && (theirs.is_some() || target.starts_with("ui/src/app/")))
        .then_some("components, ipc and i18n import neither features nor app: pass it in")
}

/// The feature that a path belongs to.
fn feature_of(path: &str) -> Option<&str> {
    path.strip_prefix(FEATURES)?.split('/').next()
}

/// The path in the repository that an import names: relative to its file, or from `@/` (ui/src).
/// A package's name stays what it is.
fn resolve(importer: &str, specifier: &str) -> String {
    if let Some(rest) = specifier.strip_prefix("@/") {
        return format!("{SOURCES}{rest}");
    }
    if !specifier.starts_with('.') {
        return specifier.to_owned();
    }
    let mut parts: Vec<&str> = importer.split('/').collect();
    parts.pop();
    for part in specifier.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Colours are named in `tokens.css`, for both themes, and used by name.
pub fn colours_are_tokens(tree: &Tree) -> Vec<Violation> {
    static COLOUR: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\(\s*[0-9.]",
        )
    });
    tree.with_extension(&["ts", "tsx", "css"])
        .filter(|file| file.path.starts_with(SOURCES) && file.path != TOKENS)
        // A test of the contrast of colours has to name some.
        .filter(|file| !file.path.contains(".test."))
        .flat_map(|file| {
            matching(file, &COLOUR, "no literal colours outside styles/tokens.css: use a token")
        })
        .collect()
}

/// Both languages have the same keys, and say something for each.
pub fn translations_are_complete(tree: &Tree) -> Vec<Violation> {
    let (Some(english), Some(portuguese)) = (tree.get(ENGLISH), tree.get(PORTUGUESE)) else {
        return Vec::new();
    };
    let (Some(en), Some(pt)) = (texts(english), texts(portuguese)) else {
        let broken = if texts(english).is_none() { english } else { portuguese };
        return vec![broken.violation(1, "a translation file is one JSON object")];
    };
    let mut violations = missing(english, &en, portuguese, &pt);
    violations.extend(missing(portuguese, &pt, english, &en));
    violations
}

fn missing(
    file: &File,
    here: &BTreeMap<String, String>,
    other: &File,
    there: &BTreeMap<String, String>,
) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (key, text) in here {
        let line = line_of_key(file, key);
        if text.trim().is_empty() {
            violations.push(file.violation(line, "a translation is not empty"));
        }
        // Plural forms differ by language: `_many` exists in Portuguese and not in English.
        let base = key.rsplit_once('_').map_or(key.as_str(), |(base, _)| base);
        let plural = ["zero", "one", "two", "few", "many", "other"]
            .iter()
            .any(|form| key.ends_with(&format!("_{form}")));
        let matched = there.contains_key(key)
            || plural && there.keys().any(|other| other.starts_with(&format!("{base}_")));
        if !matched {
            violations.push(Violation {
                path: file.path.clone(),
                line,
                rule: format!(
                    "both languages have the same keys: `{key}` is not in {}",
                    other.path
                ),
            });
        }
    }
    violations
}

/// Every text by its dotted key.
fn texts(file: &File) -> Option<BTreeMap<String, String>> {
    fn collect(prefix: &str, value: &Value, into: &mut BTreeMap<String, String>) {
        match value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    let dotted =
                        if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                    collect(&dotted, value, into);
                }
            }
            Value::String(text) => {
                into.insert(prefix.to_owned(), text.clone());
            }
            other => {
                into.insert(prefix.to_owned(), other.to_string());
            }
        }
    }
    let value: Value = serde_json::from_str(&file.text).ok()?;
    let mut into = BTreeMap::new();
    collect("", value.is_object().then_some(&value)?, &mut into);
    Some(into)
}

/// The first line that has the last part of a dotted key as its key.
fn line_of_key(file: &File, dotted: &str) -> usize {
    let key = format!("\"{}\":", dotted.rsplit('.').next().unwrap_or(dotted));
    file.lines().find(|(_, line)| line.contains(&key)).map_or(1, |(number, _)| number)
}

fn scripts(tree: &Tree) -> impl Iterator<Item = &File> {
    tree.with_extension(&["ts", "tsx"]).filter(|file| file.path.starts_with(SOURCES))
}

fn matching(file: &File, regex: &Regex, rule: &'static str) -> Vec<Violation> {
    file.lines()
        .filter(|(_, line)| regex.is_match(line.split(" // ").next().unwrap_or(line)))
        .map(|(number, _)| file.violation(number, rule))
        .collect()
}

#[expect(clippy::expect_used, reason = "the patterns are constants, and every one is tested")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of this file compiles")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_resolved_before_they_are_judged() {
        let servers = "ui/src/features/servers/page.tsx";
        let cases = [
            (servers, "import { a } from './model';", 0),
            (servers, "import { a } from '../servers/model';", 0),
            (servers, "import { a } from '../keys/model';", 1),
            (servers, "import { a } from \"@/features/keys/model\";", 1),
            (servers, "const a = await import('@/features/keys/model');", 1),
            (servers, "import { a } from '@/components/table';", 0),
            (servers, "import features from 'features/keys';", 0),
            ("ui/src/components/table.tsx", "import { a } from '../features/keys/model';", 1),
            ("ui/src/components/table.tsx", "import { a } from '@/app/router';", 1),
            ("ui/src/app/router.tsx", "import { a } from '@/features/keys/page';", 0),
        ];
        for (path, line, expected) in cases {
            let tree = Tree::of(&[(path, line)]);
            assert_eq!(imports_point_down(&tree).len(), expected, "{path}: {line}");
        }
    }

    #[test]
    fn only_ipc_knows_tauri() {
        let line = "import { invoke } from '@tauri-apps/api/core';";
        for (path, expected) in [("ui/src/ipc/client.ts", 0), ("ui/src/features/a/page.tsx", 1)] {
            let tree = Tree::of(&[(path, line)]);
            assert_eq!(tauri_is_reached_through_ipc(&tree).len(), expected, "{path}");
        }
    }

    #[test]
    fn literal_colours_are_found() {
        let cases = [
            ("ui/src/a.css", "color: #fff;", 1),
            ("ui/src/a.tsx", "style={{ color: 'rgb(1 2 3)' }}", 1),
            ("ui/src/a.css", "color: oklch(0.7 0.1 20);", 1),
            ("ui/src/a.css", "color: var(--text);", 0),
            ("ui/src/a.tsx", "<a href=\"#servers\">", 0),
            ("ui/src/styles/tokens.css", "--text: #fff;", 0),
            ("ui/src/styles/tokens.test.ts", "contrast('#fff', '#000')", 0),
        ];
        for (path, line, expected) in cases {
            let tree = Tree::of(&[(path, line)]);
            assert_eq!(colours_are_tokens(&tree).len(), expected, "{path}: {line}");
        }
    }

    #[test]
    fn translations_are_compared_both_ways() {
        let cases = [
            ("{\"a\": {\"b\": \"x\"}}", "{\"a\": {\"b\": \"y\"}}", 0),
            ("{\"a\": {\"b\": \"x\"}}", "{\"a\": {\"c\": \"y\"}}", 2),
            ("{\"a\": \"\"}", "{\"a\": \"y\"}", 1),
            (
                "{\"n_one\": \"x\", \"n_other\": \"x\"}",
                "{\"n_one\": \"y\", \"n_many\": \"y\", \"n_other\": \"y\"}",
                0,
            ),
            ("{\"n_one\": \"x\"}", "{}", 1),
            ("[]", "{}", 1),
        ];
        for (en, pt, expected) in cases {
            let tree = Tree::of(&[(ENGLISH, en), (PORTUGUESE, pt)]);
            assert_eq!(translations_are_complete(&tree).len(), expected, "{en} {pt}");
        }
    }
}
