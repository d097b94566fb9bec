//! The settings of the window, and what the desktop remembers.

use console_domain::Problem;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::Console;

/// Colours of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Language of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub enum Language {
    /// As the system.
    #[default]
    #[serde(rename = "system")]
    System,
    /// English.
    #[serde(rename = "en")]
    English,
    /// Portuguese (Brazil).
    #[serde(rename = "pt-BR")]
    Portuguese,
}

/// Height of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// 36 pixels.
    #[default]
    Comfortable,
    /// 32 pixels.
    Compact,
}

/// The settings of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub struct Settings {
    /// Colours.
    pub theme: Theme,
    /// Language.
    pub language: Language,
    /// Height of rows.
    pub density: Density,
    /// Whether the first steps were done or skipped.
    pub onboarded: bool,
}

/// What the desktop remembers about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DesktopMemory {
    /// The port that was chosen once and is kept.
    pub port: Option<u16>,
    /// Whether it was said that closing the window keeps the console in the tray.
    pub tray_explained: bool,
    /// Whether native notifications are paused.
    pub notifications_paused: bool,
    /// Where the window was.
    pub window: Option<WindowPlace>,
}

/// Where a window is, in physical pixels of the whole desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowPlace {
    /// Its left edge.
    pub x: i32,
    /// Its upper edge.
    pub y: i32,
    /// Its inner width.
    pub width: u32,
    /// Its inner height.
    pub height: u32,
    /// Whether it fills the screen; the place is then the one that it goes back to.
    pub maximised: bool,
}

const SETTINGS: &str = "ui";
const DESKTOP: &str = "desktop";

impl Console {
    /// The settings of the window.
    pub async fn settings(&self) -> Settings {
        self.recall(SETTINGS).await
    }

    /// Stores the settings of the window.
    pub async fn set_settings(&self, settings: Settings) -> Result<Settings, Problem> {
        self.database().settings().put(SETTINGS, &settings, self.clock().now()).await?;
        Ok(settings)
    }

    /// What the desktop remembers about itself.
    pub async fn desktop_memory(&self) -> DesktopMemory {
        self.recall(DESKTOP).await
    }

    /// Remembers the port that the desktop listens on.
    pub async fn remember_port(&self, port: u16) -> Result<(), Problem> {
        self.remember(&json!({ "port": port })).await
    }

    /// Remembers that it was said where a closed window leaves the console.
    pub async fn remember_tray_explained(&self) -> Result<(), Problem> {
        self.remember(&json!({ "tray_explained": true })).await
    }

    /// Remembers where the window was.
    pub async fn remember_window(&self, place: WindowPlace) -> Result<(), Problem> {
        self.remember(&json!({ "window": place })).await
    }

    /// Changes some fields of the [`DesktopMemory`]; the others stay, also when they are changed
    /// at the same moment.
    pub(crate) async fn remember(&self, changes: &Value) -> Result<(), Problem> {
        Ok(self.database().settings().merge(DESKTOP, changes, self.clock().now()).await?)
    }

    /// The value under `key`; what is missing in it is as by default, also what an older version
    /// did not know. The default where it cannot be read.
    async fn recall<T: DeserializeOwned + Serialize + Default>(&self, key: &str) -> T {
        let stored = match self.database().settings().get::<Map<String, Value>>(key).await {
            Ok(stored) => stored.unwrap_or_default(),
            Err(error) => {
                tracing::warn!(%error, key, "a setting cannot be read; the default is used");
                return T::default();
            }
        };
        let mut whole = serde_json::to_value(T::default()).unwrap_or_default();
        if let Value::Object(fields) = &mut whole {
            fields.extend(stored);
        }
        serde_json::from_value(whole).unwrap_or_else(|error| {
            tracing::warn!(%error, key, "a setting makes no sense; the default is used");
            T::default()
        })
    }
}
