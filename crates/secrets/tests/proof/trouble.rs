//! Networks and servers that do not do their part.

use console_domain::limits::MAX_KEY_TEST_BYTES;
use console_domain::{KeyKind, KeyTest, KeyTestOutcome as Outcome, NetworkSettings, SecretValue};
use console_testkit::{Answer, Authority, Behaviour, FakeProxy, Provider, Service, TlsFront};

use crate::{KINDS, assert_key_is_nowhere, assert_outcome, at, hasty, prove, prover, prover_over};

fn reason(test: &KeyTest) -> &str {
    test.reason.as_deref().unwrap_or_default()
}

#[tokio::test]
async fn a_redirect_elsewhere_gets_no_key() {
    for (kind, service) in KINDS {
        let (provider, elsewhere) = (Provider::start(), Provider::start());
        let to = format!("http://{}/login?from=here", elsewhere.address());
        provider.behave(Behaviour::Redirect(to));
        let test = prove(&prover(), &provider, kind, &service.key()).await;
        assert_outcome(&test, Outcome::Unclear);
        assert!(reason(&test).contains(&format!("redirects to http://{},", elsewhere.address())));
        assert!(!reason(&test).contains("from=here"), "{}", reason(&test));
        assert_eq!(elsewhere.seen().len(), 0, "{kind:?}");
    }
}

#[tokio::test]
async fn a_provider_that_hangs_is_unreachable_within_the_time() {
    let provider = Provider::start();
    provider.behave(Behaviour::Hang);
    let test = prove(&hasty(), &provider, KeyKind::Openai, "some-value-of-a-key").await;
    assert_outcome(&test, Outcome::Unreachable);
    assert!(reason(&test).contains("within 0.3 s"), "{}", reason(&test));
    assert_eq!((test.latency_ms, test.http_status), (None, None));
}

#[tokio::test]
async fn ten_megabytes_are_not_read() {
    let provider = Provider::start();
    provider.behave(Behaviour::Huge);
    let test = prove(&prover(), &provider, KeyKind::Openai, "some-value-of-a-key").await;
    assert_outcome(&test, Outcome::Unclear);
    assert!(reason(&test).contains("more than 1024 KB"), "{}", reason(&test));

    // A refusal is one however long it is.
    let long = format!("{{\"error\":\"{}\"}}", "x".repeat(MAX_KEY_TEST_BYTES));
    provider.behave(Behaviour::Says(Answer::json(401, long)));
    let test = prove(&prover(), &provider, KeyKind::Openai, "some-value-of-a-key").await;
    assert_outcome(&test, Outcome::Refused);
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_no_answer() {
    let provider = Provider::start();
    provider.behave(Behaviour::CutOff);
    let test = prove(&prover(), &provider, KeyKind::Openai, "some-value-of-a-key").await;
    assert_outcome(&test, Outcome::Unreachable);
    assert!(reason(&test).contains("broke off"), "{}", reason(&test));
}

#[tokio::test]
async fn a_page_in_place_of_data_is_the_network_in_between() {
    for (kind, service) in KINDS {
        let provider = Provider::start();
        provider.behave(Behaviour::Says(Answer::page(200)));
        let test = prove(&prover(), &provider, kind, &service.key()).await;
        assert_outcome(&test, Outcome::Unclear);
        assert!(test.reason.is_some(), "{kind:?}");
    }
}

#[tokio::test]
async fn what_echoes_the_key_does_not_show_it() {
    let provider = Provider::start();
    let key = Service::Openai.wrong_key();
    for status in [200, 400, 401, 403, 429, 500] {
        let echoed = format!(
            r#"{{"error":{{"message":"bad token \u0022{key}\u0022, header was Bearer {key}\r\n\u001b[31m"}}}}"#
        );
        provider.behave(Behaviour::Says(Answer::json(status, echoed)));
        let test = prove(&prover(), &provider, KeyKind::Openai, &key).await;
        assert_key_is_nowhere(&test, &key);
        assert!(reason(&test).contains("••••••"), "{}", reason(&test));
        assert!(!reason(&test).contains(char::is_control), "{test:?}");
    }
}

#[tokio::test]
async fn nobody_there() {
    // Held and let go again: nobody listens there now.
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|held| held.local_addr());
    let closed = format!("http://{}/v1", free.expect("a port is free"));
    let key = Service::Openai.key();
    for (base, says) in [
        (closed, "refused the connection"),
        ("https://api.example.invalid/v1".into(), "api.example.invalid cannot be found"),
    ] {
        let value = SecretValue::new(key.clone());
        let test = prover().prove(&at(KeyKind::Openai, base), &value).await;
        assert_outcome(&test, Outcome::Unreachable);
        assert!(reason(&test).contains(says), "{}", reason(&test));
        assert_eq!(test.latency_ms, None);
    }
}

#[tokio::test]
async fn an_unknown_authority_is_said_and_mended_in_the_settings() {
    let (provider, authority) = (Provider::start(), Authority::new());
    let front = TlsFront::start(&authority, &["127.0.0.1"], provider.address());
    let path = Provider::base_path(Service::Github);
    let target = at(KeyKind::Github, format!("https://{}{path}", front.address()));
    let value = SecretValue::new(Service::Github.key());

    let test = prover().prove(&target, &value).await;
    assert_outcome(&test, Outcome::Unreachable);
    assert!(reason(&test).contains("name its file in the network settings"), "{}", reason(&test));

    let folder = tempfile::tempdir().unwrap();
    let ca_file = authority.write_into(folder.path()).display().to_string();
    let settings = NetworkSettings { ca_file: Some(ca_file), ..NetworkSettings::default() };
    assert_outcome(&prover_over(settings).prove(&target, &value).await, Outcome::Works);

    // Plain HTTP where TLS is spoken, and the reverse.
    let plain = at(KeyKind::Github, format!("https://{}{path}", provider.address()));
    let test = prover().prove(&plain, &value).await;
    assert_outcome(&test, Outcome::Unreachable);
    assert!(reason(&test).contains("TLS"), "{}", reason(&test));
}

#[tokio::test]
async fn a_test_goes_through_the_proxy_that_is_set() {
    let (provider, proxy) = (Provider::start(), FakeProxy::start());
    proxy.lead("api.example.invalid:80", provider.address());
    let settings = |url: String| NetworkSettings { proxy: Some(url), ..NetworkSettings::default() };
    let path = Provider::base_path(Service::Groq);
    let target = at(KeyKind::Groq, format!("http://api.example.invalid{path}"));
    let value = SecretValue::new(Service::Groq.key());
    let test = prover_over(settings(proxy.url())).prove(&target, &value).await;
    assert_outcome(&test, Outcome::Works);
    assert_eq!(proxy.seen()[0].target, "api.example.invalid:80");

    let strict = FakeProxy::start_with_login("ana:secret");
    let test = prover_over(settings(strict.url())).prove(&target, &value).await;
    assert_outcome(&test, Outcome::Unreachable);
    assert!(reason(&test).contains("proxy"), "{}", reason(&test));

    let missing = strict.url_with("${secret:PROXY_USER}:${secret:PROXY_PASSWORD}");
    let test = prover_over(settings(missing)).prove(&target, &value).await;
    assert_outcome(&test, Outcome::Unreachable);
    assert!(reason(&test).contains("PROXY_USER"), "{}", reason(&test));
}
