//! A client of rmcp that writes down what it hears, and what both transports must do for it.
#![expect(deprecated, reason = "the fakes ask what older clients can still answer")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use console_testkit::wait_until_async;
use rmcp::ClientHandler;
use rmcp::model::{
    CallToolRequestParams, ClientConfig, CreateMessageRequestParams, CreateMessageResult,
    ElicitRequestParams, ElicitResult, ErrorData, ListRootsResult, LoggingMessageNotificationParam,
    ProgressNotificationParam, ProtocolVersion, ReadResourceRequestParams,
};
use rmcp::service::{
    ClientLifecycleMode, NotificationContext, RequestContext, RoleClient, RunningService,
    ServiceError,
};
use serde_json::{Value, json};

pub(crate) const DEADLINE: Duration = Duration::from_secs(20);

/// Answers every question and remembers every notification.
#[derive(Debug, Clone, Default)]
pub(crate) struct Client {
    heard: Arc<Mutex<Vec<String>>>,
}

pub(crate) type Session = RunningService<RoleClient, Client>;

impl Client {
    fn hear(&self, what: String) {
        self.heard.lock().unwrap().push(what);
    }

    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    pub(crate) async fn wait_to_hear(&self, what: &str) {
        wait_until_async(DEADLINE, what, async || self.heard().iter().any(|h| h == what)).await;
    }
}

fn from_json<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("rmcp takes what the protocol prescribes")
}

impl ClientHandler for Client {
    async fn create_message(
        &self,
        _params: CreateMessageRequestParams,
        _context: RequestContext<RoleClient>,
    ) -> Result<CreateMessageResult, ErrorData> {
        Ok(from_json(json!({
            "role": "assistant", "content": {"type": "text", "text": "Paris"}, "model": "none",
        })))
    }

    async fn create_elicitation(
        &self,
        _params: ElicitRequestParams,
        _context: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        Ok(from_json(json!({"action": "accept", "content": {"name": "Ada"}})))
    }

    async fn list_roots(
        &self,
        _context: RequestContext<RoleClient>,
    ) -> Result<ListRootsResult, ErrorData> {
        Ok(from_json(json!({"roots": [{"uri": "file:///home/ada"}]})))
    }

    async fn on_progress(
        &self,
        params: ProgressNotificationParam,
        _context: NotificationContext<RoleClient>,
    ) {
        self.hear(format!("progress {}", params.progress));
    }

    async fn on_logging_message(
        &self,
        params: LoggingMessageNotificationParam,
        _context: NotificationContext<RoleClient>,
    ) {
        self.hear(format!("log {}", params.data));
    }

    async fn on_tool_list_changed(&self, _context: NotificationContext<RoleClient>) {
        self.hear("tools changed".to_owned());
    }

    fn get_info(&self) -> ClientConfig {
        from_json(json!({
            "protocolVersion": "2025-11-25",
            "capabilities": {"roots": {}, "sampling": {}, "elicitation": {}},
            "clientInfo": {"name": "selftest", "version": "0"},
        }))
    }
}

pub(crate) fn modern() -> ClientLifecycleMode {
    ClientLifecycleMode::Discover { preferred_versions: vec![ProtocolVersion::V_2026_07_28] }
}

pub(crate) async fn call(
    session: &Session,
    tool: &'static str,
    arguments: Value,
) -> Result<Value, ServiceError> {
    let arguments = arguments.as_object().expect("arguments are an object").clone();
    let params = CallToolRequestParams::new(tool).with_arguments(arguments);
    let result = tokio::time::timeout(DEADLINE, session.call_tool(params));
    let result = result.await.expect("the call ends in time")?;
    Ok(serde_json::to_value(result).unwrap())
}

/// The text of a tool's result.
pub(crate) async fn text(session: &Session, tool: &'static str, arguments: Value) -> String {
    let result = call(session, tool, arguments).await.expect("the call succeeds");
    result["content"][0]["text"].as_str().expect("a text").to_owned()
}

/// Everything that both eras and both transports have in common.
pub(crate) async fn expect_everything_to_work(session: &Session) {
    let tools = session.list_all_tools().await.expect("tools are listed");
    assert_eq!(tools.len(), 15, "{tools:?}");
    assert_eq!(text(session, "echo", json!({"text": "hé"})).await, "hé");
    let sum = call(session, "add", json!({"a": 2, "b": 3})).await.unwrap();
    assert_eq!(sum["structuredContent"], json!({"sum": 5.0}));
    let error = call(session, "add", json!({"a": "two"})).await.unwrap_err();
    assert!(error.to_string().contains("numbers"), "{error}");
    assert_eq!(text(session, "big", json!({"bytes": 100_000})).await.len(), 100_000);

    assert!(text(session, "ask_sampling", json!({})).await.contains("Paris"));
    assert!(text(session, "ask_elicitation", json!({})).await.contains("Ada"));
    assert!(text(session, "ask_roots", json!({})).await.contains("/home/ada"));

    let resources = session.list_all_resources().await.expect("resources are listed");
    assert_eq!(resources.len(), 3);
    let templates = session.list_all_resource_templates().await.expect("templates are listed");
    assert_eq!(templates.len(), 2);
    let read = ReadResourceRequestParams::new("fake://readme");
    let content = session.read_resource(read).await.expect("a resource is read");
    assert!(serde_json::to_string(&content).unwrap().contains("read me"));
    let missing = ReadResourceRequestParams::new("fake://nothing");
    assert!(session.read_resource(missing).await.is_err(), "a missing resource is an error");

    let prompts = session.list_all_prompts().await.expect("prompts are listed");
    assert_eq!(prompts.len(), 2);
    let greet = from_json(json!({"name": "greet", "arguments": {"name": "Ada"}}));
    let prompt = session.get_prompt(greet).await.expect("a prompt is filled in");
    assert!(serde_json::to_string(&prompt).unwrap().contains("Say hello to Ada."));
    let names = session.complete_prompt_simple("greet", "name", "A").await.expect("a completion");
    assert_eq!(names, ["Ada", "Alan"]);

    text(session, "slow", json!({"ms": 40})).await;
    session.service().wait_to_hear("progress 4").await;
}
