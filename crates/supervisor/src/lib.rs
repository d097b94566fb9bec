//! console-supervisor
