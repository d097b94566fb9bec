//! One host per data directory, one listener per port.

use std::net::TcpListener;
use std::time::Duration;

use console_testkit::{Finished, Mcpctl, TempHome, run};
use serde_json::{Value, json};

use crate::support::{Witness, assert_explained, call_text, ids, start_fake};

const DEADLINE: Duration = Duration::from_mins(1);

fn serve(mcpctl: &Mcpctl, port: u16) -> Finished {
    run(mcpctl.command(["--json", "serve", "--port", &port.to_string()]), "", DEADLINE)
}

#[test]
fn a_second_host_is_refused_and_told_where_the_first_one_is() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    let second = serve(&mcpctl, 0);
    assert_eq!(second.code, Some(1), "{second:#?}");
    assert_eq!(second.stdout, "", "it never was ready");
    let problem = second.error();
    assert_explained(&problem, "instance_running");
    assert_eq!(problem["details"]["base_url"], host.base_url(), "{problem:#}");
    assert_eq!(problem["details"]["pid"], host.pid(), "{problem:#}");
    let message = problem["message"].as_str().unwrap();
    assert!(message.contains(host.base_url()), "a person reads it, too: {message}");
    witness.is_undisturbed();
    assert!(home.data_dir().join("endpoint.json").exists(), "the first one's file stays");
    assert!(host.terminate().success());
}

#[test]
fn a_busy_port_is_named_and_nothing_is_left_behind() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let busy = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = busy.local_addr().unwrap().port();
    let refused = serve(&mcpctl, port);
    assert_eq!(refused.code, Some(1), "{refused:#?}");
    let problem = refused.error();
    assert_explained(&problem, "port_in_use");
    assert_eq!((&problem["field"], &problem["details"]["port"]), (&json!("port"), &json!(port)));
    assert!(!home.data_dir().join("endpoint.json").exists(), "nobody listens, so no file says so");
    let host = mcpctl.serve();
    assert!(host.terminate().success(), "the directory is free for the next one");
}

#[test]
fn two_consoles_on_two_directories_do_not_meet_not_even_on_one_port() {
    let (one, two) = (TempHome::new(), TempHome::new());
    let (first, second) = (Mcpctl::new(&one), Mcpctl::new(&two));
    let host = first.serve();
    let witness = Witness::start(&first);
    let port = host.base_url().rsplit_once(':').unwrap().1.parse().unwrap();
    assert_explained(&serve(&second, port).error(), "port_in_use");
    witness.is_undisturbed();

    let _other = second.serve();
    start_fake(&second, "mine", &[]);
    assert_eq!((ids(&first), ids(&second)), (vec!["witness".into()], vec!["mine".into()]));
    witness.is_undisturbed();
}

#[test]
fn a_killed_hosts_endpoint_is_not_taken_for_a_living_one() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    start_fake(&mcpctl, "kept", &[]);
    host.kill9();
    assert!(home.data_dir().join("endpoint.json").exists(), "a stale file, as after a crash");
    assert_explained(&mcpctl.error(["servers", "start", "kept"]), "no_instance");
    assert_eq!(ids(&mcpctl), ["kept"], "what needs no host works on the directory itself");
    let host = mcpctl.serve();
    assert_eq!(call_when_up(&mcpctl), "hello");
    assert!(host.terminate().success());
}

fn call_when_up(mcpctl: &Mcpctl) -> String {
    crate::support::await_state(mcpctl, "kept", "up");
    call_text(mcpctl, "kept", "echo", &json!({"text": "hello"}))
}

#[test]
fn without_a_host_live_commands_say_how_to_start_one() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    mcpctl.json(["servers", "add", "x", "--", "true"]);
    for command in [
        &["servers", "start", "x"][..],
        &["servers", "stop", "x"],
        &["servers", "restart", "x"],
        &["servers", "logs", "x", "-f"],
        &["tools", "list", "x"],
        &["call", "x", "echo"],
    ] {
        let problem = mcpctl.error(command);
        assert_explained(&problem, "no_instance");
        assert!(problem["hint"].as_str().unwrap().contains("mcpctl serve"), "{problem:#}");
    }
    assert_eq!(mcpctl.json(["servers", "show", "x"])["state"], Value::from("stopped"));
}
