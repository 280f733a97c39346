//! The report for a person.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use super::kept::Kind;
use super::{ArticleCounts, ByteCounts, FeedCounts, FileCounts, Report, Status, Warning};
use crate::article::text::counted;

/// How many lines of one sort a person is shown.
const SHOWN: usize = 20;
/// How many rejections of one kind.
const OF_A_KIND: usize = 3;

impl Report {
    /// Writes the report for a person. With `verbose`, all of it; else the first lines of each kind.
    ///
    /// # Errors
    /// If `out` fails.
    pub fn write_text(&self, mut out: impl Write, verbose: bool) -> io::Result<()> {
        let shown = if verbose { usize::MAX } else { SHOWN };
        if self.dry_run {
            for line in self.feed_lines.iter().filter(|line| line.status != Status::Unchanged) {
                let entries = counted(line.entries, "entry", "entries");
                let path = line.paths.first().map_or("", |(_, path)| path);
                writeln!(out, "would be {}: {} ({}, {path})", line.status, line.title, entries)?;
                for title in line.gained.iter().take(shown) {
                    writeln!(out, "  + {title}")?;
                }
            }
        }
        let ArticleCounts { read, accepted, duplicates, rejected, held, unpublished, retracted } = self.articles;
        write!(out, "articles: {accepted} accepted of {read} read")?;
        let others = [
            (duplicates, if duplicates == 1 { "duplicate" } else { "duplicates" }),
            (rejected, "rejected"),
            (held, "held for the future"),
            (unpublished, "not published or not listed by their collection"),
            (retracted, "taken back"),
        ];
        for (count, what) in others {
            if count > 0 {
                write!(out, ", {count} {what}")?;
            }
        }
        let FeedCounts { created, changed, unchanged, removed } = self.feeds;
        let FileCounts { written, .. } = self.files;
        let would = if self.dry_run { "would be " } else { "" };
        writeln!(out)?;
        writeln!(
            out,
            "feeds:    {would}{created} created, {changed} changed, {unchanged} unchanged, {removed} removed"
        )?;
        writeln!(
            out,
            "files:    {would}{written} written, {} unchanged, {} removed, in {:.2} s",
            self.files.unchanged,
            self.files.removed,
            self.elapsed.as_secs_f64()
        )?;
        let ByteCounts { read, published } = self.bytes;
        writeln!(out, "bytes:    {} read, {} published", size(read), size(published))?;
        let (rejections, count) = (self.rejections.sorted(), self.rejections.len());
        if verbose {
            let lines = rejections.iter().map(|r| format!("{}: {}", r.origin, r.reason));
            list(&mut out, "rejected", (shown, count), lines)?;
            let count = self.merged.len() + self.more_merged;
            let lines = self.merged.iter().map(|merged| merged.to_string().replace('\n', "\n  "));
            list(&mut out, "read from several places", (shown, count), lines)?;
            let (warnings, count) = (self.warnings.sorted(), self.warnings.len());
            let lines = warnings.iter().map(|w| format!("{}: {} [{}]", w.origin, w.message, w.code));
            return list(&mut out, "warnings", (shown, count), lines);
        }
        self.write_rejections(&mut out)?;
        if !self.warnings.is_empty() {
            let mut firsts = BTreeMap::<&str, &Warning>::new();
            for warning in self.warnings.sorted() {
                firsts.entry(warning.code.name()).or_insert(warning);
            }
            let lines: Vec<String> = self
                .warnings
                .counts()
                .filter_map(|(code, count)| Some((firsts.get(code)?, count)))
                .map(|(first, count)| match count {
                    1 => format!("{}: {} [{}]", first.origin, first.message, first.code),
                    _ => format!("{}: {} [{}, {count} times]", first.origin, first.message, first.code),
                })
                .collect();
            list(&mut out, "warnings", (shown, lines.len()), lines.into_iter())?;
        }
        Ok(())
    }
}

impl Report {
    /// Writes the first rejections of each kind, and how many more there are of it.
    fn write_rejections(&self, out: &mut impl Write) -> io::Result<()> {
        let mut kinds: Vec<(Cow<'_, str>, Vec<String>)> = Vec::new();
        for rejection in self.rejections.sorted() {
            let kind = rejection.kind();
            let at = kinds.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
                kinds.push((kind, Vec::new()));
                kinds.len() - 1
            });
            if kinds[at].1.len() < OF_A_KIND {
                kinds[at].1.push(format!("{}: {}", rejection.origin, rejection.reason));
            }
        }
        if !kinds.is_empty() {
            writeln!(out, "rejected:")?;
        }
        let counts: BTreeMap<&str, usize> = self.rejections.counts().collect();
        for (kind, lines) in kinds.iter().take(SHOWN) {
            lines.iter().try_for_each(|line| writeln!(out, "  {line}"))?;
            let more = counts.get(&**kind).map_or(0, |count| count - lines.len());
            if more > 0 {
                writeln!(
                    out,
                    "  … and {more} more like {} (--verbose)",
                    if lines.len() == 1 { "this" } else { "these" }
                )?;
            }
        }
        if kinds.len() > SHOWN {
            writeln!(
                out,
                "  … and {} of rejections (--verbose)",
                counted(kinds.len() - SHOWN, "more kind", "more kinds")
            )?;
        }
        Ok(())
    }
}

/// A number of bytes for a person: three figures.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    if bytes < 1_000 {
        return format!("{bytes} B");
    }
    #[expect(clippy::cast_precision_loss, reason = "three figures of it are shown")]
    let mut size = bytes as f64 / 1_000.0;
    let mut unit = 0;
    while size >= 999.5 && unit + 1 < UNITS.len() {
        size /= 1_000.0;
        unit += 1;
    }
    let places = if size < 9.995 { 2 } else { usize::from(size < 99.95) };
    format!("{size:.places$} {}", UNITS[unit])
}

/// Writes the first `shown` of `count` lines, of which no more than `lines` are known.
fn list(
    out: &mut impl Write,
    title: &str,
    (shown, count): (usize, usize),
    lines: impl ExactSizeIterator<Item = String>,
) -> io::Result<()> {
    if count > 0 {
        writeln!(out, "{title}:")?;
    }
    let known = lines.len();
    for line in lines.take(shown) {
        writeln!(out, "  {line}")?;
    }
    if shown < known {
        writeln!(
            out,
            "  … and {} more (--verbose shows {})",
            count - shown,
            if known < count { "some" } else { "all" }
        )?;
    } else if known < count {
        writeln!(out, "  … and {} more (`feedmill list --rejections` and `--merged` show all)", count - known)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_have_three_figures() {
        for (bytes, said) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1.00 kB"),
            (9_994, "9.99 kB"),
            (9_996, "10.0 kB"),
            (99_960, "100 kB"),
            (999_499, "999 kB"),
            (999_500, "1.00 MB"),
            (1_048_576, "1.05 MB"),
            (222_000_000, "222 MB"),
            (u64::MAX, "18447 PB"),
        ] {
            assert_eq!(size(bytes), said);
        }
    }
}
