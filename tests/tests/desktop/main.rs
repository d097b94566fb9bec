//! The real window, the real tray and real notifications: the console as a person meets it, through
//! WebDriver and D-Bus. One module for each area; what they share is `Desk` of the testkit.
#![cfg(test)]

mod explorer;
mod import;
mod keys;
mod notices;
mod server_page;
mod servers;
mod shell;
mod system;
mod tray;
mod window;

/// Every pair of language and theme, each of which differs from the one before in one of the two.
const LOOKS: [(&str, &str); 4] =
    [("en", "light"), ("en", "dark"), ("pt-BR", "dark"), ("pt-BR", "light")];
