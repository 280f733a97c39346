//! Rules of RSS 2.0, and of elements in general; for those there is no one paragraph, but a page of the W3C's
//! validator.

use super::definition::rules;

const SPEC: &str = "https://www.rssboard.org/rss-specification";
const REQUIRED: &str = "https://www.rssboard.org/rss-specification#requiredChannelElements";
const GUID: &str = "https://www.rssboard.org/rss-profile#element-channel-item-guid";
const ENCLOSURE: &str = "https://www.rssboard.org/rss-profile#element-channel-item-enclosure";
const ITEM: &str = "https://www.rssboard.org/rss-profile#element-channel-item";
const IMAGE: &str = "https://www.rssboard.org/rss-profile#element-channel-image";
const SKIP: &str = "https://www.rssboard.org/skip-hours-days";

rules! {
    UNDEFINED_ELEMENT: Error "undefined-element",
        "Take the element away, or put it into a namespace of your own",
        "https://validator.w3.org/feed/docs/error/UndefinedElement.html",
        why "Readers ignore it, so whatever it was to say is not said; often it is a known element with a typing \
            error or in the wrong place.";
    UNEXPECTED_TEXT: Error "unexpected-text",
        "Take the text away, or put it into an element",
        "https://validator.w3.org/feed/docs/error/UnexpectedText.html",
        why "The text is shown nowhere, so its words are lost to everybody.";
    DUPLICATE_ELEMENT: Error "duplicate-element",
        "Keep one of them: readers take the first or the last, as it comes",
        "https://validator.w3.org/feed/docs/error/DuplicateElement.html",
        why "Which of the two counts is decided by chance, so that two people see two different things.";
    MISSING_ATTRIBUTE: Error "missing-attribute",
        "Add the attribute",
        "https://validator.w3.org/feed/docs/error/MissingAttribute.html",
        why "Without it the element says only half of what it has to, and programs pass it over.";
    UNEXPECTED_ATTRIBUTE: Error "unexpected-attribute",
        "Take the attribute away",
        "https://validator.w3.org/feed/docs/error/UnexpectedAttribute.html",
        why "Nobody reads it, so whatever it was to say is lost; often it is a misspelt one.";
    MISSING_ELEMENT: Error "missing-element",
        "Add the element",
        "https://validator.w3.org/feed/docs/error/MissingElement.html",
        why "The format promises programs that it is there. Those that rely on it refuse the feed or the entry, or \
            make something up.";
    INVALID_RSS_VERSION: Error "invalid-rss-version", "Write version=\"2.0\"", SPEC,
        why "Readers choose by the version how they read the rest; one that does not exist leaves the choice to \
            chance.";
    INVALID_NAMESPACE: Error "invalid-namespace",
        "Use the namespace that the format has: none for RSS, http://www.w3.org/2005/Atom for Atom",
        "https://validator.w3.org/feed/docs/error/InvalidNamespace.html",
        why "A program that knows namespaces finds none of the elements that it looks for, and shows an empty feed.";
    NOT_IN_A_NAMESPACE: Error "not-in-a-namespace",
        "Put the element into a namespace",
        "https://www.rssboard.org/rss-specification#extendingRss",
        why "RSS reserves names without a namespace for itself, so a later version or another program may take this \
            one to mean something else.";
    MISSING_DESCRIPTION: Error "missing-description", "Add a description", REQUIRED,
        why "The list of feeds in a reader, and directories, have nothing to say about it.";
    MISSING_LINK: Error "missing-link", "Add a link", REQUIRED,
        why "People cannot get from the feed to the site that it belongs to.";
    MISSING_TITLE: Error "missing-title", "Add a title", REQUIRED,
        why "In a list of subscriptions there is nothing to recognise the feed by but its address.";
    MISSING_LANGUAGE: Info "missing-dc-language",
        "Say the language, so that readers can speak, search and break lines",
        "https://www.rssboard.org/rss-profile#element-channel-language",
        why "Speech output and search have to guess the language, and hyphenation follows the guess.";
    ITEM_WITHOUT_TITLE_AND_DESCRIPTION: Error "item-must-contain-title-or-description",
        "Give the item a title or a description",
        ITEM,
        why "There is nothing that a reader could show for the item.";
    MISSING_GUID: Warning "missing-guid",
        "Give the item a guid that never changes; without one, readers show an edited item again",
        GUID,
        why "Readers then tell items apart by link, title or date; when one of these is edited, everybody sees the \
            item again as new.",
        readers "Aggregators use the guid to keep an edited item from being repeated; without one each has a rule \
            of its own.";
    INVALID_HTTP_GUID: Error "invalid-http-guid", "Write isPermaLink=\"false\", or a whole address", GUID,
        why "Without the attribute a guid promises to be an address, so readers offer a link that leads nowhere.";
    INVALID_PERMALINK: Error "invalid-permalink",
        "Write isPermaLink=\"false\"; this is no address that a browser opens",
        GUID,
        why "Readers offer it as the link of the item, and people who follow it get an error.";
    NOT_SUFFICIENTLY_UNIQUE: Warning "not-sufficiently-unique",
        "Make the guid longer, so that no other feed has it: an address, or a tag URI",
        GUID,
        why "Programs that gather many feeds may keep items by their guid alone; a short one is soon used by \
            somebody else, too.",
        readers "newsboat keys items by guid across all feeds, so an item can take the place of another feed's.";
    DUPLICATE_ENCLOSURE: Warning "duplicate-enclosure",
        "Keep one enclosure; most readers take one, and which one differs",
        ENCLOSURE,
        why "People with one player hear the first file, others the last, and some get all.",
        readers "Support differs because the specification does not say clearly whether an item may have several.";
    USE_ZERO_FOR_UNKNOWN: Error "use-zero-for-unknown", "Write length=\"0\" where the size is not known", ENCLOSURE,
        why "A size below zero breaks programs that reserve space or show progress.";
    MISPLACED_ITEM: Warning "misplaced-item",
        "Put the items after everything else; some readers stop reading at the first item",
        "https://www.rssboard.org/rss-profile#element-channel",
        why "A program that reads as it goes has shown the items before it knows the title and link of their feed.";
    NEED_DESCRIPTION_BEFORE_CONTENT: Warning "need-description-before-content",
        "Put the description before the content; some readers take the first of the two",
        "https://www.rssboard.org/rss-profile#namespace-elements-content-encoded",
        why "A program that takes whichever comes last shows the summary instead of the whole text.",
        readers "Some consumers take the last of the two elements, whichever it is.";
    IMAGE_TITLE_DOESNT_MATCH: Warning "image-title-doesnt-match", "Give the image the title of the channel", IMAGE,
        why "The title stands in for the picture of the feed, so whoever cannot see the picture reads another name.";
    IMAGE_LINK_DOESNT_MATCH: Warning "image-link-doesnt-match", "Give the image the link of the channel", IMAGE,
        why "Whoever clicks the picture lands elsewhere than whoever clicks the title beside it.";
    IMAGE_URL_FORMAT: Warning "image-url-format", "Use a GIF, JPEG or PNG image", IMAGE,
        why "RSS promises one of three formats, so a reader need not be able to show anything else.";
    INVALID_WIDTH: Error "invalid-width", "Write a number from 1 to 144", IMAGE,
        why "A reader that leaves room for the picture by this number leaves none, or far too much.";
    INVALID_HEIGHT: Error "invalid-height", "Write a number from 1 to 400", IMAGE,
        why "A reader that leaves room for the picture by this number leaves none, or far too much.";
    AVOID_TEXT_INPUT: Warning "avoid-text-input",
        "Leave it out; hardly any reader shows it",
        "https://www.rssboard.org/rss-profile#element-channel-textinput",
        why "Whoever expects people to search or to answer by it waits in vain.",
        readers "The specification itself says that most aggregators ignore the element.";
    INVALID_FORM_COMPONENT_NAME: Error "invalid-form-component-name",
        "Begin the name with a letter",
        "https://www.rssboard.org/rss-profile#element-channel-textinput-name",
        why "The server that gets the form cannot find the field by this name.";
    INVALID_HOUR: Error "invalid-hour", "Write a number from 0 to 23", SKIP,
        why "A program that skips hours cannot use the value, and asks for the feed at all hours.";
    USE_ZERO_FOR_MIDNIGHT: Warning "use-zero-for-midnight", "Write 0", SKIP,
        why "Programs that count hours from 0 to 23 ignore 24, and ask for the feed at midnight after all.";
    NOT_ENOUGH_HOURS: Error "not-enough-hours-in-the-day", "Keep at most 24 hours", SKIP,
        why "At least one hour is there twice, so that another one was probably meant.";
    INVALID_DAY: Error "invalid-day", "Write Monday, Tuesday, Wednesday, Thursday, Friday, Saturday or Sunday", SKIP,
        why "Programs compare the name letter by letter; with another one they ask for the feed on that day, too.";
    EIGHT_DAYS: Error "eight-days-a-week", "Keep at most seven days", SKIP,
        why "At least one day is there twice, so that another one was probably meant.";
    NO_BLINK: Error "no-blink", "Take the element away; it was a joke", SPEC,
        why "Nothing reads the element, and validators refuse the feed because of it.";
    MISSING_SELF: Warning "missing-self",
        "Add a link with rel=\"self\" and the feed's own address, so that readers find it again",
        "https://validator.w3.org/feed/docs/warning/MissingSelf.html",
        why "Somebody who opens a saved or forwarded copy cannot subscribe, because nothing in it says where it \
            came from.",
        readers "A reader often gets only the document and not its address, for instance from a browser.";
}
