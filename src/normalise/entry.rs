//! The expensive half: the text of an article, sanitised, and its excerpt.

use std::borrow::Cow;

use super::excerpt::{self, Excerpt};
use super::html;
use super::markdown::{self, Context};
use crate::article::text::{clean, from_markup, inert, is_damaged, is_right_to_left, is_visible, line_start, one_line};
use crate::article::{Article, Body, Language};
use crate::report::{Warning, WarningCode};

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
    let right_to_left = RightToLeft::of(article);
    let body = article.body.as_ref();
    let raw = body.map_or("", Body::raw);
    let shown = match body {
        None => Shown::default(),
        Some(Body::Plain(text)) => {
            let plain = clean(text);
            Shown { content: options.full.then(|| html::paragraphs(&plain)), plain, ..Shown::default() }
        }
        Some(body) => {
            let deepest = options.html_depth.saturating_sub(usize::from(right_to_left.is_some()));
            show_markup(article, body, options, deepest, &mut warn)
        }
    };
    if is_damaged(raw) {
        warn(WarningCode::BadCharacters, "the text has characters that no feed may hold; mended");
    }
    if shown.is_relative {
        let message = "links and pictures in the text are relative, and nothing says to what, so they have no address; \
            `base_url = \"https://…/\"` in [[input]] says it, or `url = \"https://…/{slug}/\"` what addresses articles have";
        warn(WarningCode::RelativeWithoutBase, message);
    }
    if let Some(first) = &shown.lost.first {
        let message = format!("tags that only their site generator knows are left out of the text; the first: {first}");
        warn(WarningCode::TemplateTags, &message);
    }
    let excerpt = choose_excerpt(article, &shown, options.excerpt);
    let content = shown.content.filter(|content| !content.trim().is_empty());
    let content = content.map(|content| match right_to_left {
        Some(RightToLeft { language }) => html::in_direction(&content, language),
        None => content,
    });
    (inert(&excerpt).into_owned(), content)
}

/// What a reader reads of an article, without markup: title, summary and text, each on a line.
pub fn plain_text(article: &Article<'_>, html_depth: usize) -> String {
    let summary = article.summary.as_ref().map(|summary| one_line(&from_markup(summary)));
    let options = EntryOptions { full: false, excerpt: Excerpt::default(), html_depth };
    let text = match &article.body {
        None => None,
        Some(Body::Plain(text)) => Some(one_line(&clean(text))),
        Some(body) => Some(one_line(&show_markup(article, body, options, html_depth, &mut |_, _| {}).plain)),
    };
    let lines = [Some(one_line(&article.title)), summary, text].into_iter().flatten();
    lines.collect::<Vec<_>>().join("\n")
}

/// A text as an entry shows it.
#[derive(Default)]
struct Shown<'b> {
    /// The whole text as safe HTML, where feeds show it.
    content: Option<String>,
    /// The text without markup and footnotes, from which an excerpt is cut.
    plain: Cow<'b, str>,
    /// The part before the mark that the author set for the end of the excerpt.
    chosen: Option<String>,
    /// Whether it has relative addresses, and no base for them is known.
    is_relative: bool,
    lost: markdown::Lost,
}

/// That an article is written from right to left, which its text has to say: feeds have no attribute for the direction, and few
/// readers detect it.
struct RightToLeft<'l> {
    /// The language of the article, if it is known.
    language: Option<&'l Language>,
}

impl<'l> RightToLeft<'l> {
    fn of(article: &'l Article<'_>) -> Option<Self> {
        let language = article.language.as_ref();
        let is_it = match language {
            Some(language) => language.direction() == "rtl",
            None => is_right_to_left(&article.title),
        };
        is_it.then_some(Self { language })
    }
}

/// Shows a text of HTML or Markdown, elements nested as deep as `deepest`.
fn show_markup<'b>(
    article: &Article<'_>,
    body: &'b Body<'_>,
    options: EntryOptions,
    deepest: usize,
    warn: &mut impl FnMut(WarningCode, &str),
) -> Shown<'b> {
    let base = article.base.as_ref().or(article.url.as_ref());
    let text = clean(body.raw());
    let context = Context {
        place: article.place.as_deref(),
        base: article.base.as_ref(),
        title: &article.title,
        url: article.url.as_ref(),
        is_mdx: article.origin().path.ends_with(".mdx"),
    };
    let made = matches!(body, Body::Markdown(_)).then(|| markdown::read(&text, &context));
    let html = if made.is_none() { markdown::links::in_html(&text, &context) } else { Cow::Borrowed("") };
    let (html, before_more) = match &made {
        Some(made) => (&*made.html, made.before_more.as_deref()),
        None => (&*html, markdown::before_more(&html)),
    };
    let (safe, whole) = html::sanitise(html, base, deepest);
    if !whole {
        warn(
            WarningCode::HtmlTooDeep,
            "the HTML is nested too deeply or too large; its text is published without markup",
        );
    }
    let to_plain = |html: &str| html::to_text(&html::sanitise(html, base, options.html_depth).0);
    let plain = match html::without_notes(html) {
        Cow::Borrowed(_) => html::to_text(&safe),
        Cow::Owned(html) => to_plain(&html),
    };
    Shown {
        content: options.full.then_some(safe),
        plain: Cow::Owned(plain),
        chosen: before_more.map(|before| to_plain(&html::without_notes(before))),
        is_relative: base.is_none() && html::has_relative_addresses(html),
        lost: made.map(|made| made.lost).unwrap_or_default(),
    }
}

/// The excerpt of an article: its summary, else the part that the author chose, else the beginning of the text.
fn choose_excerpt(article: &Article<'_>, shown: &Shown<'_>, length: Excerpt) -> String {
    let given = article.summary.as_ref().map(|summary| one_line(&from_markup(summary)));
    // Nothing is left of a summary that was cut off within its first tag.
    let says_something = |given: &str| is_visible(given) && !given.chars().all(|c| matches!(c, '…' | '.' | ' '));
    let is_cut_copy = |given: &str| !shown.plain.is_empty() && excerpt::is_cut_copy(given, &shown.plain);
    let given = given.filter(|given| says_something(given) && !is_cut_copy(given));
    let chosen = || shown.chosen.as_deref().map(one_line).filter(|text| !text.is_empty());
    match given.or_else(chosen) {
        Some(given) => length.cut(&given),
        None => length.cut(&line_start(&shown.plain, length.looked_at())),
    }
}
