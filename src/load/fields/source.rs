//! Sources that are addresses.

use super::{Field, Record};
use crate::article::Draft;
use crate::load::ReadOptions;

impl<'a> Record<'a> {
    /// Moves a source that is an address: to the article's address, if it leads to a page and there is no other, else to the
    /// source's. The source is then named by the next name of the field, or by the host.
    pub(super) fn name_source(&mut self, draft: &mut Draft<'a>, options: &ReadOptions<'_>) {
        let Some(address) = draft.source.take() else { return };
        let host = host_of(&address).to_owned();
        let leads_to_page = !is_home(&address);
        for name in options.fields.of(Field::Source) {
            for value in self.find(name) {
                // A value that is no text has its warning already.
                let _ = draft.take(Field::Source, name.how, &mut value.clone());
            }
            if draft.source.as_deref().is_some_and(is_web) {
                draft.source = None;
            }
            if draft.source.is_some() {
                draft.note(options, "source", || name.path.to_string());
                break;
            }
        }
        if leads_to_page && draft.url.is_none() {
            draft.url = Some(address);
            draft.note(options, "url", || "the source, which is an address".to_owned());
            return;
        }
        if draft.source.is_none() && !host.is_empty() {
            draft.source = Some(host.into());
        }
        draft.source_home = draft.source_home.take().or(Some(address));
    }
}

/// Whether a text is an address on the web, and nothing else.
pub(super) fn is_web(text: &str) -> bool {
    let text = text.trim();
    let has = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (has("https://") || has("http://")) && !text.contains(char::is_whitespace)
}

fn after_scheme(address: &str) -> &str {
    address.trim().split_once("://").map_or("", |(_, rest)| rest)
}

fn host_of(address: &str) -> &str {
    let host = after_scheme(address).split(['/', '?', '#', ':']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

/// Whether an address is that of a whole site.
fn is_home(address: &str) -> bool {
    let rest = after_scheme(address);
    rest.split_once(['/', '?', '#']).is_none_or(|(_, path)| path.is_empty())
}
