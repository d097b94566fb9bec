//! The use cases of MCP Console.
//!
//! [`Console`] is built whole before any face shows it: directory lock, database, supervisor,
//! event bus. Each area is one module with the use cases of that area; a face calls one of them
//! and maps the answer.

mod bus;
mod command_line;
mod console;
mod crashes;
mod data_dir;
mod doctor;
mod downloads;
mod endpoint;
mod explorer;
mod import;
mod keys;
mod logging;
mod masking;
mod network;
mod notices;
mod observer;
mod servers;
mod settings;
mod tools;
mod unmasking;
pub mod view;

pub use bus::{Bus, EventStream};
pub use command_line::CommandLineTool;
pub use console::{Console, ConsoleOptions};
pub use crashes::guard_crashes;
pub use data_dir::resolve_data_dir;
pub use doctor::{Check, CheckStatus, DoctorReport, DoctorSource, apply_fix, apply_fixes, doctor};
pub use endpoint::{Endpoint, Handle};
pub use logging::{LogGuard, init_logging};
pub use notices::QuietNotifier;
pub use servers::Wait;
pub use settings::{Density, DesktopMemory, Language, Settings, Theme, WindowPlace};

// What use cases take and give of the layers below: a face names it from here, and depends on none
// of them.
pub use console_secrets::{KnownSecrets, guess_kind};
pub use console_store::{DataDir, DirectoryLock};
pub use console_supervisor::Environment;
