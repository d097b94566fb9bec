//! Clients' references into ours.
//!
//! Most write `${NAME}`, `${NAME:-default}` or `${env:NAME}`, which mean the same here. What only
//! the client could have answered (an input of VS Code, a secret of Continue, the open folder)
//! becomes a variable that a person gives a value, and is told.

use std::collections::BTreeSet;

use console_domain::{ErrorCode, Problem, Transport, VariableError, Variables};
use serde_json::Value;

/// What references of one text refer to beyond the environment.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    /// VS Code's `inputs`, each with its default.
    defaults: Vec<(String, Option<String>)>,
}

impl Inputs {
    /// Reads VS Code's `inputs` beside the servers of `root`.
    pub(super) fn of(root: &Value) -> Self {
        let lists = [root.get("inputs"), root.pointer("/mcp/inputs")];
        let inputs = lists.into_iter().flatten().filter_map(Value::as_array).flatten();
        let defaults = inputs.filter_map(|input| {
            let text = |key| input.get(key).and_then(Value::as_str).map(str::to_owned);
            Some((text("id")?, text("default").filter(|default| !default.is_empty())))
        });
        Self { defaults: defaults.collect() }
    }

    fn default_of(&self, id: &str) -> Option<&str> {
        self.defaults.iter().find(|(known, _)| known == id)?.1.as_deref()
    }
}

/// Converts the references of one entry, and remembers which variables need a value.
#[derive(Debug)]
pub(super) struct References<'a> {
    inputs: &'a Inputs,
    /// Variables that a person has to give a value.
    pub(super) needed: BTreeSet<String>,
}

impl<'a> References<'a> {
    pub(super) fn new(inputs: &'a Inputs) -> Self {
        Self { inputs, needed: BTreeSet::new() }
    }

    /// `value` with its references in our words.
    pub(super) fn convert(&mut self, value: &str) -> String {
        // Gemini writes a whole value as `$NAME`.
        if let Some(name) = value.strip_prefix('$')
            && is_variable(name)
        {
            return format!("${{{name}}}");
        }
        let mut out = String::with_capacity(value.len());
        let mut rest = value;
        while let Some((before, inner, after)) = next_reference(rest) {
            out.push_str(before);
            match inner {
                Inner::Dollar(inner) => out.push_str(&self.dollar(inner)),
                Inner::Template(inner) => {
                    let name = variable_name(inner.rsplit('.').next().unwrap_or(inner));
                    out.push_str(&self.need(name, None));
                }
                // OpenCode's.
                Inner::Env(name) => out.push_str(&["${env:", name, "}"].concat()),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// A reference `${…}`.
    fn dollar(&mut self, inner: &str) -> String {
        match inner.split_once(':') {
            Some(("env" | "secret", _)) => {}
            Some((_, default)) if default.starts_with('-') => {}
            Some(("input", id)) => {
                return self.need(variable_name(id), self.inputs.default_of(id));
            }
            Some((_, name)) => return self.need(variable_name(name), None),
            None if inner == "userHome" => return "${HOME}".into(),
            None if matches!(inner, "/" | "pathSeparator") => return "/".into(),
            None if inner.starts_with("workspaceFolder") => {
                return self.need(variable_name(inner), None);
            }
            None => {}
        }
        format!("${{{inner}}}")
    }

    fn need(&mut self, name: String, default: Option<&str>) -> String {
        if let Some(default) = default {
            return format!("${{{name}:-{default}}}");
        }
        let reference = format!("${{{name}}}");
        self.needed.insert(name);
        reference
    }
}

enum Inner<'a> {
    /// `${…}`
    Dollar(&'a str),
    /// `${{ … }}`
    Template(&'a str),
    /// `{env:…}`
    Env(&'a str),
}

/// What stands before the next reference, the reference, and what stands after it.
fn next_reference(text: &str) -> Option<(&str, Inner<'_>, &str)> {
    let mut from = 0;
    while let Some(at) = text[from..].find('{').map(|at| from + at) {
        let dollar = text[..at].ends_with('$') && !text[..at].ends_with("$$");
        if dollar && let Some(rest) = text[at..].strip_prefix("{{") {
            let (inner, after) = rest.split_once("}}")?;
            return Some((&text[..at - 1], Inner::Template(inner.trim()), after));
        }
        if dollar {
            let (inner, after) = text[at + 1..].split_once('}')?;
            return Some((&text[..at - 1], Inner::Dollar(inner), after));
        }
        if let Some(rest) = text[at..].strip_prefix("{env:")
            && let Some((name, after)) = rest.split_once('}')
            && is_variable(name)
        {
            return Some((&text[..at], Inner::Env(name), after));
        }
        from = at + 1;
    }
    None
}

fn is_variable(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A variable's name made of what a client calls something: `github-token` → `GITHUB_TOKEN`,
/// `workspaceFolder` → `WORKSPACE_FOLDER`.
pub(crate) fn variable_name(id: &str) -> String {
    let mut name = String::new();
    let mut lower = false;
    for c in id.chars() {
        if c.is_ascii_alphanumeric() {
            if c.is_ascii_uppercase() && lower {
                name.push('_');
            }
            name.push(c.to_ascii_uppercase());
        } else if !name.ends_with('_') {
            name.push('_');
        }
        lower = c.is_ascii_lowercase();
    }
    let name = name.trim_matches('_');
    let digit = name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit());
    if digit { format!("VALUE_{name}").trim_end_matches('_').to_owned() } else { name.to_owned() }
}

/// A circle of variables can never resolve, so it is refused when it is written down. A missing
/// variable is not: it may be there when the server starts.
pub(super) fn check_cycles(transport: &Transport) -> Result<(), Problem> {
    let Transport::Stdio { env, .. } = transport else { return Ok(()) };
    let own = env.iter().map(|v| (v.name.as_str(), v.value.as_str()));
    let variables = Variables::new(own, []);
    for variable in env {
        if let Err(error @ VariableError::Cycle(_)) = variables.resolve_own(&variable.name) {
            let problem = Problem::new(ErrorCode::VariableCycle, capitalised(&error.to_string()));
            return Err(problem
                .field(format!("env.{}", variable.name))
                .hint("Give one of them a plain value."));
        }
    }
    Ok(())
}

fn capitalised(fragment: &str) -> String {
    let mut chars = fragment.chars();
    chars.next().map_or_else(String::new, |c| format!("{}{}.", c.to_uppercase(), chars.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn references_of_clients_become_ours() {
        let root = json!({"inputs": [{"id": "api-key"}, {"id": "region", "default": "eu"}]});
        let inputs = Inputs::of(&root);
        for (theirs, ours, needed) in [
            ("plain { } $5 {x}", "plain { } $5 {x}", None),
            ("${A}/${B:-x}/${env:C}", "${A}/${B:-x}/${env:C}", None),
            ("${secret:TOKEN}", "${secret:TOKEN}", None),
            ("$${A}", "$${A}", None),
            ("$GEMINI_KEY", "${GEMINI_KEY}", None),
            ("$5", "$5", None),
            ("Bearer ${input:api-key}", "Bearer ${API_KEY}", Some("API_KEY")),
            ("${input:region}", "${REGION:-eu}", None),
            ("${userHome}/x", "${HOME}/x", None),
            ("a${/}b", "a/b", None),
            ("${workspaceFolder}/x", "${WORKSPACE_FOLDER}/x", Some("WORKSPACE_FOLDER")),
            ("${command:pick.one}", "${PICK_ONE}", Some("PICK_ONE")),
            ("${{ secrets.TOKEN }}!", "${TOKEN}!", Some("TOKEN")),
            ("Bearer {env:KEY}", "Bearer ${env:KEY}", None),
            ("${open", "${open", None),
            ("${input:1-é}", "${VALUE_1}", Some("VALUE_1")),
        ] {
            let mut references = References::new(&inputs);
            assert_eq!(references.convert(theirs), ours, "{theirs}");
            let told: Vec<_> = references.needed.iter().map(String::as_str).collect();
            assert_eq!(told, needed.into_iter().collect::<Vec<_>>(), "{theirs}");
        }
    }

    proptest! {
        /// Any text is converted, and what was converted stays as it is.
        #[test]
        fn a_converted_text_stays_as_it_is(text in "[${}:a-zA-Z_/ é-]{0,60}") {
            let inputs = Inputs::default();
            let once = References::new(&inputs).convert(&text);
            prop_assume!(!text.contains("$$"));
            let twice = References::new(&inputs).convert(&once);
            prop_assert_eq!(twice, once);
        }
    }
}
