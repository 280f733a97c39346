//! Dates in the words of many languages.

use super::{all_days, all_read};
use crate::normalise::date::words;

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
