//! The real window, the real tray and real notifications: the console as a person meets it, through
//! WebDriver and D-Bus. One module for each area; what they share is `Desk` of the testkit.
#![cfg(test)]

mod explorer;
mod import;
mod notices;
mod server_page;
mod servers;
mod shell;
mod system;
mod tray;
mod window;
