//! `mcpctl servers …`.

mod import;

use std::time::Duration;

use console_app::view::{AddServer, ServerDetail, ServerView};
use console_app::{DataDir, Wait};
use console_domain::{EnvVar, ErrorCode, Header, LogLine, Problem, ServerState, Timeouts};
use futures::StreamExt;

use crate::args::{AddArgs, ServersCommand, StartArgs, Which};
use crate::backend::{Backend, server_path, wait_query};
use crate::output::{Output, duration, table};
use crate::remote::Remote;

/// How long a stop may take: a server's own patience applies several times over.
const STOP_PATIENCE: Duration = Duration::from_mins(2);

pub(crate) async fn run(
    dir: &DataDir,
    command: ServersCommand,
    output: &Output,
) -> Result<(), Problem> {
    match command {
        ServersCommand::Start(args) => start(&Backend::running(dir)?, args, "start", output).await,
        ServersCommand::Restart(args) => {
            start(&Backend::running(dir)?, args, "restart", output).await
        }
        ServersCommand::Stop { which } => stop(&Backend::running(dir)?, which, output).await,
        ServersCommand::Logs { id, follow: true, lines } => {
            follow(&Backend::running(dir)?, &id, lines, output).await
        }
        rest => {
            let backend = Backend::any(dir).await?;
            let done = inventory(&backend, rest, output).await;
            backend.close().await;
            done
        }
    }
}

async fn inventory(
    backend: &Backend,
    command: ServersCommand,
    output: &Output,
) -> Result<(), Problem> {
    match command {
        ServersCommand::List => {
            output.answer(&backend.list().await?, |servers| list(servers, output));
        }
        ServersCommand::Add(args) => {
            let added = backend.add(request(args)).await?;
            output.answer(&added, |s| {
                format!("Added {}. `mcpctl servers start {}` starts it.", s.name, s.id)
            });
        }
        ServersCommand::Import { file, dry_run } => {
            import::import(backend, &file, dry_run, output).await?;
        }
        ServersCommand::Approve { id } => {
            let server = backend.approve(&id).await?;
            output.answer(&server, |s| format!("Approved: {}", s.target));
        }
        ServersCommand::Show { id } => {
            output.answer(&backend.show(&id).await?, |detail| show(detail, output));
        }
        ServersCommand::Remove { id } => {
            output.answer(&backend.remove(&id).await?, |d| format!("Removed {}.", d.view.name));
        }
        ServersCommand::Logs { id, lines, .. } => {
            let tail = backend.logs(&id, lines).await?;
            output.answer(&tail, |tail| {
                tail.lines.iter().map(log_line).collect::<Vec<_>>().join("\n")
            });
        }
        // These need a running host and were taken by `run`.
        ServersCommand::Start(_) | ServersCommand::Stop { .. } | ServersCommand::Restart(_) => {}
    }
    Ok(())
}

fn request(args: AddArgs) -> AddServer {
    let AddArgs { name, env, cwd, url, header, autostart, restart, .. } = args;
    let timeouts = Timeouts {
        start_ms: args.start_timeout * 1_000,
        call_ms: args.call_timeout * 1_000,
        ..Timeouts::default()
    };
    let mut words = args.command.into_iter();
    AddServer {
        name,
        command: words.next(),
        args: words.collect(),
        env: env.into_iter().map(|(name, value)| EnvVar { name, value }).collect(),
        cwd,
        url,
        headers: header.into_iter().map(|(name, value)| Header { name, value }).collect(),
        autostart,
        restart: restart.into(),
        timeouts,
        ..AddServer::default()
    }
}

async fn start(host: &Remote, args: StartArgs, verb: &str, output: &Output) -> Result<(), Problem> {
    let time = Duration::from_secs(args.timeout);
    let (wait, extra) =
        if args.no_wait { (Wait::No, Duration::ZERO) } else { (Wait::Until(time), time) };
    if args.which.all {
        return start_all(host, verb, wait, extra, output).await;
    }
    let id = args.which.id.unwrap_or_default();
    let path = server_path(&id, &format!("/{verb}{}", wait_query(wait)));
    let server: ServerView = host.post(&path, extra).await?;
    output.answer(&server, |server| one_line(server, output));
    Ok(())
}

async fn start_all(
    host: &Remote,
    verb: &str,
    wait: Wait,
    extra: Duration,
    output: &Output,
) -> Result<(), Problem> {
    let servers: Vec<ServerView> = host.get("/servers").await?;
    let starts = servers.iter().filter(|server| server.approved).map(async |server| {
        let path = server_path(server.id.as_str(), &format!("/{verb}{}", wait_query(wait)));
        let started = host.post::<ServerView>(&path, extra).await;
        started.map_err(|problem| (server.id.clone(), problem))
    });
    let outcomes = futures::future::join_all(starts).await;
    let now: Vec<ServerView> = host.get("/servers").await?;
    output.answer(&now, |servers| list(servers, output));
    let failures: Vec<_> = outcomes.into_iter().filter_map(Result::err).collect();
    match failures.len() {
        0 => Ok(()),
        count => {
            let names: Vec<_> = failures.iter().map(|(id, _)| id.to_string()).collect();
            let message = format!("{count} servers did not start: {}.", names.join(", "));
            Err(Problem::new(ErrorCode::ServerError, message)
                .hint("`mcpctl servers show ID` says why."))
        }
    }
}

async fn stop(host: &Remote, which: Which, output: &Output) -> Result<(), Problem> {
    let wait = wait_query(Wait::Until(STOP_PATIENCE));
    if which.all {
        let stopped: usize = host.post(&format!("/servers/stop-all{wait}"), STOP_PATIENCE).await?;
        output.answer(&stopped, |n| format!("Stopped {n} servers."));
        return Ok(());
    }
    let id = which.id.unwrap_or_default();
    let server: ServerView =
        host.post(&server_path(&id, &format!("/stop{wait}")), STOP_PATIENCE).await?;
    output.answer(&server, |server| one_line(server, output));
    Ok(())
}

async fn follow(host: &Remote, id: &str, lines: usize, output: &Output) -> Result<(), Problem> {
    // Subscribed first, so that no line falls between the tail and the stream.
    let response = host.stream(&server_path(id, "/logs/follow")).await?;
    let tail: console_app::view::LogTail =
        host.get(&server_path(id, &format!("/logs?lines={lines}"))).await?;
    let mut next = 0;
    for line in &tail.lines {
        next = line.seq + 1;
        if !output.stream(line, log_line) {
            return Ok(());
        }
    }
    let mut chunks = response.bytes_stream();
    let mut buffer = Vec::new();
    while let Some(Ok(chunk)) = chunks.next().await {
        buffer.extend_from_slice(&chunk);
        while let Some(end) = buffer.iter().position(|byte| *byte == b'\n') {
            let json: Vec<u8> = buffer.drain(..=end).collect();
            let Ok(line) = serde_json::from_slice::<LogLine>(&json) else { continue };
            if line.seq >= next && !output.stream(&line, log_line) {
                return Ok(());
            }
        }
    }
    output.remark("The console has ended.");
    Ok(())
}

fn list(servers: &[ServerView], output: &Output) -> String {
    if servers.is_empty() {
        return "No servers yet. Add one:\n  mcpctl servers add everything -- npx -y @modelcontextprotocol/server-everything".into();
    }
    let rows: Vec<_> = servers
        .iter()
        .map(|server| {
            let note = match &server.last_error {
                Some(problem) if server.state != ServerState::Up => problem.message.clone(),
                _ if !server.approved => "needs approval".into(),
                _ => server.target.clone(),
            };
            vec![
                server.id.to_string(),
                output.state(server.state.as_str()),
                server.pid.map_or_else(|| "–".into(), |pid| pid.to_string()),
                server.uptime_ms.map_or_else(|| "–".into(), duration),
                server.restarts.to_string(),
                server.counts.tools.to_string(),
                note,
            ]
        })
        .collect();
    table(&["ID", "STATE", "PID", "UPTIME", "RESTARTS", "TOOLS", ""], &rows)
}

fn one_line(server: &ServerView, output: &Output) -> String {
    let tools = server.counts.tools;
    let tools = if server.state.is_live() { format!(", {tools} tools") } else { String::new() };
    format!("{} is {}{tools}.", server.id, output.state(server.state.as_str()))
}

fn show(detail: &ServerDetail, output: &Output) -> String {
    let server = &detail.view;
    let mut rows = vec![
        ("id", server.id.to_string()),
        ("state", output.state(server.state.as_str())),
        ("target", server.target.clone()),
        ("approved", if server.approved { "yes" } else { "no" }.into()),
        ("restarts", server.restarts.to_string()),
    ];
    if let Some(ms) = server.uptime_ms {
        rows.push(("uptime", duration(ms)));
    }
    if let Some(pid) = server.pid {
        rows.push(("pid", pid.to_string()));
    }
    if let (Some(info), Some(version)) = (&server.server_info, &server.protocol_version) {
        rows.push(("server", format!("{} {}", info.name, info.version)));
        rows.push(("protocol", version.clone()));
    }
    if server.state.is_live() {
        let counts = &server.counts;
        rows.push((
            "offers",
            format!(
                "{} tools, {} resources, {} templates, {} prompts",
                counts.tools, counts.resources, counts.resource_templates, counts.prompts
            ),
        ));
    }
    if let Some(problem) = &server.last_error {
        rows.push(("error", format!("{} ({})", problem.message, problem.code.as_str())));
        if let Some(hint) = &problem.hint {
            rows.push(("hint", hint.clone()));
        }
        rows.extend(problem.stderr_tail.iter().map(|line| ("stderr", line.clone())));
    }
    let lines: Vec<String> =
        rows.iter().map(|(name, value)| format!("{name:<10}{value}\n")).collect();
    lines.concat()
}

fn log_line(line: &LogLine) -> String {
    let at = line.at.strftime("%H:%M:%S.%3f");
    format!("{at} {:<8} {}", stream_name(line), line.text)
}

fn stream_name(line: &LogLine) -> &'static str {
    use console_domain::LogStream as L;
    match line.stream {
        L::Stderr => "stderr",
        L::Stdout => "stdout",
        L::Console => "console",
        L::Protocol => "protocol",
    }
}
