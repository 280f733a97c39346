//! The last look at what goes out. Nothing that comes in should lead to a fault there: what is found is a defect of feedmill.
//!
//! An entry is looked at once, when it is rendered, and each document without its entries. Entries that are taken from what is
//! published were looked at when they were published.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::article::Outline;
use crate::render::{DEEP_PAGE, Joined, OutputFormat, PAGE, Rendered};
use feedcheck::internal::{check_published, check_published_entry, check_published_text};
use feedcheck::{Finding, Severity};

/// What makes entries unfit to be published, by the numbers of their articles and of their formats.
pub(super) type Faults = BTreeMap<(usize, usize), String>;

/// What is looked at in a document.
#[derive(Clone, Copy)]
pub(super) enum LookAt<'l> {
    /// All of it.
    All,
    /// What stands around its entries, which are these articles and were looked at before.
    Envelope(&'l [usize]),
}

/// Whether there is a look at a format: pages are HTML, in which there are no faults that stop a reader.
fn is_looked_at(format: &OutputFormat) -> bool {
    ![PAGE.name, DEEP_PAGE.name].contains(&format.name)
}

/// What makes an entry unfit to be published, by the number of the format. `entry` is emptied and filled.
pub(super) fn faults_of_entry(
    rendered: Rendered<'_>,
    formats: &[&'static OutputFormat],
    entry: &mut Vec<u8>,
) -> Vec<(usize, String)> {
    let of_text = check_published_text(rendered.shared());
    let formats = formats.iter().enumerate().filter(|(_, format)| is_looked_at(format));
    let faults = formats.filter_map(|(n, format)| {
        let prefixes = (format.prefixes)(rendered.uses(n));
        let mut look = |full| {
            entry.clear();
            rendered.push_own(n, full, entry);
            fault(&check_published_entry(entry, &prefixes))
        };
        // Where the full text leaves nothing in its place, what is well-formed with it is so without it.
        let of_entry = look(true).or_else(|| rendered.has_brief(n).then(|| look(false)).flatten());
        Some((n, of_entry.or_else(|| fault(&of_text))?))
    });
    faults.collect()
}

/// What makes a document unfit to be published, if anything does, and on which line: the document of a feed that will be at `url`, in
/// the format with a number. `faults` are those of the articles whose entries it may have.
pub(super) fn fault_of_document(
    (document, joined): (&[u8], &Joined),
    url: &str,
    (n, format): (usize, &OutputFormat),
    (look_at, faults): (LookAt<'_>, &Faults),
    articles: &[Box<Outline<'_>>],
) -> Option<(u64, String)> {
    if !is_looked_at(format) {
        return None;
    }
    let LookAt::Envelope(entries) = look_at else {
        let findings = check_published(document, url);
        return first_error(&findings).map(|error| (error.line as u64, in_words(error)));
    };
    let shown = &entries[..entries.len() - joined.reduced.dropped];
    if let Some(fault) = shown.iter().find_map(|entry| faults.get(&(*entry, n))) {
        return Some((0, fault.clone()));
    }
    let mut ids = FxHashSet::default();
    if let Some(twice) = shown.iter().find(|n| !ids.insert(articles[**n].id())) {
        return Some((0, format!("two entries have the id {}", articles[*twice].id())));
    }
    // An element of each namespace that is declared for the entries stands in their place.
    let mut around = document[..joined.entries.start].to_vec();
    for prefix in (format.prefixes)(joined.uses) {
        around.extend_from_slice(format!("<{prefix}:probe/>").as_bytes());
    }
    around.extend_from_slice(&document[joined.entries.end..]);
    fault(&check_published(&around, url)).map(|fault| (0, fault))
}

fn first_error(findings: &[Finding]) -> Option<&Finding> {
    findings.iter().find(|finding| finding.rule.severity == Severity::Error)
}

fn in_words(error: &Finding) -> String {
    format!("{}: {}", error.rule.code, error.message)
}

/// The first error in words, if there is one.
fn fault(findings: &[Finding]) -> Option<String> {
    first_error(findings).map(in_words)
}
