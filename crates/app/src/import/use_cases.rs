//! Preview, apply, and what is found on this machine.

use console_domain::{ErrorCode, Problem, ServerConfig};
use console_store::{ServerSource, StoredServer};

use super::clients::client_files;
use super::plan::{Planned, plan};
use super::source::read_source;
use super::text::{ImportedText, NoImport};
use super::wrappers;
use crate::Console;
use crate::masking;
use crate::servers::command_warnings;
use crate::view::{
    FoundServers, ImportEntry, ImportPreview, ImportReport, ImportRequest, ImportSource,
    ImportVerdict,
};

impl Console {
    /// What an import of `source` would do; nothing is changed.
    ///
    /// # Errors
    /// Where it cannot be read or no servers are in it; `details` has line and column.
    pub async fn preview_import(&self, source: &ImportSource) -> Result<ImportPreview, Problem> {
        let ImportedText { format, entries, notes } = read_source(source.clone()).await?;
        let planned = plan(entries, &self.configs().await?);
        Ok(ImportPreview { format, entries: planned.iter().map(shown).collect(), notes })
    }

    /// Adds the chosen entries of a source; of an empty choice, all that can be added. They need
    /// approval before their first start, unless a person agreed to exactly this command before.
    pub async fn apply_import(&self, request: &ImportRequest) -> Result<ImportReport, Problem> {
        let ImportedText { entries, notes, .. } = read_source(request.source.clone()).await?;
        let planned = plan(entries, &self.configs().await?);
        let mut report = ImportReport { added: Vec::new(), skipped: Vec::new() };
        let all = request.fields.is_empty();
        for field in &request.fields {
            if planned.iter().all(|planned| planned.field != *field) {
                let problem = Problem::new(ErrorCode::NotFound, "This entry is not in the text.");
                report.skipped.push(problem.field(field));
            }
        }
        for planned in planned {
            if all || request.fields.contains(&planned.field) {
                self.carry_out(planned, &mut report).await;
            }
        }
        if all {
            report.skipped.extend(notes);
        }
        Ok(report)
    }

    /// Adds the servers of a text. An entry that is wrong is left out and named; the others are
    /// added.
    pub async fn import_servers(&self, text: &str) -> Result<ImportReport, Problem> {
        let source = ImportSource::Text { text: text.to_owned() };
        self.apply_import(&ImportRequest { source, fields: Vec::new() }).await
    }

    /// Servers that other programs on this machine have: the wrappers, and what known clients
    /// write. A source without servers is not told.
    pub async fn found_servers(&self) -> Result<Vec<FoundServers>, Problem> {
        let here = self.configs().await?;
        let wrappers = (wrappers::SHOWN.to_owned(), ImportSource::Wrappers);
        let clients = client_files().into_iter().filter_map(|client| {
            let path = client.path.to_str()?.to_owned();
            Some((client.name.to_owned(), ImportSource::File { path }))
        });
        let sources = std::iter::once(wrappers).chain(clients);
        // As many at once as there are clients; each is a short read.
        let found = sources.map(|(name, source)| found_in(name, source, &here));
        Ok(futures::future::join_all(found).await.into_iter().flatten().collect())
    }

    async fn configs(&self) -> Result<Vec<ServerConfig>, Problem> {
        Ok(self.servers().all().await?.into_iter().map(|server| server.config).collect())
    }

    async fn carry_out(&self, planned: Planned, report: &mut ImportReport) {
        let can_be_added = planned.can_be_added();
        let Planned { field, config, problem, .. } = planned;
        let outcome = match (config, problem) {
            (Some(config), _) if can_be_added => {
                let server = StoredServer { config, approved_target: None, wanted_up: false };
                self.insert(server, ServerSource::Import).await
            }
            (_, Some(problem)) => Err(problem),
            (_, None) => return,
        };
        match outcome {
            Ok(view) => report.added.push(view),
            Err(problem) => report.skipped.push(within(&field, problem)),
        }
    }
}

/// What a source has for us; `None` where that is nothing.
async fn found_in(
    name: String,
    source: ImportSource,
    here: &[ServerConfig],
) -> Option<FoundServers> {
    if let ImportSource::File { path } = &source
        && !tokio::fs::try_exists(path).await.unwrap_or(false)
    {
        return None;
    }
    let (new, present, problem) = match read_source(source.clone()).await {
        Ok(read) => {
            let planned = plan(read.entries, here);
            let new = planned.iter().filter(|planned| planned.can_be_added()).count();
            let is_here = |planned: &&Planned| planned.verdict == ImportVerdict::Present;
            (new, planned.iter().filter(is_here).count(), None)
        }
        Err(NoImport::NoServers) => return None,
        Err(NoImport::Unreadable(problem)) => (0, 0, Some(problem)),
    };
    if new + present == 0 && problem.is_none() {
        return None;
    }
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Some(FoundServers { name, source, new: count(new), present: count(present), problem })
}

fn shown(planned: &Planned) -> ImportEntry {
    let Planned { field, name, verdict, config, problem } = planned;
    let config = config.as_ref();
    ImportEntry {
        field: field.clone(),
        name: name.clone(),
        id: config.map(|config| config.id.clone()),
        target: config.map(|config| masking::target(&config.transport)).unwrap_or_default(),
        variables: config.map(variables).unwrap_or_default(),
        verdict: *verdict,
        problem: problem.clone(),
        warnings: config.map(|c| command_warnings(&c.transport)).unwrap_or_default(),
    }
}

fn variables(config: &ServerConfig) -> Vec<String> {
    use console_domain::Transport as T;
    match &config.transport {
        T::Stdio { env, .. } => env.iter().map(|variable| variable.name.clone()).collect(),
        T::Http { headers, .. } => headers.iter().map(|header| header.name.clone()).collect(),
    }
}

/// Names the entry of an import that a problem belongs to.
fn within(entry: &str, mut problem: Problem) -> Problem {
    problem.field = Some(match problem.field {
        Some(field) => format!("{entry}.{field}"),
        None => entry.to_owned(),
    });
    problem
}
