//! SHA-256 (FIPS 180-4) in hexadecimal, as `sha256sum` writes it.

use std::io::{self, Read};

use sha2::Digest as _;

/// The digest of some bytes.
///
/// ```
/// use feedmill::digest::sha256;
/// assert!(sha256(b"").starts_with("e3b0c44298fc1c14"));
/// ```
pub fn sha256(bytes: &[u8]) -> String {
    let mut digest = Sha256::default();
    digest.add(bytes);
    digest.finish()
}

/// The digest of all that is read, which need not fit into memory.
///
/// # Errors
/// If it cannot be read.
pub fn sha256_of(mut source: impl Read) -> io::Result<String> {
    let mut digest = Sha256::default();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match source.read(&mut buffer) {
            Ok(0) => return Ok(digest.finish()),
            Ok(length) => digest.add(&buffer[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// A digest of bytes that come one after the other.
#[derive(Debug, Clone, Default)]
pub struct Sha256(sha2::Sha256);

impl Sha256 {
    /// Adds the next bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all bytes that were added.
    pub fn finish(self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let halves = |byte: u8| [byte >> 4, byte & 15].map(|half| char::from(DIGITS[usize::from(half)]));
        self.0.finalize().into_iter().flat_map(halves).collect()
    }
}
