//! How the console reaches the network.

use serde::{Deserialize, Serialize};

/// What a person set about the network. Nothing set: the system's proxy and certificates.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct NetworkSettings {
    /// A proxy for everything that is not on this machine, in place of the system's:
    /// `http://host:port`, `https://…` or `socks5://…`. Its user and password may be references
    /// (`${secret:PROXY_PASSWORD}`) and nothing else.
    pub proxy: Option<String>,
    /// Hosts that are reached without it, separated by commas: `example.com`, `10.0.0.0/8`.
    pub no_proxy: Option<String>,
    /// A file of further certificate authorities (PEM), trusted besides the system's.
    pub ca_file: Option<String>,
}
