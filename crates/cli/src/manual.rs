//! What a package needs of the command line: man pages and shell completions, made of the same
//! definition that reads the arguments.

use std::fs;
use std::io::Write;
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use console_domain::{ErrorCode, Problem};

use crate::args::Args;

/// Writes the completions of `shell` to `out`.
pub(crate) fn completions(shell: Shell, out: &mut impl Write) -> Result<(), Problem> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "mcpctl", &mut text);
    out.write_all(&text).map_err(|e| io("standard output", &e))
}

/// Writes `mcpctl.1` and a page for each subcommand (`mcpctl-servers-add.1`) into `directory`.
pub(crate) fn man(directory: &Path) -> Result<(), Problem> {
    fs::create_dir_all(directory).map_err(|e| io(&directory.display().to_string(), &e))?;
    let mut root = Args::command().disable_help_subcommand(true);
    root.build();
    pages(&root, directory)
}

fn pages(command: &Command, directory: &Path) -> Result<(), Problem> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    let path = directory.join(format!("{name}.1"));
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(command.clone()).title(name).render(&mut page);
    rendered
        .and_then(|()| fs::write(&path, &page))
        .map_err(|e| io(&path.display().to_string(), &e))?;
    let shown = command.get_subcommands().filter(|one| !one.is_hide_set());
    shown.map(|one| (one, directory)).try_for_each(|(one, directory)| pages(one, directory))
}

fn io(what: &str, error: &std::io::Error) -> Problem {
    Problem::new(ErrorCode::Io, format!("{what} cannot be written: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_and_none_that_is_hidden() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        man(directory.path()).expect("written");
        let page = |name: &str| fs::read_to_string(directory.path().join(name));
        assert!(page("mcpctl.1").expect("the first page").contains(".TH mcpctl 1"));
        assert!(page("mcpctl-servers-add.1").expect("a command's page").contains("\\-\\-env"));
        assert!(page("mcpctl-man.1").is_err(), "a hidden command has none");
    }

    #[test]
    fn completions_know_the_commands() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            let mut text = Vec::new();
            completions(shell, &mut text).expect("written");
            let text = String::from_utf8(text).expect("text");
            assert!(text.contains("servers") && text.contains("doctor"), "{shell}");
        }
    }
}
