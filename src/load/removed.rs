//! Articles that their publisher removed, and that an interface still delivers, with marks in the place of the texts:
//! `[Removed]` under `https://removed.com` (`NewsAPI`), `[deleted by user]` (Reddit).

use crate::article::{Body, Draft, KeptBack};

/// The marks in the place of titles and texts, in lower case.
const MARKS: &[&str] =
    &["[removed]", "[deleted]", "[deleted by user]", "[removed by moderator]", "[ removed by moderator ]"];

/// The host of the address that `NewsAPI` gives to all of them.
const HOST: &str = "removed.com";

fn is_mark(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('[') && MARKS.iter().any(|mark| mark.eq_ignore_ascii_case(text))
}

/// Whether an address is the one of removed articles.
fn is_of_gone(url: &str) -> bool {
    let host =
        url.trim().split_once("://").map_or("", |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).eq_ignore_ascii_case(HOST)
}

/// Marks an article as thrown away, if its title is a mark, another field is one or has that address, and its texts say nothing.
pub(super) fn take_away(draft: &mut Draft<'_>) {
    if draft.deleted || !draft.title.as_deref().is_some_and(is_mark) {
        return;
    }
    let texts = || draft.summary.as_deref().into_iter().chain(draft.body.as_ref().map(Body::raw));
    let says_nothing = texts().all(|text| text.trim().is_empty() || is_mark(text));
    let is_said_again = texts().any(is_mark)
        || draft.source.as_deref().is_some_and(is_mark)
        || draft.url.as_deref().is_some_and(is_of_gone);
    if says_nothing && is_said_again {
        draft.thrown_away = true;
        draft.unpublished = draft.unpublished.take().or(Some(KeptBack::Collection("removed by its publisher".into())));
    }
}

#[cfg(test)]
mod tests {
    use super::take_away;
    use crate::article::{Body, Draft};

    #[test]
    fn marks_in_all_places_say_that_it_is_gone() {
        let is_gone = |title: &'static str, text: &'static str, url: &'static str| {
            let body = (!text.is_empty()).then(|| Body::Plain(text.into()));
            let mut draft = Draft { title: Some(title.into()), body, url: Some(url.into()), ..Draft::default() };
            take_away(&mut draft);
            draft.unpublished.is_some() && draft.thrown_away
        };
        assert!(is_gone("[Removed]", "[Removed]", "https://removed.com"));
        assert!(is_gone("[Removed]", "", "https://www.removed.com/"));
        assert!(is_gone(" [removed] ", "[removed]", "https://news.example/1"));
        assert!(is_gone("[deleted by user]", "[deleted]", ""));
        assert!(!is_gone("[Removed]", "A film about what was left out.", "https://removed.com"));
        assert!(!is_gone("[Removed]", "", "https://film.example/removed"));
        assert!(!is_gone("Statue [Removed]", "[Removed]", "https://removed.com"));
        assert!(!is_gone("The ferry", "[Removed]", "https://news.example/1"));
        assert!(!is_gone("[Removed]", "", "https://removed.com.example/"));
    }
}
