//! Against the server side of rmcp, which knows nothing of our code: the same conversation in
//! both eras, over pipes and over Streamable HTTP.

use std::sync::Arc;

use async_trait::async_trait;
use console_domain::{
    CallError, Era, EraSetting, HttpFlavour, ServerRequest, ServerRequestHandler, Session,
    SessionEnd, SessionOpener, SessionRequest, StdioPipes,
};
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ElicitRequest,
    ElicitRequestParams, InputRequest, InputRequests, InputRequiredResult, ListToolsResult,
    PaginatedRequestParams, ProgressNotificationParam, ServerCapabilities, ServerConfig,
    SubscriptionFilter, Tool,
};
use rmcp::service::{RequestContext, SubscriptionContext};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;

use super::http_peer::open;
use super::peer::{CALL, DEADLINE, calling, failure, opener, raw, spec, value};

#[derive(Clone, Default)]
struct Library {
    /// Told when a slow call was cancelled.
    cancelled: Arc<Notify>,
}

fn schema() -> Arc<serde_json::Map<String, Value>> {
    let region = json!({"type": "string", "x-mcp-header": "Region"});
    let schema = json!({"type": "object", "properties": {"region": region}});
    Arc::new(schema.as_object().unwrap().clone())
}

fn text(text: impl Into<String>) -> CallToolResponse {
    CallToolResult::success(vec![ContentBlock::text(text)]).into()
}

fn form() -> ElicitRequestParams {
    let schema = json!({"type": "object", "properties": {"name": {"type": "string"}}});
    ElicitRequestParams::FormElicitationParams {
        meta: None,
        message: "Who are you?".into(),
        requested_schema: serde_json::from_value(schema).unwrap(),
    }
}

impl Library {
    async fn ask(
        &self,
        request: &CallToolRequestParams,
        context: &RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        if context.meta.protocol_version().is_none() {
            let answer = context.peer.create_elicitation(form()).await;
            let answer =
                answer.map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
            return Ok(text(answer.content.unwrap()["name"].to_string()));
        }
        let Some(responses) = &request.input_responses else {
            let question = InputRequest::Elicitation(ElicitRequest::new(form()));
            let questions = InputRequests::from([("who".to_owned(), question)]);
            return Ok(InputRequiredResult::new(Some(questions), Some("st.ate\n".into())).into());
        };
        assert_eq!(request.request_state.as_deref(), Some("st.ate\n"));
        Ok(text(responses["who"]["content"]["name"].to_string()))
    }
}

impl ServerHandler for Library {
    fn get_info(&self) -> ServerConfig {
        let capabilities =
            ServerCapabilities::builder().enable_tools().enable_tool_list_changed().build();
        ServerConfig::new(capabilities)
    }

    fn accepted_subscription_filter(
        &self,
        wanted: &SubscriptionFilter,
    ) -> Option<SubscriptionFilter> {
        Some(wanted.clone())
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        context.sink().notify_tool_list_changed().await.unwrap();
        context.cancelled().await;
        Ok(())
    }

    async fn list_tools(
        &self,
        page: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let second = page.and_then(|page| page.cursor).is_some();
        let names = if second { ["progress", "ask"] } else { ["echo", "slow"] };
        let tools = names.map(|name| Tool::new(name, "a tool", schema())).to_vec();
        let mut page = ListToolsResult::with_all_items(tools);
        page.next_cursor = (!second).then(|| "second".into());
        Ok(page)
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        let known = ["echo", "slow", "progress", "ask"].contains(&name);
        known.then(|| Tool::new(name.to_owned(), "a tool", schema()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        match request.name.as_ref() {
            "echo" => Ok(text(json!(request.arguments).to_string())),
            "progress" => {
                let token = context.meta.get_progress_token().expect("a token");
                let progress = ProgressNotificationParam::new(token, 1.0);
                context.peer.notify_progress(progress).await.unwrap();
                Ok(text("moved"))
            }
            "slow" => {
                context.ct.cancelled().await;
                self.cancelled.notify_one();
                Ok(text("too late"))
            }
            "ask" => self.ask(&request, &context).await,
            _ => Err(ErrorData::invalid_params("no such tool", None)),
        }
    }
}

async fn over_pipes(library: Library, era: EraSetting) -> Arc<dyn Session> {
    let (stdin, from_client) = tokio::io::duplex(4096);
    let (to_client, stdout) = tokio::io::duplex(4096);
    tokio::spawn(async move {
        let serving = library.serve((from_client, to_client)).await.expect("a handshake");
        serving.waiting().await
    });
    let (noise, _) = mpsc::channel(1);
    let pipes = StdioPipes { stdin: Box::new(stdin), stdout: Box::new(stdout), noise };
    opener().open_stdio(&spec(era, None), pipes).await.expect("opens")
}

async fn over_http(library: Library, era: EraSetting) -> Arc<dyn Session> {
    let service = StreamableHttpService::new(
        move || Ok(library.clone()),
        Arc::new(LocalSessionManager::default()),
        StreamableHttpServerConfig::default(),
    );
    let app = axum::Router::new().nest_service("/mcp", service);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/mcp", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    open(&url, era, None, HttpFlavour::Auto, &[]).await.expect("opens")
}

struct Ferris;

#[async_trait]
impl ServerRequestHandler for Ferris {
    async fn answer(&self, request: ServerRequest) -> Result<Box<RawValue>, CallError> {
        assert_eq!(request.method, "elicitation/create");
        Ok(raw(json!({"action": "accept", "content": {"name": "Ferris"}})))
    }
}

fn call(name: &str) -> SessionRequest {
    let params = json!({"name": name, "arguments": {"region": "eu west"}});
    SessionRequest::new("tools/call", "test", CALL).params(raw(params))
}

fn said(result: &Value) -> &str {
    result["content"][0]["text"].as_str().expect("a text")
}

/// Everything that both eras and both transports must do alike.
async fn converse(session: Arc<dyn Session>, library: &Library, era: Era) {
    assert_eq!(session.facts().era, era);
    let catalog = session.list(CALL).await.expect("listed");
    let names: Vec<_> = catalog.tools.iter().map(|tool| tool.name.as_str()).collect();
    assert_eq!(names, ["echo", "slow", "progress", "ask"]);
    assert!(catalog.quarantined.is_empty(), "{:?}", catalog.quarantined);
    session.health(CALL).await.expect("healthy");

    let echoes: Vec<_> = (0..20).map(|_| calling(&session, call("echo"))).collect();
    for echo in echoes {
        assert_eq!(said(&value(echo).await), r#"{"region":"eu west"}"#);
    }
    let refused = session.request(call("nonsense")).await.expect_err("refused");
    assert!(matches!(refused, CallError::Rpc { code: -32602, .. }), "{refused:?}");

    let (sender, mut progress) = mpsc::channel(4);
    let moving = SessionRequest { progress: Some(sender), ..call("progress") };
    assert_eq!(said(&value(calling(&session, moving)).await), "moved");
    assert!((progress.recv().await.expect("progress").progress - 1.0).abs() < f64::EPSILON);

    let asking = SessionRequest { answers: Some(Arc::new(Ferris)), ..call("ask") };
    assert_eq!(said(&value(calling(&session, asking)).await), r#""Ferris""#);

    let slow = call("slow");
    let cancel = slow.cancel.clone();
    let slow = calling(&session, slow);
    // Cancelled a little later, or the call would never reach the server.
    session.health(CALL).await.expect("healthy");
    cancel.cancel();
    failure(slow).await;
    let told = library.cancelled.notified();
    timeout(DEADLINE, told).await.expect("the server is told");

    session.close(DEADLINE).await;
    assert_eq!(session.ended().await, SessionEnd::Closed);
}

#[tokio::test]
async fn legacy_over_pipes() {
    let library = Library::default();
    converse(over_pipes(library.clone(), EraSetting::Legacy).await, &library, Era::Legacy).await;
}

#[tokio::test]
async fn modern_over_pipes() {
    let library = Library::default();
    converse(over_pipes(library.clone(), EraSetting::Auto).await, &library, Era::Modern).await;
}

#[tokio::test]
async fn legacy_over_http() {
    let library = Library::default();
    converse(over_http(library.clone(), EraSetting::Legacy).await, &library, Era::Legacy).await;
}

#[tokio::test]
async fn modern_over_http() {
    let library = Library::default();
    converse(over_http(library.clone(), EraSetting::Auto).await, &library, Era::Modern).await;
}
