//! A redirect takes no header to another origin.

use console_domain::NetworkSettings;
use console_domain::limits::MAX_REDIRECTS;
use console_network::Redirects;
use console_testkit::{Behaviour, Provider};
use reqwest::Url;

use crate::{get, models_at, network};

#[tokio::test]
async fn another_origin_gets_nothing() {
    let (provider, elsewhere) = (Provider::start(), Provider::start());
    let there = models_at(&format!("http://{}", elsewhere.address()));
    provider.behave(Behaviour::Redirect(there));
    let network = network(NetworkSettings::default());
    let here = models_at(&format!("http://{}", provider.address()));
    assert_eq!(get(&network, &here).await.expect("an answer").status(), 307);
    assert_eq!(elsewhere.seen().len(), 0);
}

#[tokio::test]
async fn the_same_origin_is_asked_again_but_not_for_ever() {
    let provider = Provider::start();
    let here = models_at(&format!("http://{}", provider.address()));
    provider.behave(Behaviour::Redirect(here.clone()));
    let network = network(NetworkSettings::default());
    assert_eq!(get(&network, &here).await.expect("an answer").status(), 307);
    assert_eq!(provider.seen().len(), MAX_REDIRECTS + 1);

    provider.forget();
    let url = Url::parse(&here).unwrap();
    let client = network.client(&url, Redirects::None).await.expect("a client");
    assert_eq!(client.get(url).send().await.expect("an answer").status(), 307);
    assert_eq!(provider.seen().len(), 1, "this client follows none");
}
