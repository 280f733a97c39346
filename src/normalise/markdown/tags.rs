//! The expansions of tags: code, films, figures, addresses of other articles, values of the site.

use std::fmt::Write as _;

use super::Context;
use super::template_tag::{Kind, Tag};
use crate::article::WebUrl;

/// The expansion of a tag.
pub(super) enum Made {
    /// This text.
    Text(String),
    /// Nothing that a reader would miss.
    Nothing,
    /// One that only its site generator knows.
    Unknown,
}

/// Tags around code.
const CODE: &[&str] = &["highlight", "codeblock", "code", "prism", "code_block"];
/// Tags around something that readers do not see.
const HIDDEN: &[&str] = &["comment", "capture", "schema", "stylesheet", "javascript"];
/// Tags that are left out without a loss: statements of a program, and tags around a text that stays.
const PROGRAM: &[&str] = &[
    "if",
    "elsif",
    "else",
    "elif",
    "unless",
    "case",
    "when",
    "for",
    "break",
    "continue",
    "assign",
    "increment",
    "cycle",
    "tablerow",
    "set",
    "import",
    "extends",
    "block",
    "macro",
    "call",
    "filter",
    "with",
    "end",
    "toc",
    "layout",
    "nomarkdown",
    "steps",
    "tabs",
    "tab",
    "note",
    "blockquote",
    "quote",
    "pullquote",
    "cq",
    "centerquote",
    "raw",
    "verbatim",
    "rawhtml",
    "markdown",
    "details",
    "more",
    "br",
];
/// Tags that embed films and the like, and the addresses of these.
const SHOWN: &[(&str, &str)] = &[
    ("youtube", "https://www.youtube.com/watch?v={}"),
    ("youtube-nocookie", "https://www.youtube.com/watch?v={}"),
    ("vimeo", "https://vimeo.com/{}"),
    ("bilibili", "https://www.bilibili.com/video/{}"),
    ("dailymotion", "https://www.dailymotion.com/video/{}"),
    ("tweet", "https://twitter.com/i/status/{}"),
    ("twitter", "https://twitter.com/i/status/{}"),
    ("x", "https://twitter.com/i/status/{}"),
    ("gist", "https://gist.github.com/{}"),
    ("instagram", "https://www.instagram.com/p/{}/"),
    ("codepen", "https://codepen.io/pen/{}"),
    ("spotify", "https://open.spotify.com/{}"),
    ("soundcloud", "https://soundcloud.com/{}"),
    ("asciinema", "https://asciinema.org/a/{}"),
    ("speakerdeck", "https://speakerdeck.com/{}"),
    ("video", "{}"),
    ("audio", "{}"),
];
/// Tags that show a picture.
const PICTURES: &[&str] = &["figure", "img", "image", "asset_img", "picture", "imgproc", "responsive_image"];

/// Whether a tag may have an end, so that the text up to there is part of it.
pub(super) fn is_block(name: &str) -> bool {
    is_literal(name) || HIDDEN.contains(&name)
}

/// Whether the inside of a block is no Markdown.
pub(super) fn is_literal(name: &str) -> bool {
    CODE.contains(&name) || matches!(name, "raw" | "verbatim")
}

/// Expands a tag. `inside` is the text up to its end, if it is one of [`is_block`].
pub(super) fn made(kind: Kind, tag: &Tag<'_>, inside: Option<&str>, context: &Context<'_>) -> Made {
    if kind == Kind::Value {
        return value(tag, context);
    }
    let name = tag.name();
    let lower = name.to_ascii_lowercase();
    let arguments = Arguments::of(tag.rest());
    let known = |made: Option<String>| made.map_or(Made::Unknown, Made::Text);
    match lower.as_str() {
        _ if name.starts_with('/') || name.starts_with("end") => Made::Nothing,
        _ if CODE.contains(&lower.as_str()) => inside.map_or(Made::Unknown, |inside| {
            let language = arguments.named(&["lang", "language"]).or_else(|| arguments.plain(0)).unwrap_or_default();
            Made::Text(pre(inside, language))
        }),
        "raw" | "verbatim" => inside.map_or(Made::Nothing, |inside| Made::Text(inside.to_owned())),
        _ if HIDDEN.contains(&lower.as_str()) => inside.map_or(Made::Nothing, |_| Made::Text(String::new())),
        "post_url" | "ref" | "relref" | "post_path" | "post_link" | "link" => {
            known(arguments.first(&["path"]).and_then(|to| {
                let url = article(to, context)?;
                let is_link = lower == "post_link";
                let text = arguments.plain(1).unwrap_or(to);
                Some(if is_link { format!("[{text}]({url})") } else { url })
            }))
        }
        "asset_path" => known(arguments.plain(0).map(str::to_owned)),
        "asset_link" => {
            known(arguments.plain(0).map(|file| format!("[{}]({})", arguments.after(1).unwrap_or(file), path(file))))
        }
        "param" => known(arguments.plain(0).and_then(|name| context.value(&format!("site.params.{name}")))),
        _ if PICTURES.contains(&lower.as_str()) => picture(&lower, &arguments, kind).map_or(Made::Unknown, Made::Text),
        _ if PROGRAM.contains(&lower.as_str()) => Made::Nothing,
        _ => match shown(&lower, &arguments) {
            Some(made) => Made::Text(made),
            None if lower == "include" || lower == "include_cached" => {
                let file = arguments.plain(0).unwrap_or_default();
                let bare = file
                    .rsplit('/')
                    .next()
                    .unwrap_or_default()
                    .split('.')
                    .next()
                    .unwrap_or_default()
                    .to_ascii_lowercase();
                known(shown(&bare, &Arguments { plain: Vec::new(), ..arguments }))
            }
            None => Made::Unknown,
        },
    }
}

/// A link to something that is shown from elsewhere.
fn shown(name: &str, arguments: &Arguments<'_>) -> Option<String> {
    let (_, address) = SHOWN.iter().find(|(known, _)| *known == name)?;
    let id = arguments.first(&["id", "src", "url", "video_id", "code"])?;
    // A file, and no number of something that only a theme knows.
    if *address == "{}" && !id.contains(['/', '.']) {
        return None;
    }
    let user = arguments.named(&["user"]);
    let url = match (name, user.or_else(|| arguments.plain(0)), arguments.plain(1)) {
        _ if id.contains("://") => id.to_owned(),
        ("gist", Some(user), Some(gist)) => format!("https://gist.github.com/{user}/{gist}"),
        ("tweet" | "twitter" | "x", ..) if user.is_some() => {
            format!("https://twitter.com/{}/status/{id}", user.unwrap_or_default())
        }
        _ => address.replace("{}", id),
    };
    let text = arguments
        .named(&["title", "caption"])
        .map_or_else(|| url.trim_start_matches("https://").to_owned(), str::to_owned);
    Some(format!("[{}]({})", text.replace(['[', ']'], ""), path(&url)))
}

/// A picture, with its caption where there is one.
fn picture(name: &str, arguments: &Arguments<'_>, kind: Kind) -> Option<String> {
    let plain = || arguments.plain.iter().copied().find(|word| word.contains(['.', '/']));
    let source = arguments.named(&["src", "path", "url", "image_path", "link"]).or_else(plain)?;
    let rest = || Some(arguments.after(1)?).filter(|_| name == "asset_img" && kind == Kind::Tag);
    let caption = arguments.named(&["caption", "title"]);
    let alt = arguments.named(&["alt"]).or_else(rest).unwrap_or_default();
    let escape =
        |text: &str| text.replace("\\\"", "\"").replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let image = format!("<img src=\"{}\" alt=\"{}\">", escape(source), escape(alt));
    Some(match caption {
        Some(caption) => format!("<figure>{image}<figcaption>{}</figcaption></figure>", escape(caption)),
        None => format!("![{}]({})", alt.replace(['[', ']'], ""), path(source)),
    })
}

/// An address as it may stand in a link of Markdown.
fn path(address: &str) -> String {
    address.replace(' ', "%20").replace('(', "%28").replace(')', "%29").replace('<', "%3C")
}

/// The address of another article, or of a file of the site.
fn article(name: &str, context: &Context<'_>) -> Option<String> {
    let place = context.place?;
    let fragment = name.split_once('#').map_or(String::new(), |(_, fragment)| format!("#{fragment}"));
    if let Some(url) = place.website.article(name, &place.path) {
        return Some(format!("{url}{fragment}"));
    }
    let is_text = [".md", ".markdown"].iter().any(|end| name.ends_with(end));
    let is_file = name.rsplit('/').next().is_some_and(|last| last.contains('.')) && !is_text;
    let url = is_file.then(|| place.website.address(context.base, name)).flatten();
    url.map(|url: WebUrl| url.as_str().to_owned())
}

/// What a variable stands for: `site.baseurl`, `"/a.png" | relative_url`; or a call of Tera: `youtube(id="…")`.
fn value(tag: &Tag<'_>, context: &Context<'_>) -> Made {
    let name = tag.name();
    if tag.rest().starts_with('(') {
        let arguments = Arguments::of(tag.rest().trim_matches(['(', ')']));
        let made = shown(name, &arguments)
            .or_else(|| PICTURES.contains(&name).then(|| picture(name, &arguments, Kind::Value)).flatten());
        return made.map_or(Made::Unknown, Made::Text);
    }
    let mut parts = tag.inside.trim_matches('-').split('|').map(str::trim);
    let Some(mut made) = parts.next().and_then(|first| operand(first, context)) else { return Made::Unknown };
    for filter in parts {
        let (name, argument) = filter.split_once(':').unwrap_or((filter, ""));
        let argument = || operand(argument.trim(), context);
        let of = |name: &str| context.value(name).unwrap_or_default();
        let filtered = match name.trim() {
            "relative_url" | "url_for" => Some(joined(&of("site.baseurl"), &made)),
            "absolute_url" => Some(joined(&format!("{}{}", of("site.url"), of("site.baseurl")), &made)),
            "prepend" => argument().map(|argument| format!("{argument}{made}")),
            "append" => argument().map(|argument| format!("{made}{argument}")),
            "escape" | "xml_escape" | "strip" | "safe" | "escape_once" => Some(made.clone()),
            _ => None,
        };
        match filtered {
            Some(filtered) => made = filtered,
            None => return Made::Unknown,
        }
    }
    if made.is_empty() { Made::Text(String::new()) } else { Made::Text(made) }
}

fn joined(base: &str, path: &str) -> String {
    if path.contains("://") {
        path.to_owned()
    } else {
        format!("{}/{}", base.trim_end_matches('/'), path.trim_start_matches('/'))
    }
}

/// A text in quotes, or what a name stands for.
fn operand(text: &str, context: &Context<'_>) -> Option<String> {
    let quoted = ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    match quoted {
        Some(text) => Some(text.to_owned()),
        None => context.value(text),
    }
}

/// The words after the name of a tag.
struct Arguments<'t> {
    plain: Vec<&'t str>,
    named: Vec<(&'t str, &'t str)>,
    text: &'t str,
}

impl<'t> Arguments<'t> {
    fn of(text: &'t str) -> Self {
        let mut found = Self { plain: Vec::new(), named: Vec::new(), text };
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let length = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '=' | ',' | '"' | '\'' | '`'))
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(length);
            let trimmed = after.trim_start();
            if let Some(value) = trimmed.strip_prefix('=').filter(|_| !word.is_empty()) {
                let (value, after) = word_of(value.trim_start());
                found.named.push((word, value));
                rest = after;
            } else if !word.is_empty() {
                found.plain.push(word);
                rest = after;
            } else {
                let (value, after) = word_of(rest);
                if !value.is_empty() {
                    found.plain.push(value);
                }
                rest = if after.len() == rest.len() { rest.get(1..).unwrap_or_default() } else { after };
            }
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        }
        found
    }

    fn plain(&self, nth: usize) -> Option<&'t str> {
        self.plain.get(nth).copied()
    }

    fn named(&self, names: &[&str]) -> Option<&'t str> {
        let found = names.iter().find_map(|name| self.named.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)));
        found.map(|(_, value)| *value).filter(|value| !value.is_empty())
    }

    fn first(&self, names: &[&str]) -> Option<&'t str> {
        self.named(names).or_else(|| self.plain(0))
    }

    /// All that follows the first words.
    fn after(&self, count: usize) -> Option<&'t str> {
        let rest = self.text.splitn(count + 1, char::is_whitespace).nth(count)?.trim();
        Some(rest.trim_matches(['"', '\''])).filter(|rest| !rest.is_empty())
    }
}

/// A word, or what stands in quotes, and what follows it.
fn word_of(text: &str) -> (&str, &str) {
    match text.chars().next() {
        Some(quote @ ('"' | '\'' | '`')) => {
            let mut ends = text[1..].match_indices(quote).map(|(at, _)| at + 1);
            // A quote after a backslash is one of the text.
            let end = ends.find(|end| !text[..*end].ends_with('\\')).unwrap_or(text.len());
            (&text[1..end], text.get(end + 1..).unwrap_or_default())
        }
        _ => text.split_at(text.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(text.len())),
    }
}

/// Code as HTML in one line, of which no sign means anything to Markdown.
fn pre(code: &str, language: &str) -> String {
    let code = code.strip_prefix("\r\n").or_else(|| code.strip_prefix('\n')).unwrap_or(code);
    let code = code.trim_end_matches(['\n', '\r', ' ', '\t']);
    let language: String =
        language.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '_' | '#')).collect();
    let mut html = if language.is_empty() {
        "<pre><code>".to_owned()
    } else {
        format!("<pre><code class=\"language-{language}\">")
    };
    for c in code.chars().filter(|c| *c != '\r') {
        if c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | ';' | '(' | ')') || !c.is_ascii() {
            html.push(c);
        } else {
            let _ = write!(html, "&#{};", u32::from(c));
        }
    }
    html.push_str("</code></pre>");
    html
}
