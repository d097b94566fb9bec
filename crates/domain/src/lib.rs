//! The vocabulary of MCP Console.
//!
//! Ids, value objects, state machines, error codes, events, and the ports through which engines
//! meet. Invariants: no I/O, no clock of its own, depends on no other crate of the workspace.

mod clock;
mod error;
mod event;
mod id;
mod key;
mod key_references;
pub mod limits;
mod network;
mod notice;
mod redaction;
mod restart;
pub mod rfc3339;
mod secret;
mod server;
mod session;
mod state;
mod status;
mod validation;
mod variables;

pub use clock::{Clock, ManualClock, SystemClock};
pub use error::{ErrorCode, Problem};
pub use event::{CacheTag, Event, EventKind};
pub use id::{InstanceId, InvalidName, ServerId};
pub use key::{InvalidKeyName, Key, KeyKind, KeyName, KeyTarget, KeyTest, KeyTestOutcome};
pub use key_references::{KeyReference, exposed_keys, key_references};
pub use network::NetworkSettings;
pub use notice::{Delivery, Notice, NoticeKind, Notifier, NotifyError};
pub use redaction::{Redact, RedactNothing};
pub use restart::{
    Backoff, Exit, GiveUp, RestartDecision, RestartHistory, RestartMode, RestartPolicy,
};
pub use secret::{NoSecrets, SecretSource, SecretValue, SecretVault, VaultError, VaultState};
pub use server::{
    EnvVar, EraSetting, Header, HttpFlavour, ServerConfig, ServerKind, Sharing, Timeouts, Transport,
};
pub use session::{
    CallError, Caller, Catalog, CatalogItem, Era, HttpEndpoint, Notification, OpenError, Progress,
    QuarantinedItem, ServerRequest, ServerRequestHandler, Session, SessionEnd, SessionFacts,
    SessionOpener, SessionRequest, SessionSpec, StdioPipes,
};
pub use state::{ServerState, Trigger, transition};
pub use status::{
    Counts, Health, InstanceObserver, InstanceStatus, LogLine, LogStream, ResourceUse, ServerInfo,
    TransitionRecord,
};
pub use validation::tag_problem;
pub use variables::{VariableError, Variables, circles};
