//! What an import would do with each secret that was found, compared with the keys that there are.

use console_domain::{KeyKind, KeyName, KeyTarget, Problem, ServerConfig, Transport};
use console_secrets::{checked_value, guess_kind};
use console_store::StoredKey;

use super::found::{Findings, Found};
use crate::Console;
use crate::keys::names::new_name;
use crate::masking::MASK;
use crate::view::{FoundKey, FoundKeyVerdict, KeyImportPreview};

impl Console {
    /// Shows what was found. Where the vault cannot be asked, values are not compared: a key of
    /// the same name is told as taken then.
    pub(super) async fn preview_of(&self, findings: Findings) -> Result<KeyImportPreview, Problem> {
        let stored = self.database().keys().all().await?;
        let servers = self.servers().all().await?;
        // Asked once: a vault that does not answer would be waited for again and again.
        let mut can_compare = !stored.is_empty();
        let mut shown = Vec::with_capacity(findings.found.len());
        for found in findings.found {
            let verdict = self.verdict(&found, &stored, &mut can_compare).await;
            let name = match &verdict {
                FoundKeyVerdict::SameAs { name } => name.to_string(),
                _ => found.name.clone(),
            };
            let server = found.own.as_ref().map(|own| own.server.clone());
            let config = servers.iter().map(|stored| &stored.config);
            let config = config.into_iter().find(|config| Some(&config.id) == server.as_ref());
            shown.push(FoundKey {
                target: target(&found, config),
                id: found.id,
                name,
                place: found.place,
                masked: MASK.to_owned(),
                verdict,
                is_replaceable: found.own.is_some_and(|own| own.is_replaceable),
                server,
            });
        }
        Ok(KeyImportPreview { found: shown, problems: findings.problems })
    }

    async fn verdict(
        &self,
        found: &Found,
        stored: &[StoredKey],
        can_compare: &mut bool,
    ) -> FoundKeyVerdict {
        let checked = new_name(&found.name)
            .and_then(|name| Ok((name, checked_value(found.value.duplicate())?)));
        let (name, value) = match checked {
            Ok(checked) => checked,
            Err(problem) => return FoundKeyVerdict::Invalid { problem },
        };
        if found.is_overridden {
            return FoundKeyVerdict::Overridden;
        }
        if *can_compare {
            match self.key_ring().fingerprint(&value).await {
                Ok(fingerprint) => {
                    if let Some(name) = same_value(stored, &fingerprint, &name) {
                        return FoundKeyVerdict::SameAs { name };
                    }
                }
                Err(problem) => {
                    *can_compare = false;
                    tracing::info!(code = ?problem.code, "values are not compared: {problem}");
                }
            }
        }
        match same_name(stored, &name) {
            Some(_) => FoundKeyVerdict::NameTaken,
            None => FoundKeyVerdict::New,
        }
    }
}

/// The key that has this value; of several, the one that is called the same.
fn same_value(stored: &[StoredKey], fingerprint: &str, name: &KeyName) -> Option<KeyName> {
    let same = || stored.iter().map(|s| &s.key).filter(|key| key.fingerprint == fingerprint);
    same().find(|key| key.name == *name).or_else(|| same().next()).map(|key| key.name.clone())
}

/// The key of this name, in whatever case: not every keychain tells case.
pub(super) fn same_name<'k>(stored: &'k [StoredKey], name: &KeyName) -> Option<&'k StoredKey> {
    stored.iter().find(|stored| stored.key.name.as_str().eq_ignore_ascii_case(name.as_str()))
}

/// What it probably opens. A key for a remote server of ours that is of no known kind is proven by
/// that server's own handshake.
fn target(found: &Found, config: Option<&ServerConfig>) -> KeyTarget {
    let kind = guess_kind(&found.name, &found.value);
    match config {
        Some(ServerConfig { id, transport: Transport::Http { .. }, .. })
            if kind == KeyKind::Other =>
        {
            KeyTarget { kind: KeyKind::Mcp, server: Some(id.clone()), ..KeyTarget::default() }
        }
        _ => KeyTarget { kind, ..KeyTarget::default() },
    }
}
