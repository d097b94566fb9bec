//! The fields of one entry, typed: each getter takes its field out and says which one is wrong.

use console_domain::{EnvVar, ErrorCode, Problem};
use serde_json::{Map, Value};

/// What an entry says.
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    pub(super) fn of(value: Value) -> Result<Self, Problem> {
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            _ => Err(Problem::new(ErrorCode::InvalidInput, "A server is described by an object.")),
        }
    }

    /// Whether the entry has the field, and it is not `null`.
    pub(super) fn has(&self, field: &str) -> bool {
        self.0.get(field).is_some_and(|value| !value.is_null())
    }

    /// The first of `fields` that the entry has.
    pub(super) fn first<'f>(&self, fields: &[&'f str]) -> Option<&'f str> {
        fields.iter().copied().find(|field| self.has(field))
    }

    /// An object inside of the entry, whose fields are taken one by one as well.
    pub(super) fn inner(&mut self, field: &str) -> Option<Self> {
        match self.0.remove(field)? {
            Value::Object(fields) => Some(Self(fields)),
            _ => None,
        }
    }

    pub(super) fn raw(&mut self, field: &str) -> Option<Value> {
        self.0.remove(field).filter(|value| !value.is_null())
    }

    pub(super) fn text(&mut self, field: &str) -> Result<Option<String>, Problem> {
        match self.raw(field) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(wrong_type(field, "a text", &other)),
        }
    }

    pub(super) fn required_text(&mut self, field: &str) -> Result<String, Problem> {
        self.text(field)?
            .ok_or_else(|| Problem::invalid(field, format!("The field {field:?} is missing.")))
    }

    pub(super) fn flag(&mut self, field: &str) -> Result<Option<bool>, Problem> {
        match self.raw(field) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(other) => Err(wrong_type(field, "true or false", &other)),
        }
    }

    /// A number of seconds or milliseconds, never below zero.
    pub(super) fn number(&mut self, field: &str) -> Result<Option<f64>, Problem> {
        match self.raw(field) {
            None => Ok(None),
            Some(value) => match value.as_f64().filter(|number| *number >= 0.0) {
                Some(number) => Ok(Some(number)),
                None => Err(wrong_type(field, "a number from 0", &value)),
            },
        }
    }

    pub(super) fn list(&mut self, field: &str) -> Result<Vec<String>, Problem> {
        match self.raw(field) {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => items
                .into_iter()
                .enumerate()
                .map(|(i, item)| {
                    scalar(item).map_err(|v| wrong_type(&format!("{field}[{i}]"), "a text", &v))
                })
                .collect(),
            Some(other) => Err(wrong_type(field, "a list of texts", &other)),
        }
    }

    pub(super) fn pairs(&mut self, field: &str) -> Result<Vec<(String, String)>, Problem> {
        match self.raw(field) {
            None => Ok(Vec::new()),
            Some(Value::Object(pairs)) => pairs
                .into_iter()
                .map(|(name, value)| match scalar(value) {
                    Ok(value) => Ok((name, value)),
                    Err(v) => Err(wrong_type(&format!("{field}.{name}"), "a text", &v)),
                })
                .collect(),
            Some(other) => Err(wrong_type(field, "an object of texts", &other)),
        }
    }

    pub(super) fn variables(&mut self, field: &str) -> Result<Vec<EnvVar>, Problem> {
        let pairs = self.pairs(field)?;
        Ok(pairs.into_iter().map(|(name, value)| EnvVar { name, value }).collect())
    }
}

/// Texts, and the numbers and truth values that people write in their place.
fn scalar(value: Value) -> Result<String, Value> {
    match value {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        other => Err(other),
    }
}

pub(super) fn wrong_type(field: &str, wanted: &str, found: &Value) -> Problem {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    Problem::invalid(field, format!("The field {field:?} must be {wanted}, not {found}."))
}
