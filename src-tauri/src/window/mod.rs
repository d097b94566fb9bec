//! The one window: where it was, shown when its first page is drawn, closed to the tray.

mod memory;
mod opened;
mod place;

pub(crate) use memory::take_down;
pub(crate) use opened::{drawn, open, show};
