//! Proxies, certificate authorities and redirects, against real ones on this machine.
#![cfg(test)]

mod authorities;
mod proxies;
mod redirects;

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use console_domain::{KeyName, NetworkSettings, Problem, SecretValue};
use console_network::{Failure, Network, ProxyKeys, Redirects};
use console_testkit::{Provider, Service};
use reqwest::{Response, Url};

/// Keys that a test can rotate.
#[derive(Default)]
struct Keys(Mutex<Vec<(String, Result<String, Problem>)>>);

impl Keys {
    fn set(&self, name: &str, value: Result<&str, Problem>) {
        let mut keys = self.0.lock().unwrap();
        keys.retain(|(other, _)| other != name);
        keys.push((name.to_owned(), value.map(str::to_owned)));
    }
}

#[async_trait]
impl ProxyKeys for Keys {
    async fn key(&self, name: &KeyName) -> Result<SecretValue, Problem> {
        let keys = self.0.lock().unwrap();
        let found = keys.iter().find(|(other, _)| other == name.as_str());
        let value = found.map(|(_, value)| value.clone());
        value.unwrap_or_else(|| Err(Problem::key_missing(name.as_str()))).map(SecretValue::new)
    }
}

fn with_proxy(proxy: String) -> NetworkSettings {
    NetworkSettings { proxy: Some(proxy), ..NetworkSettings::default() }
}

fn network(settings: NetworkSettings) -> Network {
    Network::new(settings, Arc::<Keys>::default())
}

async fn change(network: &Network, settings: NetworkSettings) {
    let checked = network.check(settings).await.expect("good settings");
    network.change(checked);
}

/// Asks for a list of models as somebody with the right key.
async fn get(network: &Network, url: &str) -> Result<Response, Failure> {
    let url = Url::parse(url).expect("a URL");
    let client = network.client(&url, Redirects::SameOrigin).await.expect("a client");
    let asked = client.get(url).bearer_auth(Service::Openai.key()).send();
    asked.await.map_err(|error| Failure::of(&error))
}

/// The list of models of the witness, as if it had this host.
fn models_at(origin: &str) -> String {
    format!("{origin}{}/models", Provider::base_path(Service::Openai))
}
