//! Runs a short program to learn something about it, such as its version.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use console_domain::{ErrorCode, Problem, Transport};
use process_wrap::tokio::CommandWrap;
use tokio::io::AsyncReadExt;

use crate::command::{self, Target};
use crate::environment::Environment;
use crate::os;
use crate::secrets::Values;

/// Bytes of output that are read.
const MAX_OUTPUT: u64 = 16 * 1024;

/// What a probed program said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probed {
    /// Where the program is.
    pub path: PathBuf,
    /// The beginning of its standard output, without surrounding white space.
    pub output: String,
}

/// Runs `command` with `args`, found and with the environment that a server would have, and
/// returns what it printed.
///
/// # Errors
/// `command_not_found` and its like; `process_exited` where it failed; `start_timeout` where it
/// did not end within `timeout`. It is killed then, with everything it started in its group.
pub async fn probe(
    environment: &Environment,
    command: &str,
    args: &[&str],
    timeout: Duration,
) -> Result<Probed, Problem> {
    let transport = Transport::Stdio {
        command: command.to_owned(),
        args: args.iter().map(ToString::to_string).collect(),
        env: Vec::new(),
        cwd: None,
    };
    let found = environment.found().await;
    let Target::Program(program) =
        command::resolve(&transport, environment, &found, Values::new())?
    else {
        return Err(Problem::new(ErrorCode::Internal, "A command is no endpoint."));
    };
    let path = program.path.clone();
    let mut wrap = CommandWrap::with_new(&program.path, |command| {
        command.args(&program.args).env_clear().envs(&program.env);
        command.current_dir(&program.directory);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    });
    os::in_own_session(&mut wrap);
    let spawn_failed = |error| {
        let message = format!("{} cannot be started: {error}.", path.display());
        Problem::new(ErrorCode::SpawnFailed, message)
    };
    let mut child = wrap.spawn().map_err(spawn_failed)?;
    let stdout = child.stdout().take();
    let run = async {
        let mut output = Vec::new();
        if let Some(stdout) = stdout {
            stdout.take(MAX_OUTPUT).read_to_end(&mut output).await?;
        }
        let status = child.inner_mut().wait().await?;
        std::io::Result::Ok((status, output))
    };
    let ended = tokio::time::timeout(timeout, run).await;
    if ended.is_err() {
        os::signal_group(child.as_mut(), os::Signal::Kill).ok();
        child.inner_mut().wait().await.ok();
    }
    match ended {
        Ok(Ok((status, output))) if status.success() => {
            let output = String::from_utf8_lossy(&output).trim().to_owned();
            Ok(Probed { path, output })
        }
        Ok(Ok((status, _))) => {
            let message = format!("{} ended with {status}.", path.display());
            Err(Problem::new(ErrorCode::ProcessExited, message))
        }
        Ok(Err(error)) => Err(spawn_failed(error)),
        Err(_) => {
            let seconds = timeout.as_secs();
            let message = format!("{} did not answer within {seconds} s.", path.display());
            Err(Problem::new(ErrorCode::StartTimeout, message))
        }
    }
}
