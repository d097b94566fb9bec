//! One fake server: who it is, what it offers, and its answer to each method.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use super::tools::Exchange;
use super::version::{self, Era};
use super::wire::{self, RpcError, code};
use super::{catalog, tools};

/// The answer to a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// The `result`.
    Result(Value),
    /// The `error`.
    Error(RpcError),
    /// None at all: the call was cancelled, or its server died.
    Silence,
}

impl From<Result<Value, RpcError>> for Reply {
    fn from(outcome: Result<Value, RpcError>) -> Self {
        outcome.map_or_else(Self::Error, Self::Result)
    }
}

impl Reply {
    /// The message to send, if any.
    pub fn into_message(self, id: &Value) -> Option<Value> {
        match self {
            Self::Result(result) => Some(wire::result(id, &result)),
            Self::Error(error) => Some(wire::error(id, &error)),
            Self::Silence => None,
        }
    }
}

/// A server without a transport.
#[derive(Debug)]
pub struct FakeServer {
    era: Era,
    name: String,
    page_size: Option<usize>,
    more_tools: Vec<Value>,
    surprise: AtomicBool,
}

impl FakeServer {
    /// A well-behaved server that lists everything on one page.
    pub fn new(era: Era, name: impl Into<String>) -> Self {
        Self {
            era,
            name: name.into(),
            page_size: None,
            more_tools: Vec::new(),
            surprise: AtomicBool::new(false),
        }
    }

    /// Lists at most `entries` per page.
    #[must_use]
    pub fn with_page_size(mut self, entries: Option<usize>) -> Self {
        self.page_size = entries;
        self
    }

    /// Lists these, too, well-formed or not, ahead of the good ones.
    #[must_use]
    pub fn with_more_tools(mut self, definitions: Vec<Value>) -> Self {
        self.more_tools = definitions;
        self
    }

    /// Which protocol it speaks.
    pub fn era(&self) -> Era {
        self.era
    }

    /// Adds the tool `surprise` to the list.
    pub fn add_surprise(&self) {
        self.surprise.store(true, Ordering::SeqCst);
    }

    pub(super) fn has_surprise(&self) -> bool {
        self.surprise.load(Ordering::SeqCst)
    }

    /// Answers one request. May take as long as the tool it calls.
    pub fn answer(&self, method: &str, params: &Value, exchange: &dyn Exchange) -> Reply {
        if self.era == Era::Modern {
            if method == "initialize" {
                let requested = params["protocolVersion"].as_str().unwrap_or_default();
                return Reply::Error(version::unsupported(requested));
            }
            if let Err(error) = version::check_request_meta(params) {
                return Reply::Error(error);
            }
        }
        match self.dispatch(method, params, exchange) {
            Reply::Result(result) => Reply::Result(self.dress(method, result)),
            other => other,
        }
    }

    fn dispatch(&self, method: &str, params: &Value, exchange: &dyn Exchange) -> Reply {
        let page = |key, entries: &[Value]| {
            Reply::from(catalog::page(key, entries, self.page_size, params))
        };
        match (method, self.era) {
            ("initialize", _) => Reply::Result(version::initialize_result(&self.name, params)),
            ("server/discover", Era::Modern) => Reply::Result(version::discover_result()),
            (
                "ping" | "logging/setLevel" | "resources/subscribe" | "resources/unsubscribe",
                Era::Legacy,
            ) => Reply::Result(json!({})),
            ("tools/list", _) => page("tools", &self.tools()),
            ("tools/call", _) => tools::call(self, params, exchange),
            ("resources/list", _) => page("resources", &catalog::resources()),
            ("resources/templates/list", _) => {
                page("resourceTemplates", &catalog::resource_templates())
            }
            ("resources/read", _) => {
                let uri = params["uri"].as_str().unwrap_or_default();
                catalog::read(uri).map_or_else(|| self.no_such_resource(uri), Reply::Result)
            }
            ("prompts/list", _) => page("prompts", &catalog::prompts()),
            ("prompts/get", _) => {
                let name = params["name"].as_str().unwrap_or_default();
                catalog::prompt(name, &params["arguments"]).into()
            }
            ("completion/complete", _) => Reply::Result(catalog::complete(params)),
            _ => Reply::Error(RpcError::new(
                code::METHOD_NOT_FOUND,
                format!("unknown method '{method}'"),
            )),
        }
    }

    fn tools(&self) -> Vec<Value> {
        let mut all = self.more_tools.clone();
        all.extend(catalog::tools());
        if self.has_surprise() {
            all.push(catalog::surprise());
        }
        all
    }

    fn no_such_resource(&self, uri: &str) -> Reply {
        let code = match self.era {
            Era::Legacy => code::RESOURCE_NOT_FOUND,
            Era::Modern => code::INVALID_PARAMS,
        };
        Reply::Error(RpcError::new(code, "resource not found").with_data(json!({"uri": uri})))
    }

    /// What the modern era wants on every result, and the cache hints on those that have them.
    fn dress(&self, method: &str, mut result: Value) -> Value {
        if self.era == Era::Modern {
            if result.get("resultType").is_none() {
                result["resultType"] = json!("complete");
            }
            result["_meta"] = json!({version::meta::SERVER_INFO: version::server_info(&self.name)});
            let cacheable = method.ends_with("/list")
                || method == "resources/read"
                || method == "server/discover";
            if cacheable {
                result["ttlMs"] = json!(0);
                result["cacheScope"] = json!("private");
            }
        }
        result
    }
}
