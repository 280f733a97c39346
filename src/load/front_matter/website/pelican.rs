//! Pelican: <https://docs.getpelican.com/en/latest/settings.html#url-settings>.

use super::settings::Settings;
use super::{Folder, Found, Post};
use crate::article::permalink::{Generator, Pattern, slug};
use crate::load::fields::Value;

#[derive(Debug)]
pub(super) struct Rules {
    /// The pattern of addresses, and that of articles in other languages; `None`: it is computed, and not known.
    url: Option<String>,
    translated: Option<String>,
    language: String,
    /// The folder of the texts.
    content: String,
    default_category: String,
    takes_folder: bool,
    /// Whether slugs are made of file names, and not of titles.
    takes_name: bool,
}

#[expect(clippy::unnecessary_wraps, reason = "one signature for all generators")]
pub(super) fn read(settings: Settings, folder: &mut Folder<'_>) -> Option<Found> {
    let settings = settings.under(folder.settings("publishconf.py"));
    let base = settings.text("SITEURL");
    let or = |name: &str, usual: &str| settings.text(name).unwrap_or_else(|| usual.to_owned());
    let pattern = |name: &str, usual: &str| match settings.get(name) {
        Some(Value::Null) => None,
        _ => Some(or(name, usual)),
    };
    let language = or("DEFAULT_LANG", "en");
    let rules = Rules {
        url: pattern("ARTICLE_URL", "{slug}.html"),
        translated: pattern("ARTICLE_LANG_URL", "{slug}-{lang}.html"),
        language: language.clone(),
        content: or("PATH", "").trim_start_matches("./").trim_matches('/').trim_matches('.').to_owned(),
        default_category: or("DEFAULT_CATEGORY", "misc"),
        takes_folder: settings.text("USE_FOLDER_AS_CATEGORY").is_none_or(|value| value != "False"),
        takes_name: or("SLUGIFY_SOURCE", "title") == "basename",
    };
    Some(Found {
        generator: Generator::Pelican,
        base,
        title: settings.text("SITENAME"),
        language: Some(language),
        zone: settings.text("TIMEZONE"),
        values: settings.values("settings"),
        rules: super::Rules::Pelican(rules),
    })
}

impl Rules {
    pub(super) fn pattern(&self, post: &Post<'_>) -> Option<Pattern> {
        if let Some(own) = post.text("url") {
            return (!own.contains("://")).then(|| Pattern::of_text(&own));
        }
        let language = post.text("lang").unwrap_or_else(|| self.language.clone());
        let raw = if language == self.language { self.url.as_ref()? } else { self.translated.as_ref()? };
        // `%(slug)s` was the way before version 3.
        let pattern = Pattern::of_braces(&raw.replace("%(", "{").replace(")s", "}")).ok()?;
        let slug = post.text("slug").unwrap_or_else(|| match post.title.filter(|_| !self.takes_name) {
            Some(title) => slug::pelican(title),
            None => slug::pelican(&post.name.bare),
        });
        Some(pattern.with(|name| match name {
            "slug" => Some(slug.clone()),
            "lang" => Some(language.clone()),
            "category" => Some(slug::pelican(&self.category(post))),
            "author" => post.text("author").or_else(|| post.text("authors")).map(|names| {
                // The first of several counts.
                slug::pelican(names.split([',', ';']).next().unwrap_or_default())
            }),
            name => post.text(name),
        }))
    }

    fn category(&self, post: &Post<'_>) -> String {
        let below = post.path.strip_prefix(self.content.as_str()).unwrap_or(post.path).trim_start_matches('/');
        let folder = below.rsplit_once('/').and_then(|(folders, _)| folders.rsplit('/').next());
        let folder = folder.filter(|_| self.takes_folder).map(str::to_owned);
        post.text("category").or(folder).unwrap_or_else(|| self.default_category.clone())
    }
}
