//! Consent: what exactly a person agrees to, and when it need not be asked for again.
//!
//! Invariant: nothing runs that a person has not seen word for word, by hand or before.

use console_domain::{EnvVar, Problem, Transport};
use console_store::StoredServer;

use crate::Console;
use crate::view::AddServer;

/// Variables that decide which code a known command runs, by their names' beginnings.
const DECISIVE_PREFIXES: [&str; 12] = [
    "LD_", "DYLD_", "NODE_", "NPM_", "PYTHON", "PIP_", "UV_", "DENO_", "BUN_", "GIT_", "DOCKER_",
    "BASH_",
];
/// The same, by their whole names.
const DECISIVE_NAMES: [&str; 12] = [
    "PATH",
    "HOME",
    "SHELL",
    "ENV",
    "IFS",
    "PERL5OPT",
    "PERL5LIB",
    "RUBYOPT",
    "RUBYLIB",
    "JAVA_TOOL_OPTIONS",
    "GOFLAGS",
    "GOPROXY",
];

impl Console {
    /// Whether a person has agreed to exactly this before, under whatever name, and nothing
    /// beside the command makes it run something else.
    pub(crate) async fn is_consented(&self, transport: &Transport) -> Result<bool, Problem> {
        if !is_plain(transport) {
            return Ok(false);
        }
        Ok(self.servers().is_consented(&approval_target(transport)).await?)
    }
}

/// The words that a person agrees to: the command with its arguments, or the URL. Not masked.
pub(crate) fn exact(transport: &Transport) -> Vec<String> {
    match transport {
        Transport::Stdio { command, .. } if command.trim().is_empty() => Vec::new(),
        Transport::Stdio { command, args, .. } => {
            std::iter::once(command).chain(args).cloned().collect()
        }
        Transport::Http { url, .. } if url.trim().is_empty() => Vec::new(),
        Transport::Http { url, .. } => vec![url.clone()],
    }
}

/// The same of a request, as it was typed.
pub(crate) fn exact_of(request: &AddServer) -> Vec<String> {
    match (&request.command, &request.url) {
        (None, Some(url)) => {
            Vec::from_iter(Some(url).filter(|url| !url.trim().is_empty()).cloned())
        }
        (Some(command), _) if !command.trim().is_empty() => {
            std::iter::once(command).chain(&request.args).cloned().collect()
        }
        _ => Vec::new(),
    }
}

/// The same as one text, as it is stored.
pub(crate) fn approval_target(transport: &Transport) -> String {
    serde_json::Value::from(exact(transport)).to_string()
}

/// Whether the server's present target is the one that was approved.
pub(crate) fn is_approved(server: &StoredServer) -> bool {
    server.approved_target.as_ref() == Some(&approval_target(&server.config.transport))
}

/// Whether the command alone says what runs. A working directory, a search path or a variable
/// that preloads code make a known command run something that nobody has seen.
fn is_plain(transport: &Transport) -> bool {
    let Transport::Stdio { env, cwd, .. } = transport else { return true };
    cwd.is_none() && !env.iter().any(is_decisive)
}

fn is_decisive(EnvVar { name, .. }: &EnvVar) -> bool {
    let name = name.to_ascii_uppercase();
    DECISIVE_NAMES.contains(&name.as_str())
        || DECISIVE_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        // A proxy or a certificate decides from whom code is fetched.
        || name.ends_with("_PROXY")
        || name.starts_with("SSL_CERT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_which_code_runs_is_not_taken_for_known() {
        let stdio = |name: Option<&str>, cwd: Option<&str>| Transport::Stdio {
            command: "npx".into(),
            args: vec!["-y".into(), "server".into()],
            env: name.map(|n| EnvVar { name: n.into(), value: "x".into() }).into_iter().collect(),
            cwd: cwd.map(str::to_owned),
        };
        assert!(is_plain(&stdio(None, None)));
        for name in ["GITHUB_TOKEN", "TZ", "MODE", "API_KEY"] {
            assert!(is_plain(&stdio(Some(name), None)), "{name}");
        }
        for name in [
            "PATH",
            "Path",
            "LD_PRELOAD",
            "NODE_OPTIONS",
            "npm_config_registry",
            "PYTHONPATH",
            "UV_INDEX_URL",
            "https_proxy",
            "BASH_ENV",
        ] {
            assert!(!is_plain(&stdio(Some(name), None)), "{name}");
        }
        assert!(!is_plain(&stdio(None, Some("/srv"))));
    }

    #[test]
    fn a_target_is_exact() {
        let stdio = |command: &str, args: &[&str]| Transport::Stdio {
            command: command.into(),
            args: args.iter().map(ToString::to_string).collect(),
            env: vec![],
            cwd: None,
        };
        assert_eq!(exact(&stdio("a", &["b c", ""])), ["a", "b c", ""]);
        assert_ne!(
            approval_target(&stdio("a", &["b c"])),
            approval_target(&stdio("a", &["b", "c"])),
            "where words end matters"
        );
    }
}
