//! How an element is named.

use serde::Serialize;

/// Names an element the way a person would: by role and name, by its label, by its text; by test
/// id where there is nothing better. Only what is shown is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct By {
    #[serde(flatten)]
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<Box<Self>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
enum Kind {
    Role { role: String, name: Option<String> },
    Label { text: String },
    Text { text: String },
    TestId { id: String },
    Css { selector: String },
}

impl By {
    /// Accessible role and accessible name, such as `button` and `Start`.
    pub fn role(role: &str, name: &str) -> Self {
        Kind::Role { role: role.to_owned(), name: Some(name.to_owned()) }.into()
    }

    /// Any element of this role.
    pub fn any(role: &str) -> Self {
        Kind::Role { role: role.to_owned(), name: None }.into()
    }

    /// The form field with this label.
    pub fn label(text: &str) -> Self {
        Kind::Label { text: text.to_owned() }.into()
    }

    /// The innermost element with exactly this text.
    pub fn text(text: &str) -> Self {
        Kind::Text { text: text.to_owned() }.into()
    }

    /// `data-testid`.
    pub fn test_id(id: &str) -> Self {
        Kind::TestId { id: id.to_owned() }.into()
    }

    /// A CSS selector.
    pub fn css(selector: &str) -> Self {
        Kind::Css { selector: selector.to_owned() }.into()
    }

    /// Only inside the first element that `outer` names.
    #[must_use]
    pub fn within(mut self, outer: Self) -> Self {
        self.within = Some(Box::new(outer));
        self
    }
}

impl From<Kind> for By {
    fn from(kind: Kind) -> Self {
        Self { kind, within: None }
    }
}
