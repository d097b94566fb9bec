//! Which servers refer to which keys, as their configurations say.

use std::collections::BTreeMap;

use console_domain::{
    KeyName, KeyReference, NetworkSettings, ServerConfig, ServerId, key_references,
};
use console_supervisor::Supervisor;
use jiff::Timestamp;

use crate::view::KeyUse;

/// The servers by the names of the keys that they refer to.
pub(super) struct Uses(BTreeMap<String, Vec<Using>>);

/// A server that refers to a key.
struct Using {
    server: ServerId,
    name: String,
    fields: Vec<String>,
    is_running: bool,
    /// Since when what runs has the key's value; absent where it was started without.
    has_it_since: Option<Timestamp>,
}

impl Uses {
    /// What these servers refer to, and what those of them run with that run.
    pub(super) fn of_servers(
        servers: impl IntoIterator<Item = ServerConfig>,
        supervisor: &Supervisor,
    ) -> Self {
        let mut uses = BTreeMap::<String, Vec<Using>>::new();
        for ServerConfig { id, name, transport, .. } in servers {
            let is_running = supervisor.status(&id).is_some_and(|status| status.state.is_live());
            let in_use = supervisor.keys_in_use(&id);
            let mut fields = BTreeMap::<String, Vec<String>>::new();
            for KeyReference { name, field } in key_references(&transport) {
                fields.entry(name).or_default().push(field);
            }
            for (key, fields) in fields {
                let in_use = in_use.as_ref().filter(|in_use| in_use.names.contains(&key));
                uses.entry(key).or_default().push(Using {
                    server: id.clone(),
                    name: name.clone(),
                    fields,
                    is_running,
                    has_it_since: in_use.map(|in_use| in_use.since),
                });
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
            .map(|using| KeyUse {
                server: using.server.clone(),
                name: using.name.clone(),
                fields: using.fields.clone(),
                is_running: using.is_running,
                is_outdated: using.has_it_since.zip(rotated_at).is_some_and(|(has, new)| has < new),
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
