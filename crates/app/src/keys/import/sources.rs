//! Where secrets stand in plain text: a file of variables, our own servers, the configurations of
//! other programs. Reading is bounded in bytes and in time, and changes nothing.

use console_domain::limits::{IMPORT_READ_TIMEOUT, MAX_IMPORT_PROBLEMS, MAX_KEYS};
use console_domain::{ErrorCode, KeyName, Problem, ServerConfig, Transport};

use super::env_text::{EnvEntry, read_env};
use super::found::{Findings, Found, OwnPlace, name_apart, name_at};
use super::private_file::{path_of, read_private, shown};
use super::replace::refusal;
use super::spots::{scheme_of, secret_arguments, secrets_in};
use crate::import::{ClientFile, ImportedEntry, NoImport, read_client};

/// The variables of a file, whatever they are called: whoever names the file means all of it.
///
/// # Errors
/// Those of [`read_private`].
pub(super) async fn in_env_file(path: Option<&str>) -> Result<Findings, Problem> {
    let path = path_of(path)?;
    reading(&shown(&path), {
        let path = path.clone();
        move || {
            let bytes = read_private(&path)?;
            Ok(of_env(&bytes, &shown(&path)))
        }
    })
    .await
}

fn of_env(bytes: &[u8], file: &str) -> Findings {
    let text = read_env(bytes);
    let mut last = std::collections::HashMap::new();
    for EnvEntry { line, name, .. } in &text.entries {
        last.insert(name.as_str().to_owned(), *line);
    }
    let found = text.entries.into_iter().map(|EnvEntry { line, name, value }| Found {
        // With its name: a line that moved names nothing, and never another secret.
        id: format!("{line}:{name}"),
        place: format!("{file}, line {line}"),
        is_overridden: last.get(name.as_str()) != Some(&line),
        name: name.into(),
        owner: None,
        value,
        own: None,
        file: Some(file.to_owned()),
    });
    let told = text.remarks.into_iter().map(|(line, remark)| {
        Problem::invalid("path", format!("{file}, line {line}: {remark}."))
            .hint(remark.hint())
            .details(serde_json::json!({ "line": line }))
    });
    bounded(Findings { found: found.collect(), problems: told.collect() })
}

/// What stands in the environments, headers and URLs of our own servers.
pub(super) fn in_servers<'c>(servers: impl IntoIterator<Item = &'c ServerConfig>) -> Findings {
    let mut findings = Findings::default();
    for config in servers {
        let ServerConfig { id, name, transport, .. } = config;
        for (spot, value) in secrets_in(transport) {
            let key = name_at(&spot, scheme_of(transport, &spot), name);
            let refusal =
                key.parse::<KeyName>().ok().and_then(|key| refusal(config, &spot, &value, &key));
            let place = format!("{name}: {spot}");
            if let Some(mut problem) = refusal.clone() {
                problem.message = format!("{place} cannot become a reference: {}", problem.message);
                findings.problems.push(problem.field(format!("{id}.{}", spot.field())));
            }
            let is_replaceable = refusal.is_none();
            findings.found.push(Found {
                id: format!("{id}/{spot}"),
                place,
                name: key,
                owner: Some(name.clone()),
                value,
                is_overridden: false,
                own: Some(OwnPlace { server: id.clone(), spot, is_replaceable }),
                file: None,
            });
        }
        findings.problems.extend(of_arguments(transport, name, id.as_str()));
    }
    name_apart(&mut findings.found);
    bounded(findings)
}

/// What stands in the configurations of other programs.
pub(super) async fn in_clients(files: Vec<ClientFile>) -> Findings {
    // As many at once as there are clients; each is a short read.
    let each = files.into_iter().map(in_client);
    let mut findings = Findings::default();
    for Findings { found, problems } in futures::future::join_all(each).await {
        findings.found.extend(found);
        findings.problems.extend(problems);
    }
    name_apart(&mut findings.found);
    bounded(findings)
}

async fn in_client(file: ClientFile) -> Findings {
    if !tokio::fs::try_exists(&file.path).await.unwrap_or(false) {
        return Findings::default();
    }
    let place = format!("{} ({})", file.name, shown(&file.path));
    let read = reading(&place, move || Ok((read_client(&file.path), file))).await;
    match read {
        Ok((Ok(text), file)) => of_client(&file, text.entries, text.notes),
        Ok((Err(NoImport::NoServers), _)) => Findings::default(),
        Ok((Err(NoImport::Unreadable(problem)), _)) | Err(problem) => {
            Findings { found: Vec::new(), problems: vec![told_of(&place, problem)] }
        }
    }
}

fn of_client(file: &ClientFile, entries: Vec<ImportedEntry>, notes: Vec<Problem>) -> Findings {
    let client = format!("{} ({})", file.name, shown(&file.path));
    let mut findings = Findings::default();
    findings.problems.extend(notes.into_iter().map(|problem| told_of(&client, problem)));
    for ImportedEntry { field, name, config, .. } in entries {
        let transport = match config {
            Ok(config) => config.transport,
            Err(problem) => {
                let place = format!("{client}, {name}");
                findings.problems.push(told_of(&place, problem));
                continue;
            }
        };
        for (spot, value) in secrets_in(&transport) {
            findings.found.push(Found {
                id: format!("{}/{field}/{spot}", file.id),
                place: format!("{client}, {name}: {spot}"),
                name: name_at(&spot, scheme_of(&transport, &spot), &name),
                owner: Some(name.clone()),
                value,
                is_overridden: false,
                own: None,
                file: Some(shown(&file.path)),
            });
        }
        let place = format!("{client}, {name}");
        findings.problems.extend(of_arguments(&transport, &place, &format!("{}/{field}", file.id)));
    }
    findings
}

/// Arguments that look like secrets: they can be told, and not moved.
fn of_arguments(transport: &Transport, place: &str, id: &str) -> Vec<Problem> {
    let told = |field: String| {
        let message = format!(
            "{place}: {field} looks like a secret, and every program on this machine can read \
             arguments."
        );
        Problem::invalid(format!("{id}.{field}"), message)
            .hint("Have the server read it from a variable: a key can stand there and not here.")
    };
    secret_arguments(transport).into_iter().map(told).collect()
}

fn told_of(place: &str, mut problem: Problem) -> Problem {
    problem.message = format!("{place}: {}", problem.message);
    problem
}

/// As much as a person can look through.
fn bounded(mut findings: Findings) -> Findings {
    let Findings { found, problems } = &mut findings;
    let left_out = problems.len().saturating_sub(MAX_IMPORT_PROBLEMS);
    if left_out > 0 {
        problems.truncate(MAX_IMPORT_PROBLEMS);
        let message = format!("{left_out} more are not shown.");
        let problem = Problem::new(ErrorCode::InvalidInput, message);
        problems.push(problem.hint("Mend these first, then look again."));
    }
    if found.len() > MAX_KEYS {
        let message = format!(
            "Only the first {MAX_KEYS} are shown; {} are left out.",
            found.len() - MAX_KEYS
        );
        found.truncate(MAX_KEYS);
        problems.push(
            Problem::new(ErrorCode::InvalidInput, message)
                .hint("Move these first, then look again."),
        );
    }
    findings
}

/// Reads on a thread of its own, and not for longer than [`IMPORT_READ_TIMEOUT`].
async fn reading<T: Send + 'static>(
    what: &str,
    read: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let read = tokio::task::spawn_blocking(read);
    match tokio::time::timeout(IMPORT_READ_TIMEOUT, read).await {
        Ok(Ok(read)) => read,
        Ok(Err(_panicked)) => {
            let message = format!("{what} could not be read because of an error in the console.");
            Err(Problem::new(ErrorCode::Internal, message))
        }
        Err(_late) => {
            let seconds = IMPORT_READ_TIMEOUT.as_secs();
            let message = format!("{what} could not be read within {seconds} seconds.");
            Err(Problem::new(ErrorCode::Io, message)
                .field("path")
                .hint("Check that the disk it lies on can be reached."))
        }
    }
}
