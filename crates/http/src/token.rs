//! Bearer tokens.

use console_domain::{ErrorCode, Problem};

/// A secret that opens the API. Has no `Debug` and no `Display`.
#[derive(Clone)]
pub(crate) struct Token(String);

impl Token {
    /// A fresh token of 256 random bits, as hexadecimal digits.
    pub(crate) fn fresh() -> Result<Self, Problem> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(|e| {
            let message = format!("The operating system gave no random numbers: {e}.");
            Problem::new(ErrorCode::Internal, message)
        })?;
        Ok(Self(bytes.iter().fold(String::with_capacity(64), |mut hex, byte| {
            use std::fmt::Write;
            let _infallible = write!(hex, "{byte:02x}");
            hex
        })))
    }

    /// The value, for `endpoint.json`.
    pub(crate) fn expose(&self) -> String {
        self.0.clone()
    }

    /// Whether `given` is this token; takes the same time wherever they differ.
    pub(crate) fn matches(&self, given: &str) -> bool {
        let difference = self.0.bytes().zip(given.bytes()).fold(0, |acc, (a, b)| acc | (a ^ b));
        self.0.len() == given.len() && difference == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_matches_itself_alone() {
        let token = Token::fresh().expect("random numbers");
        let same = token.expose();
        assert!(token.matches(&same));
        assert!(!token.matches(&same[1..]), "a part is not enough");
        assert!(!token.matches(&format!("{same}0")));
        assert!(!token.matches(""));
        assert!(!token.matches(&Token::fresh().expect("random numbers").expose()));
    }
}
