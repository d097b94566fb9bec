//! One configuration of each client, from `fixtures/imports`.

use console_domain::{ErrorCode, Timeouts};

use super::{read, summaries, summary};
use crate::view::ImportFormat as F;

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../../../../fixtures/imports/", $name))
    };
}

#[test]
fn every_client_is_understood() {
    let cases: [(&str, F, &[&str]); 14] = [
        (
            fixture!("claude-desktop.json"),
            F::McpServers,
            &[
                "filesystem: npx | -y | @modelcontextprotocol/server-filesystem | /home/ana/My documents []",
                "github: docker | run | -i | --rm | -e | GITHUB_PERSONAL_ACCESS_TOKEN | ghcr.io/github/github-mcp-server [GITHUB_PERSONAL_ACCESS_TOKEN=<your token>]",
            ],
        ),
        (
            fixture!("claude-code.json"),
            F::McpServers,
            &[
                "sentry: https://mcp.sentry.dev/mcp Auto []",
                "linear: https://mcp.linear.app/sse Sse [Authorization: Bearer ${LINEAR_TOKEN}]",
                "db: uvx | postgres-mcp | --access-mode=restricted [DATABASE_URI=${DATABASE_URI:-postgresql://localhost/shop}]",
            ],
        ),
        (
            fixture!("cursor.json"),
            F::McpServers,
            &[
                "docs: http://localhost:3000/mcp Auto [X-Api-Key: ${env:DOCS_KEY}]",
                "tools: ${HOME}/bin/tools | ${WORKSPACE_FOLDER} []",
            ],
        ),
        (
            fixture!("vscode.jsonc"),
            F::VsCode,
            &[
                "perplexity: npx | -y | server-perplexity-ask | --region=${REGION:-eu} [PERPLEXITY_API_KEY=${PERPLEXITY_KEY}]",
                "github: https://api.githubcopilot.com/mcp/ Auto []",
            ],
        ),
        (fixture!("windsurf.json"), F::McpServers, &["figma: https://mcp.figma.com/mcp Auto []"]),
        (
            fixture!("gemini.json"),
            F::McpServers,
            &[
                "py: python | -m | my_mcp_server | --port | 8080 @/srv/tools [KEY=${MY_KEY}]",
                "old: https://example.com/mcp Auto [Accept-Language: en]",
                "new: https://example.com/sse Sse []",
            ],
        ),
        (
            fixture!("cline.json"),
            F::McpServers,
            &["weather: https://weather.example.com/mcp Auto []"],
        ),
        (
            fixture!("zed.jsonc"),
            F::Zed,
            &[
                "postgres: npx | -y | pg-mcp []",
                "old: node | /opt/notes/index.js [MODE=fast]",
                "remote: https://zed.example.com/mcp Auto [Authorization: Bearer abc]",
            ],
        ),
        (
            fixture!("opencode.jsonc"),
            F::OpenCode,
            &[
                "everything: npx | -y | @modelcontextprotocol/server-everything [MODE=test]",
                "context7: https://mcp.context7.com/mcp Auto [CONTEXT7_API_KEY: ${env:CONTEXT7_API_KEY}]",
            ],
        ),
        (
            fixture!("amp.json"),
            F::McpServers,
            &[
                "playwright: npx | -y | @playwright/mcp@latest | --headless []",
                "semgrep: https://mcp.semgrep.ai/mcp Auto []",
            ],
        ),
        (
            fixture!("codex.toml"),
            F::CodexToml,
            &[
                "time: uvx | mcp-server-time | --local-timezone | Europe/Lisbon [TZ=UTC]",
                "figma: https://mcp.figma.com/mcp Auto [X-Figma-Region: us-east-1, X-Team: ${env:FIGMA_TEAM}, Authorization: Bearer ${env:FIGMA_TOKEN}]",
                "off: npx | -y | off [GH_TOKEN=${GH_TOKEN}]",
            ],
        ),
        (
            fixture!("vibe.toml"),
            F::CodexToml,
            &["fetch: uvx | mcp-server-fetch []", "docs: https://docs.example.com/mcp Auto []"],
        ),
        (
            fixture!("goose.yaml"),
            F::GooseYaml,
            &[
                "extensions.developer: type",
                "fetch: uvx | mcp-server-fetch [USER_AGENT=goose, FETCH_TOKEN=${FETCH_TOKEN}]",
                "search: https://search.example.com/mcp Auto [Authorization: Bearer xyz]",
            ],
        ),
        (
            fixture!("continue.yaml"),
            F::ContinueYaml,
            &[
                "browser-search: npx | @playwright/mcp@latest [KEY=${PLAYWRIGHT_KEY}]",
                "remote: https://remote.example.com/mcp Auto [Authorization: Bearer ${REMOTE_TOKEN}]",
            ],
        ),
    ];
    for (text, format, expected) in cases {
        let read = read(text);
        assert_eq!(summaries(&read), expected);
        assert_eq!(read.format, format, "{text}");
        assert!(read.notes.is_empty(), "{:?}", read.notes);
        // The same with the ends of lines of Windows, and as a part of a page.
        let windows = super::read(&text.replace('\n', "\r\n"));
        assert_eq!(summaries(&windows), expected, "with CRLF: {text}");
        let fenced = super::read(&format!("Add this:\n\n```\n{text}\n```\n"));
        assert_eq!(summaries(&fenced), expected, "fenced: {text}");
    }
}

#[test]
fn a_manifest_keeps_what_only_it_can_say() {
    let read = read(fixture!("manifest.json"));
    assert_eq!(read.format, F::Manifest);
    let config = read.entries[0].config.as_ref().expect("a server");
    assert_eq!((config.name.as_str(), config.id.as_str()), ("Time", "time"));
    assert_eq!((config.autostart, config.tags.as_slice()), (true, &["clock".to_owned()][..]));
    let double = super::read(
        r#"{"providers":[{"id":"a","transport":"stdio","command":"x"},{"id":"A","transport":"stdio","command":"y"}]}"#,
    );
    let refused = double.entries[1].config.as_ref().expect_err("the id is used twice");
    assert_eq!(refused.code, ErrorCode::DuplicateName);
    assert_eq!(read.entries[1].field, "providers[1]");
    assert_eq!(summary(&read.entries[1]), "docs: https://docs.example.com/mcp Auto [X-Team: a]");
}

#[test]
fn time_outs_are_read_in_the_units_of_each_client() {
    let timeouts =
        |text: &str, at: usize| read(text).entries[at].config.as_ref().expect("a server").timeouts;
    let default = Timeouts::default();
    let codex = Timeouts { start_ms: 20_000, call_ms: 90_500, ..default };
    assert_eq!(timeouts(fixture!("codex.toml"), 0), codex);
    assert_eq!(timeouts(fixture!("gemini.json"), 0).call_ms, 15_000);
    assert_eq!(timeouts(fixture!("cline.json"), 0).call_ms, 60_000);
    assert_eq!(timeouts(fixture!("opencode.jsonc"), 0).start_ms, 5_000);
    assert_eq!(timeouts(fixture!("goose.yaml"), 1).call_ms, 120_000);
    assert_eq!(timeouts(r#"{"x":{"command":"x","timeout":1e300}}"#, 0).call_ms, 3_600_000);
}

#[test]
fn what_stays_behind_or_is_missing_is_told() {
    for (text, at, part) in [
        (fixture!("claude-desktop.json"), 1, "GITHUB_PERSONAL_ACCESS_TOKEN needs a value"),
        (fixture!("cursor.json"), 1, "WORKSPACE_FOLDER needs a value"),
        (fixture!("cursor.json"), 1, "file .env are not taken over"),
        (fixture!("vscode.jsonc"), 0, "PERPLEXITY_KEY needs a value"),
        (fixture!("windsurf.json"), 0, "switched off"),
        (fixture!("codex.toml"), 2, "switched off"),
        (fixture!("goose.yaml"), 1, "FETCH_TOKEN needs a value"),
        (fixture!("continue.yaml"), 0, "PLAYWRIGHT_KEY needs a value"),
    ] {
        let read = read(text);
        let remark = read.entries[at].remark.as_ref().expect(part);
        assert!(remark.message.contains(part), "{remark}");
    }
    for (text, at) in [(fixture!("vscode.jsonc"), 1), (fixture!("codex.toml"), 0)] {
        assert!(read(text).entries[at].remark.is_none());
    }
    let goose = read(fixture!("goose.yaml"));
    let builtin = goose.entries[0].config.as_ref().expect_err("a part of Goose");
    assert_eq!(builtin.code, ErrorCode::InvalidInput);
    assert!(builtin.message.contains("no server"), "{builtin}");
}

#[test]
fn of_a_page_with_two_formats_the_first_is_read_and_the_second_named() {
    let both = [fixture!("amp.json"), fixture!("codex.toml")].concat();
    for text in [fixture!("readme.md"), &both] {
        let read = read(text);
        assert_eq!(read.format, F::McpServers);
        assert_eq!(read.notes.len(), 1, "{:?}", read.notes);
        assert!(read.notes[0].message.contains("TOML"), "{}", read.notes[0]);
        let line = read.notes[0].details.as_ref().and_then(|d| d["line"].as_u64()).expect("a line");
        let there = text.lines().nth(usize::try_from(line).expect("small") - 1).expect("a line");
        assert!(there.starts_with("[mcp_servers") || there.starts_with("model"), "{there}");
    }
}
