//! Rules of values: dates, addresses, numbers and the like.

use super::definition::rules;

const RFC822: &str = "https://www.rssboard.org/rss-profile#data-types-datetime";
const RFC3339: &str = "https://www.rfc-editor.org/rfc/rfc4287#section-3.3";
const URI: &str = "https://www.rfc-editor.org/rfc/rfc3986#section-3";
const IRI: &str = "https://www.rfc-editor.org/rfc/rfc4287#section-2";
const EMAIL: &str = "https://www.rssboard.org/rss-profile#data-types-email";
const PERSON: &str = "https://www.rfc-editor.org/rfc/rfc4287#section-3.2.3";
const NUMBER: &str = "https://www.rssboard.org/rss-specification";

rules! {
    NOT_BLANK: Warning "not-blank", "Fill the element, or leave it out", "https://validator.w3.org/feed/docs/warning/NotBlank.html";
    ATTR_NOT_BLANK: Warning "attr-not-blank", "Fill the attribute, or leave it out", "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7";
    UNEXPECTED_WHITESPACE: Error "unexpected-whitespace", "Take the blank space away: this is compared character by character", "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6";
    INVALID_RFC2822_DATE: Error "invalid-rfc2822-date", "Write the date like Fri, 20 Nov 2026 14:05:00 +0000", RFC822;
    PROBLEMATICAL_RFC822_DATE: Warning "problematical-rfc822-date", "Write the date like Fri, 20 Nov 2026 14:05:00 +0000", RFC822;
    INCORRECT_DOW: Error "incorrect-dow", "Name the right day of the week, or none", RFC822;
    INVALID_RFC3339_DATE: Error "invalid-rfc3339-date", "Write the date like 2026-11-20T14:05:00Z", RFC3339;
    INVALID_W3CDTF_DATE: Error "invalid-w3cdtf-date", "Write the date like 2026-11-20T14:05:00Z, or only 2026-11-20", "https://www.w3.org/TR/NOTE-datetime";
    INVALID_ISO8601_DATETIME: Error "invalid-iso8601-date-time", "Write the date like 2026-11-20T14:05:00Z, or only 2026-11-20", "https://www.w3.org/TR/NOTE-datetime";
    IMPLAUSIBLE_DATE: Warning "implausible-date", "Give the date of the article itself; readers hide entries of the future, or show them for ever", RFC3339;
    INVALID_FULL_LINK: Error "invalid-full-link", "Write the whole address, with its scheme", URI;
    INVALID_LINK: Error "invalid-link", "Write an address", URI;
    INVALID_IRI: Error "invalid-iri", "Write an address", IRI;
    URI_NOT_IRI: Error "uri-not-iri", "Write the address with percent escapes, and its host in punycode", URI;
    INVALID_URI_CHAR: Error "invalid-uri-char", "Write the character as a percent escape", URI;
    INVALID_URL_ATTRIBUTE: Error "invalid-url-attribute", "Write a whole address of the web, with http or https", URI;
    INVALID_URI_ATTRIBUTE: Error "invalid-uri-attribute", "Write an address", URI;
    SCHEME_NOT_IANA_REGISTERED: Warning "scheme-not-iana-registered", "Use a scheme that is registered; for ids that are no addresses there is tag", "https://www.iana.org/assignments/uri-schemes/uri-schemes.xhtml";
    INVALID_TAG: Error "invalid-tag", "Write it like tag:example.org,2026-11-20:name, in lower case up to the second colon", "https://www.rfc-editor.org/rfc/rfc4151#section-2.1";
    INVALID_URN: Error "invalid-urn", "Write it like urn:isbn:0451450523", "https://www.rfc-editor.org/rfc/rfc8141#section-2";
    INVALID_UUID: Error "invalid-uuid", "Write it like urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "https://www.rfc-editor.org/rfc/rfc9562#section-4";
    NON_CANONICAL_URI: Warning "non-canonical-uri", "Write the id in its normal form: readers compare ids character by character", "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6.1";
    INVALID_ADDR_SPEC: Error "invalid-addr-spec", "Write an e-mail address like a@example.org, and nothing else", PERSON;
    INVALID_CONTACT: Error "invalid-contact", "Write it like a@example.org (Name); a name alone goes into dc:creator", EMAIL;
    EMAIL_FORMAT: Warning "email-format", "Write it like a@example.org (Name)", EMAIL;
    MISSING_REAL_NAME: Warning "missing-real-name", "Add the name in brackets: a@example.org (Name)", EMAIL;
    UNKNOWN_HOST: Warning "unknown-host", "Give the whole name of the host", PERSON;
    INVALID_LANGUAGE: Error "invalid-language", "Write the tag of the language, such as en or pt-BR", "https://www.rfc-editor.org/rfc/rfc5646#section-2.1";
    INVALID_MIME_TYPE: Error "invalid-mime-type", "Write a media type such as text/html", "https://www.rfc-editor.org/rfc/rfc4287#section-4.1.3.1";
    INVALID_MIME_ATTRIBUTE: Error "invalid-mime-attribute", "Write a media type such as audio/mpeg", "https://www.rssboard.org/rss-profile#element-channel-item-enclosure";
    INVALID_INTEGER: Error "invalid-integer", "Write a whole number", NUMBER;
    INVALID_NON_NEGATIVE_INTEGER: Error "invalid-non-negative-integer", "Write a whole number from 0 on", NUMBER;
    INVALID_POSITIVE_INTEGER: Error "invalid-positive-integer", "Write a whole number from 1 on", NUMBER;
    INVALID_INTEGER_ATTRIBUTE: Error "invalid-integer-attribute", "Write a whole number", NUMBER;
    INVALID_BOOLEAN_ATTRIBUTE: Error "invalid-boolean-attribute", "Write true or false", NUMBER;
    DUPLICATE_VALUE: Error "duplicate-value", "Give each its own value", NUMBER;
}
