//! Trying a configuration out beside what runs.

use std::collections::HashSet;
use std::time::Duration;

use console_domain::{ErrorCode, OpenError, SecretValue, ServerState};
use console_supervisor::{INSTANCE_VARIABLE, Values};

use crate::support::{GOOD, House, MASK, in_time, is_alive, script, tagged, until, with_variable};

const VALUE: &str = "canary-9c27-being-tested";

fn values(value: &str) -> Values {
    Values::from([("TOKEN".to_owned(), SecretValue::new(value.to_owned()))])
}

/// The number of the process that wrote it into `file`.
fn pid_in(file: &std::path::Path) -> Option<u32> {
    std::fs::read_to_string(file).ok()?.lines().last()?.trim().parse().ok()
}

#[tokio::test]
async fn an_instance_of_its_own_comes_and_goes_beside_the_one_that_runs() {
    let house = House::new();
    house.keys.set("TOKEN", "stored");
    house.keys.set("OTHER", "other");
    let file = house.dir.path().join("seen");
    let seen = format!("echo \"$T $O ${INSTANCE_VARIABLE}\" >> '{}'\n{GOOD}", file.display());
    let server = with_variable(script("busy", &seen), "T", "${secret:TOKEN}");
    let server = with_variable(server, "O", "${secret:OTHER}");
    let (id, before) = house.up(server.clone()).await;
    let transitions = house.recorded.transitions().len();

    let tried = house.supervisor.try_out(server, values(VALUE)).await.expect("it comes up");
    assert_eq!(tried.facts.server_info.name, "lines");
    assert_eq!(tried.catalog.tools.len(), 2);
    let text = std::fs::read_to_string(&file).expect("both wrote");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("stored other "), "{text}");
    assert!(lines[1].starts_with(&format!("{VALUE} other ")), "{text}");

    let instances = lines.iter().filter_map(|line| line.rsplit(' ').next());
    let instances: HashSet<_> = instances.map(|name| name.to_owned().into()).collect();
    assert_eq!(instances.len(), 2, "{text}");
    assert_eq!(tagged(&instances), [before.pid.expect("a process")], "the trial has ended");
    let ledger = std::fs::read_to_string(house.dir.path().join("processes.json")).expect("there");
    assert_eq!(ledger.matches("\"instance\"").count(), 1, "{ledger}");
    let after = house.supervisor.status(&id).expect("there");
    assert_eq!(
        (after.state, after.instance, after.pid),
        (ServerState::Up, before.instance, before.pid)
    );
    assert_eq!(house.recorded.transitions().len(), transitions, "nobody heard of it");
}

#[tokio::test]
async fn a_trial_that_fails_says_why_without_the_value() {
    let house = House::new();
    house.keys.learn(VALUE);
    let server = script("refuser", "echo \"bad token $T\" >&2; exit 4");
    let server = with_variable(server, "T", "${secret:TOKEN}");
    let problem = house.supervisor.try_out(server, values(VALUE)).await.expect_err("it ends");
    assert_eq!(problem.code, ErrorCode::ProcessExited);
    assert_eq!(problem.stderr_tail, [format!("bad token {MASK}")]);
    assert!(house.keys.asked().is_empty(), "what is tested is not asked for");
    assert!(!house.dir.path().join("logs/servers/refuser.log").exists(), "no log is kept");

    let needy = with_variable(script("needy", GOOD), "A", "${secret:NONE}");
    let problem = house.supervisor.try_out(needy, values(VALUE)).await.expect_err("no key");
    assert_eq!((problem.code, problem.field.as_deref()), (ErrorCode::KeyMissing, Some("env.A")));
}

#[tokio::test]
async fn a_trial_speaks_the_older_era_where_it_must() {
    let house = House::new();
    house.opener.next([Err(OpenError::RespawnForLegacy)]);
    house.supervisor.try_out(script("old", GOOD), Values::new()).await.expect("it comes up");
    let again = [Err(OpenError::RespawnForLegacy), Err(OpenError::RespawnForLegacy)];
    house.opener.next(again);
    let in_vain = house.supervisor.try_out(script("none", GOOD), Values::new()).await;
    assert_eq!(in_vain.expect_err("neither").code, ErrorCode::ProtocolViolation);
    assert_eq!(house.opener.specs().len(), 4);
}

#[tokio::test]
async fn a_trial_that_nobody_waits_for_any_more_is_ended() {
    let house = House::new();
    let file = house.dir.path().join("pid");
    let mute = format!("echo $$ > '{}'\ntrap '' TERM\nwhile :; do sleep 1; done", file.display());
    let mute = script("mute", &mute);
    let trial = house.supervisor.try_out(mute.clone(), Values::new());
    let asked = tokio::time::timeout(Duration::from_millis(1), trial).await;
    assert!(asked.is_err(), "it never answers");
    until("nothing of it is in the ledger", || {
        let ledger = std::fs::read_to_string(house.dir.path().join("processes.json"));
        !ledger.unwrap_or_default().contains("\"instance\"")
    })
    .await;
    assert!(pid_in(&file).is_none_or(|pid| !is_alive(pid)));

    // The same where the console shuts down meanwhile.
    std::fs::remove_file(&file).ok();
    let (tried, ()) = in_time("the shutdown", async {
        tokio::join!(house.supervisor.try_out(mute.clone(), Values::new()), async {
            until("it has begun", || pid_in(&file).is_some()).await;
            house.shutdown().await;
        })
    })
    .await;
    assert_eq!(tried.expect_err("it was ended").code, ErrorCode::Cancelled);
    assert!(!is_alive(pid_in(&file).expect("it was there")));
    let refused = house.supervisor.try_out(mute, Values::new()).await.expect_err("no more");
    assert_eq!(refused.code, ErrorCode::Conflict);
}
