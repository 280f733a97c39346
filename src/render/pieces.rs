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

/// A document in which `new` pieces stand: in the place of the one of the same feed, or where that belongs. `pieces` are those that
/// there are in that part of a document; all are in their order. `separator` stands between two of them.
///
/// `None`: a piece would be the first of its group.
pub(super) fn put_in(
    document: Range<usize>,
    pieces: &[Piece<'_>],
    new: &[(Order<'_>, &[u8])],
    separator: &[u8],
) -> Option<Vec<Part>> {
    let mut parts = Vec::with_capacity(new.len() * 2 + 1);
    let (mut copied, mut at) = (document.start, 0);
    for (order, bytes) in new {
        at += pieces[at..].partition_point(|piece| piece.order < *order);
        let before = at.checked_sub(1).map(|at| &pieces[at]).filter(|before| before.order.0 == order.0);
        match (pieces.get(at), before) {
            (Some(piece), _) if piece.order == *order => {
                parts.extend([Part::Kept(copied..piece.range.start), Part::New(bytes.to_vec())]);
                copied = piece.range.end;
            }
            (_, Some(before)) => {
                // What stands there may be new itself, and is copied then.
                let end = before.range.end.max(copied);
                parts.extend([Part::Kept(copied..end), Part::New([separator, bytes].concat())]);
                copied = end;
            }
            (Some(piece), None) if piece.order.0 == order.0 => {
                parts.extend([Part::Kept(copied..piece.range.start), Part::New([bytes, separator].concat())]);
                copied = piece.range.start;
            }
            _ => return None,
        }
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
        let with = |new: &[(usize, &'static str)]| {
            let upper: Vec<_> = new.iter().map(|(_, slug)| slug.to_uppercase()).collect();
            let new = new.iter().zip(&upper).map(|((group, slug), upper)| (order(*group, slug), upper.as_bytes()));
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
        ] {
            assert_eq!(with(new).as_deref(), Some(text), "{new:?}");
        }
        assert_eq!(with(&[(2, "a")]), None);
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
