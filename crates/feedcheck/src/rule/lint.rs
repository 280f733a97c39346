//! Rules of readers: what some of them misread, though the format allows it.

use super::definition::rules;

const PUB_DATE: &str = "https://www.rssboard.org/rss-profile#element-channel-item-pubdate";
const LINK: &str = "https://www.rssboard.org/rss-profile#element-channel-item-link";
const TITLE: &str = "https://www.rssboard.org/rss-profile#element-channel-item-title";

rules! {
    MISSING_DATES: Warning "missing-dates", "Give each item a pubDate; readers show the time of fetching instead (Miniflux, FreshRSS)", PUB_DATE;
    UPDATED_BEFORE_PUBLISHED: Warning "updated-before-published", "Let updated be the date of the last change; readers that show one of the two differ", "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.15";
    UNSAFE_LINK: Warning "unsafe-link", "Link to an address of the web; readers drop anything else", LINK;
    LARGE_FEED: Warning "large-feed", "Publish fewer entries, or excerpts; Miniflux gives up at 15 MB", "https://miniflux.app/docs/configuration.html#http-client-max-body-size";
    NO_ENTRIES: Info "no-entries", "Wait for the first entry; some readers do not let anybody subscribe before", "https://www.rssboard.org/rss-specification";
    NOT_NEWEST_FIRST: Info "not-newest-first", "Put the newest entry first; readers that keep a number of entries keep the first ones (newsboat, sfeed)", PUB_DATE;
    SAME_DATE: Info "same-date", "Give the entries different seconds; readers that order by date show them in any order", PUB_DATE;
    ENTRY_WITHOUT_LINK: Info "entry-without-link", "Link to the page of the entry; readers open the page of the feed instead, or nothing", LINK;
    ENTRY_WITHOUT_TITLE: Info "entry-without-title", "Give the entry a title; readers make one up from its text, or show its address", TITLE;
    MARKUP_IN_TITLE: Info "markup-in-title", "Write the title as plain text; readers show the tags (newsboat, sfeed)", "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.14";
}
