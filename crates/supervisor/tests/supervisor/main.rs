//! The supervisor against real processes: shell scripts that speak a minimal protocol.
//!
//! One binary, so that the support is compiled once. Linux only, because the tests look at
//! `/proc` to see what lives; what they test is not.

#![cfg(target_os = "linux")]

#[cfg(test)]
mod failures;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod lifecycle;
#[cfg(test)]
mod logging;
#[cfg(test)]
mod orphans;
#[cfg(test)]
mod sleeping;
#[cfg(test)]
mod stopping;
#[cfg(test)]
mod support;
#[cfg(test)]
mod surroundings;
#[cfg(test)]
mod trying_out;
