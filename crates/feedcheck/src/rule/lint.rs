//! Rules of readers: what some of them misread, though the format allows it.

use super::definition::rules;

const PUB_DATE: &str = "https://www.rssboard.org/rss-profile#element-channel-item-pubdate";
const LINK: &str = "https://www.rssboard.org/rss-profile#element-channel-item-link";
const TITLE: &str = "https://www.rssboard.org/rss-profile#element-channel-item-title";

rules! {
    MISSING_DATES: Warning "missing-dates",
        "Give each item a pubDate; readers show the time of fetching instead (Miniflux, FreshRSS)",
        PUB_DATE,
        why "After a fetch that brings several items nobody can tell their order, and old ones come up as new.",
        readers "Miniflux and FreshRSS show the time of fetching instead.";
    UPDATED_BEFORE_PUBLISHED: Warning "updated-before-published",
        "Let updated be the date of the last change; readers that show one of the two differ",
        "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.15",
        why "An entry cannot have changed before it was there, so one of the dates is wrong, and the list is sorted \
            by it.",
        readers "Readers that show one of the two dates differ from each other.";
    UNSAFE_LINK: Warning "unsafe-link", "Link to an address of the web; readers drop anything else", LINK,
        why "An address that runs code or opens a file of the reader's machine is dropped for safety, so the entry \
            has no link.",
        readers "Readers drop links with schemes other than those of the web.";
    LARGE_FEED: Warning "large-feed",
        "Publish fewer entries, or excerpts; Miniflux gives up at 15 MB",
        "https://miniflux.app/docs/configuration.html#http-client-max-body-size",
        why "Every subscriber downloads the whole of it again and again, and some readers give up and show nothing.",
        readers "Miniflux gives up at 15 MB.";
    NO_ENTRIES: Info "no-entries",
        "Wait for the first entry; some readers do not let anybody subscribe before",
        "https://www.rssboard.org/rss-specification",
        why "Somebody who subscribes cannot see whether the feed works.",
        readers "Some readers let nobody subscribe to a feed without entries.";
    NOT_NEWEST_FIRST: Info "not-newest-first",
        "Put the newest entry first; readers that keep a number of entries keep the first ones (newsboat, sfeed)",
        PUB_DATE,
        why "A reader that keeps a fixed number of entries drops the newest ones instead of the oldest.",
        readers "newsboat and sfeed keep the entries that come first.";
    SAME_DATE: Info "same-date",
        "Give the entries different seconds; readers that order by date show them in any order",
        PUB_DATE,
        why "Nothing says which of the entries is the newer, so their order changes from reader to reader.",
        readers "Readers that sort by date show entries of one second in any order.";
    ENTRY_WITHOUT_LINK: Info "entry-without-link",
        "Link to the page of the entry; readers open the page of the feed instead, or nothing",
        LINK,
        why "People who want to read on, comment or share have nowhere to go.",
        readers "Readers open the page of the feed instead, or nothing.";
    ENTRY_WITHOUT_TITLE: Info "entry-without-title",
        "Give the entry a title; readers make one up from its text, or show its address",
        TITLE,
        why "In a list of titles there is nothing to recognise the entry by.",
        readers "Readers make up a title from the text, or show the address.";
    MARKUP_IN_TITLE: Info "markup-in-title",
        "Write the title as plain text; readers show the tags (newsboat, sfeed)",
        "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.14",
        why "Lists show titles as plain text, and people see tags in them.",
        readers "newsboat and sfeed show the tags; of eleven readers and libraries tried, three got titles with \
            type=\"html\" right.";
}
