//! What servers are given when they start, and the proxy when it is asked.

use async_trait::async_trait;
use console_domain::{KeyName, Problem, SecretSource, SecretValue, ServerId};
use console_network::ProxyKeys;

use super::KeyRing;
use super::names::known_name;

#[async_trait]
impl SecretSource for KeyRing {
    async fn secret(&self, name: &str, _server: &ServerId) -> Result<SecretValue, Problem> {
        // What the console keeps for itself is no key, and nobody's to refer to.
        let key = known_name(name).map_err(|_| Problem::key_missing(name))?;
        Ok(self.read(&key).await?.value)
    }
}

#[async_trait]
impl ProxyKeys for KeyRing {
    async fn key(&self, name: &KeyName) -> Result<SecretValue, Problem> {
        let key = known_name(name.as_str()).map_err(|_| Problem::key_missing(name.as_str()))?;
        Ok(self.read(&key).await?.value)
    }
}
