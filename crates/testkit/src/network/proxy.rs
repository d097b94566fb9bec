//! A proxy: HTTP (`CONNECT` and absolute addresses) or SOCKS 5, written from RFC 9110, 1928, 1929.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::TcpStream;

use super::{Listening, socks};

/// More than any head of a request in a test.
const MAX_HEAD: usize = 64 * 1024;

/// One request that came to a proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxied {
    /// `CONNECT`, `GET`, `POST`, …; `SOCKS` for SOCKS 5.
    pub method: String,
    /// Host and port that the client wants to reach.
    pub target: String,
    /// `user:password` as the client gave them.
    pub login: Option<String>,
}

/// A proxy on a free port of 127.0.0.1 that reaches only what it was told of. Dropping it cuts
/// every connection.
#[derive(Debug)]
pub struct FakeProxy {
    listening: Listening,
    state: Arc<State>,
    scheme: &'static str,
}

/// What a proxy knows.
#[derive(Debug, Default)]
pub(super) struct State {
    /// `user:password` that it wants.
    pub(super) login: Option<String>,
    ways: Mutex<HashMap<String, SocketAddr>>,
    seen: Mutex<Vec<Proxied>>,
}

impl FakeProxy {
    /// An HTTP proxy that everybody may use.
    #[track_caller]
    pub fn start() -> Self {
        Self::http(None)
    }

    /// An HTTP proxy that wants a user and a password: `user:password`.
    #[track_caller]
    pub fn start_with_login(login: &str) -> Self {
        Self::http(Some(login.to_owned()))
    }

    /// A SOCKS 5 proxy; `login` is `user:password`.
    #[track_caller]
    pub fn start_socks(login: Option<&str>) -> Self {
        let state = Arc::new(State { login: login.map(str::to_owned), ..State::default() });
        let own = Arc::clone(&state);
        let listening = Listening::each(move |stream| socks::serve(Arc::clone(&own), stream));
        Self { listening, state, scheme: "socks5h" }
    }

    #[track_caller]
    fn http(login: Option<String>) -> Self {
        let state = Arc::new(State { login, ..State::default() });
        let own = Arc::clone(&state);
        let listening = Listening::each(move |stream| serve(Arc::clone(&own), stream));
        Self { listening, state, scheme: "http" }
    }

    /// Its address, without a user.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.listening.address())
    }

    /// Its address with what stands for user and password: `${secret:USER}:${secret:PASSWORD}`.
    pub fn url_with(&self, login: &str) -> String {
        format!("{}://{login}@{}", self.scheme, self.listening.address())
    }

    /// From now on, whoever asks for `target` (`api.example:443`) reaches `address`.
    pub fn lead(&self, target: &str, address: SocketAddr) {
        self.state.ways.lock().unwrap().insert(target.to_owned(), address);
    }

    /// Every request so far, oldest first.
    pub fn seen(&self) -> Vec<Proxied> {
        self.state.seen.lock().unwrap().clone()
    }
}

impl State {
    /// Writes a request down; a way to its target, where there is one and the login is right.
    pub(super) fn admit(&self, request: Proxied) -> Result<SocketAddr, Refusal> {
        let is_admitted = self.login.is_none() || request.login == self.login;
        let way = self.ways.lock().unwrap().get(&request.target).copied();
        self.seen.lock().unwrap().push(request);
        if !is_admitted {
            return Err(Refusal::Login);
        }
        way.ok_or(Refusal::NoWay)
    }
}

/// Why a proxy does not do what it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    Login,
    NoWay,
}

async fn serve(state: Arc<State>, mut client: TcpStream) {
    let Some((head, rest)) = read_head(&mut client).await else { return };
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap_or_default().split(' ');
    let method = words.next().unwrap_or_default().to_owned();
    let asked = words.next().unwrap_or_default().to_owned();
    let headers: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(": ")).collect();
    let login = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("proxy-authorization"))
        .and_then(|(_, value)| value.strip_prefix("Basic "))
        .and_then(from_base64);
    let (target, path) = if method == "CONNECT" { (asked, String::new()) } else { split(&asked) };
    let way = state.admit(Proxied { method: method.clone(), target, login });
    let address = match way {
        Ok(address) => address,
        Err(refusal) => {
            let status = match refusal {
                Refusal::Login => {
                    "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"witness\""
                }
                Refusal::NoWay => "502 Bad Gateway",
            };
            let answer =
                format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            // The client may have hung up.
            let _ = client.write_all(answer.as_bytes()).await;
            return;
        }
    };
    let Ok(mut server) = TcpStream::connect(address).await else { return };
    let begun = if method == "CONNECT" {
        client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await
    } else {
        // One request for each connection, so that each of them is seen.
        let mut forwarded = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        for (name, value) in headers {
            let hop = ["connection", "proxy-authorization", "proxy-connection"];
            if !hop.iter().any(|hop| name.eq_ignore_ascii_case(hop)) {
                forwarded.extend([name, ": ", value, "\r\n"]);
            }
        }
        forwarded.push_str("\r\n");
        server.write_all(forwarded.as_bytes()).await
    };
    if begun.is_ok() && server.write_all(&rest).await.is_ok() {
        // Either side may hang up whenever it likes.
        let _ = copy_bidirectional(&mut client, &mut server).await;
    }
}

/// The head of a request, and what came behind it already.
async fn read_head(client: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            bytes.truncate(end);
            return Some((String::from_utf8(bytes).ok()?, rest));
        }
        let read = client.read_buf(&mut bytes).await.ok()?;
        if read == 0 || bytes.len() > MAX_HEAD {
            return None;
        }
    }
}

/// `http://host/path` as `host:80` and `/path`.
fn split(address: &str) -> (String, String) {
    let rest = address.strip_prefix("http://").unwrap_or(address);
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let port = if host.contains(':') { "" } else { ":80" };
    (format!("{host}{port}"), if path.is_empty() { "/".into() } else { path.to_owned() })
}

fn from_base64(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for c in text.trim_end_matches('=').bytes() {
        let six = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}
