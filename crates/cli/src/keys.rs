//! `mcpctl keys …`. Values come in and none is ever printed.

mod api;
mod import;
mod set;
mod shown;
mod typed;

use std::io::IsTerminal;

use console_app::DataDir;
use console_app::view::{VaultKind, VaultStatus, VaultView};
use console_domain::{ErrorCode, KeyTestOutcome, Problem};

use crate::args::{KeysCommand, VaultChoice, WhichKey};
use crate::backend::Backend;
use crate::output::Output;

const PASSPHRASE: &str = "Passphrase of the file of keys: ";

pub(crate) async fn run(
    dir: &DataDir,
    command: KeysCommand,
    output: &Output,
) -> Result<(), Problem> {
    let backend = Backend::any(dir).await?;
    let done = on(&backend, command, output).await;
    backend.close().await;
    done
}

async fn on(backend: &Backend, command: KeysCommand, output: &Output) -> Result<(), Problem> {
    match command {
        KeysCommand::List => {
            output.answer(&backend.keys().await?, |list| shown::list(list, output));
            Ok(())
        }
        KeysCommand::Unlock => unlock(backend, output).await,
        KeysCommand::Vault { choice } => vault(backend, choice, output).await,
        KeysCommand::Set(args) => set::set(backend, args, output).await,
        KeysCommand::Test { which } => {
            open_file_of_keys(backend).await?;
            test(backend, which, output).await
        }
        KeysCommand::Remove { name, force } => {
            open_file_of_keys(backend).await?;
            backend.remove_key(&name, force).await?;
            let removed = serde_json::json!({ "removed": name });
            output.answer(&removed, |_| format!("Removed {name} and its value."));
            Ok(())
        }
        KeysCommand::Import(args) => {
            open_file_of_keys(backend).await?;
            import::import(backend, args, output).await
        }
    }
}

async fn test(backend: &Backend, which: WhichKey, output: &Output) -> Result<(), Problem> {
    let tested = if let Some(name) = which.name {
        let key = backend.test_key(&name).await?;
        output.answer(&key, |key| shown::tests([key], output));
        vec![key]
    } else {
        let list = backend.test_all_keys().await?;
        output.answer(&list, |list| shown::tests(&list.keys, output));
        list.keys
    };
    let refused = tested.iter().filter(|key| {
        key.last_test.as_ref().is_some_and(|test| test.outcome == KeyTestOutcome::Refused)
            && !key.test_is_stale
    });
    let names: Vec<&str> = refused.map(|key| key.name.as_str()).collect();
    if names.is_empty() {
        return Ok(());
    }
    let message = format!("Refused: {}.", names.join(", "));
    Err(Problem::new(ErrorCode::Unauthorized, message)
        .hint("`mcpctl keys set NAME` gives a key a new value.")
        .details(serde_json::json!({ "keys": names })))
}

async fn unlock(backend: &Backend, output: &Output) -> Result<(), Problem> {
    let is_file = backend.vault().await?.kind == VaultKind::File;
    let passphrase = is_file.then(|| typed::value(PASSPHRASE, "passphrase")).transpose()?;
    if !is_file {
        output.remark("The keychain may ask in a window of its own.");
    }
    let vault = backend.unlock_vault(passphrase).await?;
    if is_file && matches!(backend, Backend::Local(_)) {
        output.remark("No console runs, so that nothing stays unlocked.");
    }
    output.answer(&vault, |vault| shown::status(vault).into());
    Ok(())
}

async fn vault(
    backend: &Backend,
    choice: Option<VaultChoice>,
    output: &Output,
) -> Result<(), Problem> {
    let now = backend.vault().await?;
    let wanted = match choice {
        Some(VaultChoice::Keychain) => VaultKind::Keychain,
        Some(VaultChoice::File) => VaultKind::File,
        None => now.kind,
    };
    let vault = if wanted == now.kind {
        now
    } else {
        open_file_of_keys(backend).await?;
        let to_file = wanted == VaultKind::File;
        let passphrase = to_file.then(|| typed::twice(PASSPHRASE, "passphrase")).transpose()?;
        backend.choose_vault(wanted, passphrase).await?
    };
    output.answer(&vault, |vault| {
        let place = match &vault.file {
            Some(file) => format!("in the encrypted file {file}"),
            None => "in the system's keychain".into(),
        };
        format!("Keys live {place}. {}", shown::status(vault))
    });
    Ok(())
}

/// Opens a locked file of keys where no console runs that could hold it open: this command is then
/// the one that asks for the passphrase. Everywhere else, whoever needs a value is told.
async fn open_file_of_keys(backend: &Backend) -> Result<(), Problem> {
    let Backend::Local(_) = backend else { return Ok(()) };
    let VaultView { kind, status, .. } = backend.vault().await?;
    let is_locked = kind == VaultKind::File && status == VaultStatus::Locked;
    if is_locked && std::io::stderr().is_terminal() {
        backend.unlock_vault(Some(typed::ask(PASSPHRASE)?)).await?;
    }
    Ok(())
}
