//! Lines that tell a client to add a server: `claude mcp add`, `codex mcp add`, `code --add-mcp`
//! and their like, and `mcpctl servers add`. Their options are those of the clients' own help.

use console_domain::Problem;

use super::command_line::{Line, Read, is_url, variable};

/// Programs with `mcp add NAME …`.
const ADDERS: [&str; 8] =
    ["amp", "claude", "codex", "copilot", "cursor-agent", "droid", "gemini", "qwen"];
/// Programs with `--add-mcp JSON`.
const EDITORS: [&str; 6] = ["code", "code-insiders", "codium", "cursor", "vscodium", "windsurf"];

/// What an order to a client adds; `None` where the words are no such order.
///
/// # Errors
/// Where it is one and something is missing or not known in it.
pub(super) fn read(words: &[String]) -> Result<Option<Read>, Problem> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let program = words.first().map_or("", |word| word.rsplit(['/', '\\']).next().unwrap_or(word));
    match words.get(1..).unwrap_or_default() {
        ["mcp", "add-json", rest @ ..] if ADDERS.contains(&program) => {
            let mut plain = rest.iter().filter(|word| !word.starts_with('-'));
            match (plain.next(), rest.iter().find(|word| word.trim_start().starts_with('{'))) {
                (Some(name), Some(json)) => {
                    Ok(Some(Read::Json(Some((*name).to_owned()), (*json).to_owned())))
                }
                _ => Err(missing("a name and the JSON of a server")),
            }
        }
        ["mcp", "add", rest @ ..] if ADDERS.contains(&program) => order(rest).map(Some),
        ["servers", "add", rest @ ..] if program == "mcpctl" => order(rest).map(Some),
        rest if EDITORS.contains(&program) => {
            let json = rest.iter().enumerate().find_map(|(i, word)| match *word {
                "--add-mcp" => rest.get(i + 1).copied(),
                word => word.strip_prefix("--add-mcp="),
            });
            Ok(json.map(|json| Read::Json(None, json.to_owned())))
        }
        _ => Ok(None),
    }
}

/// The words after `mcp add`.
fn order(words: &[&str]) -> Result<Read, Problem> {
    let mut line = Line::default();
    let mut remote = false;
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        at += 1;
        if word == "--" {
            line.words.extend(words[at..].iter().map(ToString::to_string));
            break;
        }
        if !word.starts_with('-') {
            if line.name.is_none() {
                line.name = Some(word.to_owned());
            } else if is_url(word) {
                line.url = Some(word.to_owned());
            } else {
                // All that follows a command belongs to it.
                line.words.extend(words[at - 1..].iter().map(ToString::to_string));
                break;
            }
            continue;
        }
        let (option, inline) = match word.split_once('=') {
            Some((option, value)) => (option, Some(value)),
            None => (word, None),
        };
        if matches!(option, "--trust" | "--autostart" | "--no-trust") {
            continue;
        }
        let value = inline.or_else(|| words.get(at).copied());
        let value = value.ok_or_else(|| missing(&format!("a value after {word}")))?;
        at += usize::from(inline.is_none());
        match option {
            "-t" | "--transport" | "--type" => {
                remote = value != "stdio";
                line.sse = value == "sse";
            }
            "-e" | "--env" => {
                line.env.push(variable(value).ok_or_else(|| not_a_pair(option, value))?);
                // Claude's takes several.
                while let Some(pair) = words.get(at).and_then(|word| variable(word)) {
                    line.env.push(pair);
                    at += 1;
                }
            }
            "-H" | "--header" => {
                let pair = value.split_once(':').or_else(|| value.split_once('='));
                let (name, value) = pair.ok_or_else(|| not_a_pair(option, value))?;
                line.headers.push((name.trim().to_owned(), value.trim().to_owned()));
            }
            "--bearer-token-env-var" => {
                line.headers.push(("Authorization".into(), format!("Bearer ${{env:{value}}}")));
            }
            "--url" => line.url = Some(value.to_owned()),
            "--cwd" => line.cwd = Some(value.to_owned()),
            "--description" => line.description = Some(value.to_owned()),
            "-s" | "--scope" | "--timeout" | "--restart" | "--start-timeout" | "--call-timeout"
            | "--client-id" | "--callback-port" | "--include-tools" | "--exclude-tools" => {}
            _ => {
                let message = format!("The option {option} is not known.");
                return Err(Problem::invalid("command", message)
                    .hint("Paste the command of the server itself, which stands after --."));
            }
        }
    }
    if line.name.is_none() {
        return Err(missing("the server's name"));
    }
    if line.words.is_empty() && line.url.is_none() {
        return Err(missing(if remote { "the server's URL" } else { "the server's command" }));
    }
    // Where both seem to be there, the URL is an argument of the command.
    if !line.words.is_empty() {
        line.words.splice(0..0, line.url.take());
    }
    Ok(Read::Line(Box::new(line)))
}

fn missing(what: &str) -> Problem {
    Problem::invalid("command", format!("The line ends too early: {what} is missing."))
        .hint("Paste the whole command.")
}

fn not_a_pair(option: &str, value: &str) -> Problem {
    let name = value.split(['=', ':']).next().unwrap_or_default();
    Problem::invalid("command", format!("What follows {option} ({name}) is not NAME=VALUE."))
}
