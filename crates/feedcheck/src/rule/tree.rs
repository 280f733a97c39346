//! Rules of trees of files: links from one file to another.

use super::definition::rules;

const AUTODISCOVERY: &str = "https://www.rssboard.org/rss-autodiscovery";
const URI: &str = "https://www.rfc-editor.org/rfc/rfc3986#section-5.2";

rules! {
    BROKEN_LINK: Error "broken-link", "Publish the file, or correct the link", URI;
    BROKEN_FRAGMENT: Info "broken-fragment", "Give an element of that page this id, or correct the link", "https://html.spec.whatwg.org/multipage/browsing-the-web.html#scroll-to-the-fragment-identifier";
    LINK_OUT_OF_TREE: Info "link-out-of-tree", "Mind that the folder has to stand where this link fits", URI;
    LINK_TYPE_MISMATCH: Error "link-type-mismatch", "Say the media type of the document that the link leads to", AUTODISCOVERY;
    MISSING_ALTERNATE: Warning "missing-alternate", "Add <link rel=\"alternate\" type=\"…\" title=\"…\" href=\"…\"> for each feed to the head", AUTODISCOVERY;
    FEED_NOT_LISTED: Info "feed-not-listed", "Link to the feed from a page or a list of feeds", AUTODISCOVERY;
    SAME_ID: Warning "same-id-elsewhere", "Give different articles different ids; readers take them for one", "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6";
    SAME_SELF_LINK: Error "same-self-link", "Let each feed name its own address", "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7.2";
}
