//! console-app
