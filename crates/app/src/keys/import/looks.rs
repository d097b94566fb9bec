//! Which values look like secrets. A guess: it decides what is offered, and a person decides what
//! is moved.

use crate::masking::{is_reference, looks_secret};

/// How the keys of well-known providers begin.
const BEGINNINGS: [&str; 43] = [
    "sk-",
    "sk_live_",
    "sk_test_",
    "rk_live_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "gldt-",
    "xoxb-",
    "xoxp-",
    "xoxa-",
    "xapp-",
    "hf_",
    "cfut_",
    "cfat_",
    "cfk_",
    "gsk_",
    "AIza",
    "AKIA",
    "ASIA",
    "ya29.",
    "ntn_",
    "secret_",
    "lin_api_",
    "shpat_",
    "dop_v1_",
    "npm_",
    "pypi-",
    "pplx-",
    "xai-",
    "tvly-",
    "fc-",
    "figd_",
    "ATATT3x",
    "SG.",
    "sbp_",
    "phx_",
    "eyJ",
    "-----BEGIN ",
];
/// Characters of a key behind its beginning, at least.
const MIN_BEHIND: usize = 8;
/// Characters without a separator that no word and no name has.
const LONG_RUN: usize = 20;
/// Bits for each character from which on a run looks random; hexadecimal has at most four.
const RANDOM_BITS: f64 = 3.0;

/// Whether a value under this name is probably a secret in plain text.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    let value = value.trim();
    if value.is_empty() || is_reference(value) {
        return false;
    }
    is_known(value)
        || holds_password(value)
        || (looks_secret(name) && !is_setting(name, value))
        || is_random(value)
}

/// Whether an argument by itself is probably a secret: a key of a known provider, a header with
/// one, or a URL with a password.
pub(super) fn is_secret_argument(argument: &str) -> bool {
    if is_reference(argument) {
        return false;
    }
    // `Authorization: Bearer …`, `TOKEN=…`
    let words = argument.split([' ', ':', '=']).map(str::trim);
    is_known(argument) || holds_password(argument) || words.into_iter().any(is_known)
}

fn is_known(value: &str) -> bool {
    BEGINNINGS.iter().any(|beginning| {
        value.strip_prefix(beginning).is_some_and(|behind| behind.chars().count() >= MIN_BEHIND)
    })
}

/// Whether it is a URL with a password in it.
fn holds_password(value: &str) -> bool {
    let user = value.split_once("://").and_then(|(_, rest)| {
        rest.split(['/', '?', '#']).next()?.rsplit_once('@').map(|(user, _)| user)
    });
    user.and_then(|user| user.split_once(':')).is_some_and(|(_, password)| !password.is_empty())
}

/// Whether it is what one writes under a name such as `AUTH_MODE` or `KEY_FILE`: a switch, a
/// number, a place.
fn is_setting(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_place_by_name = ["file", "path", "dir", "url", "uri", "endpoint", "mode", "type"]
        .iter()
        .any(|part| name.ends_with(part));
    let is_place = ["/", "~/", "./", "../", "http://", "https://"]
        .iter()
        .any(|beginning| value.starts_with(beginning))
        || value.get(1..3) == Some(":\\");
    let is_switch = ["true", "false", "yes", "no", "on", "off", "none", "null", "auto"]
        .contains(&value.to_ascii_lowercase().as_str());
    let is_number = value.len() <= 6 && value.bytes().all(|byte| byte.is_ascii_digit());
    is_switch || is_number || ((is_place || is_place_by_name) && !is_random(value))
}

/// Whether a part of it looks drawn by lot: long, with letters and digits, and even.
fn is_random(value: &str) -> bool {
    if value.contains("://") {
        return false;
    }
    let is_separator = |c: char| !c.is_ascii_alphanumeric();
    let looks_drawn = |run: &str| {
        run.len() >= LONG_RUN
            && run.bytes().any(|byte| byte.is_ascii_digit())
            && run.bytes().any(|byte| byte.is_ascii_alphabetic())
            && bits_per_character(run) >= RANDOM_BITS
    };
    value.split(is_separator).any(looks_drawn)
}

/// Shannon's entropy of the characters of an ASCII text.
fn bits_per_character(text: &str) -> f64 {
    let mut counts = [0u32; 128];
    for byte in text.bytes() {
        counts[usize::from(byte) % 128] += 1;
    }
    let all: u32 = counts.iter().sum();
    let share = |count: u32| f64::from(count) / f64::from(all.max(1));
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| -share(*count) * share(*count).log2())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_from_settings() {
        // Pieced together, so that no scanner takes the samples for keys.
        let github = ["ghp", "_0123456789abcdefghij"].concat();
        let private = ["-----BEGIN ", "PRIVATE KEY-----\nMIIE\n"].concat();
        for (name, value, expected) in [
            ("GITHUB_TOKEN", "x", true),
            ("GITHUB_TOKEN", "${secret:GITHUB_TOKEN}", false),
            ("GITHUB_TOKEN", "Bearer ${TOKEN}", false),
            ("GITHUB_TOKEN", "", false),
            ("GITHUB_TOKEN", "  ", false),
            ("WHATEVER", github.as_str(), true),
            ("WHATEVER", private.as_str(), true),
            ("WHATEVER", "ghp_x", false),
            ("DATABASE_URL", "postgres://ana:pw@db/x", true),
            ("DATABASE_URL", "postgres://ana@db/x", false),
            ("DATABASE_URL", "postgres://db/x", false),
            ("MODE", "fast", false),
            ("MODEL", "claude-3-5-sonnet-20241022", false),
            ("RUN_ID", "123e4567-e89b-12d3-a456-426614174000", false),
            ("SALT", "9f86d081884c7d659a2feaa0c55ad015", true),
            ("SALT", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1", false),
            ("TEXT", "internationalizationabc", false),
            ("AUTH_ENABLED", "true", false),
            ("MAX_TOKENS", "4096", false),
            ("KEY_FILE", "/home/ana/key.pem", false),
            ("SSH_KEY_PATH", "~/.ssh/id", false),
            ("AUTH_URL", "https://login.example.com/", false),
            ("AWS_SECRET_ACCESS_KEY", "/wJalrXUtnFEMIabc0K7MDENGbPxRfiCYEX", true),
            ("TOKEN", "hunter2", true),
        ] {
            assert_eq!(is_secret(name, value), expected, "{name}={value}");
        }
    }

    #[test]
    fn arguments_are_looked_through() {
        let key = ["sk-", "0123456789abcdef"].concat();
        for (argument, expected) in [
            (key.clone(), true),
            (format!("Authorization: Bearer {key}"), true),
            (format!("TOKEN={key}"), true),
            ("postgres://ana:pw@db/x".into(), true),
            ("Authorization: Bearer ${TOKEN}".into(), false),
            ("https://mcp.example.com/mcp".into(), false),
            ("-y".into(), false),
            ("/home/ana/projects".into(), false),
        ] {
            assert_eq!(is_secret_argument(&argument), expected, "{argument}");
        }
    }
}
