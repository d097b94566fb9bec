//! The block of a README that holds the table.

use std::fs;
use std::io;
use std::path::Path;

const BEGIN: &str = "<!-- bench -->";
const END: &str = "<!-- /bench -->";

/// Puts `table` between the markers of the file at `path`.
///
/// # Errors
/// Where the file cannot be read or written, or has no markers.
pub(crate) fn update(path: &Path, table: &str) -> io::Result<()> {
    let text = fs::read_to_string(path)?;
    let replaced = replaced(&text, table).ok_or_else(|| {
        io::Error::other(format!("{} has no {BEGIN} with {END} after it", path.display()))
    })?;
    fs::write(path, replaced)
}

fn replaced(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{table}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_block_is_replaced() {
        let text = "# T\n<!-- bench -->\nold\n<!-- /bench -->\nrest\n";
        let new = replaced(text, "| new |").unwrap();
        assert_eq!(new, "# T\n<!-- bench -->\n| new |\n<!-- /bench -->\nrest\n");
        assert_eq!(replaced(&new, "| new |").unwrap(), new, "a second time changes nothing");
    }

    #[test]
    fn a_file_without_markers_is_left_alone() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for text in ["# T\n", "# T\n<!-- /bench -->\n<!-- bench -->\n"] {
            fs::write(file.path(), text).unwrap();
            assert!(update(file.path(), "| new |").is_err());
            assert_eq!(fs::read_to_string(file.path()).unwrap(), text);
        }
    }
}
