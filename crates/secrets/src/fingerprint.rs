//! Fingerprints: tell values apart and say nothing about them.

use console_domain::SecretValue;
use console_domain::limits::FINGERPRINT_CHARS;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// A keyed hash of `value` (HMAC-SHA-256), hexadecimal, cut to
/// [`FINGERPRINT_CHARS`] characters. `pepper` is a random value that lives in the vault too, so
/// that a short value cannot be guessed from the database alone.
#[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "HMAC takes any key")]
pub fn fingerprint(pepper: &SecretValue, value: &SecretValue) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(pepper.expose().as_bytes()).expect("any key");
    mac.update(value.expose().as_bytes());
    let digest = mac.finalize().into_bytes();
    let nibbles = digest.iter().flat_map(|byte| [byte >> 4, byte & 0xF]);
    nibbles.filter_map(|n| char::from_digit(n.into(), 16)).take(FINGERPRINT_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pepper: &str, value: &str) -> String {
        fingerprint(&SecretValue::new(pepper.into()), &SecretValue::new(value.into()))
    }

    #[test]
    fn it_is_the_beginning_of_an_hmac() {
        // RFC 4231, test case 2.
        assert_eq!(of("Jefe", "what do ya want for nothing?"), "5bdcc146bf60");
    }

    #[test]
    fn it_tells_values_and_vaults_apart() {
        assert_eq!(of("pepper", "value"), of("pepper", "value"));
        assert_ne!(of("pepper", "value"), of("pepper", "values"));
        assert_ne!(of("pepper", "value"), of("another", "value"));
        // A key longer than a block of the hash is a key too.
        assert_eq!(of(&"p".repeat(100), "value").len(), FINGERPRINT_CHARS);
    }
}
