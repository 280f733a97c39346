//! The site that files are the source of: what the settings of its generator say about the addresses of articles.
//!
//! Settings are looked for by name in a folder ([`SiteRules::of_folder`]). They are read, never run: of a program (Pelican's
//! settings are Python) nothing counts but plain assignments. Addresses are those of the generators' own documentation; where
//! a theme or a plug-in makes others, `url` in `[[input]]` says so.

mod hexo;
mod hugo;
mod jekyll;
mod pelican;
mod python;
mod settings;
mod zola;

use std::borrow::Cow;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::file_name::FileName;
use crate::article::permalink::{Generator, Pattern, SitePlace, Website};
use crate::article::{Language, WebUrl};
use crate::digest::{Digest, sha256};
use crate::load::fields::Value;
use crate::zone::Zone;
use settings::Settings;

/// The most bytes of a file of settings.
const LONGEST: u64 = 1 << 20;

/// Files of settings by which a site is known.
const NAMES: &[(&str, Read)] = &[
    ("_config.yml", jekyll_or_hexo),
    ("_config.yaml", jekyll_or_hexo),
    ("_config.toml", jekyll_or_hexo),
    ("hugo.toml", hugo::read),
    ("hugo.yaml", hugo::read),
    ("hugo.yml", hugo::read),
    ("hugo.json", hugo::read),
    ("zola.toml", zola::read),
    ("config.toml", hugo_or_zola),
    ("config.yaml", hugo::read),
    ("config.yml", hugo::read),
    ("config.json", hugo::read),
    ("config/_default/hugo.toml", hugo::read),
    ("config/_default/hugo.yaml", hugo::read),
    ("config/_default/hugo.yml", hugo::read),
    ("config/_default/config.toml", hugo::read),
    ("config/_default/config.yaml", hugo::read),
    ("config/_default/config.yml", hugo::read),
    ("pelicanconf.py", pelican::read),
    ("CNAME", jekyll_without_settings),
];

type Read = fn(Settings, &mut Folder<'_>) -> Option<Found>;

fn jekyll_or_hexo(settings: Settings, folder: &mut Folder<'_>) -> Option<Found> {
    if hexo::is_hexo(&settings, folder) { hexo::read(settings, folder) } else { jekyll::read(settings, folder) }
}

/// GitHub makes sites with Jekyll, which needs no settings, and has their name in `CNAME`.
fn jekyll_without_settings(settings: Settings, folder: &mut Folder<'_>) -> Option<Found> {
    if folder.has("_posts") && folder.has("_layouts") { jekyll::read(settings, folder) } else { None }
}

fn hugo_or_zola(settings: Settings, folder: &mut Folder<'_>) -> Option<Found> {
    if settings.text("base_url").is_some() { zola::read(settings, folder) } else { hugo::read(settings, folder) }
}

/// How the addresses of articles are made.
#[derive(Debug)]
enum Rules {
    Jekyll(jekyll::Rules),
    Hexo(hexo::Rules),
    Hugo(hugo::Rules),
    Zola(zola::Rules),
    Pelican(pelican::Rules),
}

/// What the settings of a generator say.
struct Found {
    generator: Generator,
    /// The address of the front page.
    base: Option<String>,
    title: Option<String>,
    language: Option<String>,
    /// The zone of dates that name none, by its name.
    zone: Option<String>,
    /// What templates know.
    values: Vec<(String, String)>,
    rules: Rules,
}

/// A folder that settings may stand in.
struct Folder<'p> {
    path: &'p Path,
    /// All texts that were read, for their hash.
    read: String,
}

impl Folder<'_> {
    /// The text of a file, if it is there and not longer than settings are.
    fn text(&mut self, name: &str) -> Option<String> {
        let path = self.path.join(name);
        if !path.is_file() {
            return None;
        }
        let mut bytes = Vec::new();
        File::open(path).ok()?.take(LONGEST + 1).read_to_end(&mut bytes).ok()?;
        let text = String::from_utf8(bytes).ok().filter(|text| text.len() as u64 <= LONGEST)?;
        self.read.extend([name, "\0", &text, "\0"]);
        Some(text)
    }

    fn settings(&mut self, name: &str) -> Option<Settings> {
        let text = self.text(name)?;
        Settings::parse(name, &text)
    }

    /// The address in a file that says under which name GitHub serves a site.
    fn domain(&mut self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        let domain = text.lines().map(str::trim).find(|line| !line.is_empty())?;
        domain.contains('.').then(|| format!("https://{domain}/"))
    }

    fn has(&self, name: &str) -> bool {
        self.path.join(name).exists()
    }
}

/// A site, and how the addresses of its articles are made.
#[derive(Debug)]
pub struct SiteRules {
    /// The site.
    pub website: Arc<Website>,
    /// A hash of its settings.
    pub hash: Digest,
    /// The name of its time zone, if that is unknown.
    pub unknown_zone: Option<String>,
    rules: Rules,
}

/// An article whose address is looked for.
struct Post<'p> {
    /// Below the site's folder.
    path: &'p str,
    name: FileName,
    members: &'p [(Cow<'p, str>, Value<'p>)],
    title: Option<&'p str>,
}

/// Whether a file has the tag of a language at the end of its name.
fn has_suffix(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.split('.').count() > 2
}

impl Post<'_> {
    /// A member of the front matter as one text.
    fn text(&self, name: &str) -> Option<String> {
        let (_, value) = self.members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        settings::text(value).filter(|text| !text.trim().is_empty()).map(|text| text.trim().to_owned())
    }

    /// A member as a list of texts; one text is a list of what `split` makes of it.
    fn list(&self, name: &str, split: impl Fn(&str) -> Vec<String>) -> Vec<String> {
        let found = self.members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        match found.map(|(_, value)| value) {
            Some(Value::List(items)) => items.iter().filter_map(settings::text).collect(),
            Some(value) => settings::text(value).map(|text| split(&text)).unwrap_or_default(),
            None => Vec::new(),
        }
    }
}

impl SiteRules {
    /// Whether a folder in which something is called so may be that of a site. In any other, no settings have to be looked for.
    pub fn may_be_told_by(name: &str) -> bool {
        let first = |path: &'static str| path.split('/').next().unwrap_or(path);
        // Some systems take small and capital letters for the same.
        NAMES.iter().any(|(path, _)| first(path).eq_ignore_ascii_case(name))
    }

    /// The site whose settings stand in a folder, if there are some.
    pub fn of_folder(path: &Path) -> Option<Self> {
        NAMES.iter().find_map(|(name, read)| {
            let mut folder = Folder { path, read: String::new() };
            let settings = folder.settings(name)?;
            let found = read(settings, &mut folder)?;
            let base = found.base.as_deref().and_then(web_address);
            let website = Website {
                generator: found.generator,
                settings: (*name).to_owned(),
                base,
                title: found.title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty()),
                language: found.language.as_deref().and_then(Language::parse),
                zone: found.zone.as_deref().and_then(Zone::named),
                values: found.values.into_iter().collect(),
                articles: OnceLock::new(),
            };
            let unknown_zone = found.zone.filter(|_| website.zone.is_none());
            let hash = sha256(folder.read.as_bytes());
            Some(Self { website: Arc::new(website), hash, unknown_zone, rules: found.rules })
        })
    }

    /// Where an article stands in the site. `path` is that of its file below the site's folder.
    pub(super) fn place(&self, path: &str, members: &[(Cow<'_, str>, Value<'_>)], title: Option<&str>) -> SitePlace {
        let post = Post { path, name: FileName::new(path), members, title };
        let pattern: Option<Pattern> = match &self.rules {
            Rules::Jekyll(rules) => rules.pattern(&post),
            Rules::Hexo(rules) => Some(rules.pattern(&post)),
            Rules::Hugo(rules) => rules.pattern(&post),
            Rules::Zola(rules) => rules.pattern(&post),
            Rules::Pelican(rules) => rules.pattern(&post),
        };
        SitePlace { website: Arc::clone(&self.website), path: path.to_owned(), pattern }
    }
}

/// Whether what an article says as its address is a pattern, from which its site makes one: `/:year/:title/`, or the name of a
/// style of Jekyll. Without a site, a placeholder has to stand at the beginning of a name in the path.
pub(super) fn is_pattern(raw: &str, site: Option<&SiteRules>) -> bool {
    if raw.contains("://") {
        return false;
    }
    let has_names = |text: &str, names: &[(&str, &str)]| !Pattern::of_colons(text, names).is_fixed();
    match site.map(|site| &site.rules) {
        Some(Rules::Jekyll(_)) => jekyll::is_style(raw.trim()) || has_names(raw, jekyll::NAMES),
        Some(Rules::Hugo(_)) => has_names(raw, hugo::NAMES),
        Some(Rules::Hexo(_) | Rules::Zola(_) | Rules::Pelican(_)) => false,
        None => raw
            .split('/')
            .any(|name| name.starts_with(':') && (has_names(name, jekyll::NAMES) || has_names(name, hugo::NAMES))),
    }
}

/// The address of a site as its settings say it; some leave out how it is reached. What is served on this machine alone is none.
fn web_address(raw: &str) -> Option<WebUrl> {
    let raw = raw.trim();
    let url = if raw.starts_with("//") {
        WebUrl::parse(&format!("https:{raw}"))
    } else if raw.contains("://") {
        WebUrl::parse(raw)
    } else {
        WebUrl::parse(&format!("https://{raw}")).filter(|url| url.host().contains('.'))
    };
    url.filter(|url| !matches!(url.host(), "localhost" | "127.0.0.1" | "0.0.0.0"))
}
