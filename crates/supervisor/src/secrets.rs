//! The values of the keys that a start needs, read anew for each start.
//!
//! Invariants: each key is read once for a start; nothing is read for a configuration that would
//! show a key to other programs; a vault that never answers holds up nothing but this start.

use std::collections::HashMap;
use std::time::Duration;

use console_domain::limits::{KEYCHAIN_TIMEOUT, MAX_VARIABLES};
use console_domain::{
    KeyReference, Problem, SecretSource, SecretValue, ServerConfig, VaultError, exposed_keys,
    key_references,
};
use tokio::time::Instant;

/// How long all the keys of one start may take. The vault bounds each answer itself; this is for
/// one that does not.
const PATIENCE: Duration = KEYCHAIN_TIMEOUT.saturating_mul(3);

/// Values of keys, by their names.
pub type Values = HashMap<String, SecretValue>;

/// The values that `config` refers to; those that are `given` are not asked for.
///
/// # Errors
/// `invalid_input` where other programs would see one, `key_missing`, and the keychain's codes;
/// each with the field that refers to the key.
pub(crate) async fn read(
    source: &dyn SecretSource,
    config: &ServerConfig,
    given: Values,
) -> Result<Values, Problem> {
    if let Some(KeyReference { name, field }) = exposed_keys(&config.transport).into_iter().next() {
        return Err(Problem::key_exposed(field, &name));
    }
    let deadline = Instant::now() + PATIENCE;
    let mut values = given;
    for KeyReference { name, field } in key_references(&config.transport) {
        if values.contains_key(&name) {
            continue;
        }
        if values.len() >= MAX_VARIABLES {
            let message = format!("A server can refer to at most {MAX_VARIABLES} keys.");
            return Err(Problem::invalid(field, message));
        }
        let read = tokio::time::timeout_at(deadline, source.secret(&name, &config.id)).await;
        let read = read.unwrap_or_else(|_| Err(VaultError::TimedOut(PATIENCE.as_secs()).into()));
        let value = read.map_err(|problem| match problem.field {
            Some(_) => problem,
            None => problem.field(field),
        })?;
        values.insert(name, value);
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_trait::async_trait;
    use console_domain::{EnvVar, ErrorCode, ServerId, Transport};
    use std::sync::Mutex;

    /// Counts what it is asked, and never answers for `SLOW`.
    #[derive(Default)]
    struct Asked(Mutex<Vec<String>>);

    #[async_trait]
    impl SecretSource for Asked {
        async fn secret(&self, name: &str, _server: &ServerId) -> Result<SecretValue, Problem> {
            self.0.lock().expect("no panic").push(name.to_owned());
            match name {
                "SLOW" => std::future::pending().await,
                "GONE" => Err(Problem::key_missing(name)),
                _ => Ok(SecretValue::new(format!("value of {name}"))),
            }
        }
    }

    fn config(args: &[&str], env: &[(&str, &str)]) -> ServerConfig {
        let transport = Transport::Stdio {
            command: "x".into(),
            args: args.iter().map(ToString::to_string).collect(),
            env: env
                .iter()
                .map(|(n, v)| EnvVar { name: (*n).into(), value: (*v).into() })
                .collect(),
            cwd: None,
        };
        ServerConfig::new("x", transport).expect("a valid name")
    }

    async fn failed(source: &Asked, config: &ServerConfig) -> (ErrorCode, Option<String>) {
        let problem = read(source, config, Values::new()).await.err().expect("it fails");
        (problem.code, problem.field)
    }

    #[tokio::test(start_paused = true)]
    async fn each_key_is_read_once_and_what_is_given_is_not() {
        let source = Asked::default();
        let env = [("A", "${secret:K}${secret:L}"), ("B", "${secret:K}"), ("C", "${secret:G}")];
        let given = Values::from([("G".to_owned(), SecretValue::new("given".into()))]);
        let values = read(&source, &config(&["${D}"], &env), given).await.expect("read");
        assert_eq!(*source.0.lock().expect("no panic"), ["K", "L"]);
        assert_eq!(values["L"].expose(), "value of L");
        assert_eq!(values["G"].expose(), "given");
    }

    #[tokio::test(start_paused = true)]
    async fn what_fails_names_the_place_that_refers_to_it() {
        let source = Asked::default();
        let env = [("A", "${secret:K}"), ("B", "x${secret:GONE}")];
        let gone = (ErrorCode::KeyMissing, Some("env.B".to_owned()));
        assert_eq!(failed(&source, &config(&[], &env)).await, gone);
        let slow = (ErrorCode::KeychainTimeout, Some("env.S".to_owned()));
        assert_eq!(failed(&source, &config(&[], &[("S", "${secret:SLOW}")])).await, slow);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_read_for_what_is_refused_and_no_more_than_is_bounded() {
        let source = Asked::default();
        let exposed = config(&["-v", "${T}"], &[("T", "${secret:K}")]);
        let refused = (ErrorCode::InvalidInput, Some("args[1]".to_owned()));
        assert_eq!(failed(&source, &exposed).await, refused);
        assert!(source.0.lock().expect("no panic").is_empty());
        let many: Vec<String> = (0..=MAX_VARIABLES).map(|n| format!("${{secret:K{n}}}")).collect();
        let many = many.concat();
        let refused = (ErrorCode::InvalidInput, Some("env.M".to_owned()));
        assert_eq!(failed(&source, &config(&[], &[("M", &many)])).await, refused);
        assert_eq!(source.0.lock().expect("no panic").len(), MAX_VARIABLES);
    }
}
