//! Keeping known secret values out of what is stored or shown.
//!
//! Invariant: what is masked is the text as a person reads it. In JSON that is each string and
//! name by itself, so that no way of writing a value hides it and no mask breaks the syntax.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::Problem;

/// Takes known secret values out of a text before it is stored or shown.
pub trait Redact: Send + Sync {
    /// `text` with every known value masked; the same text where there is none.
    fn redact<'t>(&self, text: &'t str) -> Cow<'t, str>;

    /// The same of a text that is given away: where nothing is masked, nothing is copied.
    fn masked(&self, text: String) -> String {
        match self.redact(&text) {
            Cow::Borrowed(same) if same.len() == text.len() => None,
            masked => Some(masked.into_owned()),
        }
        .unwrap_or(text)
    }

    /// The same of every text of a problem that may be someone else's words.
    fn masked_problem(&self, problem: Problem) -> Problem {
        let Problem { code, message, hint, field, details, stderr_tail } = problem;
        Problem {
            code,
            message: self.masked(message),
            hint: hint.map(|hint| self.masked(hint)),
            field: field.map(|field| self.masked(field)),
            details: details.map(|details| self.masked_json(details)),
            stderr_tail: stderr_tail.into_iter().map(|line| self.masked(line)).collect(),
        }
    }

    /// The same of every text in `value`, the names of members and long numbers among them.
    fn masked_json(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.masked(text)),
            Value::Number(number) => {
                let text = number.to_string();
                match self.redact(&text) {
                    masked if masked == text => Value::Number(number),
                    masked => Value::String(masked.into_owned()),
                }
            }
            Value::Array(values) => {
                values.into_iter().map(|value| self.masked_json(value)).collect()
            }
            Value::Object(members) => {
                let masked = |(name, value)| (self.masked(name), self.masked_json(value));
                Value::Object(members.into_iter().map(masked).collect::<Map<_, _>>())
            }
            Value::Null | Value::Bool(_) => value,
        }
    }
}

/// Knows no values: for tests, and where there is no vault.
#[derive(Debug, Clone, Copy, Default)]
pub struct RedactNothing;

impl Redact for RedactNothing {
    fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorCode;
    use serde_json::json;

    struct Knows(&'static str);

    impl Redact for Knows {
        fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
            if text.contains(self.0) { text.replace(self.0, "•").into() } else { text.into() }
        }
    }

    #[test]
    fn a_text_without_a_value_is_not_copied() {
        let text = String::from("nothing in here");
        let at = text.as_ptr();
        let masked = Knows("hidden").masked(text);
        assert_eq!((masked.as_str(), masked.as_ptr()), ("nothing in here", at));
        assert_eq!(Knows("hidden").masked("so hidden it is".into()), "so • it is");
    }

    #[test]
    fn every_text_of_a_problem_is_masked() {
        let problem = Problem::new(ErrorCode::ServerError, "it said hidden")
            .hint("hidden?")
            .field("env.hidden")
            .details(json!({"hidden": ["a hidden b", {"n": 1}], "plain": null}))
            .stderr_tail(vec!["x".into(), "hidden".into()]);
        let expected = Problem::new(ErrorCode::ServerError, "it said •")
            .hint("•?")
            .field("env.•")
            .details(json!({"•": ["a • b", {"n": 1}], "plain": null}))
            .stderr_tail(vec!["x".into(), "•".into()]);
        assert_eq!(Knows("hidden").masked_problem(problem), expected);
    }

    #[test]
    fn json_is_masked_whatever_it_is_written_like() {
        let value: Value =
            serde_json::from_str(r#"["\u0068id\u0064en", 12345678, 1.5, true]"#).expect("JSON");
        assert_eq!(Knows("hidden").masked_json(value.clone()), json!(["•", 12_345_678, 1.5, true]));
        assert_eq!(Knows("345678").masked_json(value), json!(["hidden", "12•", 1.5, true]));
    }
}
