//! Entries as bytes: what was rendered of an article in all formats, in one piece that can be put away and read again.
//!
//! First stands a header for each format, then its parts (what comes first, what is its own of the full text, the brief one, what
//! comes last), and at the end the full text that formats share.

use super::{Fragment, Full, OutputFormat, Uses, xml};
use crate::feed::Entry;
use crate::render::Context;

/// How many bytes the header of a format has: the lengths of five parts, and what its full text is and which namespaces it uses.
const HEADER: usize = 5 * size_of::<u32>() + 1;

/// The bits of the last byte of a header.
const HAS_FULL: u8 = 1;
const IS_SHARED: u8 = 2;
const CONTENT: u8 = 4;
const DUBLIN_CORE: u8 = 8;
const MEDIA: u8 = 16;

/// An article in all formats.
#[derive(Debug, Clone, Copy)]
pub struct Rendered<'b> {
    bytes: &'b [u8],
}

/// An entry in one format.
#[derive(Debug, Clone, Copy)]
pub(super) struct InFormat<'b> {
    pub(super) head: &'b [u8],
    /// The full text, in three pieces, if it has one.
    pub(super) full: Option<[&'b [u8]; 3]>,
    pub(super) brief: &'b [u8],
    pub(super) tail: &'b [u8],
    pub(super) uses: Uses,
}

impl InFormat<'_> {
    /// How many bytes its full text has, or what stands in its place.
    pub(super) fn full_size(&self) -> usize {
        self.full.map_or(self.brief.len(), |pieces| pieces.iter().map(|piece| piece.len()).sum())
    }
}

impl<'b> Rendered<'b> {
    /// An entry as [`render`] or [`super::kept::kept`] made it.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    /// How many bytes the entry has in the format with the number `n`, with its full text or without.
    pub fn size(self, n: usize, full: bool) -> usize {
        let part = self.part(n);
        let text = if full { part.full_size() } else { part.brief.len() };
        part.head.len() + text + part.tail.len()
    }

    /// Appends the entry in the format with the number `n`, with its full text or without, but for what formats share of that.
    pub fn push_own(self, n: usize, full: bool, out: &mut Vec<u8>) {
        let part = self.part(n);
        out.extend_from_slice(part.head);
        match part.full.filter(|_| full) {
            Some([open, _, close]) => {
                out.extend_from_slice(open);
                out.extend_from_slice(close);
            }
            None => out.extend_from_slice(part.brief),
        }
        out.extend_from_slice(part.tail);
    }

    /// The entry in the format with the number `n`, with its full text or without.
    pub fn whole(self, n: usize, full: bool) -> Vec<u8> {
        let part = self.part(n);
        let text = match part.full.filter(|_| full) {
            Some(pieces) => pieces.concat(),
            None => part.brief.to_vec(),
        };
        [part.head, &text, part.tail].concat()
    }

    /// What comes first in the format with the number `n`: all of an entry that stands in documents as it is.
    pub fn head(self, n: usize) -> &'b [u8] {
        self.part(n).head
    }

    /// The full text that formats share, escaped; empty if there is none.
    pub fn shared(self) -> &'b [u8] {
        let (formats, headers) = (usize::from(self.bytes[0]), &self.bytes[1..]);
        let lengths = (0..formats).map(|n| Header::read(&headers[n * HEADER..]).lengths.iter().sum::<usize>());
        &self.bytes[1 + formats * HEADER + lengths.sum::<usize>()..]
    }

    /// Whether there is anything in the place of the full text, in the format with the number `n`, where that is not shown.
    pub fn has_brief(self, n: usize) -> bool {
        !self.part(n).brief.is_empty()
    }

    /// The namespaces that the entry uses, in the format with the number `n`.
    pub fn uses(self, n: usize) -> Uses {
        self.part(n).uses
    }

    /// The entry in the format with the number `n`.
    pub(super) fn part(self, n: usize) -> InFormat<'b> {
        let (formats, headers) = (usize::from(self.bytes[0]), &self.bytes[1..]);
        let header = |n: usize| Header::read(&headers[n * HEADER..]);
        let start = 1 + formats * HEADER + (0..n).map(|n| header(n).lengths.iter().sum::<usize>()).sum::<usize>();
        let Header { lengths, bits } = header(n);
        let mut rest = &self.bytes[start..];
        let [head, open, close, brief, tail] = lengths.map(|length| {
            let (part, after) = rest.split_at(length);
            rest = after;
            part
        });
        let has = |bit: u8| bits & bit != 0;
        let full = has(HAS_FULL).then(|| [open, if has(IS_SHARED) { self.shared() } else { &[] }, close]);
        let uses = Uses { content: has(CONTENT), dublin_core: has(DUBLIN_CORE), media: has(MEDIA) };
        InFormat { head, full, brief, tail, uses }
    }
}

/// What stands before the parts of a format.
struct Header {
    lengths: [usize; 5],
    bits: u8,
}

impl Header {
    fn read(bytes: &[u8]) -> Self {
        let length = |n: usize| bytes[n * 4..n * 4 + 4].iter().rev().fold(0, |all, byte| all << 8 | usize::from(*byte));
        Self { lengths: std::array::from_fn(length), bits: bytes[HEADER - 1] }
    }
}

/// Renders an entry in each of `formats`, and appends it to other bytes.
pub fn render(entry: &Entry<'_>, formats: &[&OutputFormat], context: &Context<'_>, out: &mut Vec<u8>) {
    let start = begin(formats.len(), out);
    for (n, format) in formats.iter().enumerate() {
        push((format.entry)(entry, context), (start, n), out);
    }
    if let Some(content) = &entry.content {
        out.reserve(content.len() + content.len() / 8);
        xml::push_text(out, content);
    }
}

/// An entry that stands in documents as it is, in each of the formats.
pub(super) fn kept_in(formats: &[(&[u8], Uses)]) -> Vec<u8> {
    let bytes: usize = formats.iter().map(|(entry, _)| HEADER + entry.len()).sum();
    let mut out = Vec::with_capacity(1 + bytes);
    let start = begin(formats.len(), &mut out);
    for (n, (entry, uses)) in formats.iter().enumerate() {
        push(Fragment { head: (*entry).into(), uses: *uses, ..Fragment::default() }, (start, n), &mut out);
    }
    out
}

/// An entry that stands in a document as it is, for the format with the number `n`.
pub(super) fn kept(entry: &[u8], n: usize, uses: Uses) -> Vec<u8> {
    let mut out = Vec::with_capacity(1 + (n + 1) * HEADER + entry.len());
    let start = begin(n + 1, &mut out);
    push(Fragment { head: entry.into(), uses, ..Fragment::default() }, (start, n), &mut out);
    out
}

/// Leaves room for the headers of so many formats, and says where they begin.
fn begin(formats: usize, out: &mut Vec<u8>) -> usize {
    out.push(u8::try_from(formats).unwrap_or_else(|_| unreachable!("there are a few formats")));
    let start = out.len();
    out.resize(start + formats * HEADER, 0);
    start
}

/// Appends what was rendered in the format with the number `n`; the headers begin at `start`.
fn push(fragment: Fragment, (start, n): (usize, usize), out: &mut Vec<u8>) {
    let Fragment { head, full, brief, tail, uses } = fragment;
    let (kind, open, close): (u8, &[u8], &[u8]) = match &full {
        Full::None => (0, &[], &[]),
        Full::Shared(open, close) => (HAS_FULL | IS_SHARED, open.as_bytes(), close.as_bytes()),
        Full::Own(bytes) => (HAS_FULL, bytes, &[]),
    };
    let mut header = start + n * HEADER;
    for part in [&head, open, close, &brief, &tail] {
        let length = u32::try_from(part.len()).unwrap_or_else(|_| unreachable!("no part has four gigabytes"));
        out[header..header + 4].copy_from_slice(&length.to_le_bytes());
        header += 4;
        out.extend_from_slice(part);
    }
    let bit = |is: bool, bit: u8| if is { bit } else { 0 };
    out[header] = kind | bit(uses.content, CONTENT) | bit(uses.dublin_core, DUBLIN_CORE) | bit(uses.media, MEDIA);
}

#[cfg(test)]
mod tests {
    use super::{Fragment, Full, Rendered, Uses, begin, kept, push};

    #[test]
    fn parts_are_found_again() {
        let all = Uses { content: true, dublin_core: true, media: true };
        let fragment = |name: &str, full, uses| Fragment {
            head: format!("{name} head").into_bytes().into(),
            full,
            brief: b"brief"[..].into(),
            tail: name.as_bytes().into(),
            uses,
        };
        let mut out = b"others".to_vec();
        let start = begin(3, &mut out);
        push(fragment("a", Full::Shared("<a>".into(), "</a>"), all), (start, 0), &mut out);
        push(fragment("b", Full::None, Uses::default()), (start, 1), &mut out);
        push(
            fragment("c", Full::Own(b"own"[..].into()), Uses { media: true, ..Uses::default() }),
            (start, 2),
            &mut out,
        );
        out.extend_from_slice(b"text");
        let rendered = Rendered::new(&out[b"others".len()..]);
        let part = |n| {
            let part = rendered.part(n);
            assert_eq!(part.brief, b"brief");
            (part.head.to_vec(), part.full.map(|pieces| pieces.concat()), part.tail.to_vec(), part.uses)
        };
        assert_eq!(part(0), (b"a head".to_vec(), Some(b"<a>text</a>".to_vec()), b"a".to_vec(), all));
        assert_eq!(part(1), (b"b head".to_vec(), None, b"b".to_vec(), Uses::default()));
        let media = Uses { media: true, ..Uses::default() };
        assert_eq!(part(2), (b"c head".to_vec(), Some(b"own".to_vec()), b"c".to_vec(), media));
        assert_eq!([true, false].map(|full| rendered.size(0, full)), [18, 12]);
        assert_eq!([true, false].map(|full| rendered.size(1, full)), [12, 12]);
    }

    #[test]
    fn a_kept_entry_is_its_head() {
        let uses = Uses { content: true, ..Uses::default() };
        let kept = kept(b"<entry/>", 2, uses);
        let part = Rendered::new(&kept).part(2);
        assert_eq!(
            (part.head, part.full, part.brief, part.tail, part.uses),
            (&b"<entry/>"[..], None, &b""[..], &b""[..], uses)
        );
    }
}
