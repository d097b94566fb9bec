//! The explorer's use cases against servers that behave, misbehave, and were written by others.
//!
//! Each test has a console of its own, with its data and its downloads in a folder that is thrown
//! away, and does what the window does: calls, listens, answers.
#![cfg(test)]

mod calls;
mod everything;
mod house;
mod keys;
mod questions;
mod results;
