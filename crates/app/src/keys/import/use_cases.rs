//! What is found, and what is moved.

use std::collections::{BTreeMap, BTreeSet};

use console_domain::limits::MAX_KEYS;
use console_domain::{ErrorCode, KeyName, Problem, SecretValue, ServerId};
use console_secrets::checked_value;

use super::found::{Findings, Found, OwnPlace};
use super::private_file::shown;
use super::remains::files_with;
use super::replace::{put_reference, refusal};
use super::sources::{in_clients, in_env_file, in_servers};
use super::verdicts::same_name;
use crate::Console;
use crate::import::client_files;
use crate::keys::names::new_name;
use crate::view::{
    AddKey, KeyImportChoice, KeyImportPreview, KeyImportReport, KeyImportRequest, KeySource,
    KeyUse, RotateKey,
};

/// What was done so far.
#[derive(Default)]
struct Done {
    stored: Vec<KeyName>,
    /// Servers in which references stand now, and to which keys.
    replaced: BTreeMap<ServerId, BTreeSet<KeyName>>,
    /// Values that stood there.
    taken: Vec<SecretValue>,
    /// Files of others that hold what is in the vault now.
    files: BTreeSet<String>,
    to_restart: Vec<KeyUse>,
    skipped: Vec<Problem>,
}

impl Console {
    /// Secrets that stand in plain text; nothing is changed.
    ///
    /// # Errors
    /// `not_found` and `io` for a file, `invalid_input` where others may read it (the hint has the
    /// command that mends it).
    pub async fn preview_keys(&self, source: &KeySource) -> Result<KeyImportPreview, Problem> {
        let findings = self.findings(source).await?;
        self.preview_of(findings).await
    }

    /// Moves the chosen ones into the vault, and puts references where the place is ours. One that
    /// cannot be moved is named and stays where it is; the others go on. Nothing is deleted from a
    /// file of somebody else.
    ///
    /// # Errors
    /// Those of [`Self::preview_keys`]; nothing is changed then.
    pub async fn import_keys(&self, request: KeyImportRequest) -> Result<KeyImportReport, Problem> {
        let KeyImportRequest { source, choices } = request;
        if choices.len() > MAX_KEYS {
            let message = format!("At most {MAX_KEYS} keys are moved at once.");
            return Err(Problem::invalid("choices", message).hint("Choose fewer."));
        }
        let Findings { found, .. } = self.findings(&source).await?;
        let mut done = Done::default();
        let mut stopped: Option<Problem> = None;
        for choice in choices {
            let id = choice.id.clone();
            let moved = match (&stopped, found.iter().find(|found| found.id == id)) {
                (Some(problem), _) => Err(problem.clone()),
                (None, Some(found)) => self.move_one(found, choice, &mut done).await,
                (None, None) => Err(gone()),
            };
            if let Err(problem) = moved {
                // The next one would fail the same, after waiting as long.
                stopped = stopped.or_else(|| is_of_vault(problem.code).then(|| problem.clone()));
                done.skipped.push(problem.field(id));
            }
        }
        self.report(done).await
    }

    async fn findings(&self, source: &KeySource) -> Result<Findings, Problem> {
        match source {
            KeySource::EnvFile { path } => in_env_file(path.as_deref()).await,
            KeySource::Servers => {
                let servers = self.servers().all().await?;
                Ok(in_servers(servers.iter().map(|stored| &stored.config)))
            }
            KeySource::Clients => Ok(in_clients(client_files()).await),
        }
    }

    async fn move_one(
        &self,
        found: &Found,
        choice: KeyImportChoice,
        done: &mut Done,
    ) -> Result<(), Problem> {
        let name = new_name(&choice.name)?;
        if found.is_overridden {
            return Err(overridden(found));
        }
        let value = checked_value(found.value.duplicate())?;
        if let Some(OwnPlace { server, spot, .. }) = &found.own {
            // Asked before anything is stored: a key that nothing can refer to is no use.
            let config = self.find_server(server.as_str()).await?.config;
            refusal(&config, spot, &found.value, &name).map_or(Ok(()), Err)?;
        }
        let ring = self.key_ring();
        ring.known.learn(&value);
        let name = self.keep(name, &value, choice, done).await?;
        // From the proof to the reference nobody changes the key.
        let _turn = ring.turn_to_read().await;
        if !self.is_held(&name, &value).await? {
            let message = format!("The vault does not give {name} back; everything is as it was.");
            return Err(Problem::new(ErrorCode::KeychainFailed, message).hint("Try again."));
        }
        done.files.extend(found.file.clone());
        let Some(OwnPlace { server, spot, .. }) = &found.own else { return Ok(()) };
        let put = |stored: &mut _| put_reference(stored, spot, &found.value, &name);
        self.change_server(server, put).await?;
        done.taken.push(value);
        done.replaced.entry(server.clone()).or_default().insert(name);
        Ok(())
    }

    /// Has the vault hold `value` under `name`; the name as it is stored.
    async fn keep(
        &self,
        name: KeyName,
        value: &SecretValue,
        choice: KeyImportChoice,
        done: &mut Done,
    ) -> Result<KeyName, Problem> {
        let stored = self.database().keys().all().await?;
        let Some(same) = same_name(&stored, &name) else {
            let (text, value) = (name.to_string(), value.duplicate());
            self.add_key(AddKey { name: text, target: choice.target, value }).await?;
            done.stored.push(name.clone());
            return Ok(name);
        };
        let name = same.key.name.clone();
        if self.is_held(&name, value).await? {
            return Ok(name);
        }
        if !choice.replace && !same.is_lost {
            let message = format!("There is already a key {name} with another value.");
            return Err(Problem::new(ErrorCode::DuplicateName, message)
                .hint("Choose another name, or have that key replaced."));
        }
        let request = RotateKey { name: name.to_string(), value: value.duplicate() };
        done.to_restart.extend(self.rotate_key(request).await?.to_restart);
        done.stored.push(name.clone());
        Ok(name)
    }

    /// Whether there is a key of this name and the vault gives exactly this value back for it.
    async fn is_held(&self, name: &KeyName, value: &SecretValue) -> Result<bool, Problem> {
        let ring = self.key_ring();
        if ring.keys.find(name).await?.is_none() {
            return Ok(false);
        }
        ring.settle().await?;
        let held = ring.vaults.current().get(name).await?;
        Ok(held.is_some_and(|held| held.expose() == value.expose()))
    }

    async fn report(&self, done: Done) -> Result<KeyImportReport, Problem> {
        let Done { mut stored, replaced, taken, files, mut to_restart, skipped } = done;
        let uses = self.key_uses().await?;
        for (server, names) in &replaced {
            if !self.supervisor().needs_restart(server) {
                continue;
            }
            to_restart.retain(|using| using.server != *server);
            let of_server = names.iter().flat_map(|name| uses.of(name.as_str(), None));
            let mut of_server = of_server.filter(|using| using.server == *server);
            let Some(mut using) = of_server.next() else { continue };
            for other in of_server {
                using.fields.extend(other.fields);
            }
            using.is_outdated = true;
            to_restart.push(using);
        }
        let mut still_in: Vec<String> = files.into_iter().collect();
        if !taken.is_empty() {
            match self.database().forget_deleted().await {
                Ok(true) => {}
                Ok(false) => tracing::warn!("the database is in use: old values go when it closes"),
                Err(error) => tracing::warn!(%error, "old values are left in the database's file"),
            }
            let left = files_with(self.data_dir().root(), taken).await;
            still_in.extend(left.iter().map(|path| shown(path)));
        }
        stored.sort_unstable();
        stored.dedup();
        let replaced_in = replaced.into_keys().collect();
        Ok(KeyImportReport { stored, replaced_in, to_restart, skipped, still_in })
    }
}

/// Whether the vault is at fault, and not one key.
fn is_of_vault(code: ErrorCode) -> bool {
    use ErrorCode as E;
    matches!(
        code,
        E::KeychainUnavailable | E::KeychainLocked | E::KeychainDenied | E::KeychainTimeout
    )
}

fn gone() -> Problem {
    Problem::new(ErrorCode::NotFound, "This is not there any more.")
        .hint("Look again, and choose anew.")
}

fn overridden(found: &Found) -> Problem {
    let message = format!("{} is set again further down, and that one counts.", found.name);
    Problem::new(ErrorCode::Conflict, message).hint("Choose the later one.")
}
