//! Texts that are wrong, cut off, enormous or double.

use std::fmt::Write;

use console_domain::ErrorCode;
use console_domain::limits::{MAX_IMPORT_BYTES, MAX_SERVERS};

use super::{read, refused, summaries};

#[test]
fn a_wrong_entry_is_named_and_the_others_go_on() {
    for (text, entry, field) in [
        (r#"{"mcpServers":{"a":{"command":["x"]}}}"#, "mcpServers.a", "command"),
        (r#"{"mcpServers":{"a":{"command":"x","args":"y"}}}"#, "mcpServers.a", "args"),
        (r#"{"mcpServers":{"a":{"command":"x","args":[{}]}}}"#, "mcpServers.a", "args[0]"),
        (r#"{"mcpServers":{"a":{"command":"x","env":{"A":[]}}}}"#, "mcpServers.a", "env.A"),
        (r#"{"mcpServers":{"a":{}}}"#, "mcpServers.a", "command"),
        (r#"{"mcpServers":{"a":{"type":"http","command":"x"}}}"#, "mcpServers.a", "url"),
        (r#"{"mcpServers":{"a":{"type":"pigeon","url":"https://x"}}}"#, "mcpServers.a", "type"),
        (r#"{"mcpServers":{"a":{"command":"x","enabled":"no"}}}"#, "mcpServers.a", "enabled"),
        (r#"{"mcpServers":{"a":{"command":"x","timeout":-1}}}"#, "mcpServers.a", "timeout"),
        (r#"{"x":{"command":"x","timeouts":{"start_ms":"1 s"}}}"#, "x", "timeouts"),
        (r#"{"x":{"command":"x","timeouts":{"start_ms":1}}}"#, "x", "timeouts.start_ms"),
        (r#"{"providers":[{"name":"x"}]}"#, "providers[0]", "id"),
        (r#"{"providers":[{"id":"x","transport":"ftp"}]}"#, "providers[0]", "transport"),
        (r#"{"providers":[{"id":"x","transport":"http"}]}"#, "providers[0]", "url"),
        ("[mcp_servers.x]\nargs = []", "mcp_servers.x", "command"),
        ("[[mcp_servers]]\ncommand = 'x'", "mcp_servers[0]", "name"),
        ("mcpServers:\n  - command: x", "mcpServers[0]", "name"),
        (r#"{"mcp":{"x":{"type":"local","command":[1]}}}"#, "mcp.x", "command[0]"),
    ] {
        let read = read(text);
        let problem = read.entries[0].config.as_ref().expect_err(text);
        let at = (read.entries[0].field.as_str(), problem.field.as_deref());
        assert_eq!(at, (entry, Some(field)), "{text}");
    }
    let circle = read(r#"{"x":{"command":"c","env":{"A":"${B}","B":"${A}"}}}"#);
    let problem = circle.entries[0].config.as_ref().expect_err("a circle");
    assert_eq!(problem.code, ErrorCode::VariableCycle);
    assert!(problem.message.contains("A → B → A"), "{problem}");
}

#[test]
fn what_is_no_import_says_so() {
    for (text, part) in [
        ("[]", "No servers"),
        ("{}", "No servers"),
        (r#"{"x":1}"#, "No servers"),
        ("model = \"gpt\"", "No servers"),
        ("a: 1\n", "No servers"),
        (r#"{"mcpServers":{"#, "not JSON"),
        ("{ half a manifest", "not JSON"),
    ] {
        let problem = refused(text);
        assert!(problem.message.contains(part), "{text}: {problem}");
        assert_eq!(problem.field.as_deref(), Some("text"));
    }
    assert!(read(r#"{"mcpServers":{}}"#).entries.is_empty(), "a client without servers");
}

#[test]
fn a_mistake_is_told_with_its_line_and_column() {
    for (text, line, column, part) in [
        ("{\n  \"mcpServers\": {\n    \"a\" {}\n  }\n}", 3, 9, "colon"),
        ("# note\n\n{\"mcpServers\": {\"a\": {\"command\": nope}}}", 3, 34, "JSON"),
        ("\"a\": {\"command\": x}", 1, 18, "JSON"),
        ("[mcp_servers.a]\ncommand = \"x\"\nargs == []\n[mcp_servers.b]\n", 3, 7, "TOML"),
        ("mcpServers:\n  - name: a\n    command: \"x\n  - b: {\n", 4, 1, "YAML"),
        ("{\"mcpServers\": {\"a\": {\"comm", 1, 28, "ends too early"),
    ] {
        let problem = refused(text);
        let details = problem.details.clone().expect("a place");
        assert!(problem.message.contains(part), "{problem}");
        assert!(problem.message.contains(&format!("line {line}, column")), "{problem}");
        assert_eq!(details["line"], line, "{problem}");
        if part != "YAML" {
            assert_eq!(details["column"], column, "{problem}");
        }
        assert!(problem.hint.is_some());
    }
}

#[test]
fn of_a_text_that_was_cut_off_the_whole_entries_are_read() {
    let whole = r#"{"mcpServers": {"a": {"command": "x"}, "b": {"command": "y", "env": {"K": "v"}, "args": ["q"]}}}"#;
    let first = whole.find(", \"b\"").expect("there");
    let both = whole.len() - 2;
    for length in (first..whole.len()).filter(|at| whole.is_char_boundary(*at)) {
        let read = read(&whole[..length]);
        let expected: &[&str] =
            if length < both { &["a: x []"] } else { &["a: x []", "b: y | q [K=v]"] };
        assert_eq!(summaries(&read), expected, "{}", &whole[..length]);
        assert_eq!(read.notes.len(), 1, "{:?}", read.notes);
        assert!(read.notes[0].message.contains("is missing"), "{}", read.notes[0]);
    }
    for (text, expected) in [
        ("[mcp_servers.a]\ncommand = \"x\"\n\n[mcp_servers.b]\ncommand = \"y", "a: x []"),
        ("[mcp_servers.a]\ncommand = \"x\"\n\n[mcp_servers.b]\nargs = [\"y\",\n", "a: x []"),
        ("extensions:\n  a:\n    cmd: x\n  b:\n    cmd: y\n    args: [z, \"", "a: x []"),
        ("mcpServers:\n  - name: a\n    command: x\n  - name: b\n    args: [", "a: x []"),
    ] {
        let read = read(text);
        assert_eq!(summaries(&read), [expected], "{text}");
        assert_eq!(read.notes.len(), 1, "{text}");
    }
}

#[test]
fn what_stands_twice_is_told() {
    let read = read("{\"mcpServers\":{\"a\":{\"command\":\"x\"},\n\"a\":{\"command\":\"y\"}}}");
    assert_eq!(summaries(&read), ["a: y []"]);
    assert_eq!(read.notes[0].message, "“a” stands twice; the one in line 2 counts.");
    let fields =
        super::read("[{\"name\":\"x\",\"command\":\"x\"},{\"name\":\"x\",\"command\":\"y\"}]");
    assert_eq!(fields.entries[0].field, "0");
    assert_eq!(fields.entries[1].field, "1");
}

#[test]
fn people_write_json_loosely() {
    for text in [
        "{mcpServers: {a: {command: 'x',},},}",
        "\"mcpServers\": {\"a\": {\"command\": \"x\"}}",
        "\"a\": {\"command\": \"x\"},",
        "// ~/.cursor/mcp.json\n{\"mcpServers\": {\"a\": {\"command\": \"x\"}}} // end",
        "\u{feff}{\"a\": {\"command\": \"x\"}}",
        "Add this to your config:\n{\"a\": {\"command\": \"x\"}}\nand restart.",
    ] {
        assert_eq!(summaries(&read(text)), ["a: x []"], "{text}");
    }
}

#[test]
fn enormous_texts_are_read_or_refused_quickly() {
    let mut many = String::from("{\"mcpServers\": {");
    let filler = "x".repeat(900);
    for i in 0..5_000 {
        let comma = if i == 0 { "" } else { "," };
        let _infallible =
            write!(many, "{comma}\n\"s{i}\": {{\"command\": \"c\", \"args\": [\"{filler}\"]}}");
    }
    let five_megabytes = format!("{many}}}}}");
    assert!(five_megabytes.len() > 4_500_000);
    let read_all = read(&five_megabytes);
    assert_eq!(read_all.entries.len(), MAX_SERVERS);
    assert!(read_all.notes[0].message.contains("4500 are left out"), "{}", read_all.notes[0]);
    // Half of it.
    assert_eq!(read(&many).entries.len(), MAX_SERVERS);

    let too_long = refused(&" ".repeat(MAX_IMPORT_BYTES + 1));
    assert!(too_long.message.contains("8 MiB"), "{too_long}");
    for deep in ["[".repeat(200_000), "{\"a\":".repeat(200_000), "a: [".repeat(100_000)] {
        refused(&deep);
    }
    let toml = format!("[mcp_servers.a]\nargs = {}", "[".repeat(100_000));
    refused(&toml);
}

#[test]
fn aliases_of_yaml_do_not_explode() {
    let mut bomb = String::from(
        "mcpServers:\n  - name: a\n    command: x\na0: &a0 [x, x, x, x, x, x, x, x, x]\n",
    );
    for i in 1..12 {
        let list = [format!("*a{}", i - 1).as_str(); 9].join(", ");
        let _infallible = writeln!(bomb, "a{i}: &a{i} [{list}]");
    }
    let problem = refused(&bomb);
    assert!(problem.message.contains("YAML"), "{problem}");
    let plain = "x: &env {MODE: fast}\nmcpServers:\n  - name: a\n    command: x\n    env: *env\n";
    assert_eq!(summaries(&read(plain)), ["a: x [MODE=fast]"]);
}
