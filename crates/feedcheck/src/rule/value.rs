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
    NOT_BLANK: Warning "not-blank",
        "Fill the element, or leave it out",
        "https://validator.w3.org/feed/docs/warning/NotBlank.html",
        why "An empty element promises something and gives nothing; a reader that trusts it shows an empty line \
            instead of its own fallback.",
        readers "Readers differ in whether they use the empty value or what they would show without the element.";
    ATTR_NOT_BLANK: Warning "attr-not-blank",
        "Fill the attribute, or leave it out",
        "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7",
        why "Programs look at whether the attribute is there, find it, and go on with an empty value.";
    UNEXPECTED_WHITESPACE: Error "unexpected-whitespace",
        "Take the blank space away: this is compared character by character",
        "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6",
        why "Two ids that differ in a line break are different ids, so an article can show up twice after a \
            harmless change of the template.",
        readers "Clients differ in whether they take the blank space away before they compare.";
    INVALID_RFC2822_DATE: Error "invalid-rfc2822-date", "Write the date like Fri, 20 Nov 2026 14:05:00 +0000", RFC822,
        why "A reader that cannot read the date takes the time of fetching, or none, and the article lands at the \
            wrong place in the list.";
    PROBLEMATICAL_RFC822_DATE: Warning "problematical-rfc822-date",
        "Write the date like Fri, 20 Nov 2026 14:05:00 +0000",
        RFC822,
        why "The date is right by the letter of an old rule that not every parser follows; where it is not \
            understood, the article is sorted wrongly.";
    INCORRECT_DOW: Error "incorrect-dow", "Name the right day of the week, or none", RFC822,
        why "Parsers that compare the day with the date refuse both. It often shows that the dates are put together \
            by hand, and that more is wrong with them.";
    INVALID_RFC3339_DATE: Error "invalid-rfc3339-date", "Write the date like 2026-11-20T14:05:00Z", RFC3339,
        why "Atom allows one form of dates, and parsers are written for it; another form leaves the entry without a \
            date, and out of order.";
    INVALID_W3CDTF_DATE: Error "invalid-w3cdtf-date",
        "Write the date like 2026-11-20T14:05:00Z, or only 2026-11-20",
        "https://www.w3.org/TR/NOTE-datetime",
        why "Programs that use the date to sort or to show an event cannot read it, and pass it over.";
    INVALID_ISO8601_DATETIME: Error "invalid-iso8601-date-time",
        "Write the date like 2026-11-20T14:05:00Z, or only 2026-11-20",
        "https://www.w3.org/TR/NOTE-datetime",
        why "Programs that put the event or the rating on a time line cannot read the date, and pass it over.";
    IMPLAUSIBLE_DATE: Warning "implausible-date",
        "Give the date of the article itself; readers hide entries of the future, or show them for ever",
        RFC3339,
        why "An article of the future stays at the top of the list for years; one from before there were feeds is \
            never seen. A wrong clock is often the cause.",
        readers "Many readers sort by date; few hide entries of the future, although RSS 2.0 expected that.";
    INVALID_FULL_LINK: Error "invalid-full-link", "Write the whole address, with its scheme", URI,
        why "Nothing says what a relative address belongs to once the feed is fetched, so people who follow it land \
            nowhere.";
    INVALID_LINK: Error "invalid-link", "Write an address", URI,
        why "A program that opens this gets an error, and people get a picture or page that does not appear.";
    INVALID_IRI: Error "invalid-iri", "Write an address", IRI,
        why "A program that opens this gets an error, and people get a link that does not work.";
    URI_NOT_IRI: Error "uri-not-iri", "Write the address with percent escapes, and its host in punycode", URI,
        why "RSS asks for addresses in ASCII. Programs that hand the address to a server as it is get an error or \
            another page.";
    INVALID_URI_CHAR: Error "invalid-uri-char", "Write the character as a percent escape", URI,
        why "Programs cut the address at the character, escape it, or refuse it; people then get different pages, \
            or none.";
    INVALID_URL_ATTRIBUTE: Error "invalid-url-attribute", "Write a whole address of the web, with http or https", URI,
        why "Players and readers load the file over the web; without http or https they have nothing to load.";
    INVALID_URI_ATTRIBUTE: Error "invalid-uri-attribute", "Write an address", URI,
        why "A program that resolves the address gets an error, and leaves out what the attribute was for.";
    SCHEME_NOT_IANA_REGISTERED: Warning "scheme-not-iana-registered",
        "Use a scheme that is registered; for ids that are no addresses there is tag",
        "https://www.iana.org/assignments/uri-schemes/uri-schemes.xhtml",
        why "No program knows what to do with the scheme; often it is a misspelt one, or a word with a colon that \
            was taken for an address.";
    INVALID_TAG: Error "invalid-tag",
        "Write it like tag:example.org,2026-11-20:name, in lower case up to the second colon",
        "https://www.rfc-editor.org/rfc/rfc4151#section-2.1",
        why "Readers use it as an id and compare it letter by letter. A form outside of the rule is easily made \
            twice for different articles, or changed by a program that tidies it.";
    INVALID_URN: Error "invalid-urn",
        "Write it like urn:isbn:0451450523",
        "https://www.rfc-editor.org/rfc/rfc8141#section-2",
        why "Programs that read the parts of a URN, such as an ISBN, find none, and ids of this kind can collide.";
    INVALID_UUID: Error "invalid-uuid",
        "Write it like urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "https://www.rfc-editor.org/rfc/rfc9562#section-4",
        why "A UUID is unique because of how it is made; a text of another form has no such promise, so two \
            articles may share it.";
    NON_CANONICAL_URI: Warning "non-canonical-uri",
        "Write the id in its normal form: readers compare ids character by character",
        "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6.1",
        why "Two programs that write the same id differently make two articles of one.",
        readers "RFC 4287 has ids compared character by character, so a reader is right to show both.";
    INVALID_ADDR_SPEC: Error "invalid-addr-spec",
        "Write an e-mail address like a@example.org, and nothing else",
        PERSON,
        why "People who want to write to the author get an address that no mail program accepts.";
    INVALID_CONTACT: Error "invalid-contact",
        "Write it like a@example.org (Name); a name alone goes into dc:creator",
        EMAIL,
        why "People who want to write to the author get an address that no mail program accepts, and readers show \
            it as the author's name.";
    EMAIL_FORMAT: Warning "email-format", "Write it like a@example.org (Name)", EMAIL,
        why "A reader that splits the element by the rule of RSS shows the address as the name, or neither.";
    MISSING_REAL_NAME: Warning "missing-real-name", "Add the name in brackets: a@example.org (Name)", EMAIL,
        why "Readers have only the address to show as the author, which is no name and draws spam.";
    UNKNOWN_HOST: Warning "unknown-host", "Give the whole name of the host", PERSON,
        why "The address works on the machine or network of whoever wrote it, and for nobody else.";
    INVALID_LANGUAGE: Error "invalid-language",
        "Write the tag of the language, such as en or pt-BR",
        "https://www.rfc-editor.org/rfc/rfc5646#section-2.1",
        why "Speech output picks the wrong voice, and a directory lists the feed under no language.";
    INVALID_MIME_TYPE: Error "invalid-mime-type",
        "Write a media type such as text/html",
        "https://www.rfc-editor.org/rfc/rfc4287#section-4.1.3.1",
        why "A program decides by the type whether it can show the thing; one that it cannot read is passed over.";
    INVALID_MIME_ATTRIBUTE: Error "invalid-mime-attribute",
        "Write a media type such as audio/mpeg",
        "https://www.rssboard.org/rss-profile#element-channel-item-enclosure",
        why "Podcast players decide by the type whether the file is sound or video, and leave out what they do not \
            recognise.";
    INVALID_INTEGER: Error "invalid-integer", "Write a whole number", NUMBER,
        why "A program that calculates with the number gets an error, and ignores it or the whole element.";
    INVALID_NON_NEGATIVE_INTEGER: Error "invalid-non-negative-integer", "Write a whole number from 0 on", NUMBER,
        why "Counts and sizes below zero mean nothing, so programs ignore the element or show nonsense.";
    INVALID_POSITIVE_INTEGER: Error "invalid-positive-integer", "Write a whole number from 1 on", NUMBER,
        why "Zero or less means nothing here, and a program that divides by it or waits for it misbehaves.";
    INVALID_INTEGER_ATTRIBUTE: Error "invalid-integer-attribute", "Write a whole number", NUMBER,
        why "A program that needs the number, such as a download's size, gets an error and does without it.";
    INVALID_BOOLEAN_ATTRIBUTE: Error "invalid-boolean-attribute", "Write true or false", NUMBER,
        why "A program that knows only true and false takes whatever it does not know for one of them, and that may \
            be the wrong one.";
    DUPLICATE_VALUE: Error "duplicate-value", "Give each its own value", NUMBER,
        why "The second one says nothing new, or hides that another value was meant. With ids, one of two articles \
            is lost.",
        readers "A reader that keeps articles by their guid shows one of the two; newsboat loses the other.";
}
