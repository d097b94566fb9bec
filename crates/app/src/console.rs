//! The console: built whole, started, shut down.
//!
//! Start order: lock, database, supervisor; then orphans are reaped, the manifest is read, and
//! what should be up is started. Shutdown order is the reverse. Whoever holds a [`Console`] holds
//! the data directory's lock, and no other host can run on it.

use std::path::PathBuf;
use std::sync::Arc;

use console_domain::limits::{KEYCHAIN_TIMEOUT, NOTIFY_TIMEOUT, SHUTDOWN_DEADLINE};
use console_domain::{
    Clock, EventKind, NetworkSettings, Problem, SecretVault, SystemClock, rfc3339,
};
use console_mcp::{McpOptions, McpSessions};
use console_network::Network;
use console_secrets::{EncryptedFile, Keychain, KnownSecrets};
use console_store::{DataDir, Database, DirectoryLock, Servers};
use console_supervisor::{Orphan, Supervisor, SupervisorOptions};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::Bus;
use crate::downloads::Downloads;
use crate::explorer::Explorer;
use crate::keys::{KeyRing, VAULT, VaultSetting, Vaults};
use crate::network::NETWORK;
use crate::observer::Recorder;
use crate::view::{HostFace, HostInfo};

/// What a console needs to know to be built.
pub struct ConsoleOptions {
    /// Its data directory.
    pub data_dir: DataDir,
    /// Which face it has.
    pub face: HostFace,
    /// Its clock.
    pub clock: Arc<dyn Clock>,
    /// A manifest of servers to load at start.
    pub manifest: Option<PathBuf>,
    /// Where files are saved; `None` is the user's downloads folder.
    pub downloads: Option<PathBuf>,
    /// The system's keychain, or what stands for it.
    pub keychain: Arc<dyn SecretVault>,
    /// The encrypted file that a person can choose in its place.
    pub keys_file: EncryptedFile,
    /// The values that must not appear in a text; the console's own log asks it too.
    pub known_secrets: Arc<KnownSecrets>,
}

impl ConsoleOptions {
    /// A console on `data_dir` with the system's clock and the manifest that
    /// `CONSOLE_MCP_SERVERS_PATH` names.
    pub fn new(data_dir: DataDir, face: HostFace) -> Self {
        let manifest = std::env::var_os("CONSOLE_MCP_SERVERS_PATH").map(PathBuf::from);
        let keys_file = EncryptedFile::new(data_dir.root().join("keys.age"));
        Self {
            data_dir,
            face,
            clock: Arc::new(SystemClock),
            manifest,
            downloads: None,
            keychain: Arc::new(Keychain::new()),
            keys_file,
            known_secrets: Arc::default(),
        }
    }
}

/// One console on one data directory.
pub struct Console {
    info: HostInfo,
    data_dir: DataDir,
    manifest: Option<PathBuf>,
    clock: Arc<dyn Clock>,
    bus: Bus,
    database: Database,
    supervisor: Supervisor,
    downloads: Downloads,
    explorer: Arc<Explorer>,
    network: Arc<Network>,
    vaults: Arc<Vaults>,
    key_ring: Arc<KeyRing>,
    known_secrets: Arc<KnownSecrets>,
    /// What follows the bus and stores what it hears.
    listeners: TaskTracker,
    quit: CancellationToken,
    // Last, so that it is released after everything else is gone.
    _lock: DirectoryLock,
}

impl Console {
    /// Takes the lock, opens the database and builds everything. Nothing is started yet.
    ///
    /// # Errors
    /// `instance_running`, `data_dir_unusable`, `database_too_new`, `database_damaged`, `disk_full`.
    pub async fn open(options: ConsoleOptions) -> Result<Self, Problem> {
        let ConsoleOptions { data_dir, face, clock, manifest, downloads, .. } = options;
        let ConsoleOptions { keychain, keys_file, known_secrets, .. } = options;
        data_dir.prepare()?;
        let lock = DirectoryLock::acquire(&data_dir)?;
        let database = Database::open(&data_dir, clock.as_ref()).await?;
        let bus = Bus::new(Arc::clone(&clock));
        let settings = database.settings();
        let vault: Option<VaultSetting> = settings.get(VAULT).await?;
        let vaults = Arc::new(Vaults::new(keychain, keys_file, vault.unwrap_or_default()));
        let key_ring = Arc::new(KeyRing::new(
            Arc::clone(&vaults),
            Arc::clone(&known_secrets),
            &database,
            Arc::clone(&clock),
            bus.clone(),
        ));
        let set: Option<NetworkSettings> = settings.get(NETWORK).await?;
        let network = Arc::new(Network::new(set.unwrap_or_default(), Arc::clone(&key_ring) as _));
        let mut mcp = McpOptions::new("mcp-console", env!("CARGO_PKG_VERSION"));
        mcp.network = Arc::clone(&network);
        mcp.redact = Arc::clone(&known_secrets) as _;
        let mut supervised = SupervisorOptions::new(
            data_dir.root().to_owned(),
            Arc::clone(&clock),
            Arc::new(McpSessions::new(&mcp)),
            Arc::new(Recorder { servers: database.servers(), bus: bus.clone() }),
        );
        supervised.redact = Arc::clone(&known_secrets) as _;
        supervised.secrets = Arc::clone(&key_ring) as _;
        let supervisor = Supervisor::new(supervised);
        for server in database.servers().all().await? {
            supervisor.configure(server.config);
        }
        let info = HostInfo {
            version: env!("CARGO_PKG_VERSION").into(),
            started_at: rfc3339::format(clock.now()),
            pid: std::process::id(),
            data_dir: data_dir.root().display().to_string(),
            face,
        };
        Ok(Self {
            info,
            data_dir,
            manifest,
            clock,
            bus,
            database,
            supervisor,
            downloads: Downloads::new(downloads),
            explorer: Arc::new(Explorer::new(Arc::clone(&known_secrets) as _)),
            network,
            vaults,
            key_ring,
            known_secrets,
            listeners: TaskTracker::new(),
            quit: CancellationToken::new(),
            _lock: lock,
        })
    }

    /// Reaps what a killed console left behind, reads the manifest, and starts every server that
    /// was up or is set to start with the console. Returns when all of that is under way; a
    /// server that cannot start is `failed`, and the others are not disturbed.
    pub async fn start(&self) -> Result<(), Problem> {
        self.supervisor.warm_up();
        let reaped = self.supervisor.reap_orphans().await?;
        for Orphan { server, instance, processes } in reaped.found {
            tracing::warn!(%server, %instance, ?processes, "ended what an earlier console left");
        }
        self.servers().purge_removed().await?;
        let ring = Arc::clone(&self.key_ring);
        self.listeners.spawn(async move { ring.finish_move().await });
        if let Some(path) = &self.manifest
            && let Err(problem) = self.load_manifest(path).await
        {
            // A wrong manifest must not keep the servers down that are already known.
            tracing::error!(code = ?problem.code, "{problem}");
        }
        for server in self.servers().all().await? {
            let due = server.wanted_up || server.config.autostart;
            if !due {
                continue;
            }
            let id = server.config.id;
            if let Err(problem) = self.start_server(id.as_str(), crate::Wait::No).await {
                tracing::warn!(server = %id, code = ?problem.code, "not started: {problem}");
            }
        }
        Ok(())
    }

    /// Stops every server within [`SHUTDOWN_DEADLINE`] and closes the database. What should be up
    /// stays marked so, and comes up with the next start.
    pub async fn shutdown(&self) {
        self.bus.publish(EventKind::ShuttingDown);
        self.supervisor.shutdown(SHUTDOWN_DEADLINE).await;
        // A change of a key that is under way comes to its end.
        if timeout(KEYCHAIN_TIMEOUT, self.key_ring.turn_to_change()).await.is_err() {
            tracing::warn!("a change of a key was cut off");
        }
        self.listeners.close();
        if timeout(NOTIFY_TIMEOUT, self.listeners.wait()).await.is_err() {
            tracing::warn!("what happened last may not be in the notices");
        }
        self.database.close().await;
    }

    /// Asks whoever runs this console to shut it down: a desktop takes over, a face quits.
    pub fn request_quit(&self) {
        self.quit.cancel();
    }

    /// Waits until [`Self::request_quit`] was called.
    pub async fn quit_requested(&self) {
        self.quit.cancelled().await;
    }

    /// Asks a window to come to the front.
    pub fn request_focus(&self) {
        self.bus.publish(EventKind::FocusRequested);
    }

    /// Asks a window to come to the front and to open a page, such as `/servers/time`.
    pub fn request_page(&self, path: String) {
        self.request_focus();
        self.bus.publish(EventKind::PageRequested { path });
    }

    /// What faces show of this host.
    pub fn info(&self) -> &HostInfo {
        &self.info
    }

    /// The event bus.
    pub fn bus(&self) -> &Bus {
        &self.bus
    }

    /// The data directory.
    pub fn data_dir(&self) -> &DataDir {
        &self.data_dir
    }

    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    pub(crate) fn servers(&self) -> Servers {
        self.database.servers()
    }

    pub(crate) fn supervisor(&self) -> &Supervisor {
        &self.supervisor
    }

    pub(crate) fn explorer(&self) -> &Arc<Explorer> {
        &self.explorer
    }

    pub(crate) fn network(&self) -> &Arc<Network> {
        &self.network
    }

    pub(crate) fn vaults(&self) -> &Arc<Vaults> {
        &self.vaults
    }

    pub(crate) fn key_ring(&self) -> &Arc<KeyRing> {
        &self.key_ring
    }

    pub(crate) fn known_secrets(&self) -> &Arc<KnownSecrets> {
        &self.known_secrets
    }

    pub(crate) fn listeners(&self) -> &TaskTracker {
        &self.listeners
    }

    pub(crate) fn downloads(&self) -> &Downloads {
        &self.downloads
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }
}

impl std::fmt::Debug for Console {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Console({})", self.info.data_dir)
    }
}
