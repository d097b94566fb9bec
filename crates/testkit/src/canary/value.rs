//! One canary.

use std::fs::File;
use std::io::Read;

/// Characters of a mark.
const MARK: usize = 24;
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A secret that was made up for one test and exists nowhere else.
#[derive(Debug, Clone)]
pub struct Canary {
    name: String,
    value: String,
    marks: Vec<String>,
}

impl Canary {
    /// A value of letters and digits.
    pub fn new(name: &str) -> Self {
        Self::shaped(name, 1, |marks| marks[0].clone())
    }

    /// A value that `shape` makes of so many marks; it may repeat and surround them.
    pub fn shaped(name: &str, marks: usize, shape: impl FnOnce(&[String]) -> String) -> Self {
        let marks: Vec<String> = (0..marks).map(|_| random()).collect();
        let value = shape(&marks);
        let is_whole = marks.iter().all(|mark| value.contains(mark));
        assert!(is_whole, "{name} has all of its marks");
        Self { name: name.to_owned(), value, marks }
    }

    /// What it is called where it is found.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The secret.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What it is known by: each half of each mark.
    pub(super) fn halves(&self) -> impl Iterator<Item = &str> {
        self.marks.iter().flat_map(|mark| {
            let (first, second) = mark.split_at(MARK / 2);
            [first, second]
        })
    }
}

fn random() -> String {
    let mut bytes = [0; MARK];
    let mut source = File::open("/dev/urandom").expect("Linux has random numbers");
    source.read_exact(&mut bytes).expect("as many as one likes");
    bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}
