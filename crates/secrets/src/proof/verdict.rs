//! What an answer means for the key.

use console_domain::limits::MAX_KEY_TEST_BYTES;
use console_domain::{KeyKind, KeyTestOutcome};
use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::LOCATION;

use super::answer::{Answer, Body, Question};
use super::reading::{Facts, Reading};
use super::recipe::Recipe;
use super::words::{Words, is_error};

/// The outcome of a test and what is said of it. Texts may still hold the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) outcome: KeyTestOutcome,
    pub(super) reason: Option<String>,
    pub(super) facts: Facts,
    pub(super) retry_after_s: Option<u32>,
}

impl Verdict {
    fn new(outcome: KeyTestOutcome, reason: impl Into<String>) -> Self {
        let reason = Some(reason.into());
        Self { outcome, reason, facts: Facts::default(), retry_after_s: None }
    }

    pub(super) fn unclear(reason: impl Into<String>) -> Self {
        Self::new(KeyTestOutcome::Unclear, reason)
    }

    pub(super) fn unreachable(reason: impl Into<String>) -> Self {
        Self::new(KeyTestOutcome::Unreachable, reason)
    }

    fn refused(reason: impl Into<String>) -> Self {
        Self::new(KeyTestOutcome::Refused, reason)
    }
}

/// What `answer` means.
pub(super) fn of(
    recipe: &Recipe,
    kind: KeyKind,
    question: &Question,
    answer: &Answer,
    now: Timestamp,
) -> Verdict {
    let host = question.host();
    let status = answer.status;
    let words = Words::of(answer);
    let said = || words.said.clone().unwrap_or_else(|| format!("{host} answered HTTP {status}."));
    let limited = || Verdict {
        retry_after_s: retry_after(answer, now),
        ..Verdict::new(KeyTestOutcome::RateLimited, said())
    };
    if status.is_redirection() {
        return Verdict::unclear(redirected(question, answer));
    }
    if status == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
        return Verdict::unreachable(
            "The proxy asks for a user and a password, or refuses those it was given. Check the network settings.",
        );
    }
    // GitHub's primary limit is a 403 after which nothing remains.
    let nothing_remains =
        status == StatusCode::FORBIDDEN && answer.header("x-ratelimit-remaining") == Some("0");
    if status == StatusCode::TOO_MANY_REQUESTS || nothing_remains {
        return limited();
    }
    match status.as_u16() {
        200..=299 => of_success(recipe, &host, answer, &words, limited),
        401 | 403 if words.speak_of_scopes() => Verdict {
            outcome: KeyTestOutcome::Works,
            ..Verdict::unclear(format!(
                "The key is good, but may not do what the test asks for: {}",
                said()
            ))
        },
        403 if answer.is_page() || words.speak_of_places() => Verdict::unclear(match &words.said {
            Some(said) => said.clone(),
            None => {
                format!("{host} answered HTTP {status} with a page, which says nothing of the key.")
            }
        }),
        403 if words.speak_of_limits() => limited(),
        401 | 403 => Verdict::refused(said()),
        // Google, Cloudflare and others say so of a wrong key.
        400 | 422 if words.speak_of_credentials() && !words.speak_of_places() => {
            Verdict::refused(said())
        }
        404 | 405 => {
            let example = recipe.base.filter(|_| kind != KeyKind::Http);
            let example =
                example.map(|base| format!(" It is {base} where it is the provider's own."));
            Verdict::unclear(format!(
                "{host} has nothing to be asked at {} (HTTP {status}). Check the base URL.{}",
                question.url().path(),
                example.unwrap_or_default()
            ))
        }
        500..=599 => {
            let says = words.said.map(|said| format!(" {said}")).unwrap_or_default();
            Verdict::unclear(format!("{host} has a problem of its own (HTTP {status}).{says}"))
        }
        _ => Verdict::unclear(said()),
    }
}

fn of_success(
    recipe: &Recipe,
    host: &str,
    answer: &Answer,
    words: &Words,
    limited: impl Fn() -> Verdict,
) -> Verdict {
    if matches!(answer.body, Body::TooLong) && !recipe.any_content {
        let most = MAX_KEY_TEST_BYTES / 1024;
        return Verdict::unclear(format!("{host} answered with more than {most} KB."));
    }
    if answer.is_page() && !recipe.any_content {
        return Verdict::unclear(format!(
            "{host} answered with a page for people. Does the network in between ask for a login, or is the base URL wrong?"
        ));
    }
    let reading = if is_error(answer.json()) { Reading::NotTheirs } else { (recipe.read)(answer) };
    match reading {
        Reading::Accepted(facts) => {
            Verdict { outcome: KeyTestOutcome::Works, reason: None, facts, retry_after_s: None }
        }
        Reading::Refused(why) => Verdict::refused(why),
        Reading::NotTheirs => match &words.said {
            Some(_) if words.speak_of_limits() => limited(),
            Some(said) if words.speak_of_credentials() => Verdict::refused(said),
            Some(said) => Verdict::unclear(said),
            None => Verdict::unclear(format!(
                "{host} answered with something else than was asked for. Check the base URL."
            )),
        },
    }
}

fn redirected(question: &Question, answer: &Answer) -> String {
    let to = answer.headers.get(LOCATION).and_then(|to| to.to_str().ok());
    let to = to.and_then(|to| question.url().join(to).ok());
    // Only the origin: what follows it may repeat what was sent.
    let to = to.map(|to| format!(" to {}", to.origin().ascii_serialization())).unwrap_or_default();
    format!(
        "{} redirects{to}, where the key is not sent. Does the network in between ask for a login, or is the base URL wrong?",
        question.host()
    )
}

/// When to ask again: seconds or a date (RFC 9110), GitHub's time of its next window, or Google's
/// detail.
fn retry_after(answer: &Answer, now: Timestamp) -> Option<u32> {
    let until = |time: Timestamp| u32::try_from(time.duration_since(now).as_secs().max(0)).ok();
    if let Some(after) = answer.header("retry-after") {
        let date = || jiff::fmt::rfc2822::parse(after).ok().map(|at| at.timestamp());
        return seconds(after).or_else(|| date().and_then(until));
    }
    let details = answer.json()["error"]["details"].as_array().into_iter().flatten();
    let mut delays = details.filter_map(|detail| detail["retryDelay"].as_str()?.strip_suffix('s'));
    if let Some(delay) = delays.next() {
        return seconds(delay);
    }
    let resets = answer.header("x-ratelimit-reset").and_then(|at| at.parse().ok());
    resets.and_then(|at| Timestamp::from_second(at).ok()).and_then(until)
}

/// Whole seconds of `2.5`, upwards.
fn seconds(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole: u32 = whole.parse().ok()?;
    let is_more = part.bytes().any(|digit| digit != b'0');
    Some(whole.saturating_add(u32::from(is_more)))
}
