//! A name for a server that comes without one: what its package, image, file or host is called.

/// Options of launchers that take a value.
const WITH_VALUE: [&str; 19] = [
    "-p",
    "--package",
    "--from",
    "--with",
    "--python",
    "--directory",
    "--project",
    "-e",
    "--env",
    "--env-file",
    "-v",
    "--volume",
    "--mount",
    "--name",
    "--network",
    "-w",
    "-u",
    "--entrypoint",
    "--platform",
];
/// Names of files and folders that say nothing of what is in them.
const EMPTY_NAMES: [&str; 9] =
    ["index", "main", "server", "cli", "app", "dist", "build", "src", "bin"];
/// The name where nothing says one.
const FALLBACK: &str = "server";

/// The name of a server with this command.
pub(super) fn name_of_command(command: &str, args: &[String]) -> String {
    let program = file_stem(command);
    let word = match program.as_str() {
        "npx" | "bunx" | "pnpx" | "uvx" => package(args),
        "npm" | "pnpm" | "yarn" | "bun" | "pipx" | "uv" | "deno" | "go" | "cargo" | "dotnet" => {
            package(after_verb(args))
        }
        "docker" | "podman" => image(after_verb(args)),
        "node" | "python" | "python3" | "py" | "ruby" | "java" | "tsx" | "sh" | "bash" => {
            script(args)
        }
        _ => None,
    };
    tidy(&word.unwrap_or(program))
}

/// The name of a server at this URL: `https://mcp.example.com/mcp` → `example`.
pub(super) fn name_of_url(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    let numeric = host.chars().all(|c| c.is_ascii_digit() || c == '.');
    let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    if numeric || labels.len() < 2 {
        return tidy(host);
    }
    let plain = |label: &&&str| !matches!(**label, "mcp" | "api" | "www" | "sse");
    let label = labels[..labels.len() - 1].iter().find(plain);
    tidy(label.copied().unwrap_or(labels[0]))
}

/// The package that a launcher runs: its first word that is no option.
fn package(args: &[String]) -> Option<String> {
    let word = first_plain(args)?;
    // `@scope/name@version`, `name[extra]==version`, `git+https://…/name`, `path/to/file.ts`.
    let word = word.split(['[', '=', '<', '>', '~']).next().unwrap_or(word);
    let (head, tail) = word.rsplit_once('/').unwrap_or(("", word));
    let tail = tail.split('@').next().filter(|name| !name.is_empty()).unwrap_or(tail);
    let name = stem_of(tail);
    // `@playwright/mcp`: the scope says more than the name.
    let scope = head.rsplit('/').next().unwrap_or_default().trim_start_matches('@');
    let generic = matches!(name, "mcp" | "mcp-server" | "server" | "mcp-remote");
    Some(if generic && !scope.is_empty() { scope.to_owned() } else { name.to_owned() })
}

/// The image that a container runs.
fn image(args: &[String]) -> Option<String> {
    let image = first_plain(args)?;
    let name = image.rsplit('/').next().unwrap_or(image);
    let name = name.split([':', '@']).next().unwrap_or(name);
    let owner = image.rsplit('/').nth(1).unwrap_or_default();
    let generic = matches!(name, "mcp" | "mcp-server" | "server") && !owner.is_empty();
    Some(if generic { owner } else { name }.to_owned())
}

/// The script or module that an interpreter runs.
fn script(args: &[String]) -> Option<String> {
    if let Some(at) = args.iter().position(|arg| arg == "-m") {
        return args.get(at + 1).map(|module| module.replace('_', "-"));
    }
    let path = first_plain(args)?;
    let parts = path.rsplit(['/', '\\']).map(stem_of);
    parts
        .into_iter()
        .find(|part| !part.is_empty() && !EMPTY_NAMES.contains(part))
        .map(str::to_owned)
}

/// What follows the verb of a launcher: `exec`, `dlx`, `run`, `tool run`, `x`.
fn after_verb(args: &[String]) -> &[String] {
    let verb = |arg: &&String| {
        matches!(arg.as_str(), "exec" | "dlx" | "run" | "tool" | "x" | "container" | "create")
    };
    let mut verbs = args.iter().take(4).enumerate().filter(|(_, arg)| verb(arg));
    &args[verbs.next_back().map_or(0, |(at, _)| at + 1)..]
}

fn first_plain(args: &[String]) -> Option<&str> {
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if WITH_VALUE.contains(&arg.as_str()) {
            args.next();
        } else if !arg.starts_with('-') {
            return Some(arg);
        }
    }
    None
}

fn file_stem(path: &str) -> String {
    stem_of(path.rsplit(['/', '\\']).next().unwrap_or(path)).to_owned()
}

/// A file's name without the ending of a program.
fn stem_of(name: &str) -> &str {
    let ends = [".js", ".mjs", ".cjs", ".ts", ".py", ".sh", ".exe", ".cmd", ".bat", ".jar", ".git"];
    ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

/// A name without what every server of this protocol could have in its name.
fn tidy(word: &str) -> String {
    let mut name = word;
    for prefix in ["mcp-server-", "mcp_server_", "server-", "mcp-", "mcp_"] {
        name = name.strip_prefix(prefix).filter(|rest| !rest.is_empty()).unwrap_or(name);
    }
    for suffix in ["-mcp-server", "_mcp_server", "-server", "_server", "-mcp", "_mcp"] {
        name = name.strip_suffix(suffix).filter(|rest| !rest.is_empty()).unwrap_or(name);
    }
    let has_letter = name.chars().any(|c| c.is_ascii_alphanumeric());
    let name = if has_letter { name } else { FALLBACK };
    let clean: String = name.chars().filter(|c| !c.is_control()).collect();
    clean.chars().take(console_domain::limits::MAX_NAME_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_urls_have_names() {
        for (line, name) in [
            ("npx -y @modelcontextprotocol/server-everything", "everything"),
            ("npx -y @modelcontextprotocol/server-github@1.2.3", "github"),
            ("npx @playwright/mcp@latest --headless", "playwright"),
            ("npx -p @scope/thing mcp-thing", "thing"),
            ("uvx mcp-server-time --local-timezone UTC", "time"),
            ("uvx --from git+https://host/x mcp-server-fetch", "fetch"),
            ("uv --directory /srv/weather run weather.py", "weather"),
            ("pnpm dlx firecrawl-mcp", "firecrawl"),
            ("docker run -i --rm -e TOKEN ghcr.io/github/github-mcp-server:v1", "github"),
            ("node /opt/notes/dist/index.js", "notes"),
            ("python -m mcp_server_git", "git"),
            ("/home/ana/.local/bin/jira-mcp", "jira"),
            ("C:\\tools\\thing.exe", "thing"),
            ("...", "server"),
            ("node", "node"),
        ] {
            let mut words = line.split(' ').map(str::to_owned);
            let command = words.next().unwrap_or_default();
            assert_eq!(name_of_command(&command, &words.collect::<Vec<_>>()), name, "{line}");
        }
        for (url, name) in [
            ("https://mcp.example.com/mcp", "example"),
            ("https://example.com", "example"),
            ("https://api.githubcopilot.com/mcp/", "githubcopilot"),
            ("http://localhost:3000/sse", "localhost"),
            ("http://127.0.0.1:80/x", "127.0.0.1"),
            ("https://ana:pw@mcp.linear.app/sse", "linear"),
        ] {
            assert_eq!(name_of_url(url), name, "{url}");
        }
    }
}
