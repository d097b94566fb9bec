//! Identifiers. Each is a newtype over a string that was checked when it was made.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::limits::MAX_NAME_CHARS;

/// A server's stable id: the slug of the name it was added under. It never changes.
///
/// Shape: `[a-z0-9]` first, then `[a-z0-9._-]`, at most [`MAX_NAME_CHARS`] characters, so that it
/// is safe as a file name and in a URL path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type)]
#[serde(try_from = "String", into = "String")]
#[specta(type = String)]
pub struct ServerId(String);

/// Why a string is not a valid name or id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidName {
    /// Nothing that can stand in a slug.
    #[error("a name needs at least one letter or digit")]
    Empty,
    /// Longer than [`MAX_NAME_CHARS`].
    #[error("a name has at most {MAX_NAME_CHARS} characters")]
    TooLong,
    /// A control character.
    #[error("a name cannot contain control characters")]
    Control,
    /// Not the shape of an id.
    #[error("an id is made of a-z, 0-9, '.', '_' and '-' and begins with a letter or digit")]
    NotASlug,
}

impl ServerId {
    /// The id of a server added under `name`: lower case, accents dropped where they are common,
    /// everything else that a slug cannot hold becomes one `-`.
    pub fn from_name(name: &str) -> Result<Self, InvalidName> {
        if name.chars().any(char::is_control) {
            return Err(InvalidName::Control);
        }
        let mut slug = String::with_capacity(name.len());
        for c in name.trim().chars().flat_map(char::to_lowercase) {
            let plain = fold_accent(c);
            if plain.is_ascii_alphanumeric() || (matches!(plain, '.' | '_') && !slug.is_empty()) {
                slug.push(plain);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = slug.trim_end_matches(['-', '.', '_']);
        if slug.is_empty() {
            return Err(InvalidName::Empty);
        }
        slug.parse()
    }

    /// The id of a draft whose name gives none yet; never that of a server that is stored.
    pub fn unnamed() -> Self {
        Self("unnamed".into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The base letter of the accented Latin letters that names of servers really use.
fn fold_accent(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other => other,
    }
}

impl FromStr for ServerId {
    type Err = InvalidName;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        if id.chars().count() > MAX_NAME_CHARS {
            return Err(InvalidName::TooLong);
        }
        let mut chars = id.chars();
        let first = chars.next().ok_or(InvalidName::Empty)?;
        let slug = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        if slug(first) && chars.all(|c| slug(c) || matches!(c, '.' | '_' | '-')) {
            Ok(Self(id.to_owned()))
        } else {
            Err(InvalidName::NotASlug)
        }
    }
}

impl TryFrom<String> for ServerId {
    type Error = InvalidName;

    fn try_from(id: String) -> Result<Self, Self::Error> {
        id.parse()
    }
}

impl From<ServerId> for String {
    fn from(id: ServerId) -> Self {
        id.0
    }
}

impl fmt::Display for ServerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ServerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One running copy of a server. New with each spawn, so that a log line, a process and a
/// history row of one run can be told from those of the next.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(transparent)]
pub struct InstanceId(String);

impl InstanceId {
    /// A fresh id, ordered by time (UUID version 7).
    #[expect(clippy::disallowed_methods, reason = "the one place where instance ids are made")]
    pub fn fresh() -> Self {
        Self(uuid::Uuid::now_v7().to_string())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for InstanceId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

impl fmt::Display for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_become_slugs() {
        for (name, slug) in [
            ("time", "time"),
            ("  My Server  ", "my-server"),
            ("GitHub (work)", "github-work"),
            ("../../etc/passwd", "etc-passwd"),
            ("Memória & ação", "memoria-acao"),
            ("a.b_c-d", "a.b_c-d"),
            ("...x", "x"),
        ] {
            let id = ServerId::from_name(name).expect(name);
            assert_eq!(id.as_str(), slug, "the slug of {name:?}");
        }
        assert_eq!(ServerId::from_name("日本"), Err(InvalidName::Empty));
        assert_eq!(ServerId::from_name("a\nb"), Err(InvalidName::Control));
        assert_eq!(ServerId::from_name(&"x".repeat(200)), Err(InvalidName::TooLong));
    }

    proptest! {
        /// Whatever a name is, its id is a fixed point and can be a file name.
        #[test]
        fn an_id_is_stable_and_safe(name in ".{0,80}") {
            if let Ok(id) = ServerId::from_name(&name) {
                prop_assert_eq!(ServerId::from_name(id.as_str()), Ok(id.clone()));
                prop_assert!(!id.as_str().contains(['/', '\\', '\0']));
                prop_assert!(!id.as_str().starts_with('.'));
            }
        }
    }
}
