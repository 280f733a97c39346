//! Each list, written for a person or a program.

use std::cmp::Reverse;
use std::io::{self, Write};

use serde::Serialize;

use super::super::report_form::ReportForm;
use super::super::{Error, colour};
use super::lines::{self, EntryLine, FeedLine, TermLine};
use super::wanted::Wanted;
use super::{Sort, View, entries, tables};
use crate::article::{TermKey, printable};
use crate::config::Config;
use crate::feed::{Site, Taxonomy};
use crate::report::{InputLine, MergedLine, Report};
use crate::select::Selected;

/// What is listed, for programs.
#[derive(Serialize)]
struct Document<T: Serialize> {
    version: u8,
    #[serde(flatten)]
    lists: T,
}

/// What lists are made of, and how.
#[derive(Clone, Copy)]
pub(super) struct Listing<'l, 's, 'i> {
    pub(super) view: View,
    pub(super) selected: Option<&'s Selected<'i>>,
    pub(super) site: &'s Site,
    pub(super) report: &'s Report,
    /// The taxonomies that have feeds.
    pub(super) published: &'l [Taxonomy],
}

/// How many lines of each list a terminal shows where no list is named.
const FIRST: usize = 10;
/// How many rejections are named beside another list.
const NAMED: usize = 3;

impl Listing<'_, '_, '_> {
    /// Writes it.
    pub(super) fn write(&self, out: &mut impl Write, wanted: &Wanted, config: &Config) -> Result<(), Error> {
        match wanted {
            Wanted::All => self.all(out)?,
            Wanted::Inputs => self.inputs(out)?,
            Wanted::Rejections => return Ok(self.rejections(out)?),
            Wanted::Merged => return Ok(self.merged(out)?),
            Wanted::Terms(taxonomy) => self.terms(out, *taxonomy)?,
            Wanted::Feeds => self.feeds(out)?,
            Wanted::Entries(taxonomy, word) => self.entries(out, *taxonomy, word, config)?,
        }
        if self.view.form == ReportForm::Text {
            out.flush()?;
            self.say_rejections();
        }
        Ok(())
    }

    fn json(out: &mut impl Write, lists: impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut *out, &Document { version: 1, lists })?;
        writeln!(out)
    }

    /// Inputs, then terms.
    fn all(&self, out: &mut impl Write) -> io::Result<()> {
        let is_seen = self.view.place.is_terminal() && self.view.form == ReportForm::Text;
        if is_seen && self.view.limit.is_none() {
            let view = View { limit: Some(FIRST), ..self.view };
            return Self { view, ..*self }.all(out);
        }
        let (inputs, more_inputs) = self.input_lines();
        let by_taxonomy: Vec<_> =
            Taxonomy::ALL.iter().map(|taxonomy| (*taxonomy, self.term_lines(*taxonomy))).collect();
        if is_seen {
            let place = self.view.place;
            place.write_heading(out, "Inputs")?;
            tables::inputs(&inputs).write(out, place)?;
            place.write_more(out, more_inputs, "feedmill list inputs")?;
            for (taxonomy, (lines, more)) in by_taxonomy.into_iter().filter(|(_, (lines, _))| !lines.is_empty()) {
                writeln!(out)?;
                place.write_heading(out, taxonomy.heading())?;
                tables::terms(&lines).write(out, place)?;
                place.write_more(out, more, &format!("feedmill list {}", taxonomy.folder()))?;
            }
            return Ok(());
        }
        let mut terms: Vec<TermLine<'_>> = by_taxonomy.into_iter().flat_map(|(_, (lines, _))| lines).collect();
        lines::sort(&mut terms, self.view.sort.unwrap_or(Sort::Entries));
        match self.view.form {
            ReportForm::Json => {
                #[derive(Serialize)]
                struct Lists<'l> {
                    inputs: Vec<&'l InputLine>,
                    terms: Vec<TermLine<'l>>,
                }
                Self::json(out, Lists { inputs, terms })
            }
            ReportForm::Text => {
                tables::inputs(&inputs).write(out, self.view.place)?;
                writeln!(out)?;
                tables::terms(&terms).write(out, self.view.place)
            }
        }
    }

    fn inputs(&self, out: &mut impl Write) -> io::Result<()> {
        let (inputs, more) = self.input_lines();
        match self.view.form {
            ReportForm::Json => {
                #[derive(Serialize)]
                struct Lists<'l> {
                    inputs: Vec<&'l InputLine>,
                }
                Self::json(out, Lists { inputs })
            }
            ReportForm::Text => {
                tables::inputs(&inputs).write(out, self.view.place)?;
                self.view.place.write_more(out, more, "")
            }
        }
    }

    fn terms(&self, out: &mut impl Write, taxonomy: Taxonomy) -> io::Result<()> {
        let (terms, more) = self.term_lines(taxonomy);
        match self.view.form {
            ReportForm::Json => {
                #[derive(Serialize)]
                struct Lists<'l> {
                    terms: Vec<TermLine<'l>>,
                }
                Self::json(out, Lists { terms })
            }
            ReportForm::Text => {
                tables::terms(&terms).write(out, self.view.place)?;
                self.view.place.write_more(out, more, "")
            }
        }
    }

    fn feeds(&self, out: &mut impl Write) -> io::Result<()> {
        let mut feeds = self.selected.map(|selected| lines::feeds(selected, self.site)).unwrap_or_default();
        let more = self.view.arrange(&mut feeds);
        match self.view.form {
            ReportForm::Json => {
                #[derive(Serialize)]
                struct Lists<'l> {
                    feeds: Vec<FeedLine<'l>>,
                }
                Self::json(out, Lists { feeds })
            }
            ReportForm::Text => {
                tables::feeds(&feeds).write(out, self.view.place)?;
                self.view.place.write_more(out, more, "")
            }
        }
    }

    fn entries(&self, out: &mut impl Write, taxonomy: Taxonomy, word: &str, config: &Config) -> Result<(), Error> {
        let Some(selected) = self.selected else { return Ok(()) };
        let feed = entries::find(selected, taxonomy, word, config.rules.aliases(taxonomy))?;
        let url = self.site.url(&feed.key.folder());
        let is_published = self.published.contains(&taxonomy);
        if !is_published {
            let message = format!(
                "{} have no feeds here; --taxonomy tag,source,{} publishes them",
                taxonomy.folder(),
                taxonomy.name()
            );
            colour::note(&message);
        }
        let mut lines = lines::entries(selected, feed);
        if self.view.sort == Some(Sort::Name) {
            lines.sort_by_cached_key(|line| TermKey::fold(&line.title));
        }
        let more = self.view.cut(&mut lines);
        match self.view.form {
            ReportForm::Json => {
                #[derive(Serialize)]
                struct Named<'l> {
                    title: &'l str,
                    url: Option<String>,
                }
                #[derive(Serialize)]
                struct Lists<'l> {
                    feed: Named<'l>,
                    entries: Vec<EntryLine>,
                }
                let feed = Named { title: &feed.headline, url: is_published.then_some(url) };
                Self::json(out, Lists { feed, entries: lines })?;
            }
            ReportForm::Text => {
                let place = self.view.place;
                let named = if is_published { format!("{}: {url}", feed.headline) } else { feed.headline.clone() };
                place.write_heading(out, &named)?;
                tables::entries(&lines, place).write(out, place)?;
                place.write_more(out, more, "")?;
            }
        }
        Ok(())
    }

    fn rejections(&self, out: &mut impl Write) -> io::Result<()> {
        let most = self.view.limit.unwrap_or(usize::MAX);
        if self.view.form == ReportForm::Json {
            #[derive(Serialize)]
            struct Lists<T: Serialize> {
                rejections: T,
            }
            let rejections = self.report.rejection_list(most);
            return Self::json(out, Lists { rejections });
        }
        let rejections = self.report.rejections.sorted();
        for rejection in rejections.iter().take(most) {
            writeln!(out, "{}: {}", rejection.origin, printable(&rejection.reason))?;
        }
        self.view.place.write_more(out, rejections.len().saturating_sub(most), "")
    }

    fn merged(&self, out: &mut impl Write) -> io::Result<()> {
        let readings = |line: &MergedLine| line.readings.len() + line.more;
        let mut merged: Vec<&MergedLine> = self.report.merged.iter().collect();
        merged.retain(|line| readings(line) >= self.view.least);
        match self.view.sort {
            Some(Sort::Entries) => merged.sort_by_key(|line| Reverse(readings(line))),
            Some(Sort::Name) => merged.sort_by_cached_key(|line| TermKey::fold(&line.title)),
            _ => {}
        }
        let more = self.view.cut(&mut merged);
        if self.view.form == ReportForm::Json {
            #[derive(Serialize)]
            struct Lists<'l> {
                merged: Vec<&'l MergedLine>,
            }
            return Self::json(out, Lists { merged });
        }
        for line in merged {
            writeln!(out, "{}", printable(&line.to_string()))?;
        }
        self.view.place.write_more(out, more, "")
    }

    /// The inputs by format, then by path, and how many more there are.
    fn input_lines(&self) -> (Vec<&InputLine>, usize) {
        let mut inputs: Vec<_> = self.report.inputs.iter().filter(|input| input.articles >= self.view.least).collect();
        inputs.sort_by(|a, b| (&a.format, &a.path).cmp(&(&b.format, &b.path)));
        match self.view.sort {
            Some(Sort::Entries) => inputs.sort_by_key(|input| Reverse(input.articles)),
            Some(Sort::Name) => inputs.sort_by(|a, b| a.path.cmp(&b.path)),
            _ => {}
        }
        let more = self.view.cut(&mut inputs);
        (inputs, more)
    }

    fn term_lines(&self, taxonomy: Taxonomy) -> (Vec<TermLine<'_>>, usize) {
        let Some(selected) = self.selected else { return (Vec::new(), 0) };
        let mut terms = lines::terms(selected, self.site, |of| of == taxonomy, self.published);
        let more = self.view.arrange(&mut terms);
        (terms, more)
    }

    /// Says that there are rejections, and names the first.
    fn say_rejections(&self) {
        let rejections = self.report.rejections.sorted();
        for rejection in rejections.iter().take(NAMED) {
            colour::warning(&format!("rejected: {}: {}", rejection.origin, rejection.reason));
        }
        let more = rejections.len().saturating_sub(NAMED);
        if more > 0 {
            colour::warning(&format!("{more} more rejected; `feedmill list rejections` names each"));
        }
    }
}
