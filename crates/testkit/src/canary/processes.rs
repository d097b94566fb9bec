//! The search for canaries in what every program may read of every process: arguments, and for
//! those of the same user the environment.

use std::collections::HashMap;
use std::fs;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{Sightings, Trap};
use crate::process::proc::{self, ProcessId};

/// Between two looks. Short: some of the programs that are looked for live a few milliseconds.
const PAUSE: Duration = Duration::from_millis(3);

/// Looks at all processes, again and again, until it is asked what it has seen.
#[derive(Debug)]
pub struct ProcessWatch {
    seen: Arc<Mutex<Sightings>>,
    stop: Sender<()>,
    thread: Option<JoinHandle<()>>,
}

impl ProcessWatch {
    /// Starts to look. `admits` says whether a process with these arguments may have this canary
    /// in its environment; in its arguments none may.
    pub fn start(
        trap: Arc<Trap>,
        admits: impl Fn(&[String], &str) -> bool + Send + 'static,
    ) -> Self {
        let seen = Arc::<Mutex<Sightings>>::default();
        let (stop, stopped) = channel();
        let to = Arc::clone(&seen);
        let thread = std::thread::spawn(move || watch(&trap, &admits, &to, &stopped));
        Self { seen, stop, thread: Some(thread) }
    }

    /// What was seen so far.
    pub fn sightings(&self) -> Sightings {
        self.seen.lock().unwrap().clone()
    }
}

impl Drop for ProcessWatch {
    fn drop(&mut self) {
        // It ends by itself where its thread panicked.
        let _ = self.stop.send(());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn watch(
    trap: &Trap,
    admits: &dyn Fn(&[String], &str) -> bool,
    seen: &Mutex<Sightings>,
    stopped: &Receiver<()>,
) {
    // A process that was looked at is looked at again only once it has become another program.
    let mut known: HashMap<ProcessId, Vec<u8>> = HashMap::new();
    while stopped.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
        let living = proc::all();
        known.retain(|pid, _| living.contains(pid));
        for pid in living {
            let Ok(arguments) = fs::read(format!("/proc/{pid}/cmdline")) else { continue };
            let Ok(environment) = fs::read(format!("/proc/{pid}/environ")) else { continue };
            // It may have become another program in between, and is looked at again then.
            if fs::read(format!("/proc/{pid}/cmdline")).ok().as_ref() != Some(&arguments) {
                continue;
            }
            let both = [arguments.as_slice(), b"\n", environment.as_slice()].concat();
            if known.get(&pid) == Some(&both) {
                continue;
            }
            let words = words(&arguments);
            let what = format!("process {pid} ({})", words.first().map_or("", String::as_str));
            let mut found = trap.search(&arguments, &format!("the arguments of {what}"));
            let inherited = trap.search(&environment, &format!("the environment of {what}"));
            found.extend(inherited.filtered(|seen| !admits(&words, &seen.canary)));
            seen.lock().unwrap().extend(found);
            known.insert(pid, both);
        }
    }
}

fn words(arguments: &[u8]) -> Vec<String> {
    let words = arguments.split(|byte| *byte == 0);
    words.map(|word| String::from_utf8_lossy(word).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::process::{Command, Stdio};

    use super::*;
    use crate::{Canary, Sighting, wait_until};

    #[test]
    fn arguments_and_environments_are_seen_unless_they_may_be() {
        let [argument, variable, own] = ["argument", "variable", "own"].map(Canary::new);
        let trap = Arc::new(Trap::new([&argument, &variable, &own]));
        let watch = ProcessWatch::start(trap, |words, canary| {
            canary == "own" && words.iter().any(|word| word == "owner")
        });
        // Each waits for its input to end.
        let start = |name: &str, argument: &str, value: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", "read -r line", name, argument]).env("VALUE", value);
            command.stdin(Stdio::piped()).spawn().unwrap()
        };
        let mut children = [
            start("a", argument.value(), ""),
            start("b", "", variable.value()),
            start("owner", "", own.value()),
            start("thief", "", own.value()),
        ];
        let expected = [
            (0, "argument", "the arguments of"),
            (1, "variable", "the environment of"),
            (3, "own", "the environment of"),
        ];
        let expected: BTreeSet<Sighting> = expected
            .into_iter()
            .map(|(child, canary, what)| Sighting {
                canary: canary.into(),
                form: "text",
                place: format!("{what} process {} (sh)", children[child].id()),
            })
            .collect();
        wait_until(Duration::from_secs(20), "all of them are seen", || {
            watch.sightings().all().len() >= expected.len()
        });
        assert_eq!(watch.sightings().all(), expected);
        for child in &mut children {
            drop(child.stdin.take());
            child.wait().unwrap();
        }
    }
}
