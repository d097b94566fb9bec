//! Our own servers: values move into the vault, references stand in their place.

use console_domain::{ErrorCode, KeyKind, ServerConfig, Transport};

use super::{held, house, names, verdicts};
use crate::view::KeySource::Servers;

fn env_of(config: &ServerConfig, name: &str) -> String {
    let Transport::Stdio { env, .. } = &config.transport else { panic!("a process") };
    env.iter().find(|variable| variable.name == name).expect("a variable").value.clone()
}

#[tokio::test]
async fn values_move_and_references_stand_in_their_place() {
    let (house, vault) = house().await;
    let env = [("GITHUB_TOKEN", "canary-env-1"), ("MODE", "fast"), ("REF", "${secret:X}")];
    house.add_process("github", &["-y"], &env).await;
    house.add_process("again", &[], &[("GH_TOKEN", "canary-env-1")]).await;
    let headers = [("Authorization", "Bearer canary-bearer"), ("Accept", "text/plain")];
    let url = "https://ana:canary-pass@host/mcp?api_key=canary-query&x=1"; // not a secret
    house.add_remote("docs", url, &headers).await;

    let preview = house.preview(&Servers).await;
    assert_eq!(
        verdicts(&preview),
        [
            "GITHUB_TOKEN new",
            "GITHUB_TOKEN new",
            "DOCS_TOKEN new",
            "DOCS_API_KEY new",
            "DOCS_PASSWORD new",
        ]
    );
    assert!(preview.found.iter().all(|found| found.is_replaceable && found.server.is_some()));
    assert_eq!(preview.found[0].place, "github: env.GITHUB_TOKEN");
    let bearer = &preview.found[2].target;
    assert_eq!(bearer.kind, KeyKind::Mcp, "its own server can prove it");
    assert_eq!(bearer.server, preview.found[2].server);
    let json = serde_json::to_string(&preview).expect("plain data");
    assert!(!json.contains("canary"), "a value is shown: {json}");

    let report = house.import_all(Servers).await;
    assert_eq!(report.skipped, []);
    assert_eq!(names(&report), ["DOCS_API_KEY", "DOCS_PASSWORD", "DOCS_TOKEN", "GITHUB_TOKEN"]);
    let servers: Vec<_> = report.replaced_in.iter().map(ToString::to_string).collect();
    assert_eq!(servers, ["again", "docs", "github"]);
    assert_eq!(report.still_in, [""; 0]);
    let github = house.config("github").await;
    assert_eq!(env_of(&github, "GITHUB_TOKEN"), "${secret:GITHUB_TOKEN}");
    assert_eq!(env_of(&github, "MODE"), "fast");
    let again = house.config("again").await;
    assert_eq!(env_of(&again, "GH_TOKEN"), "${secret:GITHUB_TOKEN}");
    let Transport::Http { url, headers, .. } = house.config("docs").await.transport else {
        panic!("a remote server")
    };
    assert_eq!(
        url,
        "https://ana:${secret:DOCS_PASSWORD}@host/mcp?api_key=${secret:DOCS_API_KEY}&x=1"
    );
    assert_eq!(headers[0].value, "Bearer ${secret:DOCS_TOKEN}");
    assert_eq!(held(&*vault, "DOCS_TOKEN").await.as_deref(), Some("canary-bearer"));

    for view in house.console.list_servers().await.expect("a list") {
        assert!(view.approved, "{} was approved, and runs the same", view.id);
    }
    assert_eq!(house.preview(&Servers).await.found, [], "nothing is left");
    assert_eq!(house.files_with("canary"), [""; 0], "nor in the files of the database");
}

#[tokio::test]
async fn what_a_database_forgot_before_is_forgotten_by_its_files_too() {
    let (house, _) = house().await;
    house.add_process("github", &[], &[("GITHUB_TOKEN", "canary-old")]).await;
    assert!(!house.files_with("canary-old").is_empty(), "it is looked for where it stands");
    house.import_all(Servers).await;
    assert_eq!(house.files_with("canary-old"), [""; 0]);
    // A backup is the user's: it is named, and stays.
    let backup = house.dir.path().join("backups/console-schema3-x.db");
    std::fs::write(&backup, "...canary-new...").expect("a file");
    house.add_process("other", &[], &[("OTHER_TOKEN", "canary-new")]).await;
    let report = house.import_all(Servers).await;
    assert_eq!(report.still_in, [backup.display().to_string()]);
}

#[tokio::test]
async fn keys_that_are_there_are_compared_and_never_taken_for_others() {
    let (house, vault) = house().await;
    house.add_key("MINE", "canary-same").await;
    house.add_key("TOKEN", "canary-other").await;
    house.add_process("one", &[], &[("A_TOKEN", "canary-same"), ("TOKEN", "canary-new")]).await;
    assert_eq!(verdicts(&house.preview(&Servers).await), ["MINE is MINE", "TOKEN taken"]);
    let report = house.import_all(Servers).await;
    assert_eq!(names(&report), [""; 0]);
    assert_eq!(report.skipped[0].code, ErrorCode::DuplicateName);
    assert_eq!(report.skipped[0].field.as_deref(), Some("one/env.TOKEN"));
    let config = house.config("one").await;
    assert_eq!(env_of(&config, "A_TOKEN"), "${secret:MINE}");
    assert_eq!(env_of(&config, "TOKEN"), "canary-new", "it stays where it is");
    assert_eq!(held(&*vault, "TOKEN").await.as_deref(), Some("canary-other"));
}

#[tokio::test]
async fn arguments_are_told_and_what_they_use_stays() {
    let (house, _) = house().await;
    let args = ["--api-key", "canary-argument", "--header", "Authorization: ${AUTH_TOKEN}"];
    house.add_process("remote", &args, &[("AUTH_TOKEN", "canary-used")]).await;
    let preview = house.preview(&Servers).await;
    let fields: Vec<_> = preview.problems.iter().filter_map(|p| p.field.as_deref()).collect();
    assert_eq!(fields, ["remote.env.AUTH_TOKEN", "remote.args[1]"]);
    assert!(!preview.found[0].is_replaceable);
    let report = house.import_all(Servers).await;
    assert_eq!(report.skipped[0].field.as_deref(), Some("remote/env.AUTH_TOKEN"));
    assert_eq!(names(&report), [""; 0], "a key that nothing can refer to is not stored");
    assert_eq!(env_of(&house.config("remote").await, "AUTH_TOKEN"), "canary-used");
}
