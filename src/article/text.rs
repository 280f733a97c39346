//! Text that may be published: which characters are legal, how a line is made of what was read, what markup says.

mod inert;

use std::borrow::Cow;
use std::fmt;

use icu_properties::props::BidiClass;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

pub use inert::{inert, names_attribute, names_character, opens_tag};

/// Windows-1252 for the code points U+0080 to U+009F, which nobody means when they stand in a text; `\0` is undefined.
/// The WHATWG rule for numeric character references (HTML §13.2.5.80) repairs them in the same way.
const C1: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“', '”', '•',
    '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// Whether XML 1.0 (§2.2, Char), HTML and every validator tried accept the character as it stands.
///
/// Beyond XML's own rule: no C1 controls, no U+FFFD (a sign of bad decoding), no noncharacters, no U+2028 and U+2029,
/// at which programs that read by lines break a line, and no byte order mark, which parsers swallow at a beginning.
pub fn is_legal(c: char) -> bool {
    match c {
        '\u{2028}' | '\u{2029}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' => false,
        '\t' | '\n' | ' '..='~' | '\u{A0}'..='\u{FFFC}' => true,
        '\u{10000}'.. => u32::from(c) & 0xFFFE != 0xFFFE,
        _ => false,
    }
}

/// Whether a text may hold an illegal character: a scan that never misses one and runs at memory speed.
pub fn is_suspicious(text: &[u8]) -> bool {
    text.chunks(64).any(|chunk| {
        // No branch in the loop, so that it is vectorised.
        chunk.iter().fold(false, |found, &b| {
            found | ((b < 0x20) & (b != b'\n') & (b != b'\t')) | (b == 0x7F) | (b == 0xC2) | (b >= 0xEF)
        })
    }) || [b"\xE2\x80\xA8", b"\xE2\x80\xA9"].iter().any(|separator| memchr::memmem::find(text, *separator).is_some())
}

/// The text without characters that may not be published; borrowed where there is nothing to mend.
///
/// Line ends (U+2028 and U+2029 among them) become `\n`, C1 controls the characters that Windows-1252 has in their places;
/// all else that is not legal is removed.
///
/// ```
/// use feedmill::article::text::clean;
/// assert_eq!(clean("a\u{0}b\r\nc\u{96}d\u{FFFD}"), "ab\nc–d");
/// assert!(matches!(clean("naïve"), std::borrow::Cow::Borrowed(_)));
/// ```
pub fn clean(text: &str) -> Cow<'_, str> {
    if !is_suspicious(text.as_bytes()) || text.chars().all(is_legal) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{2028}' => out.push('\n'),
            '\u{2029}' => out.push_str("\n\n"),
            '\u{80}'..='\u{9F}' => out.extend(Some(C1[c as usize - 0x80]).filter(|&c| c != '\0')),
            c if is_legal(c) => out.push(c),
            _ => {}
        }
    }
    Cow::Owned(out)
}

/// Whether [`clean`] would lose or mend anything but line ends: a sign of a wrong encoding that is worth a warning.
pub fn is_damaged(text: &str) -> bool {
    is_suspicious(text.as_bytes())
        && text.chars().any(|c| !is_legal(c) && !matches!(c, '\r' | '\u{2028}' | '\u{2029}' | '\u{FEFF}'))
}

/// A clean text on one line, every run of white space one space, none at the ends.
///
/// ```
/// use feedmill::article::text::one_line;
/// assert_eq!(one_line("  Tide\u{A0}table\n\t2026 "), "Tide table 2026");
/// ```
pub fn one_line(text: &str) -> String {
    let text = clean(text);
    line_start(&text, text.len())
}

/// The beginning of a clean text on one line: whole words, up to the one that reaches `bytes`.
pub fn line_start(text: &str, bytes: usize) -> String {
    let mut out = String::with_capacity(text.len().min(bytes));
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if out.len() >= bytes {
            break;
        }
    }
    out
}

/// Elements whose tags end a word.
#[rustfmt::skip]
pub const BLOCKS: &[&str] = &[
    "address", "article", "aside", "audio", "blockquote", "br", "caption", "center", "dd", "details", "div", "dl",
    "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "img", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", "video",
];

/// Elements whose tags stand inside of words and sentences, or hold no text.
#[rustfmt::skip]
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "body", "cite", "code", "del", "dfn", "em", "font", "head", "html", "i",
    "iframe", "input", "ins", "kbd", "link", "mark", "meta", "object", "q", "rp", "rt", "ruby", "s", "samp", "script",
    "small", "span", "strike", "strong", "style", "sub", "sup", "svg", "time", "tt", "u", "var", "wbr",
];

/// What a text that may hold HTML says: tags of known elements taken out, character references decoded once. Linear.
/// `Vec<T>` and `a < b` are text.
///
/// `script` and `style` go with what they contain, if they end.
///
/// ```
/// use feedmill::article::text::from_markup;
/// assert_eq!(from_markup("Fish &amp; <b>chips</b>"), "Fish & chips");
/// assert_eq!(from_markup("Vec<T> where a < b"), "Vec<T> where a < b");
/// assert_eq!(from_markup("Why `<b>` is <b>bold</b>"), "Why `<b>` is bold");
/// assert_eq!(from_markup("Tides<style>p {}</style> of May"), "Tides of May");
/// ```
pub fn from_markup(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    if memchr::memchr2(b'<', b'&', bytes).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut may_end = true;
    while let Some(start) = memchr::memchr2(b'<', b'`', rest.as_bytes()) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        // What stands between backticks is code, and means itself.
        if rest.starts_with('`') {
            let length = rest[1..].find('`').filter(|end| !rest[1..=*end].contains('\n')).map_or(1, |end| end + 2);
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        } else if let Some((name, length)) = tag(rest) {
            if BLOCKS.contains(&name.as_str()) {
                out.push(' ');
            }
            let is_raw = matches!(name.as_str(), "script" | "style") && !rest.starts_with("</");
            rest = &rest[length..];
            if is_raw && may_end {
                // A text of many that do not end is looked through once.
                let end = memchr::memchr_iter(b'<', rest.as_bytes())
                    .find(|at| tag(&rest[*at..]).is_some_and(|(end, _)| end == name && rest[*at..].starts_with("</")));
                may_end = end.is_some();
                rest = &rest[end.unwrap_or(0)..];
            }
        } else {
            out.push('<');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(htmlize::unescape(out).into_owned())
}

/// Whether a text has a tag of a known element: then it is HTML.
///
/// ```
/// use feedmill::article::text::has_markup;
/// assert!(has_markup("Fish <b>and chips"));
/// assert!(!has_markup("Vec<T> where a < b"));
/// ```
pub fn has_markup(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| tag(&text[at..]).is_some())
}

/// Whether a text has a tag of an element that ends a paragraph.
pub fn has_block(text: &str) -> bool {
    let mut tags = memchr::memchr_iter(b'<', text.as_bytes()).filter_map(|at| tag(&text[at..]));
    tags.any(|(name, _)| BLOCKS.contains(&name.as_str()) && name != "img")
}

/// The known element at the start of `text` (which begins with `<`), and the length of its tag.
fn tag(text: &str) -> Option<(String, usize)> {
    /// Longer than any tag that a title holds; keeps a text of many `<` linear.
    const LONGEST: usize = 2_048;
    let bytes = &text.as_bytes()[..text.len().min(LONGEST)];
    if bytes.starts_with(b"<!--") {
        let end = memchr::memmem::find(bytes, b"-->")?;
        return Some(("!".to_owned(), end + 3));
    }
    let start = 1 + usize::from(bytes.get(1) == Some(&b'/'));
    let length = bytes[start..].iter().take_while(|b| b.is_ascii_alphanumeric()).take(12).count();
    let name = std::str::from_utf8(&bytes[start..start + length]).ok()?.to_ascii_lowercase();
    let is_known = BLOCKS.contains(&name.as_str()) || INLINE.contains(&name.as_str());
    if !is_known || !matches!(bytes.get(start + length)?, b' ' | b'/' | b'>' | b'\n' | b'\t') {
        return None;
    }
    let end = memchr::memchr(b'>', bytes)?;
    Some((name, end + 1))
}

/// Writes a text as HTML: `&`, `<` and `>` escaped (HTML §13.1.2.1).
pub fn push_html(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'&', b'<', b'>', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&gt;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Whether a text runs from right to left: its first letter that has a direction does (UAX #9, P2 and P3).
///
/// ```
/// use feedmill::article::text::is_right_to_left;
/// assert!(is_right_to_left("«أخبار» Linux"));
/// assert!(!is_right_to_left("3 News: أخبار"));
/// ```
pub fn is_right_to_left(text: &str) -> bool {
    const CLASSES: CodePointMapDataBorrowed<'static, BidiClass> = CodePointMapData::<BidiClass>::new();
    let directed = [BidiClass::LeftToRight, BidiClass::RightToLeft, BidiClass::ArabicLetter];
    let first = text.chars().map(|c| CLASSES.get(c)).find(|class| directed.contains(class));
    first.is_some_and(|class| class != BidiClass::LeftToRight)
}

/// Languages with their codes of three letters (ISO 639-2), English names and, last, their own names.
#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("ar", &["ara", "arabic", "العربية"]), ("bg", &["bul", "bulgarian", "български"]), ("bn", &["ben", "bengali", "বাংলা"]),
    ("ca", &["cat", "catalan", "català"]), ("cs", &["ces", "czech", "čeština"]), ("da", &["dan", "danish", "dansk"]),
    ("de", &["deu", "german", "deutsch"]), ("el", &["ell", "greek", "ελληνικά"]), ("en", &["eng", "english"]),
    ("es", &["spa", "spanish", "castellano", "español"]), ("et", &["est", "estonian", "eesti"]), ("fa", &["fas", "persian", "farsi", "فارسی"]),
    ("fi", &["fin", "finnish", "suomi"]), ("fr", &["fra", "french", "français"]), ("he", &["heb", "hebrew", "עברית"]),
    ("hi", &["hin", "hindi", "हिन्दी"]), ("hr", &["hrv", "croatian", "hrvatski"]), ("hu", &["hun", "hungarian", "magyar"]),
    ("id", &["ind", "indonesian", "bahasa indonesia"]), ("it", &["ita", "italian", "italiano"]), ("ja", &["jpn", "japanese", "日本語"]),
    ("ko", &["kor", "korean", "한국어"]), ("lt", &["lit", "lithuanian", "lietuvių"]), ("lv", &["lav", "latvian", "latviešu"]),
    ("ms", &["msa", "malay", "bahasa melayu"]), ("nb", &["nor", "norwegian", "bokmål", "norsk"]), ("nl", &["nld", "dutch", "nederlands"]),
    ("pl", &["pol", "polish", "polski"]), ("pt", &["por", "portuguese", "português"]), ("ro", &["ron", "romanian", "română"]),
    ("ru", &["rus", "russian", "русский"]), ("sk", &["slk", "slovak", "slovenčina"]), ("sl", &["slv", "slovenian", "slovenščina"]),
    ("sr", &["srp", "serbian", "српски"]), ("sv", &["swe", "swedish", "svenska"]), ("ta", &["tam", "tamil", "தமிழ்"]),
    ("th", &["tha", "thai", "ไทย"]), ("tr", &["tur", "turkish", "türkçe"]), ("uk", &["ukr", "ukrainian", "українська"]),
    ("ur", &["urd", "urdu", "اردو"]), ("vi", &["vie", "vietnamese", "tiếng việt"]), ("zh", &["zho", "chinese", "mandarin", "中文"]),
];

/// The languages of two letters (ISO 639-1).
const ISO_639_1: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de \
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it \
    iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd \
    ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su \
    sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu sh mo";

/// Those that are called otherwise now (IANA's registry of subtags, `Preferred-Value`).
const RENAMED: [(&str, &str); 5] = [("iw", "he"), ("in", "id"), ("ji", "yi"), ("jw", "jv"), ("cmn", "zh")];

/// A language tag (BCP 47) in its usual case: `en`, `pt-BR`, `zh-Hant`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

impl Language {
    /// Reads a tag; `None` where it is not one (`English`, `en_`, `x`), or where its two letters are those of a country
    /// (`jp` for `ja`) or of nothing.
    ///
    /// ```
    /// use feedmill::article::Language;
    /// assert_eq!(Language::parse("EN_us").unwrap().as_str(), "en-US");
    /// assert!(Language::parse("English").is_none() && Language::parse("cn").is_none());
    /// ```
    pub fn parse(tag: &str) -> Option<Self> {
        let mut out = String::with_capacity(tag.len());
        for (n, part) in tag.trim().split(['-', '_']).enumerate() {
            let letters = part.bytes().all(|b| b.is_ascii_alphabetic());
            let legal = if n == 0 { letters && matches!(part.len(), 2..=3) } else { matches!(part.len(), 1..=8) };
            if !legal || !part.bytes().all(|b| b.is_ascii_alphanumeric()) || out.len() > 35 {
                return None;
            }
            if n > 0 {
                out.push('-');
            }
            match (n, part.len()) {
                (1.., 2) => out.push_str(&part.to_ascii_uppercase()),
                (1.., 4) if letters => {
                    out.push_str(&part[..1].to_ascii_uppercase());
                    out.push_str(&part[1..].to_ascii_lowercase());
                }
                _ => out.push_str(&part.to_ascii_lowercase()),
            }
        }
        if let Some((old, new)) = RENAMED.iter().find(|(old, _)| out.split('-').next() == Some(old)) {
            out.replace_range(..old.len(), new);
        }
        let primary = out.split('-').next().unwrap_or_default();
        // The tag of what is in no language.
        let is_known = (primary.len() > 2 && primary != "zxx") || ISO_639_1.split(' ').any(|known| known == primary);
        is_known.then_some(Self(out))
    }

    /// The language of that English name, its own, or its code of three letters (ISO 639-2).
    ///
    /// ```
    /// use feedmill::article::Language;
    /// assert_eq!(Language::named("english").unwrap().as_str(), "en");
    /// assert!(Language::named("Klingon").is_none());
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(tag, _)| Self((*tag).to_owned()))
    }

    /// What the language calls itself, with its region or script where the tag says one; the tag where that is not known.
    ///
    /// ```
    /// use feedmill::article::Language;
    /// assert_eq!(Language::parse("de").unwrap().name(), "Deutsch");
    /// assert_eq!(Language::parse("pt-BR").unwrap().name(), "Português (BR)");
    /// assert_eq!(Language::parse("tlh").unwrap().name(), "tlh");
    /// ```
    pub fn name(&self) -> String {
        let (primary, rest) = self.0.split_once('-').map_or((self.0.as_str(), None), |(tag, rest)| (tag, Some(rest)));
        let own = NAMES.iter().find(|(tag, _)| *tag == primary).and_then(|(_, names)| names.last());
        let Some(own) = own else { return self.0.clone() };
        let mut letters = own.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let name: String = first.chain(letters).collect();
        rest.map_or(name.clone(), |rest| format!("{name} ({rest})"))
    }

    /// The tag as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value of HTML's `dir` for a text in this language.
    pub fn direction(&self) -> &'static str {
        let primary = self.0.split('-').next().unwrap_or_default();
        match primary {
            "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi" => "rtl",
            _ => "ltr",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
