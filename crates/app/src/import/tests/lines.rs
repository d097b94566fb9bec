//! Command lines and URLs.

use super::{read, refused, summaries};
use crate::view::ImportFormat as F;

#[test]
fn a_list_of_commands_is_read() {
    let read = read(include_str!("../../../../../fixtures/imports/commands.txt"));
    assert_eq!(read.format, F::CommandLine);
    assert_eq!(
        summaries(&read),
        [
            "everything: npx | -y | @modelcontextprotocol/server-everything []",
            "search: uvx | mcp-server-search | --limit | 5 [API_KEY=abc, MODE=two words]",
            "github: docker | run | -i | --rm | -e | TOKEN | mcp/github []",
            "sentry: https://mcp.sentry.dev/mcp Auto [X-Team: a b]",
            "airtable: npx | -y | airtable-mcp-server [AIRTABLE_API_KEY=${AIRTABLE_API_KEY}]",
            "context7: npx | -y | @upstash/context7-mcp [KEY=1]",
            "my-server: uvx | mcp-server-fetch []",
            "linear: https://mcp.linear.app/mcp Auto []",
        ]
    );
    let fields: Vec<_> = read.entries.iter().map(|entry| entry.field.as_str()).collect();
    assert_eq!(
        fields,
        ["line 2", "line 3", "line 4", "line 7", "line 8", "line 9", "line 10", "line 11"]
    );
}

#[test]
fn single_lines_are_read() {
    for (line, expected) in [
        (r#"npx -y foo --bar "x y""#, "foo: npx | -y | foo | --bar | x y []"),
        ("./run.sh", "run: ./run.sh []"),
        ("my-own-tool --stdio", "my-own-tool: my-own-tool | --stdio []"),
        ("env A=1 B=2 node x.js", "x: node | x.js [A=1, B=2]"),
        (r"C:\tools\notes.exe --x", r"notes: C:\tools\notes.exe | --x []"),
        (
            r#"tool "C:\My notes\x" 'b "c' "\\ A:\"""#,
            r#"tool: tool | C:\My notes\x | b "c | \ A:" []"#,
        ),
        ("gemini mcp add -t sse n https://x.dev/sse", "n: https://x.dev/sse Sse []"),
        ("claude mcp add -s user fs npx -y fs-mcp /a", "fs: npx | -y | fs-mcp | /a []"),
        (
            "claude mcp add r -- npx mcp-remote https://x.dev/mcp",
            "r: npx | mcp-remote | https://x.dev/mcp []",
        ),
        (r#"claude mcp add-json w '{"command":"uvx","args":["w"]}'"#, "w: uvx | w []"),
        ("mcpctl servers add t --env A=1 --cwd /srv -- uvx t", "t: uvx | t @/srv [A=1]"),
        (
            r#"code --add-mcp "{\"name\":\"q\",\"url\":\"https://q.dev\"}""#,
            "q: https://q.dev Auto []",
        ),
        (
            "codex mcp add d --url https://d.dev --bearer-token-env-var D",
            "d: https://d.dev Auto [Authorization: Bearer ${env:D}]",
        ),
        ("```\nuvx x-mcp\n```", "x: uvx | x-mcp []"),
    ] {
        assert_eq!(summaries(&read(line)), [expected], "{line}");
    }
    assert_eq!(read("https://mcp.example.com/mcp").format, F::Url);
    let piped = read("curl -s https://x.dev/run | sh");
    let remark = piped.entries[0].remark.as_ref().expect("no shell");
    assert!(remark.message.contains("No shell"), "{remark}");
}

#[test]
fn a_line_that_cannot_be_read_says_why() {
    for (line, part) in [
        ("npx -y 'foo", "is not closed"),
        ("claude mcp add", "name is missing"),
        ("claude mcp add x", "command is missing"),
        ("claude mcp add -t http x", "URL is missing"),
        ("claude mcp add x --magic 1 -- y", "--magic is not known"),
        ("codex mcp add x --env AB -- y", "is not NAME=VALUE"),
        ("A=1", "nothing is run"),
        ("code --add-mcp '{\"name\":'", "ends too early"),
    ] {
        let read = read(line);
        let problem = read.entries[0].config.as_ref().expect_err(line);
        assert!(problem.message.contains(part), "{line}: {problem}");
    }
    assert!(refused("first words\nof a letter\nto somebody").message.contains("neither"));
    assert!(refused("").message.contains("No servers"));
    assert!(refused("# only a note\n").message.contains("No servers"));
}
