//! Inputs that are read in parts: long files of JSON Lines, whose text is never in memory as a whole.
//!
//! That is possible where nothing in a file is about the file as a whole, or about another one: each line is an article or a fault of
//! its own, and each date can be read in one way only. Whether it is so turns out while the file is read; one in which it is not
//! is read as a whole like any other, and nothing is said of this attempt.

use std::collections::BTreeMap;
use std::fs;

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::Run;
use super::beside;
use super::collect::{options, read_options};
use super::gather::{LinePlaces, SEGMENT};
use super::inputs::{Found, Inputs, reading};
use super::part::{Part, Store};
use crate::article::{Draft, Origin, path_text};
use crate::catalogue::{Access, InputKey};
use crate::config::Config;
use crate::digest::{Digest, Sha256};
use crate::load::{self, Input, InputFormat, Loaded, Opened, Parts, Stamp};
use crate::normalise::{self, Alone, listing};
use crate::report::{Kept, Rejection, Unit};

/// How many bytes are read at once.
const CHUNK: u64 = 2 << 20;

/// How many lines may be letter for letter the same. Where there are more, they are counted, and read no more.
const REPEATED: usize = 1_000;

/// An input that was read in parts.
pub(super) struct InParts<'s> {
    pub(super) part: Part<'s>,
    stamp: Stamp,
    sha256: Option<Digest>,
}

impl InParts<'_> {
    /// The input, without its text.
    pub(super) fn opened(&self, found: &Found<'_>, now: DateTime<Utc>) -> Opened {
        let path = &found.source.path;
        let input = Input {
            origin: Origin::new(path_text(path), 0),
            path: path.clone(),
            captured: now,
            appeared: None,
            named: found.source.named,
            stamp: Some(self.stamp),
            stored: self.stamp.size,
            text: String::new(),
            recoded: None,
            rejections: Vec::new(),
            is_changing: false,
        };
        let (inputs, sha256) = (vec![input], self.sha256);
        Opened { inputs, failures: Vec::new(), warnings: Vec::new(), stamp: Some(self.stamp), sha256 }
    }
}

/// Reads those of the inputs in parts with which that can be done, if they would take more memory together than a run may fill. Of
/// rejections of a kind so many are kept.
pub(super) fn read<'s>(
    config: &Config,
    inputs: &Inputs<'_>,
    run: &Run,
    (store, most_of_a_kind): (&'s Store, usize),
) -> BTreeMap<InputKey, InParts<'s>> {
    let size =
        |found: &&Found<'_>| fs::metadata(&found.source.path).ok().filter(fs::Metadata::is_file).map(|is| is.len());
    let long = inputs.files.iter().filter(|found| may_be_parted(found, run.now));
    let long: Vec<(&Found<'_>, u64)> = long.filter_map(|found| Some((found, size(&found)?))).collect();
    if long.iter().map(|(_, size)| size).sum::<u64>() <= run.in_memory {
        return BTreeMap::new();
    }
    let long: Vec<_> = long.into_iter().filter(|(_, size)| *size > SEGMENT as u64).collect();
    let all = long.iter().map(|(_, size)| size).sum::<u64>();
    store.progress.expect(Unit::Bytes, usize::try_from(all).unwrap_or(usize::MAX));
    let reader = |found| Reader { config, found, now: run.now, store, most_of_a_kind };
    long.into_iter().filter_map(|(found, _)| Some((found.key(), reader(found).read()?))).collect()
}

/// Whether nothing that is said of an input, and not in it, is about the whole.
fn may_be_parted(found: &Found<'_>, now: DateTime<Utc>) -> bool {
    let (config, path) = (found.config, &found.source.path);
    let format = config.format.or_else(|| InputFormat::of_path(path));
    path.as_os_str() != "-"
        && format.is_some_and(InputFormat::is_rows)
        && !load::is_packed(path)
        && !load::is_archive(path)
        && found.part.is_empty()
        && found.website.is_none()
        && (found.source.named || !beside::may_be_passed_over(path))
        && config.encoding.is_none()
        && config.items.is_empty()
        && !config.fields.names_some()
        && config.captured.is_none_or(|said| said <= now)
}

/// Reads an input in parts.
struct Reader<'r, 'c, 's> {
    config: &'r Config,
    found: &'r Found<'c>,
    now: DateTime<Utc>,
    store: &'s Store,
    most_of_a_kind: usize,
}

/// A part of a text: its bytes, and how many bytes and lines stand before it.
type Piece<'b> = (&'b [u8], (u64, u64));

impl<'s> Reader<'_, '_, 's> {
    fn read(&self) -> Option<InParts<'s>> {
        let mut parts = Parts::open(&self.found.source).ok()?;
        let stamp = parts.stamp();
        let mut sha256 = self.config.by_content.then(Sha256::default);
        let rejections = Kept::most(self.most_of_a_kind);
        let mut whole = Part { format: InputFormat::ROWS, access: Access::Alone, rejections, ..Part::default() };
        let (mut place, mut lines) = (0, 0);
        while place < stamp.size {
            let bytes = parts.bytes(place, CHUNK.min(stamp.size - place)).ok()?;
            let pieces = pieces(&bytes, (place, lines), stamp.size);
            let (last, (start, before)) = pieces.last()?;
            let end = start + last.len() as u64;
            if let Some(sha256) = &mut sha256 {
                for (bytes, _) in &pieces {
                    sha256.add(bytes);
                }
            }
            lines = before + line_ends(last);
            let read: Option<Vec<Part<'s>>> = pieces.par_iter().map(|piece| self.part(&parts, *piece)).collect();
            for (part, (_, after)) in read?.into_iter().zip(&pieces) {
                whole.append(part, *after);
            }
            place = end;
        }
        let count = whole.selection.len() + whole.unpublished;
        let is_whole = Stamp::of(&self.found.source.path) == Some(stamp);
        // How many articles a file may hold depends on all inputs; with others beside it, it may hold more, not fewer.
        let most = self.config.limits.most_articles(stamp.size, u64::MAX);
        if count == 0 || count > most || !is_whole || whole.standing.repeated() > REPEATED {
            return None;
        }
        whole.say_ancient();
        Some(InParts { part: whole, stamp, sha256: sha256.map(Sha256::finish) })
    }

    /// What becomes of one part; `None` if it says something about others.
    fn part(&self, parts: &Parts<'_>, (bytes, (place, lines)): Piece<'_>) -> Option<Part<'s>> {
        let how = reading(self.config, self.found.config, &self.found.source.path, self.now);
        let input = parts.input_of(bytes.to_vec(), &how).ok()?;
        let read_options = read_options(self.config, self.found.config, (&input, 0), self.found.way(), self.now, false);
        let most_of_a_kind = self.most_of_a_kind;
        let read_options = load::ReadOptions { most_articles: usize::MAX, most_of_a_kind, ..read_options };
        let loaded = load::rows(&input.text, &read_options, place == 0)?;
        if loaded.repeated > 0 || !loaded.warnings.is_empty() || input.text.contains('\r') {
            return None;
        }
        if !loaded.rejections.more().is_empty() || has_open_end(&input.text, loaded.rejections.iter()) {
            return None;
        }
        let Loaded { mut drafts, rejections, .. } = loaded;
        let is_apart = |draft: &Draft<'_>| draft.origin.column == 0 && normalise::is_apart(draft);
        if !drafts.iter().all(is_apart) || !drafts.is_sorted_by(|a, b| a.origin.line < b.origin.line) {
            return None;
        }
        let are_alone = drafts.iter().all(|draft| normalise::alone(draft) == Alone::Yes);
        let access = if are_alone { Access::Alone } else { Access::Never };
        let rows = drafts.iter().map(|draft| draft.origin.line);
        let standing = LinePlaces::of(&self.found.key(), (&input.text, true), rows);
        let dated = drafts.iter().filter(|draft| listing::is_counted(draft)).count();
        let most = Kept::most(self.most_of_a_kind);
        let mut part = Part { access, standing, dated, rejections: most, ..Part::default() };
        let shifted = |origin: &Origin| origin.at_column(origin.line + lines, origin.column);
        for rejection in rejections.iter() {
            let reason = rejection.reason.clone();
            part.rejections.push(Rejection { origin: shifted(&rejection.origin), reason });
        }
        for draft in &mut drafts {
            draft.origin = shifted(&draft.origin);
        }
        let order = (self.found.config.date_order.unwrap_or_default(), false);
        part.add(drafts, &options(self.config, (self.found.config, None), &input, None, order, self.now), self.store);
        self.store.progress.advance(bytes.len());
        Some(part)
    }
}

pub(super) fn line_ends(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// Whether the first or the last line of a part is no article: an article in several lines may begin or end in another part.
pub(super) fn has_open_end<'r>(text: &str, rejections: impl IntoIterator<Item = &'r Rejection>) -> bool {
    let is_blank = |line: &&str| line.trim().is_empty();
    let first = text.lines().take_while(is_blank).count() as u64 + 1;
    let last = (text.lines().count() - text.lines().rev().take_while(is_blank).count()) as u64;
    rejections.into_iter().any(|rejection| rejection.origin.line == first || rejection.origin.line == last)
}

/// Cuts what was read of a text into the segments that [`super::gather::Cut`] makes of the whole, which has so many bytes. What is
/// not the whole of a segment is left over.
fn pieces(bytes: &[u8], (place, mut lines): (u64, u64), size: u64) -> Vec<Piece<'_>> {
    let (mut pieces, mut start) = (Vec::new(), 0);
    let is_end = place + bytes.len() as u64 == size;
    while start < bytes.len() {
        let rest = &bytes[start..];
        let cut = rest.get(SEGMENT..).and_then(|after| memchr::memchr(b'\n', after)).map(|end| SEGMENT + end + 1);
        let Some(length) = cut.or(is_end.then_some(rest.len())) else { break };
        pieces.push((&rest[..length], (place + start as u64, lines)));
        lines += line_ends(&rest[..length]);
        start += length;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::super::gather::Cut;
    use super::{SEGMENT, line_ends, pieces};

    #[test]
    fn pieces_are_the_segments_of_the_whole() {
        let lines = |length: usize, count: usize| format!("{}\n", "a".repeat(length)).repeat(count);
        let texts = [
            lines(1_000, 1_000),
            lines(100, 5),
            lines(SEGMENT - 1, 3),
            lines(SEGMENT, 3),
            lines(SEGMENT + 1, 3),
            lines(70_000, 20) + "no end",
            lines(SEGMENT * 2, 2) + &lines(10, 30_000),
        ];
        for text in texts {
            let cut = Cut::of(&text, true);
            let whole: Vec<(u64, u64)> = cut.starts().collect();
            for chunk in [SEGMENT * 3, SEGMENT * 5, text.len()] {
                let (mut found, mut place) = (Vec::new(), 0);
                while place < text.len() {
                    let end = text.len().min(place + chunk);
                    let before = line_ends(&text.as_bytes()[..place]);
                    let some = pieces(&text.as_bytes()[place..end], (place as u64, before), text.len() as u64);
                    let (last, (start, _)) = some.last().unwrap();
                    place = usize::try_from(*start).unwrap() + last.len();
                    found.extend(some.iter().map(|(_, before)| *before));
                }
                assert_eq!(found, whole);
            }
        }
    }
}
