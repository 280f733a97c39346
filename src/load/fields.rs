//! Records of named values to drafts: which names collections use for which field, and which of several wins.
//!
//! Names are compared without case and without anything but letters and digits, so that `publishedAt`, `published_at`
//! and `Published At` are one. A dot leads into an object (`headline.main`), and through a list to each of its items
//! (`keywords.value`). Where several names of a field are there, the first in [`NAMES`] that says something wins;
//! `[[input]] fields` puts other names in their place.
//!
//! Dates at which somebody fetched, stored or changed an article (`fetched_at`, `inserted_at`, `modified`) are never its
//! date of publication; that of its scraping (`scraped_at`) is the last resort.

mod convert;
mod value;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, LazyLock};

use super::{Loaded, ReadOptions};
use crate::article::{Body, Draft, Origin};
use crate::report::Warning;
use convert::Wrong;
pub(super) use convert::guessed;
pub(super) use value::Value;

/// A field of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The identifier that the collection gives.
    Id,
    /// The headline.
    Title,
    /// The address.
    Url,
    /// The publication.
    Source,
    /// When it was published.
    Published,
    /// When it was changed.
    Updated,
    /// Tags.
    Tags,
    /// Categories, sections.
    Categories,
    /// The people who wrote it.
    Authors,
    /// A summary.
    Summary,
    /// The text.
    Content,
    /// The language.
    Language,
    /// A picture.
    Image,
    /// Media that belong to it.
    Enclosures,
    /// Whether it is taken back.
    Deleted,
    /// Whether it is not published yet.
    Draft,
    /// When it is not published any more.
    Expires,
}

impl Field {
    /// All fields.
    pub const ALL: &[Self] = &[
        Self::Id,
        Self::Title,
        Self::Url,
        Self::Source,
        Self::Published,
        Self::Updated,
        Self::Tags,
        Self::Categories,
        Self::Authors,
        Self::Summary,
        Self::Content,
        Self::Language,
        Self::Image,
        Self::Enclosures,
        Self::Deleted,
        Self::Draft,
        Self::Expires,
    ];

    /// Its name in the configuration and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Url => "url",
            Self::Source => "source",
            Self::Published => "published",
            Self::Updated => "updated",
            Self::Tags => "tags",
            Self::Categories => "categories",
            Self::Authors => "authors",
            Self::Summary => "summary",
            Self::Content => "content",
            Self::Language => "language",
            Self::Image => "image",
            Self::Enclosures => "enclosures",
            Self::Deleted => "deleted",
            Self::Draft => "draft",
            Self::Expires => "expires",
        }
    }
}

/// How a value that stands under a name is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// As its field usually is; text that may hold markup is HTML if it does.
    Usual,
    /// A date in UTC, also where it names no zone.
    Utc,
    /// HTML.
    Html,
    /// Plain text.
    Plain,
    /// Markdown.
    Markdown,
    /// `By Ana Moor and Li Wei`.
    Byline,
    /// One term, whatever is in it.
    Single,
    /// A word for the kind or state of a record, which says nothing where it is one of the usual ones.
    Kind,
    /// A host name.
    Host,
    /// `false` says yes.
    Not,
}

use Field::{
    Authors, Categories, Content, Deleted, Draft as Unpublished, Enclosures, Expires, Id, Image, Language, Published,
    Source, Summary, Tags, Title, Updated, Url,
};
use How::{Byline, Host, Html, Kind, Markdown, Not, Plain, Single, Usual, Utc};

/// The names of each field, best first.
static NAMES: &[(Field, &[(&str, How)])] = &[
    (
        Id,
        &[
            ("id", Usual),
            ("guid", Usual),
            ("_id", Usual),
            ("objectID", Usual),
            ("article_id", Usual),
            ("uuid", Usual),
            ("uri", Usual),
        ],
    ),
    (
        Title,
        &[
            ("title", Usual),
            ("headline", Usual),
            ("webTitle", Usual),
            ("story_title", Usual),
            ("headline.main", Usual),
            ("headline.print_headline", Usual),
            ("fields.headline", Usual),
            ("article_title", Usual),
            ("news_title", Usual),
            ("título", Usual),
            ("titulo", Usual),
            ("titre", Usual),
            ("titel", Usual),
            ("titolo", Usual),
            ("заголовок", Usual),
            ("judul", Usual),
            ("标题", Usual),
            ("タイトル", Usual),
            ("name", Usual),
        ],
    ),
    (
        Url,
        &[
            ("html_url", Usual),
            ("url", Usual),
            ("link", Usual),
            ("webUrl", Usual),
            ("web_url", Usual),
            ("canonical_url", Usual),
            ("permalink", Usual),
            ("story_url", Usual),
            ("article_url", Usual),
            ("external_url", Usual),
            ("article_link", Usual),
            ("news_link", Usual),
            ("news_url", Usual),
            ("page_url", Usual),
            ("original_url", Usual),
            ("full_url", Usual),
            ("enlace", Usual),
            ("lien", Usual),
            ("ссылка", Usual),
            ("tautan", Usual),
            ("links.permalink", Usual),
            ("href", Usual),
            ("url_mobile", Usual),
            ("path", Usual),
        ],
    ),
    (
        Source,
        &[
            ("source", Usual),
            ("source_name", Usual),
            ("source_title", Usual),
            ("publisher_name", Usual),
            ("media_name", Usual),
            ("publisher", Usual),
            ("publication", Usual),
            ("provider.name", Usual),
            ("news_site", Usual),
            ("site_name", Usual),
            ("site", Usual),
            ("outlet", Usual),
            ("newspaper", Usual),
            ("feed_title", Usual),
            ("source_id", Usual),
            ("domain", Host),
            ("thread.site", Host),
            ("site_url", Host),
            ("source_domain", Host),
        ],
    ),
    (
        Published,
        &[
            ("published", Usual),
            ("date_published", Usual),
            ("publishedAt", Usual),
            ("webPublicationDate", Usual),
            ("published_timestamp", Usual),
            ("pub_date", Usual),
            ("publication_date", Usual),
            ("published_on", Usual),
            ("published_date", Usual),
            ("date_publish", Usual),
            ("published_utc", Utc),
            ("date_time_pub", Utc),
            ("time_published", Usual),
            ("publish_time", Usual),
            ("first_published_at", Usual),
            ("date_gmt", Utc),
            ("date", Usual),
            ("datetime", Usual),
            ("publish_date", Usual),
            ("post_date", Usual),
            ("article_date", Usual),
            ("display_date", Usual),
            ("release_date", Usual),
            ("fecha", Usual),
            ("datum", Usual),
            ("дата", Usual),
            ("tanggal", Usual),
            ("日期", Usual),
            ("created_at", Usual),
            ("created", Usual),
            ("date_created", Usual),
            ("creation_date", Usual),
            ("created_at_i", Usual),
            ("created_utc", Utc),
            ("posted_at", Usual),
            ("seendate", Utc),
            ("timestamp", Usual),
            ("time", Usual),
            ("issued", Usual),
            ("scraped_at", Usual),
        ],
    ),
    (
        Updated,
        &[
            ("updated", Usual),
            ("date_modified", Usual),
            ("date_modify", Usual),
            ("updated_at", Usual),
            ("modified_gmt", Utc),
            ("modified", Usual),
            ("modified_at", Usual),
            ("lastmod", Usual),
            ("last_modified", Usual),
            ("last_modified_date", Usual),
            ("last_modified_at", Usual),
            ("edited_at", Usual),
            ("updated_date", Usual),
            ("fields.lastModified", Usual),
        ],
    ),
    (
        Tags,
        &[
            ("tags", Usual),
            ("tag_list", Usual),
            ("keywords", Usual),
            ("taxonomies.tags", Usual),
            ("meta_keywords", Usual),
            ("_tags", Usual),
            ("hashtags", Usual),
            ("tag", Single),
            ("topics", Usual),
            ("labels", Usual),
            ("tag_names", Usual),
            ("des_facet", Usual),
            ("etiquetas", Usual),
            ("subjects", Usual),
            ("_embedded.wp:term.name", Usual),
        ],
    ),
    (
        Categories,
        &[
            ("categories", Usual),
            ("category", Single),
            ("taxonomies.categories", Usual),
            ("sectionName", Single),
            ("section_name", Single),
            ("section", Single),
            ("sub_category", Single),
            ("subsection_name", Single),
            ("category_name", Single),
            ("article_section", Single),
            ("news_category", Single),
            ("categoría", Single),
            ("categoria", Single),
            ("catégorie", Single),
            ("kategorie", Single),
            ("рубрика", Single),
            ("kategori", Single),
            ("topic", Single),
            ("subject", Usual),
            ("subreddit", Single),
            ("type", Kind),
        ],
    ),
    (
        Authors,
        &[
            ("authors", Usual),
            ("author", Single),
            ("byline.person", Usual),
            ("byline.original", Byline),
            ("fields.byline", Byline),
            ("byline", Byline),
            ("creator", Single),
            ("author_name", Single),
            ("_embedded.author.name", Single),
            ("writers", Usual),
            ("writer", Single),
            ("user", Single),
            ("owner", Single),
            ("account", Single),
            ("submitter_user", Single),
            ("contributors", Usual),
            ("by", Single),
            ("extra.authors", Usual),
            ("extra.author", Single),
            ("params.author", Single),
        ],
    ),
    (
        Summary,
        &[
            ("summary", Usual),
            ("description", Usual),
            ("custom_excerpt", Usual),
            ("excerpt", Usual),
            ("abstract", Usual),
            ("short_description", Usual),
            ("brief", Usual),
            ("body.summary", Usual),
            ("fields.trailText", Usual),
            ("trail_text", Usual),
            ("snippet", Usual),
            ("lead_paragraph", Usual),
            ("standfirst", Usual),
            ("dek", Usual),
            ("blurb", Usual),
            ("teaser", Usual),
            ("intro", Usual),
            ("lead", Usual),
            ("highlights", Usual),
        ],
    ),
    (
        Content,
        &[
            ("content_html", Html),
            ("content.rendered", Html),
            ("content.html", Html),
            ("body.processed", Html),
            ("body.value", Html),
            ("body_html", Html),
            ("fields.body", Html),
            ("html", Html),
            ("blocks.body.bodyHtml", Html),
            ("content", Usual),
            ("body", Usual),
            ("body_markdown", Markdown),
            ("content_text", Plain),
            ("story_text", Usual),
            ("article_body", Usual),
            ("article_text", Usual),
            ("full_text", Usual),
            ("full_content", Usual),
            ("maintext", Usual),
            ("article_content", Usual),
            ("contenido", Usual),
            ("contenu", Usual),
            ("isi", Usual),
            ("fields.bodyText", Plain),
            ("body_text", Plain),
            ("selftext", Markdown),
            ("comment_text", Usual),
            ("article", Usual),
            ("story", Usual),
            ("text", Usual),
        ],
    ),
    (Language, &[("language", Usual), ("lang", Usual), ("locale", Usual), ("inLanguage", Usual)]),
    (
        Image,
        &[
            ("image", Usual),
            ("image_url", Usual),
            ("urlToImage", Usual),
            ("cover_image", Usual),
            ("hero_image", Usual),
            ("thumbnail_url", Usual),
            ("thumbnail", Usual),
            ("social_image", Usual),
            ("banner_image", Usual),
            ("featured_image", Usual),
            ("feature_image", Usual),
            ("main_image", Usual),
            ("main_img_url", Usual),
            ("img_url", Usual),
            ("lead_image_url", Usual),
            ("top_image", Usual),
            ("jetpack_featured_media_url", Usual),
            ("_embedded.wp:featuredmedia.source_url", Usual),
            ("yoast_head_json.og_image", Usual),
            ("og_image", Usual),
            ("fields.thumbnail", Usual),
            ("multimedia", Usual),
            ("multimedia.default.url", Usual),
            ("cover", Usual),
            ("picture", Usual),
            ("extra.image", Usual),
        ],
    ),
    (Enclosures, &[("attachments", Usual), ("enclosures", Usual), ("enclosure", Usual)]),
    (Deleted, &[("deleted", Usual)]),
    (Unpublished, &[("draft", Usual), ("published", Not), ("status", Kind), ("hidden", Usual)]),
    (Expires, &[("expires", Usual), ("expiry_date", Usual), ("expired", Usual), ("expires_at", Usual)]),
];

/// A name and how the value under it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    /// As it is written.
    path: Cow<'static, str>,
    /// Which of the first names of all paths it begins with.
    slot: usize,
    /// The names that follow, folded.
    rest: Vec<String>,
    how: How,
    /// Whether another field has the same name, so that what stands under it must stay there.
    is_shared: bool,
    /// Whether it is another spelling of the name before it.
    is_flat: bool,
}

/// Which names stand for which field.
#[derive(Clone, PartialEq, Eq)]
pub struct Fields {
    /// The names of each field, best first, in the order of [`Field::ALL`].
    names: Vec<Vec<Name>>,
    /// The first names of all paths, folded.
    slots: HashMap<String, usize>,
}

impl fmt::Debug for Fields {
    /// The names, in an order that is always the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(Field::ALL.iter().map(|field| (field.name(), self.paths(*field).collect::<Vec<_>>())))
            .finish()
    }
}

static USUAL: LazyLock<Arc<Fields>> = LazyLock::new(|| Arc::new(Fields::new(&BTreeMap::new())));

impl Fields {
    /// The names that are known.
    pub fn usual() -> Arc<Self> {
        Arc::clone(&USUAL)
    }

    /// The names that are known, and for some fields others in their place.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use feedmill::load::fields::{Field, Fields};
    /// let fields = Fields::new(&BTreeMap::from([(Field::Title, vec!["meta.heading".to_owned()])]));
    /// assert_eq!(fields.paths(Field::Title).collect::<Vec<_>>(), ["meta.heading"]);
    /// ```
    pub fn new(instead: &BTreeMap<Field, Vec<String>>) -> Self {
        let mut slots = HashMap::new();
        let mut name = |path: Cow<'static, str>, how| {
            let mut parts = path.split('.').map(fold);
            let first = parts.next().unwrap_or_default();
            let rest = parts.collect();
            let next = slots.len();
            let slot = *slots.entry(first).or_insert(next);
            Name { path, slot, rest, how, is_shared: false, is_flat: false }
        };
        let names = Field::ALL.iter().map(|field| {
            let usual = || NAMES.iter().filter(|(of, _)| of == field).flat_map(|(_, names)| names.iter().copied());
            match instead.get(field) {
                // A name that is known is read as it always is.
                Some(paths) => paths
                    .iter()
                    .map(|path| {
                        let how = usual().find(|(known, _)| known == path).map_or(Usual, |(_, how)| how);
                        name(path.clone().into(), how)
                    })
                    .collect(),
                None => usual().map(|(path, how)| name(path.into(), how)).collect(),
            }
        });
        let mut names: Vec<Vec<Name>> = names.collect();
        // Tables have names with dots in them.
        for list in &mut names {
            let mut n = 0;
            while n < list.len() {
                if list[n].path.contains('.') {
                    let next = slots.len();
                    let slot = *slots.entry(fold(&list[n].path)).or_insert(next);
                    list.insert(n + 1, Name { slot, rest: Vec::new(), is_flat: true, ..list[n].clone() });
                    n += 1;
                }
                n += 1;
            }
        }
        let mut counts = HashMap::<(usize, Vec<String>), usize>::new();
        for name in names.iter().flatten() {
            *counts.entry((name.slot, name.rest.clone())).or_default() += 1;
        }
        for name in names.iter_mut().flatten() {
            name.is_shared = counts[&(name.slot, name.rest.clone())] > 1;
        }
        Self { names, slots }
    }

    /// The paths of a field, best first.
    pub fn paths(&self, field: Field) -> impl Iterator<Item = &str> {
        self.of(field).iter().filter(|name| !name.is_flat).map(|name| &*name.path)
    }

    /// Whether a member of that name may say a field, or hold what does.
    pub(super) fn names(&self, field: Field, name: &str) -> bool {
        let slot = self.slot(name, &mut String::new());
        slot.is_some_and(|slot| self.of(field).iter().any(|name| name.slot == slot))
    }

    fn of(&self, field: Field) -> &[Name] {
        &self.names[field as usize]
    }

    /// The place of a name in a record, if any field may want what stands there.
    pub(super) fn slot(&self, name: &str, folded: &mut String) -> Option<usize> {
        folded.clear();
        push_folded(folded, name);
        self.slots.get(folded.as_str()).copied()
    }
}

/// A name without what collections write differently.
fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    push_folded(&mut folded, name);
    folded
}

fn push_folded(folded: &mut String, name: &str) {
    // `_id` and `_tags` are other names than `id` and `tags`.
    if name.starts_with('_') {
        folded.push('_');
    }
    folded.extend(name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
}

/// Whether the record is one of many, or the header of a text of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// A row or an object: categories are tags where there are no others.
    Row,
    /// Front matter: tags and categories are two things, and the text comes from elsewhere.
    FrontMatter,
}

/// Which places of names a record may have: most names are those of other collections.
struct Slots([u64; 8]);

impl Slots {
    fn of(members: &[(usize, Value<'_>)]) -> Self {
        let mut slots = [0; 8];
        for (slot, _) in members {
            slots[slot / 64 % 8] |= 1 << (slot % 64);
        }
        Self(slots)
    }

    fn may_have(&self, slot: usize) -> bool {
        self.0[slot / 64 % 8] & (1 << (slot % 64)) != 0
    }
}

/// An article as a collection keeps it: values by the places of their names.
#[derive(Debug)]
pub(super) struct Record<'a> {
    /// In the order of the collection.
    members: Vec<(usize, Value<'a>)>,
}

impl<'a> Record<'a> {
    pub(super) fn new() -> Self {
        Self { members: Vec::with_capacity(12) }
    }

    /// Adds a value whose name has a place.
    pub(super) fn push(&mut self, slot: usize, value: Value<'a>) {
        self.members.push((slot, value));
    }

    /// Adds a value if any field may want it.
    pub(super) fn add(&mut self, fields: &Fields, name: &str, value: Value<'a>) {
        if let Some(slot) = fields.slot(name, &mut String::new()) {
            self.push(slot, value);
        }
    }

    /// The values that a path leads to.
    fn find(&mut self, name: &Name) -> Vec<&mut Value<'a>> {
        let mut found = Vec::new();
        for (_, value) in self.members.iter_mut().filter(|(slot, _)| *slot == name.slot) {
            value.follow(&name.rest, &mut found);
        }
        found
    }

    /// Makes a draft of the record.
    pub(super) fn into_draft(
        mut self,
        options: &ReadOptions<'_>,
        style: Style,
        origin: Origin,
        loaded: &mut Loaded<'a>,
    ) -> Draft<'a> {
        let mut draft = Draft { origin, ..Draft::default() };
        let mut is_bare_text = false;
        let present = Slots::of(&self.members);
        // Flags first: they leave what stands under their names to a date.
        let flags = [Unpublished, Deleted];
        for field in flags.into_iter().chain(Field::ALL.iter().copied().filter(|field| !flags.contains(field))) {
            for name in options.fields.of(field).iter().filter(|name| present.may_have(name.slot)) {
                let values = self.find(name);
                if values.is_empty() {
                    continue;
                }
                let mut wrong = Ok(());
                for value in values {
                    let result = if name.is_shared {
                        draft.take(field, name.how, &mut value.clone())
                    } else {
                        draft.take(field, name.how, value)
                    };
                    wrong = result.and(wrong);
                }
                if let Err(Wrong { wanted, found }) = wrong {
                    let message = format!("{}: expected {wanted}, found {found}; left out", name.path);
                    loaded.warnings.push(Warning::new(&draft.origin, "wrong-type", message));
                }
                if draft.has(field) {
                    is_bare_text |= field == Content && name.path == "text";
                    draft.note(options, field.name(), || name.path.to_string());
                    break;
                }
            }
        }
        if style == Style::Row && draft.tags.is_empty() && !draft.categories.is_empty() {
            draft.tags.clone_from(&draft.categories);
            draft.note(options, "tags", || "the categories, as there are no tags".to_owned());
        }
        if is_bare_text {
            draft.title_of_short_text(options);
        }
        draft
    }
}

impl Draft<'_> {
    /// Says where a field came from, if anybody wants to know.
    pub(super) fn note(&mut self, options: &ReadOptions<'_>, field: &'static str, from: impl FnOnce() -> String) {
        if options.explain {
            self.notes.push((field, from()));
        }
    }

    /// A record that has a text of one line and no title: the text is the title.
    fn title_of_short_text(&mut self, options: &ReadOptions<'_>) {
        /// No headline is longer, in bytes.
        const LONGEST: usize = 250;
        let is_short = |text: &str| text.len() <= LONGEST && !text.trim().contains('\n');
        if self.title.is_none()
            && self.summary.is_none()
            && let Some(Body::Plain(text)) =
                self.body.take_if(|body| matches!(body, Body::Plain(text) if is_short(text)))
        {
            self.title = Some(text);
            self.note(options, "title", || "the text, which is one line".to_owned());
        }
    }

    /// Whether a field says something.
    fn has(&self, field: Field) -> bool {
        match field {
            Id => self.id.is_some(),
            Title => self.title.is_some(),
            Url => self.url.is_some(),
            Source => self.source.is_some(),
            Published => self.published.is_some(),
            Updated => self.updated.is_some(),
            Tags => !self.tags.is_empty(),
            Categories => !self.categories.is_empty(),
            Authors => !self.authors.is_empty(),
            Summary => self.summary.is_some(),
            Content => self.body.is_some(),
            Language => self.language.is_some(),
            Image => self.image.is_some(),
            Enclosures => !self.enclosures.is_empty(),
            Deleted => self.deleted,
            Unpublished => self.unpublished.is_some(),
            Expires => self.expires.is_some(),
        }
    }
}
