//! A menu as `com.canonical.dbusmenu` describes it.
//!
//! Source: the interface's own documentation in libdbusmenu (`dbus-menu.xml`).

use std::collections::HashMap;

use zbus::zvariant::{Array, Dict, OwnedValue, Str, Structure, Value};

/// A layout as `GetLayout` returns it.
pub(super) type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// A menu: the children of its root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu {
    /// Top-level entries, separators included.
    pub items: Vec<MenuItem>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuItem {
    /// What `Event` wants to know.
    pub id: i32,
    /// The text without mnemonic underscores; empty for a separator.
    pub label: String,
    /// Whether it can be clicked.
    pub enabled: bool,
    /// Whether it is shown.
    pub visible: bool,
    /// A line between others.
    pub separator: bool,
    /// `checkmark`, `radio`, or none.
    pub toggle_type: Option<String>,
    /// Whether it is on; `None` where it does not say.
    pub toggle_state: Option<bool>,
    /// A submenu.
    pub children: Vec<Self>,
}

impl Menu {
    pub(super) fn from_layout(layout: Layout) -> Self {
        let children = layout.2.into_iter().map(Value::from);
        Self { items: children.filter_map(|child| MenuItem::from_value(&child)).collect() }
    }

    /// The entry at a path of labels; `None` where there is none.
    pub fn find(&self, path: &[&str]) -> Option<&MenuItem> {
        let (first, rest) = path.split_first()?;
        let start = self.items.iter().find(|item| item.label == *first)?;
        rest.iter()
            .try_fold(start, |item, label| item.children.iter().find(|child| child.label == *label))
    }

    /// The labels of the top level, separators left out.
    pub fn labels(&self) -> Vec<&str> {
        self.items.iter().filter(|item| !item.separator).map(|item| item.label.as_str()).collect()
    }
}

impl MenuItem {
    /// From the structure `(ia{sv}av)`, in as many variants as the sender likes to wrap it.
    fn from_value(value: &Value<'_>) -> Option<Self> {
        if let Value::Value(inner) = value {
            return Self::from_value(inner);
        }
        let structure = value.downcast_ref::<&Structure<'_>>().ok()?;
        let [id, properties, children] = structure.fields() else { return None };
        let properties = properties.downcast_ref::<&Dict<'_, '_>>().ok()?;
        let children = children.downcast_ref::<&Array<'_>>().ok()?;
        let text = |key: &str| property(properties, key)?.downcast_ref::<&Str<'_>>().ok();
        let flag = |key: &str| property(properties, key)?.downcast_ref::<bool>().ok();
        let toggle_state = property(properties, "toggle-state")
            .and_then(|state| state.downcast_ref::<i32>().ok())
            .and_then(|state| match state {
                0 => Some(false),
                1 => Some(true),
                _ => None,
            });
        Some(Self {
            id: id.downcast_ref::<i32>().ok()?,
            label: text("label").map(|label| without_mnemonics(label)).unwrap_or_default(),
            enabled: flag("enabled").unwrap_or(true),
            visible: flag("visible").unwrap_or(true),
            separator: text("type").is_some_and(|kind| kind.as_str() == "separator"),
            toggle_type: text("toggle-type").map(ToString::to_string).filter(|k| !k.is_empty()),
            toggle_state,
            children: children.iter().filter_map(Self::from_value).collect(),
        })
    }
}

fn property<'a>(properties: &'a Dict<'_, '_>, key: &str) -> Option<&'a Value<'a>> {
    properties
        .iter()
        .find(|(name, _)| name.downcast_ref::<&Str<'_>>().is_ok_and(|name| name.as_str() == key))
        .map(|(_, value)| match value {
            Value::Value(inner) => &**inner,
            other => other,
        })
}

/// `_Quit` is "Quit" with a shortcut; a doubled underscore is one.
fn without_mnemonics(label: &str) -> String {
    let mut text = String::with_capacity(label.len());
    let mut chars = label.chars();
    while let Some(char) = chars.next() {
        if char == '_' { text.extend(chars.next()) } else { text.push(char) }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::without_mnemonics;

    #[test]
    fn mnemonics_are_not_text() {
        let cases =
            [("_Quit", "Quit"), ("Start _all", "Start all"), ("a__b", "a_b"), ("plain", "plain")];
        for (label, text) in cases {
            assert_eq!(without_mnemonics(label), text);
        }
    }
}
