//! Migrations are forward only: what has landed is never edited.

use sha2::{Digest, Sha256};

use super::{File, Tree, Violation};

const SUMS: &str = "migrations/CHECKSUMS";

/// Each migration is in `migrations/CHECKSUMS` with the SHA-256 that it landed with.
pub fn migrations_are_never_edited(tree: &Tree) -> Vec<Violation> {
    let sums = tree.get(SUMS);
    let listed: Vec<(usize, &str, &str)> = sums
        .into_iter()
        .flat_map(File::lines)
        .filter_map(|(number, line)| line.split_once("  ").map(|(sum, name)| (number, sum, name)))
        .collect();

    let mut violations = Vec::new();
    for (number, sum, name) in &listed {
        let landed = tree.get(&format!("migrations/{name}"));
        if landed.is_none_or(|file| digest(&file.text) != *sum)
            && let Some(sums) = sums
        {
            violations.push(sums.violation(
                *number,
                "a migration that landed was edited or removed: put it back, and write a new one",
            ));
        }
    }
    for file in tree.with_extension(&["sql"]) {
        let Some(name) = file.path.strip_prefix("migrations/") else { continue };
        if !listed.iter().any(|(_, _, listed)| *listed == name) {
            violations.push(file.violation(
                1,
                "a new migration is sealed when it lands: cd migrations && sha256sum *.sql > CHECKSUMS",
            ));
        }
    }
    violations
}

fn digest(text: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(text).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edited_a_removed_and_an_unsealed_migration_are_found() {
        let sums = format!("{}  1_a.sql\n{}  2_b.sql\n", digest("create a"), digest("create b"));
        let good = [
            (SUMS, sums.as_str()),
            ("migrations/1_a.sql", "create a"),
            ("migrations/2_b.sql", "create b"),
        ];
        assert_eq!(migrations_are_never_edited(&Tree::of(&good)), vec![]);

        let edited = [good[0], ("migrations/1_a.sql", "create aa"), good[2]];
        assert_eq!(migrations_are_never_edited(&Tree::of(&edited))[0].line, 1);

        let removed = [good[0], good[1]];
        assert_eq!(migrations_are_never_edited(&Tree::of(&removed))[0].line, 2);

        let unsealed = [good[0], good[1], good[2], ("migrations/3_c.sql", "create c")];
        assert_eq!(migrations_are_never_edited(&Tree::of(&unsealed))[0].path, "migrations/3_c.sql");
    }

    #[test]
    fn the_digest_is_sha256() {
        assert_eq!(digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
