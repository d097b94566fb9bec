//! Canaries: made-up secrets that are planted where secrets belong, and the search for them where
//! none may be.
//!
//! A value consists of marks (random letters and digits) and of what makes it awkward around them:
//! quotes, percent signs, line ends. Letters and digits look the same in a text, in JSON and
//! percent-encoded, so half a mark is enough to know the value by, however it was escaped, cut or
//! wrapped; base64, hexadecimal digits and UTF-16 are looked for besides.

mod processes;
mod trap;
mod value;

pub use processes::ProcessWatch;
pub use trap::{Sighting, Sightings, Trap};
pub use value::Canary;
