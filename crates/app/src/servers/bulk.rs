//! One thing done to many servers.

use std::collections::HashSet;

use console_domain::limits::{BULK_CONCURRENCY, MAX_SERVERS};
use console_domain::{Problem, ServerId, tag_problem};
use futures::StreamExt;

use super::inventory::parse_id;
use crate::view::{BulkAction, BulkFailure, BulkReport, BulkRequest};
use crate::{Console, Wait};

impl Console {
    /// Does one thing to many servers, a bounded number of them at once; what fails for one does
    /// not stop the others. Starts and stops are asked for and not awaited.
    pub async fn change_servers(&self, request: BulkRequest) -> Result<BulkReport, Problem> {
        let BulkRequest { mut ids, mut action } = request;
        if ids.len() > MAX_SERVERS {
            let message = format!("At most {MAX_SERVERS} servers at once.");
            return Err(Problem::invalid("ids", message));
        }
        if let BulkAction::AddTag { tag } | BulkAction::RemoveTag { tag } = &mut action {
            *tag = tag.trim().to_owned();
            if let Some(problem) = tag_problem("action.tag", tag) {
                return Err(problem);
            }
        }
        let mut seen = HashSet::new();
        ids.retain(|id| seen.insert(id.clone()));
        let mut changes = Vec::with_capacity(ids.len());
        for id in ids {
            let change = async {
                let outcome = self.change_one(&id, &action).await;
                outcome.map_err(|problem| BulkFailure { id, problem })
            };
            changes.push(change);
        }
        let mut outcomes = futures::stream::iter(changes).buffered(BULK_CONCURRENCY);
        let mut report = BulkReport { done: Vec::new(), failed: Vec::new() };
        while let Some(outcome) = outcomes.next().await {
            match outcome {
                Ok(id) => report.done.push(id),
                Err(failure) => report.failed.push(failure),
            }
        }
        Ok(report)
    }

    async fn change_one(&self, id: &str, action: &BulkAction) -> Result<ServerId, Problem> {
        let parsed = parse_id(id)?;
        match action {
            BulkAction::Start => drop(self.start_server(id, Wait::No).await?),
            BulkAction::Stop => drop(self.stop_server(id, Wait::No).await?),
            BulkAction::Restart => drop(self.restart_server(id, Wait::No).await?),
            BulkAction::Remove => drop(self.remove_server(id).await?),
            BulkAction::Restore => drop(self.restore_server(id).await?),
            BulkAction::AddTag { tag } => {
                self.change_server(&parsed, |stored| {
                    if !stored.config.tags.contains(tag) {
                        stored.config.tags.push(tag.clone());
                    }
                    stored.config.validate()
                })
                .await?;
            }
            BulkAction::RemoveTag { tag } => {
                self.change_server(&parsed, |stored| {
                    stored.config.tags.retain(|other| other != tag);
                    Ok(())
                })
                .await?;
            }
        }
        Ok(parsed)
    }
}
