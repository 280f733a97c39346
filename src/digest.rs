//! SHA-256 (FIPS 180-4), shown in hexadecimal as `sha256sum` writes it.

use std::fmt;
use std::io::{self, Read};
use std::str::FromStr;

use serde::{Serialize, Serializer};
use sha2::Digest as _;

/// The SHA-256 of some bytes.
///
/// ```
/// use feedmill::internal::digest::{Digest, sha256};
/// let nothing = sha256(b"");
/// assert!(nothing.to_string().starts_with("e3b0c44298fc1c14"));
/// assert_eq!(nothing.to_string().parse(), Ok(nothing));
/// assert!("e3b0c442".parse::<Digest>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

/// A text is not the SHA-256 of anything: it is not 64 digits of hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256 in hexadecimal")]
pub struct NotADigest;

impl Digest {
    /// Stands where a digest is not known: no file has it.
    pub const UNKNOWN: Self = Self([0; 32]);
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 64];
        for (two, byte) in text.as_chunks_mut().0.iter_mut().zip(self.0) {
            *two = [byte >> 4, byte & 15].map(|half| DIGITS[usize::from(half)]);
        }
        f.pad(std::str::from_utf8(&text).unwrap_or_else(|_| unreachable!("digits are ASCII")))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let text: &[u8; 64] = text.as_bytes().try_into().map_err(|_| NotADigest)?;
        let half = |digit: u8| DIGITS.iter().zip(0..).find(|(known, _)| **known == digit).map(|(_, half)| half);
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(text.as_chunks().0) {
            *byte = half(*high).zip(half(*low)).map(|(high, low): (u8, u8)| high << 4 | low).ok_or(NotADigest)?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The digest of some bytes.
pub fn sha256(bytes: &[u8]) -> Digest {
    let mut digest = Sha256::default();
    digest.add(bytes);
    digest.finish()
}

/// The digest of all that is read, which need not fit into memory.
///
/// # Errors
/// If it cannot be read.
pub fn sha256_of(mut source: impl Read) -> io::Result<Digest> {
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
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}
