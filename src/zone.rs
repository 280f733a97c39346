//! Time zones: places with the rules of their clocks, and fixed offsets from UTC.
//!
//! The rules are those of the IANA Time Zone Database that is compiled in with jiff, never those of the
//! system, so that the same collection has the same dates on every machine. Nothing here reads the environment. This is
//! the only module that knows jiff; everywhere else a date is chrono's.

use std::fmt;
use std::sync::{LazyLock, OnceLock};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, TimeDelta, Timelike, Utc};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};

/// A time zone: a place whose clock follows the rules of the IANA database, or an offset from UTC.
///
/// ```
/// use feedmill::internal::zone::Zone;
/// let noon = "2026-07-18T12:00:00".parse().unwrap();
/// let at = |zone: &str| Zone::named(zone).unwrap().instant(noon).unwrap().to_rfc3339();
/// assert_eq!(at("Europe/Prague"), "2026-07-18T10:00:00+00:00");
/// assert_eq!(at("-03:30"), "2026-07-18T15:30:00+00:00");
/// assert!(Zone::named("Europe/Pragu").is_none());
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Zone(Kind);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Minutes east of UTC.
    Offset(i32),
    /// The clock of a place.
    Place(&'static Place),
}

/// A place of the database. Its rules are read when they are first needed.
struct Place {
    name: String,
    rules: OnceLock<TimeZone>,
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Place {}

/// All places, by their names without case.
static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let database = TimeZoneDatabase::bundled();
    let names = database.available().map(|name| name.as_str().to_owned());
    let mut places: Vec<Place> = names.map(|name| Place { name, rules: OnceLock::new() }).collect();
    places.sort_by_cached_key(|place| place.name.to_ascii_lowercase());
    places
});

/// The largest offset from UTC of a zone of the configuration, in minutes: that of Kiribati.
const FURTHEST: i32 = 14 * 60;

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(Kind::Offset(0));

    /// The zone of that name: `UTC` or `Z`, a name of the database in letters of any case (`Europe/Prague`, `GMT`), or an
    /// offset of at most 14 hours, alone or after `UTC` or `GMT` (`+02:00`, `-0330`, `UTC+2`). As everywhere but in the
    /// database's own `Etc/GMT-2`, `+` is east.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        if ["UTC", "Z"].iter().any(|utc| name.eq_ignore_ascii_case(utc)) {
            return Some(Self::UTC);
        }
        Self::place(name).or_else(|| offset_in(name).map(Self::offset))
    }

    /// The zone of a place, by its name in the database, in letters of any case.
    pub fn place(name: &str) -> Option<Self> {
        let key = name.to_ascii_lowercase();
        let found =
            PLACES.binary_search_by(|place| place.name.bytes().map(|b| b.to_ascii_lowercase()).cmp(key.bytes()));
        found.ok().and_then(|n| PLACES.get(n)).map(|place| Self(Kind::Place(place)))
    }

    /// The zone whose clock is always so many minutes ahead of UTC.
    pub const fn offset(minutes: i32) -> Self {
        Self(Kind::Offset(minutes))
    }

    /// The names of all places.
    pub fn names() -> impl Iterator<Item = &'static str> + Clone {
        PLACES.iter().map(|place| place.name.as_str())
    }

    /// The instant at which the clock of the zone shows a time: the earlier one where the clock was set back, as if the
    /// clock had not been set forward yet where it was (RFC 5545 §3.3.5). `None` before the year 0 and after 9999.
    pub fn instant(self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        let ahead = match self.0 {
            Kind::Offset(minutes) => TimeDelta::minutes(minutes.into()),
            Kind::Place(place) => TimeDelta::seconds(place.before(local)?.seconds().into()),
        };
        local.and_utc().checked_sub_signed(ahead)
    }

    /// What the clock of the zone shows at an instant.
    pub fn local(self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        let seconds = match self.0 {
            Kind::Offset(minutes) => minutes * 60,
            Kind::Place(place) => place.offset_at(at).seconds(),
        };
        // No clock is a day ahead.
        FixedOffset::east_opt(seconds).map_or_else(|| at.fixed_offset(), |offset| at.with_timezone(&offset))
    }
}

impl Place {
    fn rules(&self) -> &TimeZone {
        self.rules.get_or_init(|| {
            let found = TimeZoneDatabase::bundled().get(&self.name);
            found.unwrap_or_else(|error| unreachable!("the database lists it: {error}"))
        })
    }

    /// The offset at a local time, of two the one that comes first.
    fn before(&self, local: NaiveDateTime) -> Option<Offset> {
        let year = i16::try_from(local.year()).ok().filter(|year| (0..=9_999).contains(year))?;
        // Below 100, all of them.
        let small = |number: u32| i8::try_from(number).ok();
        let (month, day) = (small(local.month())?, small(local.day())?);
        let (hour, minute, second) = (small(local.hour())?, small(local.minute())?, small(local.second())?);
        let local = civil::DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
        // Not its instant: that of the last day of 9999 is beyond jiff's.
        Some(match self.rules().to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Gap { before, .. } | AmbiguousOffset::Fold { before, .. } => before,
        })
    }

    fn offset_at(&self, at: DateTime<Utc>) -> Offset {
        let nearest = if at.timestamp() < 0 { Timestamp::MIN } else { Timestamp::MAX };
        self.rules().to_offset(Timestamp::from_second(at.timestamp()).unwrap_or(nearest))
    }
}

/// `+02:00`, `-0330`, `UTC+2`, `GMT -3`: minutes east of UTC.
fn offset_in(text: &str) -> Option<i32> {
    let prefix = ["UTC", "GMT"].into_iter().find(|name| {
        let start = text.get(..name.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(name))
    });
    let text = text[prefix.map_or(0, str::len)..].trim_start();
    let mut rest = text.chars();
    let sign = match rest.next()? {
        '+' => 1,
        '-' | '\u{2212}' => -1,
        _ => return None,
    };
    let digits = rest.as_str();
    let (hours, minutes) = match (digits.split_once(':'), digits.len()) {
        (Some((hours, minutes)), 4 | 5) if minutes.len() == 2 => (hours, minutes),
        (None, 4) => digits.split_at_checked(2)?,
        (None, 1 | 2) => (digits, "0"),
        _ => return None,
    };
    let number = |digits: &str| {
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if is_number { digits.parse::<i32>().ok() } else { None }
    };
    let (hours, minutes) = (number(hours)?, number(minutes).filter(|minutes| *minutes < 60)?);
    Some(hours * 60 + minutes).filter(|minutes| *minutes <= FURTHEST).map(|minutes| sign * minutes)
}

impl fmt::Display for Zone {
    /// Its name, or its offset as `+02:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Offset(0) => f.write_str("UTC"),
            Kind::Offset(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
            Kind::Place(place) => f.write_str(&place.name),
        }
    }
}

impl fmt::Debug for Zone {
    /// The same as [`Display`](fmt::Display): it says whether another run reads dates in the same way.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::Zone;

    /// The offsets at noon UTC of five days, written down from the rules as they are announced (tz 2026f).
    ///
    /// Vancouver and Edmonton set their clocks forward in March 2026 and back no more; Casablanca is at UTC for Ramadan, and
    /// for good since 20 September 2026. The others are: the rules of the European Union and of North America, no summer
    /// time, half and quarter hours, the half hour of Lord Howe, and the other side of the date line.
    #[test]
    fn the_rules_are_those_of_2026() {
        let days = ["2026-01-15", "2026-07-15", "2026-11-29", "2027-01-15", "2027-02-20"];
        let table: &[(&str, [&str; 5])] = &[
            ("America/Vancouver", ["-08:00", "-07:00", "-07:00", "-07:00", "-07:00"]),
            ("America/Edmonton", ["-07:00", "-06:00", "-06:00", "-06:00", "-06:00"]),
            ("Africa/Casablanca", ["+01:00", "+01:00", "+00:00", "+00:00", "+00:00"]),
            ("Europe/Berlin", ["+01:00", "+02:00", "+01:00", "+01:00", "+01:00"]),
            ("Asia/Karachi", ["+05:00"; 5]),
            ("Australia/Lord_Howe", ["+11:00", "+10:30", "+11:00", "+11:00", "+11:00"]),
            ("America/St_Johns", ["-03:30", "-02:30", "-03:30", "-03:30", "-03:30"]),
            ("Asia/Kathmandu", ["+05:45"; 5]),
            ("Pacific/Apia", ["+13:00"; 5]),
            ("America/Sao_Paulo", ["-03:00"; 5]),
            ("Asia/Tehran", ["+03:30"; 5]),
            ("America/New_York", ["-05:00", "-04:00", "-05:00", "-05:00", "-05:00"]),
        ];
        for (name, offsets) in table {
            let zone = Zone::named(name).unwrap();
            for (day, wanted) in days.iter().zip(offsets) {
                let at = format!("{day}T12:00:00Z").parse().unwrap();
                let local = zone.local(at);
                assert_eq!(local.offset().to_string(), *wanted, "{name} on {day}");
                assert_eq!(zone.instant(local.naive_local()), Some(at), "{name} on {day}");
            }
        }
    }

    fn instant(zone: &str, local: &str) -> String {
        let found = Zone::named(zone).unwrap().instant(local.parse().unwrap());
        found.map_or_else(|| "none".to_owned(), |at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string())
    }

    #[test]
    fn an_hour_that_is_there_twice_or_never_is_one_instant() {
        // Twice: the first time.
        assert_eq!(instant("Europe/Berlin", "2026-10-25T02:30:00"), "2026-10-25T00:30:00Z");
        assert_eq!(instant("Australia/Lord_Howe", "2026-04-05T01:45:00"), "2026-04-04T14:45:00Z");
        // Never: as if the clock had not been set forward yet.
        assert_eq!(instant("Europe/Berlin", "2026-03-29T02:30:00"), "2026-03-29T01:30:00Z");
        assert_eq!(instant("Australia/Lord_Howe", "2026-10-04T02:15:00"), "2026-10-03T15:45:00Z");
        // Samoa had no 30th of December in 2011.
        assert_eq!(instant("Pacific/Apia", "2011-12-30T00:00:00"), "2011-12-30T10:00:00Z");
        assert_eq!(instant("Pacific/Apia", "2011-12-31T00:00:00"), "2011-12-30T10:00:00Z");
    }

    #[test]
    fn the_first_and_the_last_year_have_instants() {
        for zone in ["Europe/Berlin", "America/Vancouver", "Pacific/Apia", "UTC", "+14:00"] {
            assert_ne!(instant(zone, "0001-01-01T00:00:00"), "none", "{zone}");
            assert_ne!(instant(zone, "9999-12-31T23:59:59"), "none", "{zone}");
            let zone = Zone::named(zone).unwrap();
            for at in [chrono::DateTime::<chrono::Utc>::MIN_UTC, chrono::DateTime::<chrono::Utc>::MAX_UTC] {
                let _ = zone.local(at);
            }
        }
        assert_eq!(instant("Europe/Berlin", "+10000-01-01T00:00:00"), "none");
    }

    #[test]
    fn names_and_offsets_are_zones() {
        for (name, shown) in [
            ("UTC", "UTC"),
            ("z", "UTC"),
            ("GMT", "GMT"),
            (" europe/berlin ", "Europe/Berlin"),
            ("US/PACIFIC", "US/Pacific"),
            ("EST5EDT", "EST5EDT"),
            ("Etc/GMT-2", "Etc/GMT-2"),
            ("+02:00", "+02:00"),
            ("+0200", "+02:00"),
            ("+2", "+02:00"),
            ("+5:45", "+05:45"),
            ("-0330", "-03:30"),
            ("\u{2212}03:30", "-03:30"),
            ("-00:00", "UTC"),
            ("-00:30", "-00:30"),
            ("UTC+2", "+02:00"),
            ("utc +02:00", "+02:00"),
            ("GMT-3", "-03:00"),
            ("+14:00", "+14:00"),
        ] {
            assert_eq!(Zone::named(name).map(|zone| format!("{zone:?}")).as_deref(), Some(shown), "{name}");
        }
        assert_eq!(instant("UTC+2", "2026-07-18T12:00:00"), "2026-07-18T10:00:00Z");
        assert_eq!(instant("Etc/GMT-2", "2026-07-18T12:00:00"), "2026-07-18T10:00:00Z");
        for name in [
            "",
            "+",
            "+ 2",
            "2",
            "+14:01",
            "+24:00",
            "+5:60",
            "+5:4",
            "+:30",
            "+2:",
            "+330",
            "+1a",
            "+٠٢:٠٠",
            "UTC2",
            "Mars/Olympus",
        ] {
            assert_eq!(Zone::named(name), None, "{name}");
        }
    }

    #[test]
    fn every_name_has_rules() {
        let names: Vec<_> = Zone::names().collect();
        assert!(names.len() > 590, "{}", names.len());
        for name in names {
            let zone = Zone::named(&name.to_ascii_uppercase()).unwrap();
            assert!(zone.instant("2026-07-18T12:00:00".parse().unwrap()).is_some(), "{name}");
        }
    }
}
