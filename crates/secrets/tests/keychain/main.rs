//! The system's keychain, against GNOME Keyring and against keychains that misbehave.
//!
//! Each test has a session bus of its own, see [`session`].
#![cfg(test)]
#![cfg(target_os = "linux")]

mod faults;
mod other_programs;
mod prompts;
mod session;
mod vanishing;
