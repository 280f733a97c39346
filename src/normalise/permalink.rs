//! The address of an article that does not say it: made of a pattern, the one of the configuration or that of its site.

use chrono::NaiveDateTime;

use super::address::address;
use super::{Options, excerpt, publication};
use crate::article::permalink::{Missing, Pattern, Website, slug};
use crate::article::{Draft, Precision, Published, SitePlace, WebUrl};
use crate::report::WarningCode;
use crate::zone::Zone;

/// The address that a draft says.
pub(super) struct SaidAddress {
    /// Absolute; `None` where it says none that can be used.
    pub(super) url: Option<WebUrl>,
    is_relative: bool,
}

impl SaidAddress {
    /// What `draft` says, from `base` where it is relative and somebody says to what.
    pub(super) fn of(
        draft: &Draft<'_>,
        place: Option<&SitePlace>,
        base: Option<&WebUrl>,
        options: &Options<'_>,
        warn: &mut impl FnMut(WarningCode, String),
    ) -> Self {
        let raw = draft.url.as_deref();
        let is_relative = raw.is_some_and(|raw| !raw.contains(':') || raw.trim_start().starts_with('/'));
        let has_pattern = options.address.is_some() || place.is_some_and(|place| place.pattern.is_some());
        // The rules of the site say what a relative one stands for.
        let raw = raw.filter(|_| !(is_relative && has_pattern && base.is_none()));
        Self { url: address("url", raw, base, warn), is_relative }
    }

    /// The address that the article is published with: the one that it says, else one that is made.
    pub(super) fn published(
        &self,
        draft: &Draft<'_>,
        place: Option<&SitePlace>,
        published: &Published,
        options: &Options<'_>,
        warn: &mut impl FnMut(WarningCode, String),
    ) -> Option<WebUrl> {
        match &self.url {
            Some(said) if !self.is_relative => Some(said.clone()),
            None if options.address.is_some() => of_input(draft, published, options, warn),
            said => {
                let place = place.filter(|_| !draft.deleted);
                place.and_then(|place| of_site(draft, place, published, options, warn)).or_else(|| said.clone())
            }
        }
    }
}

/// The address of a draft that says none, by the pattern of its input.
fn of_input(
    draft: &Draft<'_>,
    published: &Published,
    options: &Options<'_>,
    warn: &mut impl FnMut(WarningCode, String),
) -> Option<WebUrl> {
    let pattern = options.address?;
    match pattern.filled(date(published, options), |name| value(name, draft, options)) {
        Ok(address) => {
            let url = WebUrl::parse(&address);
            if url.is_none() {
                let shown = excerpt::headline(&address);
                warn(
                    WarningCode::NoAddress,
                    format!("`url` of the input makes no address; published without one: {shown}"),
                );
            }
            url
        }
        Err(missing) => {
            let what = match missing {
                Missing::Value(name) => {
                    format!("{{{name}}} of `url` stands for nothing that the article has{}", near(&name))
                }
                Missing::Date => "`url` asks for a date, and the article has none".to_owned(),
            };
            warn(WarningCode::NoAddress, format!("{what}; published without an address"));
            None
        }
    }
}

/// The name of a placeholder that is nearly called so.
fn near(name: &str) -> String {
    const NAMES: &[&str] =
        &["slug", "title", "path", "id", "category", "categories", "tag", "source", "author", "language"];
    let known = NAMES.iter().copied().chain(Pattern::date_names());
    match feedcheck::internal::nearest(name, known).filter(|near| *near != name) {
        Some(near) => format!(" (did you mean {{{near}}}?)"),
        None => String::new(),
    }
}

/// The address of a draft by the rules of its site.
fn of_site(
    draft: &Draft<'_>,
    place: &SitePlace,
    published: &Published,
    options: &Options<'_>,
    warn: &mut impl FnMut(WarningCode, String),
) -> Option<WebUrl> {
    let pattern = place.pattern.as_ref()?;
    let website = &place.website;
    if options.base.is_none() && website.base.is_none() {
        let message = format!(
            "{} ({}) says what addresses look like, and not of which site; base_url in [[input]] says it",
            website.settings,
            website.generator.name()
        );
        warn(WarningCode::NoAddress, message);
        return None;
    }
    match pattern.filled(date_in_site(draft, website, published, options), |_| None) {
        Ok(path) => website.address(options.base, &path),
        Err(missing) => {
            let what = match missing {
                Missing::Date => "dates".to_owned(),
                Missing::Value(name) => format!("`{name}`"),
            };
            let message = format!(
                "{} ({}) makes addresses of {what}, and the article has none; published without an address",
                website.settings,
                website.generator.name()
            );
            warn(WarningCode::NoAddress, message);
            None
        }
    }
}

/// What the clock of the input showed when an article was published, if that is known.
fn date(published: &Published, options: &Options<'_>) -> Option<NaiveDateTime> {
    date_in(options.dates.zone, published)
}

/// The date of which a site makes the address of an article: as the article writes it, or what the clock of the site showed then.
fn date_in_site(
    draft: &Draft<'_>,
    website: &Website,
    published: &Published,
    options: &Options<'_>,
) -> Option<NaiveDateTime> {
    let is_exact = published.precision == Precision::Exact;
    let written = || publication::written(draft, options).filter(|_| is_exact && website.generator.keeps_zones());
    written().or_else(|| date_in(website.zone.unwrap_or(options.dates.zone), published))
}

/// What the clock of a zone showed when an article was published, if that is known.
fn date_in(zone: Zone, published: &Published) -> Option<NaiveDateTime> {
    match published.precision {
        Precision::Exact => Some(zone.local(published.at).naive_local()),
        Precision::Day => published.day.and_hms_opt(0, 0, 0),
        Precision::Approximate | Precision::Unknown => None,
    }
}

/// What a draft has under a name.
fn value(name: &str, draft: &Draft<'_>, options: &Options<'_>) -> Option<String> {
    let extra = || draft.extra.iter().find(|(known, _)| known == name).map(|(_, value)| value.to_string());
    let first = |list: &[std::borrow::Cow<'_, str>]| list.first().map(|term| slug::plain(term));
    match name {
        "title" => draft.title.as_deref().map(slug::plain),
        "id" => draft.id.as_deref().map(str::to_owned).or_else(extra),
        "category" => first(&draft.categories).or_else(|| extra().map(|category| slug::plain(&category))),
        "categories" => {
            let all: Vec<String> = draft.categories.iter().map(|category| slug::plain(category)).collect();
            Some(all.join("/")).filter(|all| !all.is_empty())
        }
        "tag" => first(&draft.tags),
        "author" => first(&draft.authors),
        "source" => draft.source.as_deref().or(options.source).map(slug::plain),
        "language" | "lang" => {
            draft.language.as_deref().map(str::to_owned).or_else(|| Some(options.language?.as_str().to_owned()))
        }
        _ => extra(),
    }
}
