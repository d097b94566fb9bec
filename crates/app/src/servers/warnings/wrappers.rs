//! Programs that run another program: what they are given to run, and what that says.

/// A program that runs what follows its own flags.
struct Wrapper {
    name: &'static str,
    /// Its flags that take the next word as their value.
    valued: &'static [&'static str],
    /// Words of its own before the program, behind the flags.
    own_words: usize,
    /// Whether it asks for rights.
    asks_rights: bool,
}

const fn wrapper(name: &'static str, valued: &'static [&'static str]) -> Wrapper {
    Wrapper { name, valued, own_words: 0, asks_rights: false }
}

const fn rights(name: &'static str, valued: &'static [&'static str]) -> Wrapper {
    Wrapper { name, valued, own_words: 0, asks_rights: true }
}

const WRAPPERS: &[Wrapper] = &[
    rights(
        "sudo",
        &[
            "-u", "--user", "-g", "--group", "-h", "--host", "-p", "--prompt", "-C", "-r",
            "--role", "-t", "--type", "-T", "-U", "-D", "--chdir", "-R", "--chroot",
        ],
    ),
    rights("doas", &["-u", "-C"]),
    rights("pkexec", &["--user"]),
    rights("run0", &["-u", "--user", "-g", "--group", "-D", "--chdir"]),
    rights("gsudo", &["-u", "--user"]),
    rights("runas", &[]),
    wrapper("env", &["-u", "--unset", "-C", "--chdir"]),
    wrapper("nice", &["-n", "--adjustment"]),
    wrapper("ionice", &["-c", "-n", "--class", "--classdata"]),
    wrapper("stdbuf", &["-i", "-o", "-e"]),
    Wrapper {
        name: "timeout",
        valued: &["-s", "--signal", "-k", "--kill-after"],
        own_words: 1,
        asks_rights: false,
    },
    wrapper("nohup", &[]),
    wrapper("setsid", &[]),
    wrapper("time", &[]),
    wrapper("exec", &["-a"]),
    wrapper("command", &[]),
    wrapper("builtin", &[]),
    wrapper("busybox", &[]),
    wrapper("corepack", &[]),
    wrapper("caffeinate", &["-t", "-w"]),
    wrapper("xvfb-run", &["-n", "-s", "-e", "-f", "-p", "-w"]),
    wrapper("dbus-run-session", &["--config-file", "--dbus-daemon"]),
    wrapper("xargs", &["-I", "-n", "-P", "-L", "-d", "-s", "-a"]),
    wrapper("wsl", &["-d", "--distribution", "-u", "--user", "--cd"]),
    // Words of a shell's own grammar, before a command.
    wrapper("!", &[]),
    wrapper("{", &[]),
    wrapper("if", &[]),
    wrapper("then", &[]),
    wrapper("else", &[]),
    wrapper("elif", &[]),
    wrapper("while", &[]),
    wrapper("until", &[]),
    wrapper("do", &[]),
];

/// What a command line comes to behind its wrappers.
pub(super) struct Unwrapped {
    /// The number of the word that is the program; the number of words, where there is none.
    pub(super) program: usize,
    /// The numbers of the words that ask for rights.
    pub(super) rights: Vec<usize>,
    /// The text that `env -S` splits into a command line.
    pub(super) split: Option<String>,
}

/// Looks behind the wrappers of a command line.
pub(super) fn unwrap(words: &[String]) -> Unwrapped {
    let mut at = 0;
    let mut rights = Vec::new();
    loop {
        at += words[at..].iter().take_while(|word| is_assignment(word)).count();
        let name = words.get(at).map(|word| program_name(word)).unwrap_or_default();
        let Some(wrapper) = WRAPPERS.iter().find(|wrapper| wrapper.name == name) else {
            return Unwrapped { program: at, rights, split: None };
        };
        if wrapper.asks_rights {
            rights.push(at);
        }
        at += 1;
        while let Some(flag) = words.get(at).filter(|word| is_flag(word, &name)) {
            if name == "env"
                && let Some(text) = split_string(flag, words.get(at + 1))
            {
                return Unwrapped { program: words.len(), rights, split: Some(text) };
            }
            at += if wrapper.valued.contains(&flag.as_str()) { 2 } else { 1 };
            if flag == "--" {
                break;
            }
        }
        at = (at + wrapper.own_words).min(words.len());
    }
}

/// The name of a program, whatever its path and the ending that Windows gives it.
pub(super) fn program_name(word: &str) -> String {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word).to_lowercase();
    let endings = [".exe", ".cmd", ".bat", ".ps1", ".com"];
    let bare = endings.iter().find_map(|ending| name.strip_suffix(ending));
    bare.map_or_else(|| name.clone(), str::to_owned)
}

fn is_flag(word: &str, wrapper: &str) -> bool {
    word.starts_with('-') || (wrapper == "runas" && word.starts_with('/'))
}

fn is_assignment(word: &str) -> bool {
    let Some((name, _)) = word.split_once('=') else { return false };
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The value of `-S`, in whichever way it is written.
fn split_string(flag: &str, next: Option<&String>) -> Option<String> {
    if flag == "-S" || flag == "--split-string" {
        return next.cloned();
    }
    let glued = flag.strip_prefix("--split-string=").or_else(|| flag.strip_prefix("-S"));
    glued.map(str::to_owned)
}
