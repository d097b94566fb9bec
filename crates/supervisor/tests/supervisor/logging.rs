//! What servers write: kept, bounded, and never in their way.

use std::time::Instant;

use crate::support::{GOOD, House, in_time, resident_bytes, script, until};
use console_domain::limits::{LOG_FILE_BYTES, LOG_RING_LINES};
use console_domain::{LogStream, ServerState};

#[tokio::test]
async fn every_stream_is_in_the_log_and_in_the_file() {
    let house = House::new();
    let chatty = format!("echo err >&2; printf 'bad \\377\\n' >&2\n{GOOD}");
    let (id, _) = house.up(script("chatty", &chatty)).await;
    let mut lines = house.supervisor.log_subscribe(&id).expect("it is configured");
    house.tell(&id, "say not the protocol").await;
    let logged = r#"say notify notifications/message {"level":"warning","data":"careful"}"#;
    house.tell(&id, logged).await;
    let expected =
        [(LogStream::Stdout, "not the protocol"), (LogStream::Protocol, "[warning] careful")];
    for (stream, text) in expected {
        let line = in_time("a line", lines.recv()).await.expect("in step");
        assert_eq!((line.stream, line.text.as_str()), (stream, text));
    }
    let tail = house.supervisor.log_tail(&id, 1_000).expect("it is configured");
    assert!(tail.is_sorted_by_key(|line| line.seq));
    let texts: Vec<&str> = tail.iter().map(|line| line.text.as_str()).collect();
    assert!(texts.contains(&"err") && texts.contains(&"bad \u{fffd}"), "{texts:?}");
    assert!(texts.iter().any(|text| text.starts_with("started as process")), "{texts:?}");
    assert_eq!(house.supervisor.log_tail(&id, 2).expect("it is configured").len(), 2);

    let file = house.dir.path().join("logs/servers/chatty.log");
    until("the file has it all", || {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        ["stderr err", "stdout not the protocol", "protocol [warning] careful", "console up"]
            .iter()
            .all(|wanted| text.contains(wanted))
    })
    .await;
}

#[tokio::test]
async fn a_log_survives_its_instances() {
    let house = House::new();
    let (id, _) = house.up(script("twice", &format!("echo run $$ >&2\n{GOOD}"))).await;
    let mut lines = house.supervisor.log_subscribe(&id).expect("it is configured");
    house.supervisor.restart(&id).await.expect("it is configured");
    let second = house.settled(&id).await;
    let wanted = format!("run {}", second.pid.expect("a process"));
    in_time("a line of the second instance", async {
        while lines.recv().await.expect("in step").text != wanted {}
    })
    .await;
    let runs = house.log(&id).matches("run ").count();
    assert_eq!(runs, 2, "{}", house.log(&id));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_neither_blocks_the_server_nor_grows_memory() {
    const BYTES: usize = 100_000_000;
    let house = House::new();
    let flood =
        format!("yes 'the quick brown fox jumps over the lazy dog, again' | head -c {BYTES} >&2");
    let server =
        GOOD.replace("ping)", &format!("flood) {flood}; echo >&2; echo done >&2 ;;\n    ping)"));
    let (id, _) = house.up(script("flood", &server)).await;
    let before = resident_bytes();
    let began = Instant::now();
    house.tell(&id, "flood").await;
    let mut peak = before;
    until("the flood is over", || {
        peak = peak.max(resident_bytes());
        let tail = house.supervisor.log_tail(&id, 1).expect("it is configured");
        tail.last().is_some_and(|line| line.text == "done")
    })
    .await;
    let grown = (peak - before) / 1_000_000;
    println!("{} MB in {:?}, memory grew by {grown} MB", BYTES / 1_000_000, began.elapsed());
    assert!(grown < 48, "memory grew by {grown} MB");
    let lines = house.supervisor.log_tail(&id, usize::MAX).expect("it is configured");
    assert!(lines.len() <= LOG_RING_LINES);
    let logs = house.dir.path().join("logs/servers");
    until("the file has the end of it", || {
        let text = std::fs::read_to_string(logs.join("flood.log")).unwrap_or_default();
        text.ends_with(" stderr done\n")
    })
    .await;
    for name in ["flood.log", "flood.log.1", "flood.log.2"] {
        let file = logs.join(name);
        assert!(std::fs::metadata(file).expect("rotated").len() <= LOG_FILE_BYTES);
    }
    assert_eq!(house.supervisor.status(&id).expect("there").state, ServerState::Up);
}

#[tokio::test]
async fn a_log_file_that_cannot_be_written_does_not_stop_a_server() {
    let house = House::new();
    std::fs::write(house.dir.path().join("logs"), "in the way").expect("writable");
    let noisy = format!("head -c 1000000 /dev/zero | tr '\\0' '\\n' >&2\n{GOOD}");
    let (id, _) = house.up(script("noisy", &noisy)).await;
    house.tell(&id, "run echo still here >&2").await;
    until("its lines are in memory", || house.log(&id).contains("still here")).await;
}
