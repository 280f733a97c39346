//! Zola: <https://www.getzola.org/documentation/content/page/>.

use super::settings::Settings;
use super::{Folder, Found, Post, has_suffix};
use crate::article::permalink::{Generator, Pattern, slug};

/// How paths are made of names: <https://www.getzola.org/documentation/getting-started/configuration/#slugification-strategies>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slugs {
    On,
    Safe,
    Off,
}

#[derive(Debug)]
pub(super) struct Rules {
    slugs: Slugs,
    language: String,
    /// Whether a date stays in the path.
    keeps_dates: bool,
}

#[expect(clippy::needless_pass_by_value, reason = "one signature for all generators")]
pub(super) fn read(settings: Settings, _: &mut Folder<'_>) -> Option<Found> {
    let base = settings.text("base_url")?;
    let slugs = match settings.text("slugify.paths").as_deref() {
        Some("safe") => Slugs::Safe,
        Some("off") => Slugs::Off,
        _ => Slugs::On,
    };
    let language = settings.text("default_language").unwrap_or_else(|| "en".to_owned());
    let rules = Rules { slugs, language: language.clone(), keeps_dates: settings.is("slugify.paths_keep_dates") };
    let mut values = settings.values("config");
    values.push(("config.base_url".to_owned(), base.trim_end_matches('/').to_owned()));
    Some(Found {
        generator: Generator::Zola,
        base: Some(base),
        title: settings.text("title"),
        language: Some(language),
        zone: None,
        values,
        rules: super::Rules::Zola(rules),
    })
}

impl Rules {
    pub(super) fn pattern(&self, post: &Post<'_>) -> Option<Pattern> {
        let below = post.path.strip_prefix("content/")?;
        let language = post.name.language.clone().filter(|language| *language != self.language && has_suffix(below));
        let prefix = language.unwrap_or_default();
        if let Some(own) = post.text("path") {
            return Some(Pattern::of_text(&format!("{prefix}/{}/", own.trim_matches('/'))));
        }
        let mut folders: Vec<&str> = below.split('/').collect();
        folders.pop();
        if post.name.bare == "index" {
            folders.pop();
        }
        let made = |text: &str| match self.slugs {
            Slugs::On => slug::zola(text),
            Slugs::Safe => text.chars().filter(|c| !c.is_control() && !"<>:\"/\\|?*#{}".contains(*c)).collect(),
            Slugs::Off => text.to_owned(),
        };
        let is_dated = post.name.day.is_some() && starts_with_digits(&post.name.named) && !post.name.stem.is_empty();
        let name = if is_dated && !self.keeps_dates { &post.name.stem } else { &post.name.named };
        let last = post.text("slug").map_or_else(|| made(name), |slug| made(&slug));
        let parts: Vec<String> = folders.iter().map(|folder| made(folder)).chain([last]).collect();
        Some(Pattern::of_colons(&format!("{prefix}/:path/"), &[("path", "path")]).with(|_| Some(parts.join("/"))))
    }
}

fn starts_with_digits(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_digit())
}
