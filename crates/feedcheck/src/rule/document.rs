//! Rules of all documents: bytes, encoding, XML.

use super::definition::rules;

rules! {
    VALIDATOR_LIMIT: Error "validator-limit", "Make the document smaller or simpler", "https://www.w3.org/TR/xml/#sec-conformance";
    BYTE_ORDER_MARK: Warning "byte-order-mark", "Take the byte order mark at the beginning away; UTF-8 needs none, and some readers stumble over it", "https://www.rfc-editor.org/rfc/rfc3629#section-6";
    LEADING_SPACE: Error "wp-blank-line", "Take away what stands before the XML declaration", "https://www.w3.org/TR/xml/#sec-prolog-dtd";
    UNICODE_ERROR: Error "unicode-error", "Write the document in the encoding that it declares, best UTF-8", "https://www.w3.org/TR/xml/#charencoding";
    UNKNOWN_ENCODING: Error "unknown-encoding", "Use UTF-8", "https://www.w3.org/TR/xml/#NT-EncName";
    OBSCURE_ENCODING: Warning "obscure-encoding", "Use UTF-8; many readers do not know this encoding", "https://www.w3.org/TR/xml/#charencoding";
    NONSTD_ENCODING: Info "nonstd-encoding", "Use UTF-8; readers need not know any other encoding than UTF-8 and UTF-16", "https://www.w3.org/TR/xml/#charencoding";
    MISSING_ENCODING: Info "missing-encoding", "Say the encoding in the XML declaration", "https://www.w3.org/TR/xml/#sec-TextDecl";
    BAD_XML_VERSION: Error "bad-xml-version", "Write version=\"1.0\"", "https://www.w3.org/TR/xml/#sec-prolog-dtd";
    NOT_WELL_FORMED: Error "sax-error", "Make the document well-formed XML; many readers show nothing of one that is not", "https://www.w3.org/TR/xml/#sec-well-formed";
    CONTROL_CHARACTER: Error "control-character", "Take the character away; XML cannot hold it", "https://www.w3.org/TR/xml/#charsets";
    UNDEFINED_ENTITY: Error "undefined-named-entity", "Write the character itself, or its number; XML knows only amp, lt, gt, quot and apos", "https://www.w3.org/TR/xml/#wf-entdeclared";
    UNDECLARED_PREFIX: Error "undeclared-prefix", "Declare the prefix with xmlns", "https://www.w3.org/TR/xml-names/#ns-decl";
    SYSTEM_ENTITY: Info "contains-system-entity", "Take the reference to an external file away; readers do not load it", "https://www.w3.org/TR/xml/#sec-external-ent";
    BAD_CHARACTERS: Warning "bad-characters", "Repair the text: it was read in another encoding than it was written in", "https://www.w3.org/TR/xml/#charsets";
    MORE_FINDINGS: Info "more-findings", "Mend what is shown, and check again", "https://www.w3.org/TR/xml/#sec-conformance";
    NOT_A_FEED: Error "not-a-feed", "Give a feed, OPML or a page", "https://www.rfc-editor.org/rfc/rfc4287";
    OTHER_FORMAT: Warning "obsolete-version", "Publish RSS 2.0 or Atom 1.0; of this format only the XML is looked at", "https://www.rssboard.org/rss-specification";
}
