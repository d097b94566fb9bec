//! The packages: what is in them, and that the app starts from where a package puts it.
//!
//! They are made of the binaries that the suite was built with; `make package-test` installs the
//! release package with apt in a clean root and removes it again.
#![cfg(test)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use console_testkit::{By, Desk, DesktopApp, LONG, Launch, TempHome, run};
use serde_json::{Value, json};

const DEADLINE: Duration = Duration::from_mins(2);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn sh(script: &str, argument: &Path) -> String {
    let mut command = Command::new("bash");
    command.args(["-euo", "pipefail", "-c", script, "bash"]).arg(argument);
    run(command, "", DEADLINE).succeeded().stdout
}

/// The deb and the rpm.
fn packages() -> (PathBuf, PathBuf) {
    let mut command = Command::new(root().join("scripts/package"));
    command.arg("--debug").current_dir(root());
    let made = run(command, "", DEADLINE).succeeded().stdout;
    let find = |kind: &str| made.lines().find(|line| line.ends_with(kind)).map(PathBuf::from);
    (find(".deb").expect("a deb"), find(".rpm").expect("an rpm"))
}

/// Files that both packages have; zsh looks in a folder that differs.
const FILES: [&str; 12] = [
    "usr/bin/mcp-console",
    "usr/bin/mcpctl",
    "usr/share/applications/mcp-console.desktop",
    "usr/share/bash-completion/completions/mcpctl",
    "usr/share/doc/mcp-console/CHANGELOG.md",
    "usr/share/fish/vendor_completions.d/mcpctl.fish",
    "usr/share/icons/hicolor/128x128/apps/mcp-console.png",
    "usr/share/icons/hicolor/scalable/apps/mcp-console.svg",
    "usr/share/man/man1/mcpctl-servers-add.1.gz",
    "usr/share/man/man1/mcpctl.1.gz",
    "usr/share/metainfo/dev.mcp_console.desktop.metainfo.xml",
    "usr/share/man/man1/mcpctl-doctor.1.gz",
];

#[track_caller]
fn assert_has(listing: &str, more: &[&str]) {
    let listed: BTreeSet<&str> =
        listing.lines().map(|line| line.trim_start_matches(['.', '/'])).collect();
    for file in FILES.iter().chain(more) {
        assert!(listed.contains(file), "{file} is missing in:\n{listing}");
    }
    let spaced: Vec<_> = listed.iter().filter(|path| path.contains(' ')).collect();
    assert!(spaced.is_empty(), "no path has a space: {spaced:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_packages_hold_what_a_desktop_expects_and_the_app_runs_from_there() {
    let (deb, rpm) = packages();
    assert_has(
        &sh("dpkg-deb --fsys-tarfile \"$1\" | tar t", &deb),
        &[
            "usr/share/doc/mcp-console/copyright",
            "usr/share/doc/mcp-console/third-party-notices.gz",
            "usr/share/zsh/vendor-completions/_mcpctl",
        ],
    );
    assert_has(
        // Its status says that the bundler wrote no size of the payload; the payload is whole.
        &sh("{ rpm2cpio \"$1\" || true; } | cpio -t --quiet", &rpm),
        &[
            "usr/share/licenses/mcp-console/LICENSE",
            "usr/share/licenses/mcp-console/third-party-notices.gz",
            "usr/share/zsh/site-functions/_mcpctl",
        ],
    );
    let depends = sh("dpkg-deb -f \"$1\" Depends", &deb);
    for library in ["libwebkit2gtk-4.1-0", "libgtk-3-0", "libayatana-appindicator3-1"] {
        assert!(depends.contains(library), "{library} is not among {depends}");
    }

    let home = TempHome::new();
    // A place that a person might give it, too.
    let tree = home.work_dir().join("my programs");
    std::fs::create_dir(&tree).unwrap();
    sh(&format!("dpkg-deb -x \"$1\" '{}'", tree.display()), &deb);
    let share = tree.join("usr/share");
    sh("desktop-file-validate \"$1\"", &share.join("applications/mcp-console.desktop"));
    sh(
        "appstreamcli validate --no-net \"$1\"",
        &share.join("metainfo/dev.mcp_console.desktop.metainfo.xml"),
    );
    let page = sh("man --warnings --local-file \"$1\" 2>&1", &share.join("man/man1/mcpctl.1.gz"));
    assert!(page.contains("mcpctl-servers(1)") && !page.contains("warning"), "{page}");
    let offered = sh(
        "source \"$1\"; COMP_WORDS=(mcpctl serv) COMP_CWORD=1; _mcpctl mcpctl serv mcpctl; \
         echo \"${COMPREPLY[*]}\"",
        &share.join("bash-completion/completions/mcpctl"),
    );
    assert!(offered.contains("servers"), "bash completes commands: {offered}");

    let notices = share.join("doc/mcp-console/third-party-notices.gz");
    everybody_is_named(&sh("gzip -dc \"$1\"", &notices), &tree.join("usr/bin"));

    the_unpacked_app_works_from_there(&tree).await;
}

/// Everybody whose work the programs hold, as their own binaries name it, and whose work is in the
/// window; each with texts that are there.
fn everybody_is_named(notices: &str, programs: &Path) {
    let linked = sh(
        r#"cd "$1" && grep -aohE '/registry/src/[^/ ]+/[A-Za-z0-9_-]+-[0-9]+\.[0-9]+\.[0-9]+(-[a-z]+\.[0-9]+)?(\+[a-z0-9.-]+)?/src/' \
            mcp-console mcpctl | sed -E 's|/src/$||; s|.*/||; s/-([0-9]+\.[0-9]+\.[0-9]+)/ \1/' | sort -u"#,
        programs,
    );
    assert!(linked.lines().count() > 100, "the binaries name their sources:\n{linked}");
    let manifest = std::fs::read_to_string(root().join("ui/package.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let window = manifest["dependencies"].as_object().unwrap();
    let window =
        window.iter().map(|(name, version)| format!("{name} {}", version.as_str().unwrap()));
    for part in linked.lines().map(str::to_owned).chain(window) {
        let (_, about) = notices
            .split_once(&format!("\n{part}\n"))
            .unwrap_or_else(|| panic!("{part} is not named"));
        let about: Vec<&str> = about.lines().take_while(|line| !line.is_empty()).collect();
        let said = |what: &str| about.iter().find_map(|line| line.trim().strip_prefix(what));
        assert!(said("Licence: ").is_some_and(|licence| !licence.is_empty()), "{part}: {about:?}");
        for number in said("Texts: ").expect("texts").split(", ") {
            assert!(notices.contains(&format!("\nText {number}\n\n")), "{part}: text {number}");
        }
    }
    let rule = format!("\n{}\nText ", "=".repeat(72));
    let texts: Vec<Vec<&str>> = notices
        .split(&rule)
        .skip(1)
        .map(|text| text.split_whitespace().skip(1).collect())
        .collect();
    let distinct: BTreeSet<_> = texts.iter().collect();
    assert!(texts.len() > 100, "the texts are there");
    assert_eq!(distinct.len(), texts.len(), "each text stands there once");
}

/// The doctor's page runs through the mcpctl beside the app; login finds the app there.
async fn the_unpacked_app_works_from_there(tree: &Path) {
    let desk = Desk::new();
    let launch = Launch { program: tree.join("usr/bin/mcp-console"), ..desk.launch() };
    let app = DesktopApp::launch(&desk.home, launch).await;
    app.open_page("/doctor").await;
    let source = By::test_id("doctor-source");
    app.wait_for_within(LONG, source.clone()).await;
    let text = app.text(source).await;
    assert!(text.contains("bundled mcpctl"), "it ran through the bundled tool: {text}");

    app.invoke("desktop_start_at_login", json!({ "start": true })).await.expect("it is written");
    let entry = desk.home.home_dir().join(".config/autostart/mcp-console.desktop");
    sh("desktop-file-validate \"$1\"", &entry);
    let program = tree.join("usr/bin/mcp-console").canonicalize().unwrap();
    let exec = format!("\nExec=\"{}\" --hidden\n", program.display());
    let written = std::fs::read_to_string(&entry).unwrap();
    assert!(written.contains(&exec), "a path with a space is one word: {written}");
    app.terminate(LONG).await;
}
