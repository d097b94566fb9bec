//! Another vault, a host that is killed, and what it leaves.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use console_testkit::Host;
use serde_json::json;

use super::stage::{Stage, secret_tool};
use super::values::{Canaries, Names};
use crate::support::{assert_explained, await_state};

/// From the keychain into an encrypted file, a host that is killed, and a vault that is locked
/// until the passphrase comes. The new host.
pub(super) fn into_a_file_and_through_a_crash(
    stage: &Stage,
    host: Host,
    canaries: &Canaries,
    names: &Names,
) -> Host {
    let passphrase = canaries.passphrase.value();
    let vault = stage.mcpctl(&["--json", "keys", "vault", "file"], passphrase.as_bytes());
    let vault = vault.succeeded().json();
    assert_eq!((&vault["kind"], &vault["status"]), (&json!("file"), &json!("ready")), "{vault:#}");
    for what in ["PLAIN", "LINES", "AWKWARD", "TURNED", "BEARER", "QUERY", "IMPORTED", "PROXY"] {
        assert_eq!(secret_tool(&names.of(what)), "", "{what} was taken along, and is not left");
    }
    let file = stage.home.data_dir().join("keys.age");
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "only its owner may read it");
    stage.set(&names.of("IN_FILE"), &canaries.in_file, &[]);

    no_core_file(&host);
    host.kill9();
    let host = stage.mcpctl.serve();
    let waiting = await_state(&stage.mcpctl, "leaky", "failed");
    assert_explained(&waiting["last_error"], "keychain_locked");
    let wrong = canaries.wrong_passphrase.value().as_bytes();
    assert_explained(&stage.refused(&["keys", "unlock"], wrong), "keychain_denied");
    stage.ask_around(&host, &["leaky"]);
    let open = stage.mcpctl(&["--json", "keys", "unlock"], passphrase.as_bytes());
    assert_eq!(open.succeeded().json()["status"], "ready");
    await_state(&stage.mcpctl, "leaky", "up");
    assert_eq!(stage.keys_of("leaky")["LEAK_PLAIN"], canaries.plain.value());
    stage.said(&["call", "leaky", "shout"]);
    host
}

/// A core file would be the memory of the host, values and all. One byte is less than any core has,
/// and the one limit that counts for programs that take cores from the kernel too.
pub(super) fn no_core_file(host: &Host) {
    let limits = fs::read_to_string(format!("/proc/{}/limits", host.pid())).unwrap();
    let core = limits.lines().find_map(|line| line.strip_prefix("Max core file size")).unwrap();
    let soft = core.split_whitespace().next();
    assert!(matches!(soft, Some("0" | "1")), "a crash leaves no core file: {core}");
}
