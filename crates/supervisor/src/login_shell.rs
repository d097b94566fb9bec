//! Asks the user's login shell for its environment: a desktop program is started without what
//! `.zprofile` and `.bashrc` add to `PATH`, and then finds neither `npx` nor `uvx`.
//!
//! Invariants: the shell has no terminal and no input, a bounded time and a bounded output; when
//! it fails, nothing of it keeps running and the console goes on with what it has.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use console_domain::InstanceId;
use process_wrap::tokio::CommandWrap;
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::leftovers::{self, Patience};
use crate::os;
use crate::process_table::{Family, INSTANCE_VARIABLE, ProcessKey, Scanner};

/// Bytes of output that are looked at; a start-up file may print a lot.
const MAX_OUTPUT: u64 = 4 * 1024 * 1024;
/// Tells a start-up file that it runs for a program, so that it can skip what is for people.
const RESOLVING_VARIABLE: &str = "MCP_CONSOLE_RESOLVING_ENVIRONMENT";

/// The environment of a login shell, or `None` where it cannot be had in time.
pub(crate) async fn environment(
    shell: &Path,
    own: &BTreeMap<String, String>,
    patience: Duration,
) -> Option<BTreeMap<String, String>> {
    let tag = InstanceId::fresh();
    let mut command = ask(shell, own, &tag);
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            tracing::warn!(shell = %shell.display(), %error, "the login shell does not start");
            return None;
        }
    };
    let leader = child.id().and_then(ProcessKey::of_child);
    let output = child.stdout().take().map(|stdout| read_answer(stdout, tag.as_str()));
    let answer = match output {
        Some(output) => tokio::time::timeout(patience, output).await.ok().flatten(),
        None => None,
    };
    if answer.is_none() {
        tracing::warn!(shell = %shell.display(), "the login shell did not tell its environment");
    }
    // It has said what was asked, or never will.
    if let Err(error) = os::signal_group(child.as_mut(), os::Signal::Kill) {
        tracing::debug!(%error, "the login shell has ended");
    }
    if let Err(error) = child.inner_mut().wait().await {
        tracing::warn!(%error, "the login shell was not waited for");
    }
    if answer.is_none() {
        // An interactive shell gives its children groups of their own.
        let mut family = Family { tag: tag.as_str().to_owned(), leader, known: Vec::new() };
        let families = std::slice::from_mut(&mut family);
        leftovers::end(&Scanner::default(), families, &Patience::none()).await;
    }
    answer
}

fn ask(shell: &Path, own: &BTreeMap<String, String>, tag: &InstanceId) -> CommandWrap {
    // `env` prints what programs would really be given, whatever the shell's own syntax is.
    let script = format!("printf %s {tag}; /usr/bin/env -0 || /usr/bin/env; printf %s {tag}");
    let mut command = CommandWrap::with_new(shell, |command| {
        command.args(["-l", "-i", "-c", &script]);
        // dash sets an inherited `_` to the last word of each command: to the marker.
        command.env_clear().envs(own).env_remove("_");
        command.env(INSTANCE_VARIABLE, tag.as_str()).env(RESOLVING_VARIABLE, "1");
        if let Some(home) = own.get("HOME").filter(|home| Path::new(home).is_dir()) {
            command.current_dir(home);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    });
    os::in_own_session(&mut command);
    command
}

/// Reads until the answer is complete: something that a start-up file left in the background may
/// hold the pipe open for ever.
async fn read_answer(
    stdout: impl AsyncRead + Unpin,
    marker: &str,
) -> Option<BTreeMap<String, String>> {
    let mut output = Vec::new();
    let mut stdout = stdout.take(MAX_OUTPUT);
    loop {
        let count = stdout.read_buf(&mut output).await.ok()?;
        if let Some(answer) = parse(&output, marker) {
            return Some(answer);
        }
        if count == 0 {
            return None;
        }
    }
}

/// What stands between the two markers; `None` before the second has arrived.
fn parse(output: &[u8], marker: &str) -> Option<BTreeMap<String, String>> {
    let text = String::from_utf8_lossy(output);
    // The variable that carries the marker is not a marker.
    let (_, rest) = text.split_once(marker)?;
    let rest = rest.replace(&format!("{INSTANCE_VARIABLE}={marker}"), "");
    let (answer, _) = rest.split_once(marker)?;
    let separator = if answer.contains('\0') { '\0' } else { '\n' };
    let entries = answer.split(separator).filter_map(|entry| entry.split_once('='));
    let entries = entries.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Some(entries.collect()).filter(|found: &BTreeMap<_, _>| found.contains_key("PATH"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_what_stands_between_the_markers() {
        let nul =
            b"motd PATH=/no\nMARKPATH=/a:/b\0X=1\nPATH=/fake\0MCP_CONSOLE_INSTANCE=MARK\0MARK bye";
        let answer = parse(nul, "MARK").expect("complete");
        assert_eq!(answer["PATH"], "/a:/b");
        assert_eq!(answer["X"], "1\nPATH=/fake");
        let lines = b"MARKA=1\nPATH=/bin\nMARK";
        assert_eq!(parse(lines, "MARK").expect("complete")["PATH"], "/bin");
        for incomplete in [&b"MARK"[..], b"MARKPATH=/a\0", b"", b"MARKMARK", b"MARKA=1\0MARK"] {
            assert_eq!(parse(incomplete, "MARK"), None);
        }
    }
}
