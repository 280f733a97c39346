//! Documents about all feeds, put together from what they say of each: where a feed has changed, that alone is rendered again.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use memchr::memmem;
use percent_encoding::percent_decode_str;

use super::Part;
use crate::feed::Taxonomy;

/// What a document says of one feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'d> {
    /// Where the feed stands among others.
    pub(super) order: Order<'d>,
    /// The range of its bytes in the document.
    pub(super) range: Range<usize>,
}

/// Where a feed stands in a document: in which group of it, and by its slug.
pub(super) type Order<'d> = (usize, Cow<'d, str>);

/// The taxonomy and the slug of a feed, by its folder as addresses have it; nothing for that of all articles.
///
/// `None`: it is not one that we give.
pub(super) fn feed_in(folder: &str) -> Option<(Option<Taxonomy>, Cow<'_, str>)> {
    if folder.is_empty() {
        return Some((None, "".into()));
    }
    let (taxonomy, slug) = folder.strip_suffix('/')?.split_once('/')?;
    let taxonomy = Taxonomy::ALL.iter().copied().find(|known| known.folder() == taxonomy)?;
    Some((Some(taxonomy), percent_decode_str(slug).decode_utf8().ok()?))
}

/// How a piece begins and ends.
pub(super) struct Marks {
    pub(super) open: &'static [u8],
    pub(super) close: &'static [u8],
}

/// A document in which each of some pieces, in their order, stands in the place of the one that has the same sign, a text that no
/// other has. `None`: there is none for one of them.
pub(super) fn put_in_place(
    document: Range<usize>,
    text: &[u8],
    new: &[(Vec<u8>, &[u8])],
    marks: &Marks,
) -> Option<Vec<Part>> {
    let mut parts = Vec::with_capacity(new.len() * 2 + 1);
    let mut copied = document.start;
    for (sign, bytes) in new {
        let at = copied + memmem::find(&text[copied..document.end], sign)?;
        let start = copied + memmem::rfind(&text[copied..at], marks.open)?;
        let end = at + memmem::find(&text[at..document.end], marks.close)? + marks.close.len();
        parts.extend([Part::Kept(copied..start), Part::New(bytes.to_vec())]);
        copied = end;
    }
    parts.push(Part::Kept(copied..document.end));
    Some(parts)
}

/// A document in which `new` pieces stand: in the place of the one of the same feed, or where that belongs; a feed without a piece is
/// left out. `pieces` are those that there are in that part of a document; all are in their order. `separator` stands between two of
/// a group.
///
/// `None`: a piece would be the first of its group, or the last of one goes.
pub(super) fn put_in(
    document: Range<usize>,
    pieces: &[Piece<'_>],
    new: &[(Order<'_>, Option<&[u8]>)],
    separator: &[u8],
) -> Option<Vec<Part>> {
    let mut parts = Vec::with_capacity(new.len() * 3 + 1);
    let (mut copied, mut new) = (document.start, new.iter().peekable());
    for group in pieces.chunk_by(|a, b| a.order.0 == b.order.0) {
        let (first, last) = (group.first()?, group.last()?);
        while new.next_if(|(order, bytes)| order.0 < first.order.0 && bytes.is_none()).is_some() {}
        parts.push(Part::Kept(copied..first.range.start));
        let (mut rest, mut is_empty) = (group, true);
        let mut put = |part: Part| {
            if !std::mem::take(&mut is_empty) {
                parts.push(Part::New(separator.to_vec()));
            }
            parts.push(part);
        };
        // What stands between pieces that stay is theirs.
        let as_they_are = |pieces: &[Piece<'_>]| {
            let (first, last) = pieces.first().zip(pieces.last())?;
            Some(Part::Kept(first.range.start..last.range.end))
        };
        while let Some((order, bytes)) = new.next_if(|(order, _)| order.0 == first.order.0) {
            let (before, others) = rest.split_at(rest.partition_point(|piece| piece.order < *order));
            rest = others.split_first().filter(|(piece, _)| piece.order == *order).map_or(others, |(_, others)| others);
            as_they_are(before).into_iter().for_each(&mut put);
            bytes.map(|bytes| Part::New(bytes.to_vec())).into_iter().for_each(&mut put);
        }
        as_they_are(rest).into_iter().for_each(&mut put);
        if is_empty {
            return None;
        }
        copied = last.range.end;
    }
    if new.any(|(_, bytes)| bytes.is_some()) {
        return None;
    }
    parts.push(Part::Kept(copied..document.end));
    Some(parts)
}

/// Whether pieces stand in their order, each feed once.
pub(super) fn are_in_order(pieces: &[Piece<'_>]) -> bool {
    pieces.is_sorted_by(|a, b| a.order.cmp(&b.order) == Ordering::Less)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(group: usize, slug: &str) -> Order<'_> {
        (group, slug.into())
    }

    #[test]
    fn pieces_are_replaced_and_put_where_they_belong() {
        let document = b"[b1,d1;c2,e2]";
        let places = [(0, "b", 1), (0, "d", 4), (1, "c", 7), (1, "e", 10)];
        let pieces = places.map(|(group, slug, at)| Piece { order: order(group, slug), range: at..at + 2 });
        assert!(are_in_order(&pieces));
        // What is put in is written in capitals; "!" stands before what goes.
        let with = |new: &[(usize, &'static str)]| {
            let upper: Vec<_> = new.iter().map(|(_, slug)| slug.to_uppercase()).collect();
            let new = new.iter().zip(&upper).map(|((group, slug), upper)| {
                let bytes = (!slug.starts_with('!')).then_some(upper.as_bytes());
                (order(*group, slug.trim_start_matches('!')), bytes)
            });
            let parts = put_in(0..document.len(), &pieces, &new.collect::<Vec<_>>(), b",")?;
            let bytes = parts.iter().flat_map(|part| part.bytes(document)).copied().collect();
            String::from_utf8(bytes).ok()
        };
        for (new, text) in [
            (&[][..], "[b1,d1;c2,e2]"),
            (&[(0, "b"), (1, "e")], "[B,d1;c2,E]"),
            (&[(0, "a"), (0, "c"), (0, "e")], "[A,b1,C,d1,E;c2,e2]"),
            (&[(0, "d"), (0, "e"), (0, "f"), (1, "a"), (1, "b"), (1, "c")], "[b1,D,E,F;A,B,C,e2]"),
            (&[(1, "d"), (1, "f")], "[b1,d1;c2,D,e2,F]"),
            (&[(0, "!b"), (0, "!c"), (1, "!e"), (2, "!a")], "[d1;c2]"),
            (&[(0, "a"), (0, "!b"), (0, "!d"), (1, "!c"), (1, "d")], "[A;D,e2]"),
            (&[(0, "!b"), (0, "c"), (0, "!d"), (0, "e")], "[C,E;c2,e2]"),
        ] {
            assert_eq!(with(new).as_deref(), Some(text), "{new:?}");
        }
        assert_eq!((with(&[(2, "a")]), with(&[(0, "!b"), (0, "!d")])), (None, None));
    }

    #[test]
    fn pieces_are_replaced_by_their_signs() {
        let document = b"[(a 1)(b 2)(c 3)]";
        let marks = Marks { open: b"(", close: b")" };
        let with = |new: &[(&str, &'static str)]| {
            let new: Vec<_> = new.iter().map(|(sign, bytes)| (sign.as_bytes().to_vec(), bytes.as_bytes())).collect();
            let parts = put_in_place(0..document.len(), document, &new, &marks)?;
            String::from_utf8(parts.iter().flat_map(|part| part.bytes(document)).copied().collect()).ok()
        };
        assert_eq!(with(&[]).as_deref(), Some("[(a 1)(b 2)(c 3)]"));
        assert_eq!(with(&[(" 1", "(A)"), (" 3", "(C)")]).as_deref(), Some("[(A)(b 2)(C)]"));
        assert_eq!(with(&[(" 4", "(D)")]), None);
    }

    #[test]
    fn a_folder_says_which_feed_is_in_it() {
        assert_eq!(feed_in(""), Some((None, "".into())));
        assert_eq!(feed_in("tags/%E6%B5%B7/"), Some((Some(Taxonomy::Tag), "海".into())));
        assert_eq!((feed_in("tags/"), feed_in("words/a/"), feed_in("tags/%FF/")), (None, None, None));
    }
}
