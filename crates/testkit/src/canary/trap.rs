//! The search for canaries.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};
use std::fs;
use std::path::Path;

use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::Canary;

/// Bytes on either side of a canary that are shown with it.
const AROUND: usize = 60;

/// A canary where none may be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sighting {
    /// The canary's name.
    pub canary: String,
    /// How it was written: `text`, `base64`, `hex`, `HEX`, `utf-16`.
    pub form: &'static str,
    /// Where: a file, an answer, a process.
    pub place: String,
}

/// Sightings, each with the text around its first occurrence: whoever has to mend it sees how the
/// value got there. It was made up, so nothing is given away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sightings(BTreeMap<Sighting, String>);

impl Sightings {
    /// Whether nothing was seen.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was seen, without the text around it.
    pub fn all(&self) -> BTreeSet<Sighting> {
        self.0.keys().cloned().collect()
    }

    /// Takes the sightings of another search along.
    pub fn extend(&mut self, others: Self) {
        for (sighting, around) in others.0 {
            self.0.entry(sighting).or_insert(around);
        }
    }

    /// Only those of which `is_wanted` holds.
    #[must_use]
    pub fn filtered(mut self, is_wanted: impl Fn(&Sighting) -> bool) -> Self {
        self.0.retain(|sighting, _| is_wanted(sighting));
        self
    }
}

impl fmt::Display for Sightings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (Sighting { canary, form, place }, around) in &self.0 {
            writeln!(f, "{canary} ({form}) in {place}\n    {around:?}")?;
        }
        Ok(())
    }
}

/// Knows canaries by everything they may be written as.
#[derive(Debug)]
pub struct Trap {
    forms: AhoCorasick,
    /// Of each form: which canary it is, and how it is written.
    meanings: Vec<(String, &'static str)>,
}

impl Trap {
    /// One for these.
    pub fn new<'c>(canaries: impl IntoIterator<Item = &'c Canary>) -> Self {
        let mut forms: Vec<Vec<u8>> = Vec::new();
        let mut meanings = Vec::new();
        for canary in canaries {
            for half in canary.halves() {
                for (form, bytes) in forms_of(half) {
                    forms.push(bytes);
                    meanings.push((canary.name().to_owned(), form));
                }
            }
        }
        let forms = AhoCorasick::new(&forms).expect("a few hundred short texts");
        Self { forms, meanings }
    }

    /// Which canaries these bytes hold; `place` says where they are from.
    pub fn search(&self, bytes: &[u8], place: &str) -> Sightings {
        let mut sightings = BTreeMap::new();
        for found in self.forms.find_overlapping_iter(bytes) {
            let (canary, form) = self.meanings[found.pattern().as_usize()].clone();
            let around =
                found.start().saturating_sub(AROUND)..bytes.len().min(found.end() + AROUND);
            sightings
                .entry(Sighting { canary, form, place: place.to_owned() })
                .or_insert_with(|| String::from_utf8_lossy(&bytes[around]).into_owned());
        }
        Sightings(sightings)
    }

    /// Which canaries the files below a folder hold, in their content or in their names; links
    /// count by where they point. What vanishes meanwhile holds nothing.
    pub fn search_folder(&self, folder: &Path) -> Sightings {
        let mut sightings = Sightings::default();
        let mut folders = vec![folder.to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                let place = path.display().to_string();
                sightings.extend(self.search(place.as_bytes(), &format!("the name of {place}")));
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => folders.push(path),
                    Ok(kind) if kind.is_symlink() => {
                        let target = fs::read_link(&path).unwrap_or_default();
                        let target = target.display().to_string();
                        sightings.extend(self.search(target.as_bytes(), &place));
                    }
                    Ok(kind) if kind.is_file() => {
                        let content = fs::read(&path).unwrap_or_default();
                        sightings.extend(self.search(&content, &place));
                    }
                    // Sockets and pipes hold nothing.
                    _ => {}
                }
            }
        }
        sightings
    }
}

fn hex(text: &str) -> String {
    let mut hex = String::with_capacity(2 * text.len());
    for byte in text.bytes() {
        write!(hex, "{byte:02x}").expect("memory takes it");
    }
    hex
}

/// Each way in which half a mark may be written.
fn forms_of(half: &str) -> Vec<(&'static str, Vec<u8>)> {
    let hex = hex(half);
    let wide: Vec<u8> = half.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut forms = vec![
        ("text", half.as_bytes().to_vec()),
        ("hex", hex.to_uppercase().into_bytes()),
        ("hex", hex.into_bytes()),
        ("utf-16", wide),
    ];
    // What stands before it moves it to one of three places within a group of four characters;
    // those that its neighbours have a part in are left out. Letters and digits have no group that
    // the URL-safe alphabet writes otherwise.
    for offset in 0..3 {
        let shifted = [vec![0; offset], half.as_bytes().to_vec()].concat();
        let encoded = STANDARD_NO_PAD.encode(&shifted);
        let own = &encoded[(offset * 8).div_ceil(6)..shifted.len() * 8 / 6];
        forms.push(("base64", own.as_bytes().to_vec()));
    }
    forms
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};

    use super::*;

    #[test]
    fn every_form_is_seen_and_a_clean_text_is_clean() {
        let canary = Canary::shaped("awkward", 2, |marks| {
            format!("sk-{}\"\\\n%41 é/+{}=", marks[0], marks[1])
        });
        let other = Canary::new("other");
        let trap = Trap::new([&canary, &other]);
        let value = canary.value();
        let percent: String = value
            .bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'0'..=b'9' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect();
        let forms = [
            ("text", value.to_owned()),
            ("text", serde_json::to_string(value).unwrap()),
            ("text", percent),
            ("text", value[3..16].to_owned()),
            ("base64", STANDARD.encode(value)),
            ("base64", STANDARD.encode(format!("u:{value}"))),
            ("base64", URL_SAFE.encode(format!("user:{value} and more"))),
            ("hex", hex(value)),
            ("hex", hex(value).to_uppercase()),
        ];
        for (form, text) in forms {
            let seen = trap.search(format!("before {text} after").as_bytes(), "a text");
            let expected = Sighting { canary: "awkward".into(), form, place: "a text".into() };
            assert_eq!(seen.all(), BTreeSet::from([expected]), "{text}");
        }
        let wide: Vec<u8> = value.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(trap.search(&wide, "").all().first().map(|seen| seen.form), Some("utf-16"));
        assert!(trap.search(b"sk-\"\\\n%41 \xc3\xa9/+= ab23", "").is_empty());
    }

    #[test]
    fn a_folder_is_searched_with_its_names_and_links() {
        let canary = Canary::new("it");
        let trap = Trap::new([&canary]);
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("a/b")).unwrap();
        fs::write(folder.path().join("a/b/clean"), "nothing").unwrap();
        assert!(trap.search_folder(folder.path()).is_empty());
        fs::write(folder.path().join("a/b/.hidden"), format!("x{}", canary.value())).unwrap();
        fs::write(folder.path().join(canary.value()), "").unwrap();
        std::os::unix::fs::symlink(canary.value(), folder.path().join("link")).unwrap();
        let seen = trap.search_folder(folder.path());
        assert_eq!(seen.all().len(), 3, "{seen}");
    }
}
