//! The command-line tool that comes with the desktop, and its place on the search path.
//!
//! Invariants: a file that the console did not put there is never replaced and never removed; a
//! link always leads to a file that outlives the run of the app.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use console_domain::{ErrorCode, Problem};
use console_store::DataDir;
use console_supervisor::Environment;

use crate::view::CliState;

const NAME: &str = if cfg!(windows) { "mcpctl.exe" } else { "mcpctl" };

/// The command-line tool of this app.
#[derive(Debug, Clone)]
pub struct CommandLineTool {
    /// The one that came with the app; `None` where the app was built without its package.
    bundled: Option<PathBuf>,
    /// Where a copy is kept, if the bundled one vanishes with the app's run.
    copy: Option<PathBuf>,
    /// Where it is put.
    place: PathBuf,
    /// The login shell, by its path: it says how a profile is written.
    shell: Option<String>,
}

impl CommandLineTool {
    /// The tool of the app whose program is `executable`; `None` where no home directory is known.
    pub fn beside(executable: &Path, dir: &DataDir) -> Option<Self> {
        let bundled = Some(executable.with_file_name(NAME)).filter(|path| path.is_file());
        // An AppImage is mounted only while it runs.
        let vanishes = std::env::var_os("APPIMAGE").is_some();
        let copy = vanishes.then(|| dir.root().join("bin").join(NAME));
        let shell = std::env::var("SHELL").ok();
        Some(Self { bundled, copy, place: place()?, shell })
    }

    /// Where it is, as a login shell in `environment` finds it.
    pub async fn state(&self, environment: &Environment) -> CliState {
        let path = environment.login_path().await;
        let found = path.iter().map(|folder| folder.join(NAME)).find(|path| is_program(path));
        if let Some(found) = found {
            let ours = is_same_place(&found, &self.place) && self.is_ours();
            return CliState::Installed { path: found.display().to_string(), ours };
        }
        if self.is_ours() && self.place.exists() {
            let line = profile_line(&self.place, self.shell.as_deref());
            return CliState::OffPath { path: self.place.display().to_string(), line };
        }
        if self.bundled.is_some() { CliState::Available } else { CliState::Missing }
    }

    /// Puts it on the search path; one that the console put there before is replaced.
    ///
    /// # Errors
    /// `not_found` where it does not come with this app; `conflict` where somebody else's file is
    /// in its place; `io`.
    pub fn install(&self) -> Result<(), Problem> {
        let Some(bundled) = &self.bundled else {
            let message = "mcpctl does not come with this build of the app.";
            return Err(Problem::new(ErrorCode::NotFound, message)
                .hint("Install the packaged app, or build mcpctl from its source."));
        };
        self.refuse_foreign()?;
        let undone = |error: io::Error| self.undone(&error);
        let source = match &self.copy {
            Some(copy) => {
                copy_whole(bundled, copy).map_err(undone)?;
                copy
            }
            None => bundled,
        };
        if let Some(folder) = self.place.parent() {
            fs::create_dir_all(folder).map_err(undone)?;
        }
        remove(&self.place).map_err(undone)?;
        put(source, &self.place).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => self.foreign(),
            _ => self.undone(&error),
        })
    }

    /// Takes away what [`Self::install`] put there; nothing where it is not there.
    ///
    /// # Errors
    /// `conflict` where somebody else's file is in its place; `io`.
    pub fn uninstall(&self) -> Result<(), Problem> {
        self.refuse_foreign()?;
        let copy = self.copy.as_deref().map_or(Ok(()), remove);
        copy.and_then(|()| remove(&self.place)).map_err(|error| self.undone(&error))
    }

    /// Whether what is in its place was put there by the console: a link to the tool of this app,
    /// or to one of an app that is gone.
    #[cfg(unix)]
    fn is_ours(&self) -> bool {
        let Ok(target) = fs::read_link(&self.place) else { return false };
        let known = [self.bundled.as_ref(), self.copy.as_ref()];
        known.contains(&Some(&target))
            || target.file_name() == self.place.file_name() && !target.exists()
    }

    /// Whether what is in its place was put there by the console: the folder has nothing else.
    #[cfg(not(unix))]
    fn is_ours(&self) -> bool {
        self.place.is_file()
    }

    fn refuse_foreign(&self) -> Result<(), Problem> {
        // Not `exists`: a link that leads nowhere is somebody's too.
        let is_taken = fs::symlink_metadata(&self.place).is_ok();
        if is_taken && !self.is_ours() { Err(self.foreign()) } else { Ok(()) }
    }

    fn foreign(&self) -> Problem {
        let place = self.place.display();
        let message = format!("{place} is there and was not put there by this app.");
        Problem::new(ErrorCode::Conflict, message)
            .hint("Move it away if you do not need it, then try again.")
    }

    fn undone(&self, error: &io::Error) -> Problem {
        let message = format!("{} could not be changed: {error}.", self.place.display());
        Problem::new(ErrorCode::Io, message).hint("Check that you own the folder it is in.")
    }
}

/// Where programs of one user are, on the search path of most systems.
#[cfg(unix)]
fn place() -> Option<PathBuf> {
    Some(std::env::home_dir()?.join(".local").join("bin").join(NAME))
}

/// A folder of the app's own: Windows has none for programs of one user.
#[cfg(not(unix))]
fn place() -> Option<PathBuf> {
    let local = std::env::var_os("LOCALAPPDATA")?;
    Some(PathBuf::from(local).join("mcp-console").join("bin").join(NAME))
}

#[cfg(unix)]
fn put(source: &Path, place: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(source, place)
}

#[cfg(not(unix))]
fn put(source: &Path, place: &Path) -> io::Result<()> {
    // Links need a right there that few people have.
    copy_whole(source, place)
}

/// Copies a program so that it is whole or not there.
fn copy_whole(from: &Path, to: &Path) -> io::Result<()> {
    let folder = to.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    let temporary = tempfile::NamedTempFile::new_in(folder)?;
    // With its permissions: it is a program.
    fs::copy(from, temporary.path())?;
    temporary.persist(to).map_err(|error| error.error)?;
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Whether a shell would start it.
fn is_program(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(path)
            .is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
    }
    #[cfg(not(unix))]
    path.is_file()
}

/// Whether both are the same entry of the same folder, however the folder is spelled.
fn is_same_place(a: &Path, b: &Path) -> bool {
    let folder = |path: &Path| path.parent().and_then(|folder| fs::canonicalize(folder).ok());
    a.file_name() == b.file_name() && folder(a).is_some() && folder(a) == folder(b)
}

/// The line that puts the folder of `place` on the search path, in the language of the shell.
fn profile_line(place: &Path, shell: Option<&str>) -> String {
    let folder = place.parent().unwrap_or(place);
    let name = shell.and_then(|shell| Path::new(shell).file_name()).unwrap_or_default();
    let home = std::env::home_dir();
    let below_home = home.as_deref().and_then(|home| folder.strip_prefix(home).ok());
    let folder = below_home
        .map_or_else(|| folder.display().to_string(), |below| format!("$HOME/{}", below.display()));
    if cfg!(windows) {
        format!("setx PATH \"%PATH%;{folder}\"")
    } else if name == "fish" {
        format!("fish_add_path \"{folder}\"")
    } else {
        format!("export PATH=\"{folder}:$PATH\"")
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    struct Fixture {
        temp: tempfile::TempDir,
        tool: CommandLineTool,
    }

    fn program(path: &Path) {
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        fs::write(path, "#!/bin/sh\necho mcpctl 1.0.0\n").expect("writable");
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("ours");
    }

    fn fixture() -> Fixture {
        let temp = tempfile::tempdir().expect("a directory");
        let bundled = temp.path().join("opt/app/mcpctl");
        program(&bundled);
        let tool = CommandLineTool {
            bundled: Some(bundled),
            copy: None,
            place: temp.path().join("home/.local/bin/mcpctl"),
            shell: None,
        };
        Fixture { temp, tool }
    }

    fn environment(path: &Path) -> Environment {
        let path = format!("{}:/usr/bin:/bin", path.display());
        Environment::of_variables([("PATH".into(), path)]).without_login_shell()
    }

    #[tokio::test]
    async fn it_is_put_on_the_path_and_taken_away() {
        let Fixture { temp, tool } = fixture();
        let elsewhere = environment(&temp.path().join("nothing"));
        assert_eq!(tool.state(&elsewhere).await, CliState::Available);

        tool.install().expect("the place is free");
        let CliState::OffPath { path, line } = tool.state(&elsewhere).await else {
            panic!("the shell does not look there")
        };
        assert_eq!(path, tool.place.display().to_string());
        assert!(line.contains(".local/bin") && line.starts_with("export PATH="), "{line}");

        let on_path = environment(tool.place.parent().expect("a folder"));
        let installed = CliState::Installed { path: path.clone(), ours: true };
        assert_eq!(tool.state(&on_path).await, installed);
        tool.install().expect("it is ours: once more changes nothing");
        assert_eq!(tool.state(&on_path).await, installed);

        tool.uninstall().expect("it is ours");
        assert_eq!(tool.state(&on_path).await, CliState::Available);
        assert!(
            tool.bundled.as_ref().is_some_and(|bundled| bundled.exists()),
            "the app keeps its own"
        );
        tool.uninstall().expect("there is nothing to do");
    }

    #[tokio::test]
    async fn what_others_put_there_stays() {
        let Fixture { temp, tool } = fixture();
        program(&tool.place);
        for done in [tool.install(), tool.uninstall()] {
            let problem = done.expect_err("it is not ours");
            assert_eq!(problem.code, ErrorCode::Conflict);
            assert!(problem.hint.is_some());
        }
        let on_path = environment(tool.place.parent().expect("a folder"));
        let path = tool.place.display().to_string();
        assert_eq!(tool.state(&on_path).await, CliState::Installed { path, ours: false });

        // A link of somebody's to another program of this name.
        let other = temp.path().join("other/mcpctl");
        program(&other);
        fs::remove_file(&tool.place).expect("there");
        std::os::unix::fs::symlink(&other, &tool.place).expect("free");
        assert_eq!(tool.install().expect_err("not ours").code, ErrorCode::Conflict);
        // Once that is gone, the link leads nowhere and names our tool: ours to replace.
        fs::remove_file(&other).expect("there");
        tool.install().expect("nobody needs a link that leads nowhere");
        assert_eq!(fs::read_link(&tool.place).ok(), tool.bundled);
    }

    #[test]
    fn a_build_without_it_says_so() {
        let Fixture { tool, .. } = fixture();
        let tool = CommandLineTool { bundled: None, ..tool };
        assert_eq!(tool.install().expect_err("nothing to install").code, ErrorCode::NotFound);
    }

    #[test]
    fn where_the_app_vanishes_after_its_run_the_link_leads_to_a_copy() {
        let Fixture { temp, tool } = fixture();
        let copy = temp.path().join("data/bin/mcpctl");
        let tool = CommandLineTool { copy: Some(copy.clone()), ..tool };
        tool.install().expect("free");
        assert_eq!(fs::read_link(&tool.place).expect("a link"), copy);
        let mode = fs::metadata(&copy).expect("copied").permissions().mode();
        assert_eq!(mode & 0o111, 0o111, "it is a program");
        tool.uninstall().expect("ours");
        assert!(!copy.exists());
    }

    #[test]
    fn each_shell_has_its_line() {
        let place = Path::new("/opt/x/mcpctl");
        let cases = [
            (Some("/bin/bash"), "export PATH=\"/opt/x:$PATH\""),
            (Some("/usr/bin/fish"), "fish_add_path \"/opt/x\""),
            (None, "export PATH=\"/opt/x:$PATH\""),
        ];
        for (shell, line) in cases {
            assert_eq!(profile_line(place, shell), line, "{shell:?}");
        }
    }
}
