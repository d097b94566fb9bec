//! What goes through a proxy, and what does not.

use std::sync::Arc;

use console_domain::{ErrorCode, NetworkSettings, Problem};
use console_network::{Failure, Network, Redirects};
use console_testkit::{Authority, FakeProxy, Provider, TlsFront};
use reqwest::Url;

use crate::{Keys, change, get, models_at, network, with_proxy};

#[tokio::test]
async fn what_is_not_on_this_machine_goes_through_the_proxy() {
    let (provider, proxy) = (Provider::start(), FakeProxy::start());
    proxy.lead("api.example.invalid:80", provider.address());
    let network = network(with_proxy(proxy.url()));

    let answer = get(&network, &models_at("http://api.example.invalid")).await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let direct = models_at(&format!("http://{}", provider.address()));
    let answer = get(&network, &direct).await.expect("an answer");
    assert_eq!(answer.status(), 200);

    let seen = proxy.seen();
    let targets: Vec<_> = seen.iter().map(|r| (r.method.as_str(), r.target.as_str())).collect();
    assert_eq!(targets, [("GET", "api.example.invalid:80")]);
    assert_eq!(provider.seen().len(), 2, "the second came without the proxy");
}

#[tokio::test]
async fn https_goes_through_a_tunnel_that_the_proxy_cannot_look_into() {
    let (provider, proxy, authority) = (Provider::start(), FakeProxy::start(), Authority::new());
    let front = TlsFront::start(&authority, &["api.example.invalid"], provider.address());
    proxy.lead("api.example.invalid:443", front.address());
    let folder = tempfile::tempdir().unwrap();
    let ca_file = authority.write_into(folder.path()).display().to_string();
    let network = network(NetworkSettings { ca_file: Some(ca_file), ..with_proxy(proxy.url()) });

    let answer = get(&network, &models_at("https://api.example.invalid")).await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let seen = proxy.seen();
    assert_eq!(
        (seen[0].method.as_str(), seen[0].target.as_str()),
        ("CONNECT", "api.example.invalid:443")
    );
}

#[tokio::test]
async fn user_and_password_come_from_keys_and_follow_their_rotation() {
    for proxy in [
        FakeProxy::start_with_login("ana@corp:p:%41 w/ord"),
        FakeProxy::start_socks(Some("ana@corp:p:%41 w/ord")),
    ] {
        let provider = Provider::start();
        proxy.lead("api.example.invalid:80", provider.address());
        let keys = Arc::<Keys>::default();
        keys.set("WHO", Ok("ana@corp"));
        keys.set("PASS", Ok("old"));
        let network = Network::new(NetworkSettings::default(), Arc::clone(&keys) as _);
        let written = proxy.url_with("${secret:WHO}:${secret:PASS}");
        change(&network, with_proxy(written.clone())).await;

        let url = models_at("http://api.example.invalid");
        let refused = get(&network, &url).await;
        assert!(refused.is_err_and(|e| matches!(e, Failure::Proxy(_))) || proxy.seen().len() == 1);
        assert!(provider.seen().is_empty());
        keys.set("PASS", Ok("p:%41 w/ord"));
        let answer = get(&network, &url).await.expect("an answer");
        assert_eq!(answer.status(), 200);
        assert_eq!(proxy.seen().last().unwrap().login.as_deref(), Some("ana@corp:p:%41 w/ord"));

        assert_eq!(network.settings().proxy, Some(written), "what is stored has references");
        let names: Vec<String> = network.keys().into_iter().map(String::from).collect();
        assert_eq!(names, ["WHO", "PASS"]);
        assert!(!format!("{network:?}").contains("ord"), "{network:?}");
    }
}

#[tokio::test]
async fn named_hosts_go_without_the_proxy() {
    let proxy = FakeProxy::start();
    let settings = with_proxy(proxy.url());
    let settings =
        NetworkSettings { no_proxy: Some("corp.invalid, 10.0.0.0/8".into()), ..settings };
    let network = network(settings);
    // Nobody has this name: without the proxy, it cannot be found.
    let failure = get(&network, "http://git.corp.invalid/").await.expect_err("no such name");
    assert_eq!(failure, Failure::NameNotFound);
    assert_eq!(proxy.seen(), []);
    let through = |url: &str| network.proxy_for(&Url::parse(url).expect("a URL"));
    assert_eq!(through("https://10.1.2.3/"), None);
    assert_eq!(through("https://localhost:1/"), None);
    assert_eq!(through("https://11.1.2.3/"), Some(proxy.url()));
}

#[tokio::test]
async fn a_proxy_that_fails_is_named_as_such() {
    let strict = FakeProxy::start_with_login("ana:secret");
    let lost = FakeProxy::start();
    let socks = FakeProxy::start_socks(None);
    for (proxy, says) in [(&strict, "asks for a user"), (&lost, "did not open"), (&socks, "")] {
        let network = network(with_proxy(proxy.url()));
        let failure = get(&network, "https://api.example.invalid/").await.expect_err("no way");
        let Failure::Proxy(cause) = failure else { panic!("{failure:?}") };
        assert!(cause.contains(says), "{cause}");
    }
    // Held and let go again: nobody listens there now.
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|held| held.local_addr());
    let network = network(with_proxy(format!("http://{}", free.expect("a port is free"))));
    let failure = get(&network, "http://api.example.invalid/").await.expect_err("no proxy");
    assert_eq!(failure, Failure::ConnectionRefused);
}

#[tokio::test]
async fn settings_are_checked_before_they_count() {
    let keys = Arc::<Keys>::default();
    let network = Network::new(NetworkSettings::default(), Arc::clone(&keys) as _);
    let written = "http://${secret:WHO}:${secret:PASS}@proxy.example.invalid:3128";
    let problem = network.check(with_proxy(written.into())).await.expect_err("no such key");
    assert_eq!((problem.code, problem.field.as_deref()), (ErrorCode::KeyMissing, Some("proxy")));

    // A keychain that is locked now may be open when the proxy is needed.
    keys.set("WHO", Ok("ana"));
    keys.set("PASS", Err(Problem::new(ErrorCode::KeychainLocked, "Locked.")));
    change(&network, with_proxy(format!("  {written} "))).await;
    assert_eq!(network.settings().proxy.as_deref(), Some(written));
    let url = Url::parse("http://api.example.invalid/").unwrap();
    let problem = network.client(&url, Redirects::None).await.expect_err("locked");
    assert_eq!(problem.code, ErrorCode::KeychainLocked);

    for (settings, field) in [
        (with_proxy("proxy:8080".into()), "proxy"),
        (NetworkSettings { no_proxy: Some("a b".into()), ..Default::default() }, "no_proxy"),
        (NetworkSettings { ca_file: Some("relative.pem".into()), ..Default::default() }, "ca_file"),
    ] {
        let problem = network.check(settings).await.expect_err(field);
        assert_eq!(problem.field.as_deref(), Some(field));
        assert_eq!(problem.code, ErrorCode::InvalidInput);
    }
    assert_eq!(network.settings().proxy.as_deref(), Some(written), "nothing changed");

    let blank = NetworkSettings {
        proxy: Some(" ".into()),
        no_proxy: Some(String::new()),
        ca_file: Some("\n".into()),
    };
    change(&network, blank).await;
    assert_eq!(network.settings(), NetworkSettings::default());
}

#[tokio::test]
async fn stored_settings_that_cannot_be_used_do_not_cut_off_this_machine() {
    let provider = Provider::start();
    let network = network(with_proxy("gopher://proxy.example.invalid".into()));
    let direct = models_at(&format!("http://{}", provider.address()));
    assert_eq!(get(&network, &direct).await.expect("an answer").status(), 200);
    let url = Url::parse("https://api.example.invalid/").unwrap();
    let problem = network.client(&url, Redirects::None).await.expect_err("no such proxy");
    assert_eq!(problem.field.as_deref(), Some("proxy"));
    change(&network, NetworkSettings::default()).await;
    assert!(network.client(&url, Redirects::None).await.is_ok());
}
