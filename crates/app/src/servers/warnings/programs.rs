//! What single programs do: which run a shell, which fetch what they run, which download, and
//! which run what they are piped.

/// What a program with these arguments does that a person should know.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Doings {
    /// It runs the script, given behind so many arguments of its own; the script itself.
    pub(super) shell: Option<(usize, String)>,
    /// It fetches code, which so many of its arguments say.
    pub(super) fetches: Option<usize>,
    /// The argument with which it asks for rights.
    pub(super) rights: Option<usize>,
    /// It runs another command line: the arguments from this one on.
    pub(super) runs: Option<usize>,
}

const SHELLS: &[&str] = &["sh", "bash", "dash", "zsh", "ksh", "mksh", "ash", "fish", "su"];
const POWERSHELLS: &[&str] = &["powershell", "pwsh"];
const DOWNLOADERS: &[&str] =
    &["curl", "wget", "iwr", "irm", "invoke-webrequest", "invoke-restmethod", "aria2c", "fetch"];
const INTERPRETERS: &[&str] =
    &["node", "deno", "bun", "ruby", "perl", "php", "lua", "iex", "invoke-expression"];
/// What a shell itself runs text with.
const EVALUATORS: &[&str] = &["eval", "source", ".", "iex", "invoke-expression"];

/// Whether the program downloads.
pub(super) fn downloads(program: &str) -> bool {
    DOWNLOADERS.contains(&program)
}

/// Whether the program runs what it is piped or given as a text.
pub(super) fn interprets(program: &str) -> bool {
    SHELLS.contains(&program)
        || POWERSHELLS.contains(&program)
        || INTERPRETERS.contains(&program)
        || EVALUATORS.contains(&program)
        || is_python(program)
}

fn is_python(program: &str) -> bool {
    let version = program.strip_prefix("python").or_else(|| program.strip_prefix("pypy"));
    program == "py" || version.is_some_and(|v| v.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

/// What `program` does with `args`.
pub(super) fn doings(program: &str, args: &[String]) -> Doings {
    let mut doings = Doings::default();
    match program {
        _ if SHELLS.contains(&program) => doings.shell = shell_script(args),
        _ if POWERSHELLS.contains(&program) => doings.shell = powershell_script(args),
        "cmd" => doings.shell = cmd_script(args),
        _ if is_python(program) => doings.runs = module(args),
        "npx" | "pnpx" | "bunx" => {
            let stays = ["--no", "--no-install", "--offline"];
            let own = args.iter().take_while(|arg| arg.starts_with('-'));
            if !own.clone().any(|arg| stays.contains(&arg.as_str())) {
                let yes = own.clone().position(|arg| arg == "-y" || arg == "--yes");
                doings.fetches = Some(yes.map_or(0, |at| at + 1));
            }
        }
        "uvx" | "dnx" => doings.fetches = Some(0),
        "npm" => doings.fetches = subcommand(args, &["--prefix", "-w"], &["exec", "x", "create"]),
        "pnpm" => doings.fetches = subcommand(args, &["--dir", "-C"], &["dlx", "create"]),
        "yarn" => doings.fetches = subcommand(args, &["--cwd"], &["dlx", "create"]),
        "bun" => doings.fetches = subcommand(args, &["--cwd"], &["x", "create"]),
        "pipx" => doings.fetches = subcommand(args, &[], &["run"]),
        "nix" => doings.fetches = subcommand(args, &[], &["run", "shell", "develop"]),
        "uv" => doings.fetches = uv(args),
        "deno" => {
            let remote = ["http://", "https://", "npm:", "jsr:"];
            let is_remote = |arg: &String| remote.iter().any(|scheme| arg.starts_with(scheme));
            doings.fetches = args.iter().position(is_remote).map(|at| at + 1);
        }
        "go" => {
            let run = subcommand(args, &["-C"], &["run"]);
            let is_versioned =
                |arg: &String| !arg.starts_with(['-', '.', '/']) && arg.contains('@');
            doings.fetches = run.filter(|_| args.iter().any(is_versioned));
        }
        "docker" | "podman" | "nerdctl" => container(args, &mut doings),
        _ => {}
    }
    doings
}

/// The number of arguments up to one of `wanted`, where that is the subcommand.
fn subcommand(args: &[String], valued: &[&str], wanted: &[&str]) -> Option<usize> {
    let at = first_positional(args, valued)?;
    wanted.contains(&args[at].as_str()).then_some(at + 1)
}

fn first_positional(args: &[String], valued: &[&str]) -> Option<usize> {
    let mut at = 0;
    while let Some(arg) = args.get(at) {
        if !arg.starts_with('-') {
            return Some(at);
        }
        at += if valued.contains(&arg.as_str()) { 2 } else { 1 };
    }
    None
}

/// `sh -c TEXT`, the flag possibly among others (`-lc`).
fn shell_script(args: &[String]) -> Option<(usize, String)> {
    let mut at = 0;
    while let Some(arg) = args.get(at) {
        let is_command = arg == "--command"
            || (arg.starts_with('-') && !arg.starts_with("--") && arg.contains('c'));
        if is_command {
            // A flag may stand between: `bash -c -l TEXT`.
            let text = args[at + 1..].iter().find(|arg| !arg.starts_with('-'));
            return Some((at + 1, text.cloned().unwrap_or_default()));
        }
        if !arg.starts_with(['-', '+']) {
            return None;
        }
        let takes_value = ["-o", "+o", "-O", "+O", "--rcfile", "--init-file", "-s", "-g", "-G"];
        at += if takes_value.contains(&arg.as_str()) { 2 } else { 1 };
    }
    None
}

fn cmd_script(args: &[String]) -> Option<(usize, String)> {
    let is_run = |arg: &String| arg.eq_ignore_ascii_case("/c") || arg.eq_ignore_ascii_case("/k");
    let at = args.iter().position(is_run)?;
    Some((at + 1, args[at + 1..].join(" ")))
}

/// `-Command TEXT…`, its shorter spellings, or a text without a flag.
fn powershell_script(args: &[String]) -> Option<(usize, String)> {
    let mut at = 0;
    while let Some(arg) = args.get(at) {
        let Some(flag) = arg.strip_prefix(['-', '/']) else {
            let is_file = arg.to_lowercase().ends_with(".ps1");
            return (!is_file).then(|| (at, args[at..].join(" ")));
        };
        let flag = flag.to_lowercase();
        let is = |name: &str| !flag.is_empty() && name.starts_with(&flag);
        if is("command") || is("encodedcommand") || flag == "ec" {
            return Some((at + 1, args[at + 1..].join(" ")));
        }
        if is("file") {
            return None;
        }
        let takes_value = ["executionpolicy", "ep", "version", "inputformat", "outputformat"];
        let takes_value = takes_value.iter().chain(&["windowstyle", "workingdirectory"]);
        at += if takes_value.into_iter().any(|name| is(name)) { 2 } else { 1 };
    }
    None
}

/// `python -m MODULE …` runs the module as if it were a program.
fn module(args: &[String]) -> Option<usize> {
    let at = args.iter().position(|arg| arg == "-m" || !arg.starts_with('-'))?;
    (args[at] == "-m" && at + 1 < args.len()).then_some(at + 1)
}

fn uv(args: &[String]) -> Option<usize> {
    let valued = ["--directory", "--project", "--python", "-p", "--cache-dir", "--config-file"];
    let at = first_positional(args, &valued)?;
    let rest = &args[at + 1..];
    match args[at].as_str() {
        "x" => Some(at + 1),
        "tool" => subcommand(rest, &valued, &["run"]).map(|more| at + 1 + more),
        "run" => {
            let fetches = |arg: &String| {
                let flags = ["--with", "--with-requirements"];
                let is_flag = |flag: &&str| arg == *flag || arg.starts_with(&format!("{flag}="));
                flags.iter().any(is_flag)
                    || arg.starts_with("https://")
                    || arg.starts_with("http://")
            };
            rest.iter().position(fetches).map(|more| at + 1 + more + 1)
        }
        _ => None,
    }
}

fn container(args: &[String], doings: &mut Doings) {
    let is_privileged = |arg: &String| {
        let value = arg.strip_prefix("--privileged");
        value.is_some_and(|value| value.is_empty() || (value.starts_with('=') && value != "=false"))
    };
    doings.rights = args.iter().position(is_privileged);
    let valued = ["-H", "--host", "-c", "--context", "-l", "--log-level", "--config"];
    let Some(at) = first_positional(args, &valued) else { return };
    let run = match args[at].as_str() {
        "run" => Some(at + 1),
        "container" if args.get(at + 1).is_some_and(|arg| arg == "run") => Some(at + 2),
        _ => None,
    };
    let words = || args.iter().zip(args.iter().skip(1));
    let stays = args.iter().any(|arg| arg == "--pull=never")
        || words().any(|(flag, value)| flag == "--pull" && value == "never");
    doings.fetches = run.filter(|_| !stays);
}
