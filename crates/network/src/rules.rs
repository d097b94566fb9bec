//! What a person set, read once: which way a URL is reached.

use std::path::PathBuf;

use console_domain::{ErrorCode, KeyName, NetworkSettings, Problem};
use reqwest::Url;

use crate::authorities;
use crate::bypass::{Bypass, is_loopback};
use crate::proxy::{Proxy, ProxyKeys};

/// Settings that were checked, ready to be put in force.
#[derive(Debug, Clone)]
pub struct CheckedSettings {
    pub(crate) settings: NetworkSettings,
    pub(crate) rules: Rules,
}

impl CheckedSettings {
    /// What is stored: the same without blanks, an empty field as none.
    pub fn settings(&self) -> &NetworkSettings {
        &self.settings
    }

    /// Reads `settings` without a look at files or keys.
    pub(crate) fn read(settings: NetworkSettings) -> Result<Self, Problem> {
        let NetworkSettings { proxy, no_proxy, ca_file } = settings;
        let settings = NetworkSettings {
            proxy: proxy.and_then(filled),
            no_proxy: no_proxy.and_then(filled),
            ca_file: ca_file.and_then(filled),
        };
        let rules = Rules {
            proxy: settings.proxy.as_deref().map(Proxy::parse).transpose()?,
            bypass: settings.no_proxy.as_deref().map_or(Ok(Bypass::default()), Bypass::parse)?,
            authorities: settings.ca_file.as_deref().map(authorities::path).transpose()?,
        };
        Ok(Self { settings, rules })
    }

    /// Checks `settings` against what they name: the file can be read, the keys are there.
    pub(crate) async fn check(
        settings: NetworkSettings,
        keys: &dyn ProxyKeys,
    ) -> Result<Self, Problem> {
        let checked = Self::read(settings)?;
        if let Some(file) = &checked.rules.authorities {
            authorities::read(file).await?;
        }
        if let Some(proxy) = &checked.rules.proxy
            && let Err(problem) = proxy.resolve(keys).await
            // A keychain that is locked now can be opened later.
            && matches!(problem.code, ErrorCode::KeyMissing | ErrorCode::VariableMissing)
        {
            return Err(problem);
        }
        Ok(checked)
    }
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules {
    pub(crate) proxy: Option<Proxy>,
    pub(crate) bypass: Bypass,
    pub(crate) authorities: Option<PathBuf>,
}

/// How a URL is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Route {
    /// Without a proxy.
    Direct,
    /// As the system says: its variables, its settings.
    System,
    /// Through the proxy that a person set.
    Proxy,
}

impl Rules {
    pub(crate) fn route(&self, url: &Url) -> Route {
        if is_loopback(url) || self.bypass.covers(url) {
            Route::Direct
        } else if self.proxy.is_some() {
            Route::Proxy
        } else {
            Route::System
        }
    }

    pub(crate) fn keys(&self) -> Vec<KeyName> {
        self.proxy.iter().flat_map(Proxy::keys).cloned().collect()
    }
}

fn filled(text: String) -> Option<String> {
    let trimmed = text.trim();
    match trimmed.len() {
        0 => None,
        len if len == text.len() => Some(text),
        _ => Some(trimmed.to_owned()),
    }
}
