//! The configurations of other programs: read, told with their file, and never written.

use std::fs;

use console_domain::VaultError;

use super::{House, held, house, verdicts};
use crate::import::ClientFile;
use crate::keys::import::sources::in_clients;
use crate::view::KeyImportPreview;

/// Two clients with secrets, one that cannot be read, and one without servers.
fn clients(house: &House) -> Vec<ClientFile> {
    let token = ["ghp", "_canary0123456789"].concat();
    let files = [
        (
            "cursor",
            "Cursor",
            "mcp.json",
            format!(
                r#"{{"mcpServers": {{
                    "github": {{"command": "npx", "env": {{"GITHUB_TOKEN": "{token}", "A": "b"}}}},
                    "docs": {{"url": "https://docs/?key=canary-q", "headers": {{
                        "Authorization": "Bearer canary-bearer"}}}},
                    "known": {{"command": "x", "env": {{"TOKEN": "${{env:TOKEN}}"}}}},
                    "args": {{"command": "x", "args": ["--token", "canary-argument"]}},
                    "wrong": {{"command": 5, "env": {{"TOKEN": "canary-wrong"}}}}}}}}"#
            ),
        ),
        (
            "codex",
            "Codex",
            "config.toml",
            format!(
                "[mcp_servers.gh]\ncommand = \"npx\"\nenv = {{ GITHUB_TOKEN = \"{token}\" }}\n"
            ),
        ),
        ("broken", "Broken", "broken.json", r#"{"mcpServers": {"a": {"command": "#.into()),
        ("none", "None", "none.json", r#"{"theme": "dark"}"#.into()),
    ];
    let file = |(id, name, file, text): (&'static str, &'static str, &str, String)| {
        let path = house.dir.path().join(file);
        fs::write(&path, text).expect("a file");
        ClientFile { id, name, path }
    };
    let absent = ClientFile { id: "gone", name: "Gone", path: house.dir.path().join("gone") };
    files.into_iter().map(file).chain([absent]).collect()
}

async fn preview(house: &House) -> KeyImportPreview {
    let findings = in_clients(clients(house)).await;
    house.console.preview_of(findings).await.expect("a preview")
}

#[tokio::test]
async fn what_other_programs_hold_is_found_and_told() {
    let (house, vault) = house().await;
    let shown = preview(&house).await;
    assert_eq!(
        verdicts(&shown),
        ["GITHUB_TOKEN new", "DOCS_TOKEN new", "DOCS_KEY new", "GITHUB_TOKEN new",]
    );
    let cursor = house.dir.path().join("mcp.json");
    let place = format!("Cursor ({}), github: env.GITHUB_TOKEN", cursor.display());
    assert_eq!(shown.found[0].place, place);
    assert_eq!(shown.found[0].id, "cursor/mcpServers.github/env.GITHUB_TOKEN");
    assert!(shown.found.iter().all(|found| !found.is_replaceable && found.server.is_none()));
    let told: Vec<_> = shown.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].contains("args: args[1] looks like a secret"), "{told:?}");
    assert!(told[1].contains(", wrong: ") && told[2].starts_with("Broken ("), "{told:?}");
    let json = serde_json::to_string(&shown).expect("plain data");
    assert!(!json.contains("canary"), "a value is shown: {json}");

    let before = fs::read(&cursor).expect("it is there");
    house.add_key("GITHUB_TOKEN", &["ghp", "_canary0123456789"].concat()).await;
    assert_eq!(verdicts(&preview(&house).await)[0], "GITHUB_TOKEN is GITHUB_TOKEN");
    assert_eq!(fs::read(&cursor).expect("it is there"), before, "it is only read");
    assert!(held(&*vault, "GITHUB_TOKEN").await.is_some());
    vault.fail_with(Some(VaultError::Denied));
    house.console.key_ring().forget_pepper().await;
    assert_eq!(verdicts(&preview(&house).await)[0], "GITHUB_TOKEN taken");
}
