//! How the network is reached: what a person set, stored and at once in force.

use console_domain::{NetworkSettings, Problem};

use crate::Console;

/// Under which setting it stands how the network is reached.
pub(crate) const NETWORK: &str = "network";

impl Console {
    /// What is set about the network.
    pub fn network_settings(&self) -> NetworkSettings {
        self.network().settings()
    }

    /// Changes how the network is reached, from the next request on. Returns what is stored: the
    /// same without blanks.
    ///
    /// # Errors
    /// `invalid_input` with the field (`proxy`, `no_proxy`, `ca_file`); `key_missing` or
    /// `variable_missing` for what the proxy refers to. What was set stays then.
    pub async fn set_network_settings(
        &self,
        settings: NetworkSettings,
    ) -> Result<NetworkSettings, Problem> {
        let checked = self.network().check(settings).await?;
        // Stored first: what is in force must be there after the next start, too.
        let settings = checked.settings().clone();
        self.database().settings().put(NETWORK, &settings, self.clock().now()).await?;
        self.network().change(checked);
        Ok(settings)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use console_domain::{ErrorCode, KeyKind, KeyTarget, KeyTestOutcome, SecretValue, ServerState};
    use console_secrets::MemoryVault;
    use console_store::DataDir;
    use console_testkit::{FakeHttp, FakeProxy, Flavour, Provider, Service};
    use tempfile::TempDir;

    use super::*;
    use crate::view::{AddKey, AddServer, HostFace, RemoveKey};
    use crate::{ConsoleOptions, Wait};

    async fn open(dir: &TempDir, keychain: &Arc<MemoryVault>) -> Console {
        let mut options = ConsoleOptions::new(DataDir::new(dir.path()), HostFace::Headless);
        options.manifest = None;
        options.keychain = Arc::clone(keychain) as _;
        Console::open(options).await.expect("a directory that nobody else uses")
    }

    async fn add(console: &Console, name: &str, value: String, target: KeyTarget) {
        let value = SecretValue::new(value);
        let added = console.add_key(AddKey { name: name.into(), target, value }).await;
        added.expect("a key that is new");
    }

    fn with_proxy(proxy: String) -> NetworkSettings {
        NetworkSettings { proxy: Some(proxy), ..NetworkSettings::default() }
    }

    #[tokio::test]
    async fn tests_of_keys_and_remote_servers_go_through_the_proxy_with_its_keys() {
        let (provider, server) = (Provider::start(), FakeHttp::start(Flavour::Streamable));
        let proxy = FakeProxy::start_with_login("ana:right");
        proxy.lead("api.example.invalid:80", provider.address());
        let mcp = server.url().replace("http://", "").replace("/mcp", "");
        proxy.lead("mcp.example.invalid:80", mcp.parse().expect("an address"));
        let (dir, keychain) = (tempfile::tempdir().expect("a directory"), Arc::default());
        let console = open(&dir, &keychain).await;
        add(&console, "PROXY_USER", "ana".into(), KeyTarget::default()).await;
        add(&console, "PROXY_PASSWORD", "right".into(), KeyTarget::default()).await;
        let base = format!("http://api.example.invalid{}", Provider::base_path(Service::Groq));
        let target =
            KeyTarget { kind: KeyKind::Groq, base_url: Some(base), ..KeyTarget::default() };
        add(&console, "GROQ", Service::Groq.key(), target).await;

        let written = proxy.url_with("${secret:PROXY_USER}:${secret:PROXY_PASSWORD}");
        let set = console.set_network_settings(with_proxy(format!(" {written}\n"))).await;
        assert_eq!(set.expect("good settings"), with_proxy(written.clone()));

        // A console that is started anew has them, too.
        console.shutdown().await;
        drop(console);
        let console = open(&dir, &keychain).await;
        assert_eq!(console.network_settings(), with_proxy(written));
        let tested = console.test_key("GROQ").await.expect("a test");
        let test = tested.last_test.expect("it is remembered");
        assert_eq!(test.outcome, KeyTestOutcome::Works, "{test:?}");

        let remote = AddServer {
            name: "remote".into(),
            url: Some("http://mcp.example.invalid/mcp".into()),
            ..AddServer::default()
        };
        let added = console.add_server(remote).await.expect("a server that is new");
        let wait = Wait::Until(Duration::from_secs(20));
        let started = console.start_server(added.id.as_str(), wait).await.expect("it is up");
        assert_eq!(started.state, ServerState::Up);
        assert!(proxy.seen().iter().any(|request| request.target == "mcp.example.invalid:80"));
        assert!(proxy.seen().iter().all(|request| request.login.as_deref() == Some("ana:right")));

        // Without its password, the proxy cannot be asked, and that is what is said.
        let gone = RemoveKey { name: "PROXY_PASSWORD".into(), force: true };
        console.remove_key(gone).await.expect("no server refers to it");
        let tested = console.test_key("GROQ").await.expect("a test");
        let test = tested.last_test.expect("it is remembered");
        assert_eq!(test.outcome, KeyTestOutcome::Unreachable);
        assert!(
            test.reason.as_ref().is_some_and(|says| says.contains("PROXY_PASSWORD")),
            "{test:?}"
        );
        console.shutdown().await;
    }

    #[tokio::test]
    async fn what_is_refused_changes_nothing() {
        let (dir, keychain) = (tempfile::tempdir().expect("a directory"), Arc::default());
        let console = open(&dir, &keychain).await;
        let good = NetworkSettings {
            no_proxy: Some("example.com".into()),
            ..with_proxy("http://proxy.example.invalid:3128".into())
        };
        console.set_network_settings(good.clone()).await.expect("good settings");
        let with_ca = |path: &str| NetworkSettings {
            ca_file: Some(path.into()),
            ..NetworkSettings::default()
        };
        for (settings, code, field) in [
            (with_proxy("proxy:3128".into()), ErrorCode::InvalidInput, "proxy"),
            (with_proxy("http://a:b@proxy:3128".into()), ErrorCode::InvalidInput, "proxy"),
            (with_proxy("http://${secret:GONE}@proxy:1".into()), ErrorCode::KeyMissing, "proxy"),
            (with_ca("/nowhere/ca.pem"), ErrorCode::InvalidInput, "ca_file"),
        ] {
            let problem = console.set_network_settings(settings).await.expect_err(field);
            assert_eq!((problem.code, problem.field.as_deref()), (code, Some(field)));
        }
        assert_eq!(console.network_settings(), good);
        console.shutdown().await;
        drop(console);
        assert_eq!(open(&dir, &keychain).await.network_settings(), good);
    }
}
