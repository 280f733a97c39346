//! Zones, dates of spreadsheets and programs, years of two digits.

use chrono::NaiveDate;

use super::{all_days, all_read, is_guessed_zone, options};
use crate::article::Precision;
use crate::normalise::date::{DateOptions, DateOrder, Guess, names_other_calendar, order_of, parse, read_with_guess};

#[test]
fn clocks_that_are_set_forward() {
    all_read(&[
        ("July 18, 2026 7:51 PM ET", Some("2026-07-18T23:51:00Z")),
        ("January 18, 2026 7:51 PM ET", Some("2026-01-19T00:51:00Z")),
        ("July 18, 2026, 7:51 p.m. CT", Some("2026-07-19T00:51:00Z")),
        ("July 18, 2026 7:51pm mt", Some("2026-07-19T01:51:00Z")),
        ("July 18, 2026 7:51 PM PT", Some("2026-07-19T02:51:00Z")),
        ("7:51 PM, July 18, 2026 PT", Some("2026-07-19T02:51:00Z")),
        ("July 18, 2026 7:51 PM (PT)", Some("2026-07-19T02:51:00Z")),
        ("July 18, 2026 7:51 PM AT", Some("2026-07-18T22:51:00Z")),
        ("July 18, 2026 7:51 PM Eastern", Some("2026-07-18T23:51:00Z")),
        ("July 18, 2026 7:51 PM Pacific Time (US & Canada)", Some("2026-07-19T02:51:00Z")),
        ("July 18, 2026 7:51 PM Eastern Standard Time", Some("2026-07-19T00:51:00Z")),
        ("20260718T195100 EST5EDT", Some("2026-07-18T23:51:00Z")),
        ("July 18, 2026 7:51 PM EST", Some("2026-07-19T00:51:00Z")),
        ("January 18, 2026 7:51 PM EDT", Some("2026-01-18T23:51:00Z")),
        ("July 18, 2026 7:51 PM -0400 ET", Some("2026-07-18T23:51:00Z")),
        // Words and weekdays.
        ("10:30 at 18 July 2026", Some("2026-07-18T05:30:00Z")),
        ("10:30 AT 18 JULY 2026", Some("2026-07-18T05:30:00Z")),
        ("16 sty 2021 10:30 pt", Some("2021-01-16T05:30:00Z")),
        ("July 18, 2026 10:00 Central European Time", Some("2026-07-18T05:00:00Z")),
        ("July 18, 2026 19:51 SAST", Some("2026-07-18T17:51:00Z")),
        ("July 18, 2026 19:51 PHT", Some("2026-07-18T11:51:00Z")),
    ]);
}

#[test]
fn a_zone_that_nobody_knows_leaves_the_time() {
    for unknown in [
        "2026-07-18 10:00 XYZ",
        "2026-07-18 10:00 (XYZ)",
        "2026-07-18 10:00 (the time of the house)",
        "2026-07-18 10:00 Europe/Atlantis",
        "July 18, 2026 10:00 AM Lagos Time",
        "10:00 AM XYZ, July 18, 2026",
        "2026-07-18T10:00:00+24:00",
    ] {
        let found = read_with_guess(unknown, &options(DateOrder::DayMonth));
        let found = found.map(|(found, guess)| (found.at.to_rfc3339(), guess));
        assert_eq!(found, Some(("2026-07-18T05:00:00+00:00".to_owned(), Some(Guess::UnknownZone))), "{unknown}");
    }
    all_read(&[
        ("2026-07-18 10:00 and more", None),
        ("2026-07-18 10:00 XYZ 11:00", None),
        ("2026-07-18 XYZ", None),
        ("2026-07-18 10:00 ()", Some("2026-07-18T05:00:00Z")),
    ]);
}

#[test]
fn years_of_two_digits() {
    all_days(&[
        ("25.07.17", (2017, 7, 25)),
        ("5/7/26", (2026, 7, 5)),
        ("7/25/17", (2017, 7, 25)),
        ("31-12-68", (2068, 12, 31)),
        ("31-12-69", (1969, 12, 31)),
        ("99-12-31", (1999, 12, 31)),
        ("18-Jul-26", (2026, 7, 18)),
        ("July 18, 26", (2026, 7, 18)),
        ("18 July '26", (2026, 7, 18)),
        ("18 July \u{2019}26", (2026, 7, 18)),
    ]);
    all_read(&[
        ("17.07.20, 14:30", Some("2020-07-17T09:30:00Z")),
        ("7/25/17 9:03 PM", Some("2017-07-25T16:03:00Z")),
        ("1.2.3", None),
        ("1.2.103", None),
        ("32.13.26", None),
        ("July 26", None),
    ]);
    assert_eq!(order_of("7/25/17"), Some(Some(DateOrder::MonthDay)));
    assert_eq!(order_of("25.07.17, 9:03"), Some(Some(DateOrder::DayMonth)));
    assert_eq!(order_of("5/7/17"), Some(None));
}

#[test]
fn other_calendars_are_told() {
    for raw in ["1405/04/27", "1405-04-27T10:00:00Z", "27/04/1447"] {
        assert!(names_other_calendar(raw, &options(DateOrder::DayMonth)), "{raw}");
        assert!(parse(raw, &options(DateOrder::DayMonth)).is_none(), "{raw}");
    }
    assert!(!names_other_calendar("2026-07-18", &options(DateOrder::DayMonth)));
    assert!(!names_other_calendar("soon", &options(DateOrder::DayMonth)));
}

#[test]
fn days_of_a_spreadsheet() {
    let serials = DateOptions { serials: true, ..options(DateOrder::DayMonth) };
    let at = |raw| parse(raw, &serials).map(|found| (found.at.to_rfc3339(), found.precision));
    assert_eq!(at("46221"), Some(("2026-07-17T19:00:00+00:00".to_owned(), Precision::Day)));
    assert_eq!(at("46221.0"), at("46221"));
    assert_eq!(at("46221.604166666664"), Some(("2026-07-18T09:30:00+00:00".to_owned(), Precision::Exact)));
    assert_eq!(at("46221,5"), Some(("2026-07-18T07:00:00+00:00".to_owned(), Precision::Exact)));
    assert_eq!(at("46221.999999"), Some(("2026-07-18T19:00:00+00:00".to_owned(), Precision::Exact)));
    for none in ["12345", "90210", "046221", "46221.", "46221.5.5", "-46221"] {
        assert_eq!(at(none), None, "{none}");
    }
    assert!(parse("46221", &options(DateOrder::DayMonth)).is_none());
}

#[test]
fn dates_of_programs() {
    all_read(&[
        ("/Date(1784368800000)/", Some("2026-07-18T10:00:00Z")),
        ("\\/Date(1784368800000+0200)\\/", Some("2026-07-18T10:00:00Z")),
        ("/Date(-62135596800000)/", Some("0001-01-01T00:00:00Z")),
        ("ISODate(\"2026-07-18T10:00:00Z\")", Some("2026-07-18T10:00:00Z")),
        ("new Date(1784368800000)", Some("2026-07-18T10:00:00Z")),
        ("new Date('2026-07-18 10:00')", Some("2026-07-18T05:00:00Z")),
        ("Timestamp('2026-07-18 10:00:00')", Some("2026-07-18T05:00:00Z")),
        ("datetime.datetime(2026, 7, 18, 10, 0)", Some("2026-07-18T05:00:00Z")),
        ("datetime.datetime(2026, 7, 18, 10, 0, 5, 12, tzinfo=datetime.timezone.utc)", Some("2026-07-18T10:00:05Z")),
        ("datetime.datetime(2026, 7, 18, 10, 0, tzinfo=ZoneInfo(key='Europe/Berlin'))", Some("2026-07-18T08:00:00Z")),
        ("/Date(soon)/", None),
        ("/Date()/", None),
        ("Date(", None),
        ("datetime.date(2026, 13, 1)", None),
        ("open(1784368800000)", None),
    ]);
    all_days(&[("datetime.date(2026, 7, 18)", (2026, 7, 18))]);
    let day = parse("/Date(1784412000000+0200)/", &options(DateOrder::DayMonth)).unwrap().day;
    assert_eq!(Some(day), NaiveDate::from_ymd_opt(2026, 7, 19));
}

#[test]
fn zones() {
    all_read(&[
        ("2026-07-18 10:00 CEST", Some("2026-07-18T08:00:00Z")),
        ("2026-07-18 10:00 cest", Some("2026-07-18T08:00:00Z")),
        ("2026-07-18 10:00 MESZ", Some("2026-07-18T08:00:00Z")),
        // As it says, though the clocks there say otherwise in July.
        ("2026-07-18 10:00 CET", Some("2026-07-18T09:00:00Z")),
        ("2026-07-18 10:00 WEST", Some("2026-07-18T09:00:00Z")),
        ("2026-07-18 10:00 EEST", Some("2026-07-18T07:00:00Z")),
        ("2026-07-18 10:00 BST", Some("2026-07-18T09:00:00Z")),
        ("2026-07-18 10:00 IST", Some("2026-07-18T04:30:00Z")),
        ("2026-07-18 10:00 JST", Some("2026-07-18T01:00:00Z")),
        ("2026-07-18 10:00 ACST", Some("2026-07-18T00:30:00Z")),
        ("2026-07-18 10:00 NZDT", Some("2026-07-17T21:00:00Z")),
        ("2026-07-18 10:00 HST", Some("2026-07-18T20:00:00Z")),
        ("2026-07-18 10:00 AKDT", Some("2026-07-18T18:00:00Z")),
        ("2026-07-18 10:00 PDT", Some("2026-07-18T17:00:00Z")),
        ("2026-07-18 10:00 GMT+2", Some("2026-07-18T08:00:00Z")),
        ("2026-07-18 10:00 GMT +0200", Some("2026-07-18T08:00:00Z")),
        ("2026-07-18 10:00 UTC+02:00", Some("2026-07-18T08:00:00Z")),
        ("2026-07-18 10:00 UTC-5", Some("2026-07-18T15:00:00Z")),
        ("2026-07-18 10:00 CST+08:00", Some("2026-07-18T02:00:00Z")),
        ("2026-07-18 10:00 +0800 CST", Some("2026-07-18T02:00:00Z")),
        ("2026-07-18 10:00 +08:00 (CST)", Some("2026-07-18T02:00:00Z")),
        ("2026-07-18 10:00 (CST)", Some("2026-07-18T16:00:00Z")),
        ("2026-07-18 10:00 (UTC)", Some("2026-07-18T10:00:00Z")),
        ("2026-07-18 10:00 (UTC+8)", Some("2026-07-18T02:00:00Z")),
        ("2026-07-18 10:00 XYZ", Some("2026-07-18T05:00:00Z")),
        ("2026-07-18 10:00 +15", Some("2026-07-18T05:00:00Z")),
        ("2026-07-18 10:00 America/Argentina/Buenos_Aires", Some("2026-07-18T13:00:00Z")),
        ("2026-07-18 10:00 America/Port-au-Prince", Some("2026-07-18T14:00:00Z")),
        ("2026-07-18 10:00 Etc/GMT+5", Some("2026-07-18T15:00:00Z")),
        // Set forward: as if it had not been yet. Set back: the earlier one.
        ("2026-03-29 02:30 Europe/Berlin", Some("2026-03-29T01:30:00Z")),
        ("2026-10-25 02:30 Europe/Berlin", Some("2026-10-25T00:30:00Z")),
        ("July 18, 2026 7:48 pm America/New_York", Some("2026-07-18T23:48:00Z")),
    ]);
    for guessed in [
        "2026-07-18 10:00 CST",
        "Sat Jul 18 10:00:00 CST 2026",
        "July 18, 2026 10:00 PST",
        "Sat, 18 Jul 2026 10:00:00 BST",
        "Sat, 18 Jul 2026 10:00:00 IST",
        "2026-07-18 10:00 AST",
        "Sat, 18 Jul 2026 10:00:00 M",
    ] {
        assert!(is_guessed_zone(guessed), "{guessed}");
    }
    for known in [
        "Sat, 18 Jul 2026 10:00:00 CST",
        "Sat, 18 Jul 2026 10:00:00 PST",
        "2026-07-18 10:00 CST+8",
        "2026-07-18 10:00 +0530 (IST)",
        "2026-07-18 10:00 CEST",
        "2026-07-18 10:00 Europe/London",
        "2026-07-18T10:00Z",
        "2026-07-18 10:00",
        "32 Jul 2026 10:00 BST",
        "BST",
        "",
    ] {
        assert!(!is_guessed_zone(known), "{known}");
    }
}
