//! A vault that does what it is told, and what is known of its values.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use console_domain::{Problem, Redact, SecretSource, SecretValue, ServerId};

/// Keys in memory. What was given out is masked from then on.
#[derive(Default)]
pub(crate) struct Keyring(Mutex<State>);

#[derive(Default)]
struct State {
    values: HashMap<String, String>,
    failing: Option<Problem>,
    hangs: bool,
    asked: Vec<String>,
    known: Vec<String>,
}

/// What stands in place of a value.
pub(crate) const MASK: &str = "••••••";

impl Keyring {
    /// Sets or changes a key.
    pub(crate) fn set(&self, name: &str, value: &str) {
        self.0.lock().expect("no panic").values.insert(name.to_owned(), value.to_owned());
    }

    /// From now on every key fails like this; `None` makes it work again.
    pub(crate) fn fail_with(&self, problem: Option<Problem>) {
        self.0.lock().expect("no panic").failing = problem;
    }

    /// From now on no question is answered.
    pub(crate) fn hang(&self) {
        self.0.lock().expect("no panic").hangs = true;
    }

    /// Which keys were asked for so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.0.lock().expect("no panic").asked.clone()
    }

    /// Masks a value from now on that was given out by nobody.
    pub(crate) fn learn(&self, value: &str) {
        self.0.lock().expect("no panic").known.push(value.to_owned());
    }

    fn answer(&self, name: &str) -> Option<Result<SecretValue, Problem>> {
        let mut state = self.0.lock().expect("no panic");
        state.asked.push(name.to_owned());
        if state.hangs {
            return None;
        }
        if let Some(problem) = &state.failing {
            return Some(Err(problem.clone()));
        }
        let Some(value) = state.values.get(name).cloned() else {
            return Some(Err(Problem::key_missing(name)));
        };
        state.known.push(value.clone());
        Some(Ok(SecretValue::new(value)))
    }
}

#[async_trait]
impl SecretSource for Keyring {
    async fn secret(&self, name: &str, _server: &ServerId) -> Result<SecretValue, Problem> {
        match self.answer(name) {
            Some(answer) => answer,
            None => std::future::pending().await,
        }
    }
}

impl Redact for Keyring {
    fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let state = self.0.lock().expect("no panic");
        let mut text = Cow::Borrowed(text);
        for value in state.known.iter().filter(|value| !value.is_empty()) {
            if text.contains(value.as_str()) {
                text = Cow::Owned(text.replace(value.as_str(), MASK));
            }
        }
        text
    }
}
