//! Hexo: <https://hexo.io/docs/permalinks>.

use super::settings::Settings;
use super::{Folder, Found, Post};
use crate::article::permalink::{Generator, Pattern, slug};

/// Placeholders, and what they are called here.
const NAMES: &[(&str, &str)] = &[
    ("year", "year"),
    ("month", "month"),
    ("i_month", "i_month"),
    ("day", "day"),
    ("i_day", "i_day"),
    ("hour", "hour"),
    ("minute", "minute"),
    ("second", "second"),
    ("timestamp", "timestamp"),
    ("title", "path"),
    ("name", "name"),
    ("post_title", "title"),
    ("id", "id"),
    ("category", "category"),
    ("lang", "lang"),
    ("abbrlink", "abbrlink"),
    ("urlname", "urlname"),
    ("slug", "slug"),
    ("permalink", "permalink"),
];

#[derive(Debug)]
pub(super) struct Rules {
    permalink: String,
    /// The folder of the texts.
    source: String,
    default_category: String,
    /// Whether file names begin with the date.
    is_dated: bool,
    /// Whether addresses leave out `index.html`, and `.html`.
    is_short: (bool, bool),
    /// Whether categories are in small letters, in large ones, or as they are.
    case: String,
}

/// Whether settings of that name are Hexo's, and not Jekyll's.
pub(super) fn is_hexo(settings: &Settings, folder: &Folder<'_>) -> bool {
    const OWN: &[&str] =
        &["new_post_name", "public_dir", "source_dir", "skip_render", "default_layout", "root", "post_asset_folder"];
    OWN.iter().any(|name| settings.get(name).is_some()) || folder.has("source/_posts")
}

#[expect(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "one signature for all generators")]
pub(super) fn read(settings: Settings, folder: &mut Folder<'_>) -> Option<Found> {
    let source = settings.text("source_dir").unwrap_or_else(|| "source".to_owned());
    let source = source.trim_matches('/').to_owned();
    let domain = folder.domain(&format!("{source}/CNAME"));
    let given = settings.text("url").filter(|url| !url.contains("://example.com") && !url.contains("://yoursite.com"));
    let root = settings.text("root").unwrap_or_default();
    let root = root.trim_matches('/');
    let base = given.or(domain).map(|url| match url.trim_end_matches('/') {
        bare if root.is_empty() || bare.ends_with(&format!("/{root}")) => bare.to_owned(),
        bare => format!("{bare}/{root}"),
    });
    let is_not = |path: &str| matches!(settings.get(path), Some(crate::load::fields::Value::Bool(false)));
    let new_name = settings.text("new_post_name").unwrap_or_default();
    let rules = Rules {
        permalink: settings.text("permalink").unwrap_or_else(|| ":year/:month/:day/:title/".to_owned()),
        source,
        default_category: settings.text("default_category").unwrap_or_else(|| "uncategorized".to_owned()),
        is_dated: new_name.starts_with(":year-:month-:day-") || new_name.starts_with(":year-:i_month-:i_day-"),
        is_short: (is_not("pretty_urls.trailing_index"), is_not("pretty_urls.trailing_html")),
        case: settings.text("filename_case").unwrap_or_default(),
    };
    let mut values = settings.values("config");
    values.extend(settings.values("site"));
    Some(Found {
        generator: Generator::Hexo,
        base,
        title: settings.text("title"),
        language: settings.text("language"),
        zone: settings.text("timezone"),
        values,
        rules: super::Rules::Hexo(rules),
    })
}

impl Rules {
    pub(super) fn pattern(&self, post: &Post<'_>) -> Pattern {
        let below = post.path.strip_prefix(self.source.as_str()).unwrap_or(post.path).trim_start_matches('/');
        let bare = below.rsplit_once('.').map_or(below, |(bare, _)| bare);
        let Some(name) = bare.strip_prefix("_posts/").or_else(|| bare.strip_prefix("_drafts/")) else {
            let page = match bare.strip_suffix("index") {
                Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
                _ => format!("/{bare}.html"),
            };
            return Pattern::of_colons("/:path", NAMES_OF_PAGES).with(|_| Some(page.clone()));
        };
        if let Some(own) = post.text("permalink") {
            let is_file = own.ends_with('/') || own.rsplit('/').next().is_some_and(|last| last.contains('.'));
            return Pattern::of_text(&if is_file { own } else { format!("{own}.html") });
        }
        let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
        let file =
            if self.is_dated && post.name.day.is_some() && post.name.bare != "index" { &post.name.stem } else { file };
        let path = if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") };
        let last = path.rsplit('/').next().unwrap_or_default().to_owned();
        let pattern = Pattern::of_colons(&self.permalink, NAMES).with(|name| match name {
            "path" | "slug" => Some(path.clone()),
            "name" => Some(last.clone()),
            "title" => post.title.map(|title| slug::hexo(title).to_lowercase()),
            "category" => Some(self.category(post)),
            "lang" => post.text("lang").or_else(|| post.name.language.clone()),
            name => post.text(name),
        });
        self.short(pattern)
    }

    fn category(&self, post: &Post<'_>) -> String {
        let own = [
            post.list("categories", |text| vec![text.to_owned()]),
            post.list("category", |text| vec![text.to_owned()]),
        ];
        let own: Vec<String> = own.concat();
        if own.is_empty() {
            return self.default_category.clone();
        }
        let part = |name: &String| match self.case.as_str() {
            "1" => slug::hexo(name).to_lowercase(),
            "2" => slug::hexo(name).to_uppercase(),
            _ => slug::hexo(name),
        };
        own.iter().map(part).collect::<Vec<_>>().join("/")
    }

    /// The pattern without what `pretty_urls` leaves out.
    fn short(&self, pattern: Pattern) -> Pattern {
        match self.is_short {
            (true, _) if pattern.ends_with("/index.html") => pattern.without_end("index.html"),
            (_, true) if pattern.ends_with(".html") && !pattern.ends_with("/index.html") => {
                pattern.without_end(".html")
            }
            _ => pattern,
        }
    }
}

const NAMES_OF_PAGES: &[(&str, &str)] = &[("path", "path")];
