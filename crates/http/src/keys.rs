//! Routes of keys, of the vault they live in, and of the network.
//!
//! Invariants: a value comes in and none goes out, not even in the words of an error; a change and
//! a test come to their end although the caller hangs up.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use console_app::Console;
use console_app::view::{
    AddKey, ChooseVault, KeyImportPreview, KeyImportReport, KeyImportRequest, KeyList, KeyRotated,
    KeySource, KeyView, RemoveKey, RotateKey, UnlockVault, UpdateKey, VaultView,
};
use console_domain::limits::MAX_KEY_REQUEST_BYTES;
use console_domain::{ErrorCode, KeyTarget, KeyTest, NetworkSettings, Problem, SecretValue};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::problem::HttpProblem;

type Answer<T> = Result<Json<T>, HttpProblem>;
type App = State<Arc<Console>>;
type Body = Result<Bytes, BytesRejection>;

pub(crate) fn routes() -> Router<Arc<Console>> {
    let keys = Router::new()
        .route("/", get(list).post(add))
        .route("/test", post(test_all))
        .route("/try", post(try_value))
        .route("/import/preview", post(preview_import))
        .route("/import", post(import))
        .route("/{name}", put(update).delete(remove))
        .route("/{name}/value", put(rotate))
        .route("/{name}/test", post(test));
    Router::new()
        .nest("/api/v1/keys", keys)
        .route("/api/v1/vault", get(vault).put(choose))
        .route("/api/v1/vault/unlock", post(unlock))
        .route("/api/v1/network", get(network).put(set_network))
        .layer(DefaultBodyLimit::max(MAX_KEY_REQUEST_BYTES))
}

#[derive(Deserialize)]
struct RemoveQuery {
    /// Also while servers refer to it.
    #[serde(default)]
    force: bool,
}

/// A key that was removed.
#[derive(Serialize)]
struct Removed {
    removed: String,
}

async fn list(State(console): App) -> Answer<KeyList> {
    Ok(Json(console.list_keys().await?))
}

async fn add(State(console): App, body: Body) -> Answer<KeyView> {
    let request: AddKey = read(body)?;
    to_its_end(async move { console.add_key(request).await }).await
}

async fn update(State(console): App, Path(name): Path<String>, body: Body) -> Answer<KeyView> {
    let target: KeyTarget = read(body)?;
    to_its_end(async move { console.update_key(UpdateKey { name, target }).await }).await
}

async fn rotate(State(console): App, Path(name): Path<String>, body: Body) -> Answer<KeyRotated> {
    let value = text(body)?;
    to_its_end(async move { console.rotate_key(RotateKey { name, value }).await }).await
}

async fn remove(
    State(console): App,
    Path(name): Path<String>,
    query: Result<Query<RemoveQuery>, QueryRejection>,
) -> Answer<Removed> {
    let RemoveQuery { force } = query?.0;
    to_its_end(async move {
        console.remove_key(RemoveKey { name: name.clone(), force }).await?;
        Ok(Removed { removed: name })
    })
    .await
}

async fn test(State(console): App, Path(name): Path<String>) -> Answer<KeyView> {
    to_its_end(async move { console.test_key(&name).await }).await
}

async fn test_all(State(console): App) -> Answer<KeyList> {
    to_its_end(async move { console.test_all_keys().await }).await
}

async fn try_value(State(console): App, body: Body) -> Answer<KeyTest> {
    let request: AddKey = read(body)?;
    to_its_end(async move { console.try_key(request).await }).await
}

async fn preview_import(State(console): App, body: Body) -> Answer<KeyImportPreview> {
    let source: KeySource = read(body)?;
    Ok(Json(console.preview_keys(&source).await?))
}

async fn import(State(console): App, body: Body) -> Answer<KeyImportReport> {
    let request: KeyImportRequest = read(body)?;
    to_its_end(async move { console.import_keys(request).await }).await
}

async fn vault(State(console): App) -> Json<VaultView> {
    Json(console.vault().await)
}

async fn unlock(State(console): App, body: Body) -> Answer<VaultView> {
    let request: UnlockVault = read(body)?;
    to_its_end(async move { console.unlock_vault(request).await }).await
}

async fn choose(State(console): App, body: Body) -> Answer<VaultView> {
    let request: ChooseVault = read(body)?;
    to_its_end(async move { console.choose_vault(request).await }).await
}

async fn network(State(console): App) -> Json<NetworkSettings> {
    Json(console.network_settings())
}

async fn set_network(State(console): App, body: Body) -> Answer<NetworkSettings> {
    Ok(Json(console.set_network_settings(read(body)?).await?))
}

/// Does something on a task of its own: where the caller hangs up, it would else stop half-way.
async fn to_its_end<T: Serialize + Send + 'static>(
    change: impl Future<Output = Result<T, Problem>> + Send + 'static,
) -> Answer<T> {
    let ended = tokio::spawn(change).await;
    let ended = ended.unwrap_or_else(|error| {
        tracing::error!(%error, "a change of keys broke off");
        Err(Problem::new(ErrorCode::Internal, "The change broke off.")
            .hint("The log console.log in the data directory has the details."))
    });
    Ok(Json(ended?))
}

/// The body as JSON. What is wrong with it is told by its place: serde's own words would repeat
/// what stands there, and that may be a secret.
fn read<T: DeserializeOwned>(body: Body) -> Result<T, HttpProblem> {
    let body = bounded(body)?;
    serde_json::from_slice(&body).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let message =
            format!("The request is not what belongs here, from line {line}, column {column} on.");
        let problem = Problem::invalid("body", message)
            .hint("It is JSON; the names and types of its fields are in the documentation.");
        HttpProblem(problem)
    })
}

/// The body as a value.
fn text(body: Body) -> Result<SecretValue, HttpProblem> {
    let text = String::from_utf8(bounded(body)?.into());
    text.map(SecretValue::new).map_err(|_| {
        let message = "The value is not text: it is not UTF-8.";
        HttpProblem(Problem::invalid("value", message).hint("Send it as UTF-8."))
    })
}

fn bounded(body: Body) -> Result<Bytes, HttpProblem> {
    body.map_err(|rejection| {
        let message = format!("The request cannot be read: {}.", rejection.body_text());
        if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            let message = format!("The request has more than {MAX_KEY_REQUEST_BYTES} bytes.");
            return HttpProblem(Problem::new(ErrorCode::MessageTooLarge, message).field("body"));
        }
        HttpProblem(Problem::invalid("body", message))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use tokio::sync::Notify;

    use super::*;

    #[tokio::test]
    async fn a_change_comes_to_its_end_although_the_caller_hangs_up() {
        let (begun, go_on, ended) = <(Arc<Notify>, Arc<Notify>, Arc<Notify>)>::default();
        let is_done = Arc::new(AtomicBool::new(false));
        let change = {
            let (begun, go_on, ended) = (begun.clone(), go_on.clone(), ended.clone());
            let is_done = Arc::clone(&is_done);
            async move {
                begun.notify_one();
                go_on.notified().await;
                is_done.store(true, Ordering::SeqCst);
                ended.notify_one();
                Ok(())
            }
        };
        tokio::select! {
            _ = to_its_end(change) => panic!("it waits"),
            () = begun.notified() => {}
        }
        assert!(!is_done.load(Ordering::SeqCst));
        go_on.notify_one();
        ended.notified().await;
        assert!(is_done.load(Ordering::SeqCst));
    }

    #[test]
    fn what_is_wrong_with_a_body_is_told_without_repeating_it() {
        for body in [
            r#"{"name": "A", "target": "canary"}"#,
            r#"{"name": "A", "value": ["canary"]}"#,
            r#"{"name": "A", "value": "canary", "target": {"kind": "canary"}}"#,
            "canary",
        ] {
            let read = read::<AddKey>(Ok(Bytes::from_static(body.as_bytes())));
            let HttpProblem(problem) = read.err().expect("it is refused");
            assert_eq!(problem.code, ErrorCode::InvalidInput);
            assert!(!format!("{problem:?}").contains("canary"), "{problem:?}");
        }
        let value = text(Ok(Bytes::from_static(b"canary\xff"))).err().expect("it is refused");
        assert_eq!(value.0.field.as_deref(), Some("value"));
        assert!(!format!("{value:?}").contains("canary"), "{value:?}");
    }
}
