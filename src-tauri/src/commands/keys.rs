//! Commands of keys, of the vault they live in, and of the network.

use std::sync::Arc;

use console_app::Console;
use console_app::view::{
    AddKey, ChooseVault, KeyImportPreview, KeyImportReport, KeyImportRequest, KeyList, KeyRotated,
    KeySource, KeyView, RemoveKey, RotateKey, UnlockVault, UpdateKey, VaultView,
};
use console_domain::{KeyTest, NetworkSettings, Problem};
use tauri::State;

type App<'a> = State<'a, Arc<Console>>;

/// The keys, the vault, and the names that servers refer to in vain.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_list(console: App<'_>) -> Result<KeyList, Problem> {
    console.list_keys().await
}

/// Adds a key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_add(console: App<'_>, request: AddKey) -> Result<KeyView, Problem> {
    console.add_key(request).await
}

/// Gives a key a new value.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_rotate(
    console: App<'_>,
    request: RotateKey,
) -> Result<KeyRotated, Problem> {
    console.rotate_key(request).await
}

/// Changes what is known of a key; its value stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_update(console: App<'_>, request: UpdateKey) -> Result<KeyView, Problem> {
    console.update_key(request).await
}

/// Removes a key and its value.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_remove(console: App<'_>, request: RemoveKey) -> Result<(), Problem> {
    console.remove_key(request).await
}

/// Tests a key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_test(console: App<'_>, name: String) -> Result<KeyView, Problem> {
    console.test_key(&name).await
}

/// Tests every key that can be tested.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_test_all(console: App<'_>) -> Result<KeyList, Problem> {
    console.test_all_keys().await
}

/// Tests a value that is being typed in; nothing is stored.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_try(console: App<'_>, request: AddKey) -> Result<KeyTest, Problem> {
    console.try_key(request).await
}

/// Secrets that stand in plain text; nothing is changed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_preview(
    console: App<'_>,
    source: KeySource,
) -> Result<KeyImportPreview, Problem> {
    console.preview_keys(&source).await
}

/// Moves found secrets into the vault.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_import(
    console: App<'_>,
    request: KeyImportRequest,
) -> Result<KeyImportReport, Problem> {
    console.import_keys(request).await
}

/// Opens the vault.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_unlock(
    console: App<'_>,
    request: UnlockVault,
) -> Result<VaultView, Problem> {
    console.unlock_vault(request).await
}

/// Keeps values elsewhere from now on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_choose(
    console: App<'_>,
    request: ChooseVault,
) -> Result<VaultView, Problem> {
    console.choose_vault(request).await
}

/// What is set about the network.
#[tauri::command]
#[specta::specta]
pub(crate) async fn network_get(console: App<'_>) -> Result<NetworkSettings, Problem> {
    Ok(console.network_settings())
}

/// Changes how the network is reached.
#[tauri::command]
#[specta::specta]
pub(crate) async fn network_set(
    console: App<'_>,
    settings: NetworkSettings,
) -> Result<NetworkSettings, Problem> {
    console.set_network_settings(settings).await
}
