//! Compressed files: gzip (RFC 1952), bzip2, xz and Zstandard (RFC 8878), of one member, stream or frame or several in a row.
//!
//! What a file is packed with is told by its first bytes, whatever its name; the name, looked at without `.gz` or
//! `.zst`, tells the format of what is inside. Contents are unpacked as they are read, and never held packed.
//!
//! Not supported: other packings; Zstandard with a dictionary or with a window of more than 128 MiB, which `zstd` itself
//! does not unpack either unless it is told to; xz with a dictionary of more than 64 MiB, which is what `xz -9` makes.

use std::io::{self, BufRead, Read};
use std::path::Path;

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use lzma_rust2::XzReader;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// A way of packing a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Bzip2,
    Xz,
    Zstandard,
}

/// What the names of packed files end with.
const EXTENSIONS: &[(&str, Packing)] =
    &[("gz", Packing::Gzip), ("bz2", Packing::Bzip2), ("xz", Packing::Xz), ("zst", Packing::Zstandard)];

/// How much memory unpacking xz may take, in KiB: a dictionary of 64 MiB, and the decoder.
const MOST_OF_XZ: u32 = 66 << 10;

impl Packing {
    /// How many bytes of a file tell its packing.
    pub(super) const HEAD: u64 = 10;

    /// The packing that a file name promises.
    pub(super) fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?;
        EXTENSIONS.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known)).map(|(_, packing)| *packing)
    }

    /// The packing of a file that begins like this. No text begins like any.
    pub(super) fn of_head(head: &[u8]) -> Option<Self> {
        match head {
            // The one method that RFC 1952 knows is 8.
            [0x1F, 0x8B, 8, ..] => Some(Self::Gzip),
            // The size of blocks, then the sign of the first block or of the end.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..]
            | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, ..] => Some(Self::Bzip2),
            [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Some(Self::Xz),
            // A frame, or one that is to be skipped (RFC 8878, section 3.1).
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Self::Zstandard),
            _ => None,
        }
    }

    /// What it is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Zstandard => "Zstandard",
        }
    }

    /// Reads what is packed. Any error but one of `packed` itself means that the archive is damaged or cut off.
    pub(super) fn unpack<'r>(self, packed: impl BufRead + 'r) -> Box<dyn Read + 'r> {
        match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(packed)),
            Self::Bzip2 => Box::new(MultiBzDecoder::new(packed)),
            Self::Xz => Box::new(XzReader::new_mem_limit(packed, true, MOST_OF_XZ)),
            Self::Zstandard => Box::new(Frames { packed, decoder: FrameDecoder::new(), is_inside: false }),
        }
    }
}

/// The contents of Zstandard frames, one after the other.
struct Frames<R> {
    packed: R,
    decoder: FrameDecoder,
    /// Whether a frame has begun whose contents are not all handed out.
    is_inside: bool,
}

impl<R: BufRead> Frames<R> {
    /// Begins the next frame, or skips one of user data.
    fn begin(&mut self) -> io::Result<()> {
        match self.decoder.init(&mut self.packed) {
            Ok(()) => self.is_inside = true,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                let length = u64::from(length);
                if io::copy(&mut self.packed.by_ref().take(length), &mut io::sink())? < length {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            }
            Err(error) => return Err(io::Error::other(error)),
        }
        Ok(())
    }

    /// Ends a frame. Its checksum, where it has one, is not looked at by the decoder.
    fn end(&mut self) -> io::Result<()> {
        self.is_inside = false;
        match self.decoder.get_checksum_from_data() {
            Some(sum) if Some(sum) != self.decoder.get_calculated_checksum() => {
                Err(io::Error::other("the checksum is wrong"))
            }
            _ => Ok(()),
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !into.is_empty() {
            if !self.is_inside {
                if self.packed.fill_buf()?.is_empty() {
                    break;
                }
                self.begin()?;
            } else if self.decoder.can_collect() > 0 {
                return self.decoder.read(into);
            } else if self.decoder.is_finished() {
                self.end()?;
            } else {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.packed, one).map_err(io::Error::other)?;
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        compress_to_vec(text, CompressionLevel::Fastest)
    }

    fn unpack(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut unpacked = Vec::new();
        Packing::of_head(bytes).unwrap().unpack(bytes).read_to_end(&mut unpacked)?;
        Ok(unpacked)
    }

    /// Text that does not pack to nothing.
    fn text() -> Vec<u8> {
        (0..5_000_u64).flat_map(|n| format!("{} ", n * n * 7_919 % 65_537).into_bytes()).collect()
    }

    #[test]
    fn members_and_frames_follow_one_another() {
        let text = text();
        for pack in [gzip, zstd] {
            assert_eq!(unpack(&pack(&text)).unwrap(), text);
            assert_eq!(unpack(&pack(b"")).unwrap(), b"");
            assert_eq!(unpack(&[pack(&text), pack(b""), pack(b"end")].concat()).unwrap(), [&text[..], b"end"].concat());
        }
        let skipped = [&[0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
        assert_eq!(unpack(&[&skipped[..], &zstd(b"text"), &skipped].concat()).unwrap(), b"text");
        assert!(unpack(&skipped[..9]).is_err());
    }

    #[test]
    fn what_is_cut_off_is_an_error() {
        let text = text();
        for pack in [gzip, zstd] {
            let packed = pack(&text);
            for end in (4..packed.len()).step_by(997).chain([packed.len() - 1]) {
                assert!(unpack(&packed[..end]).is_err(), "{end} of {}", packed.len());
            }
            let two = [&packed[..], &packed[..packed.len() / 2]].concat();
            assert!(unpack(&two).is_err());
        }
    }

    #[test]
    fn what_is_damaged_is_an_error_and_never_a_panic() {
        let text = text();
        for pack in [gzip, zstd] {
            let packed = pack(&text);
            let mut unnoticed = 0;
            for n in 0..100 {
                let mut damaged = packed.clone();
                let at = 10 + n * (packed.len() - 10) / 100;
                damaged[at] ^= 1 << (n % 8);
                unnoticed += usize::from(unpack(&damaged).is_ok_and(|unpacked| unpacked != text));
            }
            assert_eq!(unnoticed, 0);
        }
    }

    #[test]
    fn names_and_beginnings_tell_the_packing() {
        assert_eq!(Packing::of_path(Path::new("a/news.jsonl.GZ")), Some(Packing::Gzip));
        assert_eq!(Packing::of_path(Path::new("news.zst")), Some(Packing::Zstandard));
        assert_eq!(Packing::of_path(Path::new("news.json")), None);
        assert_eq!(Packing::of_head(b"\x1F\x8B\x08\x00"), Some(Packing::Gzip));
        assert_eq!(Packing::of_head(b"[{\"t"), None);
        assert_eq!(Packing::of_head(b""), None);
    }
}
