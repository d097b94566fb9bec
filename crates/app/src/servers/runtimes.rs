//! What runs servers, and the command lines that install it on each system.

use std::path::Path;

use crate::view::Mend;

/// The system that something is installed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum System {
    /// Debian, Ubuntu and their kin.
    Apt,
    /// Fedora and its kin.
    Dnf,
    /// Arch and its kin.
    Pacman,
    /// Another Linux, or another Unix.
    Unix,
    /// macOS.
    Mac,
    /// Windows.
    Windows,
}

impl System {
    /// This one.
    pub(super) fn here() -> Self {
        if cfg!(windows) {
            return Self::Windows;
        }
        if cfg!(target_os = "macos") {
            return Self::Mac;
        }
        let is_there = |program: &str| Path::new("/usr/bin").join(program).exists();
        match () {
            () if is_there("apt") => Self::Apt,
            () if is_there("dnf") => Self::Dnf,
            () if is_there("pacman") => Self::Pacman,
            () => Self::Unix,
        }
    }
}

const NVM: &str = "curl -o- https://raw.githubusercontent.com/nvm-sh/nvm/v0.40.3/install.sh | bash && . ~/.nvm/nvm.sh && nvm install --lts";
const UV: &str = "curl -LsSf https://astral.sh/uv/install.sh | sh";
const BUN: &str = "curl -fsSL https://bun.sh/install | bash";
const DENO: &str = "curl -fsSL https://deno.land/install.sh | sh";

/// How what brings `command` is installed; `None` for a path, and for what is not known.
pub(super) fn install(command: &str, system: System) -> Option<Mend> {
    use System::{Apt, Dnf, Mac, Pacman, Unix, Windows};
    let (runtime, commands): (&str, &[&str]) = match (runtime(command)?, system) {
        ("node", Apt) => ("node", &["sudo apt install nodejs npm", NVM]),
        ("node", Dnf) => ("node", &["sudo dnf install nodejs npm", NVM]),
        ("node", Pacman) => ("node", &["sudo pacman -S nodejs npm", NVM]),
        ("node", Unix) => ("node", &[NVM]),
        ("node", Mac) => ("node", &["brew install node", NVM]),
        ("node", Windows) => ("node", &["winget install OpenJS.NodeJS.LTS"]),
        ("uv", Apt | Dnf | Unix) => ("uv", &[UV, "pipx install uv"]),
        ("uv", Pacman) => ("uv", &["sudo pacman -S uv", UV]),
        ("uv", Mac) => ("uv", &["brew install uv", UV]),
        ("uv", Windows) => ("uv", &["winget install astral-sh.uv"]),
        ("pipx", Apt) => ("pipx", &["sudo apt install pipx"]),
        ("pipx", Dnf) => ("pipx", &["sudo dnf install pipx"]),
        ("pipx", Pacman) => ("pipx", &["sudo pacman -S python-pipx"]),
        ("pipx", Mac) => ("pipx", &["brew install pipx"]),
        ("pipx", Unix | Windows) => ("pipx", &["python3 -m pip install --user pipx"]),
        ("python", Apt) => ("python", &["sudo apt install python3 python-is-python3"]),
        ("python", Dnf) => ("python", &["sudo dnf install python3 python-unversioned-command"]),
        ("python", Pacman) => ("python", &["sudo pacman -S python"]),
        ("python", Mac) => ("python", &["brew install python"]),
        ("python", Windows) => ("python", &["winget install Python.Python.3.13"]),
        ("docker", Apt) => ("docker", &["sudo apt install docker.io"]),
        ("docker", Dnf) => ("docker", &["sudo dnf install moby-engine"]),
        ("docker", Pacman) => ("docker", &["sudo pacman -S docker"]),
        ("docker", Mac) => ("docker", &["brew install --cask docker"]),
        ("docker", Windows) => ("docker", &["winget install Docker.DockerDesktop"]),
        ("bun", Windows) => ("bun", &["winget install Oven-sh.Bun"]),
        ("bun", _) => ("bun", &[BUN]),
        ("deno", Mac) => ("deno", &["brew install deno"]),
        ("deno", Windows) => ("deno", &["winget install DenoLand.Deno"]),
        ("deno", _) => ("deno", &[DENO]),
        // Known, and its own page has to say how.
        (other, _) => (other, &[]),
    };
    let commands = commands.iter().map(ToString::to_string).collect();
    Some(Mend::InstallRuntime { runtime: runtime.to_owned(), commands })
}

/// What brings a command.
fn runtime(command: &str) -> Option<&'static str> {
    Some(match command.strip_suffix(".exe").unwrap_or(command) {
        "node" | "npx" | "npm" | "corepack" => "node",
        "uv" | "uvx" => "uv",
        "python" | "python3" | "pip" | "pip3" => "python",
        "pipx" => "pipx",
        "docker" => "docker",
        "bun" | "bunx" => "bun",
        "deno" => "deno",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [System; 6] =
        [System::Apt, System::Dnf, System::Pacman, System::Unix, System::Mac, System::Windows];

    #[test]
    fn what_runs_most_servers_can_be_installed_everywhere() {
        for system in ALL {
            for (command, brings) in [("npx", "node"), ("uvx", "uv"), ("bunx", "bun")] {
                let Some(Mend::InstallRuntime { runtime, commands }) = install(command, system)
                else {
                    panic!("{command} on {system:?}")
                };
                assert_eq!(runtime, brings);
                assert!(!commands.is_empty(), "{command} on {system:?}");
            }
            for unknown in ["/usr/bin/npx", "my-server", "", "./uvx"] {
                assert_eq!(install(unknown, system), None, "{unknown}");
            }
        }
    }
}
