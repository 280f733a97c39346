//! Times that are counted back from a moment: `4 days ago`, `vor 3 Stunden`, `منذ ساعة`.
//!
//! Words are those of CLDR in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Swedish, Danish,
//! Norwegian, Turkish, Czech and Arabic, in full and in part as they are abbreviated.

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Seconds.
    Second,
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// How long ago something was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ago {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// How a language counts back.
struct Language {
    /// What stands before and behind the number and the unit.
    around: &'static [(&'static str, &'static str)],
    /// Words for one.
    one: &'static [&'static str],
    /// Words for a few.
    few: &'static [&'static str],
    units: &'static [(Unit, &'static [&'static str])],
}

use Unit::{Day, Hour, Minute, Month, Second, Week, Year};

#[rustfmt::skip]
const LANGUAGES: &[Language] = &[
    Language {
        around: &[("", " ago")], one: &["a", "an", "one"], few: &["a few"],
        units: &[
            (Second, &["second", "seconds", "sec", "secs"]), (Minute, &["minute", "minutes", "min", "mins"]),
            (Hour, &["hour", "hours", "hr", "hrs"]), (Day, &["day", "days"]), (Week, &["week", "weeks"]),
            (Month, &["month", "months"]), (Year, &["year", "years"]),
        ],
    },
    Language {
        around: &[("vor ", "")], one: &["einer", "einem", "eine", "ein"], few: &["wenigen", "ein paar", "einigen"],
        units: &[
            (Second, &["sekunde", "sekunden", "sek"]), (Minute, &["minute", "minuten", "min"]),
            (Hour, &["stunde", "stunden", "std"]), (Day, &["tag", "tage", "tagen"]), (Week, &["woche", "wochen"]),
            (Month, &["monat", "monate", "monaten"]), (Year, &["jahr", "jahre", "jahren"]),
        ],
    },
    Language {
        around: &[("il y a ", "")], one: &["un", "une"], few: &["quelques"],
        units: &[
            (Second, &["seconde", "secondes", "s"]), (Minute, &["minute", "minutes", "min"]),
            (Hour, &["heure", "heures", "h"]), (Day, &["jour", "jours", "j"]), (Week, &["semaine", "semaines", "sem"]),
            (Month, &["mois"]), (Year, &["an", "ans"]),
        ],
    },
    Language {
        around: &[("hace ", "")], one: &["un", "una"], few: &["unos", "unas"],
        units: &[
            (Second, &["segundo", "segundos", "s"]), (Minute, &["minuto", "minutos", "min"]),
            (Hour, &["hora", "horas", "h"]), (Day, &["día", "días", "dia", "dias"]), (Week, &["semana", "semanas"]),
            (Month, &["mes", "meses"]), (Year, &["año", "años"]),
        ],
    },
    Language {
        around: &[("", " fa")], one: &["un", "uno", "una"], few: &["pochi", "poche", "alcuni", "alcune"],
        units: &[
            (Second, &["secondo", "secondi", "s"]), (Minute, &["minuto", "minuti", "min"]), (Hour, &["ora", "ore", "h"]),
            (Day, &["giorno", "giorni", "g"]), (Week, &["settimana", "settimane"]), (Month, &["mese", "mesi"]),
            (Year, &["anno", "anni"]),
        ],
    },
    Language {
        around: &[("há ", " atrás"), ("há ", ""), ("", " atrás")], one: &["um", "uma"], few: &["alguns", "algumas"],
        units: &[
            (Second, &["segundo", "segundos"]), (Minute, &["minuto", "minutos", "min"]), (Hour, &["hora", "horas", "h"]),
            (Day, &["dia", "dias"]), (Week, &["semana", "semanas"]), (Month, &["mês", "mes", "meses"]),
            (Year, &["ano", "anos"]),
        ],
    },
    Language {
        around: &[("", " geleden")], one: &["een", "één"], few: &["enkele", "een paar"],
        units: &[
            (Second, &["seconde", "seconden", "sec"]), (Minute, &["minuut", "minuten", "min"]), (Hour, &["uur", "uren"]),
            (Day, &["dag", "dagen"]), (Week, &["week", "weken"]), (Month, &["maand", "maanden"]), (Year, &["jaar", "jaren"]),
        ],
    },
    Language {
        around: &[("", " temu")], one: &[], few: &["kilka"],
        units: &[
            (Second, &["sekundę", "sekundy", "sekund", "sek"]), (Minute, &["minutę", "minuty", "minut", "min"]),
            (Hour, &["godzinę", "godziny", "godzin", "godz"]), (Day, &["dzień", "dni"]),
            (Week, &["tydzień", "tygodnie", "tygodni"]), (Month, &["miesiąc", "miesiące", "miesięcy"]),
            (Year, &["rok", "lata", "lat"]),
        ],
    },
    Language {
        around: &[("", " назад")], one: &["один", "одну"], few: &["несколько"],
        units: &[
            (Second, &["секунду", "секунды", "секунд", "сек"]), (Minute, &["минуту", "минуты", "минут", "мин"]),
            (Hour, &["час", "часа", "часов", "ч"]), (Day, &["день", "дня", "дней", "дн"]),
            (Week, &["неделю", "недели", "недель"]), (Month, &["месяц", "месяца", "месяцев"]), (Year, &["год", "года", "лет"]),
        ],
    },
    Language {
        around: &[("för ", " sedan"), ("for ", " siden")], one: &["en", "ett", "et", "én"], few: &["några", "nogle få", "noen få"],
        units: &[
            (Second, &["sekund", "sekunder", "sek"]), (Minute, &["minut", "minuter", "minutter", "minutt", "min"]),
            (Hour, &["timme", "timmar", "tim", "time", "timer"]), (Day, &["dag", "dagar", "dage", "dager", "døgn"]),
            (Week, &["vecka", "veckor", "uge", "uger", "uke", "uker"]),
            (Month, &["månad", "månader", "måned", "måneder"]), (Year, &["år"]),
        ],
    },
    Language {
        around: &[("", " önce")], one: &["bir"], few: &["birkaç"],
        units: &[
            (Second, &["saniye", "sn"]), (Minute, &["dakika", "dk"]), (Hour, &["saat", "sa"]), (Day, &["gün"]),
            (Week, &["hafta"]), (Month, &["ay"]), (Year, &["yıl"]),
        ],
    },
    Language {
        around: &[("před ", "")], one: &["jednou", "jedním"], few: &["několika"],
        units: &[
            (Second, &["sekundou", "sekundami"]), (Minute, &["minutou", "minutami", "min"]),
            (Hour, &["hodinou", "hodinami", "h"]), (Day, &["dnem", "dny"]), (Week, &["týdnem", "týdny"]),
            (Month, &["měsícem", "měsíci"]), (Year, &["rokem", "lety", "roky"]),
        ],
    },
    Language {
        around: &[("منذ ", ""), ("قبل ", "")], one: &[], few: &["بضع", "بضعة"],
        units: &[
            (Second, &["ثانية", "ثوان", "ثواني", "لحظات"]), (Minute, &["دقيقة", "دقائق"]), (Hour, &["ساعة", "ساعات"]),
            (Day, &["يوم", "أيام", "يومًا"]), (Week, &["أسبوع", "أسابيع"]), (Month, &["شهر", "أشهر", "شهور"]),
            (Year, &["سنة", "سنوات"]),
        ],
    },
];

/// Words of Arabic for two of a unit, and what may follow a unit for one.
const TWO: &[(&str, Unit)] =
    &[("دقيقتين", Minute), ("ساعتين", Hour), ("يومين", Day), ("أسبوعين", Week), ("شهرين", Month)];
const ONE_BEHIND: &[&str] = &["واحدة", "واحد"];

/// Words that make a number less sure.
const ABOUT: &[&str] =
    &["about ", "over ", "almost ", "etwa ", "ca. ", "rund ", "über ", "environ ", "circa ", "ongeveer ", "около "];

/// Words for a moment without a number.
#[rustfmt::skip]
const WORDS: &[(Ago, &[&str])] = &[
    (
        Ago { count: 0, unit: Second },
        &["just now", "now", "gerade eben", "soeben", "jetzt", "à l'instant", "maintenant", "ahora", "adesso", "agora", "teraz",
          "только что", "сейчас", "şimdi", "nyní"],
    ),
    (
        Ago { count: 0, unit: Day },
        &["today", "heute", "aujourd'hui", "hoy", "oggi", "hoje", "vandaag", "dzisiaj", "dziś", "сегодня", "idag", "i dag", "bugün", "dnes"],
    ),
    (
        Ago { count: 1, unit: Day },
        &["yesterday", "gestern", "hier", "ayer", "ieri", "ontem", "gisteren", "wczoraj", "вчера", "igår", "i går", "dün", "včera"],
    ),
];

impl Ago {
    /// What a text says that counts back or has a word for it.
    ///
    /// ```
    /// use feedmill::internal::article::ago::{Ago, Unit};
    /// let read = |text| Ago::parse(text).map(|ago| (ago.count, ago.unit));
    /// assert_eq!(read("vor 3 Stunden"), Some((3, Unit::Hour)));
    /// assert_eq!(read("an hour ago"), Some((1, Unit::Hour)));
    /// assert_eq!(read("yesterday"), Some((1, Unit::Day)));
    /// assert_eq!(read("vor dem Sturm"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let lower = folded(text);
        let word = WORDS.iter().find(|(_, words)| words.contains(&lower.as_str())).map(|(ago, _)| *ago);
        word.or_else(|| LANGUAGES.iter().find_map(|language| language.read(&lower)))
    }

    /// The same of a text that counts, with nothing but that in it.
    pub fn counted(text: &str) -> Option<Self> {
        let lower = folded(text);
        LANGUAGES.iter().find_map(|language| language.read(&lower))
    }
}

impl Ago {
    /// Whether a text begins as one that counts back does: with a number, or with what stands before it (`vor `, `il y a `).
    pub fn is_begun_by(text: &str) -> bool {
        let begins = |before: &str| {
            !before.is_empty() && text.get(..before.len()).is_some_and(|own| own.to_lowercase() == before)
        };
        let befores = LANGUAGES.iter().flat_map(|language| language.around).map(|(before, _)| *before);
        text.starts_with(char::is_numeric) || befores.into_iter().any(begins)
    }
}

/// A text in small letters, with one kind of apostrophe.
fn folded(text: &str) -> String {
    text.trim().to_lowercase().replace('’', "'")
}

impl Language {
    /// What a text in small letters says.
    fn read(&self, text: &str) -> Option<Ago> {
        self.around.iter().find_map(|(before, after)| {
            let inner = text.strip_prefix(before)?.strip_suffix(after)?;
            let inner = ABOUT.iter().find_map(|about| inner.strip_prefix(about)).unwrap_or(inner).trim();
            let (rest, last) = inner.rsplit_once([' ', '\'']).unwrap_or(("", inner));
            if let Some(unit) = self.unit(last) {
                let count = if rest.is_empty() || self.one.contains(&rest) {
                    1
                } else if self.few.contains(&rest) {
                    0
                } else {
                    rest.parse().ok()?
                };
                return Some(Ago { count, unit });
            }
            if !before.starts_with(['م', 'ق']) {
                return None;
            }
            if ONE_BEHIND.contains(&last) {
                return Some(Ago { count: 1, unit: self.unit(rest)? });
            }
            TWO.iter().find(|(word, _)| *word == inner).map(|(_, unit)| Ago { count: 2, unit: *unit })
        })
    }

    fn unit(&self, word: &str) -> Option<Unit> {
        let word = word.trim_end_matches('.');
        self.units.iter().find(|(_, words)| words.contains(&word)).map(|(unit, _)| *unit)
    }
}

#[cfg(test)]
mod tests {
    use super::{Ago, Unit};

    #[test]
    fn languages_count_back_in_their_own_words() {
        for (text, count, unit) in [
            ("5 days ago", 5, Unit::Day),
            ("about an hour ago", 1, Unit::Hour),
            ("A few seconds ago", 0, Unit::Second),
            ("Vor 1 Std.", 1, Unit::Hour),
            ("vor einem Tag", 1, Unit::Day),
            ("vor ein paar Minuten", 0, Unit::Minute),
            ("il y a 2 mois", 2, Unit::Month),
            ("hace 3 días", 3, Unit::Day),
            ("un'ora fa", 1, Unit::Hour),
            ("2 settimane fa", 2, Unit::Week),
            ("há 4 horas", 4, Unit::Hour),
            ("4 horas atrás", 4, Unit::Hour),
            ("3 uur geleden", 3, Unit::Hour),
            ("godzinę temu", 1, Unit::Hour),
            ("5 минут назад", 5, Unit::Minute),
            ("för 3 timmar sedan", 3, Unit::Hour),
            ("for 3 timer siden", 3, Unit::Hour),
            ("2 yıl önce", 2, Unit::Year),
            ("před 3 hodinami", 3, Unit::Hour),
            ("منذ ساعة واحدة", 1, Unit::Hour),
            ("قبل يومين", 2, Unit::Day),
            ("Aujourd’hui", 0, Unit::Day),
        ] {
            assert_eq!(Ago::parse(text), Some(Ago { count, unit }), "{text}");
        }
        for text in
            ["vor 3", "vor drei Wochenenden", "3 Stunden", "long ago", "for 3 days", "vor", "", "hace calor", "5 fa"]
        {
            assert_eq!(Ago::parse(text), None, "{text}");
        }
        assert_eq!(Ago::counted("heute"), None);
    }
}
