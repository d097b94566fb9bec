//! A running headless console (`mcpctl serve`).

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::proc::{self, ProcessId};
use super::{TempHome, run};

/// From start to the first answer, with migrations and a busy machine.
const START_DEADLINE: Duration = Duration::from_mins(1);
/// From SIGTERM to the end, with servers that resist.
const STOP_DEADLINE: Duration = Duration::from_mins(1);
const HTTP_TIMEOUT: Duration = Duration::from_secs(10);

/// The process and where it listens. Dropping it kills the process.
#[derive(Debug)]
pub struct Host {
    child: Child,
    base_url: String,
    token: String,
    stdout: PathBuf,
    stderr: PathBuf,
}

/// What the host's HTTP interface answered.
#[derive(Debug, Clone)]
pub struct HttpAnswer {
    /// The status code.
    pub status: u16,
    /// The body.
    pub body: String,
}

impl HttpAnswer {
    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

impl Host {
    #[track_caller]
    pub(super) fn start(mut command: Command, home: &TempHome) -> Self {
        // Files, not pipes: nobody has to drain them, and they can be read after the end.
        let nth = fs::read_dir(home.path()).map_or(0, Iterator::count);
        let stdout = home.path().join(format!("serve-{nth}.stdout"));
        let stderr = home.path().join(format!("serve-{nth}.stderr"));
        let child = command
            .stdin(Stdio::null())
            .stdout(File::create(&stdout).unwrap())
            .stderr(File::create(&stderr).unwrap())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        let mut host =
            Self { child, base_url: String::new(), token: String::new(), stdout, stderr };
        let endpoint = home.data_dir().join("endpoint.json");
        let deadline = Instant::now() + START_DEADLINE;
        while !host.try_reach(&endpoint) {
            if let Some(status) = host.child.try_wait().unwrap() {
                panic!("mcpctl serve ended with {status}:\n{}{}", host.stdout(), host.stderr());
            }
            assert!(
                Instant::now() < deadline,
                "mcpctl serve did not answer within {START_DEADLINE:?}:\n{}",
                host.stderr()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        host
    }

    /// Reads the endpoint file; true once it is this process's and the health check answers.
    fn try_reach(&mut self, endpoint: &Path) -> bool {
        let Ok(text) = fs::read_to_string(endpoint) else { return false };
        let Ok(endpoint) = serde_json::from_str::<Value>(&text) else { return false };
        if endpoint["pid"].as_u64() != Some(u64::from(self.child.id())) {
            return false;
        }
        endpoint["base_url"].as_str().unwrap_or_default().clone_into(&mut self.base_url);
        endpoint["token"].as_str().unwrap_or_default().clone_into(&mut self.token);
        self.try_get("/healthz").is_ok_and(|answer| answer.status == 200)
    }

    /// The process id.
    pub fn pid(&self) -> ProcessId {
        self.child.id()
    }

    /// Such as `http://127.0.0.1:43210`, without a slash at the end.
    pub fn base_url(&self) -> &str {
        self.base_url.trim_end_matches('/')
    }

    /// The token that opens everything.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// `GET base_url/path` with the token.
    #[track_caller]
    pub fn get(&self, path: &str) -> HttpAnswer {
        self.try_get(path).unwrap_or_else(|error| panic!("GET {path}: {error}"))
    }

    fn try_get(&self, path: &str) -> std::io::Result<HttpAnswer> {
        let authority = self.base_url().trim_start_matches("http://");
        let mut stream = TcpStream::connect(authority)?;
        stream.set_read_timeout(Some(HTTP_TIMEOUT))?;
        stream.set_write_timeout(Some(HTTP_TIMEOUT))?;
        // HTTP/1.0: the body ends with the connection and comes in one piece.
        write!(
            stream,
            "GET {path} HTTP/1.0\r\nHost: {authority}\r\nAuthorization: Bearer {}\r\n\r\n",
            self.token
        )?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split_whitespace().nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or_else(|| std::io::Error::other("not an HTTP answer"))?;
        Ok(HttpAnswer { status, body: body.to_owned() })
    }

    /// Whether the process still runs.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// All that it wrote to standard output so far.
    pub fn stdout(&self) -> String {
        fs::read_to_string(&self.stdout).unwrap_or_default()
    }

    /// All that it wrote to standard error so far.
    pub fn stderr(&self) -> String {
        fs::read_to_string(&self.stderr).unwrap_or_default()
    }

    /// Dies as in a crash: SIGKILL to this process alone. Its servers are left to their fate.
    pub fn kill9(mut self) {
        self.kill_now();
    }

    /// SIGTERM, and the end that follows.
    ///
    /// # Panics
    /// Where it does not end within a minute.
    #[track_caller]
    pub fn terminate(mut self) -> ExitStatus {
        proc::terminate(self.pid());
        run::wait(&mut self.child, Instant::now() + STOP_DEADLINE).unwrap_or_else(|| {
            panic!("mcpctl serve survived SIGTERM for {STOP_DEADLINE:?}:\n{}", self.stderr())
        })
    }

    fn kill_now(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.kill_now();
    }
}
