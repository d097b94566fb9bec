//! The scripts that everything else is checked with: an environment that is not private, or a scan
//! that finds nothing, would make every other test say less than it seems to.
#![cfg(test)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Runs a line of bash in a headless environment of its own.
fn headless(script: &str) -> Output {
    Command::new(root().join("scripts/headless"))
        .args(["bash", "-c", script])
        .output()
        .expect("scripts/headless starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn headless_is_private_and_passes_the_status_on() {
    let run = headless(
        r#"
        # Everything that a program would write to lies in the one temporary directory.
        private=${HOME%/home}
        for directory in "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME" "$XDG_STATE_HOME" \
          "$XDG_RUNTIME_DIR" "$MCP_CONSOLE_HOME"; do
          [[ $directory == "$private"/* ]] || exit 10
        done
        [[ $(stat -c %a "$XDG_RUNTIME_DIR") == 700 ]] || exit 11
        # A window manager, a session bus, and a keychain that is unlocked.
        xdotool get_num_desktops >/dev/null || exit 12
        printf 'value' | secret-tool store --label=try try it || exit 13
        [[ $(secret-tool lookup try it) == value ]] || exit 14
        printf '%s\n' "$private"
        exit 7
        "#,
    );
    assert_eq!(run.status.code(), Some(7), "{}", text(&run.stderr));
    let private = text(&run.stdout).trim().to_owned();
    assert!(private.starts_with("/tmp/"), "it said where it was: {private}");
    assert!(!Path::new(&private).exists(), "the temporary directory is gone afterwards");
}

#[test]
fn headless_ends_and_names_what_a_command_leaves_behind() {
    // One in the group of the command, one that left its session; both outlive it.
    let run = headless("sleep 987 & setsid sleep 986 & exit 0");
    let said = text(&run.stderr);
    for leftover in ["sleep 987", "sleep 986"] {
        assert!(said.contains(leftover), "{leftover} is named: {said}");
    }
    let living = Command::new("pgrep").args(["-f", "^sleep 98[67]$"]).output().unwrap();
    let pids = text(&living.stdout);
    for pid in pids.lines() {
        // One that nobody has waited for yet is listed, and dead.
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        assert!(status.is_empty() || status.contains("State:\tZ"), "{pid} lives: {status}");
    }
}

#[test]
fn every_secret_rule_finds_its_secret() {
    // In two halves, so that the scan does not find them here.
    let samples = [
        ("private-key", "-----BEGIN RSA PRIVATE", " KEY-----".to_owned()),
        ("aws-access-key", "AKIA", "A".repeat(16)),
        ("github-token", "ghp_", "a".repeat(36)),
        ("github-token", "gho_", "a".repeat(36)),
        ("github-token", "ghu_", "a".repeat(36)),
        ("github-token", "ghs_", "a".repeat(36)),
        ("github-token", "github_pat_", "a1".repeat(41)),
        ("gitlab-token", "glpat-", "a".repeat(20)),
        ("gitlab-token", "gldt-", "a".repeat(20)),
        ("cloudflare-token", "cfut_", "a1".repeat(24)),
        ("cloudflare-token", "cfat_", "a1".repeat(24)),
        ("cloudflare-token", "cfk_", "a1".repeat(24)),
        ("model-provider-key", "sk-", format!("ant-{}", "a".repeat(24))),
        ("model-provider-key", "sk-", format!("proj-{}", "a".repeat(24))),
        ("model-provider-key", "sk-", format!("svcacct-{}", "a".repeat(24))),
        ("model-provider-key", "sk-", format!("or-v1-{}", "a1".repeat(32))),
        // DeepSeek's, and OpenAI's first ones.
        ("model-provider-key", "sk-", "a1".repeat(16)),
        ("groq-key", "gsk_", "a1".repeat(26)),
        ("zai-key", "0123456789abcdef", format!("{}.{}", "f".repeat(16), "Ab1".repeat(5) + "x")),
        ("google-key", "AIza", "a".repeat(35)),
        ("slack-token", "xoxb-", "1".repeat(12)),
        ("npm-token", "npm_", "a".repeat(36)),
        ("hugging-face-token", "hf_", "a".repeat(34)),
        ("stripe-key", "sk_live_", "a".repeat(24)),
        ("json-web-token", "eyJ", format!("{0}.eyJ{0}.{0}", "a".repeat(12))),
        ("password-in-url", "https://ana:", "pa55word@db.internal".to_owned()),
        ("assigned-secret", "api_key = '", format!("{}'", "a".repeat(40))),
        ("provider-variable", "MISTRAL_API_KEY", format!("={}", "a1".repeat(16))),
        ("provider-variable", "DEEPSEEK_API_KEY", format!(": {}", "a1".repeat(16))),
        ("provider-variable", "CLOUDFLARE_API_TOKEN", format!("={}", "a1".repeat(20))),
        ("provider-variable", "CF_API_TOKEN", format!("=\"{}\"", "a1".repeat(20))),
        ("provider-variable", "HCLOUD_TOKEN", format!("={}", "a1".repeat(32))),
        ("provider-variable", "HETZNER_API_TOKEN", format!("='{}'", "a1".repeat(32))),
    ];
    let rules = std::fs::read_to_string(root().join("scripts/secret-rules")).unwrap();
    let rules: Vec<(&str, &str)> = rules
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .map(|(name, pattern)| (name, pattern.trim()))
        .collect();
    let mut named: Vec<&str> = samples.iter().map(|(name, ..)| *name).collect();
    named.dedup();
    let known: Vec<&str> = rules.iter().map(|(name, _)| *name).collect();
    assert_eq!(named, known, "each rule has a sample, in the rules' order");

    let scratch = std::env::temp_dir().join(format!("console-samples-{}", std::process::id()));
    let finds = |pattern: &str, text: &str| {
        std::fs::write(&scratch, text).unwrap();
        let found = Command::new("grep").args(["-qP", "-e", pattern]).arg(&scratch).status();
        found.unwrap().success()
    };
    for (name, head, tail) in &samples {
        let (_, pattern) = rules.iter().find(|(rule, _)| rule == name).unwrap();
        assert!(finds(pattern, &format!("x {head}{tail} y\n")), "{name} finds {head}…");
    }
    for (name, pattern) in &rules {
        for line in [
            "an ordinary line about a secret: token = 'short'",
            "GITHUB_TOKEN=${secret:GITHUB_TOKEN}",
            "MISTRAL_API_KEY: the_name_of_a_variable_that_is_long_enough",
        ] {
            assert!(!finds(pattern, line), "{name} lets an ordinary line be: {line}");
        }
    }
    std::fs::remove_file(&scratch).unwrap();
}

#[test]
fn the_makefile_explains_its_targets() {
    let help = Command::new("make").arg("help").current_dir(root()).output().unwrap();
    let help = text(&help.stdout);
    for target in ["run", "dev", "doctor", "test", "lint", "bench", "bindings", "sqlx"] {
        assert!(help.contains(&format!("make {target} ")), "{target} is in the list:\n{help}");
    }
}
