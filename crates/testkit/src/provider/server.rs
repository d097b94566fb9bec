//! One server for all providers, and how it misbehaves when it is told to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use futures::stream;
use serde_json::Value;

use super::answer::Answer;
use super::service::{Carried, Facts, Service};
use crate::http::Seen;
use crate::network::Listening;

/// Bytes of an answer that is far too long.
const HUGE: usize = 10 * 1024 * 1024;

/// How requests are answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Behaviour {
    /// As the provider does.
    #[default]
    Real,
    /// As the provider does when it was asked too often.
    Limited,
    /// With what the provider says to a wrong key, and the status 200.
    ErrorIn200,
    /// With a redirect to this address.
    Redirect(String),
    /// Never.
    Hang,
    /// With 10 MB.
    Huge,
    /// With the beginning of an answer.
    CutOff,
    /// With this, whoever asks.
    Says(Answer),
}

/// Every provider on a free port of 127.0.0.1. Dropping it stops it.
#[derive(Debug)]
pub struct Provider {
    listening: Listening,
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    behaviour: Mutex<Behaviour>,
    seen: Mutex<Vec<Seen>>,
}

impl Provider {
    /// Starts it.
    #[track_caller]
    pub fn start() -> Self {
        let state = Arc::<State>::default();
        let own = Arc::clone(&state);
        let listening = Listening::with(async move |listener| {
            let router = Router::new().fallback(receive).with_state(own);
            axum::serve(listener, router).await.expect("a server serves");
        });
        Self { listening, state }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.listening.address()
    }

    /// What stands in place of a provider's own base URL; for [`Service::Endpoint`] the whole URL.
    pub fn base_url(&self, service: Service) -> String {
        format!("http://{}{}", self.address(), Self::base_path(service))
    }

    /// The path of [`Self::base_url`].
    pub fn base_path(service: Service) -> String {
        let Facts { name, base, .. } = service.facts();
        format!("/{name}{base}")
    }

    /// Answers like this from now on.
    pub fn behave(&self, behaviour: Behaviour) {
        *self.state.behaviour.lock().unwrap() = behaviour;
    }

    /// Every request so far, oldest first.
    pub fn seen(&self) -> Vec<Seen> {
        self.state.seen.lock().unwrap().clone()
    }

    /// Forgets the requests so far.
    pub fn forget(&self) {
        self.state.seen.lock().unwrap().clear();
    }
}

async fn receive(Shared(state): Shared<Arc<State>>, request: Request) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let headers = request.headers();
    let named = headers.iter().map(|(name, value)| {
        (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let seen = Seen {
        method: request.method().to_string(),
        path: path.clone(),
        headers: named.collect(),
        body: Value::Null,
    };
    state.seen.lock().unwrap().push(seen);
    let Some(facts) = facts_for(&path) else {
        return Answer::json(404, r#"{"message":"Not Found"}"#).into_response();
    };
    let behaviour = state.behaviour.lock().unwrap().clone();
    let answer = match behaviour {
        Behaviour::Real => real(facts, headers),
        Behaviour::Limited => (facts.limited)(),
        Behaviour::ErrorIn200 => Answer { status: 200, ..(facts.bad)("") },
        Behaviour::Redirect(to) => Answer::page(307).with("location", &to),
        Behaviour::Hang => std::future::pending().await,
        Behaviour::Huge => Answer::json(200, " ".repeat(HUGE)),
        Behaviour::CutOff => return cut_off(),
        Behaviour::Says(answer) => answer,
    };
    answer.into_response()
}

/// The provider that is asked, where it is asked for what it has.
fn facts_for(path: &str) -> Option<&'static Facts> {
    Service::ALL.iter().map(|service| service.facts()).find(|facts| {
        let below = path.strip_prefix('/').and_then(|path| path.strip_prefix(facts.name));
        below.and_then(|path| path.strip_prefix(facts.base)) == Some(facts.path)
    })
}

fn real(facts: &Facts, headers: &HeaderMap) -> Answer {
    if let Some(demand) = &facts.demands
        && !headers.contains_key(demand.header)
    {
        return (demand.otherwise)();
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let bearer = text("authorization").and_then(|value| value.strip_prefix("Bearer "));
    let given = match facts.carried {
        Carried::Bearer => bearer,
        Carried::Header(name) => text(name),
        Carried::BearerOr(name) => bearer.or_else(|| text(name)),
    };
    let accepted = Service::ALL
        .iter()
        .any(|service| service.facts().name == facts.name && given == Some(service.key().as_str()));
    if accepted { (facts.good)() } else { (facts.bad)(given.unwrap_or_default()) }
}

fn cut_off() -> Response {
    let parts = stream::unfold(0, async |part| match part {
        0 => Some((Ok("{\"data\":[".to_owned()), 1)),
        1 => {
            // What came before is sent as soon as there is nothing more to send at once.
            tokio::task::yield_now().await;
            Some((Err(std::io::Error::other("the provider fell over")), 2))
        }
        _ => None,
    });
    let mut response = Response::new(Body::from_stream(parts));
    let json = axum::http::HeaderValue::from_static("application/json");
    response.headers_mut().insert("content-type", json);
    response
}
