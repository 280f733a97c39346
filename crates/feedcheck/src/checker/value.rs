//! Values of elements and attributes: which rule a text breaks.

use super::{Checker, Subject};
use crate::fault;
use crate::html;
use crate::rule::Rule;
use crate::rule::extension::{INTEGER_OVERFLOW, INVALID_FLOAT, INVALID_FLOAT_UNIT, TOO_LONG};
use crate::rule::html::{CHARACTER_DATA, CONTAINS_HTML, CONTAINS_UNDECLARED_HTML};
use crate::rule::value as rules;
use crate::schema::value::Value;
use crate::value::{date, email, is_media_type, language, number, uri};

impl<'d> Checker<'_, 'd> {
    /// Holds a text against what it has to be.
    pub(crate) fn value(&mut self, value: Value, raw: &str, subject: Subject<'d>) {
        // Blank space around an attribute is a part of it.
        let text = if subject.attribute.is_some() { raw } else { raw.trim() };
        match value {
            Value::NotBlank => self.need(!text.trim().is_empty(), &rules::NOT_BLANK, subject, || "is empty".to_owned()),
            Value::AttributeNotBlank => {
                self.need(!text.trim().is_empty(), &rules::ATTR_NOT_BLANK, subject, || "is empty".to_owned());
            }
            Value::Plain => self.plain(&CONTAINS_HTML, text, subject),
            Value::Undeclared => self.plain(&CONTAINS_UNDECLARED_HTML, text, subject),
            Value::Html => self.html(subject.node, raw),
            Value::NoSpace => self.need(raw.trim().len() == raw.len(), &rules::UNEXPECTED_WHITESPACE, subject, || {
                "has blank space around its value".to_owned()
            }),
            Value::Rfc822 => self.rfc822(text, subject),
            Value::Rfc3339 => match date::rfc3339(text) {
                Err(reason) => {
                    self.report(&rules::INVALID_RFC3339_DATE, subject, &format!("is no date of Atom: {reason}"));
                }
                Ok(at) if date::is_implausible(at, self.options.now) => self.implausible(subject, text),
                Ok(_) => {}
            },
            Value::W3cdtf => {
                let is_one = date::is_w3cdtf(text);
                let what = || format!("is no date of the W3C's profile: \"{text}\"");
                self.need(is_one, &rules::INVALID_W3CDTF_DATE, subject, what);
                self.plausible_day(subject, text, is_one);
            }
            Value::Iso8601(is_bounded) => {
                let is_one = date::is_iso8601(text);
                let what = || format!("is no date of ISO 8601: \"{text}\"");
                self.need(is_one, &rules::INVALID_ISO8601_DATETIME, subject, what);
                self.plausible_day(subject, text, is_one && is_bounded);
            }
            Value::Uri => self.uri(&rules::INVALID_FULL_LINK, uri::absolute(text), text, subject),
            Value::UriReference => self.uri(&rules::INVALID_LINK, uri::reference(text), text, subject),
            Value::Iri => self.uri(&rules::INVALID_IRI, uri::iri_reference(text), text, subject),
            Value::WebUrl => self.need(uri::is_web(text), &rules::INVALID_URL_ATTRIBUTE, subject, || {
                format!("is no address of the web: \"{text}\"")
            }),
            Value::Canonical => self.canonical(raw, text, subject),
            Value::AddrSpec => self.address(&rules::INVALID_ADDR_SPEC, text, subject),
            Value::Email => {
                self.plain(&CONTAINS_HTML, text, subject);
                self.address(&rules::INVALID_CONTACT, email::bare(text), subject);
            }
            Value::EmailWithName => self.email_with_name(text, subject),
            Value::Language => self.need(language::is_language(text), &rules::INVALID_LANGUAGE, subject, || {
                format!("is no tag of a language: \"{text}\"")
            }),
            Value::MediaType(rule) => {
                self.need(is_media_type(text), rule, subject, || format!("is no media type: \"{text}\""));
            }
            Value::Integer | Value::NonNegative | Value::Positive | Value::Positive31 => {
                self.number(value, text, subject);
            }
            Value::Float => self
                .need(number::is_decimal(text, false), &INVALID_FLOAT, subject, || format!("is no number: \"{text}\"")),
            Value::Decimal => self.need(number::is_decimal(text, true), &INVALID_FLOAT_UNIT, subject, || {
                format!("is no number: \"{text}\"")
            }),
            Value::Angle(limit, rule) => self.need(number::is_angle(text, limit), rule, subject, || {
                format!("is no number from -{limit} to {limit}: \"{text}\"")
            }),
            Value::OneOf(words, rule) => {
                self.need(words.contains(&text), rule, subject, || none_of(words, text));
            }
            Value::OneOfAnyCase(words, rule) => {
                let is_one = words.iter().any(|word| word.eq_ignore_ascii_case(raw));
                self.need(is_one, rule, subject, || none_of(words, raw));
            }
            Value::AtMost(most) => {
                let length = text.chars().count();
                self.need(length <= most, &TOO_LONG, subject, || format!("has {length} characters; {most} are shown"));
            }
            Value::Test(test, rule, what) => self.need(test(text), rule, subject, || what.to_owned()),
        }
    }

    /// Adds a finding unless something is right.
    fn need(&mut self, is_right: bool, rule: &'static Rule, subject: Subject<'d>, what: impl FnOnce() -> String) {
        if !is_right {
            self.report(rule, subject, &what());
        }
    }

    /// An id is a URI in its normal form.
    fn canonical(&mut self, raw: &str, text: &str, subject: Subject<'d>) {
        let result = match uri::absolute(text) {
            Err(uri::Fault::Iri) => Ok(()),
            other => other,
        };
        let is_uri = result.is_ok();
        self.uri(&rules::INVALID_FULL_LINK, result, text, subject);
        let form = uri::canonical(text);
        self.need(!is_uri || form.as_deref() == Some(raw), &rules::NON_CANONICAL_URI, subject, || match form {
            Some(form) => format!("has another normal form: \"{form}\""),
            None => "has no normal form".to_owned(),
        });
    }

    fn number(&mut self, value: Value, text: &str, subject: Subject<'d>) {
        let number = number::integer(text);
        let (rule, least, what): (&'static Rule, i64, &str) = match value {
            Value::Integer => (&rules::INVALID_INTEGER, i64::MIN, "a whole number"),
            Value::NonNegative => (&rules::INVALID_NON_NEGATIVE_INTEGER, 0, "a whole number from 0 on"),
            _ => (&rules::INVALID_POSITIVE_INTEGER, 1, "a whole number from 1 on"),
        };
        match number {
            Some(number) if matches!(value, Value::Positive31) && number > i64::from(i32::MAX) => {
                self.report(&INTEGER_OVERFLOW, subject, &format!("is larger than {}", i32::MAX));
            }
            Some(number) if number >= least => {}
            _ => self.report(rule, subject, &format!("is not {what}: \"{text}\"")),
        }
    }

    fn rfc822(&mut self, text: &str, subject: Subject<'d>) {
        if let Err((rule, what)) = fault::rss_date(text, self.options.now) {
            self.report(rule, subject, &what);
        }
    }

    fn implausible(&mut self, subject: Subject<'d>, text: &str) {
        self.report(&rules::IMPLAUSIBLE_DATE, subject, &format!("is in the future or before there were feeds: {text}"));
    }

    /// A date whose day is in the future, or before there were feeds.
    fn plausible_day(&mut self, subject: Subject<'d>, text: &str, is_date: bool) {
        let tomorrow = (self.options.now + chrono::TimeDelta::days(1)).format("%Y-%m-%dT%H:%M:%SZ").to_string();
        if is_date && (text < "1990" || text > tomorrow.as_str()) {
            self.implausible(subject, text);
        }
    }

    /// Says what is wrong with an address; `rule` is broken where none is more exact.
    pub(crate) fn uri(
        &mut self,
        rule: &'static Rule,
        result: Result<(), uri::Fault>,
        text: &str,
        subject: Subject<'d>,
    ) {
        let Err(fault) = result else { return };
        let (rule, what) = fault::tell(fault, text, rule);
        self.report(rule, subject, &what);
    }

    fn address(&mut self, rule: &'static Rule, text: &str, subject: Subject<'d>) {
        match email::classify(text) {
            email::Address::Whole => {}
            email::Address::Local => self.report(&rules::UNKNOWN_HOST, subject, "names a host that nobody else knows"),
            email::Address::No => self.report(rule, subject, &format!("is no e-mail address: \"{text}\"")),
        }
    }

    fn email_with_name(&mut self, text: &str, subject: Subject<'d>) {
        let decoded =
            percent_encoding::percent_decode_str(text.strip_prefix("mailto:").unwrap_or(text)).decode_utf8_lossy();
        if !decoded[..].contains('@') || decoded.starts_with('@') || decoded.ends_with(')') {
            self.plain(&CONTAINS_HTML, &decoded, subject);
            self.address(&rules::INVALID_CONTACT, email::bare(&decoded), subject);
        } else if decoded.contains(' ') {
            self.report(&rules::EMAIL_FORMAT, subject, "is to look like a@example.org (Name)");
        } else {
            self.report(&rules::MISSING_REAL_NAME, subject, "names nobody; it is to look like a@example.org (Name)");
        }
    }

    /// A text that is shown as it is: no tags, and no references after those of XML are put in.
    ///
    /// An ampersand or bracket that is written as a hexadecimal reference says that the text is to show it
    /// (<https://www.rssboard.org/rss-profile#data-types-characterdata>).
    pub(crate) fn plain(&mut self, rule: &'static Rule, text: &str, subject: Subject<'d>) {
        if memchr::memchr2(b'<', b'&', text.as_bytes()).is_none() {
            return;
        }
        let range = match subject.attribute {
            Some(attribute) => attribute.range(),
            None => subject.node.range(),
        };
        let is_meant = || self.text.get(range).is_some_and(|source| source.contains("&#x"));
        if let Some(tag) = html::end_tag(text) {
            self.report(rule, subject, &format!("is plain text, and holds the tag </{tag}>"));
        } else if let Some(reference) = html::reference(text) {
            if !is_meant() {
                self.report(rule, subject, &format!("is plain text, and holds the reference {reference}"));
            }
        } else if self.is_rss2 && looks_like_markup(text) && !is_meant() {
            self.report(&CHARACTER_DATA, subject, "may be taken for HTML");
        }
    }
}

/// The message about a text that is none of some words.
fn none_of(words: &[&str], text: &str) -> String {
    let list = if words.len() > 12 { String::new() } else { format!("; it is one of {}", words.join(", ")) };
    format!("cannot be \"{text}\"{list}")
}

/// Whether there is a `<` before a letter or slash, or a reference by number.
fn looks_like_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'<', b'&', bytes).any(|at| match (bytes[at], bytes.get(at + 1), bytes.get(at + 2)) {
        (b'<', Some(byte), _) => byte.is_ascii_alphabetic() || *byte == b'/',
        (b'&', Some(b'#'), Some(byte)) => *byte == b'x' || byte.is_ascii_digit(),
        _ => false,
    })
}
