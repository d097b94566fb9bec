//! How the network is reached: what a person set, stored and at once in force.

use console_domain::{NetworkSettings, Problem};

use crate::Console;

/// Under which setting it stands how the network is reached.
pub(crate) const NETWORK: &str = "network";

impl Console {
    /// What is set about the network.
    pub async fn network_settings(&self) -> NetworkSettings {
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
mod tests;
