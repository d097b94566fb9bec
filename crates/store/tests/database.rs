//! The database file through its life: fresh, migrated, newer, damaged, read-only.
#![expect(clippy::expect_used, reason = "a failed expectation is the report of a test")]

use std::fs;
use std::path::Path;

use console_domain::{ErrorCode, Problem, SystemClock};
use console_store::{DataDir, Database, StoreError};

struct Home {
    _temp: tempfile::TempDir,
    dir: DataDir,
}

fn home() -> Home {
    let temp = tempfile::tempdir().expect("a temporary directory");
    let dir = DataDir::new(temp.path().join("console"));
    dir.prepare().expect("it can be made");
    Home { _temp: temp, dir }
}

async fn open(dir: &DataDir) -> Result<Database, StoreError> {
    Database::open(dir, &SystemClock).await
}

/// Runs SQL on the file as another program would.
async fn run(dir: &DataDir, sql: &'static str) {
    use sqlx::{ConnectOptions, Connection};
    let options =
        sqlx::sqlite::SqliteConnectOptions::new().filename(dir.database()).create_if_missing(true);
    let mut connection = options.connect().await.expect("the file opens");
    sqlx::raw_sql(sql).execute(&mut connection).await.expect("the SQL runs");
    connection.close().await.expect("it closes");
}

fn backups(dir: &DataDir) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(dir.backups())
        .expect("the backups folder exists")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        // The read-only look may leave an empty WAL beside the file; it is copied with it.
        .filter(|name| !name.ends_with("-wal"))
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_fresh_directory_is_private_and_needs_no_backup() {
    let home = home();
    open(&home.dir).await.expect("a fresh database").close().await;
    open(&home.dir).await.expect("the same again").close().await;
    assert_eq!(backups(&home.dir), Vec::<String>::new(), "there was nothing to lose");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(home.dir.root()).expect("it exists").permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "others cannot look in");
    }
}

#[tokio::test]
async fn an_older_file_is_backed_up_before_its_migration() {
    let home = home();
    run(&home.dir, "CREATE TABLE precious (x); INSERT INTO precious VALUES (42);").await;
    open(&home.dir).await.expect("it is migrated").close().await;
    let names = backups(&home.dir);
    assert_eq!(names.len(), 1, "one backup: {names:?}");
    let copy = DataDir::new(home.dir.root());
    let saved = copy.backups().join(&names[0]);
    let bytes = fs::read(saved).expect("the backup is readable");
    assert!(bytes.starts_with(b"SQLite format 3\0"));
    let precious = b"CREATE TABLE precious";
    assert!(bytes.windows(precious.len()).any(|w| w == precious), "and holds what was there");
}

#[tokio::test]
async fn a_newer_file_is_refused_and_left_untouched() {
    let home = home();
    open(&home.dir).await.expect("a fresh database").close().await;
    run(
        &home.dir,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', 1, x'00', 0);
         PRAGMA wal_checkpoint(TRUNCATE);",
    )
    .await;
    let before = fs::read(home.dir.database()).expect("readable");
    let error = open(&home.dir).await.expect_err("a newer schema must be refused");
    assert!(matches!(error, StoreError::TooNew { found: 9999, .. }), "{error:?}");
    assert_eq!(Problem::from(error).code, ErrorCode::DatabaseTooNew);
    assert_eq!(fs::read(home.dir.database()).expect("readable"), before, "not one byte changed");
    assert!(backups(&home.dir).is_empty());
}

#[tokio::test]
async fn a_damaged_file_is_reported_and_kept_aside_once() {
    let garbage: Vec<u8> = (0..20_000_u32).map(|i| (i % 251) as u8).collect();
    let scribbled = |path: &Path| {
        let mut bytes = fs::read(path).expect("readable");
        let middle = bytes.len() / 2;
        bytes[4096..middle].fill(0xA5);
        fs::write(path, bytes).expect("writable");
    };
    for case in ["not a database", "scribbled over"] {
        let home = home();
        if case == "not a database" {
            fs::write(home.dir.database(), &garbage).expect("writable");
        } else {
            open(&home.dir).await.expect("a fresh database").close().await;
            scribbled(&home.dir.database());
        }
        let before = fs::read(home.dir.database()).expect("readable");
        for _ in 0..2 {
            let error = open(&home.dir).await.expect_err(case);
            assert!(matches!(error, StoreError::Damaged { .. }), "{case}: {error:?}");
        }
        assert_eq!(
            fs::read(home.dir.database()).expect("readable"),
            before,
            "{case}: left in place"
        );
        let names = backups(&home.dir);
        assert_eq!(names.len(), 1, "{case}: copied once, got {names:?}");
        assert_eq!(fs::read(home.dir.backups().join(&names[0])).expect("readable"), before);
    }
}

#[tokio::test]
async fn a_file_in_place_of_the_directory_is_explained() {
    let temp = tempfile::tempdir().expect("a temporary directory");
    let path = temp.path().join("console");
    fs::write(&path, "not a directory").expect("writable");
    let error = DataDir::new(&path).prepare().expect_err("a file is no directory");
    let problem = Problem::from(error);
    assert_eq!(problem.code, ErrorCode::DataDirUnusable);
    assert!(problem.message.contains("a file is in its place"), "{}", problem.message);
}
