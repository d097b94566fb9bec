//! Keeps values that look like secrets out of what faces show.
//!
//! Until keys live in the keychain, a person may have written one straight into a server's
//! environment or URL. It is stored as written, and never shown again.

use console_domain::{EnvVar, Header, ServerConfig, Transport};

/// What stands in place of a masked value.
pub(crate) const MASK: &str = "••••••";

/// Parts of names whose values are taken for secrets.
const SECRET_NAMES: [&str; 9] =
    ["key", "token", "secret", "password", "passwd", "auth", "credential", "cookie", "private"];

/// The configuration with what looks secret masked. References are shown: they hold no value.
pub(crate) fn masked(mut config: ServerConfig) -> ServerConfig {
    match &mut config.transport {
        Transport::Stdio { args, env, .. } => {
            for EnvVar { name, value } in env {
                mask_named(name, value);
            }
            *args = mask_args(args);
        }
        Transport::Http { url, headers, .. } => {
            *url = mask_url(url);
            // A header that a person adds is nearly always a credential, whatever its name.
            for Header { value, .. } in headers {
                mask(value);
            }
        }
    }
    config
}

/// The command line or URL as one line for people, what looks secret masked.
pub(crate) fn target(transport: &Transport) -> String {
    match transport {
        Transport::Stdio { command, args, .. } => {
            let args = mask_args(args);
            let words = std::iter::once(command).chain(&args);
            let quote = |word| shlex::try_quote(word).unwrap_or_else(|_| "?".into()).into_owned();
            words.map(|word| quote(word.as_str())).collect::<Vec<_>>().join(" ")
        }
        Transport::Http { url, .. } => mask_url(url),
    }
}

pub(crate) fn looks_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_NAMES.iter().any(|part| name.contains(part))
}

pub(crate) fn is_reference(value: &str) -> bool {
    value.contains("${")
}

fn mask_named(name: &str, value: &mut String) {
    if looks_secret(name) {
        mask(value);
    }
}

fn mask(value: &mut String) {
    if !value.is_empty() && !is_reference(value) {
        MASK.clone_into(value);
    }
}

/// Masks `--api-key VALUE` and `--api-key=VALUE`.
pub(crate) fn mask_args(args: &[String]) -> Vec<String> {
    let mut masked = Vec::with_capacity(args.len());
    let mut after_secret_flag = false;
    for arg in args {
        let is_flag = arg.starts_with('-');
        let shown = match arg.split_once('=') {
            Some((flag, value)) if is_flag && looks_secret(flag) && !is_reference(value) => {
                format!("{flag}={MASK}")
            }
            None if after_secret_flag && !is_flag && !is_reference(arg) => MASK.to_owned(),
            _ => arg.clone(),
        };
        after_secret_flag = is_flag && !arg.contains('=') && looks_secret(arg);
        masked.push(shown);
    }
    masked
}

/// Masks the password of the user part and values of the query whose names look secret.
fn mask_url(url: &str) -> String {
    let (base, query) = url.split_once('?').map_or((url, None), |(base, q)| (base, Some(q)));
    let mut shown = match base.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            match host.rsplit_once('@') {
                Some((_, host)) => format!("{scheme}://{MASK}@{host}{path}"),
                None => base.to_owned(),
            }
        }
        None => base.to_owned(),
    };
    if let Some(query) = query {
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, value)) if looks_secret(name) && !is_reference(value) => {
                format!("{name}={MASK}")
            }
            _ => pair.to_owned(),
        });
        shown.push('?');
        shown.push_str(&pairs.collect::<Vec<_>>().join("&"));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use console_domain::HttpFlavour;

    fn stdio(args: &[&str], env: &[(&str, &str)]) -> Transport {
        Transport::Stdio {
            command: "npx".into(),
            args: args.iter().map(ToString::to_string).collect(),
            env: env
                .iter()
                .map(|(n, v)| EnvVar { name: (*n).into(), value: (*v).into() })
                .collect(),
            cwd: None,
        }
    }

    #[test]
    fn secrets_are_masked_and_references_are_not() {
        for (args, shown) in [
            (vec!["--api-key", "sk-1"], "npx --api-key '••••••'"),
            (vec!["--token=abc", "x"], "npx '--token=••••••' x"),
            (vec!["--token=${secret:T}"], "npx '--token=${secret:T}'"),
            (vec!["--key", "--verbose"], "npx --key --verbose"),
            (vec!["a b"], "npx 'a b'"),
        ] {
            assert_eq!(target(&stdio(&args, &[])), shown);
        }
        let transport = stdio(&[], &[("GITHUB_TOKEN", "ghp_x"), ("MODE", "fast")]);
        let config = ServerConfig::new("x", transport).expect("a valid name");
        let Transport::Stdio { env, .. } = masked(config).transport else {
            panic!("still a process")
        };
        assert_eq!(env[0].value, MASK);
        assert_eq!(env[1].value, "fast");
    }

    #[test]
    fn urls_lose_passwords_and_keys() {
        for (url, shown) in [
            ("https://ana:pw@host/mcp", "https://••••••@host/mcp"),
            ("https://host/mcp?api_key=1&x=2", "https://host/mcp?api_key=••••••&x=2"),
            ("https://host/a@b", "https://host/a@b"),
        ] {
            let transport =
                Transport::Http { url: url.into(), headers: vec![], flavour: HttpFlavour::Auto };
            assert_eq!(target(&transport), shown);
        }
    }
}
