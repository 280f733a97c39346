//! Hugo: <https://gohugo.io/configuration/permalinks/>, <https://gohugo.io/content-management/urls/>.

use super::settings::{Settings, text};
use super::{Folder, Found, Post, has_suffix};
use crate::article::permalink::{Generator, Pattern, slug};
use crate::load::fields::Value;

/// Placeholders, and what they are called here.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("year", "year"),
    ("month", "month"),
    ("monthname", "month_name"),
    ("day", "day"),
    ("weekday", "weekday_from_sunday"),
    ("weekdayname", "long_day"),
    ("yearday", "y_day"),
    ("section", "section"),
    ("sections", "sections"),
    ("title", "title"),
    ("slug", "slug"),
    ("filename", "file"),
    ("contentbasename", "file"),
    ("slugorfilename", "slug_or_file"),
    ("slugorcontentbasename", "slug_or_file"),
];

#[derive(Debug)]
pub(super) struct Rules {
    /// Sections and their patterns.
    permalinks: Vec<(String, String)>,
    /// Folders of texts, and the languages of these.
    contents: Vec<(String, Option<String>)>,
    /// The language whose addresses do not begin with its tag.
    bare_language: Option<String>,
    is_ugly: bool,
    /// Whether paths keep their capitals.
    keeps_case: bool,
    /// Whether the date in the name of a file is a date, and no part of the name.
    takes_day: bool,
}

pub(super) fn read(settings: Settings, folder: &mut Folder<'_>) -> Option<Found> {
    let mut settings = settings;
    for extension in ["toml", "yaml", "yml"] {
        let permalinks = folder.settings(&format!("config/_default/permalinks.{extension}"));
        let languages = folder.settings(&format!("config/_default/languages.{extension}"));
        settings = settings.with("permalinks", permalinks).with("languages", languages);
        settings = settings.under(folder.settings(&format!("config/production/hugo.{extension}")));
        settings = settings.under(folder.settings(&format!("config/production/config.{extension}")));
    }
    // A file of that name may be anybody's.
    let is_hugo = ["baseURL", "theme", "languageCode", "permalinks", "params", "languages", "module"];
    if !is_hugo.iter().any(|name| settings.get(name).is_some())
        || !(settings.get("baseURL").is_some() || folder.has("content"))
    {
        return None;
    }
    let domain = || folder.domain("static/CNAME");
    let given =
        settings.text("baseURL").filter(|url| url.trim_matches('/').contains('.') && !url.contains("://example."));
    let base = given.or_else(domain);
    let content = settings.text("contentDir").unwrap_or_else(|| "content".to_owned());
    let language = settings.text("defaultContentLanguage").unwrap_or_else(|| "en".to_owned());
    let mut contents = Vec::new();
    for (tag, value) in settings.map("languages") {
        if let Value::Map(members) = value
            && let Some((_, own)) = members.iter().find(|(name, _)| name.eq_ignore_ascii_case("contentDir"))
        {
            contents.extend(text(own).map(|own| (own.trim_matches('/').to_owned(), Some(tag.to_string()))));
        }
    }
    contents.push((content.trim_matches('/').to_owned(), None));
    let mut permalinks = Vec::new();
    for (name, value) in settings.map("permalinks") {
        match value {
            // https://gohugo.io/configuration/permalinks/#kinds
            Value::Map(sections) if name == "page" => {
                permalinks.extend(sections.iter().filter_map(|(name, value)| Some((name.to_string(), text(value)?))));
            }
            value => permalinks.extend(text(value).map(|value| (name.to_string(), value))),
        }
    }
    let dates = match settings.get("frontmatter.date") {
        Some(Value::List(names)) => names.iter().filter_map(text).collect(),
        _ => Vec::new(),
    };
    let rules = Rules {
        permalinks,
        contents,
        bare_language: Some(language.clone()).filter(|_| !settings.is("defaultContentLanguageInSubdir")),
        is_ugly: settings.is("uglyURLs"),
        keeps_case: settings.is("disablePathToLower"),
        takes_day: dates.iter().any(|name| name == ":filename"),
    };
    let title = settings.text("title").or_else(|| settings.text(&format!("languages.{language}.title")));
    let mut values = settings.values("site");
    values.extend(base.iter().map(|base| ("site.baseurl".to_owned(), base.trim_end_matches('/').to_owned())));
    Some(Found {
        generator: Generator::Hugo,
        base,
        title,
        zone: settings.text(&format!("languages.{language}.timeZone")).or_else(|| settings.text("timeZone")),
        language: settings.text("languageCode").or_else(|| settings.text("defaultContentLanguage")),
        values,
        rules: super::Rules::Hugo(rules),
    })
}

impl Rules {
    pub(super) fn pattern(&self, post: &Post<'_>) -> Option<Pattern> {
        let own = self.contents.iter().find_map(|(folder, language)| {
            let below = post.path.strip_prefix(folder.as_str())?.strip_prefix('/')?;
            Some((below, language.clone()))
        });
        let (below, content_language) = own?;
        let language = content_language.or_else(|| post.name.language.clone().filter(|_| has_suffix(below)));
        let prefix = language.filter(|language| self.bare_language.as_deref() != Some(language)).unwrap_or_default();
        let own = post.text("url");
        if own.as_ref().is_some_and(|own| own.contains("://")) {
            return None;
        }
        let mut folders: Vec<&str> = below.split('/').collect();
        folders.pop();
        if post.name.bare == "index" {
            folders.pop();
        }
        let cased = |text: &str| if self.keeps_case { text.replace(' ', "-") } else { slug::hugo(text) };
        let file = if self.takes_day && post.name.day.is_some() && !post.name.stem.is_empty() {
            cased(&post.name.stem)
        } else {
            cased(&post.name.named)
        };
        let slug = post.text("slug").map(|slug| cased(&slug));
        let sections: Vec<String> = folders.iter().map(|folder| cased(folder)).collect();
        let section = folders.first().copied().unwrap_or("/");
        let pattern = self
            .permalinks
            .iter()
            .find(|(name, _)| name.trim_matches('/').eq_ignore_ascii_case(section.trim_matches('/')));
        let ending = if self.is_ugly { ".html" } else { "/" };
        let path = match (own, pattern) {
            // Since version 0.131 it has placeholders, too: https://gohugo.io/content-management/urls/#url
            (Some(own), _) => {
                let is_folder = !own.ends_with('/') && !own.rsplit('/').next().is_some_and(|last| last.contains('.'));
                let ending = if is_folder && !self.is_ugly { "/" } else { "" };
                format!("{}{ending}", sliced(&own, &sections))
            }
            (None, Some((_, pattern))) => {
                let pattern = sliced(pattern.trim_end_matches('/'), &sections);
                let ending = if pattern.rsplit_once('.').is_some_and(|(_, end)| end == "html") { "" } else { ending };
                format!("{prefix}/{pattern}{ending}")
            }
            (None, None) => format!("{prefix}/:sections/:slugorfilename{ending}"),
        };
        Some(Pattern::of_colons(&path, NAMES).with(|name| match name {
            "section" => Some(sections.first().cloned().unwrap_or_default()),
            "sections" => Some(sections.join("/")),
            "title" => post.title.map(&cased),
            "slug" => slug.clone().or_else(|| post.title.map(&cased)),
            "file" => Some(file.clone()),
            "slug_or_file" => slug.clone().or_else(|| Some(file.clone())),
            _ => None,
        }))
    }
}

/// A pattern with its slices of sections in their places: `:sections[1:]`, `:sections[:last]`, `:sections[last]`.
fn sliced(pattern: &str, sections: &[String]) -> String {
    const MARK: &str = ":sections[";
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once(MARK) {
        let Some((slice, next)) = after.split_once(']') else { break };
        let last = sections.len().saturating_sub(1);
        let at = |text: &str| if text == "last" { last } else { text.parse().unwrap_or(0) };
        let range = match slice.split_once(':') {
            Some((from, "")) => at(from)..sections.len(),
            Some((from, to)) => at(from)..at(to),
            None => at(slice)..at(slice) + 1,
        };
        out.extend([before, &sections.get(range).unwrap_or_default().join("/")]);
        rest = next;
    }
    out.push_str(rest);
    out
}
