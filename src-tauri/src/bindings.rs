//! The one list of commands and events, from which the handler and the TypeScript bindings are
//! made.

use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::commands::{desktop, explorer, host, imports, keys, logs, notices, servers, settings};
use crate::events::ConsoleEvents;

/// The commands and events of the window.
pub(crate) fn builder() -> Builder<tauri::Wry> {
    Builder::<tauri::Wry>::new()
        .commands(collect_commands![
            servers::servers_list,
            servers::servers_show,
            servers::servers_add,
            servers::servers_approve,
            servers::servers_start,
            servers::servers_stop,
            servers::servers_restart,
            servers::servers_start_all,
            servers::servers_stop_all,
            servers::servers_remove,
            servers::servers_restore,
            servers::servers_check,
            servers::servers_update,
            servers::servers_bulk,
            servers::servers_mend,
            imports::imports_preview,
            imports::imports_apply,
            imports::imports_found,
            explorer::explorer_catalog,
            explorer::explorer_call,
            explorer::explorer_answer,
            explorer::explorer_cancel,
            explorer::explorer_calls,
            explorer::explorer_complete,
            explorer::explorer_save,
            keys::keys_list,
            keys::keys_add,
            keys::keys_rotate,
            keys::keys_update,
            keys::keys_remove,
            keys::keys_test,
            keys::keys_test_all,
            keys::keys_try,
            keys::keys_preview,
            keys::keys_import,
            keys::vault_unlock,
            keys::vault_choose,
            keys::network_get,
            keys::network_set,
            notices::notices_list,
            notices::notices_read,
            notices::notices_clear,
            notices::notices_pause,
            desktop::desktop_state,
            desktop::desktop_start_at_login,
            desktop::desktop_install_cli,
            desktop::desktop_uninstall_cli,
            desktop::desktop_reveal,
            desktop::doctor_run,
            desktop::doctor_fix,
            logs::servers_logs,
            logs::servers_logs_follow,
            logs::logs_next,
            logs::logs_unfollow,
            logs::logs_export,
            host::host_info,
            host::startup_problem,
            host::window_ready,
            settings::settings_get,
            settings::settings_set,
        ])
        .events(collect_events![ConsoleEvents])
        .error_handling(ErrorHandlingMode::Throw)
        // Every integer that crosses stays below 2^53 (see console_app::view).
        .dangerously_cast_bigints_to_number()
        .disable_serde_phases()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use crate::command_names::COMMANDS;

    const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/ipc/bindings.ts");
    const CAPABILITY: &str = include_str!("../capabilities/main.json");

    fn generated() -> String {
        let temp = tempfile::tempdir().expect("a temporary directory");
        let path = temp.path().join("bindings.ts");
        super::builder()
            .export(specta_typescript::Typescript::default(), &path)
            .expect("every type can be exported");
        fs::read_to_string(path).expect("just written")
    }

    #[test]
    fn the_committed_bindings_are_current() {
        let generated = generated();
        if std::env::var_os("UPDATE_BINDINGS").is_some() {
            fs::write(COMMITTED, &generated).expect("writable");
        }
        let committed = fs::read_to_string(Path::new(COMMITTED)).unwrap_or_default();
        assert!(committed == generated, "ui/src/ipc/bindings.ts is stale: run `make bindings`");
    }

    #[test]
    fn commands_permissions_and_capability_agree() {
        let generated = generated();
        let called: BTreeSet<&str> = generated
            .lines()
            .filter(|line| line.contains("__TAURI_INVOKE<"))
            .filter_map(|line| line.split(">(\"").nth(1)?.split('"').next())
            .collect();
        let listed: BTreeSet<&str> = COMMANDS.iter().copied().collect();
        assert_eq!(called, listed, "command_names.rs lists what bindings.rs registers");

        let capability: serde_json::Value =
            serde_json::from_str(CAPABILITY).expect("the capability is JSON");
        let allowed: BTreeSet<String> = capability["permissions"]
            .as_array()
            .expect("a list of permissions")
            .iter()
            .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
            .map(|name| name.replace('-', "_"))
            .collect();
        let listed: BTreeSet<String> = COMMANDS.iter().map(ToString::to_string).collect();
        assert_eq!(allowed, listed, "capabilities/main.json allows exactly our commands");
    }
}
