//! Parts of a file, each read as an input of its own.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};

use super::content::Content;
use super::{Input, Reading, Source, Stamp, appeared, captured, decoded, settled_metadata};

/// A file whose parts are read. It holds UTF-8 as it stands, unpacked.
#[derive(Debug)]
pub struct Parts<'s> {
    source: &'s Source,
    file: File,
    stamp: Stamp,
}

impl<'s> Parts<'s> {
    /// Opens a file.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub fn open(source: &'s Source) -> io::Result<Self> {
        let file = File::open(&source.path)?;
        let stamp = Stamp::new(&settled_metadata(&file)?);
        Ok(Self { source, file, stamp })
    }

    /// How the file looked when it was opened.
    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// The bytes from a place on, so many of them.
    ///
    /// # Errors
    /// If they cannot be read, or are not there.
    pub fn bytes(&mut self, place: u64, length: u64) -> io::Result<Vec<u8>> {
        self.file.seek(SeekFrom::Start(place))?;
        let mut bytes = Vec::with_capacity(usize::try_from(length.min(self.stamp.size)).unwrap_or(0));
        self.file.by_ref().take(length).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }

    /// The text from a place on, so many bytes of it, as the text of an input that looks like the file.
    ///
    /// # Errors
    /// If it cannot be read, or would not be read as it stands: in another encoding, with a byte order mark, or without lines that
    /// are too long.
    pub fn input(&mut self, place: u64, length: u64, reading: &Reading<'_>) -> io::Result<Input> {
        let bytes = self.bytes(place, length)?;
        self.input_of(bytes, reading)
    }

    /// Bytes that were read from the file as the text of an input that looks like it.
    ///
    /// # Errors
    /// If they would not be read as they stand.
    pub fn input_of(&self, bytes: Vec<u8>, reading: &Reading<'_>) -> io::Result<Input> {
        let length = bytes.len();
        let is_too_long = bytes.split(|byte| *byte == b'\n').any(|line| line.len() > reading.limits.line);
        let content = Content { bytes, left_out: Vec::new(), sha256: None };
        let input = decoded(&self.source.path, content, reading).map_err(|kind| io::Error::other(kind.to_string()))?;
        if is_too_long || input.recoded.is_some() || input.text.len() != length {
            return Err(io::Error::other("it would not be read as it stands"));
        }
        let captured = captured(self.stamp.last_written(), reading);
        Ok(Input {
            captured,
            appeared: appeared(&self.source.path, captured, reading),
            named: self.source.named,
            stamp: Some(self.stamp),
            stored: self.stamp.size,
            ..input
        })
    }
}
