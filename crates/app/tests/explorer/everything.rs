//! The protocol's own reference server: everything that it offers, as its own lists say it.

use std::collections::BTreeSet;

use console_app::view::{
    CallEvent, CatalogView, CompletionReference, CompletionRequest, QuestionAnswer, QuestionKind,
};
use console_domain::ErrorCode;
use serde_json::{Value, json};

use super::house::{House, accept, failure, message, prompt, resource, result, text, tool};

const SERVER: &str = "everything";

/// The tools that ask nothing: arguments that fit their schemas, and a part of what they answer.
fn plain_tools() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("echo", json!({"message": "hello"}), "Echo: hello"),
        (
            "get-annotated-message",
            json!({"messageType": "error", "includeImage": true}),
            "audience",
        ),
        ("get-env", json!({}), "PATH"),
        ("get-resource-links", json!({"count": 4}), "resource_link"),
        ("get-resource-reference", json!({"resourceType": "Blob", "resourceId": 7}), "blob/7"),
        ("get-structured-content", json!({"location": "Chicago"}), "structuredContent"),
        ("get-sum", json!({"a": 2, "b": 40}), "42"),
        ("get-tiny-image", json!({}), "image/png"),
        (
            "gzip-file-as-resource",
            json!({"name": "a.gz", "data": "data:text/plain,hello", "outputType": "resource"}),
            "blob",
        ),
        ("toggle-simulated-logging", json!({}), "Started simulated"),
        ("toggle-simulated-logging", json!({}), "Stopped simulated"),
        ("toggle-subscriber-updates", json!({}), "Started"),
        ("toggle-subscriber-updates", json!({}), "Stopped"),
    ]
}

/// The tools that have a test of their own below.
const ASKING_TOOLS: [&str; 6] = [
    "get-roots-list",
    "simulate-research-query",
    "trigger-elicitation-request",
    "trigger-long-running-operation",
    "trigger-sampling-request",
    "trigger-url-elicitation",
];

fn catalog(house: &House) -> CatalogView {
    house.console.catalog(SERVER).expect("it is up")
}

#[tokio::test]
async fn every_tool_is_called_as_its_schema_says() {
    let house = House::with_everything().await;
    let listed: BTreeSet<String> =
        catalog(&house).tools.into_iter().map(|tool| tool.name).collect();
    let covered = plain_tools().into_iter().map(|(name, ..)| name).chain(ASKING_TOOLS);
    let covered: BTreeSet<String> = covered.map(str::to_owned).collect();
    assert_eq!(
        listed, covered,
        "a tool of the server without a test, or one that is not announced"
    );
    for (name, arguments, part) in plain_tools() {
        let record = house.call(SERVER, tool(name, arguments)).await;
        let answer = result(&record).to_string();
        assert!(answer.contains(part), "{name}: {answer}");
    }
    let unfit = house.call(SERVER, tool("get-sum", json!({"a": "two"}))).await;
    assert!(format!("{:?}", unfit.outcome).contains("nvalid"), "{unfit:?}");
    house.leave().await;
}

#[tokio::test]
async fn every_resource_template_and_prompt_is_read() {
    let house = House::with_everything().await;
    let CatalogView { resources, templates, prompts, instructions, completes, .. } =
        catalog(&house);
    assert!(instructions.is_some_and(|text| !text.is_empty()) && completes);
    assert!(!resources.is_empty());
    for listed in resources {
        let record = house.call(SERVER, resource(&listed.uri)).await;
        let content = &result(&record)["contents"][0];
        assert_eq!(content["uri"], listed.uri);
        assert!(content["text"].as_str().is_some_and(|text| !text.is_empty()), "{content}");
    }
    assert_eq!(templates.len(), 2);
    for template in templates {
        assert_eq!(template.variables, ["resourceId"], "{template:?}");
        let uri = template.uri_template.replace("{resourceId}", "5");
        let record = house.call(SERVER, resource(&uri)).await;
        let content = &result(&record)["contents"][0];
        assert!(content["text"].is_string() || content["blob"].is_string(), "{content}");
    }
    let arguments = json!({
        "city": "Recife", "state": "PE", "department": "Sales", "name": "Eve",
        "resourceType": "Text", "resourceId": "3",
    });
    assert_eq!(prompts.len(), 4, "{prompts:?}");
    for listed in prompts {
        let wanted = listed
            .arguments
            .iter()
            .map(|argument| (argument.name.clone(), arguments[&argument.name].clone()));
        let record = house.call(SERVER, prompt(&listed.name, wanted.collect())).await;
        assert!(result(&record)["messages"][0]["content"].is_object(), "{record:?}");
    }
    let nowhere = house.call(SERVER, resource("demo://nowhere")).await;
    assert_eq!(failure(&nowhere).code, ErrorCode::ServerError);
    house.leave().await;
}

#[tokio::test]
async fn arguments_are_completed_in_the_light_of_the_others() {
    let house = House::with_everything().await;
    let complete = async |reference, argument: &str, value: &str, context: Value| {
        let request = CompletionRequest {
            server: SERVER.into(),
            reference,
            argument: argument.into(),
            value: value.into(),
            context,
        };
        house.console.complete(request).await.expect("values")
    };
    let team = || CompletionReference::Prompt { name: "completable-prompt".into() };
    assert_eq!(complete(team(), "department", "S", json!({})).await, ["Sales", "Support"]);
    let sales = json!({"department": "Sales"});
    assert_eq!(complete(team(), "name", "", sales).await, ["David", "Eve", "Frank"]);
    let uri_template = "demo://resource/dynamic/text/{resourceId}".to_owned();
    let template = CompletionReference::Template { uri_template };
    assert_eq!(complete(template, "resourceId", "12", json!({})).await, ["12"]);
    house.leave().await;
}

#[tokio::test]
async fn a_long_operation_reports() {
    let house = House::with_everything().await;
    let long = tool("trigger-long-running-operation", json!({"duration": 0.4, "steps": 4}));
    let mut call = house.begin(SERVER, long).await;
    let mut steps = Vec::new();
    while let Some(event) = call.next().await {
        if let CallEvent::Progress { progress, total, .. } = event {
            steps.push((progress, total));
        }
    }
    assert_eq!(steps, [1.0, 2.0, 3.0, 4.0].map(|step| (step, Some(4.0))));
    assert!(text(&call.ended().await).contains("completed"));

    let longer = tool("trigger-long-running-operation", json!({"duration": 600, "steps": 2}));
    let call = house.begin(SERVER, longer).await;
    house.console.cancel_call(&call.id).expect("under way");
    assert_eq!(failure(&call.ended().await).code, ErrorCode::Cancelled);
    house.leave().await;
}

#[tokio::test]
async fn sampling_is_answered_and_declined() {
    let house = House::with_everything().await;
    let asks = || tool("trigger-sampling-request", json!({"prompt": "2+2?", "maxTokens": 5}));
    let mut call = house.begin(SERVER, asks()).await;
    let question = call.answer(accept(message("four"))).await;
    assert_eq!(question.kind, QuestionKind::Sampling);
    assert_eq!(question.params["maxTokens"], 5);
    let asked = question.params["messages"][0]["content"]["text"].as_str().expect("a prompt");
    assert!(asked.contains("2+2?"), "{asked}");
    assert!(text(&call.ended().await).contains("four"));

    let mut call = house.begin(SERVER, asks()).await;
    call.answer(QuestionAnswer::Decline).await;
    assert!(text(&call.ended().await).contains("rejected"), "the server heard the refusal");
    house.leave().await;
}

#[tokio::test]
async fn elicitation_is_answered_declined_and_closed() {
    let house = House::with_everything().await;
    let asks = || tool("trigger-elicitation-request", json!({}));
    let mut call = house.begin(SERVER, asks()).await;
    let answer = json!({"name": "Ada", "check": true, "integer": 7});
    let question = call.answer(accept(answer)).await;
    assert_eq!(question.params["requestedSchema"]["required"], json!(["name"]));
    let told = result(&call.ended().await).to_string();
    assert!(told.contains("Name: Ada") && told.contains("Favorite Integer: 7"), "{told}");
    for (answer, part) in
        [(QuestionAnswer::Decline, "declined"), (QuestionAnswer::Cancel, "cancelled")]
    {
        let mut call = house.begin(SERVER, asks()).await;
        call.answer(answer).await;
        let record = call.ended().await;
        assert!(text(&record).contains(part), "{record:?}");
    }
    house.leave().await;
}

#[tokio::test]
async fn a_url_is_opened_by_request_and_by_error() {
    let house = House::with_everything().await;
    let asks = |by_error: bool| {
        let arguments = json!({"url": "https://example.test/go", "errorPath": by_error});
        tool("trigger-url-elicitation", arguments)
    };
    let mut call = house.begin(SERVER, asks(false)).await;
    let question = call.answer(accept(json!(null))).await;
    assert_eq!(question.params["mode"], "url");
    assert_eq!(question.params["url"], "https://example.test/go");
    assert!(text(&call.ended().await).contains("completed the URL"));
    let record = house.call(SERVER, asks(true)).await;
    let details = failure(&record).details.clone().expect("what the server said");
    assert_eq!(details["rpc_code"], -32_042);
    assert!(details["rpc_data"]["elicitations"][0]["url"].is_string(), "{details}");
    house.leave().await;
}

#[tokio::test]
async fn roots_are_named() {
    let house = House::with_everything().await;
    let mut call = house.begin(SERVER, tool("get-roots-list", json!({}))).await;
    let roots = json!([{"uri": "file:///home/ada/notes", "name": "notes"}]);
    let question = call.answer(accept(roots)).await;
    assert_eq!(question.kind, QuestionKind::Roots);
    let told = text(&call.ended().await);
    assert!(told.contains("notes") && told.contains("file:///home/ada/notes"), "{told}");
    house.leave().await;
}

#[tokio::test]
async fn a_tool_that_runs_as_a_task_is_followed_to_its_end() {
    let house = House::with_everything().await;
    let research = |ambiguous: bool| {
        tool("simulate-research-query", json!({"topic": "python", "ambiguous": ambiguous}))
    };
    let mut call = house.begin(SERVER, research(true)).await;
    let question = call.answer(accept(json!({"interpretation": "snake"}))).await;
    let field = &question.params["requestedSchema"]["properties"]["interpretation"];
    assert_eq!(field["oneOf"][1]["const"], "snake");
    let report = text(&call.ended().await);
    assert!(report.contains("python (snake)"), "{report}");

    let mut call = house.begin(SERVER, research(false)).await;
    // Which of its steps are seen depends on when it is asked.
    let steps = ["Analyzing content...", "Synthesizing findings...", "Generating report..."];
    loop {
        match call.next().await {
            Some(CallEvent::Progress { message: Some(step), .. }) => {
                assert!(steps.contains(&step.as_str()), "{step}");
                break;
            }
            Some(_) => {}
            None => panic!("no progress was told: {:?}", call.ended().await),
        }
    }
    house.console.cancel_call(&call.id).expect("under way");
    assert_eq!(failure(&call.ended().await).code, ErrorCode::Cancelled);
    house.leave().await;
}
