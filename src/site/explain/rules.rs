//! Where values come from that an article does not say itself: the configuration, the settings of its site, its file.

use crate::article::{Article, Draft, Language, WebUrl};
use crate::config::InputConfig;
use crate::normalise::{self, DateFrom, Options};

/// Fields, and where each comes from.
pub(super) type Rules = Vec<(&'static str, String)>;

/// What is known of a draft before it becomes an article.
pub(super) struct Said {
    /// What its loader noted.
    pub(super) notes: Rules,
    /// Its own address.
    url: Option<WebUrl>,
    has_source: bool,
    has_language: bool,
    /// The settings of its site.
    settings: Option<String>,
}

impl Said {
    /// What a draft says.
    pub(super) fn of(draft: &Draft<'_>, options: &Options<'_>) -> Self {
        let mut notes = draft.notes.clone();
        let dated = match normalise::date_from(draft, options) {
            DateFrom::Said => None,
            DateFrom::Other(from) => Some(from),
            DateFrom::FileName => Some("the name of the file".to_owned()),
            DateFrom::Nowhere => {
                notes.retain(|(field, _)| *field != "published");
                None
            }
        };
        if let Some(from) = dated {
            notes.retain(|(field, _)| *field != "published");
            notes.push(("published", from));
        }
        let own_base = draft.base.as_deref().and_then(WebUrl::parse);
        let base = own_base.as_ref().or(options.base);
        let whole = |raw: &str| base.map_or_else(|| WebUrl::parse(raw), |base| base.join(raw));
        let website = draft.place.as_deref().map(|place| &*place.website);
        Self {
            notes,
            url: draft.url.as_deref().and_then(whole),
            has_source: draft.source.as_deref().is_some_and(|source| !source.trim().is_empty()),
            has_language: draft
                .language
                .as_deref()
                .is_some_and(|raw| Language::named(raw).or_else(|| Language::parse(raw)).is_some()),
            settings: website.map(|website| format!("{} ({})", website.settings, website.generator.name())),
        }
    }

    /// Where the values of the article come from.
    pub(super) fn rules(self, article: &Article<'_>, options: &Options<'_>, input: &InputConfig) -> Rules {
        let Self { notes: mut rules, url, has_source, has_language, settings } = self;
        let mut put = |field: &'static str, from: Option<String>| {
            rules.retain(|(known, _)| *known != field);
            rules.extend(from.map(|from| (field, from)));
        };
        if article.url.is_some() && article.url != url {
            put("url", options.address.map(|_| "[[input]] url".to_owned()).or_else(|| settings.clone()));
        }
        if article.source.is_some() && !has_source {
            put("source", input.source.as_ref().map(|_| "[[input]] source".to_owned()).or_else(|| settings.clone()));
        }
        if article.language.is_some() && !has_language {
            put("language", options.language.map(|_| "the configuration".to_owned()).or(settings));
        }
        if !input.tags.is_empty() {
            let own = rules.iter().find(|(known, _)| *known == "tags").map(|(_, from)| format!(", {from}"));
            rules.retain(|(known, _)| *known != "tags");
            rules.push(("tags", format!("[[input]] tags{}", own.unwrap_or_default())));
        }
        rules
    }
}
