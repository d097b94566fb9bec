//! Makes a permission of each command, so that the capability file decides what the window may
//! call, and embeds the configuration.

#[path = "src/command_names.rs"]
mod command_names;

fn main() {
    println!("cargo:rerun-if-changed=src/command_names.rs");
    let commands = tauri_build::AppManifest::new().commands(command_names::COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(commands);
    if let Err(error) = tauri_build::try_build(attributes) {
        // A build script has no other way to end a build with a sentence.
        println!("cargo::error={error:#}");
    }
}
