//! Languages: their tags, their names, their direction.

use std::fmt;

use feedcheck::internal::is_two_letter_code;

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

/// Those that are called otherwise now (IANA's registry of subtags, `Preferred-Value`).
const RENAMED: [(&str, &str); 5] = [("iw", "he"), ("in", "id"), ("ji", "yi"), ("jw", "jv"), ("cmn", "zh")];

/// A language tag (BCP 47) in its usual case: `en`, `pt-BR`, `zh-Hant`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Box<str>);

impl Language {
    /// Reads a tag; `None` where it is not one (`English`, `en_`, `x`), or where its two letters are those of a country
    /// (`jp` for `ja`) or of nothing.
    ///
    /// ```
    /// use feedmill::internal::article::Language;
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
        let is_known = (primary.len() > 2 && primary != "zxx") || is_two_letter_code(primary);
        is_known.then(|| Self(out.into()))
    }

    /// The language of that English name, its own, or its code of three letters (ISO 639-2).
    ///
    /// ```
    /// use feedmill::internal::article::Language;
    /// assert_eq!(Language::named("english").unwrap().as_str(), "en");
    /// assert!(Language::named("Klingon").is_none());
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(tag, _)| Self((*tag).into()))
    }

    /// What the language calls itself, with its region or script where the tag says one; the tag where that is not known.
    ///
    /// ```
    /// use feedmill::internal::article::Language;
    /// assert_eq!(Language::parse("de").unwrap().name(), "Deutsch");
    /// assert_eq!(Language::parse("pt-BR").unwrap().name(), "Português (BR)");
    /// assert_eq!(Language::parse("tlh").unwrap().name(), "tlh");
    /// ```
    pub fn name(&self) -> String {
        let (primary, rest) = self.0.split_once('-').map_or((self.as_str(), None), |(tag, rest)| (tag, Some(rest)));
        let own = NAMES.iter().find(|(tag, _)| *tag == primary).and_then(|(_, names)| names.last());
        let Some(own) = own else { return self.0.to_string() };
        let mut letters = own.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let name: String = first.chain(letters).collect();
        rest.map_or(name.clone(), |rest| format!("{name} ({rest})"))
    }

    /// Whether it is a language or a variety of it: `de-AT` is of `de`.
    ///
    /// ```
    /// use feedmill::internal::article::Language;
    /// let language = |tag| Language::parse(tag).unwrap();
    /// assert!(language("de-AT").is_of(&language("de")) && language("de").is_of(&language("de")));
    /// assert!(!language("de").is_of(&language("de-AT")) && !language("deu").is_of(&language("de")));
    /// ```
    pub fn is_of(&self, other: &Self) -> bool {
        self.0.strip_prefix(other.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
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
