//! Sections of a text into plain values: JSON with comments, TOML and YAML.
//!
//! Invariants: a text that is wrong is refused with its line and column; of a text that was cut
//! off, the whole parts are read and what was cut is named. Depth and aliases are bounded by the
//! parsers: 512 levels of JSON, 80 of TOML, 64 of YAML.

use console_domain::Problem;
use jsonc_parser::ast;
use serde_json::{Map, Value, json};

use super::scan::scan;
use super::sections::{Section, Syntax, lines};

/// What a section says.
#[derive(Debug)]
pub(super) struct Document {
    /// Its value.
    pub(super) root: Value,
    /// What did not prevent the reading.
    pub(super) notes: Vec<Problem>,
    /// Where the text was cut off: keys, outermost first. What lies on this way is not whole.
    pub(super) cut: Option<Vec<String>>,
}

/// A place in a text, both counted from 1.
#[derive(Debug, Clone, Copy)]
struct Place {
    line: usize,
    column: usize,
}

/// Values of a YAML text.
const MAX_YAML_NODES: usize = 250_000;
/// Events that aliases of a YAML text may repeat.
const MAX_YAML_ALIASED: usize = 20_000;
/// Keys that stand twice and are told; more are not.
const MAX_DOUBLES: usize = 20;
/// Lines that are taken off the end of a YAML text to find its whole part.
const MAX_CUT_LINES: usize = 40;
/// Bytes of a YAML text that is read again and again to find its whole part.
const MAX_CUT_BYTES: usize = 256 * 1024;

/// Reads a section of JSON, TOML or YAML.
pub(super) fn read(section: &Section<'_>) -> Result<Document, Problem> {
    match section.syntax {
        Syntax::Json => read_json(section.text, section.above, 0),
        Syntax::JsonFragment => {
            let inner = section.text.trim().trim_end_matches(',');
            // A brace too many at the end belongs to what was left out at the beginning.
            read_json(&format!("{{{inner}\n}}"), section.above, 1)
        }
        Syntax::Toml => read_toml(section),
        Syntax::Yaml => read_yaml(section),
        Syntax::Words => Ok(Document { root: Value::Null, notes: Vec::new(), cut: None }),
    }
}

fn read_json(text: &str, above: usize, shift: usize) -> Result<Document, Problem> {
    let place = |line: usize, column: usize| Place {
        line: line + above,
        column: if line == 1 { column.saturating_sub(shift).max(1) } else { column },
    };
    let error = match parse_json(text, above) {
        Ok((root, notes)) => return Ok(Document { root, notes, cut: None }),
        Err(error) => error,
    };
    let found = scan(text);
    let wrong = || {
        let reason = uncapitalised(&error.kind().to_string());
        wrong("JSON", &reason, place(error.line_display(), error.column_display()))
    };
    if found.end.is_some() || found.missing.is_empty() {
        return Err(wrong());
    }
    let (line, column) = end_of(text);
    let cut_off = cut_off(&found.missing, &found.open, place(line, column));
    let Some(whole) = found.whole else { return Err(cut_off) };
    let closed = format!("{}{}", &text[..whole.length], whole.closing);
    // Wrong before it was cut: then that is what to mend first.
    let (root, mut notes) = parse_json(&closed, above).map_err(|_| wrong())?;
    notes.push(cut_off);
    Ok(Document { root, notes, cut: Some(found.open) })
}

fn parse_json(
    text: &str,
    above: usize,
) -> Result<(Value, Vec<Problem>), jsonc_parser::errors::ParseError> {
    let parsed = jsonc_parser::parse_to_ast(
        text,
        &jsonc_parser::CollectOptions::default(),
        &jsonc_parser::ParseOptions::default(),
    )?;
    let mut doubles = Vec::new();
    let root = parsed.value.map_or(Value::Null, |value| plain(value, &mut doubles));
    let note = |(key, at): (String, usize)| {
        let line = above + 1 + text[..at].matches('\n').count();
        Problem::invalid("text", format!("“{key}” stands twice; the one in line {line} counts."))
            .details(json!({ "line": line }))
    };
    Ok((root, doubles.into_iter().map(note).collect()))
}

/// The plain value of a tree. Of a key that stands twice the last counts, as clients read it.
fn plain(value: ast::Value<'_>, doubles: &mut Vec<(String, usize)>) -> Value {
    match value {
        ast::Value::Object(object) => {
            let mut fields = Map::new();
            for property in object.properties {
                let at = property.range.start;
                let key = property.name.into_string();
                let value = plain(property.value, doubles);
                if fields.insert(key.clone(), value).is_some() && doubles.len() < MAX_DOUBLES {
                    doubles.push((key, at));
                }
            }
            Value::Object(fields)
        }
        ast::Value::Array(array) => {
            array.elements.into_iter().map(|element| plain(element, doubles)).collect()
        }
        other => other.into(),
    }
}

fn read_toml(section: &Section<'_>) -> Result<Document, Problem> {
    let Section { text, above, .. } = *section;
    let error = match toml::from_str::<Value>(text) {
        Ok(root) => return Ok(Document { root, notes: Vec::new(), cut: None }),
        Err(error) => error,
    };
    let at = error.span().map_or(text.len(), |span| span.start).min(text.len());
    let (line, column) = end_of(text.get(..at).unwrap_or(text));
    let reason = error.message().lines().next().unwrap_or_default().trim().to_owned();
    let problem = wrong("TOML", &uncapitalised(&reason), Place { line: line + above, column });
    // What stands above the table that is wrong can be read.
    let is_header = |line: &&(usize, &str)| line.1.trim_start().starts_with('[');
    let headers: Vec<_> = lines(text).collect();
    let header = headers.iter().filter(is_header).take_while(|(start, _)| *start <= at).last();
    let Some((start, header)) = header else { return Err(problem) };
    let last = headers.iter().filter(is_header).all(|(other, _)| other <= start);
    let Ok(root) = toml::from_str::<Value>(&text[..*start]) else { return Err(problem) };
    if !last {
        return Err(problem);
    }
    let header = header.trim().trim_matches(|c| matches!(c, '[' | ']'));
    let cut = header.split('.').map(|key| key.trim().trim_matches('"').to_owned()).collect();
    let note = problem.hint("What stands above it is read; paste the rest again, whole.");
    Ok(Document { root, notes: vec![note], cut: Some(cut) })
}

fn read_yaml(section: &Section<'_>) -> Result<Document, Problem> {
    let Section { text, above, .. } = *section;
    let error = match parse_yaml(text) {
        Ok(root) => return Ok(Document { root, notes: Vec::new(), cut: None }),
        Err(error) => error,
    };
    let (line, column) = error.location().map_or_else(
        || end_of(text),
        |at| (usize::try_from(at.line()).unwrap_or(1), usize::try_from(at.column()).unwrap_or(1)),
    );
    let reason = error.without_snippet().to_string();
    let reason = reason.lines().next().unwrap_or_default().trim().trim_end_matches('.');
    let place = Place { line: line.max(1) + above, column: column.max(1) };
    let problem = wrong("YAML", &uncapitalised(reason), place);
    let all: Vec<_> = lines(text.trim_end()).collect();
    // Only the end of a text can have been cut off.
    let near_the_end = line + 2 > all.len();
    if text.len() > MAX_CUT_BYTES || !near_the_end {
        return Err(problem);
    }
    let from = all.len().saturating_sub(MAX_CUT_LINES).max(1);
    let whole = all[from..].iter().rev().find_map(|(start, _)| parse_yaml(&text[..*start]).ok());
    let Some(root) = whole else { return Err(problem) };
    let cut = Some(last_path(&root));
    let note = problem.hint("What stands above it is read; paste the rest again, whole.");
    Ok(Document { root, notes: vec![note], cut })
}

fn parse_yaml(text: &str) -> Result<Value, serde_saphyr::Error> {
    let options = serde_saphyr::options! {
        with_snippet: false,
        budget: serde_saphyr::budget! { max_nodes: MAX_YAML_NODES },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MAX_YAML_ALIASED },
    };
    serde_saphyr::from_str_with_options(text, options)
}

/// The way to the part of a value that stands last.
fn last_path(root: &Value) -> Vec<String> {
    let mut path = Vec::new();
    let mut value = root;
    loop {
        let next = match value {
            Value::Object(fields) => {
                fields.iter().next_back().map(|(key, value)| (key.clone(), value))
            }
            Value::Array(items) => items.last().map(|value| ((items.len() - 1).to_string(), value)),
            _ => None,
        };
        let Some((key, inner)) = next else { return path };
        path.push(key);
        value = inner;
    }
}

fn wrong(syntax: &str, reason: &str, Place { line, column }: Place) -> Problem {
    let message = format!("This is not {syntax}: {reason}, in line {line}, column {column}.");
    Problem::invalid("text", message)
        .hint("Correct it there, then import it again; nothing was changed.")
        .details(json!({ "line": line, "column": column }))
}

fn cut_off(missing: &str, open: &[String], Place { line, column }: Place) -> Problem {
    let inside = open.iter().filter(|key| !key.is_empty()).cloned().collect::<Vec<_>>().join(".");
    let inside = if inside.is_empty() {
        String::new()
    } else {
        format!(", in the middle of “{inside}”")
    };
    let message = format!(
        "This is not JSON: the text ends too early, in line {line}, column {column}{inside}; {missing} is missing."
    );
    Problem::invalid("text", message)
        .hint("Copy it again to its end; only what is whole can be read.")
        .details(json!({ "line": line, "column": column, "missing": missing }))
}

/// Line and column of the end of a text, from 1; blanks at its end do not count.
fn end_of(text: &str) -> (usize, usize) {
    let text = text.trim_end();
    let line = text.rsplit('\n').next().unwrap_or_default();
    (text.matches('\n').count() + 1, line.chars().count() + 1)
}

fn uncapitalised(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |c| format!("{}{}", c.to_lowercase(), chars.as_str()))
}
