//! From a configuration to something that can be started: references resolved, the command
//! found, the directory checked. Each failure says what was looked for, where, and what to do.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use console_domain::{
    EnvVar, ErrorCode, Header, HttpEndpoint, Problem, Transport, VariableError, Variables,
};

use crate::environment::{Environment, Found};
use crate::os;
use crate::process::Program;
use crate::secrets::Values;

/// What a transport comes to.
pub(crate) enum Target {
    /// A child process.
    Program(Program),
    /// A remote endpoint.
    Endpoint(HttpEndpoint),
}

/// Resolves a transport against the environment and the values of its keys. Looks at the file
/// system: blocks shortly.
pub(crate) fn resolve(
    transport: &Transport,
    environment: &Environment,
    found: &Found,
    keys: Values,
) -> Result<Target, Problem> {
    let (target, problems) = attempt(transport, environment, found, Some(keys));
    match (target, problems.into_iter().next()) {
        (_, Some(problem)) => Err(problem),
        (Some(target), None) => Ok(target),
        (None, None) => Err(Problem::new(ErrorCode::Internal, "Nothing was resolved.")),
    }
}

/// Where the program is and everything that is wrong, whatever keys there are: each is taken for
/// empty, so that what is told of the program cannot be started.
pub(crate) fn look(
    transport: &Transport,
    environment: &Environment,
    found: &Found,
) -> (Option<PathBuf>, Vec<Problem>) {
    let (target, problems) = attempt(transport, environment, found, None);
    let path = match target {
        Some(Target::Program(program)) => Some(program.path),
        Some(Target::Endpoint(_)) | None => None,
    };
    (path, problems)
}

/// What a transport comes to, as far as it does, and everything that is wrong.
fn attempt(
    transport: &Transport,
    environment: &Environment,
    found: &Found,
    keys: Option<Values>,
) -> (Option<Target>, Vec<Problem>) {
    let mut wrong = Wrong(Vec::new());
    let target = match transport {
        Transport::Stdio { command, args, env, cwd } => {
            let scope = Scope::new(env, environment, found, keys);
            program(&scope, command, args, env, cwd.as_deref(), &mut wrong).map(Target::Program)
        }
        Transport::Http { url, headers, flavour } => {
            let scope = Scope::new(&[], environment, found, keys);
            let url = wrong.keep(scope.url(url));
            let header = |header: &Header| {
                let value = scope.value(&format!("headers.{}", header.name), &header.value);
                Some(Header { name: header.name.clone(), value: wrong.keep(value)? })
            };
            let headers = headers.iter().filter_map(header).collect();
            url.map(|url| Target::Endpoint(HttpEndpoint { url, headers, flavour: *flavour }))
        }
    };
    (target, wrong.0)
}

/// What is wrong so far.
struct Wrong(Vec<Problem>);

impl Wrong {
    fn keep<T>(&mut self, outcome: Result<T, Problem>) -> Option<T> {
        outcome.map_err(|problem| self.0.push(problem)).ok()
    }
}

/// Resolves values and names the field of one that cannot be.
struct Scope<'a> {
    variables: Variables<'a>,
    found: &'a Found,
}

impl<'a> Scope<'a> {
    fn new(
        own: &'a [EnvVar],
        environment: &Environment,
        found: &'a Found,
        keys: Option<Values>,
    ) -> Self {
        let own = own.iter().map(|variable| (variable.name.as_str(), variable.value.as_str()));
        let mut given = environment.own().clone();
        given.insert("PATH".into(), found.path.as_str().to_owned());
        let variables = Variables::new(own, given);
        let variables = match keys {
            Some(values) => variables.with_secrets(values),
            None => variables.with_unread_secrets(),
        };
        Self { variables, found }
    }

    /// A value that only the server gets.
    fn value(&self, field: &str, value: &str) -> Result<String, Problem> {
        self.variables.resolve(value).map_err(|error| unresolved(field, &error))
    }

    /// A URL that only the server is asked at.
    fn url(&self, url: &str) -> Result<String, Problem> {
        self.variables.resolve_url(url).map_err(|error| unresolved("url", &error))
    }

    /// A value that every program of the machine can read.
    fn public(&self, field: &str, value: &str) -> Result<String, Problem> {
        self.variables.resolve_public(value).map_err(|error| unresolved(field, &error))
    }

    /// A path: references resolved, `~/` replaced by the home directory.
    fn path(&self, field: &str, value: &str) -> Result<String, Problem> {
        let value = self.public(field, value)?;
        let home = value.strip_prefix("~/").and_then(|rest| Some((self.home()?, rest)));
        Ok(match home {
            Some((home, rest)) => home.join(rest).to_string_lossy().into_owned(),
            None => value,
        })
    }

    fn home(&self) -> Option<PathBuf> {
        let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
        self.found.inherited.get(name).map(PathBuf::from)
    }
}

fn program(
    scope: &Scope<'_>,
    command: &str,
    args: &[String],
    env: &[EnvVar],
    cwd: Option<&str>,
    wrong: &mut Wrong,
) -> Option<Program> {
    let directory = if let Some(cwd) = cwd {
        wrong.keep(scope.path("cwd", cwd).and_then(|cwd| given_directory(&cwd)))
    } else {
        let home = scope.home().filter(|home| os::is_enterable(home));
        Some(home.unwrap_or_else(std::env::temp_dir))
    };
    let env = child_environment(scope, env, wrong);
    let command = wrong.keep(scope.path("command", command));
    let arg = |(i, arg): (usize, &String)| wrong.keep(scope.public(&format!("args[{i}]"), arg));
    let args = args.iter().enumerate().filter_map(arg).collect();
    let path = env.get("PATH").map_or("", String::as_str);
    // Where a relative path leads is not known without a directory.
    let directory = directory.or_else(|| scope.home())?;
    let path = wrong.keep(find(&command?, path, &directory))?;
    Some(Program { path, args, env, directory })
}

fn child_environment(
    scope: &Scope<'_>,
    own: &[EnvVar],
    wrong: &mut Wrong,
) -> BTreeMap<String, String> {
    let mut env = scope.found.inherited.clone();
    env.insert("PATH".into(), scope.found.path.as_str().to_owned());
    for EnvVar { name, .. } in own {
        let value = scope.variables.resolve_own(name);
        let value = value.map_err(|error| unresolved(&format!("env.{name}"), &error));
        if let Some(value) = wrong.keep(value) {
            env.insert(name.clone(), value);
        }
    }
    env
}

fn given_directory(directory: &str) -> Result<PathBuf, Problem> {
    let path = PathBuf::from(directory);
    let refused = |what: &str| {
        let message = format!("The working directory {directory} {what}.");
        Problem::new(ErrorCode::BadWorkingDirectory, message)
            .field("cwd")
            .hint("Create the directory, or give another one in the server's settings.")
    };
    if !path.is_absolute() {
        return Err(refused("is not an absolute path"));
    }
    if !path.exists() {
        return Err(refused("does not exist"));
    }
    if !path.is_dir() {
        return Err(refused("is not a directory"));
    }
    if !os::is_enterable(&path) {
        return Err(refused("may not be entered by you"));
    }
    Ok(path)
}

/// The executable that `command` names on the search path or, where it is a path, in `directory`.
fn find(command: &str, path: &str, directory: &Path) -> Result<PathBuf, Problem> {
    if let Ok(found) = which::which_in(command, Some(path), directory) {
        return Ok(found);
    }
    let is_path = command.contains(std::path::is_separator);
    let candidates: Vec<PathBuf> = if is_path {
        vec![directory.join(command)]
    } else {
        std::env::split_paths(path).map(|place| place.join(command)).collect()
    };
    let details = serde_json::json!({ "command": command, "searched": path });
    let problem = if let Some(there) = candidates.iter().find(|candidate| candidate.exists()) {
        not_executable(there)
    } else {
        let message = format!("The command {command} was not found.");
        let hint = not_found_hint(command, is_path, path);
        Problem::new(ErrorCode::CommandNotFound, message).hint(hint)
    };
    Err(problem.field("command").details(details))
}

fn not_executable(there: &Path) -> Problem {
    let shown = there.display();
    let (what, hint) = if there.is_dir() {
        ("is a directory", "Name the program in it.".to_owned())
    } else {
        ("may not be run", format!("Make it executable: chmod +x {shown}"))
    };
    let message = format!("{shown} {what}.");
    Problem::new(ErrorCode::CommandNotExecutable, message).hint(hint)
}

fn not_found_hint(command: &str, is_path: bool, path: &str) -> String {
    if is_path {
        return "Check the path in the server's settings.".into();
    }
    let install = match command {
        "npx" | "npm" | "node" => "Install Node.js (https://nodejs.org), which brings node and npx",
        "uvx" | "uv" => "Install uv (https://docs.astral.sh/uv), which brings uvx",
        "python" | "python3" | "pip" | "pipx" => "Install Python 3 (https://www.python.org)",
        "docker" => "Install Docker (https://docs.docker.com/get-docker)",
        "bun" | "bunx" => "Install Bun (https://bun.sh)",
        "deno" => "Install Deno (https://deno.com)",
        "cargo" => "Install Rust (https://rustup.rs)",
        _ => "Install it, or give its full path in the server's settings",
    };
    let searched = std::env::split_paths(path).count();
    format!(
        "{install}, then start the server again. {searched} directories of the login shell's PATH were searched."
    )
}

fn unresolved(field: &str, error: &VariableError) -> Problem {
    let (code, hint) = match error {
        VariableError::SecretMissing(name) => return Problem::key_missing(name).field(field),
        VariableError::SecretExposed(name) => return Problem::key_exposed(field, name),
        VariableError::Missing(name) => (
            ErrorCode::VariableMissing,
            format!("Set {name} in the server's variables, or write ${{{name}:-default}}."),
        ),
        VariableError::Cycle(_) => {
            (ErrorCode::VariableCycle, "Give one of these variables a plain value.".into())
        }
        VariableError::Unclosed | VariableError::UnknownKind(_) | VariableError::TooLong => {
            (ErrorCode::InvalidInput, "Correct the value in the server's settings.".into())
        }
    };
    let text = error.to_string();
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let problem = Problem::new(code, format!("{first}{}.", chars.as_str())).field(field).hint(hint);
    match error {
        VariableError::Missing(name) => problem.details(serde_json::json!({ "variable": name })),
        _ => problem,
    }
}
