use chrono::{DateTime, NaiveDate};

use super::{DateOptions, DateOrder, Guess, names_other_calendar, order_of, parse, read_with_guess, words};

fn guess(raw: &str) -> Option<Guess> {
    let options = DateOptions {
        zone: Zone::UTC,
        order: DateOrder::DayMonth,
        captured: chrono::DateTime::UNIX_EPOCH,
        serials: false,
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

#[test]
fn months_by_name_in_other_languages() {
    all_read(&[
        ("mer, 16 nov 2022 00:38:15 +0100", Some("2022-11-15T23:38:15Z")),
        ("mar., 15 nov. 2022 10:00 GMT", Some("2022-11-15T10:00:00Z")),
        ("mar 15 mar 2022 10:00 GMT", Some("2022-03-15T10:00:00Z")),
        ("Montag, den 1. März 2021 um 19:30 Uhr", Some("2021-03-01T14:30:00Z")),
        ("1. März 2021, 19:30 Uhr MEZ", Some("2021-03-01T18:30:00Z")),
        ("am 1. März 2021 um 19 Uhr", Some("2021-03-01T14:00:00Z")),
        ("le 3 août 2021 à 14h30", Some("2021-08-03T09:30:00Z")),
        ("le 3 août 2021 à 14h", Some("2021-08-03T09:00:00Z")),
        ("12 de marzo de 2021 a las 7:48 p. m.", Some("2021-03-12T14:48:00Z")),
        ("terça-feira, 12 de março de 2021 às 10:30", Some("2021-03-12T05:30:00Z")),
        ("16 сентября 2021 г. в 12:30", Some("2021-09-16T07:30:00Z")),
        ("16 сентября 2021 г. в 12:30 MSK", Some("2021-09-16T09:30:00Z")),
        ("16. listopada 2021", None),
        ("listopad 2021", None),
        ("16 jui 2021", None),
        ("16 Foo 2021", None),
    ]);
    all_days(&[
        ("1er janvier 2020", (2020, 1, 1)),
        ("1º de janeiro de 2020", (2020, 1, 1)),
        ("3 de\u{301}cembre 2020", (2020, 12, 3)),
        ("3 mar 2020", (2020, 3, 3)),
        ("12 de marzo de 2021", (2021, 3, 12)),
        ("12 marzo 2021", (2021, 3, 12)),
        ("giovedì 12 ago. 2021", (2021, 8, 12)),
        ("vr 12 mrt 2021", (2021, 3, 12)),
        ("16 września 2021 r.", (2021, 9, 16)),
        ("16 listopada 2021", (2021, 11, 16)),
        ("16 lis 2021", (2021, 11, 16)),
        ("16. listopadu 2021", (2021, 11, 16)),
        ("čtvrtek 16. září 2021", (2021, 9, 16)),
        ("16 сентября 2021 г.", (2021, 9, 16)),
        ("чт, 16 сент. 2021", (2021, 9, 16)),
        ("torsdag den 16. september 2021", (2021, 9, 16)),
        ("lør. 18. des. 2021", (2021, 12, 18)),
        ("16 AĞUSTOS 2021 Pazartesi", (2021, 8, 16)),
        ("16 HAZİRAN 2021", (2021, 6, 16)),
        ("16 KASIM 2021", (2021, 11, 16)),
    ]);
}

#[test]
fn no_name_stands_for_two_months_or_a_weekday() {
    let mut names: Vec<&str> = words::MONTHS.concat();
    names.extend(words::WEEKDAYS);
    names.sort_unstable();
    assert!(names.windows(2).all(|two| two[0] != two[1]), "{:?}", names.windows(2).find(|two| two[0] == two[1]));
    assert!(names.iter().all(|name| words::fold(name) == **name));
}

#[test]
fn east_asian_dates() {
    all_read(&[
        ("2026年07月18日 12:30", Some("2026-07-18T07:30:00Z")),
        ("2026年7月18日 12:30:05", Some("2026-07-18T07:30:05Z")),
        ("2026年7月18日12時30分05秒", Some("2026-07-18T07:30:05Z")),
        ("2026年7月18日 12时30分", Some("2026-07-18T07:30:00Z")),
        ("2026年7月18日 下午3:30", Some("2026-07-18T10:30:00Z")),
        ("2026年7月18日(土) 12:30 JST", Some("2026-07-18T03:30:00Z")),
        ("2026年7月18日 12:30", Some("2026-07-18T07:30:00Z")),
        ("2026년 7월 18일 12:30", Some("2026-07-18T07:30:00Z")),
        ("2026년 7월 18일 토요일 오후 3:30", Some("2026-07-18T10:30:00Z")),
        ("2026年13月18日", None),
        ("26年7月18日", None),
        ("7月18日", None),
    ]);
    all_days(&[
        ("2026年7月18日", (2026, 7, 18)),
        ("2026 年 7 月 18 日", (2026, 7, 18)),
        ("2026年7月18日 土曜日", (2026, 7, 18)),
        ("2026年7月18日星期六", (2026, 7, 18)),
        ("2026/7/18(日)", (2026, 7, 18)),
        ("2026년 7월 18일", (2026, 7, 18)),
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
    ] {
        assert_eq!(at(raw, order).as_deref(), Some(wanted), "{raw}");
    }
    assert_eq!(at("31/02/2026 10:30", DateOrder::DayMonth), None);
    assert_eq!(at("13/13/2026", DateOrder::DayMonth), None);
    for (raw, order) in [
        ("05/07/2026 10:30", Some(None)),
        ("05.07.2026", Some(None)),
        ("05.07.2026.", Some(None)),
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
