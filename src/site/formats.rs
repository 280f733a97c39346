//! Formats that were published and are left out now.
//!
//! Who reads one of them learns nothing of the change of a setting, and a mistyped variable of the environment is such a
//! change, too. So a format goes as a term without articles does: its files stay for a while, and only then are they
//! removed. The feeds in it are empty, so that they show nothing that is taken back meanwhile, and no page names them; they
//! are written once and not with every new article. Documents of archives cannot be made again from a collection that has
//! lost their articles; they are kept up until the format goes, so that it comes back whole.

use chrono::{DateTime, Utc};

use super::is_in_place;
use super::last_look::LookAt;
use super::rendering::Writer;
use crate::catalogue::State;
use crate::config::Config;
use crate::feed::Feed;
use crate::publish::PublishError;
use crate::render::{OUTPUT_FORMATS, OutputFormat};
use crate::report::Warning;

/// A format whose files stay for a while.
#[derive(Debug, Clone, Copy)]
pub(super) struct LeftOut {
    pub(super) format: &'static OutputFormat,
    /// Since when it is left out.
    pub(super) since: DateTime<Utc>,
    /// Whether its files are empty already.
    is_known: bool,
}

impl LeftOut {
    /// Whether this run is the first one without it.
    pub(super) fn is_new(&self) -> bool {
        !self.is_known
    }
}

/// The formats that are left out and whose files stay.
pub(super) fn left_out(config: &Config, state: &State, now: DateTime<Utc>) -> Vec<LeftOut> {
    let is_published = |format: &&OutputFormat| state.files.contains_key(format.file_name);
    let is_wanted = |format: &OutputFormat| config.formats.iter().any(|wanted| wanted.name == format.name);
    let left_out = OUTPUT_FORMATS.iter().copied().filter(|format| !is_wanted(format)).filter(is_published);
    let left_out = left_out.map(|format| {
        let since = state.publication.left_out_formats.get(format.name).copied();
        LeftOut { format, since: since.unwrap_or(now), is_known: since.is_some() }
    });
    left_out.filter(|left_out| config.vanished.is_none_or(|after| left_out.since + after > now)).collect()
}

impl Writer<'_> {
    /// What a feed leaves in formats that are left out: a feed without entries, where there was one.
    pub(super) fn left_out(
        &self,
        bytes: &mut Vec<u8>,
        feed: &Feed,
        warnings: &mut Vec<Warning>,
    ) -> Result<(), PublishError> {
        let is_moved = |(base_url, _): &(String, String)| *base_url != self.config.site.base_url.as_str();
        for left_out in self.left_out {
            let path = feed.key.path(left_out.format.file_name);
            if !self.state.files.contains_key(&*path) {
                continue;
            }
            let stays = left_out.is_known && !self.state.publication.place.as_ref().is_some_and(is_moved);
            if stays && is_in_place(self.config, self.state, &path) {
                self.keep_file(&path);
                continue;
            }
            let empty = Feed { entries: Vec::new(), history: None, ..feed.clone() };
            // Without entries there is no fragment of it.
            self.write(bytes, &empty, (0, left_out.format), (&[], LookAt::All), (usize::MAX, false), warnings)?;
        }
        Ok(())
    }
}
