//! A keychain without values, for what a real one does not do when told: hang, ask, be refused.
//!
//! By default it can only be looked at: asking it for anything else is an error, so whoever only
//! looks cannot unlock or prompt.

use std::collections::HashMap;
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard};

use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, fdo, interface};

use super::BusAddress;

const SERVICE_PATH: &str = "/org/freedesktop/secrets";
const COLLECTION_PATH: &str = "/org/freedesktop/secrets/collection/login";
const PROMPT_PATH: &str = "/org/freedesktop/secrets/prompt/p1";

/// What kind of keychain it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keychain {
    /// Its default collection is open.
    Unlocked,
    /// Its default collection is locked.
    Locked,
    /// It has no default collection.
    Empty,
    /// It never answers anything.
    Mute,
    /// It lets itself be looked at, says it is open, and never answers who wants to read or write.
    MuteWhenUsed,
}

/// What the person does whom the keychain asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// Nobody may be asked.
    Absent,
    /// Types the password.
    Agrees,
    /// Closes the question.
    Dismisses,
    /// Lets it stand.
    Ignores,
}

/// Owns `org.freedesktop.secrets`.
#[derive(Debug)]
pub struct SecretService {
    connection: Connection,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    keychain: Keychain,
    person: Person,
    asked: usize,
    closed: bool,
}

impl SecretService {
    /// Takes the name on this bus. It can be looked at; nobody may be asked.
    ///
    /// # Panics
    /// Where somebody has it already.
    pub async fn start(bus: &BusAddress, keychain: Keychain) -> Self {
        Self::start_with(bus, keychain, Person::Absent).await
    }

    /// Takes the name on this bus; `person` answers its questions.
    ///
    /// # Panics
    /// Where somebody has it already.
    pub async fn start_with(bus: &BusAddress, keychain: Keychain, person: Person) -> Self {
        let state = Arc::new(Mutex::new(State { keychain, person, asked: 0, closed: false }));
        let connection = bus
            .builder()
            .serve_at(SERVICE_PATH, Service { state: Arc::clone(&state) })
            .and_then(|builder| {
                builder.serve_at(COLLECTION_PATH, Collection { state: Arc::clone(&state) })
            })
            .and_then(|builder| builder.serve_at(PROMPT_PATH, Prompt { state: Arc::clone(&state) }))
            .and_then(|builder| builder.name("org.freedesktop.secrets"))
            .expect("valid paths and names")
            .build()
            .await;
        let connection = connection.expect("the bus answers and there is no other keychain");
        Self { connection, state }
    }

    /// Goes away, as a crash would: who still waits for an answer is told so by the bus.
    pub async fn vanish(self) {
        // Dropped, it would stay as long as one of its answers is owed.
        self.connection.close().await.expect("it is connected");
    }

    /// How often the person was asked.
    pub fn asked(&self) -> usize {
        look(&self.state).asked
    }

    /// Whether a question that was not answered was taken back.
    pub fn closed(&self) -> bool {
        look(&self.state).closed
    }
}

fn look(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap()
}

fn path(path: &'static str) -> OwnedObjectPath {
    ObjectPath::try_from(path).expect("a valid path").into()
}

struct Service {
    state: Arc<Mutex<State>>,
}

impl Service {
    async fn keychain(&self) -> Keychain {
        let keychain = look(&self.state).keychain;
        if keychain == Keychain::Mute { pending().await } else { keychain }
    }

    /// The prompt that opens it.
    fn question(&self) -> fdo::Result<OwnedObjectPath> {
        match look(&self.state).person {
            Person::Absent => Err(fdo::Error::Failed("nobody may be asked".into())),
            _ => Ok(path(PROMPT_PATH)),
        }
    }
}

#[interface(name = "org.freedesktop.Secret.Service")]
impl Service {
    async fn read_alias(&self, name: String) -> OwnedObjectPath {
        let is_there = self.keychain().await != Keychain::Empty && name == "default";
        path(if is_there { COLLECTION_PATH } else { "/" })
    }

    async fn search_items(
        &self,
        attributes: HashMap<String, String>,
    ) -> (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) {
        drop(attributes);
        self.keychain().await;
        (Vec::new(), Vec::new())
    }

    async fn open_session(
        &self,
        algorithm: String,
        input: OwnedValue,
    ) -> fdo::Result<(OwnedValue, OwnedObjectPath)> {
        drop((algorithm, input));
        match self.keychain().await {
            Keychain::MuteWhenUsed => pending().await,
            _ => Err(fdo::Error::NotSupported("there is nothing to read".into())),
        }
    }

    async fn unlock(
        &self,
        objects: Vec<OwnedObjectPath>,
    ) -> fdo::Result<(Vec<OwnedObjectPath>, OwnedObjectPath)> {
        match self.keychain().await {
            Keychain::Locked => Ok((Vec::new(), self.question()?)),
            _ => Ok((objects, path("/"))),
        }
    }

    async fn create_collection(
        &self,
        properties: HashMap<String, OwnedValue>,
        alias: String,
    ) -> fdo::Result<(OwnedObjectPath, OwnedObjectPath)> {
        drop(properties);
        assert_eq!((self.keychain().await, &*alias), (Keychain::Empty, "default"));
        Ok((path("/"), self.question()?))
    }
}

struct Collection {
    state: Arc<Mutex<State>>,
}

#[interface(name = "org.freedesktop.Secret.Collection")]
impl Collection {
    #[zbus(property)]
    fn locked(&self) -> bool {
        look(&self.state).keychain == Keychain::Locked
    }
}

struct Prompt {
    state: Arc<Mutex<State>>,
}

#[interface(name = "org.freedesktop.Secret.Prompt")]
impl Prompt {
    async fn prompt(
        &self,
        window: String,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> fdo::Result<()> {
        drop(window);
        let person = {
            let mut state = look(&self.state);
            state.asked += 1;
            if state.person == Person::Agrees {
                state.keychain = Keychain::Unlocked;
            }
            state.person
        };
        if person != Person::Ignores {
            let dismissed = person == Person::Dismisses;
            Self::completed(&emitter, dismissed, Value::from("")).await?;
        }
        Ok(())
    }

    async fn dismiss(&self, #[zbus(signal_emitter)] emitter: SignalEmitter<'_>) -> fdo::Result<()> {
        look(&self.state).closed = true;
        Ok(Self::completed(&emitter, true, Value::from("")).await?)
    }

    #[zbus(signal)]
    async fn completed(
        emitter: &SignalEmitter<'_>,
        dismissed: bool,
        result: Value<'_>,
    ) -> zbus::Result<()>;
}
