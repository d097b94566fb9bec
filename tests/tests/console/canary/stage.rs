//! What the test does with the console, so that nothing that it answers goes unheard.

use std::cell::RefCell;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use console_testkit::{Canary, Finished, Host, Mcpctl, Sightings, TempHome, Trap, run};
use serde_json::Value;

use crate::support::DEADLINE;

/// A home with a console in it, and a record of everything that was answered.
pub(super) struct Stage<'h> {
    pub(super) home: &'h TempHome,
    pub(super) mcpctl: Mcpctl<'h>,
    python: String,
    leaky: PathBuf,
    heard: RefCell<Vec<(String, Vec<u8>)>>,
}

impl<'h> Stage<'h> {
    pub(super) fn new(home: &'h TempHome) -> Self {
        let leaky = home.work_dir().join("leaky.py");
        std::fs::write(&leaky, include_str!("leaky.py")).unwrap();
        // The interpreter itself: what is first on the PATH may be a script that starts others,
        // and each of them would inherit the keys.
        let mut python = Command::new("python3");
        python.args(["-c", "import sys; print(sys.executable)"]);
        let python = run(python, "", DEADLINE).succeeded().stdout.trim().to_owned();
        Self { home, mcpctl: Mcpctl::new(home), python, leaky, heard: RefCell::default() }
    }

    fn hear(&self, what: &str, answer: impl Into<Vec<u8>>) {
        self.heard.borrow_mut().push((what.to_owned(), answer.into()));
    }

    /// Which canaries were heard, and in which answer.
    pub(super) fn sightings(&self, trap: &Trap) -> Sightings {
        let mut sightings = Sightings::default();
        for (what, answer) in self.heard.borrow().iter() {
            sightings.extend(trap.search(answer, what));
        }
        sightings
    }

    /// Runs `mcpctl` with this input, and remembers what it said.
    pub(super) fn mcpctl(&self, args: &[&str], input: &[u8]) -> Finished {
        let mut child = self
            .mcpctl
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // One that refuses before it reads is no failure of the test.
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        let what = format!("mcpctl {}", args.join(" "));
        self.hear(&what, output.stdout.clone());
        self.hear(&what, output.stderr.clone());
        Finished {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            took: std::time::Duration::ZERO,
        }
    }

    /// What a command says, in words and as JSON; the latter must be given.
    #[track_caller]
    pub(super) fn said(&self, args: &[&str]) -> Value {
        self.mcpctl(args, b"");
        self.mcpctl(&[&["--json"], args].concat(), b"").succeeded().json()
    }

    /// What a command says that must fail, in words and as JSON.
    #[track_caller]
    pub(super) fn refused(&self, args: &[&str], input: &[u8]) -> Value {
        let words = self.mcpctl(args, input);
        assert_eq!(words.code, Some(1), "{words:#?}");
        self.mcpctl(&[&["--json"], args].concat(), input).error()
    }

    /// What a command says, in words, that may fail or not.
    pub(super) fn tried(&self, args: &[&str]) {
        self.mcpctl(args, b"");
    }

    /// Sets a key from standard input.
    #[track_caller]
    pub(super) fn set(&self, name: &str, canary: &Canary, more: &[&str]) -> Value {
        let args = [&["--json", "keys", "set", name], more].concat();
        self.mcpctl(&args, canary.value().as_bytes()).succeeded().json()
    }

    /// One HTTP request with the token; status and body.
    #[track_caller]
    pub(super) fn http(&self, host: &Host, method: &str, path: &str, body: &[u8]) -> (u16, Value) {
        let authority = host.base_url().trim_start_matches("http://");
        let mut stream = TcpStream::connect(authority).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        let (token, length) = (host.token(), body.len());
        // HTTP/1.0: the body ends with the connection and comes in one piece.
        let head = format!(
            "{method} /api/v1{path} HTTP/1.0\r\nHost: {authority}\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        self.hear(&format!("{method} {path}"), answer.clone());
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split_whitespace().nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or_default())
    }

    /// [`Self::http`] that must succeed.
    #[track_caller]
    pub(super) fn ask(&self, host: &Host, method: &str, path: &str, body: &Value) -> Value {
        let (status, answer) = self.http(host, method, path, body.to_string().as_bytes());
        assert!((200..300).contains(&status), "{method} {path}: {status} {answer:#}");
        answer
    }

    /// Adds a server that tells its keys; `env` is what its variables say.
    #[track_caller]
    pub(super) fn add_leaky(&self, name: &str, env: &[(&str, &str)], how: &[&str]) {
        let env: Vec<String> = env.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut args = vec!["servers", "add", name];
        for variable in &env {
            args.extend(["--env", variable]);
        }
        args.extend(["--", &self.python, self.leaky.to_str().unwrap(), name]);
        args.extend(how);
        let _ = self.mcpctl(&args, b"").succeeded();
    }

    /// The command of [`Self::add_leaky`], for requests that are not made by `mcpctl`.
    pub(super) fn leaky(&self) -> (&str, &Path) {
        (&self.python, &self.leaky)
    }

    /// Everything that can be asked about servers and keys, by `mcpctl` and over HTTP.
    #[track_caller]
    pub(super) fn ask_around(&self, host: &Host, servers: &[&str]) {
        for args in [&["servers", "list"][..], &["keys", "list"], &["doctor"]] {
            self.said(args);
        }
        for path in ["/servers", "/keys", "/vault", "/network", "/host"] {
            self.ask(host, "GET", path, &Value::Null);
        }
        for id in servers {
            self.said(&["servers", "show", id]);
            self.said(&["servers", "logs", id, "-n", "5000"]);
            self.mcpctl(&["--json", "tools", "list", id], b"");
            for part in ["", "/logs?lines=5000", "/tools"] {
                self.http(host, "GET", &format!("/servers/{id}{part}"), b"");
            }
        }
    }

    /// What a server has in its variables, which its tool `show` tells. This is the one answer
    /// that is documented to come as the server sends it, so it is not remembered.
    #[track_caller]
    pub(super) fn keys_of(&self, id: &str) -> Value {
        let text =
            crate::support::call_text(&self.mcpctl, id, "show", &Value::Object(<_>::default()));
        serde_json::from_str(&text).unwrap()
    }
}

/// What the session's keychain has under a name, in the words of a program that nobody here wrote.
pub(super) fn secret_tool(name: &str) -> String {
    let mut tool = Command::new("secret-tool");
    tool.args(["lookup", "service", "mcp-console", "username", name]);
    run(tool, "", DEADLINE).stdout
}
