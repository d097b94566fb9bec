//! Words that the desktop says outside its window: tray and notifications. They stand in the
//! window's own language files, so that both are translated in one place.

use std::collections::HashMap;
use std::sync::LazyLock;

use console_app::{Language, Settings};
use serde::Deserialize;

/// The part of a language file that is read here.
#[derive(Debug, Deserialize)]
struct File {
    native: HashMap<String, String>,
}

type Words = HashMap<String, String>;

static ENGLISH: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../ui/src/i18n/en.json")));
static PORTUGUESE: LazyLock<Words> =
    LazyLock::new(|| read(include_str!("../../ui/src/i18n/pt-BR.json")));

fn read(json: &str) -> Words {
    // A test proves that both files are read; a broken one shows keys instead of words.
    serde_json::from_str::<File>(json).map(|file| file.native).unwrap_or_default()
}

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Labels(&'static Words);

impl Labels {
    /// The language that the settings, or else the system, ask for.
    pub(crate) fn of(settings: Settings) -> Self {
        let portuguese = match settings.language {
            Language::English => false,
            Language::Portuguese => true,
            Language::System => sys_locale::get_locale()
                .is_some_and(|locale| locale.to_ascii_lowercase().starts_with("pt")),
        };
        Self(if portuguese { &PORTUGUESE } else { &ENGLISH })
    }

    /// The words under `key`; the key itself where they are missing.
    pub(crate) fn get(self, key: &str) -> String {
        self.0.get(key).cloned().unwrap_or_else(|| key.to_owned())
    }

    /// The words under `key` with `{{name}}` replaced by `value`.
    pub(crate) fn with(self, key: &str, name: &str, value: &str) -> String {
        self.get(key).replace(&format!("{{{{{name}}}}}"), value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_words_that_are_used() {
        for language in [Language::English, Language::Portuguese] {
            let labels = Labels::of(Settings { language, ..Settings::default() });
            for key in crate::tray::KEYS.iter().chain(crate::notifications::KEYS) {
                assert_ne!(&labels.get(key), key, "{language:?} has no word for {key}");
            }
        }
    }
}
