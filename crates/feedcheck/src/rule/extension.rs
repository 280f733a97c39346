//! Rules of namespaces and extension modules.

use super::definition::rules;

const NAMES: &str = "https://www.w3.org/TR/xml-names/#ns-decl";
const EXTENDING: &str = "https://www.rssboard.org/rss-specification#extendingRss";
const DC: &str = "https://www.rssboard.org/rss-profile#namespace-elements-dublin";
const MEDIA: &str = "https://www.rssboard.org/media-rss";
const ITUNES: &str = "https://help.apple.com/itc/podcasts_connect/#/itcb54353390";
const GEORSS: &str = "https://docs.ogc.org/cs/17-002r1/17-002r1.html";
const FEEDSYNC: &str = "https://learn.microsoft.com/en-us/previous-versions/dd320270(v=msdn.10)";
const APP: &str = "https://www.rfc-editor.org/rfc/rfc5023#section-8";
const XHTML: &str = "https://www.rfc-editor.org/rfc/rfc4287#section-6";
const ACCESS: &str = "https://www.rssboard.org/rss-specification#extendingRss";

rules! {
    UNKNOWN_NAMESPACE: Warning "unknown-namespace",
        "See whether the namespace is spelt right; no reader knows it",
        NAMES,
        why "Elements of a namespace that nobody knows are ignored; with one letter wrong, a known module is lost \
            entirely.";
    UNSUPPORTED_NAMESPACE: Info "unsupported-namespace",
        "See the module's own description; its elements are not looked at here",
        NAMES,
        why "The feed may be right or wrong here; a fault in these elements is not found by this check.";
    RESERVED_PREFIX: Warning "reserved-prefix",
        "Use another prefix, or the namespace that it stands for everywhere",
        NAMES,
        why "A program that goes by the prefix instead of the namespace takes the elements for those of another \
            module.",
        readers "Some news readers are not fully aware of namespaces and go by prefixes.";
    NONSTD_PREFIX: Info "nonstd-prefix", "Use the prefix that everybody uses; some readers know no other", NAMES,
        why "A program that goes by the prefix instead of the namespace does not find the elements.",
        readers "Some news readers are not fully aware of namespaces and go by prefixes.";
    AVOID_NAMESPACE_PREFIX: Warning "avoid-namespace-prefix",
        "Declare it as the default namespace where it is used; some readers cannot read prefixes here",
        "https://www.rfc-editor.org/rfc/rfc4287#section-1.2",
        why "A program that compares names with their prefix finds neither feed nor entries.",
        readers "gofeed sees no entries in a feed whose elements have a prefix for the namespace of Atom.";
    MEDIA_RSS_NAMESPACE: Error "media-rss-namespace", "Write http://search.yahoo.com/mrss/, with the slash", MEDIA,
        why "The address without the slash is another namespace, so players find no pictures and no videos.";
    QUESTIONABLE_USAGE: Warning "questionable-usage", "Move the element to where it is made for", EXTENDING,
        why "Programs look for the element where its description puts it; elsewhere nobody reads it.";
    UNDETERMINABLE_VOCABULARY: Warning "undeterminable-vocabulary", "Put the element into a namespace", XHTML,
        why "Without a namespace nobody can know what the element means, so every program ignores it.";
    MISPLACED_XHTML: Warning "misplaced-xhtml-content", "Put the markup into a content or a description", XHTML,
        why "Readers look for the text in the elements that the format has for it, and pass this one over.",
        readers "Consumers look into the elements for text first, and many look nowhere else.";
    USE_OF_EXTENSION_ATTRIBUTE: Warning "use-of-extension-attr",
        "Use an element in a namespace instead; RSS allows no attributes of modules",
        EXTENDING,
        why "A program written by the specification does not expect the attribute, so what it says is lost.";
    DUPLICATE_SEMANTICS: Warning "duplicate-semantics",
        "Keep the element of the format; readers show one of the two, and which one differs",
        DC,
        why "If both change independently, one reader shows this and another that; no rule says which counts.",
        readers "No rule on which of the two counts is followed by all aggregators.";
    DUPLICATE_ITEM_SEMANTICS: Warning "duplicate-item-semantics",
        "Keep one of the two; readers show one of them, and which one differs",
        DC,
        why "If both change independently, one reader shows this and another that; no rule says which counts.",
        readers "No rule on which of the two counts is followed by all aggregators.";
    DUPLICATE_DESCRIPTION_SEMANTICS: Warning "duplicate-description-semantics",
        "Keep one text; readers show one of them, and which one differs",
        DC,
        why "People may get the short text in place of the long one, depending on the reader and on the order of \
            the elements.",
        readers "Some readers prefer the description, some the other text, and for some their order decides.";
    SLASH_DATE: Warning "slash-date",
        "Add a lastBuildDate to the channel, so that the count has a date",
        "https://www.rssboard.org/rss-profile#namespace-elements-slash-comments",
        why "A count that is an hour old and one that is a year old look the same.";
    COMMENT_RSS: Warning "comment-rss", "Write commentRss", "https://www.rssboard.org/rss-profile#namespace-elements",
        why "The other spelling comes from an error in the first description, and programs that go by the name find \
            no comments.",
        readers "The author of the module asks consumers to take both spellings; that all of them do is not certain.";
    INVALID_UPDATE_PERIOD: Error "invalid-update-period",
        "Write hourly, daily, weekly, monthly or yearly",
        "https://web.resource.org/rss/1.0/modules/syndication/",
        why "A program cannot tell how often to come back, and uses its own interval.";
    INVALID_ACCESS_RESTRICTION: Error "invalid-access-restriction-rel", "Write allow or deny", ACCESS,
        why "A search engine cannot tell whether it may list the feed, and decides by itself.";
    INVALID_YES_NO: Error "invalid-yes-no", "Write yes or no", APP,
        why "A program that knows only the two words takes the value for one of them, and a draft may be published.";
    INVALID_TRUE_FALSE: Error "invalid-true-false", "Write true or false", ITUNES,
        why "A program that knows only the two words takes the value for one of them, which may be the wrong one.";
    INVALID_FLOAT: Error "invalid-float", "Write a number such as 12.5", MEDIA,
        why "A program that calculates with the number gets an error, and ignores it.";
    INVALID_FLOAT_UNIT: Error "invalid-float-unit", "Write a number such as -12.5", GEORSS,
        why "A program that calculates with the number gets an error; a unit belongs to the description of the \
            element and not to the value.";
    INTEGER_OVERFLOW: Error "integer-overflow", "Write a number up to 2147483647", FEEDSYNC,
        why "Programs with numbers of 32 bits read a negative one, and take an old version of the entry for the \
            newer.";
    TOO_LONG: Error "too-long", "Shorten the text", ITUNES,
        why "A directory cuts the text in the middle of a word, or refuses the feed.";
    INVALID_META_NAME: Error "invalid-meta-name", "Write robots", EXTENDING,
        why "Robots look for this name only, so the wish not to be listed is not heard.";
    INVALID_META_CONTENT: Error "invalid-meta-content", "Write index or noindex, and follow or nofollow", EXTENDING,
        why "Robots ignore words that they do not know, so the wish not to be listed is not heard.";
    CONFLICTING_CAT_ATTR: Error "conflicting-cat-attr", "Leave the attribute to the document that href leads to", APP,
        why "The document elsewhere may say something else, and a client cannot know which of the two holds.";
    CONFLICTING_CAT_CHILDREN: Error "conflicting-cat-children",
        "Leave the categories to the document that href leads to",
        APP,
        why "The document elsewhere may list others, and a client cannot know which of the two lists holds.";
    UNDEFINED_PARAM: Warning "undefined-param", "Take q away; a list of accepted types has no weights", APP,
        why "A client may compare the type with the weight included, find no match, and not offer to publish.";
    INVALID_COORDINATES: Error "invalid-coord", "Write latitude and longitude, with a blank between them", GEORSS,
        why "A map cannot show the place, or shows it somewhere else on earth.";
    INVALID_COORDINATE_LIST: Error "invalid-coord-list",
        "Write pairs of latitude and longitude, with blanks between all",
        GEORSS,
        why "A map cannot draw the line or area, or draws it through the wrong places.";
    COORDINATE_COMMA: Warning "coord-comma", "Write a blank instead of the comma", GEORSS,
        why "Programs that split at blanks get one value instead of two, and show no place.";
    INVALID_LATITUDE: Error "invalid-latitude", "Write degrees from -90 to 90", GEORSS,
        why "There is no such place on earth; often latitude and longitude are exchanged.";
    INVALID_LONGITUDE: Error "invalid-longitude", "Write degrees from -180 to 180", GEORSS,
        why "There is no such place on earth, so a map shows the entry nowhere or wraps it around.";
    MISSING_ITUNES_ELEMENT: Warning "missing-itunes-element", "Add the element; podcast directories ask for it", ITUNES,
        why "Directories refuse a podcast without it or list it where nobody looks, so that fewer people find it.";
    MISSING_ITUNES_EMAIL: Warning "missing-itunes-email",
        "Add an owner with an e-mail address; podcast directories ask for it",
        ITUNES,
        why "A directory cannot reach the owner to confirm the podcast or to report a problem with it.";
    NOT_UTF8: Warning "not-utf8", "Write the feed in UTF-8; podcast directories ask for it", ITUNES,
        why "A directory may refuse the podcast, or show its titles with the wrong letters.";
    UNSUPPORTED_ITUNES_FORMAT: Warning "unsupported-itunes-format",
        "Offer it as M4A, MP3, MOV, MP4, M4V, PDF or EPUB",
        ITUNES,
        why "A directory does not play the file, so the episode is missing for its listeners.";
    INVALID_ITUNES_CATEGORY: Error "invalid-itunes-category", "Use a category of the directory's list", ITUNES,
        why "The directory puts the podcast into no category, and people who browse do not find it.";
    OBSOLETE_ITUNES_CATEGORY: Warning "obsolete-itunes-category", "Use a category of the present list", ITUNES,
        why "The directory has replaced this category, and may put the podcast into none.";
    INVALID_ITUNES_CHANNEL_TYPE: Error "invalid-itunes-channel-type", "Write episodic or serial", ITUNES,
        why "Players decide by it whether to begin with the first or the newest episode, and use their default.";
    INVALID_ITUNES_EPISODE_TYPE: Error "invalid-itunes-episode-type", "Write full, trailer or bonus", ITUNES,
        why "Players show a trailer or a bonus as if it were an ordinary episode.";
    INVALID_YES_NO_CLEAN: Error "invalid-yes-no-clean", "Write yes, no or clean", ITUNES,
        why "A directory cannot tell whether the podcast is to be hidden, and shows it.";
    INVALID_DURATION: Error "invalid-duration", "Write seconds, or hours, minutes and seconds like 1:02:03", ITUNES,
        why "Players show no length, or a wrong one, before the file is loaded.";
    INVALID_KEYWORDS: Warning "invalid-keywords", "Put commas between the keywords", ITUNES,
        why "All words together count as one keyword, which nobody searches for.";
    MEDIA_GROUP_WITHOUT_ALTERNATIVES: Error "media-group-without-alternatives",
        "Put at least two forms of the same into a group",
        MEDIA,
        why "A group tells players to choose one form among several; with one form only they may show nothing or \
            the same twice.";
    DEPRECATED_MEDIA_ADULT: Warning "deprecated-media-adult", "Use media:rating", MEDIA,
        why "Programs written for the present description look at the rating, and may show the content to children.";
    INVALID_CREDIT_ROLE: Error "invalid-credit-role",
        "Write the role in lower case, as the list of its scheme has it",
        MEDIA,
        why "Programs compare the role letter by letter, and credit the person for nothing.";
    INVALID_MEDIA_HASH: Error "invalid-media-hash", "Write the digits of an MD5 or SHA-1 sum, and the algorithm", MEDIA,
        why "A program that checks the download against the sum takes a good file for a damaged one.";
    INVALID_MEDIA_RATING: Error "invalid-media-rating", "Write a rating of its scheme", MEDIA,
        why "A program that hides content by its rating cannot read it, and shows or hides the wrong things.";
    INVALID_MEDIA_RESTRICTION: Error "invalid-media-restriction", "Write all or none, or say the type", MEDIA,
        why "A player cannot tell where the content may be shown, so it is shown or hidden against the owner's wish.";
    INVALID_MEDIA_RESTRICTION_REL: Error "invalid-media-restriction-rel", "Write allow or deny", MEDIA,
        why "The list of places can mean that they are allowed or forbidden, and a player cannot know which.";
    INVALID_MEDIA_RESTRICTION_TYPE: Error "invalid-media-restriction-type", "Write country or uri", MEDIA,
        why "A player cannot tell whether the list names countries or sites, and ignores the restriction.";
    INVALID_COUNTRY_CODE: Error "invalid-country-code", "Write the two letters of ISO 3166", MEDIA,
        why "A player finds no such country, so the restriction holds where it should not, or does not where it \
            should.";
    INVALID_MEDIA_TEXT_TYPE: Error "invalid-media-text-type", "Write plain or html", MEDIA,
        why "A program that does not know the type shows the markup itself, or nothing.";
    INVALID_MEDIA_MEDIUM: Error "invalid-media-medium", "Write image, audio, video, document or executable", MEDIA,
        why "A player cannot tell sound from pictures before loading the file, and may leave it out.";
    INVALID_MEDIA_EXPRESSION: Error "invalid-media-expression", "Write sample, full or nonstop", MEDIA,
        why "A player cannot tell a sample from the whole, and may offer the sample as if it were everything.";
    INVALID_NPT_TIME: Error "invalid-npt-time",
        "Write seconds, or hours, minutes and seconds like 1:02:03.5",
        "https://www.rfc-editor.org/rfc/rfc2326#section-3.6",
        why "A player cannot jump to the moment, or shows the text at the wrong one.";
    INVALID_SSE_TYPE: Error "invalid-sse-type", "Write complete or aggregated", FEEDSYNC,
        why "A program cannot tell whether the other feed is complete, and may throw away items that it does not \
            list.";
    INVALID_NSS: Error "invalid-nss", "Use letters, digits and the signs that a URN may have", FEEDSYNC,
        why "Programs that exchange changes compare these names; signs outside of the rule are lost on the way, and \
            one author becomes two.";
    SINCE_AFTER_UNTIL: Error "since-after-until", "Let since be before until", FEEDSYNC,
        why "The window of time is empty, so a program that synchronises takes over nothing.";
    MISSING_BY_AND_WHEN: Error "missing-by-and-when-attrs", "Say who changed it, or when", FEEDSYNC,
        why "Of two changes nobody can tell which is the newer, so one is lost when copies are merged.";
    MISSING_RECOMMENDED_ATTRIBUTE: Warning "missing-recommended-attribute",
        "Say both who changed it and when",
        FEEDSYNC,
        why "When two copies were changed at the same time, the missing half is what would decide between them.";
}
