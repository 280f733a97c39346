//! From selected articles to files on the stage.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::budget::Budget;
use super::formats::LeftOut;
use super::is_in_place;
use super::last_look::{Faults, LookAt, fault_of_document, faults_of_entry};
use super::once::Once;
use super::overview::overview;
use super::pages;
use super::shelf::{Desk, Shelf, Slot};
use super::state;
use crate::article::url::escape_path;
use crate::article::{ArticleId, Origin, Outline};
use crate::catalogue::State;
use crate::config::Config;
use crate::digest::Digest;
use crate::feed::{Entry, Feed, FeedKey};
use crate::normalise::{self, EntryOptions};
use crate::publish::{Change, Order, PublishError, Stage};
use crate::render::{self, Context, DEEP_PAGE, OutputFormat, PAGE, Rendered, Rest};
use crate::report::{Progress, Report, Unit, Warning, WarningCode};
use crate::select::Selected;
use crate::select::archive::Document;
use crate::spill::Spill;

/// What stays as it is published.
#[derive(Default)]
pub(super) struct Unchanged {
    /// The feeds that are not selected.
    pub(super) rest: Rest,
    /// Entries of those that are, as they are rendered.
    pub(super) entries: HashMap<ArticleId, Vec<u8>>,
}

/// Renders every selected article once, every feed in every format, and the documents about these, onto the stage.
pub(super) fn render(
    (config, progress): (&Config, &Progress),
    selected: &mut Selected<'_>,
    (state, left_out, standing): (&State, &[LeftOut], Option<&Unchanged>),
    found_by: &BTreeMap<&str, &str>,
    (stage, spill): (&Stage, &Spill),
    report: &mut Report,
) -> Result<(), PublishError> {
    let budget = Budget::of(report.bytes.read);
    report.warnings.extend(budget.trim(config, selected));
    let selected = &*selected;
    let context = Context {
        site: &config.site,
        formats: &config.formats,
        terms: &selected.terms,
        gone: &selected.gone,
        article_terms: &selected.article_terms,
        pages: &selected.pages,
    };
    // The page comes after the formats that were asked for.
    let mut formats: Vec<&'static OutputFormat> = config.formats.iter().copied().chain([&PAGE]).collect();
    if config.archives.is_some() {
        formats.push(&DEEP_PAGE);
        formats.extend(left_out.iter().map(|left_out| left_out.format));
    }
    let archives: Vec<(Feed, &Document)> = selected.archive_feeds().collect();
    let feeds = selected.feeds.iter().chain(&selected.former_feeds).chain(archives.iter().map(|(feed, _)| feed));
    // An article that no feed shows as a whole has no whole text.
    let mut is_full = vec![config.full; selected.articles.len()];
    for feed in feeds.filter(|feed| feed.full.is_some_and(|full| full)) {
        feed.entries.iter().for_each(|n| is_full[*n] = true);
    }
    report.warnings.extend(budget.shorten(config, selected, &archives, &mut is_full));
    let kept = standing.map(|standing| &standing.entries);
    progress.expect(Unit::Entries, selected.articles.len());
    let known = |path: &str| state.files.get(path).map(|file| file.sha256);
    let (shelf, faults, warnings) =
        render_entries((config, progress), selected, &is_full, (kept, &known), (&context, &formats, spill), stage)?;
    let mut once: BTreeMap<&str, Once> = BTreeMap::new();
    for warning in warnings {
        if warning.code == WarningCode::RelativeWithoutBase || warning.code == WarningCode::TemplateTags {
            once.entry(found_by.get(&*warning.origin.path).copied().unwrap_or_default()).or_default().add(&warning);
        } else {
            report.warnings.push(warning);
        }
    }
    report.warnings.extend(once.into_values().flat_map(Once::into_warnings));

    let most_bytes = budget.most_of_a_document(config, selected, &shelf);
    // Entries in documents of archives may lead to feeds that are gone; others are made anew.
    let feeds = selected.feeds.iter().chain(&selected.former_feeds).filter(|_| !archives.is_empty());
    let folders = feeds.map(|feed| escape_path(feed.key.folder().trim_end_matches('/'))).collect();
    let (context, formats, shelf, articles) = (&context, &*formats, &shelf, &*selected.articles);
    let writer = Writer {
        config,
        progress,
        state,
        left_out,
        stage,
        context,
        formats,
        articles,
        shelf,
        faults,
        most_bytes,
        folders,
    };
    let feeds = selected.feeds.par_iter().chain(&selected.former_feeds);
    progress.expect(Unit::Feeds, selected.feeds.len() + selected.former_feeds.len() + archives.len());
    let said: Vec<Vec<Warning>> =
        feeds.map_init(Desk::default, |desk, feed| writer.feed(desk, feed)).collect::<Result<_, PublishError>>()?;
    report.warnings.extend(said.into_iter().flatten());
    let said: Vec<Vec<Warning>> = archives
        .par_iter()
        .map_init(Desk::default, |desk, (feed, document)| writer.archive(desk, feed, document))
        .collect::<Result<_, PublishError>>()?;
    report.warnings.extend(said.into_iter().flatten());
    selected.standing_documents().for_each(|document| writer.keep(&document));

    overview(config, selected, standing.map(|standing| &standing.rest), (context, state, stage))
}

/// What is known of what is published: entries that are kept as they are, and the SHA-256 of a file.
type Published<'s, 'k> = (Option<&'s HashMap<ArticleId, Vec<u8>>>, &'k (dyn Fn(&str) -> Option<Digest> + Sync));

/// Renders every selected article in all formats, but those that are kept as they were published, and puts the entries on a shelf,
/// and the articles' own pages onto the stage. `is_full` says which of them have whole texts in feeds. With it what makes entries unfit
/// to be published, and what is worth a warning, in the order of the articles.
fn render_entries<'s>(
    (config, progress): (&Config, &Progress),
    selected: &Selected<'_>,
    is_full: &[bool],
    (kept, known): Published<'s, '_>,
    (context, formats, spill): (&Context<'_>, &[&'static OutputFormat], &'s Spill),
    stage: &Stage,
) -> Result<(Shelf<'s>, Faults, Vec<Warning>), PublishError> {
    let options = EntryOptions { full: config.full, excerpt: config.excerpt, html_depth: config.limits.html_depth };
    // The page comes after the formats.
    let counted = config.formats.len() + 1;
    let mut shelf = Shelf::new(spill, selected.articles.len(), counted);
    let render = |buffers: &mut Buffers, slot: Slot<'_, 's>, n: usize, full: bool| {
        let (outline, page) = (&selected.articles[n], selected.pages[n].as_deref());
        let mut warnings = Vec::new();
        if let Some(kept) = kept.and_then(|kept| kept.get(outline.id())) {
            slot.lend(kept);
            return Ok((Vec::new(), warnings));
        }
        let Buffers { opened, rendered, looked_at } = buffers;
        let article = &outline.open(opened);
        let options = EntryOptions { full: full || page.is_some(), ..options };
        let (excerpt, content) = normalise::text(article, options, &mut warnings);
        let of = selected.article_terms.of(n);
        let mut entry = Entry { page, ..Entry::new(article, excerpt, content, of, &selected.terms) };
        if let Some(page) = page {
            let path = pages::path(page);
            stage.put(&path, &render::article_page(&entry, context), Order::Article, known(&path))?;
            entry.content.take_if(|_| !full);
        }
        rendered.clear();
        render::render(&entry, formats, context, rendered);
        let faults = faults_of_entry(Rendered::new(rendered), formats, looked_at);
        slot.fill(rendered);
        Ok((faults, warnings))
    };
    let articles = is_full.par_iter().zip(shelf.slots()).enumerate();
    let said: Vec<_> = articles
        .map_init(Buffers::default, |buffers, (n, (full, slot))| {
            progress.advance(1);
            let (faults, warnings) = match render(buffers, slot, n, *full) {
                Ok(said) => said,
                Err(error) => return Some(Err(error)),
            };
            (!faults.is_empty() || !warnings.is_empty()).then_some(Ok((n, faults, warnings)))
        })
        .flatten_iter()
        .collect::<Result<_, PublishError>>()?;
    let (mut all_faults, mut all_warnings) = (Faults::new(), Vec::new());
    for (n, faults, warnings) in said {
        all_faults.extend(faults.into_iter().map(|(format, fault)| ((n, format), fault)));
        all_warnings.extend(warnings);
    }
    Ok((shelf, all_faults, all_warnings))
}

/// Where the entries of a thread are made.
#[derive(Default)]
struct Buffers {
    /// The text of the article.
    opened: Vec<u8>,
    /// The entry in all formats.
    rendered: Vec<u8>,
    /// The entry in one format.
    looked_at: Vec<u8>,
}

/// Puts feeds onto the stage.
pub(super) struct Writer<'w> {
    pub(super) config: &'w Config,
    pub(super) progress: &'w Progress,
    pub(super) state: &'w State,
    /// Formats that are left out, and whose files stay for a while.
    pub(super) left_out: &'w [LeftOut],
    pub(super) stage: &'w Stage,
    pub(super) context: &'w Context<'w>,
    /// All formats, by the numbers of their fragments.
    pub(super) formats: &'w [&'static OutputFormat],
    /// The articles that feeds show.
    pub(super) articles: &'w [Box<Outline<'w>>],
    /// The entries, by the numbers of their articles.
    pub(super) shelf: &'w Shelf<'w>,
    /// What makes entries unfit to be published.
    pub(super) faults: Faults,
    /// How large the document of a feed may be.
    pub(super) most_bytes: usize,
    /// The folders of all feeds, as addresses have them, where there are documents of archives.
    pub(super) folders: FxHashSet<String>,
}

impl Writer<'_> {
    /// The formats that a feed has files in, with their numbers.
    pub(super) fn formats_of(&self, feed: &FeedKey) -> impl Iterator<Item = (usize, &'static OutputFormat)> {
        let is_left_out = |name: &str| self.left_out.iter().any(|left_out| left_out.format.name == name);
        let is_archive = matches!(feed, FeedKey::Archive(..));
        let formats = self.formats.iter().copied().enumerate();
        formats.filter(move |(_, format)| has_file(feed, format) && (is_archive || !is_left_out(format.name)))
    }

    /// A feed in all formats.
    fn feed(&self, Desk { entries, document: bytes }: &mut Desk, feed: &Feed) -> Result<Vec<Warning>, PublishError> {
        let mut warnings = Vec::new();
        let look_at = LookAt::Envelope(&feed.entries);
        let entries = self.read(&feed.entries, entries)?;
        // What no document of an archive holds yet must be here.
        let size = (self.most_bytes, feed.history.is_none());
        for format in self.formats_of(&feed.key) {
            self.write(bytes, feed, format, (&entries, look_at), size, &mut warnings)?;
        }
        self.left_out(bytes, feed, &mut warnings)?;
        self.progress.advance(1);
        Ok(warnings)
    }

    /// Entries of the shelf.
    pub(super) fn read<'b>(
        &'b self,
        entries: &[usize],
        bytes: &'b mut Vec<u8>,
    ) -> Result<Vec<Rendered<'b>>, PublishError> {
        self.shelf.read(entries, bytes).map_err(|error| state::lost(self.config, error))
    }

    /// A feed in one format, not larger than so many bytes, for which entries may be left out or not.
    pub(super) fn write(
        &self,
        bytes: &mut Vec<u8>,
        feed: &Feed,
        format: (usize, &OutputFormat),
        (entries, look_at): (&[Rendered<'_>], LookAt<'_>),
        (most_bytes, may_drop): (usize, bool),
        warnings: &mut Vec<Warning>,
    ) -> Result<(), PublishError> {
        let path = feed.key.path(format.1.file_name);
        let size = render::Size { full: feed.full.unwrap_or(self.config.full), most_bytes, may_drop };
        let joined = render::document(bytes, feed, format, entries, size, self.context);
        let reduced = joined.reduced;
        if reduced != render::Reduced::default() {
            let message = format!(
                "too large: {} entries show their excerpt only, {} are left out",
                reduced.brief, reduced.dropped
            );
            warnings.push(Warning::new(&Origin::new(path.as_str(), 0), WarningCode::FeedOverSize, message));
        }
        let ours = self.state.files.get(&*path);
        let change = self.stage.put(&path, bytes, Order::Feed, ours.map(|file| file.sha256))?;
        self.progress.written(usize::from(matches!(change, Change::Create | Change::Replace)));
        if !matches!(change, Change::None | Change::Blocked)
            && let Some((line, fault)) = {
                let url = self.config.site.url(&path);
                fault_of_document((bytes, &joined), &url, format, (look_at, &self.faults), self.articles)
            }
        {
            let old = ours.filter(|_| is_in_place(self.config, self.state, &path));
            self.stage.withdraw(&path, old.map(|file| (file.sha256, file.length)));
            let message = format!("{fault}; what was published before stays (a defect of feedmill)");
            warnings.push(Warning::new(&Origin::new(path.as_str(), line), WarningCode::NotPublished, message));
        }
        Ok(())
    }
}

/// Whether a feed has a file in a format. The page of all articles is the index, a document about all feeds; those of the
/// archives of terms lie deeper than others.
fn has_file(feed: &FeedKey, format: &OutputFormat) -> bool {
    let is_deep = matches!(feed, FeedKey::Archive(of, _) if **of != FeedKey::All);
    match format.name {
        name if name == DEEP_PAGE.name => is_deep,
        name if name == PAGE.name => *feed != FeedKey::All && !is_deep,
        _ => true,
    }
}
