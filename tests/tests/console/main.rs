//! The product from the outside, through `mcpctl`: what a person does on the command line, and
//! everything that can go wrong meanwhile.
//!
//! One module per promise. Each test has a home of its own and runs the programs as a user would;
//! nothing is looked up inside them.
#![cfg(test)]

mod api;
mod canary;
mod changes;
mod cli;
mod conversations;
mod crash_loop;
mod cycles;
mod data_dir;
mod doctor;
mod families;
mod hosts;
mod import;
mod key_import;
mod keys;
mod logs;
mod networks;
mod orphans;
mod real_servers;
mod remote;
mod starts;
mod support;
