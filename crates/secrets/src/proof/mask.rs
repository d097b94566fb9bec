//! What providers say, without what they repeat of the key.
//!
//! Besides the key in every form that is known of it, its parts are taken out: providers name a
//! wrong key by its beginning and end (`sk-proj-****abcd`), and a short key is half known by that.

use console_domain::{Redact, SecretValue};

use crate::KnownSecrets;

const MASK: &str = "••••••";
/// Characters of a text that are looked at; providers say less.
const MAX_READ_CHARS: usize = 2_000;
/// Characters of a reason that are kept.
const MAX_SENTENCE_CHARS: usize = 300;
/// Characters of an account, a permission, a date that are kept.
const MAX_NAME_CHARS: usize = 100;
/// Permissions that are kept.
const MAX_NAMES: usize = 50;
/// As many characters of the key in a row are never left in a text.
const RUN: usize = 8;
/// A word that is the end of the key, of this length at least, is taken out.
const MIN_END: usize = 4;

/// Takes one key out of texts.
pub(super) struct Mask<'k> {
    key: &'k str,
    known: KnownSecrets,
}

impl<'k> Mask<'k> {
    pub(super) fn of(key: &'k SecretValue) -> Self {
        let known = KnownSecrets::new();
        known.learn(key);
        Self { key: key.expose(), known }
    }

    /// A sentence for people; `None` where nothing is left.
    pub(super) fn sentence(&self, text: &str) -> Option<String> {
        self.clean(text, MAX_SENTENCE_CHARS)
    }

    /// A name.
    pub(super) fn name(&self, text: &str) -> Option<String> {
        self.clean(text, MAX_NAME_CHARS)
    }

    /// Names; the first [`MAX_NAMES`].
    pub(super) fn names(&self, texts: &[String]) -> Vec<String> {
        texts.iter().filter_map(|text| self.name(text)).take(MAX_NAMES).collect()
    }

    fn clean(&self, text: &str, most: usize) -> Option<String> {
        let read: String = text.chars().take(MAX_READ_CHARS).collect();
        let read = self.known.redact(&read).into_owned();
        let read = if self.key.is_empty() { read } else { read.replace(self.key, MASK) };
        let read = self.without_runs(&read);
        // Breaks and other control characters end a word here.
        let words = read.split(|c: char| c.is_whitespace() || c.is_control());
        let words = words.filter(|word| !word.is_empty()).map(|word| self.word(word));
        let clean = words.collect::<Vec<_>>().join(" ");
        let is_cut = clean.chars().count() > most;
        let mut kept: String = clean.chars().take(most).collect();
        if is_cut {
            kept.push('…');
        }
        (!kept.is_empty()).then_some(kept)
    }

    /// `text` without runs of [`RUN`] characters that are in the key, too.
    fn without_runs(&self, text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let mut hidden = vec![false; chars.len()];
        for (start, run) in chars.windows(RUN).enumerate() {
            if self.key.contains(&run.iter().collect::<String>()) {
                hidden[start..start + RUN].fill(true);
            }
        }
        let mut shown = String::with_capacity(text.len());
        let mut before = false;
        for (c, hide) in chars.into_iter().zip(hidden) {
            if !hide {
                shown.push(c);
            } else if !before {
                shown.push_str(MASK);
            }
            before = hide;
        }
        shown
    }

    /// A word, or the mask in place of one that shows a part of the key.
    fn word(&self, word: &str) -> String {
        let bare = word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '*');
        let is_end = bare.chars().count() >= MIN_END && self.key.ends_with(bare);
        let has_stars = bare.contains("**");
        let around = bare.split_once("...").or_else(|| bare.split_once('…'));
        let has_ends = around.is_some_and(|(start, end)| {
            let begins = !start.is_empty() && self.key.starts_with(start);
            begins || (!end.is_empty() && self.key.ends_with(end))
        });
        if is_end || has_stars || has_ends { word.replacen(bare, MASK, 1) } else { word.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_the_key_nor_a_part_of_it_is_left() {
        let key = SecretValue::new("sk-proj-Abcd1234efgh5678WXYZ".into()); // not a secret
        let mask = Mask::of(&key);
        for (said, kept) in [
            ("All is well.", "All is well."),
            ("Wrong key: sk-proj-Abcd1234efgh5678WXYZ.", "Wrong key: ••••••."), // not a secret
            ("Wrong key: sk-proj-********************WXYZ.", "Wrong key: ••••••."),
            ("Your api key: ****WXYZ is invalid", "Your api key: •••••• is invalid"),
            ("provided: Ab***YZ. Get one", "provided: ••••••. Get one"),
            ("the key sk-proj-Ab...XYZ", "the key ••••••"),
            ("ends with (WXYZ)", "ends with (••••••)"),
            ("a part, 1234efgh56, is here", "a part, ••••••, is here"),
            ("line\none\u{1b}[31m\ttwo", "line one [31m two"),
            ("wait ... then go...", "wait ... then go..."),
        ] {
            assert_eq!(mask.sentence(said).as_deref(), Some(kept), "{said}");
        }
        let encoded = "c2stcHJvai1BYmNkMTIzNGVmZ2g1Njc4V1hZWg==";
        let said = mask.sentence(&format!("got {encoded}")).expect("something is left");
        assert!(!said.contains("Njc4V1hZ"), "{said}");
        assert_eq!(mask.sentence(" \n\t "), None);
    }

    #[test]
    fn texts_and_lists_are_short() {
        let key = SecretValue::new("secret-value".into());
        let mask = Mask::of(&key);
        let long = mask.sentence(&"é".repeat(10_000)).expect("something is left");
        assert_eq!(long.chars().count(), MAX_SENTENCE_CHARS + 1);
        let names = mask.names(&vec!["scope".to_owned(); 1_000]);
        assert_eq!(names.len(), MAX_NAMES);
        // A key of one character is in every text; it is taken out all the same.
        let key = SecretValue::new("a".into());
        let mask = Mask::of(&key);
        assert_eq!(mask.sentence("banana").as_deref(), Some("b••••••n••••••n••••••"));
    }
}
