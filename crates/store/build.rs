//! Rebuilds the embedded migrations when a file of theirs is added or changed.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
