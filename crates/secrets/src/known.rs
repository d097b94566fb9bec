//! The values that this console has read, so that they can be taken out of texts.
//!
//! Invariants: every occurrence of every known form of a value (see [`forms`]) is covered by the
//! mask, overlapping ones too; a text without one comes back as it is, without an allocation.
//!
//! A form that is cut in two — by a buffer's end, a line break that a program put in, a terminal's
//! colours — is not found: who redacts a stream gives whole lines.

mod forms;
mod matcher;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, RwLock};

use console_domain::limits::{MAX_KNOWN_SECRET_BYTES, MAX_KNOWN_SECRETS, MIN_REDACTED_BYTES};
use console_domain::{Redact, SecretValue};

use matcher::Matcher;

/// Every value that was read from a vault or typed in while this console runs: at most
/// [`MAX_KNOWN_SECRETS`] values of [`MAX_KNOWN_SECRET_BYTES`] together, the oldest go first.
#[derive(Default)]
pub struct KnownSecrets {
    known: RwLock<Known>,
}

#[derive(Default)]
struct Known {
    /// Oldest first.
    values: VecDeque<SecretValue>,
    /// Of all values.
    bytes: usize,
    /// Made of the values when a text is first redacted; absent where they changed since.
    matcher: Option<Arc<Matcher>>,
}

impl KnownSecrets {
    /// Knows nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on `value` is taken out of texts. Values shorter than [`MIN_REDACTED_BYTES`] are
    /// not: they are part of too many words.
    pub fn learn(&self, value: &SecretValue) {
        if value.expose().len() < MIN_REDACTED_BYTES {
            return;
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let seen = known.values.iter().position(|other| other.expose() == value.expose());
        if let Some(value) = seen.and_then(|index| known.values.remove(index)) {
            // It is young again; what is searched for stays the same.
            known.values.push_back(value);
            return;
        }
        known.bytes += value.expose().len();
        known.values.push_back(value.duplicate());
        known.matcher = None;
        known.forget_the_oldest();
    }

    fn matcher(&self) -> Option<Arc<Matcher>> {
        {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            if known.values.is_empty() {
                return None;
            }
            if let Some(matcher) = &known.matcher {
                return Some(Arc::clone(matcher));
            }
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let Known { values, matcher, .. } = &mut *known;
        let matcher = matcher
            .get_or_insert_with(|| Arc::new(Matcher::new(values.iter().flat_map(forms::of))));
        Some(Arc::clone(matcher))
    }
}

impl Known {
    fn forget_the_oldest(&mut self) {
        while self.values.len() > MAX_KNOWN_SECRETS || self.bytes > MAX_KNOWN_SECRET_BYTES {
            let Some(oldest) = self.values.pop_front() else { return };
            self.bytes -= oldest.expose().len();
            tracing::warn!(
                kept = self.values.len(),
                "more keys are in use than can be masked; the one that was read longest ago is no longer"
            );
        }
    }
}

impl Redact for KnownSecrets {
    fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.matcher() {
            Some(matcher) => matcher.redact(text),
            None => Cow::Borrowed(text),
        }
    }
}

#[cfg(test)]
mod tests;
