//! Keys on their way into a server, and nowhere else.

use console_domain::limits::MAX_LOG_LINE_BYTES;
use console_domain::{
    ErrorCode, Header, HttpFlavour, KeyReference, OpenError, Problem, ServerConfig, ServerState,
    Transport, VaultError,
};

use crate::support::{GOOD, House, MASK, in_directory, script, until, with_variable};

/// A value that nothing else looks like.
const VALUE: &str = "canary-4f1b-Zq/+7=";

/// A remote server that refers to keys.
fn remote(url: &str, header: &str) -> ServerConfig {
    let headers = vec![Header { name: "Authorization".into(), value: header.into() }];
    let transport = Transport::Http { url: url.into(), headers, flavour: HttpFlavour::Auto };
    ServerConfig::new("remote", transport).expect("a valid name")
}

fn with_argument(mut config: ServerConfig, argument: &str) -> ServerConfig {
    if let Transport::Stdio { args, .. } = &mut config.transport {
        args.push(argument.to_owned());
    }
    config
}

/// A file that the server writes its variables into, and its name.
fn told(house: &House) -> (std::path::PathBuf, String) {
    let file = house.dir.path().join("told");
    let name = file.to_str().expect("a UTF-8 path").to_owned();
    (file, name)
}

#[tokio::test]
async fn a_key_reaches_the_environment_of_its_server_and_no_command_line() {
    let house = House::new();
    house.keys.set("TOKEN", VALUE);
    let (file, name) = told(&house);
    let server = script("told", &format!("echo \"$DIRECT $THROUGH $PLAIN\" > '{name}'\n{GOOD}"));
    let server = with_variable(server, "DIRECT", "${secret:TOKEN}");
    let server = with_variable(server, "THROUGH", "Bearer ${DIRECT}");
    let (id, status) = house.up(with_variable(server, "PLAIN", "$${secret:TOKEN}")).await;
    let written = std::fs::read_to_string(file).expect("it was told");
    assert_eq!(written.trim(), format!("{VALUE} Bearer {VALUE} ${{secret:TOKEN}}"));
    assert_eq!(house.keys.asked(), ["TOKEN"], "once for a start");
    let pid = status.pid.expect("a process");
    let command_line = std::fs::read(format!("/proc/{pid}/cmdline")).expect("it runs");
    assert!(!String::from_utf8_lossy(&command_line).contains(VALUE));
    let used = house.supervisor.keys_in_use(&id).expect("it runs");
    assert_eq!(used.names.into_iter().collect::<Vec<_>>(), ["TOKEN"]);
    assert_eq!(Some(used.since), status.started_at);
    house.stop(&id).await;
    assert_eq!(house.supervisor.keys_in_use(&id), None);
}

#[tokio::test]
async fn a_key_reaches_the_url_and_the_headers_of_a_remote_server() {
    let house = House::new();
    house.keys.set("TOKEN", VALUE);
    house.keys.set("TENANT", "tenant-7");
    let server = remote("https://x.test/${secret:TENANT}/mcp", "Bearer ${secret:TOKEN}");
    house.up(server).await;
    let endpoints = house.opener.endpoints();
    assert_eq!(endpoints[0].url, "https://x.test/tenant-7/mcp");
    assert_eq!(endpoints[0].headers[0].value, format!("Bearer {VALUE}"));
    assert!(!format!("{:?}", endpoints[0]).contains(VALUE), "not even for a debugger");
}

#[tokio::test]
async fn a_key_that_cannot_be_read_ends_the_start_and_says_where_it_stands() {
    let house = House::new();
    let server = || with_variable(script("needy", GOOD), "A", "x${secret:TOKEN}");
    let (id, status) = house.run(server()).await;
    let problem = status.last_error.expect("why");
    assert_eq!((status.state, problem.code), (ServerState::Failed, ErrorCode::KeyMissing));
    assert_eq!(problem.field.as_deref(), Some("env.A"));
    assert_eq!(problem.details.expect("details")["key"], "TOKEN");

    house.keys.set("TOKEN", VALUE);
    house.keys.fail_with(Some(VaultError::Locked.into()));
    house.supervisor.start(&id).await.expect("it is configured");
    let status = house.settled(&id).await;
    let problem = status.last_error.expect("why");
    assert_eq!((status.state, problem.code), (ServerState::Failed, ErrorCode::KeychainLocked));
    assert_eq!(problem.field.as_deref(), Some("env.A"));
    assert!(!house.recorded.states().contains(&ServerState::Backoff), "no time mends that");

    house.keys.fail_with(None);
    house.supervisor.start(&id).await.expect("it is configured");
    assert_eq!(house.settled(&id).await.state, ServerState::Up);
}

#[tokio::test]
async fn the_same_is_so_for_a_remote_server() {
    let house = House::new();
    let (_, status) = house.run(remote("https://x.test", "Bearer ${secret:TOKEN}")).await;
    let problem = status.last_error.expect("why");
    assert_eq!((status.state, problem.code), (ServerState::Failed, ErrorCode::KeyMissing));
    assert_eq!(problem.field.as_deref(), Some("headers.Authorization"));
    assert!(house.opener.endpoints().is_empty(), "nobody was called");
}

#[tokio::test]
async fn a_vault_that_hangs_holds_up_nothing_but_its_server() {
    let house = House::new();
    house.keys.hang();
    let hanging: Vec<_> = (0..12)
        .map(|n| with_variable(script(&format!("needy {n}"), GOOD), "A", "${secret:TOKEN}"))
        .collect();
    for server in hanging.clone() {
        house.supervisor.configure(server.clone());
        house.supervisor.start(&server.id).await.expect("it is configured");
    }
    until("each waits for its key", || house.keys.asked().len() == 12).await;
    // More of them wait than there are places at the start.
    house.up(script("free", GOOD)).await;
    assert_eq!(
        house.stop(&hanging[0].id).await.state,
        ServerState::Stopped,
        "and a stop is obeyed"
    );
}

#[tokio::test]
async fn a_key_in_a_place_that_others_can_read_is_refused_before_it_is_read() {
    let house = House::new();
    house.keys.set("TOKEN", VALUE);
    let server = || with_variable(script("open", GOOD), "T", "${secret:TOKEN}");
    for (config, field) in [
        (with_argument(server(), "--token=${secret:TOKEN}"), "args[2]"),
        (with_argument(server(), "${T}"), "args[2]"),
        (in_directory(server(), "/tmp/${T}"), "cwd"),
    ] {
        let (_, status) = house.run(config.clone()).await;
        let problem = status.last_error.expect("why");
        assert_eq!((status.state, problem.code), (ServerState::Failed, ErrorCode::InvalidInput));
        assert_eq!(problem.field.as_deref(), Some(field));
        let told = config.problems();
        assert!(told.iter().any(|told| told.field.as_deref() == Some(field)), "{told:?}");
    }
    assert!(house.keys.asked().is_empty());
}

#[tokio::test]
async fn a_key_that_was_changed_counts_from_the_next_restart_on() {
    let house = House::new();
    house.keys.set("TOKEN", "the-old-value");
    let (file, name) = told(&house);
    let server = script("told", &format!("echo \"$T\" >> '{name}'\n{GOOD}"));
    let (id, first) = house.up(with_variable(server, "T", "${secret:TOKEN}")).await;
    house.keys.set("TOKEN", "the-new-value");
    house.tell(&id, "exit 3").await;
    house
        .until(&id, "it is up again", |status| {
            status.state == ServerState::Up && status.instance != first.instance
        })
        .await;
    assert_eq!(std::fs::read_to_string(file).expect("told"), "the-old-value\nthe-new-value\n");
}

#[tokio::test]
async fn what_a_server_says_is_masked_wherever_it_is_seen() {
    let house = House::new();
    house.keys.set("TOKEN", VALUE);
    let padding = MAX_LOG_LINE_BYTES - 10;
    let babble = format!(
        "echo \"err $T\" >&2\nhead -c {padding} /dev/zero | tr '\\0' x >&2\necho \"$T cut\" >&2\n{GOOD}"
    );
    let server = with_variable(script("babbler", &babble), "T", "${secret:TOKEN}");
    house.supervisor.configure(server.clone());
    let id = server.id.clone();
    let mut followed = house.supervisor.log_subscribe(&id).expect("it is configured");
    house.up(server).await;
    house.tell(&id, "run echo noise $T").await;
    let logged = r#"run echo "notify notifications/message {\"level\":\"info\",\"data\":\"$T\"}""#;
    house.tell(&id, logged).await;
    until("all of it is in the log", || {
        let log = house.log(&id);
        [format!("err {MASK}"), format!("noise {MASK}"), format!("[info] {MASK}")]
            .iter()
            .all(|line| log.contains(line))
    })
    .await;
    house.tell(&id, "run echo \"last words $T\" >&2; exit 3").await;
    let down = house.until(&id, "it has ended", |status| status.last_error.is_some()).await;
    let problem = down.last_error.expect("why");
    assert_eq!(problem.stderr_tail.last(), Some(&format!("last words {MASK}")));

    let part = &VALUE[..10];
    assert!(!house.log(&id).contains(part), "{}", house.log(&id));
    assert!(!format!("{:?}", house.recorded.transitions()).contains(part));
    let mut lines = 0;
    while let Ok(line) = followed.try_recv() {
        assert!(!line.text.contains(part), "{}", line.text);
        lines += 1;
    }
    assert!(lines > 4, "{lines} lines were followed");
    let file = house.dir.path().join("logs/servers/babbler.log");
    until("the file has it", || {
        std::fs::read_to_string(&file).unwrap_or_default().contains("last words")
    })
    .await;
    house.shutdown().await;
    for entry in walk(house.dir.path()) {
        let text = std::fs::read(&entry).expect("readable");
        assert!(!String::from_utf8_lossy(&text).contains(part), "{}", entry.display());
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        match entry.path() {
            path if path.is_dir() => files.extend(walk(&path)),
            path => files.push(path),
        }
    }
    files
}

#[tokio::test]
async fn what_a_session_says_when_it_fails_is_masked() {
    let house = House::new();
    house.keys.set("TOKEN", VALUE);
    let refused = Problem::new(ErrorCode::Unauthorized, format!("It refuses {VALUE}."))
        .details(serde_json::json!({ "rpc_data": { "token": VALUE } }));
    house.opener.next([Err(OpenError::Failed(refused))]);
    let (id, status) = house.run(remote("https://x.test", "${secret:TOKEN}")).await;
    let problem = status.last_error.expect("why");
    assert_eq!(problem.message, format!("It refuses {MASK}."));
    assert!(!format!("{problem:?}{:?}", house.recorded.transitions()).contains(VALUE));
    assert!(house.log(&id).contains(MASK) && !house.log(&id).contains(VALUE));
}

#[tokio::test]
async fn what_was_logged_before_a_value_was_known_is_masked_when_it_is_read() {
    let house = House::new();
    let (id, _) = house.up(script("early", &format!("echo {VALUE} >&2\n{GOOD}"))).await;
    until("it was logged", || house.log(&id).contains(VALUE)).await;
    house.keys.learn(VALUE);
    assert!(house.log(&id).contains(MASK) && !house.log(&id).contains(VALUE));
    house.shutdown().await;
    let again = House::in_dir(house.dir.clone());
    again.keys.learn(VALUE);
    again.supervisor.configure(script("early", GOOD));
    let log = again.log(&id);
    assert!(log.contains(MASK) && !log.contains(VALUE), "{log}");
}

#[tokio::test]
async fn looking_at_a_configuration_reads_no_key() {
    let house = House::new();
    let server = with_variable(script("typed", GOOD), "T", "${secret:TOKEN}");
    let found = house.supervisor.examine(server.transport.clone()).await;
    assert_eq!(found.problems, []);
    assert!(found.resolved.is_some());
    let open = with_argument(server, "${T}");
    let found = house.supervisor.examine(open.transport).await;
    let expected = Problem::key_exposed("args[2]", "TOKEN");
    assert_eq!(found.problems, [expected]);
    assert!(house.keys.asked().is_empty());
    let told = console_domain::key_references(&remote("https://x", "${secret:K}").transport);
    assert_eq!(told, [KeyReference { name: "K".into(), field: "headers.Authorization".into() }]);
}
