//! What a server offers, as it listed it.
//!
//! Invariant: a malformed optional field costs that field, not its entry; an entry that was listed
//! under a name is shown under it, the URI of a resource without the values of keys.

use console_domain::{Catalog, CatalogItem, Problem, QuarantinedItem, Redact};
use serde_json::{Map, Value};

use super::shown::readable;
use crate::Console;
use crate::servers::parse_id;
use crate::view::{
    CatalogView, PromptArgument, PromptView, QuarantinedView, ResourceView, TemplateView, ToolView,
};

impl Console {
    /// Everything that a server offers, as it was last listed; also of one that was up and is not
    /// now, without what it says of itself.
    ///
    /// # Errors
    /// `not_found`; `not_running` where it was never up.
    pub fn catalog(&self, id: &str) -> Result<CatalogView, Problem> {
        let id = parse_id(id)?;
        let session = self.supervisor().session(&id);
        let catalog = match (&session, self.supervisor().catalog(&id)) {
            (_, Some(catalog)) => catalog,
            // Its listing failed; what it can be called with is known nevertheless.
            (Ok(_), None) => std::sync::Arc::default(),
            (Err(problem), None) => return Err(problem.clone()),
        };
        let facts = session.ok().map(|session| session.facts().clone());
        let completes =
            facts.as_ref().is_some_and(|facts| facts.capabilities["completions"].is_object());
        let redact = self.known_secrets().as_ref();
        let instructions = facts.and_then(|facts| facts.instructions);
        let instructions = instructions.map(|text| redact.masked(text));
        Ok(CatalogView { instructions, completes, ..view(&catalog, redact) })
    }
}

fn view(catalog: &Catalog, redact: &dyn Redact) -> CatalogView {
    CatalogView {
        tools: catalog.tools.iter().map(|item| tool_view(item, redact)).collect(),
        resources: catalog.resources.iter().map(|item| resource_view(item, redact)).collect(),
        templates: catalog
            .resource_templates
            .iter()
            .map(|item| template_view(item, redact))
            .collect(),
        prompts: catalog.prompts.iter().map(|item| prompt_view(item, redact)).collect(),
        quarantined: catalog
            .quarantined
            .iter()
            .map(|item| quarantined_view(item, redact))
            .collect(),
        instructions: None,
        completes: false,
    }
}

/// A tool as it is shown.
pub(crate) fn tool_view(item: &CatalogItem, redact: &dyn Redact) -> ToolView {
    let mut entry = Entry::of(item, redact);
    ToolView {
        name: item.name.clone(),
        title: entry.text("title"),
        description: entry.text("description"),
        input_schema: entry.take("inputSchema").unwrap_or_default(),
        output_schema: entry.object("outputSchema"),
        annotations: entry.object("annotations"),
    }
}

fn resource_view(item: &CatalogItem, redact: &dyn Redact) -> ResourceView {
    let mut entry = Entry::of(item, redact);
    ResourceView {
        name: entry.text("name").unwrap_or_else(|| redact.masked(item.name.clone())),
        uri: redact.masked(item.name.clone()),
        title: entry.text("title"),
        description: entry.text("description"),
        mime_type: entry.text("mimeType"),
        size: entry.take("size").as_ref().and_then(Value::as_u64),
    }
}

fn template_view(item: &CatalogItem, redact: &dyn Redact) -> TemplateView {
    let mut entry = Entry::of(item, redact);
    TemplateView {
        uri_template: item.name.clone(),
        variables: variables(&item.name),
        name: entry.text("name").unwrap_or_else(|| item.name.clone()),
        title: entry.text("title"),
        description: entry.text("description"),
        mime_type: entry.text("mimeType"),
    }
}

fn prompt_view(item: &CatalogItem, redact: &dyn Redact) -> PromptView {
    let mut entry = Entry::of(item, redact);
    let listed = entry.take("arguments");
    let arguments = listed.as_ref().and_then(Value::as_array).into_iter().flatten();
    PromptView {
        name: item.name.clone(),
        title: entry.text("title"),
        description: entry.text("description"),
        arguments: arguments.filter_map(argument_view).collect(),
    }
}

/// `None` where it has no name: nothing could be given to it.
fn argument_view(argument: &Value) -> Option<PromptArgument> {
    let text = |key: &str| argument[key].as_str().map(str::to_owned);
    Some(PromptArgument {
        name: text("name")?,
        title: text("title"),
        description: text("description"),
        required: argument["required"] == true,
    })
}

fn quarantined_view(item: &QuarantinedItem, redact: &dyn Redact) -> QuarantinedView {
    let QuarantinedItem { name, kind, reason } = item.clone();
    let name = name.map(|name| redact.masked(name));
    QuarantinedView { name, kind: kind.to_owned(), reason: redact.masked(reason) }
}

/// The members of a listed entry.
struct Entry(Map<String, Value>);

impl Entry {
    fn of(item: &CatalogItem, redact: &dyn Redact) -> Self {
        match readable(item.raw.get()).map(|value| redact.masked_json(value)) {
            Ok(Value::Object(members)) => Self(members),
            // What no program can read is an entry without anything but its name.
            _ => Self(Map::new()),
        }
    }

    fn take(&mut self, key: &str) -> Option<Value> {
        self.0.remove(key)
    }

    fn text(&mut self, key: &str) -> Option<String> {
        match self.take(key) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    fn object(&mut self, key: &str) -> Option<Value> {
        self.take(key).filter(Value::is_object)
    }
}

/// The variables of a URI template (RFC 6570), each once, in order: `{+path}`, `{?from,to}`,
/// `{name:3}`, `{list*}`.
fn variables(template: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut rest = template;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((expression, after)) = after.split_once('}') else { break };
        rest = after;
        let list = expression.trim_start_matches(['+', '#', '.', '/', ';', '?', '&']);
        for variable in list.split(',') {
            let name = variable.trim_end_matches('*').split(':').next().unwrap_or_default().trim();
            if !name.is_empty() && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;
    use serde_json::value::RawValue;

    use super::*;
    use console_domain::RedactNothing;

    fn item(name: &str, entry: &Value) -> CatalogItem {
        let raw: Box<RawValue> = serde_json::value::to_raw_value(entry).expect("JSON");
        CatalogItem { name: name.into(), raw: Arc::from(raw) }
    }

    #[test]
    fn a_malformed_field_costs_that_field() {
        let tool = tool_view(
            &item(
                "t",
                &json!({
                    "name": "t", "title": 7, "description": "does", "inputSchema": {"type": "object"},
                    "outputSchema": "none", "annotations": [],
                }),
            ),
            &RedactNothing,
        );
        assert_eq!((tool.title, tool.description.as_deref()), (None, Some("does")));
        assert_eq!(tool.input_schema, json!({"type": "object"}));
        assert_eq!((tool.output_schema, tool.annotations), (None, None));
        let resource = resource_view(
            &item("x://a", &json!({"uri": "x://a", "size": -3, "mimeType": {}})),
            &RedactNothing,
        );
        assert_eq!((resource.name.as_str(), resource.size), ("x://a", None), "named by its URI");
        assert_eq!(resource.mime_type, None);
        let prompt = prompt_view(
            &item(
                "p",
                &json!({"name": "p", "arguments": [
                    {"name": "a", "required": true}, {"name": 1}, "odd", {"name": "b", "required": "yes"},
                ]}),
            ),
            &RedactNothing,
        );
        let arguments: Vec<_> =
            prompt.arguments.iter().map(|each| (each.name.as_str(), each.required)).collect();
        assert_eq!(arguments, [("a", true), ("b", false)]);
        assert!(
            prompt_view(&item("p", &json!({"arguments": "none"})), &RedactNothing)
                .arguments
                .is_empty()
        );
    }

    #[test]
    fn an_entry_that_cannot_be_read_keeps_its_name() {
        let deep = format!("{}{}", "[".repeat(1_000), "]".repeat(1_000));
        let raw = RawValue::from_string(format!("{{\"name\":\"t\",\"x\":{deep}}}")).expect("JSON");
        let tool =
            tool_view(&CatalogItem { name: "t".into(), raw: Arc::from(raw) }, &RedactNothing);
        assert_eq!((tool.name.as_str(), tool.input_schema), ("t", Value::Null));
        let half = RawValue::from_string(r#"{"description":"cut \ud83d"}"#.into()).expect("JSON");
        let tool =
            tool_view(&CatalogItem { name: "t".into(), raw: Arc::from(half) }, &RedactNothing);
        assert_eq!(tool.description.as_deref(), Some("cut \u{fffd}"));
    }

    #[test]
    fn the_variables_of_a_template_are_found() {
        let cases = [
            ("plain://x", vec![]),
            ("demo://text/{id}", vec!["id"]),
            ("file:///{+path}{?from,to*}{&from}", vec!["path", "from", "to"]),
            ("x://{a:3}/{.b}{;c}{#d}", vec!["a", "b", "c", "d"]),
            ("broken://{never", vec![]),
            ("odd://{}{,}{a}", vec!["a"]),
        ];
        for (template, expected) in cases {
            assert_eq!(variables(template), expected, "{template}");
        }
    }
}
