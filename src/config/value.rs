//! Values that are checked when they are read, in the file and on the command line alike.

mod count;
mod filter;
mod formats;
mod listed;
#[macro_use]
mod checked;
mod wanted;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use encoding_rs::Encoding;
use serde::Deserialize;

use crate::article::permalink::Pattern;
use crate::article::text::{inert, one_line};
use crate::article::{Aliases, Language, Precision, Term, TermKey, WebUrl};
use crate::feed::Taxonomy;
use crate::load::{Field, INPUT_FORMATS, InputFormat};
use crate::normalise::DateOptions;
use crate::normalise::date::{self, DateOrder};
use crate::render::redirects::{REDIRECT_FORMATS, RedirectFormat};
use crate::render::{OUTPUT_FORMATS, OutputFormat};
use crate::select::archive::Closing;
use crate::select::rules::TermRef;
use crate::zone;
pub use count::Count;
use feedcheck::internal::nearest;
pub use filter::FilterTable;
pub use formats::Formats;
pub use listed::Listed;
pub use wanted::{Name, SinceValue, TermNames, TextPattern, Word};

/// The encodings among which the nearest name is suggested.
const ENCODINGS: &[&str] = &[
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-5",
    "iso-8859-7",
    "iso-8859-9",
    "iso-8859-15",
    "latin1",
    "koi8-r",
    "koi8-u",
    "macintosh",
    "ibm866",
    "gbk",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "iso-2022-jp",
];

/// The message for an unknown word: `unknown X "y"; did you mean "z"? (known: …)`.
fn unknown<'k>(what: &str, word: &str, known: impl IntoIterator<Item = &'k str> + Clone, list: bool) -> String {
    let mut message = format!("unknown {what} \"{word}\"");
    if let Some(near) = nearest(word, known.clone()) {
        message.extend(["; did you mean \"", near, "\"?"]);
    }
    if list {
        message.extend([" (known: ", &known.into_iter().collect::<Vec<_>>().join(", "), ")"]);
    }
    message
}

fn taxonomy(name: &str, known: &[Taxonomy]) -> Result<Taxonomy, String> {
    let found = Taxonomy::named(name).filter(|taxonomy| known.contains(taxonomy));
    found.ok_or_else(|| unknown("taxonomy", name, known.iter().map(|taxonomy| taxonomy.name()), true))
}

value!(
    /// A time zone: a place of the IANA database, or an offset from UTC.
    Zone(zone::Zone),
    |text| zone::Zone::named(text).ok_or_else(|| {
        let message = unknown("time zone", text, zone::Zone::names(), false);
        // A text that begins with a sign was to be an offset, not the name of a place.
        let is_named = message.contains("did you mean") && !text.trim_start().starts_with(['+', '-']);
        if is_named { message } else { format!("{message}; it should look like Europe/Prague or +02:00") }
    })
);
value!(
    /// The address at which the output folder is served.
    BaseUrl(WebUrl),
    |text| {
        let url = WebUrl::parse(text).filter(|url| !url.as_str().contains(['?', '#']));
        let url = url.ok_or_else(|| format!("\"{text}\" is no base URL; it should look like https://example.org/feeds/"))?;
        // Of several slashes at the end one is meant.
        WebUrl::parse(&format!("{}/", url.as_str().trim_end_matches('/'))).ok_or_else(|| format!("\"{text}\" is no base URL"))
    }
);
value!(
    /// A feed format by its name.
    Format(&'static OutputFormat),
    |text| OutputFormat::named(text).ok_or_else(|| unknown("format", text, OUTPUT_FORMATS.iter().map(|format| format.name), true))
);
value!(
    /// An input format by its name.
    Reader(&'static InputFormat),
    |text| InputFormat::named(text).ok_or_else(|| unknown("input format", text, INPUT_FORMATS.iter().map(|format| format.name), true))
);
value!(
    /// An encoding by one of its names (<https://encoding.spec.whatwg.org/#names-and-labels>).
    Charset(&'static Encoding),
    |text| Encoding::for_label_no_replacement(text.as_bytes()).ok_or_else(|| {
        let message = unknown("encoding", text, ENCODINGS.iter().copied(), false);
        if message.contains("did you mean") { message } else { format!("{message}; it should look like windows-1251") }
    })
);
value!(
    /// A taxonomy by its name.
    Group(Taxonomy),
    |text| taxonomy(text, Taxonomy::CHOICES)
);
value!(
    /// An address on the web.
    Address(WebUrl),
    |text| WebUrl::parse(text).ok_or_else(|| format!("\"{text}\" is no address; it should look like https://example.org/icon.png"))
);
value!(
    /// A term with its taxonomy: `tag/rust`.
    TermName(TermRef),
    |text| {
        let (of, name) = text.split_once('/').ok_or_else(|| format!("\"{text}\" is no term; it should look like tag/rust"))?;
        let taxonomy = taxonomy(of.trim(), Taxonomy::CHOICES)?;
        // A language is written as in its tag, and named as its feed is.
        let key = match taxonomy {
            Taxonomy::Language => Language::parse(name).map(|language| TermKey::fold(language.as_str())),
            _ => Term::new(name).map(|term| term.key.clone()),
        };
        key.map(|key| (taxonomy, key)).ok_or_else(|| format!("\"{text}\" names no {}", taxonomy.name()))
    }
);
value!(
    /// A pattern of addresses: `https://tide.example/{year}/{slug}/`.
    AddressPattern(Pattern),
    |text| {
        let pattern = Pattern::of_braces(text)?;
        let begins = text.starts_with("https://") || text.starts_with("http://");
        let host = text.split('/').nth(2).unwrap_or_default();
        let is_address = begins && !host.is_empty() && (host.contains('{') || WebUrl::parse(&format!("https://{host}/")).is_some());
        if !is_address {
            return Err(format!("\"{text}\" is no pattern of addresses; it should look like https://example.org/{{year}}/{{slug}}/"));
        }
        if pattern.is_fixed() {
            return Err(format!("\"{text}\" is one address for all articles; a pattern has placeholders such as {{slug}}"));
        }
        Ok(pattern)
    }
);
value!(
    /// A moment: RFC 3339, or a day (its first instant in UTC).
    Moment(DateTime<Utc>),
    |text| {
        let options = DateOptions { zone: zone::Zone::UTC, order: DateOrder::DayMonth, captured: DateTime::UNIX_EPOCH, serials: false, utc_timestamps: false };
        let found = date::read_with_guess(text, &options);
        let found = found.filter(|(found, guess)| found.precision < Precision::Approximate && guess.is_none());
        found.map(|(found, _)| found.at).ok_or_else(|| format!("\"{text}\" is no time; it should look like 2026-07-18T12:00:00Z"))
    }
);
value!(
    /// A web server by its name.
    Server(&'static RedirectFormat),
    |text| RedirectFormat::named(text).ok_or_else(|| unknown("server", text, REDIRECT_FORMATS.iter().map(|format| format.name), true))
);
value!(
    /// A language tag.
    LanguageArg(Language),
    |text| Language::parse(text).ok_or_else(|| format!("\"{text}\" is no language tag; it should look like en or pt-BR"))
);

/// A text of the configuration on one line and without markup; `None` if it is empty.
pub(super) fn line(text: Option<String>) -> Option<String> {
    text.map(|text| inert(&one_line(&text)).into_owned()).filter(|line| !line.is_empty())
}

/// One value or a list of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "one text, or a list of texts")]
pub enum OneOrMany<T> {
    /// One.
    One(T),
    /// A list.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// All of them.
    pub fn into_vec(self) -> Vec<T> {
        match self {
            Self::One(value) => vec![value],
            Self::Many(values) => values,
        }
    }
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

/// Terms with their other names: no name stands for two.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "BTreeMap<String, Vec<String>>")]
pub struct AliasTable(pub Aliases);

impl TryFrom<BTreeMap<String, Vec<String>>> for AliasTable {
    type Error = String;
    fn try_from(table: BTreeMap<String, Vec<String>>) -> Result<Self, String> {
        let table = table.iter().map(|(name, others)| (name.as_str(), others.iter().map(String::as_str).collect()));
        Aliases::new(table).map(Self)
    }
}

/// Fields, each with the names that stand for it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "BTreeMap<String, OneOrMany<String>>")]
pub struct FieldTable(pub BTreeMap<Field, Vec<String>>);

impl TryFrom<BTreeMap<String, OneOrMany<String>>> for FieldTable {
    type Error = String;
    fn try_from(table: BTreeMap<String, OneOrMany<String>>) -> Result<Self, String> {
        let named = |(name, paths): (String, OneOrMany<String>)| {
            let field = Field::ALL.iter().copied().find(|field| field.name() == name);
            let field =
                field.ok_or_else(|| unknown("field", &name, Field::ALL.iter().map(|field| field.name()), true))?;
            let paths = paths.into_vec();
            match paths.iter().find(|path| path.split('.').any(|part| part.trim().is_empty())) {
                Some(path) => Err(format!("\"{path}\" is no name; it should look like title or headline.main")),
                None => Ok((field, paths)),
            }
        };
        table.into_iter().map(named).collect::<Result<_, _>>().map(Self)
    }
}

/// Paths to lists of a document: `response.docs`, `sections.*.stories`; one or several.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "OneOrMany<String>")]
pub struct Paths(pub Vec<String>);

impl TryFrom<OneOrMany<String>> for Paths {
    type Error = String;
    fn try_from(paths: OneOrMany<String>) -> Result<Self, String> {
        let paths = paths.into_vec();
        let is_empty = |path: &&String| path.split('.').any(|part| part.trim().is_empty());
        match paths.iter().find(is_empty) {
            Some(path) => {
                Err(format!("\"{path}\" is no path; it should look like response.docs or sections.*.stories"))
            }
            None => Ok(Self(paths)),
        }
    }
}

/// A number of bytes: `2000000`, or `"2 MB"` (of 1024 times 1024 bytes, as with `MiB`).
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "SizeForm")]
pub struct Size(pub usize);

#[derive(Deserialize)]
#[serde(untagged, expecting = "a number of bytes, or a size such as \"16 MB\"")]
enum SizeForm {
    Bytes(u64),
    Text(String),
}

impl TryFrom<SizeForm> for Size {
    type Error = String;
    fn try_from(form: SizeForm) -> Result<Self, String> {
        const UNITS: &[(&str, u64)] = &[
            ("", 1),
            ("b", 1),
            ("kb", 1 << 10),
            ("kib", 1 << 10),
            ("mb", 1 << 20),
            ("mib", 1 << 20),
            ("gb", 1 << 30),
            ("gib", 1 << 30),
        ];
        let bytes = match &form {
            SizeForm::Bytes(bytes) => Some(*bytes),
            SizeForm::Text(text) => {
                let text = text.trim();
                let digits = text.bytes().take_while(u8::is_ascii_digit).count();
                let unit = text[digits..].trim().to_ascii_lowercase();
                let unit = UNITS.iter().find(|(name, _)| *name == unit);
                unit.and_then(|(_, unit)| text[..digits].parse::<u64>().ok()?.checked_mul(*unit))
            }
        };
        let bytes = bytes.filter(|bytes| *bytes > 0).and_then(|bytes| usize::try_from(bytes).ok());
        bytes.map(Self).ok_or_else(|| "no size; it should look like 2000000 or \"16 MB\"".to_owned())
    }
}

/// A depth of nesting: 1 to 1,000, beyond which parsers run out of stack.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "u64")]
pub struct Depth(pub usize);

impl TryFrom<u64> for Depth {
    type Error = String;
    fn try_from(depth: u64) -> Result<Self, String> {
        let depth = usize::try_from(depth).ok().filter(|depth| (1..=1_000).contains(depth));
        depth.map(Self).ok_or_else(|| "a depth is a number from 1 to 1000".to_owned())
    }
}

/// `archives = true`: a document for each month that is over; `archives = 100`: one for each hundred entries.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "ArchivesForm")]
pub struct Archives(pub Option<Closing>);

impl Archives {
    /// A document for each month.
    pub const MONTHS: Self = Self(Some(Closing::Months));
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "true, false, or the number of entries of an archive document")]
enum ArchivesForm {
    Switch(bool),
    Count(u64),
}

impl TryFrom<ArchivesForm> for Archives {
    type Error = String;
    fn try_from(form: ArchivesForm) -> Result<Self, String> {
        match form {
            ArchivesForm::Switch(on) => Ok(if on { Self::MONTHS } else { Self(None) }),
            ArchivesForm::Count(count) => usize::try_from(count)
                .ok()
                .filter(|count| (10..=1_000).contains(count))
                .map(|count| Self(Some(Closing::Entries(count))))
                .ok_or_else(|| "an archive document holds 10 to 1000 entries".to_owned()),
        }
    }
}
