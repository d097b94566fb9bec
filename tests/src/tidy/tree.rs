//! The files that a rule reads, and what it says of them.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::Command;

/// A text file of the repository.
#[derive(Debug, Clone)]
pub struct File {
    /// Relative to the repository's root, with `/` between the parts.
    pub path: String,
    /// Its whole content.
    pub text: String,
}

impl File {
    /// The lines with their numbers, from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// The file's name without its directories.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// What follows the last dot of the name.
    pub fn extension(&self) -> Option<&str> {
        self.name().rsplit_once('.').map(|(_, extension)| extension)
    }

    /// A violation on this line (from 1) of the file.
    pub fn violation(&self, line: usize, rule: &'static str) -> Violation {
        Violation { path: self.path.clone(), line, rule: rule.to_owned() }
    }
}

/// The text files of a repository, in the order of their paths.
#[derive(Debug, Clone)]
pub struct Tree {
    files: Vec<File>,
}

impl Tree {
    /// What git has, or would take, under `root`. Files that are not UTF-8 are left out.
    ///
    /// # Errors
    /// Where git cannot be run, or `root` is not in a git repository.
    pub fn of_repository(root: &Path) -> io::Result<Self> {
        let listing = Command::new("git")
            .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
            .current_dir(root)
            .output()?;
        if !listing.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&listing.stderr).into_owned()));
        }
        let mut paths: Vec<&str> = listing
            .stdout
            .split(|&byte| byte == 0)
            .filter_map(|path| str::from_utf8(path).ok())
            .collect();
        paths.sort_unstable();
        paths.dedup();
        let files = paths
            .into_iter()
            .filter(|path| !path.is_empty())
            // A file that is deleted but not yet committed is listed and cannot be read.
            .filter_map(|path| {
                let text = std::fs::read_to_string(root.join(path)).ok()?;
                Some(File { path: path.to_owned(), text })
            })
            .collect();
        Ok(Self { files })
    }

    /// A tree of made-up files, to try a rule on.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| File { path: (*path).to_owned(), text: (*text).to_owned() })
            .collect();
        Self { files }
    }

    /// Every file.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.files.iter()
    }

    /// The files whose name ends in one of these extensions (without the dot).
    pub fn with_extension<'a>(&'a self, extensions: &'a [&str]) -> impl Iterator<Item = &'a File> {
        self.files
            .iter()
            .filter(move |file| file.extension().is_some_and(|own| extensions.contains(&own)))
    }

    /// The file at this path.
    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }
}

/// A broken rule, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The file, relative to the root.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The rule that is broken, and what to do instead.
    pub rule: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.rule)
    }
}
