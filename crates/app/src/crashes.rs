//! What a crash leaves behind.
//!
//! Invariant: neither the message of a panic nor a core file holds the value of a key.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use console_domain::Redact;
use console_secrets::KnownSecrets;

/// From now on a crash of this process tells nothing of what is `known`: the message of a panic is
/// printed without it, one without a value as usual, and no core file is written. (Servers inherit
/// the latter; each may lift it for itself.)
pub fn guard_crashes(known: Arc<KnownSecrets>) {
    no_core_files();
    // A closed stderr must not end the process from within its panic.
    print_panics(known, |report| drop(io::stderr().write_all(report.as_bytes())));
}

fn print_panics(known: Arc<KnownSecrets>, print: impl Fn(&str) + Send + Sync + 'static) {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| match known.redact(&panic.to_string()) {
        Cow::Borrowed(_) => usual(panic),
        Cow::Owned(masked) => {
            let thread = std::thread::current();
            let name = thread.name().unwrap_or("<unnamed>");
            let backtrace = std::backtrace::Backtrace::capture();
            print(&format!("\nthread '{name}' {masked}\n{backtrace}\n"));
        }
    }));
}

/// A core file is the memory of the process, and values are in it. The limit is one byte and not
/// none: a program that takes cores from the kernel is given one in spite of a limit of none.
///
/// Source: `core(5)` and `fs/coredump.c` of Linux.
#[cfg(unix)]
fn no_core_files() {
    use rustix::process::{Resource, getrlimit, setrlimit};

    let mut limit = getrlimit(Resource::Core);
    limit.current = Some(limit.maximum.unwrap_or(1).min(1));
    if let Err(error) = setrlimit(Resource::Core, limit) {
        tracing::warn!(%error, "a crash may leave a core file");
    }
}

#[cfg(not(unix))]
fn no_core_files() {}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use console_domain::SecretValue;

    use super::*;

    #[test]
    fn a_panic_is_told_without_the_values_of_keys() {
        let known = Arc::new(KnownSecrets::new());
        known.learn(&SecretValue::new("canary-of-a-panic".into()));
        let (usual, masked) = (Arc::<Mutex<String>>::default(), Arc::<Mutex<String>>::default());
        let (to_usual, to_masked) = (Arc::clone(&usual), Arc::clone(&masked));
        let write = |to: &Mutex<String>, text: &str| to.lock().expect("alive").push_str(text);
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| write(&to_usual, &panic.to_string())));
        print_panics(known, move |report| write(&to_masked, report));
        for message in ["canary-of-a-panic is no number", "an index is out of bounds"] {
            let panicked = std::panic::catch_unwind(|| panic!("{message}"));
            assert!(panicked.is_err());
        }
        std::panic::set_hook(before);
        let text = |of: &Mutex<String>| of.lock().expect("alive").clone();
        let (usual, masked) = (text(&usual), text(&masked));
        assert!(usual.ends_with("an index is out of bounds") && !usual.contains("number"));
        assert!(masked.contains("is no number") && masked.contains("crashes.rs:"), "{masked}");
        assert!(!masked.contains("canary") && !masked.contains("index"), "{masked}");
    }
}
