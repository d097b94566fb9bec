//! console-http
