//! Jekyll: <https://jekyllrb.com/docs/permalinks/>, <https://jekyllrb.com/docs/collections/#permalinks>.

use super::settings::{Settings, text};
use super::{Folder, Found, Post};
use crate::article::permalink::{Generator, Pattern, slug};
use crate::load::fields::Value;

/// Placeholders, and their names in [`Pattern`].
pub(super) const NAMES: &[(&str, &str)] = &[
    ("year", "year"),
    ("short_year", "short_year"),
    ("month", "month"),
    ("i_month", "i_month"),
    ("short_month", "short_month"),
    ("long_month", "month_name"),
    ("day", "day"),
    ("i_day", "i_day"),
    ("y_day", "y_day"),
    ("week", "week"),
    ("w_year", "w_year"),
    ("w_day", "w_day"),
    ("short_day", "short_day"),
    ("long_day", "long_day"),
    ("hour", "hour"),
    ("minute", "minute"),
    ("second", "second"),
    ("title", "title"),
    ("slug", "slug"),
    ("categories", "categories"),
    ("slugified_categories", "slugified_categories"),
    ("output_ext", "ext"),
    ("collection", "collection"),
    ("path", "path"),
    ("name", "name"),
    ("basename", "basename"),
];

/// Styles, and the patterns that they stand for.
const STYLES: &[(&str, &str)] = &[
    ("date", "/:categories/:year/:month/:day/:title:output_ext"),
    ("pretty", "/:categories/:year/:month/:day/:title/"),
    ("ordinal", "/:categories/:year/:y_day/:title:output_ext"),
    ("weekdate", "/:categories/:year/W:week/:short_day/:title:output_ext"),
    ("none", "/:categories/:title:output_ext"),
];

/// A folder and a kind of documents, and the permalink and the categories that these have unless their front matter has its
/// own.
type Default = (String, String, Option<String>, Vec<String>);

#[derive(Debug)]
pub(super) struct Rules {
    permalink: String,
    /// The patterns of collections.
    collections: Vec<(String, Option<String>)>,
    /// Where collections lie.
    collections_dir: String,
    defaults: Vec<Default>,
}

#[expect(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "one signature for all generators")]
pub(super) fn read(settings: Settings, folder: &mut Folder<'_>) -> Option<Found> {
    let base_path = settings.text("baseurl").unwrap_or_default();
    let domain = folder.domain("CNAME");
    let url = settings.text("url").filter(|url| url.contains("://")).or(domain);
    let base = url.as_ref().map(|url| format!("{}/{}", url.trim_end_matches('/'), base_path.trim_matches('/')));
    let collections = match settings.get("collections") {
        Some(Value::Map(members)) => {
            members.iter().map(|(name, value)| (name.to_string(), member(value, "permalink").and_then(text))).collect()
        }
        Some(Value::List(names)) => names.iter().filter_map(|name| Some((text(name)?, None))).collect(),
        _ => Vec::new(),
    };
    let defaults = match settings.get("defaults") {
        Some(Value::List(items)) => items.iter().filter_map(default).collect(),
        _ => Vec::new(),
    };
    let rules = Rules {
        permalink: settings.text("permalink").unwrap_or_else(|| "date".to_owned()),
        collections,
        collections_dir: settings.text("collections_dir").unwrap_or_default().trim_matches('/').to_owned(),
        defaults,
    };
    let mut values = settings.values("site");
    let given = url.map(|url| url.trim_end_matches('/').to_owned());
    values.extend(given.map(|url| ("site.url".to_owned(), url)));
    if !values.iter().any(|(name, _)| name == "site.baseurl") {
        values.push(("site.baseurl".to_owned(), String::new()));
    }
    Some(Found {
        generator: Generator::Jekyll,
        base,
        title: settings.text("title").or_else(|| settings.text("name")),
        language: settings.text("lang").or_else(|| settings.text("locale")),
        zone: settings.text("timezone"),
        values,
        rules: super::Rules::Jekyll(rules),
    })
}

fn member<'v>(value: &'v Value<'static>, name: &str) -> Option<&'v Value<'static>> {
    match value {
        Value::Map(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
        _ => None,
    }
}

/// <https://jekyllrb.com/docs/configuration/front-matter-defaults/>
fn default(item: &Value<'static>) -> Option<Default> {
    let (scope, values) = (member(item, "scope"), member(item, "values")?);
    let of = |name: &str| scope.and_then(|scope| member(scope, name)).and_then(text).unwrap_or_default();
    let permalink = member(values, "permalink").and_then(text);
    let categories = match member(values, "categories").or_else(|| member(values, "category")) {
        Some(Value::List(items)) => items.iter().filter_map(text).collect(),
        Some(value) => text(value).map(|text| words(&text)).unwrap_or_default(),
        None => Vec::new(),
    };
    let says = permalink.is_some() || !categories.is_empty();
    says.then(|| (of("path").trim_matches('/').to_owned(), of("type"), permalink, categories))
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Where a document lies in its site.
struct Lies<'r, 'p> {
    /// Its path in the folder of collections.
    path: &'p str,
    /// The folders of that path.
    folders: Vec<&'p str>,
    is_post: bool,
    /// The collection that it belongs to, and the pattern of this collection; posts are apart.
    collection: Option<&'r (String, Option<String>)>,
}

impl<'r> Lies<'r, '_> {
    /// What Jekyll calls its kind of documents.
    fn kind(&self) -> &'r str {
        match self.collection {
            Some((name, _)) => name,
            None if self.is_post => "posts",
            None => "pages",
        }
    }

    /// Whether a default is for this document.
    fn is_in_scope(&self, (folder, kind, ..): &Default) -> bool {
        let below = self.path.strip_prefix(folder.as_str());
        let lies_in = folder.is_empty() || below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        lies_in && (kind.is_empty() || kind == self.kind())
    }
}

impl Rules {
    pub(super) fn pattern(&self, post: &Post<'_>) -> Option<Pattern> {
        let lies = self.find(post);
        let permalink = post.text("permalink").or_else(|| {
            let default = self.closest_default(&lies, |(.., permalink, _)| permalink.is_some());
            default.and_then(|(.., permalink, _)| permalink.clone())
        });
        // With a host it is an address, and the loader reads it as the article's own.
        if permalink.as_ref().is_some_and(|permalink| permalink.contains("://")) {
            return None;
        }
        let pattern = self.pattern_for(&lies, permalink.as_deref(), post);
        let categories = self.categories(&lies, post);
        let stem = if lies.is_post { &post.name.stem } else { &post.name.bare };
        let slug = post.text("slug").unwrap_or_else(|| stem.clone());
        let inner = lies.folders.iter().skip(usize::from(lies.collection.is_some()));
        let inner = inner.copied().collect::<Vec<_>>().join("/");
        Some(Pattern::of_colons(pattern, NAMES).with(|name| {
            Some(match name {
                "title" => slug::jekyll(&slug),
                "slug" | "name" => slug::plain(&slug),
                "basename" => post.name.bare.clone(),
                "categories" => joined(&categories, str::to_lowercase),
                "slugified_categories" => joined(&categories, slug::plain),
                "ext" => ".html".to_owned(),
                "collection" => lies.kind().to_owned(),
                "path" if lies.collection.is_some() => format!("{inner}/{}", post.name.bare),
                "path" => inner.clone(),
                _ => return None,
            })
        }))
    }

    /// Finds out where a document lies.
    fn find<'p>(&self, post: &Post<'p>) -> Lies<'_, 'p> {
        let path = post.path.strip_prefix(self.collections_dir.as_str()).unwrap_or(post.path).trim_start_matches('/');
        let folders: Vec<&str> = path.rsplit_once('/').map_or_else(Vec::new, |(path, _)| path.split('/').collect());
        let is_post = folders.iter().any(|folder| matches!(*folder, "_posts" | "_drafts"));
        let name = folders.first().and_then(|folder| folder.strip_prefix('_')).filter(|_| !is_post);
        let collection = name.and_then(|name| self.collections.iter().find(|(known, _)| known == name));
        Lies { path, folders, is_post, collection }
    }

    /// Of the defaults for a document that fit, the one for the longest folder.
    fn closest_default(&self, lies: &Lies<'_, '_>, fits: fn(&Default) -> bool) -> Option<&Default> {
        let defaults = self.defaults.iter().filter(|default| lies.is_in_scope(default) && fits(default));
        defaults.max_by_key(|(folder, kind, ..)| (folder.len(), !kind.is_empty()))
    }

    /// The pattern of addresses for a document, with a permalink of its own or without.
    fn pattern_for<'s>(&'s self, lies: &Lies<'s, '_>, permalink: Option<&'s str>, post: &Post<'_>) -> &'s str {
        let is_collected = lies.is_post || lies.collection.is_some();
        let style = permalink.unwrap_or(match lies.collection {
            Some((_, Some(permalink))) => permalink.as_str(),
            Some(_) => "/:collection/:path:output_ext",
            None => {
                let posts = self.collections.iter().find(|(name, _)| lies.is_post && name == "posts");
                posts.and_then(|(_, permalink)| permalink.as_deref()).unwrap_or(self.permalink.as_str())
            }
        });
        let is_pretty = style == "pretty" || style.ends_with('/');
        match STYLES.iter().find(|(name, _)| *name == style) {
            Some((_, pattern)) if lies.is_post => pattern,
            found if is_collected || (permalink.is_some() && found.is_none()) => style,
            _ if post.name.bare == "index" => "/:path/",
            _ if is_pretty => "/:path/:basename/",
            _ => "/:path/:basename:output_ext",
        }
    }

    /// The categories of a document: of a post, the folders above `_posts`; then its own, else those of a default.
    fn categories(&self, lies: &Lies<'_, '_>, post: &Post<'_>) -> Vec<String> {
        let above = lies.folders.iter().take_while(|folder| !folder.starts_with('_')).filter(|_| lies.is_post);
        let mut categories: Vec<String> = above.map(|folder| (*folder).to_owned()).collect();
        let mut own = [post.list("categories", words), post.list("category", |text| vec![text.to_owned()])].concat();
        if own.is_empty()
            && let Some((.., of_default)) = self.closest_default(lies, |(.., categories)| !categories.is_empty())
        {
            own.clone_from(of_default);
        }
        for category in own {
            if !categories.contains(&category) {
                categories.push(category);
            }
        }
        categories
    }
}

pub(super) fn is_style(text: &str) -> bool {
    STYLES.iter().any(|(name, _)| *name == text)
}

fn joined(categories: &[String], part: impl Fn(&str) -> String) -> String {
    categories.iter().map(|category| part(category)).collect::<Vec<_>>().join("/")
}
