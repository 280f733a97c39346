//! Rules of trees of files: links from one file to another.

use super::definition::rules;

const AUTODISCOVERY: &str = "https://www.rssboard.org/rss-autodiscovery";
const URI: &str = "https://www.rfc-editor.org/rfc/rfc3986#section-5.2";

rules! {
    BROKEN_LINK: Error "broken-link", "Publish the file, or correct the link", URI,
        why "People and programs that follow the link get an error, and readers miss the feed or file behind it.";
    BROKEN_FRAGMENT: Info "broken-fragment",
        "Give an element of that page this id, or correct the link",
        "https://html.spec.whatwg.org/multipage/browsing-the-web.html#scroll-to-the-fragment-identifier",
        why "People land at the top of the page instead of the place that was meant.";
    LINK_OUT_OF_TREE: Info "link-out-of-tree", "Mind that the folder has to stand where this link fits", URI,
        why "Nothing here shows whether the target is there; if the folder is served elsewhere, the link may lead \
            nowhere.";
    LINK_TYPE_MISMATCH: Error "link-type-mismatch",
        "Say the media type of the document that the link leads to",
        AUTODISCOVERY,
        why "Programs choose by the type what to do with a link, and treat the document as something that it is not.";
    MISSING_ALTERNATE: Warning "missing-alternate",
        "Add <link rel=\"alternate\" type=\"…\" title=\"…\" href=\"…\"> for each feed to the head",
        AUTODISCOVERY,
        why "Somebody who gives a reader the address of the page is offered no feed.";
    FEED_NOT_LISTED: Info "feed-not-listed", "Link to the feed from a page or a list of feeds", AUTODISCOVERY,
        why "Nobody finds the feed who does not already know its address.";
    SAME_ID: Warning "same-id-elsewhere",
        "Give different articles different ids; readers take them for one",
        "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6",
        why "A program that gathers several feeds keeps one entry for each id, so one of the articles is lost.",
        readers "newsboat keys items by guid across all feeds.";
    SAME_SELF_LINK: Error "same-self-link",
        "Let each feed name its own address",
        "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7.2",
        why "Readers that take the address over end with the same feed for both, and the other cannot be subscribed \
            to.",
        readers "The address that a feed names for itself is the preferred one to fetch it from (RFC 4287), so some \
            readers move to it.";
}
