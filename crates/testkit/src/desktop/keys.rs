//! Keys by name.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

/// The key presses of a chord such as `Control+k` or `Escape`: all down in order, then up again.
pub(super) fn chord(text: &str) -> KeyActions {
    // A plus sign alone is a key, not a separator.
    let names: Vec<&str> = if text == "+" { vec![text] } else { text.split('+').collect() };
    let keys: Vec<char> = names.into_iter().map(key).collect();
    let down = keys.iter().map(|&value| KeyAction::Down { value });
    let up = keys.iter().rev().map(|&value| KeyAction::Up { value });
    down.chain(up).fold(KeyActions::new("keyboard".to_owned()), InputSource::then)
}

/// What an element is sent to hold this text and nothing else. The driver keeps a modifier down
/// until it comes again, and knows the end of a line by its key.
pub(super) fn replacing(text: &str) -> String {
    let (control, delete) = (char::from(Key::Control), char::from(Key::Delete));
    let text = text.replace('\n', &char::from(Key::Enter).to_string());
    format!("{control}a{control}{delete}{text}")
}

fn key(name: &str) -> char {
    let mut chars = name.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return only;
    }
    let key = match name {
        "Control" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Meta" => Key::Meta,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "Space" => return ' ',
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "ArrowUp" => Key::Up,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        _ => panic!("no key is called {name:?}"),
    };
    key.into()
}
