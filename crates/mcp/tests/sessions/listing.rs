//! Listing what a server offers.

use std::sync::Arc;

use console_domain::limits::{MAX_LIST_ITEMS, MAX_LIST_PAGES};
use console_domain::{Catalog, CatalogItem, Problem, Session};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::peer::{CALL, Peer, legacy};

fn listing(session: &Arc<dyn Session>) -> JoinHandle<Result<Catalog, Problem>> {
    let session = Arc::clone(session);
    tokio::spawn(async move { session.list(CALL).await })
}

async fn page(peer: &mut Peer, method: &str, page: Value) -> Value {
    let request = peer.expect(method).await;
    peer.answer(&request, page).await;
    request
}

fn names(items: &[CatalogItem]) -> Vec<&str> {
    items.iter().map(|item| item.name.as_str()).collect()
}

fn tool(name: &str) -> Value {
    json!({"name": name, "inputSchema": {"type": "object"}})
}

#[tokio::test]
async fn everything_announced_is_listed_page_by_page() {
    let (session, mut peer) = legacy(json!({"tools": {}, "resources": {}, "prompts": {}})).await;
    let catalog = listing(&session);
    let first =
        page(&mut peer, "tools/list", json!({"tools": [tool("a")], "nextCursor": "c"})).await;
    assert!(first.get("params").is_none(), "{first}");
    let second =
        page(&mut peer, "tools/list", json!({"tools": [tool("b")], "nextCursor": ""})).await;
    assert_eq!(second["params"]["cursor"], "c");
    page(&mut peer, "resources/list", json!({"resources": [{"uri": "x://r", "name": "r"}]})).await;
    let templates = json!({"resourceTemplates": [{"uriTemplate": "x://{t}", "name": "t"}]});
    page(&mut peer, "resources/templates/list", templates).await;
    page(&mut peer, "prompts/list", json!({"prompts": [{"name": "p"}], "nextCursor": null})).await;
    let catalog = catalog.await.unwrap().expect("listed");
    assert_eq!(names(&catalog.tools), ["a", "b"]);
    assert_eq!(names(&catalog.resources), ["x://r"]);
    assert_eq!(names(&catalog.resource_templates), ["x://{t}"]);
    assert_eq!(names(&catalog.prompts), ["p"]);
    assert!(catalog.quarantined.is_empty(), "{:?}", catalog.quarantined);
    assert_eq!(catalog.tools[0].raw.get(), tool("a").to_string());
}

#[tokio::test]
async fn a_malformed_entry_quarantines_itself() {
    let (session, mut peer) = legacy(json!({"tools": {}, "prompts": {}})).await;
    let catalog = listing(&session);
    let tools = json!([
        tool("good"),
        "not even an object",
        {"description": "has no name", "inputSchema": {}},
        {"name": 42, "inputSchema": {}},
        {"name": " ", "inputSchema": {}},
        {"name": "no_schema"},
        {"name": "bad_schema", "inputSchema": "text"},
        {"name": "good", "inputSchema": {}, "description": "an impostor"},
        tool("last"),
    ]);
    page(&mut peer, "tools/list", json!({"tools": tools})).await;
    page(&mut peer, "prompts/list", json!({"prompts": [{"name": "p", "arguments": {}}]})).await;
    let catalog = catalog.await.unwrap().expect("listed");
    assert_eq!(names(&catalog.tools), ["good", "last"]);
    assert!(!catalog.tools[0].raw.get().contains("impostor"), "the first one wins");
    let quarantined: Vec<_> =
        catalog.quarantined.iter().map(|item| (item.kind, item.name.as_deref())).collect();
    let tool = |name| ("tool", name);
    assert_eq!(
        quarantined,
        [
            tool(None),
            tool(None),
            tool(None),
            tool(None),
            tool(Some("no_schema")),
            tool(Some("bad_schema")),
            tool(Some("good")),
            ("prompt", Some("p")),
        ]
    );
    assert!(catalog.quarantined.iter().all(|item| !item.reason.is_empty()));
}

#[tokio::test]
async fn what_is_announced_by_habit_counts_as_empty() {
    let (session, mut peer) = legacy(json!({"tools": {}, "resources": {}})).await;
    let catalog = listing(&session);
    for method in ["tools/list", "resources/list"] {
        let request = peer.expect(method).await;
        peer.refuse(&request, -32601, "unknown").await;
    }
    let request = peer.expect("resources/templates/list").await;
    peer.refuse(&request, -32603, "no database").await;
    let catalog = catalog.await.unwrap().expect("listed");
    assert!(catalog.tools.is_empty() && catalog.resources.is_empty());
    assert_eq!(catalog.quarantined.len(), 1);
    assert!(catalog.quarantined[0].reason.contains("no database"));
}

#[tokio::test]
async fn endless_lists_end() {
    let (session, mut peer) = legacy(json!({"tools": {}})).await;
    let catalog = listing(&session);
    page(&mut peer, "tools/list", json!({"tools": [tool("a")], "nextCursor": "same"})).await;
    page(&mut peer, "tools/list", json!({"tools": [tool("b")], "nextCursor": "same"})).await;
    let catalog = catalog.await.unwrap().expect("listed");
    assert_eq!(names(&catalog.tools), ["a", "b"]);
    assert!(catalog.quarantined[0].reason.contains("circles"));

    let catalog = listing(&session);
    for n in 0..MAX_LIST_PAGES {
        let next = json!({"tools": [tool(&n.to_string())], "nextCursor": n.to_string()});
        page(&mut peer, "tools/list", next).await;
    }
    let catalog = catalog.await.unwrap().expect("listed");
    assert_eq!(catalog.tools.len(), MAX_LIST_PAGES);
    assert!(catalog.quarantined[0].reason.contains("pages"));

    let catalog = listing(&session);
    let many: Vec<_> = (0..MAX_LIST_ITEMS + 5).map(|n| tool(&n.to_string())).collect();
    page(&mut peer, "tools/list", json!({"tools": many})).await;
    let catalog = catalog.await.unwrap().expect("listed");
    assert_eq!(catalog.tools.len(), MAX_LIST_ITEMS);
    assert!(catalog.quarantined[0].reason.starts_with("5 more"));
}

#[tokio::test]
async fn a_page_that_is_none_is_noted() {
    let (session, mut peer) = legacy(json!({"tools": {}})).await;
    let catalog = listing(&session);
    page(&mut peer, "tools/list", json!({"tools": {"a": 1}})).await;
    let catalog = catalog.await.unwrap().expect("listed");
    assert!(catalog.quarantined[0].reason.contains("no list of tools"));
}
