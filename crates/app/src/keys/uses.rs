//! Which servers refer to which keys, as their configurations say.

use std::collections::BTreeMap;

use console_domain::{
    InstanceStatus, KeyName, KeyReference, NetworkSettings, ServerConfig, ServerId, key_references,
};
use jiff::Timestamp;

use crate::view::KeyUse;

/// The servers by the names of the keys that they refer to.
pub(super) struct Uses(BTreeMap<String, Vec<Using>>);

/// A server that refers to a key.
struct Using {
    server: ServerId,
    name: String,
    fields: Vec<String>,
    /// When what runs was started; absent where nothing runs.
    started_at: Option<Timestamp>,
}

impl Uses {
    /// What these servers refer to; `status` tells whether one runs, and since when.
    pub(super) fn of_servers(
        servers: impl IntoIterator<Item = ServerConfig>,
        status: impl Fn(&ServerId) -> Option<InstanceStatus>,
    ) -> Self {
        let mut uses = BTreeMap::<String, Vec<Using>>::new();
        for ServerConfig { id, name, transport, .. } in servers {
            let live = status(&id).filter(|status| status.state.is_live());
            let started_at = live.map(|status| status.started_at.unwrap_or(status.since));
            let mut fields = BTreeMap::<String, Vec<String>>::new();
            for KeyReference { name, field } in key_references(&transport) {
                fields.entry(name).or_default().push(field);
            }
            for (key, fields) in fields {
                let (server, name) = (id.clone(), name.clone());
                uses.entry(key).or_default().push(Using { server, name, fields, started_at });
            }
        }
        Self(uses)
    }

    /// Every name that some server refers to, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The servers that refer to the key `name`, by their names; `rotated_at` is since when it has
    /// its value, where it has one.
    pub(super) fn of(&self, name: &str, rotated_at: Option<Timestamp>) -> Vec<KeyUse> {
        let using = self.0.get(name).into_iter().flatten();
        let mut uses: Vec<KeyUse> = using
            .map(|Using { server, name, fields, started_at }| KeyUse {
                server: server.clone(),
                name: name.clone(),
                fields: fields.clone(),
                is_running: started_at.is_some(),
                is_outdated: started_at.zip(rotated_at).is_some_and(|(start, new)| start < new),
            })
            .collect();
        uses.sort_by(|a, b| a.name.cmp(&b.name));
        uses
    }
}

/// Whether the proxy's user or password is this key.
pub(super) fn proxy_uses(settings: &NetworkSettings, name: &KeyName) -> bool {
    settings.proxy.iter().any(|proxy| proxy.contains(&name.reference()))
}
