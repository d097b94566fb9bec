//! Every bound of the product, named in one place, so that none is forgotten and each can be
//! found by whoever meets it.

use std::ops::RangeInclusive;
use std::time::Duration;

/// Characters in a server's name or id.
pub const MAX_NAME_CHARS: usize = 64;
/// Servers in one data directory.
pub const MAX_SERVERS: usize = 500;
/// Arguments of one command.
pub const MAX_ARGS: usize = 256;
/// Bytes of one argument, variable, header or URL.
pub const MAX_VALUE_BYTES: usize = 32 * 1024;
/// Environment variables or headers of one server.
pub const MAX_VARIABLES: usize = 200;
/// Depth of variables that refer to variables.
pub const MAX_VARIABLE_DEPTH: usize = 16;
/// References that are followed to resolve one value.
pub const MAX_VARIABLE_LOOKUPS: usize = 1_000;
/// Labels of one server.
pub const MAX_TAGS: usize = 20;
/// Characters of one label.
pub const MAX_TAG_CHARS: usize = 32;
/// How long a thing of a server may be given, milliseconds.
pub const TIMEOUT_MS: RangeInclusive<u32> = 100..=3_600_000;
/// After how long without a call a server can be stopped, milliseconds: 10 s to 24 h.
pub const IDLE_STOP_MS: RangeInclusive<u32> = 10_000..=86_400_000;
/// Warnings about one command that are shown.
pub const MAX_WARNINGS: usize = 16;
/// Commands and URLs whose approval is remembered; the oldest go first.
pub const MAX_CONSENTS: i64 = 2_000;
/// Servers that are changed at once where one thing is done to many.
pub const BULK_CONCURRENCY: usize = 16;
/// Bytes of a manifest or snippet that is imported.
pub const MAX_IMPORT_BYTES: usize = 8 * 1024 * 1024;
/// How long a file or folder may take to be read for an import; it may lie on a network.
pub const IMPORT_READ_TIMEOUT: Duration = Duration::from_secs(10);

/// Bytes of one protocol message in either direction; a longer one fails its call, not the session.
pub const MAX_MESSAGE_BYTES: usize = 32 * 1024 * 1024;
/// Requests of one session that may be in flight at once.
pub const MAX_IN_FLIGHT: usize = 1_024;
/// Items (tools, resources, templates, prompts) listed per kind; what is beyond is counted only.
pub const MAX_LIST_ITEMS: usize = 10_000;
/// Pages followed in one listing.
pub const MAX_LIST_PAGES: usize = 200;
/// Notifications buffered per subscriber before the oldest are dropped.
pub const NOTIFICATION_BUFFER: usize = 256;

/// Bytes of one log line; the rest of a longer one is cut and marked.
pub const MAX_LOG_LINE_BYTES: usize = 8 * 1024;
/// Lines kept in memory per server.
pub const LOG_RING_LINES: usize = 5_000;
/// Bytes kept in memory per server.
pub const LOG_RING_BYTES: usize = 2 * 1024 * 1024;
/// Bytes of a server's log file before it is rotated.
pub const LOG_FILE_BYTES: u64 = 5 * 1024 * 1024;
/// Rotated log files kept per server, besides the current one.
pub const LOG_FILES_KEPT: usize = 2;
/// Lines of stderr shown with an error.
pub const STDERR_TAIL_LINES: usize = 20;
/// Log lines buffered per subscriber; one that lags behind reloads the tail.
pub const LOG_BROADCAST_LINES: usize = 2_048;

/// Events buffered per subscriber of the bus; one that lags behind reloads.
pub const EVENT_BUFFER: usize = 1_024;
/// Requests waiting at one instance's actor.
pub const ACTOR_MAILBOX: usize = 64;
/// Transitions kept per server in the database.
pub const HISTORY_ROWS_PER_SERVER: i64 = 1_000;
/// Server starts under way at once, so that fifty `npx` do not fight for the disk.
pub const CONCURRENT_STARTS: usize = 8;

/// Bytes of an HTTP request body to our own API.
pub const MAX_API_BODY_BYTES: usize = 16 * 1024 * 1024;
/// How long the login shell may take to print its environment.
pub const LOGIN_SHELL_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a probe of the 2026-07-28 era may take before the older handshake is tried.
pub const ERA_PROBE_TIMEOUT: Duration = Duration::from_secs(3);
/// How often CPU and memory of the process trees are read.
pub const USAGE_INTERVAL: Duration = Duration::from_secs(5);
/// How often a session's health is asked.
pub const HEALTH_INTERVAL: Duration = Duration::from_secs(30);
/// How long a health answer may take.
pub const HEALTH_TIMEOUT: Duration = Duration::from_secs(10);
/// Answers to health checks kept per instance, for its sparkline.
pub const HEALTH_SAMPLES: usize = 30;
/// Failed health checks in a row before an instance is `degraded`.
pub const HEALTH_FAILURES_TO_DEGRADE: u32 = 1;
/// Failed health checks in a row before an instance is restarted.
pub const HEALTH_FAILURES_TO_RESTART: u32 = 5;
/// How long the whole console may take to stop every server when it quits.
pub const SHUTDOWN_DEADLINE: Duration = Duration::from_secs(20);

/// Notices kept in the notifications centre; the oldest go first.
pub const MAX_NOTICES: usize = 200;
/// How long the system may take to show one notice; then it counts as not shown.
pub const NOTIFY_TIMEOUT: Duration = Duration::from_secs(3);
/// How long a system that did not answer is left alone, so that many notices do not wait in turn.
pub const NOTIFY_AGAIN_AFTER: Duration = Duration::from_secs(30);
/// Calls of the explorer kept per server, for the life of the host.
pub const MAX_CALLS_KEPT: usize = 50;
/// Bytes of all results that the explorer keeps per server.
pub const MAX_CALLS_BYTES: usize = 64 * 1024 * 1024;
/// Bytes of one text within a result that is shown in the window; the rest can be saved.
pub const MAX_SHOWN_TEXT_BYTES: usize = 256 * 1024;
/// Bytes of a result that is shown in the window.
pub const MAX_SHOWN_RESULT_BYTES: usize = 4 * 1024 * 1024;
/// Bytes of the images and sounds of a result that is shown in the window, as base64 and beside
/// [`MAX_SHOWN_RESULT_BYTES`]: they are shown whole or not at all.
pub const MAX_SHOWN_BLOB_BYTES: usize = 8 * 1024 * 1024;
/// Levels of a result that is shown in the window; what is deeper can be saved.
pub const MAX_SHOWN_DEPTH: usize = 64;
/// Bytes of all results that a list of a server's last calls shows, newest first.
pub const MAX_SHOWN_HISTORY_BYTES: usize = 16 * 1024 * 1024;
/// Questions of servers that wait for a person at once.
pub const MAX_QUESTIONS: usize = 64;
/// How long a server's question waits for a person. Meanwhile the time-outs of its call stand still.
pub const QUESTION_TIMEOUT: Duration = Duration::from_mins(10);
/// How long a tool that runs as a task may take.
pub const MAX_TASK_TIME: Duration = Duration::from_hours(1);
/// Completions of an argument that are shown; the protocol has the same bound.
pub const MAX_COMPLETIONS: usize = 100;
/// How long a completion may take; who types on asks again.
pub const COMPLETION_TIMEOUT: Duration = Duration::from_secs(10);
/// Files saved for a person that are remembered, so that they can be revealed.
pub const MAX_SAVED_FILES: usize = 256;

/// Characters in the name of a key.
pub const MAX_KEY_NAME_CHARS: usize = 128;
/// Keys in one data directory.
pub const MAX_KEYS: usize = 1_000;
/// Bytes of a request about keys: as many choices of an import as there may be keys.
pub const MAX_KEY_REQUEST_BYTES: usize = 1024 * 1024;
/// Bytes of one secret value.
pub const MAX_SECRET_BYTES: usize = 8 * 1024;
/// Characters of a key's fingerprint that are stored and shown.
pub const FINGERPRINT_CHARS: usize = 12;
/// Shorter values are too common to be taken out of texts.
pub const MIN_REDACTED_BYTES: usize = 6;
/// How long a keychain may take to answer where nobody is prompted.
pub const KEYCHAIN_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a person may take to answer the keychain's prompt.
pub const KEYCHAIN_PROMPT_TIMEOUT: Duration = Duration::from_mins(2);
/// Threads that may hang in a keychain that does not answer; then calls fail at once.
pub const MAX_KEYCHAIN_THREADS: usize = 4;
/// How long the file of keys may take to be read or written, key derivation included.
pub const KEYS_FILE_TIMEOUT: Duration = Duration::from_secs(30);
/// Bytes of the file of keys: [`MAX_KEYS`] values of [`MAX_SECRET_BYTES`], all escaped.
pub const MAX_KEYS_FILE_BYTES: usize = 32 * 1024 * 1024;
/// Values that are taken out of texts; the oldest go first.
pub const MAX_KNOWN_SECRETS: usize = 2 * MAX_KEYS;
/// Bytes of all values that are taken out of texts; the oldest go first.
pub const MAX_KNOWN_SECRET_BYTES: usize = 1024 * 1024;
/// How long the test of a key may take.
pub const KEY_TEST_TIMEOUT: Duration = Duration::from_secs(15);
/// Bytes of a provider's answer that are read.
pub const MAX_KEY_TEST_BYTES: usize = 1024 * 1024;
/// Tests of keys under way at once.
pub const KEY_TEST_CONCURRENCY: usize = 4;
/// Bytes of a file of certificate authorities; a whole system's are about 250 KB.
pub const MAX_CA_FILE_BYTES: u64 = 4 * 1024 * 1024;
/// How long that file may take to be read; it may lie on a network.
pub const CA_FILE_TIMEOUT: Duration = Duration::from_secs(5);
/// Bytes of a proxy's address, and of the list of hosts that are reached without it.
pub const MAX_PROXY_BYTES: usize = 4 * 1024;
/// How long a connection may take to open, proxy and TLS included.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Redirects within one origin that are followed in a row.
pub const MAX_REDIRECTS: usize = 5;
/// Bytes of a file of variables (`.env`) that is imported.
pub const MAX_ENV_FILE_BYTES: usize = 1024 * 1024;
/// Problems of one import that are shown.
pub const MAX_IMPORT_PROBLEMS: usize = 100;
/// Bytes of the data directory that are searched for values that were moved out of it.
pub const MAX_SEARCHED_BYTES: u64 = 512 * 1024 * 1024;
/// Files of the data directory that are searched.
pub const MAX_SEARCHED_FILES: usize = 10_000;
/// How long that search may take.
pub const SEARCH_TIMEOUT: Duration = Duration::from_secs(20);
/// Characters in the passphrase of a file of keys, at least.
pub const MIN_PASSPHRASE_CHARS: usize = 12;
