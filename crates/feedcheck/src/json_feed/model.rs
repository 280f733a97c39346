//! What a JSON Feed is made of, as tables (<https://www.jsonfeed.org/version/1.1/>).

/// An object of the format.
pub(super) struct Table {
    /// What it is called in a sentence.
    pub(super) name: &'static str,
    pub(super) fields: &'static [Field],
}

/// A member of an object.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    pub(super) need: Need,
}

/// Whether a member has to be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Optional,
    Recommended,
    Required,
}

/// What a member holds.
#[derive(Clone, Copy)]
pub(super) enum Holds {
    /// The address of the version of the format.
    Version,
    /// Text that is shown, without markup.
    Plain,
    /// Text that may speak of markup.
    Text,
    /// A word that is compared.
    Word,
    Html,
    /// An address of the web.
    Web,
    /// An address of the web, or one to write to.
    Contact,
    /// The id of an item.
    Id,
    Date,
    Language,
    MediaType,
    /// A number from 0 on, in these units.
    Number(&'static str),
    Boolean,
    Texts,
    One(&'static Table),
    List(&'static Table),
}

const fn may(name: &'static str, holds: Holds) -> Field {
    Field { name, holds, need: Need::Optional }
}

const fn should(name: &'static str, holds: Holds) -> Field {
    Field { name, holds, need: Need::Recommended }
}

const fn must(name: &'static str, holds: Holds) -> Field {
    Field { name, holds, need: Need::Required }
}

/// The feed.
pub(super) static FEED: Table = Table {
    name: "the feed",
    fields: &[
        must("version", Holds::Version),
        must("title", Holds::Plain),
        should("home_page_url", Holds::Web),
        should("feed_url", Holds::Web),
        may("description", Holds::Plain),
        may("user_comment", Holds::Text),
        may("next_url", Holds::Web),
        may("icon", Holds::Web),
        may("favicon", Holds::Web),
        may("author", Holds::One(&AUTHOR)),
        may("authors", Holds::List(&AUTHOR)),
        may("language", Holds::Language),
        may("expired", Holds::Boolean),
        may("hubs", Holds::List(&HUB)),
        must("items", Holds::List(&ITEM)),
    ],
};

static ITEM: Table = Table {
    name: "the item",
    fields: &[
        must("id", Holds::Id),
        may("url", Holds::Web),
        may("external_url", Holds::Web),
        may("title", Holds::Plain),
        may("content_html", Holds::Html),
        may("content_text", Holds::Text),
        may("summary", Holds::Plain),
        may("image", Holds::Web),
        may("banner_image", Holds::Web),
        may("date_published", Holds::Date),
        may("date_modified", Holds::Date),
        may("author", Holds::One(&AUTHOR)),
        may("authors", Holds::List(&AUTHOR)),
        may("tags", Holds::Texts),
        may("language", Holds::Language),
        may("attachments", Holds::List(&ATTACHMENT)),
    ],
};

/// An author.
pub(super) static AUTHOR: Table = Table {
    name: "the author",
    fields: &[may("name", Holds::Plain), may("url", Holds::Contact), may("avatar", Holds::Web)],
};

static HUB: Table = Table { name: "the hub", fields: &[must("type", Holds::Word), must("url", Holds::Web)] };

static ATTACHMENT: Table = Table {
    name: "the attachment",
    fields: &[
        must("url", Holds::Web),
        must("mime_type", Holds::MediaType),
        may("title", Holds::Plain),
        may("size_in_bytes", Holds::Number("bytes")),
        may("duration_in_seconds", Holds::Number("seconds")),
    ],
};
