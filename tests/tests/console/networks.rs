//! The system's own ways to the network: its proxy, its certificate authorities.

use std::net::SocketAddr;

use console_testkit::{Authority, FakeHttp, FakeProxy, Flavour, Mcpctl, TempHome, TlsFront};

use crate::support::start;

fn address_of(remote: &FakeHttp) -> SocketAddr {
    let url = remote.url();
    url.trim_start_matches("http://").trim_end_matches("/mcp").parse().unwrap()
}

fn add(mcpctl: &Mcpctl, name: &str, url: &str) {
    mcpctl.json(["servers", "add", name, "--url", url]);
}

#[test]
fn a_remote_server_is_reached_through_the_systems_proxy_and_trusted_by_its_authorities() {
    let (home, remote, proxy) =
        (TempHome::new(), FakeHttp::start(Flavour::Streamable), FakeProxy::start());
    let authority = Authority::new();
    let front = TlsFront::start(&authority, &["mcp.example.invalid"], address_of(&remote));
    proxy.lead("mcp.example.invalid:443", front.address());
    proxy.lead("mcp.example.invalid:80", address_of(&remote));
    let mcpctl = Mcpctl::new(&home)
        .env("HTTP_PROXY", proxy.url())
        .env("HTTPS_PROXY", proxy.url())
        .env("SSL_CERT_FILE", authority.write_into(home.path()));
    let host = mcpctl.serve();
    add(&mcpctl, "plain", "http://mcp.example.invalid/mcp");
    add(&mcpctl, "secure", "https://mcp.example.invalid/mcp");
    add(&mcpctl, "near", &remote.url());
    for name in ["plain", "secure", "near"] {
        assert_eq!(start(&mcpctl, name)["state"], "up", "{name}");
    }
    let seen = proxy.seen();
    let has = |method: &str, target: &str| {
        seen.iter().any(|request| request.method == method && request.target == target)
    };
    assert!(has("POST", "mcp.example.invalid:80"), "{seen:?}");
    assert!(has("CONNECT", "mcp.example.invalid:443"), "{seen:?}");
    assert!(!seen.iter().any(|request| request.target.starts_with("127.")), "{seen:?}");
    assert!(host.terminate().success());
}

#[test]
fn a_machine_without_authorities_still_reaches_what_is_not_encrypted() {
    let (home, remote, proxy) =
        (TempHome::new(), FakeHttp::start(Flavour::Streamable), FakeProxy::start());
    proxy.lead("mcp.example.invalid:80", address_of(&remote));
    let none = home.path().join("none.pem");
    std::fs::write(&none, "").unwrap();
    let mcpctl = Mcpctl::new(&home)
        .env("HTTP_PROXY", proxy.url())
        .env("SSL_CERT_FILE", none)
        .env("SSL_CERT_DIR", home.path());
    let _host = mcpctl.serve();
    add(&mcpctl, "plain", "http://mcp.example.invalid/mcp");
    assert_eq!(start(&mcpctl, "plain")["state"], "up");
    assert!(!proxy.seen().is_empty());
}
