//! Embeds the configuration and the page.

fn main() {
    println!("cargo:rerun-if-changed=page");
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new()) {
        // A build script has no other way to end a build with a sentence.
        println!("cargo::error={error:#}");
    }
}
