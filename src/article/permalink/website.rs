//! The site that files are the source of, and where their articles stand in it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::Pattern;
use crate::article::{Language, WebUrl};
use crate::zone::Zone;

/// Which program makes the site of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Generator {
    /// <https://jekyllrb.com/docs/permalinks/>
    Jekyll,
    /// <https://hexo.io/docs/permalinks>
    Hexo,
    /// <https://gohugo.io/configuration/permalinks/>
    Hugo,
    /// <https://www.getzola.org/documentation/content/overview/>
    Zola,
    /// <https://docs.getpelican.com/en/latest/settings.html#url-settings>
    Pelican,
    /// Addresses of posts are `/p/` and their slugs.
    Substack,
}

impl Generator {
    /// Whether addresses have dates as the articles write them, in whatever zone, and not in the zone of the site. Jekyll
    /// (<https://github.com/jekyll/jekyll/issues/1125>) and Hexo (`post_permalink.js`) convert them, Hugo (`permalinks.go`) and
    /// Pelican (`set_date_tzinfo`) do not.
    pub fn keeps_zones(self) -> bool {
        matches!(self, Self::Hugo | Self::Pelican)
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jekyll => "Jekyll",
            Self::Hexo => "Hexo",
            Self::Hugo => "Hugo",
            Self::Zola => "Zola",
            Self::Pelican => "Pelican",
            Self::Substack => "Substack",
        }
    }
}

/// The site that files are the source of, as the settings of its generator say.
#[derive(Debug)]
pub struct Website {
    /// What makes it.
    pub generator: Generator,
    /// The file with these settings, as it is reported.
    pub settings: String,
    /// The address of its front page, with a slash at its end.
    pub base: Option<WebUrl>,
    /// What it is called.
    pub title: Option<String>,
    /// The language of articles that name none.
    pub language: Option<Language>,
    /// The zone of dates that name none.
    pub zone: Option<Zone>,
    /// What templates know, by its name there: `site.baseurl`.
    pub values: BTreeMap<String, String>,
    /// Its articles, by the names that texts have for them; filled when all are read.
    pub articles: OnceLock<BTreeMap<String, WebUrl>>,
}

impl Website {
    /// The address of a path of the site, given from its front page.
    pub fn address(&self, base: Option<&WebUrl>, path: &str) -> Option<WebUrl> {
        let base = base.or(self.base.as_ref())?.as_str();
        let base = base.split(['?', '#']).next().unwrap_or(base).trim_end_matches('/');
        let mut joined = String::with_capacity(base.len() + path.len() + 1);
        joined.push_str(base);
        for part in path.trim_start_matches('/').split_inclusive('/') {
            if joined.ends_with('/') && part == "/" {
                continue;
            }
            if !joined.ends_with('/') {
                joined.push('/');
            }
            joined.push_str(part);
        }
        if path.trim_matches('/').is_empty() && !joined.ends_with('/') {
            joined.push('/');
        }
        WebUrl::parse(&joined)
    }

    /// Remembers the addresses of all articles, given as paths of their files below the site's folder, and addresses. An article
    /// is named by its path without extension, and by every end of it, unless another one is, too.
    pub fn remember<'a>(&self, articles: impl Iterator<Item = (&'a str, &'a WebUrl)>) {
        let bare = |path: &'a str| {
            let bare = path.rsplit_once('.').map_or(path, |(bare, _)| bare);
            bare.strip_suffix("/index").unwrap_or(bare)
        };
        let articles: Vec<_> = articles.map(|(path, url)| (bare(path), url)).collect();
        let mut known: BTreeMap<&str, Option<&WebUrl>> = BTreeMap::new();
        for (name, url) in &articles {
            for (at, _) in name.rmatch_indices('/').take(MOST_NAMES) {
                let other = known.entry(&name[at + 1..]).or_insert(Some(url));
                if *other != Some(url) {
                    *other = None;
                }
            }
        }
        // A whole path is the end of none but its own article.
        known.extend(articles.iter().map(|(name, url)| (*name, Some(*url))));
        let known = known.into_iter().filter_map(|(name, url)| Some((name.to_owned(), url?.clone()))).collect();
        let _ = self.articles.set(known);
    }

    /// The address of the article that a text calls so: `2026-07-18-ferry`, `posts/ferry.md`, `@/posts/ferry.md`, `../ferry`. `from`
    /// is the path of the text below the site's folder.
    pub fn article(&self, name: &str, from: &str) -> Option<&WebUrl> {
        let known = self.articles.get()?;
        let name = name.trim();
        let is_rooted = name.starts_with("@/");
        let name = name.trim_start_matches("@/");
        let name = name.split(['#', '?']).next().unwrap_or(name);
        let bare = TEXTS.iter().find_map(|extension| name.strip_suffix(extension)?.strip_suffix('.')).unwrap_or(name);
        let bare = bare.trim_end_matches('/');
        let bare = ["/index", "/_index"].iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(bare);
        let beside = || {
            let mut parts: Vec<&str> = from.rsplit_once('/').map_or("", |(folder, _)| folder).split('/').collect();
            for part in bare.split('/') {
                match part {
                    "." | "" => {}
                    ".." => drop(parts.pop()),
                    part => parts.push(part),
                }
            }
            known.get(parts.join("/").trim_start_matches('/'))
        };
        // https://www.getzola.org/documentation/content/linking/: from the folder of all texts.
        let below_texts = || known.get(&format!("content/{bare}"));
        let found = match () {
            () if is_rooted => below_texts(),
            () if bare.starts_with('/') => None,
            () => beside(),
        };
        found.or_else(|| known.get(bare.trim_start_matches('/').trim_start_matches("./")))
    }
}

/// Where the file of an article stands in its site.
#[derive(Debug, Clone)]
pub struct SitePlace {
    /// The site.
    pub website: Arc<Website>,
    /// The path of the file below the site's folder.
    pub path: String,
    /// What its address is made of; `None`: it has none.
    pub pattern: Option<Pattern>,
}

/// How many ends of the path of a file are names of its article.
const MOST_NAMES: usize = 8;

/// Extensions that the name of an article may have.
const TEXTS: &[&str] = &["md", "markdown", "mdx", "html", "htm", "rst"];
