//! Files of variables: shown, moved into the vault, and left as they are.
#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use console_domain::{ErrorCode, KeyKind, VaultError};

use super::{House, held, house, names, verdicts};
use crate::masking::MASK;
use crate::view::KeySource;

/// Writes a private file of variables beside the data directory's database.
fn env_file(house: &House, text: &str) -> (String, KeySource) {
    let path = house.dir.path().join("keys.env");
    fs::write(&path, text).expect("a file");
    fs::set_permissions(&path, Permissions::from_mode(0o600)).expect("a mode");
    let path = path.display().to_string();
    (path.clone(), KeySource::EnvFile { path: Some(path) })
}

#[tokio::test]
async fn a_file_is_shown_and_moved_and_stays_as_it_is() {
    let (house, vault) = house().await;
    house.add_key("OLD", "the old value").await;
    house.add_key("SAME", "the same value").await;
    let text = "# keys\nexport OPENAI_API_KEY='sk-canary one'\nTWICE=first\nTWICE=second\n\
                OLD=another value\nOTHER=the same value\nEMPTY=\nnonsense\n_MCP_CONSOLE_X=y\n";
    let (path, source) = env_file(&house, text);
    let preview = house.preview(&source).await;
    assert_eq!(
        verdicts(&preview),
        [
            "OPENAI_API_KEY new",
            "TWICE overridden",
            "TWICE new",
            "OLD taken",
            "SAME is SAME",
            "EMPTY invalid value",
            "_MCP_CONSOLE_X invalid name",
        ]
    );
    let first = &preview.found[0];
    assert_eq!(first.place, format!("{path}, line 2"));
    assert_eq!((first.target.kind, first.is_replaceable), (KeyKind::Openai, false));
    let told: Vec<_> = preview.problems.iter().map(|problem| problem.message.clone()).collect();
    assert_eq!(told, [format!("{path}, line 8: no = stands between a name and a value.")]);
    let json = serde_json::to_string(&preview).expect("plain data");
    for value in ["canary", "first", "second", "another value", "the same value", "nonsense"] {
        assert!(!json.contains(value), "{value} is shown: {json}");
    }
    assert!(preview.found.iter().all(|found| found.masked == MASK));

    let report = house.import_all(source).await;
    assert_eq!(names(&report), ["OPENAI_API_KEY", "TWICE"]);
    assert_eq!(report.still_in, [path.as_str()], "it still holds them");
    let skipped: Vec<_> = report.skipped.iter().map(|p| (p.code, p.field.as_deref())).collect();
    assert_eq!(
        skipped,
        [
            (ErrorCode::Conflict, Some("3:TWICE")),
            (ErrorCode::DuplicateName, Some("5:OLD")),
            (ErrorCode::InvalidInput, Some("7:EMPTY")),
            (ErrorCode::InvalidInput, Some("9:_MCP_CONSOLE_X")),
        ]
    );
    assert_eq!(held(&*vault, "OPENAI_API_KEY").await.as_deref(), Some("sk-canary one"));
    assert_eq!(held(&*vault, "TWICE").await.as_deref(), Some("second"));
    assert_eq!(held(&*vault, "OLD").await.as_deref(), Some("the old value"));
    assert_eq!(fs::read_to_string(&path).expect("it is there"), text);
    fs::remove_file(&path).expect("it is there");
    assert_eq!(house.files_with("canary one"), [""; 0], "the value is nowhere else");
}

#[tokio::test]
async fn a_name_that_is_taken_is_replaced_or_another_is_chosen() {
    let (house, vault) = house().await;
    house.add_key("OLD", "the old value").await;
    let (_, source) = env_file(&house, "OLD=new value\n");
    let report = house.import(source.clone(), |_| Some(("ANOTHER".into(), false))).await;
    assert_eq!(names(&report), ["ANOTHER"]);
    assert_eq!(held(&*vault, "OLD").await.as_deref(), Some("the old value"));
    // A keychain may not tell case: the key is the one that is there.
    let report = house.import(source.clone(), |_| Some(("old".into(), true))).await;
    assert_eq!(names(&report), ["OLD"]);
    assert_eq!(held(&*vault, "OLD").await.as_deref(), Some("new value"));
    let report = house.import(source.clone(), |_| Some(("not-a-name".into(), false))).await;
    assert_eq!(report.skipped[0].code, ErrorCode::InvalidInput);
    assert_eq!(names(&report), [""; 0]);
}

#[tokio::test]
async fn what_changed_since_it_was_shown_is_not_taken_for_something_else() {
    let (house, vault) = house().await;
    let (path, source) = env_file(&house, "A=one\n");
    let preview = house.preview(&source).await;
    fs::write(&path, "B=two\n").expect("a file");
    let choice = crate::view::KeyImportChoice {
        id: preview.found[0].id.clone(),
        name: "A".into(),
        target: preview.found[0].target.clone(),
        replace: true,
    };
    let request = crate::view::KeyImportRequest { source, choices: vec![choice] };
    let report = house.console.import_keys(request).await.expect("a report");
    assert_eq!(report.skipped[0].code, ErrorCode::NotFound);
    assert_eq!(held(&*vault, "A").await, None);
}

#[tokio::test]
async fn a_vault_that_is_locked_is_asked_once() {
    let (house, vault) = house().await;
    house.add_key("OLD", "the old value").await;
    let (_, source) = env_file(&house, "OLD=the old value\nNEW=new\nMORE=more\n");
    vault.fail_with(Some(VaultError::Locked));
    // The fingerprints' key is in memory by now; a console that starts has to ask for it.
    house.console.key_ring().forget_pepper().await;
    let preview = house.preview(&source).await;
    assert_eq!(verdicts(&preview), ["OLD taken", "NEW new", "MORE new"]);
    let report = house.import_all(source).await;
    assert!(report.skipped.iter().all(|problem| problem.code == ErrorCode::KeychainLocked));
    assert_eq!((report.skipped.len(), report.stored.len(), report.still_in.len()), (3, 0, 0));
}

#[tokio::test]
async fn a_file_that_others_can_read_is_refused() {
    let (house, _) = house().await;
    let (path, source) = env_file(&house, "A=1\n");
    fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("a mode");
    let problem = house.console.preview_keys(&source).await.expect_err("others can read it");
    assert_eq!((problem.code, problem.field.as_deref()), (ErrorCode::InvalidInput, Some("path")));
    assert!(problem.hint.expect("a next step").contains(&format!("chmod 600 {path}")));
}
