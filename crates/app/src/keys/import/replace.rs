//! A reference in place of a value in a stored configuration.
//!
//! Invariants: only the value that was proven to be in the vault is replaced, and only where it
//! still stands; a server that a person approved stays approved, since it runs the same with the
//! same value and the person asked for it; one that was not does not become it; a configuration
//! never gets a fault that it did not have.

use console_domain::{ErrorCode, KeyName, Problem, SecretValue, ServerConfig};
use console_store::StoredServer;

use super::spots::{Spot, put};
use crate::servers::{approval_target, is_approved};

/// Puts the reference to `key` where `value` stands.
///
/// # Errors
/// `conflict` where it does not stand there any more; what is wrong with a reference there (an
/// argument would get the value through a variable). Nothing is changed then.
pub(super) fn put_reference(
    stored: &mut StoredServer,
    spot: &Spot,
    value: &SecretValue,
    key: &KeyName,
) -> Result<(), Problem> {
    let was_approved = is_approved(stored);
    let config = referring(&stored.config, spot, value, key)?;
    stored.config = config;
    if was_approved {
        stored.approved_target = Some(approval_target(&stored.config.transport));
    }
    Ok(())
}

/// Why the reference to `key` cannot stand where `value` stands.
pub(super) fn refusal(
    config: &ServerConfig,
    spot: &Spot,
    value: &SecretValue,
    key: &KeyName,
) -> Option<Problem> {
    referring(config, spot, value, key).err()
}

fn referring(
    config: &ServerConfig,
    spot: &Spot,
    value: &SecretValue,
    key: &KeyName,
) -> Result<ServerConfig, Problem> {
    let mut changed = config.clone();
    if !put(&mut changed.transport, spot, value, &key.reference()) {
        let message = format!("{}: {spot} has changed meanwhile.", config.name);
        return Err(Problem::new(ErrorCode::Conflict, message).hint("Look again, and choose anew."));
    }
    let faults = config.problems();
    match changed.problems().into_iter().find(|problem| !faults.contains(problem)) {
        Some(problem) => Err(problem),
        None => Ok(changed),
    }
}

#[cfg(test)]
mod tests {
    use console_domain::{EnvVar, Header, HttpFlavour, Transport};

    use super::*;
    use crate::keys::import::spots::secrets_in;

    fn stored(transport: Transport, is_approved: bool) -> StoredServer {
        let config = ServerConfig::new("github", transport).expect("a valid name");
        let target = approval_target(&config.transport);
        StoredServer { config, approved_target: is_approved.then_some(target), wanted_up: false }
    }

    fn http() -> Transport {
        let headers = vec![Header { name: "Authorization".into(), value: "Bearer abc".into() }];
        let url = "https://host/mcp?api_key=k".into();
        Transport::Http { url, headers, flavour: HttpFlavour::Auto }
    }

    fn key() -> KeyName {
        "K".parse().expect("a name")
    }

    #[test]
    fn what_was_approved_stays_approved_and_nothing_else_becomes_it() {
        for is_known in [true, false] {
            let mut server = stored(http(), is_known);
            for (spot, value) in secrets_in(&server.config.transport.clone()) {
                put_reference(&mut server, &spot, &value, &key()).expect("it stands there");
                assert_eq!(is_approved(&server), is_known, "{spot}");
            }
            let json = serde_json::to_string(&server.config).expect("plain data");
            assert!(json.contains("Bearer ${secret:K}") && json.contains("api_key=${secret:K}"));
            let target = server.approved_target.unwrap_or_default();
            assert!(!target.contains("api_key=k"), "the value is not in what is approved either");
        }
        // Something else was approved than what stands there now.
        let mut server = stored(http(), true);
        server.approved_target = Some("[\"https://other/\"]".into());
        let (spot, value) = secrets_in(&server.config.transport).swap_remove(0);
        put_reference(&mut server, &spot, &value, &key()).expect("it stands there");
        assert!(!is_approved(&server));
    }

    #[test]
    fn what_has_changed_meanwhile_is_left_alone() {
        let mut server = stored(http(), true);
        let before = server.clone();
        let other = SecretValue::new("xyz".into());
        for (spot, _) in secrets_in(&server.config.transport.clone()) {
            let problem = put_reference(&mut server, &spot, &other, &key()).expect_err("another");
            assert_eq!(problem.code, ErrorCode::Conflict);
        }
        assert_eq!(server, before);
    }

    #[test]
    fn a_value_that_an_argument_uses_stays_where_it_is() {
        let env = vec![EnvVar { name: "TOKEN".into(), value: "abc".into() }];
        let stdio = |args: &[&str]| Transport::Stdio {
            command: "x".into(),
            args: args.iter().map(ToString::to_string).collect(),
            env: env.clone(),
            cwd: None,
        };
        for (args, is_replaced) in [
            (vec!["-y"], true),
            (vec!["--header", "Bearer ${TOKEN}"], false),
            (vec!["$${TOKEN}"], true),
        ] {
            let mut server = stored(stdio(&args), true);
            let before = server.clone();
            let (spot, value) = secrets_in(&server.config.transport).swap_remove(0);
            let done = put_reference(&mut server, &spot, &value, &key());
            assert_eq!(done.is_ok(), is_replaced, "{args:?}: {done:?}");
            assert_eq!(server == before, !is_replaced, "{args:?}");
        }
    }
}
