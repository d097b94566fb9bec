//! The notification daemon, asked before anything is given to it.
//!
//! The plugin sends on a thread of its own and says nothing when the daemon refuses, is not there
//! or hangs. This asks first, so that a notice is never told as shown where nothing shows it.

use console_domain::NotifyError;
use zbus::{Connection, Proxy};

/// What the daemon does with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    /// It reads markup in it.
    Markup,
    /// It shows it as it is.
    Plain,
}

/// Asks the daemon what it can do. Waits for as long as the caller does: the bus may have to start
/// the daemon first.
///
/// # Errors
/// There is no session bus, or no daemon on it.
pub(super) async fn ask() -> Result<Body, NotifyError> {
    let capabilities = async {
        let connection = Connection::session().await?;
        let name = "org.freedesktop.Notifications";
        let path = "/org/freedesktop/Notifications";
        let daemon = Proxy::new(&connection, name, path, name).await?;
        daemon.call::<_, _, Vec<String>>("GetCapabilities", &()).await
    };
    let known = capabilities
        .await
        .map_err(|error: zbus::Error| NotifyError(format!("no notification daemon: {error}")))?;
    let reads_markup = known.iter().any(|one| one == "body-markup");
    Ok(if reads_markup { Body::Markup } else { Body::Plain })
}

/// `text` as the daemon shows it literally.
///
/// Source: Desktop Notifications Specification, "Markup": a small subset of XML.
pub(super) fn literal(text: &str, body: Body) -> String {
    match body {
        Body::Plain => text.to_owned(),
        Body::Markup => text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_markup_is_text() {
        let text = "<b>a & b</b>";
        assert_eq!(literal(text, Body::Plain), text);
        assert_eq!(literal(text, Body::Markup), "&lt;b&gt;a &amp; b&lt;/b&gt;");
    }
}
