//! What is wrong with a configuration: every wrong field, each named.
//!
//! Invariants: whatever is in a configuration, looking at it takes time linear in its size; what
//! has no problem here can be stored. That it can start on this machine is another question.

use std::collections::HashSet;

use crate::limits::{
    IDLE_STOP_MS, MAX_ARGS, MAX_NAME_CHARS, MAX_TAG_CHARS, MAX_TAGS, MAX_VALUE_BYTES,
    MAX_VARIABLES, TIMEOUT_MS,
};
use crate::server::sentence;
use crate::{
    EnvVar, ErrorCode, Header, KeyReference, Problem, ServerConfig, Timeouts, Transport,
    VariableError, circles, exposed_keys,
};

impl ServerConfig {
    /// Every wrong field, in the order in which a form shows them.
    pub fn problems(&self) -> Vec<Problem> {
        let mut wrong = Vec::new();
        name(&self.name, &mut wrong);
        if let Some(description) = &self.description {
            bounded("description", description, &mut wrong);
        }
        match &self.transport {
            Transport::Stdio { command, args, env, cwd } => {
                stdio(command, args, env, cwd.as_deref(), &mut wrong);
            }
            Transport::Http { url, headers, .. } => http(url, headers, &mut wrong),
        }
        let exposed = exposed_keys(&self.transport).into_iter();
        wrong
            .extend(exposed.map(|KeyReference { name, field }| Problem::key_exposed(field, &name)));
        tags(&self.tags, &mut wrong);
        timeouts(&self.timeouts, &mut wrong);
        if self.idle_stop_ms.is_some_and(|ms| !IDLE_STOP_MS.contains(&ms)) {
            let message = "A server is stopped after 10 seconds to 24 hours without a call.";
            wrong.push(Problem::invalid("idle_stop_ms", message));
        }
        wrong
    }
}

/// What is wrong with a label; `field` names it.
pub fn tag_problem(field: &str, tag: &str) -> Option<Problem> {
    let length = tag.chars().count();
    if tag.trim().is_empty() || length > MAX_TAG_CHARS || tag.contains(char::is_control) {
        let message = format!("A tag has 1 to {MAX_TAG_CHARS} characters on one line.");
        return Some(Problem::invalid(field, message));
    }
    None
}

fn name(name: &str, wrong: &mut Vec<Problem>) {
    if name.trim().is_empty() || name.chars().count() > MAX_NAME_CHARS {
        let message = format!("The name needs 1 to {MAX_NAME_CHARS} characters.");
        wrong.push(Problem::invalid("name", message));
    } else if name.contains(char::is_control) {
        wrong.push(Problem::invalid("name", "A name cannot contain control characters."));
    }
}

fn stdio(
    command: &str,
    args: &[String],
    env: &[EnvVar],
    cwd: Option<&str>,
    wrong: &mut Vec<Problem>,
) {
    if command.trim().is_empty() {
        let problem = Problem::invalid("command", "A command is needed.");
        wrong.push(problem.hint("Give the program that starts the server, such as npx or uvx."));
    }
    bounded("command", command, wrong);
    if args.len() > MAX_ARGS {
        wrong.push(Problem::invalid("args", format!("At most {MAX_ARGS} arguments.")));
    }
    for (i, arg) in args.iter().take(MAX_ARGS).enumerate() {
        bounded(&format!("args[{i}]"), arg, wrong);
    }
    let names = env.iter().map(|variable| variable.name.as_str());
    listed("env", names, is_variable_name, wrong);
    for variable in env.iter().take(MAX_VARIABLES) {
        bounded(&format!("env.{}", variable.name), &variable.value, wrong);
    }
    let own = env.iter().take(MAX_VARIABLES).map(|v| (v.name.as_str(), v.value.as_str()));
    wrong.extend(circles(own).into_iter().map(circle));
    if let Some(cwd) = cwd {
        bounded("cwd", cwd, wrong);
    }
}

/// A circle can never resolve, so it is refused when it is written down. A variable without a
/// value is not: it may have one when the server starts.
fn circle(circle: Vec<String>) -> Problem {
    let field = format!("env.{}", circle.first().map_or("", String::as_str));
    Problem::new(ErrorCode::VariableCycle, sentence(&VariableError::Cycle(circle)))
        .field(field)
        .hint("Give one of them a plain value.")
}

fn http(url: &str, headers: &[Header], wrong: &mut Vec<Problem>) {
    bounded("url", url, wrong);
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    if rest.is_none_or(|rest| rest.is_empty() || rest.starts_with('/')) {
        let problem =
            Problem::invalid("url", "The URL must begin with http:// or https:// and name a host.");
        wrong.push(problem.hint("For example https://mcp.example.com/mcp."));
    }
    listed("headers", headers.iter().map(|header| header.name.as_str()), is_header_name, wrong);
    for header in headers.iter().take(MAX_VARIABLES) {
        let field = format!("headers.{}", header.name);
        bounded(&field, &header.value, wrong);
        if header.value.contains(['\r', '\n']) {
            wrong.push(Problem::invalid(field, "A header's value is one line."));
        }
    }
}

fn tags(tags: &[String], wrong: &mut Vec<Problem>) {
    if tags.len() > MAX_TAGS {
        wrong.push(Problem::invalid("tags", format!("At most {MAX_TAGS} tags.")));
    }
    let each = tags.iter().take(MAX_TAGS).enumerate();
    wrong.extend(each.filter_map(|(i, text)| tag_problem(&format!("tags[{i}]"), text)));
}

fn timeouts(timeouts: &Timeouts, wrong: &mut Vec<Problem>) {
    let Timeouts { start_ms, call_ms, stop_ms } = *timeouts;
    for (field, ms) in [("start_ms", start_ms), ("call_ms", call_ms), ("stop_ms", stop_ms)] {
        if !TIMEOUT_MS.contains(&ms) {
            let message = "A time-out lies between 100 ms and one hour.";
            wrong.push(Problem::invalid(format!("timeouts.{field}"), message));
        }
    }
}

fn bounded(field: &str, value: &str, wrong: &mut Vec<Problem>) {
    if value.contains('\0') {
        wrong.push(Problem::invalid(field, "A value cannot contain a NUL character."));
    } else if value.len() > MAX_VALUE_BYTES {
        let message = format!("A value has at most {} KiB.", MAX_VALUE_BYTES / 1024);
        wrong.push(Problem::invalid(field, message));
    }
}

/// Looks at the names of variables or headers: how many, whether each can be one, whether one
/// stands twice.
fn listed<'a>(
    field: &str,
    names: impl ExactSizeIterator<Item = &'a str>,
    is_valid: impl Fn(&str) -> Result<(), &'static str>,
    wrong: &mut Vec<Problem>,
) {
    if names.len() > MAX_VARIABLES {
        wrong.push(Problem::invalid(field, format!("At most {MAX_VARIABLES} entries.")));
    }
    let mut seen = HashSet::new();
    for name in names.take(MAX_VARIABLES) {
        let field = format!("{field}.{name}");
        if let Err(message) = is_valid(name) {
            wrong.push(Problem::invalid(field, message));
        } else if !seen.insert(name) {
            wrong.push(Problem::invalid(field, "This name is used twice."));
        }
    }
}

fn is_variable_name(name: &str) -> Result<(), &'static str> {
    let mut chars = name.chars();
    let begins = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    if begins && chars.all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Ok(());
    }
    Err("A variable's name is made of letters, digits and '_' and does not begin with a digit.")
}

fn is_header_name(name: &str) -> Result<(), &'static str> {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if !name.is_empty() && name.chars().all(token) {
        return Ok(());
    }
    Err("This is not a valid header name.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::HttpFlavour;

    fn stdio(command: &str, env: &[(&str, &str)]) -> ServerConfig {
        let env = env
            .iter()
            .map(|(name, value)| EnvVar { name: (*name).into(), value: (*value).into() })
            .collect();
        let transport = Transport::Stdio { command: command.into(), args: vec![], env, cwd: None };
        ServerConfig::new("test", transport).expect("a valid name")
    }

    fn http(url: &str) -> ServerConfig {
        let transport =
            Transport::Http { url: url.into(), headers: vec![], flavour: HttpFlavour::Auto };
        ServerConfig::new("test", transport).expect("a valid name")
    }

    fn with(change: impl FnOnce(&mut ServerConfig)) -> ServerConfig {
        let mut config = stdio("npx", &[]);
        change(&mut config);
        config
    }

    #[test]
    fn wrong_fields_are_named() {
        let cases = [
            (stdio("  ", &[]), "command"),
            (stdio("npx\0", &[]), "command"),
            (stdio("npx", &[("1A", "x")]), "env.1A"),
            (stdio("npx", &[("A", "x"), ("A", "y")]), "env.A"),
            (stdio("npx", &[("A", &"x".repeat(40_000))]), "env.A"),
            (stdio("npx", &[("A", "${B}"), ("B", "${A}")]), "env.A"),
            (http("ftp://x"), "url"),
            (http("https:///path"), "url"),
            (stdio("${secret:K}", &[]), "command"),
            (stdio("${A}", &[("A", "${B}/x"), ("B", "${secret:K}")]), "command"),
            (with(|c| c.name = "a\nb".into()), "name"),
            (with(|c| c.tags = vec!["ok".into(), String::new()]), "tags[1]"),
            (with(|c| c.tags = vec!["x".repeat(33)]), "tags[0]"),
            (with(|c| c.tags = vec!["x".into(); 21]), "tags"),
            (with(|c| c.timeouts.call_ms = 99), "timeouts.call_ms"),
            (with(|c| c.idle_stop_ms = Some(9_999)), "idle_stop_ms"),
            (with(|c| c.idle_stop_ms = Some(86_400_001)), "idle_stop_ms"),
        ];
        for (config, field) in cases {
            let problem = config.validate().expect_err(field);
            assert_eq!(problem.field.as_deref(), Some(field));
        }
        let good = with(|c| {
            c.tags = vec!["é".repeat(32); 20];
            c.idle_stop_ms = Some(10_000);
        });
        assert_eq!(good.validate(), Ok(()));
        let problem = ServerConfig::new(" ", stdio("x", &[]).transport).expect_err("no name");
        assert_eq!(problem.message, "A name needs at least one letter or digit.");
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let mut config = stdio("", &[("1A", "x"), ("B", "${C}"), ("C", "${B}"), ("D", "a\0")]);
        config.name = String::new();
        config.timeouts = Timeouts { start_ms: 1, call_ms: 1, stop_ms: 1 };
        config.tags = vec![String::new()];
        let problems = config.problems();
        let fields: Vec<&str> = problems.iter().filter_map(|p| p.field.as_deref()).collect();
        let expected = [
            "name",
            "command",
            "env.1A",
            "env.D",
            "env.B",
            "tags[0]",
            "timeouts.start_ms",
            "timeouts.call_ms",
            "timeouts.stop_ms",
        ];
        assert_eq!(fields, expected);
    }
}
