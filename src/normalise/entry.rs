//! The dear half: the text of an article that a feed shows, made fit to be shown.

use std::borrow::Cow;

use super::excerpt::{self, Excerpt};
use super::{html, markdown};
use crate::article::text::{clean, from_markup, inert, is_damaged, is_right_to_left, is_visible, line_start, one_line};
use crate::article::{Article, Body};
use crate::report::Warning;

/// How much of an article its entry shows.
#[derive(Debug, Clone, Copy)]
pub struct EntryOptions {
    /// Whether the whole text is shown, or the excerpt alone.
    pub full: bool,
    /// How long an excerpt is.
    pub excerpt: Excerpt,
    /// How deep HTML may be nested.
    pub html_depth: usize,
}

/// The excerpt of a selected article as plain text, and its whole text as safe HTML where feeds show it.
pub fn text(
    article: &Article<'_>,
    options: EntryOptions,
    warnings: &mut impl Extend<Warning>,
) -> (String, Option<String>) {
    let mut warn = |code, message: &str| warnings.extend([Warning::new(article.origin(), code, message)]);
    let base = article.base.as_ref().or(article.url.as_ref());
    // Feeds have no attribute for it, and few readers find it out.
    let direction = match &article.language {
        Some(language) => (language.direction() == "rtl").then_some(Some(language)),
        None => is_right_to_left(&article.title).then_some(None),
    };
    let mut sanitise = |html: &str| {
        let deepest = options.html_depth.saturating_sub(usize::from(direction.is_some()));
        let (safe, whole) = html::sanitise(html, base, deepest);
        if !whole {
            warn("html-too-deep", "the HTML is nested too deeply or too large; its text is published without markup");
        }
        let plain = html::to_text(&safe);
        (options.full.then_some(safe), plain)
    };
    let raw = article.body.as_ref().map_or("", Body::raw);
    let (content, plain, chosen) = match &article.body {
        None => (None, Cow::Borrowed(""), None),
        Some(Body::Plain(_)) => {
            let text = clean(raw);
            (options.full.then(|| html::paragraphs(&text)), text, None)
        }
        Some(Body::Html(_) | Body::Markdown(_)) => {
            let text = clean(raw);
            let text = match &article.body {
                Some(Body::Markdown(_)) => Cow::Owned(markdown::to_html(&text)),
                _ => text,
            };
            let (content, plain) = sanitise(&text);
            // What the author says is the excerpt.
            let chosen = markdown::before_more(&text).map(|text| html::strip(&html::without_notes(text)));
            let plain = match html::without_notes(&text) {
                Cow::Borrowed(_) => plain,
                Cow::Owned(text) => html::to_text(&html::sanitise(&text, base, options.html_depth).0),
            };
            (content, Cow::Owned(plain), chosen)
        }
    };
    if is_damaged(raw) {
        warn("bad-characters", "the text has characters that no feed may hold; mended");
    }
    let given = article.summary.as_deref().map(|summary| one_line(&from_markup(summary)));
    let given = given.filter(|given| is_visible(given) && (plain.is_empty() || !excerpt::is_cut_copy(given, &plain)));
    let excerpt = match given.or_else(|| chosen.map(|text| one_line(&text)).filter(|text| !text.is_empty())) {
        Some(given) => options.excerpt.cut(&given),
        None => options.excerpt.cut(&line_start(&plain, options.excerpt.looked_at())),
    };
    let content = content.filter(|content| !content.trim().is_empty());
    let content = content.map(|content| match direction {
        Some(language) => html::in_direction(&content, language),
        None => content,
    });
    (inert(&excerpt).into_owned(), content)
}
