//! The dear half: the text of an article that a feed shows, made fit to be shown.

use std::borrow::Cow;

use super::excerpt::{self, Excerpt};
use super::html;
use super::markdown::{self, Context};
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

/// The code of what is said of texts whose addresses are relative to nothing that is known. It is said once for all articles of
/// an input.
pub const RELATIVE: &str = "relative-without-base";

/// The code of what is said of texts with tags that only their generator knows. It is said once for all articles of an input.
pub const TAGS: &str = "template-tags";

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
    let mut is_relative = false;
    let mut sanitise = |html: &str| {
        let deepest = options.html_depth.saturating_sub(usize::from(direction.is_some()));
        let (safe, whole) = html::sanitise(html, base, deepest);
        if !whole {
            warn("html-too-deep", "the HTML is nested too deeply or too large; its text is published without markup");
        }
        is_relative = base.is_none() && html::has_relative_addresses(html);
        let plain = html::to_text(&safe);
        (options.full.then_some(safe), plain)
    };
    let body = article.body.as_ref();
    let raw = body.map_or("", Body::raw);
    let mut lost = markdown::Lost::default();
    let (content, plain, chosen) = match body {
        None => (None, Cow::Borrowed(""), None),
        Some(Body::Plain(_)) => {
            let text = clean(raw);
            (options.full.then(|| html::paragraphs(&text)), text, None)
        }
        Some(body @ (Body::Html(_) | Body::Markdown(_))) => {
            let text = clean(raw);
            let context = Context {
                place: article.place.as_deref(),
                base: article.base.as_ref(),
                title: &article.title,
                url: article.url.as_ref(),
                is_mdx: article.origin().path.ends_with(".mdx"),
            };
            let made = matches!(body, Body::Markdown(_)).then(|| markdown::read(&text, &context));
            let html = if made.is_none() { markdown::links::in_html(&text, &context) } else { Cow::Borrowed("") };
            let (text, before_more) = match &made {
                Some(made) => (&*made.html, made.before_more.as_deref()),
                None => (&*html, markdown::before_more(&html)),
            };
            let (content, plain) = sanitise(text);
            let shown = |html: &str| html::to_text(&html::sanitise(html, base, options.html_depth).0);
            // What the author says is the excerpt.
            let chosen = before_more.map(|before| shown(&html::without_notes(before)));
            let plain = match html::without_notes(text) {
                Cow::Borrowed(_) => plain,
                Cow::Owned(text) => shown(&text),
            };
            lost = made.map(|made| made.lost).unwrap_or_default();
            (content, Cow::Owned(plain), chosen)
        }
    };
    if is_damaged(raw) {
        warn("bad-characters", "the text has characters that no feed may hold; mended");
    }
    if is_relative {
        let message = "links and pictures in the text are relative, and nothing says to what, so they have no address; \
            `base_url = \"https://…/\"` in [[input]] says it, or `url = \"https://…/{slug}/\"` what addresses articles have";
        warn(RELATIVE, message);
    }
    if let Some(first) = &lost.first {
        let message = format!("tags that only their site generator knows are left out of the text; the first: {first}");
        warn(TAGS, &message);
    }
    let given = article.summary.as_ref().map(|summary| one_line(&from_markup(summary)));
    // Of a text that is cut off within its first tag nothing is left.
    let says_something = |given: &str| is_visible(given) && !given.chars().all(|c| matches!(c, '…' | '.' | ' '));
    let given =
        given.filter(|given| says_something(given) && (plain.is_empty() || !excerpt::is_cut_copy(given, &plain)));
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
