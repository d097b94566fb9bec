//! How long it takes until servers are up.

use std::time::{Duration, Instant};

use console_domain::limits::CONCURRENT_STARTS;

use super::Effort;
use crate::bare;
use crate::figure::Figure;
use crate::host::MeasuredHost;
use crate::table::{Added, Floor, Row};

const ARGS: &[&str] = &["--mode", "spawn-time"];

/// 1, 20 and 50 servers, beside spawns and handshakes over bare pipes.
pub(crate) fn measure(effort: Effort) -> Vec<Row> {
    let rounds: [(usize, usize); 3] = match effort {
        Effort::Full => [(1, 40), (20, 15), (50, 9)],
        Effort::Quick => [(1, 5), (20, 2), (50, 1)],
    };
    rounds.into_iter().map(|(servers, rounds)| row(servers, rounds)).collect()
}

fn row(servers: usize, rounds: usize) -> Row {
    let mut host = MeasuredHost::start();
    let ids = host.add_many(servers, ARGS);
    // The first round teaches the console which protocol each server speaks.
    once(&mut host, &ids);
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        floor.push(bare::start_many(servers, CONCURRENT_STARTS, ARGS));
        ours.push(once(&mut host, &ids));
    }
    let noun = if servers == 1 { "server" } else { "servers" };
    Row {
        what: format!("{servers} {noun}: from start to up"),
        ours: Figure::times(&ours),
        floor: Some(Floor { name: "bare pipes", figure: Figure::times(&floor), has_ratio: true }),
        added: Added::Each(u32::try_from(servers).expect("few"), "a server"),
        how: format!(
            "all asked for at once over HTTP until the last is up and listed, {rounds} rounds; \
             floor: spawn and `initialize` only, {CONCURRENT_STARTS} at a time as ours"
        ),
    }
}

fn once(host: &mut MeasuredHost, ids: &[String]) -> Duration {
    let began = Instant::now();
    host.start_servers(ids);
    let took = began.elapsed();
    host.stop_servers();
    took
}
