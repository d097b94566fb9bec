//! What is found in plain text, and what becomes of it, on a console whose keychain is in memory.

mod clients;
mod env_files;
mod env_texts;
mod faults;
mod own_servers;

use std::sync::Arc;

use console_domain::{EnvVar, Header, KeyTarget, SecretValue, SecretVault, ServerConfig};
use console_secrets::MemoryVault;
use console_store::DataDir;
use tempfile::TempDir;

use crate::view::{
    AddKey, AddServer, FoundKey, FoundKeyVerdict, HostFace, KeyImportChoice, KeyImportPreview,
    KeyImportReport, KeyImportRequest, KeySource,
};
use crate::{Console, ConsoleOptions};

struct House {
    console: Console,
    dir: TempDir,
}

async fn house() -> (House, Arc<MemoryVault>) {
    let vault = Arc::new(MemoryVault::new());
    (house_with(Arc::clone(&vault)).await, vault)
}

async fn house_with(keychain: Arc<impl SecretVault + 'static>) -> House {
    let dir = tempfile::tempdir().expect("a directory");
    let mut options = ConsoleOptions::new(DataDir::new(dir.path()), HostFace::Headless);
    options.manifest = None;
    options.keychain = keychain;
    let console = Console::open(options).await.expect("a fresh directory");
    House { console, dir }
}

impl House {
    async fn add_key(&self, name: &str, value: &str) {
        let value = SecretValue::new(value.into());
        let request = AddKey { name: name.into(), target: KeyTarget::default(), value };
        self.console.add_key(request).await.expect("added");
    }

    async fn add_process(&self, name: &str, args: &[&str], env: &[(&str, &str)]) {
        let env = env.iter().map(|(n, v)| EnvVar { name: (*n).into(), value: (*v).into() });
        let request = AddServer {
            name: name.into(),
            command: Some("true".into()),
            args: args.iter().map(ToString::to_string).collect(),
            env: env.collect(),
            ..AddServer::default()
        };
        self.console.add_server(request).await.expect("added");
    }

    async fn add_remote(&self, name: &str, url: &str, headers: &[(&str, &str)]) {
        let headers = headers.iter().map(|(n, v)| Header { name: (*n).into(), value: (*v).into() });
        let request = AddServer {
            name: name.into(),
            url: Some(url.into()),
            headers: headers.collect(),
            ..AddServer::default()
        };
        self.console.add_server(request).await.expect("added");
    }

    async fn config(&self, id: &str) -> ServerConfig {
        self.console.find_server(id).await.expect("a server").config
    }

    async fn preview(&self, source: &KeySource) -> KeyImportPreview {
        self.console.preview_keys(source).await.expect("a preview")
    }

    /// Imports what `chosen` says of each entry: its name, and whether to replace.
    async fn import(
        &self,
        source: KeySource,
        chosen: impl Fn(&FoundKey) -> Option<(String, bool)>,
    ) -> KeyImportReport {
        let preview = self.preview(&source).await;
        let choice = |found: &FoundKey| {
            let (name, replace) = chosen(found)?;
            let (id, target) = (found.id.clone(), found.target.clone());
            Some(KeyImportChoice { id, name, target, replace })
        };
        let choices = preview.found.iter().filter_map(choice).collect();
        let request = KeyImportRequest { source, choices };
        self.console.import_keys(request).await.expect("a report")
    }

    /// Imports every entry as it is suggested.
    async fn import_all(&self, source: KeySource) -> KeyImportReport {
        self.import(source, |found| Some((found.name.clone(), false))).await
    }

    /// The files of the data directory that hold `text`.
    fn files_with(&self, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.dir.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(bytes) = std::fs::read(&path)
                    && bytes.windows(text.len()).any(|part| part == text.as_bytes())
                {
                    found.push(path.display().to_string());
                }
            }
        }
        found
    }
}

async fn held(vault: &impl SecretVault, name: &str) -> Option<String> {
    let value = vault.get(&name.parse().expect("a name")).await.expect("an open vault");
    value.map(|value| value.expose().to_owned())
}

fn names(report: &KeyImportReport) -> Vec<&str> {
    report.stored.iter().map(console_domain::KeyName::as_str).collect()
}

/// `name verdict` of each entry.
fn verdicts(preview: &KeyImportPreview) -> Vec<String> {
    use FoundKeyVerdict as V;
    let verdict = |found: &FoundKey| match &found.verdict {
        V::New => "new".to_owned(),
        V::SameAs { name } => format!("is {name}"),
        V::NameTaken => "taken".into(),
        V::Overridden => "overridden".into(),
        V::Invalid { problem } => format!("invalid {}", problem.field.clone().unwrap_or_default()),
    };
    preview.found.iter().map(|found| format!("{} {}", found.name, verdict(found))).collect()
}
