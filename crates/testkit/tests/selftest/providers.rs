//! The witnesses of keys and of networks, asked by a client that nobody here wrote.

use console_testkit::{Authority, Behaviour, FakeProxy, Provider, Service, TlsFront};
use reqwest::{Certificate, Client, Proxy};

fn client() -> reqwest::ClientBuilder {
    Client::builder().no_proxy().tls_certs_only([])
}

#[tokio::test]
async fn a_provider_knows_its_key_and_no_other() {
    let provider = Provider::start();
    let client = client().build().unwrap();
    let url = format!("{}/models", provider.base_url(Service::Mistral));
    for (key, status) in [(Service::Mistral.key(), 200), (Service::Groq.key(), 401)] {
        let answer = client.get(&url).bearer_auth(&key).send().await.unwrap();
        assert_eq!(answer.status(), status);
    }
    assert_eq!(client.get(&url).send().await.unwrap().status(), 401);
    provider.behave(Behaviour::Limited);
    assert_eq!(client.get(&url).send().await.unwrap().status(), 429);
    provider.behave(Behaviour::CutOff);
    assert!(client.get(&url).send().await.unwrap().bytes().await.is_err());
    let elsewhere = format!("http://{}/nobody/models", provider.address());
    assert_eq!(client.get(&elsewhere).send().await.unwrap().status(), 404);
    assert_eq!(provider.seen().len(), 6);
    assert!(provider.seen()[0].header("authorization").unwrap().ends_with("q7x3z9"));
}

#[tokio::test]
async fn what_a_provider_cannot_do_without_is_asked_for() {
    let provider = Provider::start();
    let url = format!("{}/models?limit=1", provider.base_url(Service::Anthropic));
    let asked = client().build().unwrap().get(&url).header("x-api-key", Service::Anthropic.key());
    let answer = asked.try_clone().unwrap().send().await.unwrap();
    assert_eq!(answer.status(), 400, "without its version");
    let answer = asked.header("anthropic-version", "2023-06-01").send().await.unwrap();
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn a_proxy_leads_where_it_was_told_and_wants_its_login() {
    let (provider, authority) = (Provider::start(), Authority::new());
    let front = TlsFront::start(&authority, &["api.example.invalid"], provider.address());
    let path = format!("{}/models", Provider::base_path(Service::Openai));
    for (proxy, login, is_led) in [
        (FakeProxy::start(), None, true),
        (FakeProxy::start_with_login("ana:pw"), Some(("ana", "pw")), true),
        (FakeProxy::start_with_login("ana:pw"), Some(("ana", "no")), false),
        (FakeProxy::start_with_login("ana:pw"), None, false),
        (FakeProxy::start_socks(None), None, true),
        (FakeProxy::start_socks(Some("ana:pw")), Some(("ana", "pw")), true),
        (FakeProxy::start_socks(Some("ana:pw")), Some(("ana", "no")), false),
    ] {
        proxy.lead("api.example.invalid:80", provider.address());
        proxy.lead("api.example.invalid:443", front.address());
        let mut through = Proxy::all(proxy.url()).unwrap();
        if let Some((user, password)) = login {
            through = through.basic_auth(user, password);
        }
        let trusted = Certificate::from_pem(authority.pem().as_bytes()).unwrap();
        let client = Client::builder().proxy(through).tls_certs_only([trusted]).build().unwrap();
        for scheme in ["http", "https"] {
            let url = format!("{scheme}://api.example.invalid{path}");
            let asked = client.get(url).bearer_auth(Service::Openai.key()).send().await;
            let is_good = asked.is_ok_and(|answer| answer.status() == 200);
            assert_eq!(is_good, is_led, "{scheme} through {} as {login:?}", proxy.url());
        }
        let stranger = client.get("http://other.example.invalid/").send().await;
        assert!(!stranger.is_ok_and(|answer| answer.status() == 200), "a way to nowhere");
    }
}
