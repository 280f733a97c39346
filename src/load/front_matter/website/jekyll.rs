//! Jekyll: <https://jekyllrb.com/docs/permalinks/>, <https://jekyllrb.com/docs/collections/#permalinks>.

use super::settings::{Settings, text};
use super::{Folder, Found, Post};
use crate::article::permalink::{Generator, Pattern, slug};
use crate::load::fields::Value;

/// Placeholders, and what they are called here.
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

/// A folder, a kind of documents, and the pattern and the categories that the front matter of these has where it has none.
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

impl Rules {
    pub(super) fn pattern(&self, post: &Post<'_>) -> Option<Pattern> {
        let path = post.path.strip_prefix(self.collections_dir.as_str()).unwrap_or(post.path).trim_start_matches('/');
        let folders: Vec<&str> = path.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect();
        let is_post = folders.iter().any(|folder| matches!(*folder, "_posts" | "_drafts"));
        let collection = folders.first().and_then(|folder| folder.strip_prefix('_')).filter(|_| !is_post);
        let collection = collection.and_then(|name| self.collections.iter().find(|(known, _)| known == name));
        let kind = match collection {
            Some((name, _)) => name.as_str(),
            None if is_post => "posts",
            None => "pages",
        };
        let fits = |(folder, of, ..): &&Default| {
            let lies_in = folder.is_empty()
                || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            lies_in && (of.is_empty() || of == kind)
        };
        // The longest folder is the closest.
        let closest = |has: fn(&Default) -> bool| {
            self.defaults
                .iter()
                .filter(fits)
                .filter(|default| has(default))
                .max_by_key(|(folder, of, ..)| (folder.len(), !of.is_empty()))
        };
        let default =
            || closest(|(.., permalink, _)| permalink.is_some()).and_then(|(.., permalink, _)| permalink.clone());
        let own = post.text("permalink").or_else(default);
        // Elsewhere: that is what the article itself says.
        if own.as_ref().is_some_and(|own| own.contains("://")) {
            return None;
        }
        // Posts are a collection, too.
        let of_posts = self.collections.iter().find(|(name, _)| is_post && name == "posts");
        let of_posts = of_posts.and_then(|(_, permalink)| permalink.as_deref());
        let style = own.as_deref().unwrap_or(match collection {
            Some((_, Some(permalink))) => permalink.as_str(),
            Some(_) => "/:collection/:path:output_ext",
            None => of_posts.unwrap_or(self.permalink.as_str()),
        });
        let is_pretty = style == "pretty" || style.ends_with('/');
        let pattern = match STYLES.iter().find(|(name, _)| *name == style) {
            Some((_, pattern)) if is_post => pattern,
            _ if is_post || collection.is_some() || own.as_ref().is_some_and(|own| own == style && !is_style(own)) => {
                style
            }
            _ if post.name.bare == "index" => "/:path/",
            _ if is_pretty => "/:path/:basename/",
            _ => "/:path/:basename:output_ext",
        };
        let mut categories = Vec::new();
        for category in folders.iter().take_while(|folder| !folder.starts_with('_')).filter(|_| is_post) {
            categories.push((*category).to_owned());
        }
        let own = [post.list("categories", words), post.list("category", |text| vec![text.to_owned()])].concat();
        let own = if own.is_empty() {
            closest(|(.., categories)| !categories.is_empty())
                .map(|(.., categories)| categories.clone())
                .unwrap_or_default()
        } else {
            own
        };
        for category in own {
            if !categories.contains(&category) {
                categories.push(category);
            }
        }
        let stem = if is_post { post.name.stem.clone() } else { post.name.bare.clone() };
        let slug = post.text("slug").unwrap_or_else(|| stem.clone());
        let inner = folders.iter().skip(usize::from(collection.is_some())).copied().collect::<Vec<_>>().join("/");
        Some(Pattern::of_colons(pattern, NAMES).with(|name| {
            Some(match name {
                "title" => slug::jekyll(&slug),
                "slug" | "name" => slug::plain(&slug),
                "basename" => post.name.bare.clone(),
                "categories" => joined(&categories, str::to_lowercase),
                "slugified_categories" => joined(&categories, slug::plain),
                "ext" => ".html".to_owned(),
                "collection" => kind.to_owned(),
                "path" if collection.is_some() => format!("{inner}/{}", post.name.bare),
                "path" => inner.clone(),
                _ => return None,
            })
        }))
    }
}

pub(super) fn is_style(text: &str) -> bool {
    STYLES.iter().any(|(name, _)| *name == text)
}

fn joined(categories: &[String], part: impl Fn(&str) -> String) -> String {
    categories.iter().map(|category| part(category)).collect::<Vec<_>>().join("/")
}
