//! Tables of commands and what is to be said of them.

use console_domain::{HttpFlavour, Transport};
use proptest::prelude::*;

use super::command_warnings;
use crate::view::WarningKind::{
    self, AsksRights, FetchesCode, PipesDownload, RunsShell, Unencrypted,
};

fn warn(words: &[&str]) -> Vec<(WarningKind, String)> {
    let (command, args) = words.split_first().expect("a command");
    let transport = Transport::Stdio {
        command: (*command).to_owned(),
        args: args.iter().map(|&arg| arg.to_owned()).collect(),
        env: vec![],
        cwd: None,
    };
    of(&transport)
}

fn of(transport: &Transport) -> Vec<(WarningKind, String)> {
    let said = command_warnings(transport).into_iter();
    said.map(|warning| (warning.kind, warning.words)).collect()
}

/// The words of a command, and what is to be said of them.
type Case<'a> = (&'a [&'a str], &'a [(WarningKind, &'a str)]);

fn check(cases: &[Case<'_>]) {
    for (words, expected) in cases {
        let said = warn(words);
        let said: Vec<_> = said.iter().map(|(kind, words)| (*kind, words.as_str())).collect();
        assert_eq!(said, *expected, "{words:?}");
    }
}

#[test]
fn plain_programs_are_not_warned_about() {
    check(&[
        (&["node", "server.js"], &[]),
        (&["/usr/bin/python3", "-m", "my_server", "--port", "1"], &[]),
        (&["python3", "server.py", "-m", "uvx"], &[]),
        (&["uv", "run", "server.py"], &[]),
        (&["uv", "--directory", "/srv", "run", "server.py"], &[]),
        (&["npm", "start"], &[]),
        (&["pnpm", "exec", "server"], &[]),
        (&["docker", "exec", "-i", "box", "server"], &[]),
        (&["docker", "run", "--pull=never", "mine"], &[]),
        (&["npx", "--no-install", "server"], &[]),
        (&["deno", "run", "server.ts"], &[]),
        (&["go", "run", "."], &[]),
        (&["go", "run", "./cmd/a@b"], &[]),
        (&["bash", "server.sh", "-c", "x"], &[]),
        (&["server", "sudo", "npx", "sh", "-c"], &[]),
        (&["powershell", "-File", "server.ps1"], &[]),
        (&["my-curl-server", "|", "sh"], &[]),
    ]);
}

#[test]
fn what_fetches_code_is_named() {
    check(&[
        (&["npx", "-y", "@scope/server"], &[(FetchesCode, "npx -y")]),
        (&["npx", "server"], &[(FetchesCode, "npx")]),
        (&["npx", "--quiet", "--yes", "server"], &[(FetchesCode, "npx --quiet --yes")]),
        (&["/opt/node/bin/npx", "server"], &[(FetchesCode, "/opt/node/bin/npx")]),
        (
            &[r"C:\Program Files\nodejs\NPX.CMD", "x"],
            &[(FetchesCode, r"C:\Program Files\nodejs\NPX.CMD")],
        ),
        (&["bunx", "server"], &[(FetchesCode, "bunx")]),
        (&["bun", "x", "server"], &[(FetchesCode, "bun x")]),
        (&["pnpm", "dlx", "server"], &[(FetchesCode, "pnpm dlx")]),
        (&["pnpm", "--silent", "dlx", "server"], &[(FetchesCode, "pnpm --silent dlx")]),
        (&["yarn", "dlx", "-q", "server"], &[(FetchesCode, "yarn dlx")]),
        (&["npm", "exec", "--", "server"], &[(FetchesCode, "npm exec")]),
        (&["uvx", "mcp-server-time"], &[(FetchesCode, "uvx")]),
        (&["uv", "tool", "run", "server"], &[(FetchesCode, "uv tool run")]),
        (&["uv", "run", "--with", "mcp", "x.py"], &[(FetchesCode, "uv run --with")]),
        (&["uv", "run", "https://host/x.py"], &[(FetchesCode, "uv run https://host/x.py")]),
        (&["pipx", "run", "server"], &[(FetchesCode, "pipx run")]),
        (&["python3", "-m", "pipx", "run", "server"], &[(FetchesCode, "pipx run")]),
        (&["docker", "run", "-i", "--rm", "mcp/time"], &[(FetchesCode, "docker run")]),
        (&["docker", "--context", "x", "run", "y"], &[(FetchesCode, "docker --context x run")]),
        (&["podman", "container", "run", "x"], &[(FetchesCode, "podman container run")]),
        (&["deno", "run", "-A", "https://x/y.ts"], &[(FetchesCode, "deno run -A https://x/y.ts")]),
        (&["deno", "run", "npm:server"], &[(FetchesCode, "deno run npm:server")]),
        (&["go", "run", "host/server@latest"], &[(FetchesCode, "go run")]),
        (&["nix", "run", "github:a/b"], &[(FetchesCode, "nix run")]),
    ]);
}

#[test]
fn what_stands_before_the_program_hides_nothing() {
    check(&[
        (&["env", "A=1", "B=2", "npx", "-y", "x"], &[(FetchesCode, "npx -y")]),
        (&["/usr/bin/env", "-i", "-u", "HOME", "uvx", "x"], &[(FetchesCode, "uvx")]),
        (&["env", "-S", "A=1 npx -y x"], &[(FetchesCode, "npx -y")]),
        (&["env", "-Suvx x"], &[(FetchesCode, "uvx")]),
        (&["nice", "-n", "5", "timeout", "-k", "1", "60", "npx", "x"], &[(FetchesCode, "npx")]),
        (&["sudo", "-u", "root", "-E", "npx", "x"], &[(AsksRights, "sudo"), (FetchesCode, "npx")]),
        (&["wsl", "-d", "Ubuntu", "--", "uvx", "x"], &[(FetchesCode, "uvx")]),
        (&["corepack", "pnpm", "dlx", "x"], &[(FetchesCode, "pnpm dlx")]),
        (&["env"], &[]),
        (&["sudo"], &[(AsksRights, "sudo")]),
    ]);
}

#[test]
fn what_asks_for_rights_is_named() {
    check(&[
        (&["sudo", "server"], &[(AsksRights, "sudo")]),
        (&["doas", "-u", "root", "server"], &[(AsksRights, "doas")]),
        (&["/usr/bin/pkexec", "--user", "root", "server"], &[(AsksRights, "/usr/bin/pkexec")]),
        (&["runas", "/user:Administrator", "server"], &[(AsksRights, "runas")]),
        (&["su", "-c", "server"], &[(AsksRights, "su"), (RunsShell, "su -c")]),
        (
            &["docker", "run", "--privileged", "x"],
            &[(AsksRights, "--privileged"), (FetchesCode, "docker run")],
        ),
        (&["docker", "exec", "--privileged=true", "x"], &[(AsksRights, "--privileged=true")]),
        (&["docker", "exec", "--privileged=false", "x"], &[]),
    ]);
}

#[test]
fn a_shell_is_named_and_looked_into() {
    check(&[
        (&["sh", "-c", "server"], &[(RunsShell, "sh -c")]),
        (&["bash", "-lc", "server"], &[(RunsShell, "bash -lc")]),
        (&["/bin/zsh", "-l", "-i", "-c", "server"], &[(RunsShell, "/bin/zsh -l -i -c")]),
        (&["bash", "-o", "pipefail", "-c", "x"], &[(RunsShell, "bash -o pipefail -c")]),
        (&["cmd", "/c", "npx", "-y", "x"], &[(RunsShell, "cmd /c"), (FetchesCode, "npx -y")]),
        (&["CMD.EXE", "/s", "/C", "server"], &[(RunsShell, "CMD.EXE /s /C")]),
        (
            &["powershell", "-NoProfile", "-Command", "uvx x"],
            &[(RunsShell, "powershell -NoProfile -Command"), (FetchesCode, "uvx")],
        ),
        (
            &["pwsh", "-ExecutionPolicy", "Bypass", "-c", "x"],
            &[(RunsShell, "pwsh -ExecutionPolicy Bypass -c")],
        ),
        (&["powershell", "-enc", "SQBFAFgA"], &[(RunsShell, "powershell -enc")]),
        (
            &["sh", "-c", "cd /srv && A=1 exec npx -y x"],
            &[(RunsShell, "sh -c"), (FetchesCode, "npx -y")],
        ),
        (
            &["sh", "-c", "if true; then sudo server; fi"],
            &[(RunsShell, "sh -c"), (AsksRights, "sudo")],
        ),
        (&["sh", "-c", "(cd /srv; uvx x)"], &[(RunsShell, "sh -c"), (FetchesCode, "uvx")]),
        (
            &["sh", "-c", "bash -c 'npx -y x'"],
            &[(RunsShell, "sh -c"), (RunsShell, "bash -c"), (FetchesCode, "npx -y")],
        ),
        (&["sh", "-c", "echo 'sudo npx' \"uvx\" # x"], &[(RunsShell, "sh -c")]),
        (&["sh", "-c"], &[(RunsShell, "sh -c")]),
    ]);
}

#[test]
fn a_download_that_is_run_is_named() {
    for (shell, script, words) in [
        ("sh", "curl -fsSL https://x/i.sh | sh", "curl -fsSL https://x/i.sh | sh"),
        ("sh", "curl https://x | sudo -E bash -s -- -y", "curl https://x | sudo -E bash"),
        ("bash", "cd /; wget -qO- https://x|python3 -", "wget -qO- https://x|python3"),
        ("sh", "curl x | tee log | node && server", "curl x | tee log | node"),
        ("sh", "curl x 2>&1 | sh", "curl x 2>&1 | sh"),
        ("bash", "bash <(curl -s https://x)", "bash <(curl -s https://x)"),
        ("bash", "source <(curl -s x) && y", "source <(curl -s x)"),
        ("sh", "sh -c \"$(curl -fsSL x)\"", "sh -c \"$(curl -fsSL x)\""),
        ("sh", "eval \"`wget -O- x`\"", "eval \"`wget -O- x`\""),
        ("sh", "$(curl -fsSL https://x)", "$(curl -fsSL https://x)"),
        ("sh", "python3 -c \"$(curl x)\"", "python3 -c \"$(curl x)\""),
        ("pwsh", "iwr https://x | iex", "iwr https://x | iex"),
        ("pwsh", "iex (iwr https://x)", "iex (iwr https://x)"),
        ("pwsh", "Invoke-Expression (irm x)", "Invoke-Expression (irm x)"),
        (
            "powershell",
            "iex ((New-Object System.Net.WebClient).DownloadString('https://x'))",
            "iex ((New-Object System.Net.WebClient).DownloadString('https://x'))",
        ),
    ] {
        let flag = if shell.starts_with('p') { "-Command" } else { "-c" };
        let said = warn(&[shell, flag, script]);
        let pipes: Vec<_> = said.iter().filter(|(kind, _)| *kind == PipesDownload).collect();
        assert_eq!(pipes, [&(PipesDownload, words.to_owned())], "{script}");
        assert!(script.contains(words), "it can be marked in the text");
    }
    for script in [
        "curl https://x > file; sh other.sh",
        "curl https://x || sh fallback.sh",
        "curl https://x | jq . ; node server.js",
        "echo '$(curl x)' | cat",
        "VERSION=$(curl -s x) node server.js",
        "cat list | sh",
    ] {
        let said = warn(&["sh", "-c", script]);
        assert_eq!(said, [(RunsShell, "sh -c".to_owned())], "{script}");
    }
}

#[test]
fn only_an_unencrypted_url_beyond_this_machine_is_warned_about() {
    for (url, words) in [
        ("http://example.com/mcp", Some("http://example.com")),
        ("HTTP://10.0.0.5:8080/mcp", Some("http://10.0.0.5:8080")),
        ("http://ana:pw@host/mcp", Some("http://host")),
        ("http://localhost@evil.example/", Some("http://evil.example")),
        ("http://127.0.0.1.evil.example/", Some("http://127.0.0.1.evil.example")),
        ("http://${HOST}/mcp", Some("http://${HOST}")),
        ("http://[fe80::1]:80/", Some("http://[fe80::1]:80")),
        ("https://example.com/mcp", None),
        ("http://localhost:3000/mcp", None),
        ("http://app.localhost/mcp", None),
        ("http://127.8.9.1/mcp", None),
        ("http://[::1]:3000/mcp", None),
        ("http://[::ffff:127.0.0.1]/", None),
        ("", None),
        ("é", None),
    ] {
        let transport =
            Transport::Http { url: url.into(), headers: vec![], flavour: HttpFlavour::Auto };
        let expected: Vec<_> =
            words.into_iter().map(|words| (Unencrypted, words.to_owned())).collect();
        assert_eq!(of(&transport), expected, "{url}");
    }
}

#[test]
fn what_is_deep_or_long_ends_in_time() {
    let deep = "$(".repeat(20_000);
    let pipes = "curl x | ".repeat(20_000);
    let quotes = "\"`'(".repeat(20_000);
    for script in [deep, pipes, quotes] {
        let began = std::time::Instant::now();
        warn(&["sh", "-c", &script]);
        assert!(began.elapsed().as_secs() < 5, "{} bytes", script.len());
    }
}

proptest! {
    /// Whatever a command is: no panic, a bounded answer, and a wrapper hides nothing.
    #[test]
    fn any_command_is_looked_at(
        words in proptest::collection::vec("[ -~é]{0,12}|sh|-c|npx|env|sudo|A=1|\\|", 1..6),
    ) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let said = warn(&words);
        prop_assert!(said.len() <= console_domain::limits::MAX_WARNINGS);
        let wrapped: Vec<&str> = ["env", "X=1"].into_iter().chain(words.iter().copied()).collect();
        if !words[0].starts_with(['-', '/']) {
            prop_assert_eq!(warn(&wrapped), said);
        }
    }

    /// Any script is split without a panic, and its words lie within it.
    #[test]
    fn any_script_is_split(script in "[ -~é\n]{0,60}|([$<]\\(|[\"'`)|&;]|curl|sh| ){0,40}") {
        for simple in super::script::commands(&script) {
            prop_assert!(simple.start <= simple.end && simple.end <= script.len());
            prop_assert_eq!(simple.words.len(), simple.ends.len());
            prop_assert!(script.get(simple.start..simple.end).is_some());
        }
        warn(&["sh", "-c", &script]);
    }
}
