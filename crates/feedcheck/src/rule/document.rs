//! Rules of all documents: bytes, encoding, XML.

use super::definition::rules;

rules! {
    VALIDATOR_LIMIT: Error "validator-limit",
        "Make the document smaller or simpler",
        "https://www.w3.org/TR/xml/#sec-conformance",
        why "What follows the place where the check stopped was not looked at, so a fault there stays unseen. A \
            document of this size also takes every subscriber's reader much memory and time.";
    BYTE_ORDER_MARK: Warning "byte-order-mark",
        "Take the byte order mark at the beginning away; UTF-8 needs none, and some readers stumble over it",
        "https://www.rfc-editor.org/rfc/rfc3629#section-6",
        why "The three bytes are invisible in an editor, but a program that joins or searches files takes them for \
            text, and then finds something before the XML declaration.";
    LEADING_SPACE: Error "wp-blank-line",
        "Take away what stands before the XML declaration",
        "https://www.w3.org/TR/xml/#sec-prolog-dtd",
        why "An XML parser has to refuse a document with anything before its declaration, so subscribers see an \
            error instead of the feed. Usually a stray line of a template or a plugin is the cause.",
        readers "Some readers take the blank space away and show the feed; others refuse it, so the fault can go \
            unnoticed by whoever publishes it.";
    UNICODE_ERROR: Error "unicode-error",
        "Write the document in the encoding that it declares, best UTF-8",
        "https://www.w3.org/TR/xml/#charencoding",
        why "Bytes that do not fit the encoding make the document unreadable for an XML parser; readers that guess \
            show the wrong letters.";
    UNKNOWN_ENCODING: Error "unknown-encoding", "Use UTF-8", "https://www.w3.org/TR/xml/#NT-EncName",
        why "A program cannot turn the bytes into text if it does not know what the name of the encoding means, so \
            nothing of the feed is shown.";
    OBSCURE_ENCODING: Warning "obscure-encoding",
        "Use UTF-8; many readers do not know this encoding",
        "https://www.w3.org/TR/xml/#charencoding",
        why "XML parsers have to know only UTF-8 and UTF-16; a reader without this encoding shows nothing.",
        readers "A reader that does not know the encoding fails at the attempt to subscribe.";
    NONSTD_ENCODING: Info "nonstd-encoding",
        "Use UTF-8; readers need not know any other encoding than UTF-8 and UTF-16",
        "https://www.w3.org/TR/xml/#charencoding",
        why "The feed depends on an encoding that a conforming parser may refuse, and every new reader is a risk.";
    MISSING_ENCODING: Info "missing-encoding",
        "Say the encoding in the XML declaration",
        "https://www.w3.org/TR/xml/#sec-TextDecl",
        why "Somebody who moves or edits the file later has to guess its encoding; a wrong guess spoils every \
            letter outside of ASCII.";
    BAD_XML_VERSION: Error "bad-xml-version", "Write version=\"1.0\"", "https://www.w3.org/TR/xml/#sec-prolog-dtd",
        why "Parsers of XML 1.0 may refuse a document that names another version, and almost all readers have such \
            a parser.";
    NOT_WELL_FORMED: Error "sax-error",
        "Make the document well-formed XML; many readers show nothing of one that is not",
        "https://www.w3.org/TR/xml/#sec-well-formed",
        why "XML allows no repair: a parser stops at the first fault. Subscribers then get nothing new, and usually \
            no message either, until the feed is mended.",
        readers "Strict readers show nothing of the feed; lenient ones show what stands before the fault, or guess.";
    CONTROL_CHARACTER: Error "control-character",
        "Take the character away; XML cannot hold it",
        "https://www.w3.org/TR/xml/#charsets",
        why "XML has no way to write this character, not even as a reference, so one article with it makes the \
            whole feed unreadable.";
    UNDEFINED_ENTITY: Error "undefined-named-entity",
        "Write the character itself, or its number; XML knows only amp, lt, gt, quot and apos",
        "https://www.w3.org/TR/xml/#wf-entdeclared",
        why "The names of HTML, such as nbsp, mean nothing in XML. The parser stops there, and one article hides \
            all the others.";
    UNDECLARED_PREFIX: Error "undeclared-prefix",
        "Declare the prefix with xmlns",
        "https://www.w3.org/TR/xml-names/#ns-decl",
        why "A parser that knows namespaces cannot tell what the element is, and refuses the document.";
    SYSTEM_ENTITY: Info "contains-system-entity",
        "Take the reference to an external file away; readers do not load it",
        "https://www.w3.org/TR/xml/#sec-external-ent",
        why "What stands in the other file is missing for readers that do not load it, and loading it would let a \
            feed read files of its subscribers.";
    BAD_CHARACTERS: Warning "bad-characters",
        "Repair the text: it was read in another encoding than it was written in",
        "https://www.w3.org/TR/xml/#charsets",
        why "People see garbled words instead of accents and quotation marks, and searching for the right word \
            finds nothing.";
    MORE_FINDINGS: Info "more-findings",
        "Mend what is shown, and check again",
        "https://www.w3.org/TR/xml/#sec-conformance",
        why "One fault that repeats thousands of times would bury the others in the report, so each severity is cut \
            at a limit.";
    NOT_A_FEED: Error "not-a-feed", "Give a feed, OPML or a page", "https://www.rfc-editor.org/rfc/rfc4287",
        why "Whoever subscribes to this address gets an error, because readers look for RSS, Atom or JSON Feed.";
    OTHER_FORMAT: Warning "obsolete-version",
        "Publish RSS 2.0 or Atom 1.0; of this format only the XML is looked at",
        "https://www.rssboard.org/rss-specification",
        why "Authors, ids and full texts have no settled place in this format, so readers show less of it than of \
            RSS 2.0 or Atom 1.0.";
}
