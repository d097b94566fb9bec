//! A pasted text into sections of one syntax each: fenced blocks of a README, or a JSON object
//! with a TOML table below it.
//!
//! Invariant: sections are slices of the text in its order; nothing is read twice.

use super::scan::scan;

/// How a section is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// JSON, with what editors allow in it.
    Json,
    /// The inside of a JSON object, its braces left out.
    JsonFragment,
    /// TOML.
    Toml,
    /// YAML.
    Yaml,
    /// Command lines and URLs.
    Words,
}

/// A part of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Section<'a> {
    /// How it is written.
    pub(super) syntax: Syntax,
    /// What stands there.
    pub(super) text: &'a str,
    /// Lines of the whole text above it.
    pub(super) above: usize,
}

/// Sections of one text; what is beyond is left out.
const MAX_SECTIONS: usize = 64;

/// The sections of `text`.
pub(super) fn split(text: &str) -> Vec<Section<'_>> {
    let mut sections = Vec::new();
    for (block, above) in blocks(text) {
        split_block(block, above, &mut sections);
        if sections.len() >= MAX_SECTIONS {
            break;
        }
    }
    sections.truncate(MAX_SECTIONS);
    sections
}

/// What stands inside of Markdown's fences, or the whole where there are none.
fn blocks(text: &str) -> Vec<(&str, usize)> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (number, (start, line)) in lines(text).enumerate() {
        let mark = line.trim_start();
        if !(mark.starts_with("```") || mark.starts_with("~~~")) {
            continue;
        }
        open = match open {
            Some((from, above)) => {
                blocks.push((&text[from..start], above));
                None
            }
            None => Some((start + line.len(), number + 1)),
        };
    }
    // A fence that was not copied to its end.
    blocks.extend(open.map(|(from, above)| (&text[from..], above)));
    if blocks.is_empty() { vec![(text, 0)] } else { blocks }
}

fn split_block<'a>(block: &'a str, above: usize, sections: &mut Vec<Section<'a>>) {
    let mut at = 0;
    while sections.len() < MAX_SECTIONS
        && let Some((start, syntax)) = next_section(&block[at..])
    {
        let from = at + start;
        let rest = &block[from..];
        let length = match syntax {
            Syntax::Json => scan(rest).end.unwrap_or(rest.len()),
            Syntax::JsonFragment => rest.len(),
            Syntax::Toml | Syntax::Yaml | Syntax::Words => until_other(rest, syntax),
        };
        let above = above + block[..from].matches('\n').count();
        sections.push(Section { syntax, text: &rest[..length], above });
        at = from + length;
    }
}

/// Where the next section begins, and how it is written.
fn next_section(text: &str) -> Option<(usize, Syntax)> {
    lines(text).find_map(|(start, line)| {
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with('#') || bare.starts_with("//") {
            return None;
        }
        let indent = line.len() - line.trim_start().len();
        let syntax = syntax_of(bare, text);
        // The indentation of YAML says something.
        Some((if syntax == Syntax::Yaml { start } else { start + indent }, syntax))
    })
}

/// How a text that begins with `line` is written.
fn syntax_of(line: &str, text: &str) -> Syntax {
    match line.as_bytes().first() {
        Some(b'[') if is_table_header(line) => Syntax::Toml,
        Some(b'{' | b'[') => Syntax::Json,
        Some(b'/') if line.starts_with("/*") => Syntax::Json,
        Some(b'"' | b'\'') if is_quoted_key(line) => Syntax::JsonFragment,
        _ if is_assignment(line, text) => Syntax::Toml,
        _ if is_yaml(line) => Syntax::Yaml,
        _ => Syntax::Words,
    }
}

/// `[mcp_servers.time]` or `[[mcp_servers]]`, and not a list of JSON.
fn is_table_header(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or_default().trim_end();
    let inner = line.trim_start_matches('[').trim_end_matches(']').trim();
    let key = |c: char| c.is_ascii_alphanumeric() || "_-.\"' ".contains(c);
    line.ends_with(']')
        && inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '"')
        && inner.chars().all(key)
        && !(inner.starts_with('"') && inner.ends_with('"') && inner.contains(' '))
}

fn is_quoted_key(line: &str) -> bool {
    let quote = &line[..1];
    line[1..].split_once(quote).is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
}

/// `model = "x"`, as the configuration of Codex may begin; `NAME=x command` is a command line.
fn is_assignment(line: &str, text: &str) -> bool {
    let Some((key, value)) = line.split_once('=') else { return false };
    let bare = |c: char| c.is_ascii_alphanumeric() || "_-.\"".contains(c);
    if key.trim().is_empty() || !key.trim().chars().all(bare) {
        return false;
    }
    let spaced = key.ends_with(' ') && value.starts_with(' ');
    spaced || lines(text).any(|(_, line)| starts_toml(line))
}

fn is_yaml(line: &str) -> bool {
    let (key, rest) = line.strip_prefix("- ").unwrap_or(line).split_once(':').unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let is_key = !key.is_empty() && key.chars().all(plain);
    line == "---" || (is_key && (rest.is_empty() || rest.starts_with([' ', '\t'])))
}

fn starts_toml(line: &str) -> bool {
    line.starts_with("[mcp_servers") || line.starts_with("[[mcp_servers")
}

fn starts_yaml(line: &str) -> bool {
    ["mcpServers:", "mcp_servers:", "extensions:"].iter().any(|key| line.starts_with(key))
}

/// Bytes until a line that begins a section of another syntax.
fn until_other(text: &str, syntax: Syntax) -> usize {
    let other = |line: &str| {
        line.starts_with('{')
            || (syntax != Syntax::Toml && starts_toml(line))
            || (syntax != Syntax::Yaml && starts_yaml(line))
    };
    let found = lines(text).skip(1).find(|(_, line)| other(line));
    found.map_or(text.len(), |(start, _)| start)
}

/// Each line with its place, its end included.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_taken_apart_by_what_stands_in_them() {
        use Syntax as S;
        let cases: [(&str, &[(Syntax, usize)]); 13] = [
            ("{\"a\": 1}", &[(S::Json, 0)]),
            ("// note\n{}", &[(S::Json, 1)]),
            ("[mcp_servers.x]\ncommand = \"y\"", &[(S::Toml, 0)]),
            ("model = \"gpt\"\n", &[(S::Toml, 0)]),
            ("[{\"command\": \"x\"}]", &[(S::Json, 0)]),
            ("\"mcpServers\": {}", &[(S::JsonFragment, 0)]),
            ("extensions:\n  a:\n", &[(S::Yaml, 0)]),
            ("npx -y x", &[(S::Words, 0)]),
            ("KEY=x npx y", &[(S::Words, 0)]),
            ("https://host/mcp", &[(S::Words, 0)]),
            ("{}\n[mcp_servers.x]\n", &[(S::Json, 0), (S::Toml, 1)]),
            ("Text\n```json\n{}\n```\nmore\n```sh\nnpx x\n", &[(S::Json, 2), (S::Words, 6)]),
            ("\n# only a note\n", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<_> = split(text).iter().map(|s| (s.syntax, s.above)).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
