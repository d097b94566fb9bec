//! Finds every occurrence of many texts in one pass.
//!
//! The automaton knows only how each text begins, so that its size does not depend on how long the
//! texts are; what begins like one is then compared as a whole.

use std::borrow::Cow;
use std::collections::HashMap;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use super::forms::Form;

/// What stands in a text in place of a value. It says nothing about its length.
pub(super) const MASK: &str = "••••••";
/// Bytes of a text that the automaton knows: few texts that are not the same share as many.
const BEGINNING: usize = 16;

pub(super) struct Matcher {
    /// Finds beginnings; absent where it cannot be made.
    beginnings: Option<AhoCorasick>,
    /// For each beginning, the texts that can stand where it was found, longest first.
    candidates: Vec<Vec<usize>>,
    forms: Vec<Form>,
}

impl Matcher {
    pub(super) fn new(forms: impl Iterator<Item = Form>) -> Self {
        let mut forms: Vec<Form> = forms.filter(|form| !form.is_empty()).collect();
        forms.sort_unstable_by(|one, other| one.as_str().cmp(other));
        forms.dedup();
        let mut by_beginning: HashMap<&[u8], Vec<usize>> = HashMap::new();
        for (index, form) in forms.iter().enumerate() {
            by_beginning.entry(beginning(form)).or_default().push(index);
        }
        let beginnings: Vec<&[u8]> = by_beginning.keys().copied().collect();
        let candidates = beginnings
            .iter()
            .map(|found| {
                // The longest beginning is found; a shorter text, all of which is the beginning of
                // that beginning, can be what stands there.
                let shorter = (1..found.len())
                    .filter_map(|length| by_beginning.get(&found[..length]))
                    .flatten();
                let mut all: Vec<usize> =
                    by_beginning.get(found).into_iter().flatten().chain(shorter).copied().collect();
                all.sort_unstable_by_key(|&index| std::cmp::Reverse(forms[index].len()));
                all
            })
            .collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&beginnings)
            .inspect_err(|error| {
                tracing::error!(%error, "keys cannot be searched for: texts are masked as a whole");
            });
        Self { beginnings: automaton.ok(), candidates, forms }
    }

    pub(super) fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Some(beginnings) = &self.beginnings else { return Cow::Borrowed(MASK) };
        let mut masked = String::new();
        let mut done = 0;
        // The last stretch found, which the next one may overlap.
        let mut open: Option<(usize, usize)> = None;
        let mut at = 0;
        while let Some(found) = beginnings.find(Input::new(text).span(at..text.len())) {
            let start = found.start();
            at = start + 1;
            let Some(length) = self.length_at(found.pattern().as_usize(), &text[start..]) else {
                continue;
            };
            let end = start + length;
            open = match open {
                Some((from, to)) if start < to => Some((from, to.max(end))),
                Some(ready) => {
                    mask(&mut masked, text, &mut done, ready);
                    Some((start, end))
                }
                None => Some((start, end)),
            };
        }
        let Some(last) = open else { return Cow::Borrowed(text) };
        mask(&mut masked, text, &mut done, last);
        masked.push_str(&text[done..]);
        Cow::Owned(masked)
    }

    /// How long the longest text is with which `rest` begins.
    fn length_at(&self, beginning: usize, rest: &str) -> Option<usize> {
        let candidates = self.candidates.get(beginning)?.iter();
        candidates
            .map(|&index| &self.forms[index])
            .find(|form| rest.starts_with(form.as_str()))
            .map(|form| form.len())
    }
}

fn beginning(form: &Form) -> &[u8] {
    let bytes = form.as_bytes();
    &bytes[..bytes.len().min(BEGINNING)]
}

fn mask(masked: &mut String, text: &str, done: &mut usize, (start, end): (usize, usize)) {
    masked.push_str(&text[*done..start]);
    masked.push_str(MASK);
    *done = end;
}
