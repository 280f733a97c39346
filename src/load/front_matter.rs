//! One article a file: Markdown or HTML after front matter, as Jekyll, Hugo, Zola, Hexo, Pelican and their relatives
//! have it.
//!
//! A page of HTML without front matter is read by its [`head`].
//!
//! Front matter is YAML between `---` lines, TOML between `+++` lines, JSON, or header lines (`Title: …`) up to the first
//! blank one, Nikola's comment or Logseq's properties. Its names are those of [`super::fields`]. What it does not say, the name of the file may ([`file_name`]):
//! the day, the language, the title. A repository's own papers (`README.md`) are no articles,
//! and what speaks for a [`page`] of the site is said, such as that it is about a section (`_index.md`).
//!
//! A text without front matter is an article if it begins with a heading, and the name of its file has a date or somebody
//! says that it is Markdown.
//!
//! Not supported: reStructuredText, AsciiDoc, Org; what a generator's templates and data files add.

mod fence;
mod file_name;
mod head;
mod headers;
mod page;
mod template;
mod toml;
mod website;
mod yaml;

use std::borrow::Cow;

use super::fields::{Record, Style, Value, has_separator};
use super::{ExportFile, InputFormat, LoadError, LoadErrorKind, Loaded, Read, ReadOptions};
use crate::article::page::PageWeight;
use crate::article::{Body, Draft, KeptBack, PageSigns};
use fence::{FrontMatter, Kind};
use file_name::FileName;
use head::medium;
pub use website::SiteRules;

pub(super) static MARKDOWN: InputFormat = InputFormat {
    name: "markdown",
    about: "an article in Markdown after front matter (YAML, TOML, JSON or header lines)",
    extensions: &["md", "markdown", "mdown", "mkd", "mdx"],
    detect: |text| fence::find(text).is_ok_and(|found| found.is_some()),
    by_line: false,
    read: Read::Text(|text, options| read(text, options, MARKDOWN.name, Body::Markdown)),
};

pub(super) static HTML: InputFormat = InputFormat {
    name: "html",
    about: "an article in HTML, after front matter or with a head that says title and date",
    extensions: &["html", "htm"],
    detect: |_| false, // Without its name nothing tells it from Markdown.
    by_line: false,
    read: Read::Text(|text, options| read(text, options, HTML.name, Body::Html)),
};

/// Files of a repository about itself.
const PAPERS: &[&str] = &[
    "readme",
    "changelog",
    "changes",
    "license",
    "licence",
    "contributing",
    "code_of_conduct",
    "security",
    "authors",
    "contributors",
    "maintainers",
    "todo",
    "news",
];

/// Front matter that cannot be read: where, and why.
struct Broken {
    /// From the beginning of the file, counted from 1.
    line: u64,
    reason: String,
}

/// The members of front matter.
type Members<'a> = Vec<(Cow<'a, str>, Value<'a>)>;

/// Makes a body of the text of a file.
type ToBody<'a> = fn(Cow<'a, str>) -> Body<'a>;

fn read<'a>(
    text: &'a str,
    options: &ReadOptions<'_>,
    format: &'static str,
    body: ToBody<'a>,
) -> Result<Loaded<'a>, LoadError> {
    let name = FileName::new(options.below);
    match read_file(text, options, &name, format, body) {
        // A page of a section is no article, whether its front matter can be read or not.
        Err(_) if name.is_section() => {
            let signs = page::signs(&name, &[], "", false);
            Ok(Loaded { drafts: vec![page_draft(options, signs)], ..Loaded::default() })
        }
        read => read,
    }
}

fn read_file<'a>(
    text: &'a str,
    options: &ReadOptions<'_>,
    name: &FileName,
    format: &'static str,
    body: ToBody<'a>,
) -> Result<Loaded<'a>, LoadError> {
    let fail = |Broken { line, reason }| LoadError {
        origin: options.origin.at(line),
        kind: LoadErrorKind::NotThisFormat { format, reason },
    };
    let mut loaded = Loaded::new(options);
    let is_html = format == HTML.name;
    let found = fence::find(text).map_err(fail)?;
    let is_medium = is_html && found.is_none() && medium::is_post(text);
    let header = match found {
        Some(matter) if matter.text.len() > options.limits.item => {
            let reason = super::too_large("item", matter.text.len(), options.limits.item);
            return Err(fail(Broken { line: 1, reason }));
        }
        Some(matter) => Some((members(&matter).map_err(fail)?, matter)),
        None => header_without_fence(text, options, name, format, is_medium).map_err(fail)?,
    };
    let Some((members, matter)) = header else { return Ok(loaded) };
    let signs = page::signs(name, &members, matter.body, is_html);
    if members.is_empty() && matter.kind != Kind::None {
        if signs.sign.as_ref().is_some_and(|sign| sign.weight >= PageWeight::Template) {
            loaded.drafts.push(page_draft(options, signs));
            return Ok(loaded);
        }
        return Err(fail(Broken { line: 1, reason: "the front matter says nothing".to_owned() }));
    }
    let said = options.website.map(|_| members.clone());
    let is_spaced = name.is_jekyll && matter.kind != Kind::Headers;
    let (record, unknown, path_day) = record_of(members, is_spaced, options, &mut loaded);
    let answers = record.answers(options);
    let mut draft = record.into_draft(options, Style::FrontMatter, options.origin.at(1), &mut loaded);
    draft.is_file = true;
    draft.page = Some(Box::new(signs));
    if name.is_draft {
        draft.unpublished = draft.unpublished.take().or(Some(KeptBack::Collection("in _drafts".into())));
    }
    if is_medium {
        loaded.export = Some(ExportFile::MediumPost);
        if draft.published.is_none() || medium::is_draft(&options.origin.path) {
            draft.unpublished = draft.unpublished.take().or(Some(KeptBack::Collection("a draft of Medium".into())));
        }
    }
    draft.day = name.day.clone().or(path_day).map(Cow::Owned);
    loaded.look_at(&draft, options, || unknown);
    if draft.published.is_none() && draft.day.is_some() {
        draft.note(options, "published", || "the name of the file".to_owned());
    }
    if draft.language.is_none()
        && let Some(language) = &name.language
    {
        draft.language = Some(Cow::Owned(language.clone()));
        draft.note(options, "language", || "the path of the file".to_owned());
    }
    add_title_and_text(&mut draft, matter.body, name, format, is_medium, body, options);
    if let Some(((rules, path), said)) = options.website.zip(said) {
        draft.place = Some(Box::new(rules.place(path, &said, draft.title.as_deref())));
    }
    let site = options.website.map(|(rules, _)| rules);
    draft.url = draft.url.take().filter(|raw| !website::is_pattern(raw, site));
    name_for_pattern(&mut draft, name, options);
    options.fields.filter().decide(answers, &mut draft, &mut loaded.seen);
    loaded.drafts.push(draft);
    Ok(loaded)
}

/// The header that a file without front matter has instead, and the text after it; `None`: the file documents its repository.
fn header_without_fence<'a>(
    text: &'a str,
    options: &ReadOptions<'_>,
    name: &FileName,
    format: &str,
    is_medium: bool,
) -> Result<Option<(Members<'a>, FrontMatter<'a>)>, Broken> {
    let is_html = format == HTML.name;
    if format == MARKDOWN.name && PAPERS.contains(&name.bare.to_ascii_lowercase().as_str()) {
        return Ok(None);
    }
    let found = if is_medium {
        Some(head::read_all(text))
    } else {
        let notion = || if name.is_notion() { headers::of_notion(text) } else { None };
        if is_html { head::read(text) } else { None }.or_else(notion)
    };
    if let Some((members, body)) = found {
        return Ok(Some((members, FrontMatter::none(body))));
    }
    let has_heading = heading(text).is_some();
    if has_heading && (name.day.is_some() || options.is_forced) {
        return Ok(Some((Vec::new(), FrontMatter::none(text))));
    }
    let or_head = match format {
        _ if is_html => ", and no head that says title and date",
        _ if has_heading => "; --input-format markdown reads it by its heading",
        _ => "",
    };
    let reason =
        format!("no front matter (a block between --- or +++ lines, JSON, or lines such as Title: …){or_head}");
    Err(Broken { line: 1, reason })
}

/// The record of front matter, the members that are no fields, and the day in an address among the members. In `is_spaced` front matter a
/// text of tags is a list separated by spaces (<https://jekyllrb.com/docs/posts/#tags-and-categories>).
fn record_of<'a>(
    members: Members<'a>,
    is_spaced: bool,
    options: &ReadOptions<'_>,
    loaded: &mut Loaded<'a>,
) -> (Record<'a>, Members<'a>, Option<String>) {
    let mut record = Record::new();
    let (mut unknown, mut path_day) = (Vec::new(), None);
    let wants_names = loaded.wants_names(options);
    for (key, mut value) in members {
        if wants_names {
            loaded.know(&key, &value);
        }
        match (&*key, &mut value) {
            ("tags" | "categories", Value::Text(words)) if is_spaced && !has_separator(words) => {
                value = Value::List(words.split_whitespace().map(|word| Value::Text(word.to_owned().into())).collect());
            }
            ("path" | "permalink" | "url" | "slug", Value::Text(path)) => {
                path_day = path_day.or(file_name::day_in(path));
            }
            _ => {}
        }
        if options.fields.slot(&key, &mut String::new()).is_none() {
            unknown.push((key, value));
            continue;
        }
        record.add(options.fields, &key, value);
    }
    (record, unknown, path_day)
}

/// Gives a draft the title and the text that its front matter does not have: from the text after it, or the name of the file.
fn add_title_and_text<'a>(
    draft: &mut Draft<'a>,
    mut rest: &'a str,
    name: &FileName,
    format: &str,
    is_medium: bool,
    body: ToBody<'a>,
    options: &ReadOptions<'_>,
) {
    if draft.title.is_none() {
        if let Some((title, after)) = heading(rest) {
            draft.title = Some(Cow::Borrowed(title));
            rest = after;
            draft.note(options, "title", || "the first heading".to_owned());
        } else if let Some(title) = name.title().or_else(|| name.note()).filter(|_| !is_medium) {
            draft.title = Some(Cow::Owned(title));
            draft.note(options, "title", || "the name of the file".to_owned());
        }
    }
    if draft.body.is_none() && !rest.trim().is_empty() {
        let is_mdx = options.origin.path.ends_with(".mdx");
        let title = draft.title.as_deref().filter(|_| is_medium);
        let text = match title.and_then(|title| medium::without_title(rest, title)) {
            Some(text) => Cow::Owned(text),
            None => Cow::Borrowed(if is_mdx { without_modules(rest) } else { rest }),
        };
        draft.body = Some(body(text));
        draft.note(options, "content", || format!("the text after the front matter, as {format}"));
    }
}

/// Keeps the parts of the file's name that the pattern of addresses asks for.
fn name_for_pattern(draft: &mut Draft<'_>, name: &FileName, options: &ReadOptions<'_>) {
    for wanted in options.fields.extra() {
        let has = draft.extra.iter().any(|(name, _)| name == wanted);
        let value = match wanted {
            "slug" if !has => &name.stem,
            "path" => {
                draft.extra.retain(|(name, _)| name != "path");
                &name.path
            }
            _ => continue,
        };
        draft.extra.push((wanted.to_owned().into(), value.clone().into()));
    }
}

/// The page of a file that is not in its format because it is a template of a site: no article, and named in the report.
pub(super) fn template(text: &str, format: &InputFormat, options: &ReadOptions<'_>) -> Option<Draft<'static>> {
    let signs = page::signs_of_template(&FileName::new(options.below), text, format.name)?;
    Some(page_draft(options, signs))
}

/// Whether the titles of all articles of a file are instructions of a template (`{{ page.title }}`).
pub(super) fn are_of_template(drafts: &[Draft<'_>]) -> bool {
    let is_unfilled = |draft: &Draft<'_>| draft.title.as_deref().is_some_and(template::is_instruction);
    !drafts.is_empty() && drafts.iter().all(is_unfilled)
}

/// The page of a file whose articles are those of a template.
pub(super) fn unfilled(options: &ReadOptions<'_>) -> Draft<'static> {
    page_draft(options, page::signs_of_unfilled(&FileName::new(options.below)))
}

/// What is left of a file that is a page and says nothing else.
fn page_draft(options: &ReadOptions<'_>, signs: PageSigns) -> Draft<'static> {
    Draft { origin: options.origin.at(1), is_file: true, page: Some(Box::new(signs)), ..Draft::default() }
}

fn members<'a>(matter: &FrontMatter<'a>) -> Result<Members<'a>, Broken> {
    let parsed = match matter.kind {
        Kind::None => Ok(Vec::new()),
        Kind::Yaml => yaml::members(matter.text),
        Kind::Toml => toml::members(matter.text),
        Kind::Json => json(matter.text),
        Kind::Headers => Ok(headers::members(matter.text)),
        Kind::Comment => Ok(headers::marked(matter.text, ":")),
        Kind::Properties => Ok(headers::marked(matter.text, "::")),
    };
    // Lines are counted from the beginning of the front matter there.
    parsed.map_err(|broken| Broken { line: broken.line + matter.line - 1, ..broken })
}

fn json(text: &str) -> Result<Members<'_>, Broken> {
    match serde_json::from_str::<Value<'_>>(text) {
        Ok(Value::Map(members)) => Ok(members),
        Ok(other) => Err(Broken { line: 1, reason: format!("the front matter is {}", other.kind()) }),
        Err(error) => {
            Err(Broken { line: error.line() as u64, reason: format!("the front matter is not JSON: {error}") })
        }
    }
}

/// A Markdown text without its front matter.
pub(super) fn after_front_matter(text: &str) -> &str {
    match fence::find(text) {
        Ok(Some(FrontMatter { kind: Kind::Yaml | Kind::Toml, body, .. })) if text.starts_with(['-', '+']) => body,
        _ => text,
    }
}

/// An MDX text without its first lines of imports and exports (<https://mdxjs.com/docs/what-is-mdx/#esm>), those that end in their
/// line.
fn without_modules(text: &str) -> &str {
    let is_module = |line: &&str| {
        let is_whole = line.trim_end().ends_with(['"', '\'', ';']);
        line.trim().is_empty() || (is_whole && (line.starts_with("import ") || line.starts_with("export ")))
    };
    let length: usize = text.split_inclusive('\n').take_while(is_module).map(str::len).sum();
    &text[length..]
}

/// The heading with which a text begins, and what follows it.
fn heading(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let title = first.strip_prefix("# ")?.trim().trim_end_matches('#').trim();
    (!title.is_empty()).then_some((title, rest))
}
