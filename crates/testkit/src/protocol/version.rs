//! The two eras of the protocol, and how each introduces itself.

use serde_json::{Value, json};

use super::wire::{RpcError, code};

/// Revisions that begin with `initialize`, newest first.
pub const LEGACY_VERSIONS: [&str; 4] = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

/// The revision without a handshake.
pub const MODERN_VERSION: &str = "2026-07-28";

/// Keys of `_meta` in the modern era.
pub mod meta {
    /// On every request: the revision it is written in.
    pub const PROTOCOL_VERSION: &str = "io.modelcontextprotocol/protocolVersion";
    /// On every request: what the client can do.
    pub const CLIENT_CAPABILITIES: &str = "io.modelcontextprotocol/clientCapabilities";
    /// On a request: the least severe log message that the client wants for it.
    pub const LOG_LEVEL: &str = "io.modelcontextprotocol/logLevel";
    /// On every result: who answered.
    pub const SERVER_INFO: &str = "io.modelcontextprotocol/serverInfo";
    /// On every notification of a `subscriptions/listen`: the id of that request.
    pub const SUBSCRIPTION_ID: &str = "io.modelcontextprotocol/subscriptionId";
}

/// Which of the two protocols a server speaks. Ours speak one each: a server that is both would
/// hide a client's wrong choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Era {
    /// Up to 2025-11-25: `initialize`, then a session.
    Legacy,
    /// 2026-07-28: every request stands alone and says its version in `_meta`.
    Modern,
}

/// What a server of `era` can do.
fn capabilities(era: Era) -> Value {
    let mut capabilities = json!({
        "tools": {"listChanged": true},
        "resources": {"listChanged": true, "subscribe": true},
        "prompts": {"listChanged": true},
        "completions": {},
    });
    if era == Era::Legacy {
        capabilities["logging"] = json!({});
    }
    capabilities
}

/// The server's identity as both eras write it.
pub(super) fn server_info(name: &str) -> Value {
    json!({"name": name, "title": format!("Fake server {name}"), "version": "1.2.3"})
}

/// The `initialize` result: the client's version where it is known, else our newest.
pub(super) fn initialize_result(name: &str, params: &Value) -> Value {
    let wanted = params["protocolVersion"].as_str().unwrap_or_default();
    let version =
        LEGACY_VERSIONS.iter().find(|known| **known == wanted).unwrap_or(&LEGACY_VERSIONS[0]);
    json!({
        "protocolVersion": version,
        "capabilities": capabilities(Era::Legacy),
        "serverInfo": server_info(name),
        "instructions": "A fake for tests; believe nothing it says.",
    })
}

/// The `server/discover` result.
pub(super) fn discover_result() -> Value {
    json!({
        "supportedVersions": [MODERN_VERSION],
        "capabilities": capabilities(Era::Modern),
        "instructions": "A fake for tests; believe nothing it says.",
    })
}

/// The modern era's rule for each request: the version is ours and the client says what it can do.
pub(crate) fn check_request_meta(params: &Value) -> Result<(), RpcError> {
    let version = &params["_meta"][meta::PROTOCOL_VERSION];
    let Some(version) = version.as_str() else {
        return Err(RpcError::new(
            code::INVALID_PARAMS,
            format!("_meta lacks {}", meta::PROTOCOL_VERSION),
        ));
    };
    if version != MODERN_VERSION {
        return Err(unsupported(version));
    }
    if !params["_meta"][meta::CLIENT_CAPABILITIES].is_object() {
        return Err(RpcError::new(
            code::INVALID_PARAMS,
            format!("_meta lacks {}", meta::CLIENT_CAPABILITIES),
        ));
    }
    Ok(())
}

/// What a modern server says to any other version, `initialize` included.
pub(super) fn unsupported(requested: &str) -> RpcError {
    RpcError::new(code::UNSUPPORTED_VERSION, "unsupported protocol version")
        .with_data(json!({"requested": requested, "supported": [MODERN_VERSION]}))
}
