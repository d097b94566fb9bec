//! console-store
