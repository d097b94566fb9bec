//! A client of the host's HTTP interface: one connection kept open, blocking, nothing between.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// Longer than any request of a measurement.
const PATIENCE: Duration = Duration::from_mins(2);

/// Where a host is and what opens it.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    /// `127.0.0.1:43210`.
    pub(crate) authority: String,
    /// The token that opens everything.
    pub(crate) token: String,
}

/// One open connection.
#[derive(Debug)]
pub(crate) struct Api {
    address: Address,
    stream: BufReader<TcpStream>,
    body: Vec<u8>,
}

impl Api {
    /// Connects.
    pub(crate) fn connect(address: &Address) -> Self {
        let stream = TcpStream::connect(&address.authority).expect("the host listens");
        stream.set_nodelay(true).expect("a socket takes options");
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket takes options");
        Self { address: address.clone(), stream: BufReader::new(stream), body: Vec::new() }
    }

    /// `GET path`, which must succeed.
    pub(crate) fn get(&mut self, path: &str) -> Value {
        self.exchange("GET", path, "");
        serde_json::from_slice(&self.body).expect("the host answers with JSON")
    }

    /// `POST path` with a JSON body, which must succeed.
    pub(crate) fn post(&mut self, path: &str, body: &str) -> Value {
        self.exchange("POST", path, body);
        serde_json::from_slice(&self.body).expect("the host answers with JSON")
    }

    /// `POST path`, which must succeed; the answer is received and not looked at.
    pub(crate) fn post_unread(&mut self, path: &str, body: &str) {
        self.exchange("POST", path, body);
    }

    fn exchange(&mut self, method: &str, path: &str, body: &str) {
        let Address { authority, token } = &self.address;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {authority}\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).expect("the host reads");
        let status = self.line();
        let mut length = 0;
        loop {
            let line = self.line().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length is a number");
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body).expect("the whole body comes");
        let ok = status.split(' ').nth(1).is_some_and(|code| code.starts_with('2'));
        assert!(ok, "{method} {path}: {status}: {}", String::from_utf8_lossy(&self.body));
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).expect("the host answers");
        line.trim_end().to_owned()
    }
}
