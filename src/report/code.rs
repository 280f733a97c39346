//! The kinds of warnings, one table: the name that programs rely on, and what a person should know.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Declares [`WarningCode`] from a table in the order of the names.
macro_rules! warning_codes {
    ($($variant:ident $name:literal $meaning:literal)+) => {
        /// The kind of a [`Warning`](super::Warning). Its name never changes its meaning; new kinds may come.
        ///
        /// ```
        /// use feedmill::WarningCode;
        ///
        /// let code = WarningCode::named("held").unwrap();
        /// assert_eq!(code, WarningCode::Held);
        /// assert_eq!(code.to_string(), "held");
        /// assert_eq!(WarningCode::ALL.len(), WarningCode::ALL.iter().filter(|code| !code.meaning().is_empty()).count());
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum WarningCode {
            $(#[doc = $meaning] $variant,)+
        }

        impl WarningCode {
            /// All of them, in the order of their names.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name in reports.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What it means, in one or two sentences.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)+ }
            }
        }
    };
}

warning_codes! {
    AddressReused "address-reused" "Several articles have one address. Each stays an article of its own."
    AmbiguousDate "ambiguous-date" "A date can be read with the day or with the month first. `date_order` in `[[input]]` decides."
    ApproximateDate "approximate-date" "A date such as \"4 days ago\" was read as a day, counted from the capture of its input."
    ArchiveIncomplete "archive-incomplete" "Documents of an archive were lost, or a format came later: they hold what the collection still has."
    AuthorIsUrl "author-is-url" "The name of an author is an address; it is left out."
    BadCharacters "bad-characters" "A title or a text has characters that no feed may hold; they are mended."
    BaseUrlRemembered "base-url-remembered" "The configuration names no base URL; the one of the last run is used."
    BlockedPlace "blocked-place" "A file is not published, because something that is not feedmill's stands in its place."
    ChangingFile "changing-file" "An input changed while it was read. The next run reads it again."
    CutOffJson "cut-off-json" "A JSON document ends too early; what is whole in it is used."
    CutText "cut-text" "The text of an article is only its beginning, as some interfaces give it (\"[+1200 chars]\")."
    DateMoved "date-moved" "The collection gives another date than the one that is published; the published one stays."
    DuplicateKeys "duplicate-keys" "A name stands twice in one JSON object; the last one counts."
    Encoding "encoding" "An input is not in UTF-8; it was read in the encoding that its bytes or its name speak for."
    EntryInTooManyFeeds "entry-in-too-many-feeds" "A large article has many tags; it is shown in some of their feeds only, so that the output stays bounded."
    FeedOverSize "feed-over-size" "A feed would be larger than `max_feed_bytes`; it gave up its oldest texts or entries."
    FieldTooLarge "field-too-large" "A field is larger than `limits.field`; it is cut or left out."
    ForeignFile "foreign-file" "A file that feedmill did not publish was in the place of one that it publishes; it was put aside."
    FutureCapture "future-capture" "`as_of` of an input has not come yet; the time of the run is used."
    FutureUpdate "future-update" "A date of change has not come yet; it counts from then on."
    GuessedDate "guessed-date" "A date is written in an unusual way, and was read in the likeliest one."
    Held "held" "An article is dated in the future, or is to be published later; it is held until then."
    HtmlTooDeep "html-too-deep" "The HTML of an article is nested too deeply; its text is published without markup."
    IdReused "id-reused" "Several articles have one id. Each stays an article of its own."
    ImplausibleDate "implausible-date" "An article is dated before 1990. It is published as it is."
    InputException "input-exception" "A file matches two `[[input]]` tables; it is read as the closer one says."
    ItemsNowhere "items-nowhere" "`items` of an `[[input]]` table names a path that a document does not have."
    LedgerDamaged "ledger-damaged" "The ledger could not be read; it was put aside and made anew from what is published."
    LenientJson "lenient-json" "A JSON document has a small fault; it was read all the same."
    LinkOut "link-out" "A link in an input folder leads out of it; it is not followed unless `follow_links` says so."
    LoneSurrogate "lone-surrogate" "A text has half a character (a surrogate without its other half); it was read as U+FFFD."
    MergedTitle "merged-title" "Readings with different titles are one article; one title is published."
    MissingText "missing-text" "The text of an article is in a file that is not among the inputs."
    NamedOnly "named-only" "An archive, a database or a spreadsheet lies in a folder; it is read only where it is named."
    NoAddress "no-address" "An article has no address; its entry links to its page here."
    NoArticles "no-articles" "A feed among the inputs has no items."
    NoStatus "no-status" "The status of the run could not be written."
    NoTitle "no-title" "An article has no title; one was made from its text."
    NotPublished "not-published" "A document was not fit to be published; what was published before stands in its place."
    NotWellFormed "not-well-formed" "A feed among the inputs is no well-formed XML; it was read as far as possible."
    OrphanedFeed "orphaned-feed" "The output folder holds a feed that feedmill published once and does not know any more."
    OtherList "other-list" "A list of articles in a document is not among the `items` of its `[[input]]` table; it is not read."
    PageNotListed "page-not-listed" "A file is a page of a site (About, Search, …), and none of its articles."
    PassedOver "passed-over" "A file is part of an export, and holds no articles."
    PlaceholderDate "placeholder-date" "A date is one that programs write where there is none (1970-01-01, …); it is taken for none."
    Preamble "preamble" "A table has lines above its header; they are passed over."
    PrivateFolder "private-folder" "Only its owner may read the output folder, so that a web server of another user cannot."
    RelativeWithoutBase "relative-without-base" "Addresses in a text are relative, and nothing says to what; `base_url` in `[[input]]` does."
    Removed "removed" "A feed or a format of a feed was removed."
    SiteSettings "site-settings" "Permalinks, title or time zone were read from the settings of a site generator."
    StrayText "stray-text" "A saved tag page has text that belongs to no article; it is passed over."
    TemplateTags "template-tags" "Texts have tags that only their site generator can fill in; they are left out."
    TextInTooManyFeeds "text-in-too-many-feeds" "A large article has many tags; its whole text is shown in some of their feeds, and an excerpt in the others."
    TooManyAuthors "too-many-authors" "An article has more authors than are used."
    TooManyEnclosures "too-many-enclosures" "An article has more enclosures than are used."
    TooManyTags "too-many-tags" "An article has more tags than `limits.tags`, or a tag that is too long."
    TooManyTerms "too-many-terms" "There are more terms than `limits.feeds`; those beyond have no feeds."
    Undated "undated" "An article has no date; it is dated by its file or its input."
    UnfinishedLine "unfinished-line" "The last line of an input is not finished; the next run reads it again."
    UnknownLanguage "unknown-language" "The language of an article is no language tag; it is left out."
    UnknownRetraction "unknown-retraction" "The collection takes back an article that was never published, or is not known any more."
    UnknownStatus "unknown-status" "An article has a state that feedmill does not know; it is published."
    UnmatchedField "unmatched-field" "`fields` of an `[[input]]` table names a field that no article has."
    UnmatchedTerm "unmatched-term" "The configuration names a term that no article has."
    UnmatchedWhere "unmatched-where" "`where` of an `[[input]]` table names a field that no article has."
    Unpublished "unpublished" "The collection does not publish an article, or not any more."
    UnreadFiles "unread-files" "Files were found and not read: no format knows them, or they may not be read."
    UnreadableDate "unreadable-date" "No date can be read in a field that should hold one."
    UnusableUrl "unusable-url" "An address is none that feeds may hold; it is left out."
    UnusedCategories "unused-categories" "Articles have categories, and no feeds of them are published; `--taxonomy` does that."
    UnusedDate "unused-date" "An article has no date, and a field that is not known looks like one; `fields` in `[[input]]` uses it."
    Vanished "vanished" "A feed has no articles any more; it is removed after `vanished_days`."
    WrongType "wrong-type" "A field holds another type of value than it should; it is left out."
}

impl WarningCode {
    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.binary_search_by(|code| code.name().cmp(name)).ok().map(|place| Self::ALL[place])
    }

    /// Whether it is about what happened in one run alone, so that runs that find nothing to do do not repeat it.
    pub(super) fn is_of_one_run(self) -> bool {
        matches!(
            self,
            Self::Vanished | Self::Removed | Self::ForeignFile | Self::LedgerDamaged | Self::ArchiveIncomplete
        )
    }

    /// Whether it needs the attention of a person.
    pub(super) fn needs_person(self) -> bool {
        self.withholds() || matches!(self, Self::LedgerDamaged | Self::ArchiveIncomplete)
    }

    /// Whether a document was not published.
    pub(super) fn withholds(self) -> bool {
        matches!(self, Self::NotPublished | Self::BlockedPlace)
    }

    /// Whether the next run has to know each one: what was not published is remembered as it was before, and a file that was
    /// not finished is read again.
    pub(super) fn is_needed(self) -> bool {
        matches!(self, Self::NotPublished | Self::ArchiveIncomplete | Self::UnfinishedLine | Self::ChangingFile)
    }
}

impl fmt::Display for WarningCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for WarningCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for WarningCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| D::Error::custom(format!("{name} is no kind of warning")))
    }
}

#[cfg(test)]
mod tests {
    use super::WarningCode;

    #[test]
    fn names_are_in_order_and_say_what_their_variants_say() {
        let names: Vec<&str> = WarningCode::ALL.iter().map(|code| code.name()).collect();
        assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
        for code in WarningCode::ALL {
            let variant: String = code.name().split('-').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
            assert_eq!(variant, format!("{code:?}"));
        }
    }

    #[test]
    fn a_code_is_written_and_read_by_its_name() {
        for code in WarningCode::ALL {
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(json, format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<WarningCode>(&json).unwrap(), *code);
        }
        assert!(serde_json::from_str::<WarningCode>("\"no-such-code\"").is_err());
    }
}
