//! The settings of the window, and what the desktop remembers.

use console_domain::Problem;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

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

/// The settings of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub struct Settings {
    /// Colours.
    pub theme: Theme,
    /// Language.
    pub language: Language,
}

/// What the desktop remembers about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DesktopMemory {
    /// The port that was chosen once and is kept.
    pub port: Option<u16>,
    /// Whether it was said that closing the window keeps the console in the tray.
    pub tray_explained: bool,
    /// Whether native notifications are paused.
    pub notifications_paused: bool,
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

    /// Stores what the desktop remembers about itself.
    pub async fn set_desktop_memory(&self, memory: DesktopMemory) -> Result<(), Problem> {
        Ok(self.database().settings().put(DESKTOP, &memory, self.clock().now()).await?)
    }

    /// The value under `key`; the default where there is none or it cannot be read.
    async fn recall<T: DeserializeOwned + Default>(&self, key: &str) -> T {
        match self.database().settings().get(key).await {
            Ok(value) => value.unwrap_or_default(),
            Err(error) => {
                tracing::warn!(%error, key, "a setting cannot be read; the default is used");
                T::default()
            }
        }
    }
}
