//! The names of the window's commands: what `build.rs` makes permissions of. A test holds them
//! against the registered commands and against the capability file.

/// Every command, in alphabetical order.
pub(crate) const COMMANDS: &[&str] = &[
    "host_info",
    "logs_unfollow",
    "servers_add",
    "servers_approve",
    "servers_import",
    "servers_list",
    "servers_logs",
    "servers_logs_follow",
    "servers_remove",
    "servers_restart",
    "servers_restore",
    "servers_show",
    "servers_start",
    "servers_start_all",
    "servers_stop",
    "servers_stop_all",
    "settings_get",
    "settings_set",
    "startup_problem",
    "tools_call",
    "tools_list",
    "window_ready",
];
