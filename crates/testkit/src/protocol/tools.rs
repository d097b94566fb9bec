//! What the tools do, whatever the transport.

use std::time::Duration;

use serde_json::{Value, json};

use super::ask;
use super::version::{Era, meta};
use super::wire::{RpcError, code};
use super::{FakeServer, Reply};

/// How a tool reaches the world while it runs; each transport has its own.
pub trait Exchange: Send + Sync {
    /// Sends a notification that belongs to this call (progress, log).
    fn notify(&self, method: &str, params: &Value);
    /// Tells everybody who listens.
    fn announce(&self, change: &Change);
    /// Sends a request to the client and waits for its answer; after `patience` it is taken back.
    fn ask(
        &self,
        method: &str,
        params: &Value,
        patience: Option<Duration>,
    ) -> Result<Value, Refusal>;
    /// Waits; true where the call was cancelled before the time was over.
    fn cancelled_within(&self, time: Duration) -> bool;
    /// Dies, as far as the transport lets it.
    fn crash(&self);
}

/// Something that listeners may want to hear of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The list of tools is another one.
    Tools,
    /// This resource has another content.
    Resource(String),
}

impl Change {
    /// The notification's method and parameters.
    pub fn notification(&self) -> (&'static str, Value) {
        match self {
            Self::Tools => ("notifications/tools/list_changed", json!({})),
            Self::Resource(uri) => ("notifications/resources/updated", json!({"uri": uri})),
        }
    }

    /// Whether a `subscriptions/listen` filter asks for it.
    pub fn wanted_by(&self, filter: &Value) -> bool {
        match self {
            Self::Tools => filter["toolsListChanged"] == json!(true),
            Self::Resource(uri) => filter["resourceSubscriptions"]
                .as_array()
                .is_some_and(|uris| uris.iter().any(|wanted| wanted == uri)),
        }
    }
}

/// Why a client's answer cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// The client answered with this error object.
    Error(Value),
    /// No answer came in time, or the call was cancelled.
    NoAnswer,
    /// No answer came while there was patience, and the client was told that none is wanted.
    TakenBack,
}

/// A result with one text.
pub(super) fn text(text: &str) -> Value {
    json!({"content": [{"type": "text", "text": text}]})
}

/// Runs `tools/call`.
pub(super) fn call(server: &FakeServer, params: &Value, exchange: &dyn Exchange) -> Reply {
    let name = params["name"].as_str().unwrap_or_default();
    let arguments = &params["arguments"];
    let argument = |key: &str| arguments[key].as_str().unwrap_or_default();
    let result = match name {
        "echo" => text(argument("text")),
        "add" => match (arguments["a"].as_f64(), arguments["b"].as_f64()) {
            (Some(a), Some(b)) => {
                let mut result = text(&(a + b).to_string());
                result["structuredContent"] = json!({"sum": a + b});
                result
            }
            _ => return refuse("a and b must be numbers"),
        },
        "slow" => return slow(arguments["ms"].as_u64().unwrap_or(0), params, exchange),
        "crash" => {
            exchange.crash();
            return Reply::Silence;
        }
        "env" => text(&std::env::var(argument("name")).unwrap_or_default()),
        "cwd" => text(&std::env::current_dir().unwrap_or_default().to_string_lossy()),
        "pid" => text(&std::process::id().to_string()),
        "ask_sampling" | "ask_elicitation" | "ask_roots" => {
            return ask::run(server.era(), name, params, exchange);
        }
        "log" => {
            let wanted =
                server.era() == Era::Legacy || params["_meta"][meta::LOG_LEVEL].is_string();
            if wanted {
                let message =
                    json!({"level": "warning", "logger": "fake", "data": argument("text")});
                exchange.notify("notifications/message", &message);
            }
            text("logged")
        }
        "change_tools" => {
            server.add_surprise();
            exchange.announce(&Change::Tools);
            text("changed")
        }
        "touch" => {
            let uri = arguments["uri"].as_str().unwrap_or("fake://readme");
            exchange.announce(&Change::Resource(uri.to_owned()));
            text("touched")
        }
        "leak" => return leak(argument("name"), params, exchange),
        "surprise" if server.has_surprise() => text("surprise!"),
        "big" => {
            let bytes = arguments["bytes"].as_u64().unwrap_or(0);
            text(&"x".repeat(usize::try_from(bytes).unwrap_or(usize::MAX)))
        }
        "fail" => {
            let mut result = text(arguments["text"].as_str().unwrap_or("it failed"));
            result["isError"] = json!(true);
            result
        }
        _ => return refuse(&format!("unknown tool '{name}'")),
    };
    Reply::Result(result)
}

fn refuse(message: &str) -> Reply {
    Reply::Error(RpcError::new(code::INVALID_PARAMS, message))
}

/// Says the variable `name` in each way that a tool has, and fails with it. It is not listed.
fn leak(name: &str, params: &Value, exchange: &dyn Exchange) -> Reply {
    let value = std::env::var(name).unwrap_or_default();
    let log = json!({"level": "error", "logger": "leak", "data": {"value": value}});
    exchange.notify("notifications/message", &log);
    if let Some(token) = params["_meta"].get("progressToken") {
        let progress = json!({"progressToken": token, "progress": 1, "message": value});
        exchange.notify("notifications/progress", &progress);
    }
    let error = RpcError::new(code::INVALID_PARAMS, format!("cannot log in with {value}"));
    Reply::Error(error.with_data(json!({"tried": [value]})))
}

/// Four steps, each announced where the caller gave a progress token; silent once cancelled.
fn slow(ms: u64, params: &Value, exchange: &dyn Exchange) -> Reply {
    const STEPS: u32 = 4;
    let token = params["_meta"].get("progressToken");
    let step_time = Duration::from_millis(ms) / STEPS;
    for step in 1..=STEPS {
        if exchange.cancelled_within(step_time) {
            return Reply::Silence;
        }
        if let Some(token) = token {
            let progress = json!({
                "progressToken": token, "progress": step, "total": STEPS,
                "message": format!("step {step} of {STEPS}"),
            });
            exchange.notify("notifications/progress", &progress);
        }
    }
    Reply::Result(text(&format!("slept {ms} ms")))
}
