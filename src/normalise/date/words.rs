//! Words of dates: months, weekdays, and what stands between them.
//!
//! Names are those of English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Swedish, Danish,
//! Norwegian, Turkish and Czech, in full and as CLDR abbreviates them. Left out is what stands for two months, as `jui`
//! (French), `čer` (Czech) and `srp` (August in Czech, July in Croatian).

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A month, 1 to 12.
    Month(u32),
    /// A month in Polish, another one in Croatian, which writes a dot after the day.
    MonthAfterDay(u32),
    /// A month or a weekday: `mar` is mardi, martes, martedì, and March.
    MonthOrWeekday(u32),
    /// The half of the day, in front of the time: whether it is the second one.
    Afternoon(bool),
    /// Nothing that a date needs.
    Nothing,
}

/// The names of the months, January first, in small letters.
#[rustfmt::skip]
pub(super) const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "jänner", "jän", "janvier", "janv", "enero", "ene", "gennaio", "gen", "janeiro",
      "januari", "stycznia", "styczeń", "sty", "января", "январь", "янв", "ocak", "oca", "ledna", "leden", "led"],
    &["february", "feb", "februar", "février", "fevrier", "févr", "fév", "febrero", "febbraio", "fevereiro", "fev",
      "februari", "febr", "lutego", "luty", "lut", "февраля", "февраль", "февр", "фев", "şubat", "subat", "şub",
      "února", "únor", "úno"],
    &["march", "märz", "maerz", "mär", "mrz", "mars", "marzo", "março", "marco", "maart", "mrt", "marca", "marzec",
      "марта", "март", "мар", "marts", "mart", "března", "březen", "bře"],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile", "kwietnia", "kwiecień", "kwi", "апреля", "апрель",
      "апр", "nisan", "nis", "dubna", "duben", "dub"],
    &["may", "mai", "mayo", "maggio", "mag", "maio", "mei", "maja", "maj", "мая", "май", "mayıs", "mayis",
      "května", "květen", "kvě"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "giu", "junho", "czerwca", "czerwiec", "cze", "июня",
      "июнь", "июн", "haziran", "haz", "června", "červen", "čvn"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "luglio", "lug", "julho", "lipca", "lipiec", "июля",
      "июль", "июл", "temmuz", "tem", "července", "červenec", "čvc"],
    &["august", "aug", "août", "aout", "agosto", "ago", "augustus", "sierpnia", "sierpień", "sie", "августа",
      "август", "авг", "augusti", "ağustos", "agustos", "ağu", "srpna", "srpen"],
    &["september", "sep", "sept", "septembre", "septiembre", "setiembre", "settembre", "set", "setembro",
      "września", "wrzesień", "wrz", "сентября", "сентябрь", "сент", "сен", "eylül", "eylul", "eyl", "září", "zář"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "ott", "outubro", "out", "października",
      "październik", "paź", "октября", "октябрь", "окт", "ekim", "eki", "října", "říjen", "říj"],
    &["november", "nov", "novembre", "noviembre", "novembro", "ноября", "ноябрь", "нояб", "ноя", "kasım", "kasim",
      "kas", "listopadu"],
    &["december", "dec", "dezember", "dez", "décembre", "decembre", "déc", "diciembre", "dic", "dicembre",
      "dezembro", "grudnia", "grudzień", "gru", "декабря", "декабрь", "дек", "desember", "des", "aralık", "aralik",
      "ara", "prosince", "prosinec", "pro"],
];

/// Names that are these months in Polish, and others in Croatian.
const POLISH_OR_CROATIAN: &[(&str, u32)] = &[("lip", 7), ("lis", 11), ("listopad", 11), ("listopada", 11)];

/// Weekdays, which say nothing that day, month and year do not.
#[rustfmt::skip]
pub(super) const WEEKDAYS: &[&str] = &[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun",
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag",
    "mo", "di", "mi", "do", "fr", "sa", "so",
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lun", "mer", "jeu", "ven", "sam", "dim",
    "lunes", "martes", "miércoles", "miercoles", "jueves", "viernes", "sábado", "sabado", "domingo",
    "mié", "mie", "jue", "vie", "sáb", "sab", "dom",
    "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica", "gio",
    "segunda", "terça", "quarta", "quinta", "sexta", "feira", "seg", "ter", "qua", "qui", "sex",
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "ma", "wo", "vr", "za", "zo",
    "poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela",
    "pon", "pn", "wt", "śr", "czw", "pt", "sob", "niedz", "nd",
    "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье",
    "пн", "вт", "ср", "чт", "пт", "сб", "вс",
    "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag", "mån", "tis", "tors", "lör", "sön",
    "mandag", "tirsdag", "lørdag", "søndag", "man", "tir", "ons", "tor", "fre", "lør", "søn",
    "pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar",
    "pzt", "sal", "çar", "per", "cum", "cmt", "paz",
    "pondělí", "úterý", "středa", "čtvrtek", "pátek", "neděle", "po", "út", "st", "čt", "pá", "ne",
];

/// Words between the parts of a date.
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    "of", "on", "at", "the", "um", "am", "den", "der", "uhr", "à", "le", "du", "a", "de", "del", "el", "la", "las",
    "il", "alle", "ore", "às", "as", "om", "op", "uur", "o", "godz", "dnia", "roku", "r", "в", "г", "год", "года",
    "kl", "klockan", "klokken", "saat", "v", "ve", "h", "hs", "hrs",
];

/// A word in small letters. The small letter of a Turkish capital `İ` is an `i` with a dot above; the dot goes.
pub(super) fn fold(word: &str) -> String {
    let mut folded = word.to_lowercase();
    folded.retain(|c| c != '\u{307}');
    folded
}

/// What a folded word says; `None` where it is not one of a date.
pub(super) fn meaning(word: &str) -> Option<Meaning> {
    if word == "mar" {
        return Some(Meaning::MonthOrWeekday(3));
    }
    if let Some((month, _)) = (1..).zip(MONTHS).find(|(_, names)| names.contains(&word)) {
        return Some(Meaning::Month(month));
    }
    if let Some((_, month)) = POLISH_OR_CROATIAN.iter().find(|(name, _)| *name == word) {
        return Some(Meaning::MonthAfterDay(*month));
    }
    match word {
        "上午" | "午前" | "오전" => Some(Meaning::Afternoon(false)),
        "下午" | "午後" | "오후" => Some(Meaning::Afternoon(true)),
        _ => (BETWEEN.contains(&word) || is_weekday(word)).then_some(Meaning::Nothing),
    }
}

/// Whether a folded word is a weekday.
pub(super) fn is_weekday(word: &str) -> bool {
    let named = |name: &str, names: &str| name.chars().count() == 1 && names.contains(name);
    let chinese = ["星期", "周", "週"].into_iter().find_map(|prefix| word.strip_prefix(prefix));
    let japanese = ["曜日", "曜"].into_iter().find_map(|suffix| word.strip_suffix(suffix)).unwrap_or(word);
    let korean = word.strip_suffix("요일").unwrap_or(word);
    word == "mar"
        || WEEKDAYS.contains(&word)
        || chinese.is_some_and(|name| named(name, "一二三四五六日天"))
        || named(japanese, "月火水木金土日")
        || named(korean, "월화수목금토일")
}

/// Whether a folded word makes a number that it is attached to an ordinal: `1st`, `1er`, `2e`, `1º`.
pub(super) fn is_ordinal(word: &str) -> bool {
    matches!(word, "st" | "nd" | "rd" | "th" | "er" | "e" | "o")
}

/// Whether a folded word after a number makes it an hour: `14h`, `14 Uhr`, `14時`.
pub(super) fn is_hour(word: &str) -> bool {
    matches!(word, "h" | "hs" | "uhr" | "uur" | "時" | "时" | "點" | "点" | "시")
}
