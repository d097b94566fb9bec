//! A data directory that cannot be used as it is: read-only, full, a file in its place, a database
//! that is damaged or of a newer version. Each is told; nothing stored is lost or replaced.
//!
//! Whether a disk is full or read-only is not pretended: the test mounts a small file system of
//! its own, in a mount namespace that ends with it.

use std::fs::{self, File};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use console_testkit::{Finished, Mcpctl, TempHome, run};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{
    Witness, add_fake, assert_explained, await_state, ids, show, start, start_fake, stop,
};

/// Set within a mount namespace of the test's own.
const INSIDE: &str = "CONSOLE_TEST_OWN_MOUNTS";
/// For a run of this binary within that namespace, or of a console that must refuse to start.
const DEADLINE: Duration = Duration::from_mins(2);

/// Whether the calling test may mount: it runs itself again in a mount namespace of its own, and
/// only that run says yes.
#[track_caller]
fn in_own_mounts(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let is_root = fs::metadata("/proc/self").expect("Linux").uid() == 0;
    let mut command = Command::new("unshare");
    // Anybody may mount where a user namespace makes them its root.
    command.args(if is_root { &["--mount"][..] } else { &["--map-root-user", "--mount"] });
    // The root of a chroot is no mount, so that what is mounted below cannot be made private at
    // once; `Disk` takes its own mount away.
    let mounts = fs::read_to_string("/proc/self/mountinfo").expect("Linux");
    if !mounts.lines().any(|mount| mount.split(' ').nth(4) == Some("/")) {
        command.args(["--propagation", "unchanged"]);
    }
    command.arg("--").arg(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).env(INSIDE, "1");
    let inside = run(command, "", DEADLINE);
    assert_eq!(
        inside.code,
        Some(0),
        "in a mount namespace (needs root, or user namespaces for everybody):\n{}{}",
        inside.stdout,
        inside.stderr
    );
    assert!(inside.stdout.contains("1 passed"), "it did run: {}", inside.stdout);
    false
}

/// A small file system in the place of a folder; gone when dropped, so that the folder can go.
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    #[track_caller]
    fn of_megabytes(size: u32, folder: &'a Path) -> Self {
        fs::create_dir(folder).unwrap();
        let disk = Self(folder);
        disk.mount(&format!("size={size}m,mode=0700"));
        disk
    }

    #[track_caller]
    fn mount(&self, options: &str) {
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", options, "console-test"]).arg(self.0);
        let _ = run(command, "", DEADLINE).succeeded();
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let mut command = Command::new("umount");
        command.arg("--lazy").arg(self.0);
        let _ = run(command, "", DEADLINE);
    }
}

/// Takes every byte that is left in `folder`; gives it back when dropped.
struct Filler(std::path::PathBuf);

impl Filler {
    fn fill(folder: &Path) -> Self {
        let path = folder.join("filler");
        let mut file = File::create(&path).unwrap();
        // First in large pieces, then what is left.
        for size in [64 * 1024, 4096, 1] {
            let piece = vec![b'x'; size];
            let error = loop {
                if let Err(error) = file.write_all(&piece) {
                    break error;
                }
            };
            assert_eq!(error.kind(), ErrorKind::StorageFull, "{error}");
        }
        Self(path)
    }
}

impl Drop for Filler {
    fn drop(&mut self) {
        fs::remove_file(&self.0).unwrap();
    }
}

/// `mcpctl serve`, which must end by itself.
fn serve(mcpctl: &Mcpctl) -> Finished {
    run(mcpctl.command(["--json", "serve", "--port", "0"]), "", DEADLINE)
}

#[track_caller]
fn refused(mcpctl: &Mcpctl) -> Value {
    let refused = serve(mcpctl);
    assert_eq!(refused.code, Some(1), "{refused:#?}");
    refused.error()
}

/// A directory in which a console has run: servers `kept` and `up`, the latter wanted up.
fn lived_in(mcpctl: &Mcpctl) {
    let host = mcpctl.serve();
    start_fake(mcpctl, "up", &[]);
    add_fake(mcpctl, "kept", &["--name", "kept"]);
    assert!(host.terminate().success());
}

/// The console starts again with all that it had.
#[track_caller]
fn assert_nothing_is_lost(mcpctl: &Mcpctl) {
    let host = mcpctl.serve();
    assert_eq!(ids(mcpctl), ["kept", "up"]);
    await_state(mcpctl, "up", "up");
    start(mcpctl, "kept");
    assert!(!show(mcpctl, "up")["history"].as_array().unwrap().is_empty(), "history is kept");
    stop(mcpctl, "kept");
    assert!(host.terminate().success());
}

#[test]
fn a_full_disk_refuses_the_change_and_disturbs_nothing_that_runs() {
    if !in_own_mounts("data_dir::a_full_disk_refuses_the_change_and_disturbs_nothing_that_runs") {
        return;
    }
    let home = TempHome::new();
    let dir = home.data_dir();
    let _disk = Disk::of_megabytes(8, &dir);
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    add_fake(&mcpctl, "stopped", &[]);

    // More than once: what fails in the middle of a write must leave nothing behind that fails
    // the writes after it.
    for _ in 0..8 {
        let filler = Filler::fill(&dir);
        assert_explained(&mcpctl.error(["servers", "add", "more", "--", "true"]), "disk_full");
        assert_explained(&mcpctl.error(["servers", "start", "stopped"]), "disk_full");
        witness.is_undisturbed();
        assert_eq!(ids(&mcpctl), ["stopped", "witness"], "what was stored can be read");
        drop(filler);
        start(&mcpctl, "stopped");
        stop(&mcpctl, "stopped");
    }
    mcpctl.json(["servers", "add", "more", "--", "true"]);
    witness.is_undisturbed();
    assert!(host.terminate().success());

    // A console that is started on a full disk says so, and finds everything afterwards.
    let filler = Filler::fill(&dir);
    assert_explained(&refused(&mcpctl), "disk_full");
    drop(filler);
    let host = mcpctl.serve();
    assert_eq!(ids(&mcpctl), ["more", "stopped", "witness"]);
    await_state(&mcpctl, "witness", "up");
    assert!(host.terminate().success());
}

#[test]
fn a_read_only_directory_is_refused_and_kept_as_it_is() {
    if !in_own_mounts("data_dir::a_read_only_directory_is_refused_and_kept_as_it_is") {
        return;
    }
    let home = TempHome::new();
    let dir = home.data_dir();
    let disk = Disk::of_megabytes(32, &dir);
    let mcpctl = Mcpctl::new(&home);
    lived_in(&mcpctl);

    disk.mount("remount,ro");
    let problem = refused(&mcpctl);
    assert_explained(&problem, "data_dir_unusable");
    assert!(problem["message"].as_str().unwrap().contains("read-only"), "{problem:#}");
    for command in [&["servers", "list"][..], &["servers", "add", "x", "--", "true"]] {
        assert_explained(&mcpctl.error(command), "data_dir_unusable");
    }
    let doctor = mcpctl.run(["--json", "doctor"]);
    assert_eq!(doctor.code, Some(1), "it says so, too: {}", doctor.stdout);

    disk.mount("remount,rw");
    assert_nothing_is_lost(&mcpctl);
}

#[test]
fn a_file_in_the_place_of_the_directory_is_refused_and_kept() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    fs::write(home.data_dir(), "somebody's notes").unwrap();
    for problem in [refused(&mcpctl), mcpctl.error(["servers", "list"])] {
        assert_explained(&problem, "data_dir_unusable");
        assert!(problem["message"].as_str().unwrap().contains("a file is in its place"));
        assert!(problem["hint"].as_str().unwrap().contains("--data-dir"), "{problem:#}");
    }
    assert_eq!(fs::read_to_string(home.data_dir()).unwrap(), "somebody's notes");
}

fn digest(path: &Path) -> Vec<u8> {
    Sha256::digest(fs::read(path).unwrap()).to_vec()
}

/// What is wrong with a database, and how it came to be so.
type Damage = (&'static str, fn(&Path));

const DAMAGES: [Damage; 3] = [
    ("its header is gone", |path| write_at(path, 0, b"not a database at all")),
    ("a page holds noise", |path| write_at(path, 4096, &[0xA5; 4096])),
    ("its second half is missing", |path| {
        let file = File::options().write(true).open(path).unwrap();
        file.set_len(fs::metadata(path).unwrap().len() / 2).unwrap();
    }),
];

fn write_at(path: &Path, offset: u64, bytes: &[u8]) {
    let mut file = File::options().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(offset)).unwrap();
    file.write_all(bytes).unwrap();
}

#[test]
fn a_damaged_database_is_reported_kept_aside_and_never_replaced() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    lived_in(&mcpctl);
    let database = home.data_dir().join("console.db");
    let whole = fs::read(&database).unwrap();
    for (what, damage) in DAMAGES {
        fs::write(&database, &whole).unwrap();
        damage(&database);
        let damaged = digest(&database);
        for problem in [refused(&mcpctl), mcpctl.error(["servers", "list"])] {
            assert_explained(&problem, "database_damaged");
            assert!(problem["hint"].as_str().unwrap().contains("backups"), "{what}: {problem:#}");
        }
        assert_eq!(digest(&database), damaged, "{what}: it was left as it is");
        let backups = fs::read_dir(home.data_dir().join("backups")).unwrap().flatten();
        let aside = backups.map(|entry| entry.path()).find(|path| digest(path) == damaged);
        assert!(aside.is_some(), "{what}: a copy was kept aside");
    }
    fs::write(&database, &whole).unwrap();
    assert_nothing_is_lost(&mcpctl);
}

#[test]
fn a_database_of_a_newer_version_is_refused_and_left_untouched() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    lived_in(&mcpctl);
    let database = home.data_dir().join("console.db");
    let sql = |statement: &str| {
        let program = "import sqlite3, sys\n\
            db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit(); db.close()";
        let mut python = Command::new("python3");
        python.args(["-c", program]).arg(&database).arg(statement);
        let _ = run(python, "", DEADLINE).succeeded();
    };
    sql(
        "INSERT INTO _sqlx_migrations VALUES (99990101000000, 'future', '2099-01-01', 1, x'00', 1)",
    );
    let before = digest(&database);
    for problem in [refused(&mcpctl), mcpctl.error(["servers", "add", "x", "--", "true"])] {
        assert_explained(&problem, "database_too_new");
        assert!(problem["message"].as_str().unwrap().contains("99990101000000"), "{problem:#}");
    }
    assert_eq!(digest(&database), before, "not a byte of it was changed");
    // The newer version would find everything: so does this one, without the mark of the newer.
    sql("DELETE FROM _sqlx_migrations WHERE version = 99990101000000");
    assert_nothing_is_lost(&mcpctl);
}
