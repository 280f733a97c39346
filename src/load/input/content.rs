//! The bytes of a file, unpacked, and no more of them than the limits allow.

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use super::rows::{LeftOut, Rows};
use super::{Reading, UNPACKED};
use crate::digest::{Digest, Sha256};
use crate::load::packed::Packing;
use crate::load::{LoadErrorKind, encoding};

/// How much is read at once of a file that is read by lines.
const CHUNK: u64 = 1 << 20;

/// What is in a file.
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    /// What was too long to be kept.
    pub(super) left_out: Vec<LeftOut>,
    /// Of the file as it is, packed or not.
    pub(super) sha256: Option<Digest>,
}

/// Reads all of a file called `path`, whose size may be known.
///
/// # Errors
/// [`LoadErrorKind::Io`] if it cannot be read, another kind if its content cannot be used.
pub(super) fn read(
    source: impl Read,
    path: &Path,
    size: Option<u64>,
    reading: &Reading<'_>,
) -> Result<Content, LoadErrorKind> {
    let passed = Rc::new(Cell::new(0));
    let sha256 = reading.hash.then(Sha256::default);
    let mut raw = Raw { source, sha256, has_failed: false, passed: Rc::clone(&passed) };
    let mut head = Vec::new();
    raw.by_ref().take(Packing::HEAD).read_to_end(&mut head)?;
    let packing = Packing::of_head(&head);
    if let (None, Some(promised)) = (packing, Packing::of_path(path).filter(|_| !head.is_empty())) {
        let reason = "it does not begin like one".to_owned();
        return Err(LoadErrorKind::Damaged { packing: promised.name(), reason });
    }
    let file = head.chain(&mut raw);
    let body = match packing {
        None => body(file, size, false, reading),
        Some(packing) => {
            let source = packing.unpack(BufReader::new(file));
            let unpacked = Unpacked { source, size, passed, slack: reading.slack as u64, count: 0 };
            body(unpacked, None, true, reading)
        }
    };
    let (bytes, left_out) = body.map_err(|kind| match (kind, packing) {
        (LoadErrorKind::Io(error), Some(_)) if error.kind() == io::ErrorKind::FileTooLarge => LoadErrorKind::Inflated,
        (LoadErrorKind::Io(error), Some(packing)) if !raw.has_failed && error.kind() != io::ErrorKind::OutOfMemory => {
            LoadErrorKind::Damaged { packing: packing.name(), reason: reason(&error) }
        }
        (kind, _) => kind,
    })?;
    Ok(Content { bytes, left_out, sha256: raw.sha256.map(Sha256::finish) })
}

/// Reads all that is in a file, but for lines that are too long where it is read by lines.
fn body(
    mut file: impl Read,
    size: Option<u64>,
    is_packed: bool,
    reading: &Reading<'_>,
) -> Result<(Vec<u8>, Vec<LeftOut>), LoadErrorKind> {
    let limit = reading.limits.document;
    let most = limit as u64;
    let mut bytes = Vec::new();
    // What there is no memory for is found out when it is needed.
    let _ = bytes.try_reserve_exact(size.map_or(0, |size| usize::try_from(size).unwrap_or(limit).min(limit)));
    if let Some(format) = reading.format.filter(|format| format.by_line) {
        file.by_ref().take(CHUNK).read_to_end(&mut bytes)?;
        // A line end of UTF-16 is two bytes, and no byte of it alone.
        if !encoding::is_wide(&bytes, reading.encoding) {
            let mut rows = Rows::new(bytes, reading.limits.line, format.is_table());
            loop {
                let from = rows.bytes.len();
                if file.by_ref().take(CHUNK).read_to_end(&mut rows.bytes)? == 0 {
                    return Ok(rows.finish());
                }
                // A small archive may hold any number of lines.
                if is_packed && rows.bytes.len() > limit {
                    return Err(LoadErrorKind::TooLarge { size: None, limit });
                }
                rows.look(from);
            }
        }
    }
    if let Some(size) = size.filter(|size| *size > most) {
        return Err(LoadErrorKind::TooLarge { size: Some(size), limit });
    }
    file.by_ref().take((most + 1).saturating_sub(bytes.len() as u64)).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        return Err(LoadErrorKind::TooLarge { size: None, limit });
    }
    Ok((bytes, Vec::new()))
}

/// Why an archive cannot be unpacked, down to the first cause.
pub(super) fn reason(error: &io::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    let is_cut_off = |cause: &io::Error| cause.kind() == io::ErrorKind::UnexpectedEof;
    if is_cut_off(error) || cause.downcast_ref::<io::Error>().is_some_and(is_cut_off) {
        return "it is cut off".to_owned();
    }
    cause.to_string()
}

/// The content of an archive, up to as much as one of its size may hold.
struct Unpacked<R> {
    source: R,
    /// The size of the archive, where it is known before.
    size: Option<u64>,
    /// How much of it was read.
    passed: Rc<Cell<u64>>,
    slack: u64,
    /// How much was unpacked.
    count: u64,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.source.read(into)?;
        self.count += length as u64;
        let packed = self.size.unwrap_or(0).max(self.passed.get());
        if self.count > packed.saturating_mul(UNPACKED).saturating_add(self.slack) {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(length)
    }
}

/// A file as it lies there.
struct Raw<R> {
    source: R,
    sha256: Option<Sha256>,
    /// Whether reading failed, which is no fault of what is in it.
    has_failed: bool,
    /// How much of it was read.
    passed: Rc<Cell<u64>>,
}

impl<R: Read> Read for Raw<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let result = self.source.read(into);
        match &result {
            Ok(length) => {
                self.passed.set(self.passed.get() + *length as u64);
                if let Some(sha256) = &mut self.sha256 {
                    sha256.add(&into[..*length]);
                }
            }
            Err(error) => self.has_failed |= error.kind() != io::ErrorKind::Interrupted,
        }
        result
    }
}
