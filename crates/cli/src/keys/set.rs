//! `mcpctl keys set`: a new key, or a new value for one that is there.

use std::time::Duration;

use console_app::guess_kind;
use console_app::view::{AddKey, KeyRotated, KeyUse, KeyView, RotateKey, ServerView};
use console_domain::{ErrorCode, KeyName, KeyTarget, Problem, SecretValue};
use serde::Serialize;

use super::{open_file_of_keys, typed};
use crate::args::{SetKeyArgs, kind_word};
use crate::backend::{Backend, server_path};
use crate::output::Output;

/// What setting a key came to.
#[derive(Serialize)]
struct KeySet {
    key: KeyView,
    /// Whether it is new.
    is_new: bool,
    /// Servers that run with the old value.
    to_restart: Vec<KeyUse>,
    /// Those of them that were asked to restart.
    restarted: Vec<String>,
}

pub(super) async fn set(
    backend: &Backend,
    args: SetKeyArgs,
    output: &Output,
) -> Result<(), Problem> {
    // Told before a value is asked for.
    let name: KeyName = args.name.parse()?;
    let known = backend.keys().await?.keys.into_iter().find(|key| key.name == name);
    let value = typed::value(&format!("Value of {}: ", args.name), "value")?;
    open_file_of_keys(backend).await?;
    let mut set = match known {
        Some(key) => rotate(backend, key, &args, value).await?,
        None => add(backend, &args, value).await?,
    };
    if args.restart {
        set.restarted = restart(backend, &set.to_restart).await?;
    }
    output.answer(&set, told);
    Ok(())
}

async fn add(backend: &Backend, args: &SetKeyArgs, value: SecretValue) -> Result<KeySet, Problem> {
    let kind = args.kind.unwrap_or_else(|| guess_kind(&args.name, &value));
    let target = changed(KeyTarget { kind, ..KeyTarget::default() }, args);
    let key = backend.add_key(AddKey { name: args.name.clone(), target, value }).await?;
    Ok(KeySet { key, is_new: true, to_restart: Vec::new(), restarted: Vec::new() })
}

async fn rotate(
    backend: &Backend,
    key: KeyView,
    args: &SetKeyArgs,
    value: SecretValue,
) -> Result<KeySet, Problem> {
    let target = changed(key.target.clone(), args);
    if target != key.target {
        backend.retarget_key(&args.name, target).await?;
    }
    let rotated = backend.rotate_key(RotateKey { name: args.name.clone(), value }).await?;
    let KeyRotated { key, to_restart } = rotated;
    Ok(KeySet { key, is_new: false, to_restart, restarted: Vec::new() })
}

/// `target` with what the arguments say; what they do not say stays. Another kind begins afresh.
fn changed(mut target: KeyTarget, args: &SetKeyArgs) -> KeyTarget {
    if let Some(kind) = args.kind
        && kind != target.kind
    {
        target = KeyTarget { kind, ..KeyTarget::default() };
    }
    KeyTarget {
        kind: target.kind,
        base_url: args.base_url.clone().or(target.base_url),
        header: args.header.clone().or(target.header),
        server: args.server.clone().or(target.server),
    }
}

async fn restart(backend: &Backend, servers: &[KeyUse]) -> Result<Vec<String>, Problem> {
    // Where no host runs, no server does.
    let Backend::Remote(host) = backend else { return Ok(Vec::new()) };
    let mut restarted = Vec::new();
    for KeyUse { server, .. } in servers {
        let path = server_path(server.as_str(), "/restart");
        let asked = host.post::<ServerView>(&path, Duration::ZERO).await;
        asked.map_err(|problem| {
            let message =
                format!("The key is set, but {server} was not restarted: {}", problem.message);
            Problem::new(ErrorCode::ServerError, message)
                .hint(format!("Try `mcpctl servers restart {server}`."))
        })?;
        restarted.push(server.to_string());
    }
    Ok(restarted)
}

fn told(set: &KeySet) -> String {
    let KeySet { key, is_new, to_restart, restarted } = set;
    let verb = if *is_new { "Added" } else { "Changed" };
    let done = format!("{verb} {} ({}).", key.name, kind_word(key.target.kind));
    let next = if !restarted.is_empty() {
        format!("Restarting: {}.", restarted.join(", "))
    } else if !to_restart.is_empty() {
        let ids: Vec<&str> = to_restart.iter().map(|using| using.server.as_str()).collect();
        let ids = ids.join(", ");
        format!(
            "Still running with the old value: {ids}. `mcpctl servers restart ID` gives one the new value."
        )
    } else if *is_new {
        format!("Refer to it as {}.", key.name.reference())
    } else {
        return done;
    };
    format!("{done}\n{next}")
}
