//! The values, and the names of their keys.

use console_testkit::{Canary, Trap};

/// The values, each for one way in and what may happen on it.
pub(super) struct Canaries {
    pub(super) plain: Canary,
    pub(super) lines: Canary,
    pub(super) awkward: Canary,
    pub(super) bearer: Canary,
    pub(super) query: Canary,
    pub(super) imported: Canary,
    pub(super) moved: Canary,
    pub(super) before: Canary,
    pub(super) after: Canary,
    pub(super) echoed: Canary,
    pub(super) tried: Canary,
    pub(super) removed: Canary,
    pub(super) proxy: Canary,
    pub(super) proxy_user: Canary,
    pub(super) malformed: Canary,
    pub(super) long: Canary,
    pub(super) crashing: Canary,
    pub(super) in_file: Canary,
    pub(super) passphrase: Canary,
    pub(super) wrong_passphrase: Canary,
    /// Planted where it must be found: the proof that the search finds.
    pub(super) planted: Canary,
}

impl Canaries {
    pub(super) fn new() -> Self {
        let begun = |name: &str, begin: &str| {
            Canary::shaped(name, 1, |marks| format!("{begin}{}", marks[0]))
        };
        Self {
            plain: begun("plain", "plain-"),
            lines: Canary::shaped("lines", 3, |marks| {
                format!("-----BEGIN CANARY-----\n{}\n-----END CANARY-----\n", marks.join("\n"))
            }),
            awkward: Canary::shaped("awkward", 2, |marks| {
                format!("é\"\\%41${{HOME}}<{}'&?/+=#; \t%{}\u{1f511}", marks[0], marks[1])
            }),
            bearer: begun("bearer", "tok_"),
            query: Canary::shaped("query", 2, |marks| format!("{}/+&={}", marks[0], marks[1])),
            imported: begun("imported", "imp-"),
            moved: begun("moved", "mov-"),
            before: begun("before", "old-"),
            after: begun("after", "new-"),
            echoed: begun("echoed", "key-"),
            tried: begun("tried", "try-"),
            removed: begun("removed", "gone-"),
            proxy: Canary::new("proxy"),
            proxy_user: Canary::new("proxy_user"),
            malformed: begun("malformed", "mal-"),
            long: Canary::shaped("long", 1, |marks| format!("{}{}", marks[0], "x".repeat(9_000))),
            crashing: begun("crashing", "crash-"),
            in_file: begun("in_file", "file-"),
            passphrase: begun("passphrase", "open sesame "),
            wrong_passphrase: begun("wrong_passphrase", "close sesame "),
            planted: Canary::new("planted"),
        }
    }

    pub(super) fn trap(&self) -> Trap {
        let Self {
            plain,
            lines,
            awkward,
            bearer,
            query,
            imported,
            moved,
            before,
            after,
            echoed,
            tried,
            removed,
            proxy,
            proxy_user,
            malformed,
            long,
            crashing,
            in_file,
            passphrase,
            wrong_passphrase,
            planted,
        } = self;
        Trap::new([
            plain,
            lines,
            awkward,
            bearer,
            query,
            imported,
            moved,
            before,
            after,
            echoed,
            tried,
            removed,
            proxy,
            proxy_user,
            malformed,
            long,
            crashing,
            in_file,
            passphrase,
            wrong_passphrase,
            planted,
        ])
    }
}

/// Keys of this test: the keychain of the session is everybody's.
pub(super) struct Names(String);

impl Names {
    pub(super) fn new() -> Self {
        Self(std::process::id().to_string())
    }

    pub(super) fn of(&self, what: &str) -> String {
        format!("CANARY_{}_{what}", self.0)
    }

    pub(super) fn refer(&self, what: &str) -> String {
        format!("${{secret:{}}}", self.of(what))
    }
}
