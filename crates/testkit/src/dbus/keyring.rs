//! GNOME Keyring in a session of its own: the real Secret Service, with a home that is thrown away.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use zbus::zvariant::OwnedObjectPath;
use zbus::{Connection, Proxy};

use super::BusAddress;
use crate::wait_until_async;

const NAME: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";
/// How long the daemon may take to come up, or to do as it is told.
const DEADLINE: Duration = Duration::from_secs(20);
/// Opens the login collection; it is born and dies with the temporary home.
const PASSWORD: &[u8] = b"a witness's password";

/// A `gnome-keyring-daemon`; it ends when this is dropped.
#[derive(Debug)]
pub struct Keyring {
    bus: BusAddress,
    home: TempDir,
    daemon: Option<Child>,
}

impl Keyring {
    /// One with a login collection, which is open.
    ///
    /// # Panics
    /// Where `gnome-keyring-daemon` is not installed, or does not come up.
    pub async fn start(bus: &BusAddress) -> Self {
        let mut keyring = Self::at(bus);
        keyring.start_again().await;
        keyring
    }

    /// One without any collection, as in an account that never had a password.
    ///
    /// # Panics
    /// As [`start`](Self::start).
    pub async fn start_empty(bus: &BusAddress) -> Self {
        let mut keyring = Self::at(bus);
        keyring.start_again_locked().await;
        keyring
    }

    fn at(bus: &BusAddress) -> Self {
        let home = tempfile::Builder::new().prefix("keyring.").tempdir().expect("a home");
        let which = std::env::var_os("PATH").expect("there is a PATH");
        let original = std::env::split_paths(&which)
            .map(|folder| folder.join("gnome-keyring-daemon"))
            .find(|program| program.exists())
            .expect("gnome-keyring-daemon is installed (Debian package gnome-keyring)");
        // A copy has no file capabilities: where a container forbids them, the original cannot start.
        fs::copy(original, home.path().join("daemon")).expect("it can be copied");
        Self { bus: bus.clone(), home, daemon: None }
    }

    /// Starts it, after it was killed, with its login collection open.
    pub async fn start_again(&mut self) {
        self.spawn(&["--unlock"], PASSWORD);
        wait_until_async(DEADLINE, "the keyring is open", async || {
            self.is_locked().await == Some(false)
        })
        .await;
    }

    /// Starts it, after it was killed, as a session does that was entered without a password.
    pub async fn start_again_locked(&mut self) {
        self.spawn(&[], b"");
        wait_until_async(DEADLINE, "the keyring answers", async || {
            self.default_collection().await.is_some()
        })
        .await;
    }

    fn spawn(&mut self, args: &[&str], stdin: &[u8]) {
        self.kill();
        let home = self.home.path();
        let run = home.join("run");
        make_private(&run);
        let mut daemon = Command::new(home.join("daemon"))
            .args(["--foreground", "--components=secrets"])
            .args(args)
            .env_remove("GNOME_KEYRING_CONTROL")
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus.as_str())
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", &run)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon starts");
        daemon.stdin.take().expect("stdin is piped").write_all(stdin).expect("it reads");
        self.daemon = Some(daemon);
    }

    /// Locks its login collection.
    pub async fn lock(&self) {
        let connection = self.connect().await;
        let service = service(&connection).await;
        let login = self.default_collection().await.expect("there is a login collection");
        let _: (Vec<OwnedObjectPath>, OwnedObjectPath) =
            service.call("Lock", &(vec![login],)).await.expect("it locks");
        assert_eq!(self.is_locked().await, Some(true));
    }

    /// Kills it, as a crash would; it has no time to say goodbye.
    pub fn kill(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
    }

    /// Runs `secret-tool`, which nobody here wrote, on the same bus.
    ///
    /// # Panics
    /// Where it is not installed.
    #[track_caller]
    pub fn secret_tool(&self, args: &[&str], stdin: &[u8]) -> Output {
        let mut tool = Command::new("secret-tool")
            .args(args)
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus.as_str())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("secret-tool is installed (Debian package libsecret-tools)");
        // `lookup` does not read, and may be gone already.
        let _ = tool.stdin.take().expect("stdin is piped").write_all(stdin);
        tool.wait_with_output().expect("it ends")
    }

    async fn connect(&self) -> Connection {
        self.bus.builder().build().await.expect("the bus answers")
    }

    /// `/` where it has none; `None` where it does not answer yet.
    async fn default_collection(&self) -> Option<OwnedObjectPath> {
        let connection = self.connect().await;
        service(&connection).await.call("ReadAlias", &("default",)).await.ok()
    }

    async fn is_locked(&self) -> Option<bool> {
        let login = self.default_collection().await?;
        let connection = self.connect().await;
        let interface = "org.freedesktop.Secret.Collection";
        let collection = Proxy::new(&connection, NAME, login, interface).await.ok()?;
        collection.get_property("Locked").await.ok()
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn service(connection: &Connection) -> Proxy<'_> {
    let interface = "org.freedesktop.Secret.Service";
    Proxy::new(connection, NAME, PATH, interface).await.expect("a valid name and path")
}

/// The daemon refuses a runtime directory that others can enter.
fn make_private(folder: &Path) {
    use std::os::unix::fs::DirBuilderExt;
    if !folder.exists() {
        fs::DirBuilder::new().mode(0o700).create(folder).expect("a folder can be made");
    }
}
