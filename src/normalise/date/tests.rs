mod languages;
mod programs;

use chrono::{DateTime, NaiveDate};

use super::{DateOptions, DateOrder, Guess, order_of, parse, read_with_guess};

fn guess(raw: &str) -> Option<Guess> {
    let options = DateOptions {
        zone: Zone::UTC,
        order: DateOrder::DayMonth,
        captured: chrono::DateTime::UNIX_EPOCH,
        serials: false,
        utc_timestamps: false,
    };
    read_with_guess(raw, &options).and_then(|(_, guess)| guess)
}

fn is_partial(raw: &str) -> bool {
    guess(raw) == Some(Guess::Day)
}

fn is_guessed_zone(raw: &str) -> bool {
    guess(raw) == Some(Guess::Zone)
}
use crate::article::Precision;
use crate::zone::Zone;

/// Dates without zone are five hours ahead of UTC here, all year.
fn options(order: DateOrder) -> DateOptions {
    DateOptions {
        zone: Zone::named("Asia/Karachi").unwrap(),
        order,
        captured: "2026-07-20T12:00:00Z".parse().unwrap(),
        serials: false,
        utc_timestamps: false,
    }
}

/// Each text is read as the instant, or not at all.
#[track_caller]
fn all_read(table: &[(&str, Option<&str>)]) {
    let found: Vec<_> = table
        .iter()
        .map(|(raw, _)| {
            parse(raw, &options(DateOrder::DayMonth)).map(|found| found.at.to_rfc3339().replace("+00:00", "Z"))
        })
        .collect();
    let wrong: Vec<_> = table.iter().zip(&found).filter(|((_, wanted), found)| found.as_deref() != *wanted).collect();
    assert!(wrong.is_empty(), "((text, wanted), found):\n{wrong:#?}");
}

/// Each text is read as the day, with no time.
#[track_caller]
fn all_days(table: &[(&str, (i32, u32, u32))]) {
    for (raw, (year, month, day)) in table {
        let found = parse(raw, &options(DateOrder::DayMonth)).map(|found| (found.day, found.precision));
        let day = NaiveDate::from_ymd_opt(*year, *month, *day).unwrap();
        assert_eq!(found, Some((day, Precision::Day)), "{raw}");
    }
}

#[test]
fn iso_dates_and_their_looser_cousins() {
    all_read(&[
        ("2026-07-18T10:00:00Z", Some("2026-07-18T10:00:00Z")),
        ("2026-07-18t10:00:00z", Some("2026-07-18T10:00:00Z")),
        ("2026-07-18T10:00:00.123456789Z", Some("2026-07-18T10:00:00Z")),
        ("2026-07-18T10:00:00+02:00", Some("2026-07-18T08:00:00Z")),
        ("2026-07-18T10:00:00 +0200", Some("2026-07-18T08:00:00Z")),
        ("2026-07-18T10:00:00+02", Some("2026-07-18T08:00:00Z")),
        ("2026-07-18T10:00:00-00:00", Some("2026-07-18T10:00:00Z")),
        ("2026-07-18T10:00:00\u{2212}05:30", Some("2026-07-18T15:30:00Z")),
        ("2026-07-18T10:00+02:00[Europe/Berlin]", Some("2026-07-18T08:00:00Z")),
        ("2026-07-18T10Z", Some("2026-07-18T10:00:00Z")),
        ("2026-07-18T1015Z", Some("2026-07-18T10:15:00Z")),
        ("2026-07-18T10", Some("2026-07-18T05:00:00Z")),
        ("2026-07-18 10:00:00 UTC", Some("2026-07-18T10:00:00Z")),
        ("2026-07-18 10:00:00 +0000 UTC", Some("2026-07-18T10:00:00Z")),
        ("2026-07-18 10:00:00 Europe/Berlin", Some("2026-07-18T08:00:00Z")),
        ("2026-01-18 10:00:00 Europe/Berlin", Some("2026-01-18T09:00:00Z")),
        ("2018-01-25 20:13:50.426130", Some("2018-01-25T15:13:50Z")),
        ("2026-04-09T10:50:57", Some("2026-04-09T05:50:57Z")),
        ("2026-04-09T10:50:57,123", Some("2026-04-09T05:50:57Z")),
        ("2026-04-09T10:50:57,123+01:00", Some("2026-04-09T09:50:57Z")),
        ("2026-7-3 9:05", Some("2026-07-03T04:05:00Z")),
        ("2020/7/3 09:05:01", Some("2020-07-03T04:05:01Z")),
        ("2020.07.03 09:05", Some("2020-07-03T04:05:00Z")),
        ("2026-07-1810:30:05", Some("2026-07-18T05:30:05Z")),
        ("2026-07-1810:30:05+02:00", Some("2026-07-18T08:30:05Z")),
        ("20260223T120000Z", Some("2026-02-23T12:00:00Z")),
        ("20260223T120000.5Z", Some("2026-02-23T12:00:00Z")),
        ("20260624T133000+0200", Some("2026-06-24T11:30:00Z")),
        ("20260624133000", Some("2026-06-24T08:30:00Z")),
        ("20260624133000Z", Some("2026-06-24T13:30:00Z")),
        ("20260624133000-0700", Some("2026-06-24T20:30:00Z")),
        ("202606241330", Some("2026-06-24T08:30:00Z")),
        ("2026-12-31T23:59:60Z", Some("2026-12-31T23:59:59Z")),
        ("2026-12-31 24:00:00 UTC", Some("2027-01-01T00:00:00Z")),
        ("2026-12-31T24:00Z", Some("2027-01-01T00:00:00Z")),
        ("2026-12-31T24:00:01Z", None),
        ("2026-12-31T24:30Z", None),
        ("2026-12-31T23:59:61Z", None),
        // No zone: read in that of the input.
        ("2026-07-18T10:00:00+24:00", Some("2026-07-18T05:00:00Z")),
        ("2026-07-18T10:00:00+02:60", Some("2026-07-18T05:00:00Z")),
        ("2026-07-18T10:00:00+020", Some("2026-07-18T05:00:00Z")),
        ("2026-07-18 10:00 02:00", None),
        ("2026-07-18T", None),
        ("2026-07-18T1", None),
        ("2026-07-18Z", None),
        ("2026-07-18 10:00 Europe/Atlantis", Some("2026-07-18T05:00:00Z")),
        ("2026-W29-6T10:00Z", Some("2026-07-18T10:00:00Z")),
        ("2026W296T10", Some("2026-07-18T05:00:00Z")),
        ("2026-199T10:00:00+02:00", Some("2026-07-18T08:00:00Z")),
        ("2026-W29T10:00Z", None),
        ("2026-W54-1", None),
        ("2026-W29-8", None),
        ("2026-W29-0", None),
        ("2026-W2", None),
        ("2026-366", None),
        ("2026-000", None),
        ("2026199", None),
    ]);
    all_days(&[
        ("2026-07-18", (2026, 7, 18)),
        ("2026-7-3", (2026, 7, 3)),
        ("2020/7/3", (2020, 7, 3)),
        ("2020.7.3", (2020, 7, 3)),
        ("2020. 7. 3.", (2020, 7, 3)),
        ("20260718", (2026, 7, 18)),
        ("2026-07-18(Sat)", (2026, 7, 18)),
        ("2026-07-18", (2026, 7, 18)),
        ("٢٠٢٦-٠٧-١٨", (2026, 7, 18)),
        ("0001-01-02", (1, 1, 2)),
        ("2026-W29-6", (2026, 7, 18)),
        ("2026W296", (2026, 7, 18)),
        ("2026-W53-7", (2027, 1, 3)),
        ("2026-199", (2026, 7, 18)),
        ("2024-366", (2024, 12, 31)),
    ]);
}

#[test]
fn dates_of_mail_and_of_people() {
    all_read(&[
        ("Thu, 01 Jan 2004 19:48:21 GMT", Some("2004-01-01T19:48:21Z")),
        ("Thu, 01 Jan 2004 19:48:21 +0100 (CET)", Some("2004-01-01T18:48:21Z")),
        ("Thu, 01 Jan 2004 19:48:21 +0100 (a (nested) comment)", Some("2004-01-01T18:48:21Z")),
        ("Thu, 01 Jan 2004 19:48:21 +0100 (a comment", None),
        ("Mon, 01 Jan 2004 19:48:21 GMT", Some("2004-01-01T19:48:21Z")),
        ("01 Jan 2004 19:48 A", Some("2004-01-01T19:48:00Z")),
        ("01 Jan 2004 19:48 J", Some("2004-01-01T14:48:00Z")),
        ("01 Jan 2004 19:48T", None),
        ("Thu Jan 1 19:48:21 2004 +0100", Some("2004-01-01T18:48:21Z")),
        ("Thu Jan 1 19:48:21 2004 -0500", Some("2004-01-02T00:48:21Z")),
        ("19:48 on 1 January 2004 GMT", Some("2004-01-01T19:48:00Z")),
        ("1 January 2004 GMT", None),
        ("Thu, 1 Jan 04 19:48 EST", Some("2004-01-02T00:48:00Z")),
        ("Thu, 1 Jan 49 19:48 Z", Some("2049-01-01T19:48:00Z")),
        ("Thu, 1 Jan 50 19:48 UT", Some("1950-01-01T19:48:00Z")),
        ("Thu, 1 Jan 104 19:48 UT", Some("2004-01-01T19:48:00Z")),
        ("Thu, 1 Jan 04 19:48", Some("2004-01-01T14:48:00Z")),
        ("1 Jan 4", None),
        ("Jan 04", None),
        ("Sunday, 06-Nov-94 08:49:37 GMT", Some("1994-11-06T08:49:37Z")),
        ("Sun Nov  6 08:49:37 1994", Some("1994-11-06T03:49:37Z")),
        ("Sun Nov  6 08:49:37 UTC 1994", Some("1994-11-06T08:49:37Z")),
        ("Sun Nov 06 08:49:37 +0000 1994", Some("1994-11-06T08:49:37Z")),
        ("Thu Jan 01 2004 19:48:21 GMT+0100 (CET)", Some("2004-01-01T18:48:21Z")),
        ("Thu Jan 01 2004 19:48:21 GMT+0100 (Mitteleuropäische Normalzeit)", Some("2004-01-01T18:48:21Z")),
        ("Sat, Dec 16 2023 02:02:33 PM", Some("2023-12-16T09:02:33Z")),
        ("January 5th, 2004 at 7:48 pm EST", Some("2004-01-06T00:48:00Z")),
        ("January 5th, 2004 at 7:48 p.m. EST", Some("2004-01-06T00:48:00Z")),
        ("January 5th, 2004, 7pm", Some("2004-01-05T14:00:00Z")),
        ("Jan 5, 2004, 7:48:00\u{202F}AM", Some("2004-01-05T02:48:00Z")),
        ("Jan 5, 2004 12:10 am", Some("2004-01-04T19:10:00Z")),
        ("Jan 5, 2004 12:10 pm", Some("2004-01-05T07:10:00Z")),
        ("Jan 5, 2004 14:10 PM", Some("2004-01-05T09:10:00Z")),
        ("Jan 5, 2004 14:10 AM", None),
        ("05-Jan-2004 10:00", Some("2004-01-05T05:00:00Z")),
        ("5 Jan 2004 - 10:00", Some("2004-01-05T05:00:00Z")),
        ("10:00 - 5 Jan 2004", Some("2004-01-05T05:00:00Z")),
        ("10:00, 5 Jan 2004", Some("2004-01-05T05:00:00Z")),
        ("10:00:30, 5 Jan 2004", Some("2004-01-05T05:00:30Z")),
        ("10:00 UTC on Monday, the 5th of January 2004", Some("2004-01-05T10:00:00Z")),
        ("5 Jan 2004 10:00:00.123 UTC", Some("2004-01-05T10:00:00Z")),
        ("5 Jan 2004 10:00.5 UTC", None),
        ("5 Jan 2004 10:00 11:00", None),
        ("5-6 Jan 2004", None),
        ("5 Jan 6 Feb 2004", None),
        ("5 Jan", None),
        ("Jan 5 at 10:00", None),
        ("10:00", None),
    ]);
    all_days(&[
        ("5 Jan 2004", (2004, 1, 5)),
        ("Jan 5, 2004", (2004, 1, 5)),
        ("2004 Jan 5", (2004, 1, 5)),
        ("2004-Jan-05", (2004, 1, 5)),
        ("5/Jan/2004", (2004, 1, 5)),
        ("05Jan2004", (2004, 1, 5)),
        ("Sept. 3rd, 2004", (2004, 9, 3)),
        ("1st of May, 2004", (2004, 5, 1)),
        ("Friday, 2nd May 2004", (2004, 5, 2)),
        ("SATURDAY 18 JULY 2026", (2026, 7, 18)),
        ("July 18 2026", (2026, 7, 18)),
        ("Saturday, July 18, 2026", (2026, 7, 18)),
    ]);
}

#[test]
fn numbers_follow_the_order() {
    let at = |raw, order| parse(raw, &options(order)).map(|found| found.at.to_rfc3339());
    for (raw, order, wanted) in [
        ("18/07/2026 10:30", DateOrder::DayMonth, "2026-07-18T05:30:00+00:00"),
        ("18/07/2026 10:30:05", DateOrder::MonthDay, "2026-07-18T05:30:05+00:00"),
        ("18.07.2026, 10:30 Uhr", DateOrder::DayMonth, "2026-07-18T05:30:00+00:00"),
        ("18/07/2026 10:30 CEST", DateOrder::DayMonth, "2026-07-18T08:30:00+00:00"),
        ("7/18/2026 3:04 PM", DateOrder::DayMonth, "2026-07-18T10:04:00+00:00"),
        ("Sat 05/07/2026 10:30Z", DateOrder::DayMonth, "2026-07-05T10:30:00+00:00"),
        ("05/07/2026 10:30Z", DateOrder::MonthDay, "2026-05-07T10:30:00+00:00"),
        ("10:30Z 05/07/2026", DateOrder::MonthDay, "2026-05-07T10:30:00+00:00"),
        ("05.07.2026 10:30Z", DateOrder::MonthDay, "2026-07-05T10:30:00+00:00"),
        ("05.07.26 10:30Z", DateOrder::MonthDay, "2026-07-05T10:30:00+00:00"),
        ("05.07.2026 10:30Z", DateOrder::MonthDayWithDots, "2026-05-07T10:30:00+00:00"),
    ] {
        assert_eq!(at(raw, order).as_deref(), Some(wanted), "{raw}");
    }
    assert_eq!(at("31/02/2026 10:30", DateOrder::DayMonth), None);
    assert_eq!(at("13/13/2026", DateOrder::DayMonth), None);
    for (raw, order) in [
        ("05/07/2026 10:30", Some(None)),
        // Nobody writes the month first with dots.
        ("05.07.2026", None),
        ("05.07.2026.", None),
        ("18.07.2026", Some(Some(DateOrder::DayMonth))),
        ("18/07/2026 10:30", Some(Some(DateOrder::DayMonth))),
        ("7/18/2026 3:04 PM EST", Some(Some(DateOrder::MonthDay))),
        ("07/07/2026 10:30", None),
        ("32/07/2026", None),
        ("2026-07-05 10:30", None),
        ("5 July 2026", None),
        ("05/07/2026 and more", None),
    ] {
        assert_eq!(order_of(raw), order, "{raw}");
    }
}

#[test]
fn a_month_or_a_year_is_its_first_day() {
    let partial = [
        ("2003-12", (2003, 12, 1)),
        ("2003-W49", (2003, 12, 1)),
        ("2003/12", (2003, 12, 1)),
        ("December 2003", (2003, 12, 1)),
        ("déc. 2003", (2003, 12, 1)),
        ("2003年12月", (2003, 12, 1)),
        ("2003", (2003, 1, 1)),
        ("2003年", (2003, 1, 1)),
        ("1990", (1990, 1, 1)),
        ("2100", (2100, 1, 1)),
    ];
    all_days(&partial);
    assert!(partial.iter().all(|(raw, _)| is_partial(raw)));
    all_read(&[
        ("1989", None),
        ("2101", None),
        ("2003-13", None),
        ("2003-00", None),
        ("2003-2004", None),
        ("2003 10:30", None),
        ("2003-12 10:30", None),
        ("12", None),
    ]);
    assert!(["2003-12-01", "20031201", "2003-13", "1989", "2 days ago", ""].iter().all(|raw| !is_partial(raw)));
}

#[test]
fn the_epoch() {
    all_read(&[
        ("1595030400", Some("2020-07-18T00:00:00Z")),
        ("1595030400.123", Some("2020-07-18T00:00:00Z")),
        ("1595030400123", Some("2020-07-18T00:00:00Z")),
        ("1595030400123456", Some("2020-07-18T00:00:00Z")),
        ("1595030400123456789", Some("2020-07-18T00:00:00Z")),
        ("9999999999999999999", None),
        ("-1595030400", None),
        ("+1595030400", None),
        ("1595030400.", Some("2020-07-18T00:00:00Z")),
        ("1595030400.1.2", None),
        ("1595030400 UTC", None),
        ("15950304", None),
        ("0", None),
    ]);
}

#[test]
fn what_is_no_date() {
    all_read(&[
        ("", None),
        (" ", None),
        ("soon", None),
        ("TBD", None),
        ("9999-99-99 99:99-:99+99:99", None),
        ("31 Feb 2020", None),
        ("2021-02-08 16:30-:00+16:30", None),
        ("0000-00-00 00:00:00", None),
        ("0000-00-00", None),
        ("0000-01-01", None),
        ("0001-01-01T00:00:00+01:00", None),
        ("9999-12-31T23:59:59-01:00", None),
        ("9999-12-31T24:00:00Z", None),
        ("May", None),
        ("a", None),
        ("T10:00Z", None),
        ("(", None),
        ("Thu,", None),
        ("1.2.3.4.5", None),
        ("18-07-2026-", None),
    ]);
    assert!(parse(&"1 ".repeat(200), &options(DateOrder::DayMonth)).is_none());
    assert!(parse(&format!("{}2026-07-18\n", " ".repeat(300)), &options(DateOrder::DayMonth)).is_some());
    assert!(parse(&format!("2026-07-18T10:00:00.{}Z", "1".repeat(300)), &options(DateOrder::DayMonth)).is_none());
}

#[test]
fn the_day_is_that_of_the_input() {
    for (raw, day) in [
        ("2026-07-18T23:30:00-08:00", (2026, 7, 18)),
        ("2026-07-18 00:30 CEST", (2026, 7, 18)),
        ("2026-07-18 24:00 UTC", (2026, 7, 18)),
    ] {
        let found = parse(raw, &options(DateOrder::DayMonth)).unwrap();
        assert_eq!(found.precision, Precision::Exact);
        assert_eq!(Some(found.day), NaiveDate::from_ymd_opt(day.0, day.1, day.2), "{raw}");
    }
}

proptest::proptest! {
    /// Whatever is put together of parts of dates is read or not, in the years that can be published.
    #[test]
    fn nothing_panics(parts in proptest::collection::vec(0_usize..46, 0..12), noise in ".{0,40}") {
        const PARTS: [&str; 46] = [
            "2026", "99", "0", "9999", "31", "12", "24", "60", "20260718", "99999999999999", "-", "/", ".", ":", "+",
            " ", ",", "T", "Z", "年", "月", "日", "分", "h", "am", "p.m.", "Jan", "mar", "Thu", "GMT", "CST",
            "Europe/Berlin", "(", ")", "[", "]", "ago", "days", "th", "8446744073709551616",
            "W", "ET", "46221", "/Date(", "datetime.date(", "'",
        ];
        let raw: String = parts.iter().map(|part| PARTS[*part]).collect();
        for raw in [raw.clone(), noise.clone(), raw + &noise] {
            let found = parse(&raw, &options(DateOrder::MonthDay));
            let publishable = found.is_none_or(|found| crate::article::date::is_publishable(found.at));
            proptest::prop_assert!(publishable, "{raw}");
            let _ = (order_of(&raw), is_partial(&raw), is_guessed_zone(&raw));
        }
    }
}

#[test]
fn every_instant_is_read_in_every_format_it_is_written_in() {
    for seconds in (0..=4_000_000_000).step_by(123_456_789) {
        let at = DateTime::from_timestamp(seconds, 0).unwrap();
        for format in [
            "%+",
            "%a, %d %b %Y %T GMT",
            "%A, %B %-d, %Y at %-I:%M:%S %p UTC",
            "%c UTC",
            "%Y%m%d%H%M%SZ",
            "%d/%m/%Y %T Z",
        ] {
            let raw = at.format(format).to_string();
            assert_eq!(parse(&raw, &options(DateOrder::DayMonth)).map(|found| found.at), Some(at), "{raw}");
        }
    }
}
