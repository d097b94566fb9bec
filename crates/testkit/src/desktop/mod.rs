//! The desktop window, driven through WebDriver as a user would use it.
//!
//! WebKitGTK's own driver starts the app; no tauri-driver between. Every action waits for its
//! element first, so tests say what the user does and nothing of timing.

mod app;
mod by;
mod desk;
mod driver;
mod frame;
mod invoke;
mod keys;
mod page;

pub use app::{DesktopApp, Launch};
pub use by::By;
pub use desk::{Desk, LONG};
pub use frame::Geometry;
pub use page::AxeViolation;
