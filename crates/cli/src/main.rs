//! `mcpctl`: MCP Console on the command line.
//!
//! Invariants: stdout carries the answer alone (one JSON document with `--json`), everything else
//! goes to stderr; exit status 0 done, 1 failed, 2 usage.

mod args;
mod backend;
mod call;
mod diagnose;
mod keys;
mod manual;
mod output;
mod remote;
mod serve;
mod servers;

use std::process::ExitCode;

use args::{Args, Command};
use clap::Parser;
use console_app::resolve_data_dir;
use console_domain::{ErrorCode, Problem};
use output::Output;

fn main() -> ExitCode {
    // Usage errors, --help and --version end here, before anything is built.
    let args = Args::parse();
    let output = Output::new(args.json);
    match run(args, &output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            output.problem(&problem);
            ExitCode::FAILURE
        }
    }
}

fn run(args: Args, output: &Output) -> Result<(), Problem> {
    let dir = resolve_data_dir(args.data_dir)?;
    let mut runtime = match args.command {
        Command::Serve(_) => tokio::runtime::Builder::new_multi_thread(),
        // One thread starts faster, and a command does one thing.
        _ => tokio::runtime::Builder::new_current_thread(),
    };
    let runtime = runtime.enable_all().build().map_err(|e| {
        Problem::new(ErrorCode::Internal, format!("The runtime cannot start: {e}."))
    })?;
    runtime.block_on(async {
        match args.command {
            Command::Serve(options) => serve::run(dir, options, output).await,
            Command::Doctor(options) => diagnose::run(&dir, &options, output).await,
            Command::Servers(command) => servers::run(&dir, command, output).await,
            Command::Keys(command) => keys::run(&dir, command, output).await,
            Command::Tools(args::ToolsCommand::List { id }) => call::list(&dir, &id, output).await,
            Command::Call(options) => call::run(&dir, options, output).await,
            Command::Completions { shell } => manual::completions(shell, &mut std::io::stdout()),
            Command::Man { directory } => manual::man(&directory),
        }
    })
}
