//! Checking, adding and changing agree, whatever is typed; what is agreed to is remembered.

use console_domain::{EnvVar, ErrorCode, Header, Problem, ServerConfig, Timeouts};
use console_store::DataDir;
use proptest::prelude::*;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::draft::request_of;
use crate::masking::{MASK, masked};
use crate::view::{AddServer, BulkAction, BulkRequest, HostFace, ServerDetail, UpdateServer};
use crate::{Console, ConsoleOptions};

struct House {
    console: Console,
    _dir: TempDir,
}

async fn house() -> House {
    let dir = tempfile::tempdir().expect("a directory");
    let mut options = ConsoleOptions::new(DataDir::new(dir.path()), HostFace::Headless);
    options.manifest = None;
    let console = Console::open(options).await.expect("a fresh directory");
    House { console, _dir: dir }
}

fn stdio(name: &str, words: &[&str]) -> AddServer {
    let (command, args) = words.split_first().expect("a command");
    AddServer {
        name: name.into(),
        command: Some((*command).into()),
        args: args.iter().map(ToString::to_string).collect(),
        ..AddServer::default()
    }
}

/// What somebody may have typed, right and wrong.
fn requests() -> impl Strategy<Value = AddServer> {
    let name = "taken|Taken|new|other|other 2|[ -~é\n]{0,3}|x{60,70}";
    let word = "npx|-y|--token|••••••|--key=••••••|\\$\\{A\\}|\0|[ -~]{0,4}";
    let value = "x|••••••|\\$\\{A\\}|\\$\\{B\\}|\\$\\{GONE|a\nb|";
    let url = "https://x/|http://••••••@x/|ftp://x|https://|";
    let variable = ("A|B|TOKEN|1A||a b", value).prop_map(|(name, value)| EnvVar { name, value });
    let header = ("A|X-Key|a b|", value).prop_map(|(name, value)| Header { name, value });
    let places = (
        proptest::option::of(word),
        proptest::option::weighted(0.2, url),
        proptest::collection::vec(word, 0..4),
        proptest::collection::vec(variable, 0..4),
        proptest::collection::vec(header, 0..3),
        proptest::option::of("/nowhere|~/|relative| |"),
    );
    let settings = (
        proptest::collection::vec("a|b| a|x{30,34}||\t", 0..4),
        prop_oneof![4 => Just(60_000u32), 1 => Just(1)],
        prop_oneof![4 => Just(None), 1 => Just(Some(10_000u32)), 1 => Just(Some(1))],
    );
    (name, places, settings).prop_map(|(name, places, (tags, call_ms, idle_stop_ms))| {
        let (command, url, args, env, headers, cwd) = places;
        let timeouts = Timeouts { call_ms, ..Timeouts::default() };
        AddServer {
            name,
            command,
            args,
            env,
            cwd,
            url,
            headers,
            tags,
            timeouts,
            idle_stop_ms,
            ..AddServer::default()
        }
    })
}

fn first(problems: &[Problem]) -> Option<(ErrorCode, Option<&str>)> {
    problems.first().map(|problem| (problem.code, problem.field.as_deref()))
}

fn refused<T>(outcome: &Result<T, Problem>) -> Option<(ErrorCode, Option<&str>)> {
    outcome.as_ref().err().map(|problem| (problem.code, problem.field.as_deref()))
}

#[test]
fn what_has_no_problems_can_be_added_and_changed_and_nothing_else_can() {
    let runtime = Runtime::new().expect("a runtime");
    let house = runtime.block_on(house());
    let console = &house.console;
    for name in ["taken", "edited"] {
        runtime.block_on(console.add_server(stdio(name, &["x", "--token", "t"]))).expect("added");
    }
    let config = ProptestConfig::with_cases(200);
    proptest!(config, |(request in requests())| {
        runtime.block_on(async {
            let check = console.check_server(request.clone(), None).await.expect("checked");
            let added = console.add_server(request.clone()).await;
            prop_assert_eq!(first(&check.problems), refused(&added), "{:?}", check.problems);
            if let Ok(view) = added {
                prop_assert_eq!(check.id.as_ref(), Some(&view.id));
                prop_assert!(view.approved, "typing it in is consent");
                console.remove_server(view.id.as_str()).await.expect("removed");
            }

            let check = console.check_server(request.clone(), Some("edited")).await.expect("checked");
            let change = UpdateServer { id: "edited".into(), server: request };
            let changed = console.update_server(change).await;
            prop_assert_eq!(first(&check.problems), refused(&changed), "{:?}", check.problems);
            if let Ok(ServerDetail { view, .. }) = changed {
                prop_assert_eq!((view.id.as_str(), view.approved), ("edited", true));
            }
            Ok(())
        })?;
    });
}

#[test]
fn every_problem_is_told_at_once_with_its_field() {
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let House { console, _dir } = house().await;
        console.add_server(stdio("Time", &["x"])).await.expect("added");
        let mut request = stdio("time", &["npx", "-y", "a\0b", "--token", MASK]);
        request.env = vec![
            EnvVar { name: "1A".into(), value: String::new() },
            EnvVar { name: "B".into(), value: MASK.into() },
        ];
        request.tags = vec!["x".repeat(40)];
        request.idle_stop_ms = Some(5);
        let check = console.check_server(request, None).await.expect("checked");
        let mut fields: Vec<_> =
            check.problems.iter().filter_map(|problem| problem.field.as_deref()).collect();
        fields.sort_unstable();
        let expected = ["args[1]", "args[3]", "env.1A", "env.B", "idle_stop_ms", "name", "tags[0]"];
        assert_eq!(fields, expected);
        assert_eq!(check.warnings.len(), 1, "it fetches code");
        assert_eq!(check.exact[..2], ["npx", "-y"]);

        let check = console.check_server(AddServer::default(), None).await.expect("checked");
        assert_eq!((check.id, check.exact, check.consented), (None, vec![], false));
        let both = AddServer { url: Some("https://x".into()), ..stdio("b", &["x"]) };
        let check = console.check_server(both, None).await.expect("checked");
        assert_eq!(first(&check.problems), Some((ErrorCode::InvalidInput, Some("url"))));
        let nobody = console.check_server(stdio("x", &["x"]), Some("nobody")).await;
        assert_eq!(refused(&nobody), Some((ErrorCode::NotFound, None)));
    });
}

#[test]
fn what_would_prevent_a_start_here_is_a_caution() {
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let House { console, _dir } = house().await;
        let mut request = stdio("x", &["no-such-command-here", "${MCP_TEST_UNSET}"]);
        request.cwd = Some("/nowhere".into());
        let check = console.check_server(request.clone(), None).await.expect("checked");
        assert_eq!(check.problems, [], "it can be stored all the same");
        let cautions: Vec<_> =
            check.cautions.iter().filter_map(|caution| caution.field.as_deref()).collect();
        assert_eq!(cautions, ["cwd", "args[0]", "command"]);
        assert_eq!(check.resolved, None);
        console.add_server(request).await.expect("added");

        let check = console.check_server(stdio("y", &["sh"]), None).await.expect("checked");
        assert_eq!(check.cautions, []);
        let resolved = check.resolved.expect("it is found");
        assert!(resolved.ends_with("/sh"), "{resolved}");
    });
}

#[test]
fn what_is_sent_back_masked_keeps_what_was_stored() {
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let House { console, _dir } = house().await;
        let mut request = stdio("keys", &["server", "--token", "t0ken", "--api-key=k3y"]);
        request.env = vec![EnvVar { name: "MY_SECRET".into(), value: "s3cret".into() }];
        console.add_server(request).await.expect("added");
        let stored = console.find_server("keys").await.expect("there").config;

        let shown = console.show_server("keys").await.expect("there").config;
        assert!(!format!("{shown:?}").contains("s3cret"));
        let mut server = request_of(&shown);
        server.name = "Renamed".into();
        server.args.insert(0, "-v".into());
        let check = console.check_server(server.clone(), Some("keys")).await.expect("checked");
        let exact = ["server", "-v", "--token", MASK, "--api-key=••••••"];
        assert_eq!(
            (check.problems.as_slice(), check.exact.as_slice()),
            (&[][..], &exact.map(String::from)[..])
        );
        let change = UpdateServer { id: "keys".into(), server };
        let detail = console.update_server(change).await.expect("changed");
        assert_eq!((detail.view.id.as_str(), detail.view.name.as_str()), ("keys", "Renamed"));
        assert!(detail.view.approved, "changing it by hand is consent");

        let mut expected = ServerConfig { name: "Renamed".into(), ..stored };
        if let console_domain::Transport::Stdio { args, .. } = &mut expected.transport {
            args.insert(0, "-v".into());
        }
        let now = console.find_server("keys").await.expect("there").config;
        assert_eq!(now, expected);
        assert_eq!(detail.config, masked(now), "and it is shown masked again");
    });
}

#[test]
fn only_what_was_agreed_to_word_for_word_is_approved_again() {
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let House { console, _dir } = house().await;
        let import = |name: &str, entry: &str| format!("{{\"mcpServers\":{{\"{name}\":{entry}}}}}");
        let known = r#"{"command":"known","args":["a b"]}"#;
        let approved = async |name: &str, entry: &str| {
            let report = console.import_servers(&import(name, entry)).await.expect("an import");
            assert_eq!(report.skipped, []);
            report.added[0].approved
        };
        assert!(!approved("first", known).await, "nobody has seen it");
        console.approve_server("first").await.expect("approved");
        let zone = r#"{"command":"known","args":["a b"],"env":{"TZ":"UTC"}}"#;
        assert!(approved("second", zone).await, "under another name");
        console.remove_server("first").await.expect("removed");
        console.remove_server("second").await.expect("removed");
        assert!(approved("third", known).await, "after they have gone");
        assert!(!approved("words", r#"{"command":"known","args":["a","b"]}"#).await);
        let preload = r#"{"command":"known","args":["a b"],"env":{"LD_PRELOAD":"/evil.so"}}"#;
        assert!(!approved("preload", preload).await, "other code would run");
        let elsewhere = r#"{"command":"known","args":["a b"],"cwd":"/tmp"}"#;
        assert!(!approved("elsewhere", elsewhere).await);

        let check = console.check_server(stdio("x", &["known", "a b"]), None).await;
        assert!(check.expect("checked").consented);
        let check = console.check_server(stdio("x", &["known", "a"]), None).await;
        assert!(!check.expect("checked").consented);

        // A change of something else does not approve what was imported; one of the command does.
        let unseen = console.find_server("words").await.expect("there").config;
        let mut server = request_of(&unseen);
        server.tags = vec!["work".into()];
        let update = |server: AddServer| UpdateServer { id: "words".into(), server };
        let detail = console.update_server(update(server.clone())).await.expect("changed");
        assert!(!detail.view.approved);
        server.args.push("c".into());
        let detail = console.update_server(update(server)).await.expect("changed");
        assert!(detail.view.approved);
    });
}

#[test]
fn many_are_changed_and_those_that_cannot_be_are_named() {
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let House { console, _dir } = house().await;
        let names: Vec<String> = (0..40).map(|n| format!("s{n}")).collect();
        for name in &names {
            console.add_server(stdio(name, &["x"])).await.expect("added");
        }
        let mut full = stdio("full", &["x"]);
        full.tags = (0..20).map(|n| n.to_string()).collect();
        console.add_server(full).await.expect("added");
        let mut ids = names.clone();
        ids.extend(["full", "nobody", "../x", "s0"].map(str::to_owned));
        let bulk = async |action: BulkAction| {
            let request = BulkRequest { ids: ids.clone(), action };
            let report = console.change_servers(request).await.expect("a report");
            let done: Vec<String> = report.done.iter().map(ToString::to_string).collect();
            let failed: Vec<_> = report
                .failed
                .into_iter()
                .map(|failure| (failure.id, failure.problem.code))
                .collect();
            (done, failed)
        };
        let tag = || " work ".to_owned();
        let not_found = |id: &str| (id.to_owned(), ErrorCode::NotFound);
        let nobody = vec![not_found("nobody"), not_found("../x")];
        let all: Vec<String> = names.iter().cloned().chain(["full".to_owned()]).collect();

        let (done, failed) = bulk(BulkAction::AddTag { tag: tag() }).await;
        assert_eq!(done, names, "in the order of the request, each once");
        let mut expected = nobody.clone();
        expected.insert(0, ("full".into(), ErrorCode::InvalidInput));
        assert_eq!(failed, expected);
        let tags = async |id: &str| console.show_server(id).await.expect("there").view.tags;
        assert_eq!((tags("s0").await, tags("full").await.len()), (vec!["work".to_owned()], 20));
        assert_eq!(bulk(BulkAction::RemoveTag { tag: tag() }).await, (all.clone(), nobody.clone()));
        assert_eq!(tags("s0").await, [""; 0]);

        assert_eq!(bulk(BulkAction::Remove).await, (all.clone(), nobody.clone()));
        assert!(console.list_servers().await.expect("readable").is_empty());
        assert_eq!(bulk(BulkAction::Restore).await, (all, nobody));
        assert_eq!(console.list_servers().await.expect("readable").len(), 41);

        for tag in ["", "  ", "a\nb", &"x".repeat(33)] {
            let action = BulkAction::AddTag { tag: tag.to_owned() };
            let request = BulkRequest { ids: vec!["s0".into()], action };
            let refused = console.change_servers(request).await.expect_err("no such tag");
            assert_eq!(refused.field.as_deref(), Some("action.tag"));
        }
        let ids = vec![String::new(); 501];
        let request = BulkRequest { ids, action: BulkAction::Stop };
        let refused = console.change_servers(request).await.expect_err("too many");
        assert_eq!(refused.field.as_deref(), Some("ids"));
    });
}
