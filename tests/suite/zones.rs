//! Time zones: places and offsets, in the configuration, on the command line and in dates.

use serde_json::json;

use crate::run::Scratch;

/// The date of the only article, which may lie in the future, read by a run with these arguments and this environment.
fn published(scratch: &Scratch, args: &[&str], environment: &[(&str, &str)]) -> String {
    let fixed = ["build", "a.json", "-o", "out", "--base-url", "https://feeds.example.org/", "--config", "zone.toml"];
    let mut command = scratch.command(&[&fixed, args].concat());
    let said = crate::run::finish({
        command.envs(environment.iter().copied());
        command
    });
    assert_eq!(said.code, 0, "{said:?}");
    let at = scratch.atom().entries[0].published.unwrap().to_rfc3339();
    // A published date stays: every run of a test is the first one.
    std::fs::remove_dir_all(scratch.path().join("out")).unwrap();
    at.replace("+00:00", "Z")
}

/// Articles of the future are published.
const FUTURE: &str = "[publish]\nfuture = \"publish\"\n";

fn collection(date: &str) -> Scratch {
    let scratch = Scratch::new();
    scratch.file("a.json", json!([{"title": "The ferry is late", "date": date}]).to_string());
    scratch.file("zone.toml", FUTURE);
    scratch
}

#[test]
fn places_and_offsets_are_zones_of_dates_without_one() {
    let scratch = collection("2027-01-15 12:00");
    for (zone, wanted) in [
        ("America/Vancouver", "2027-01-15T19:00:00Z"),
        ("america/edmonton", "2027-01-15T18:00:00Z"),
        ("Africa/Casablanca", "2027-01-15T12:00:00Z"),
        ("+02:00", "2027-01-15T10:00:00Z"),
        ("-0330", "2027-01-15T15:30:00Z"),
        ("UTC+2", "2027-01-15T10:00:00Z"),
        ("Z", "2027-01-15T12:00:00Z"),
        ("GMT", "2027-01-15T12:00:00Z"),
    ] {
        scratch.file("zone.toml", FUTURE);
        assert_eq!(published(&scratch, &["--time-zone", zone], &[]), wanted, "{zone}");
        scratch.file("zone.toml", format!("{FUTURE}[site]\ntime_zone = \"{zone}\"\n"));
        assert_eq!(published(&scratch, &[], &[]), wanted, "{zone}");
    }
}

#[test]
fn a_place_in_a_date_has_the_same_rules() {
    for (date, wanted) in [
        ("2027-01-15 12:00 America/Vancouver", "2027-01-15T19:00:00Z"),
        ("2027-01-15T12:00[Africa/Casablanca]", "2027-01-15T12:00:00Z"),
        ("15 January 2027 12:00 (America/Edmonton)", "2027-01-15T18:00:00Z"),
        ("2027-01-15 12:00 Etc/GMT-2", "2027-01-15T10:00:00Z"),
    ] {
        assert_eq!(published(&collection(date), &["--time-zone", "Asia/Tokyo"], &[]), wanted, "{date}");
    }
}

#[test]
fn the_environment_and_the_system_are_not_asked() {
    let scratch = collection("2027-01-15 12:00");
    // No zones here.
    let nowhere = scratch.path().to_str().unwrap();
    let environment = [("TZ", "Asia/Tokyo"), ("TZDIR", nowhere)];
    assert_eq!(published(&scratch, &[], &environment), "2027-01-15T12:00:00Z");
    let args = ["--time-zone", "Europe/Berlin"];
    assert_eq!(published(&scratch, &args, &environment), "2027-01-15T11:00:00Z");
}

#[test]
fn what_is_no_zone_is_an_error_that_says_what_would_be_one() {
    let scratch = collection("2027-01-15 12:00");
    for (zone, words) in [
        ("Europe/Pragu", ["Europe/Pragu", "did you mean \"Europe/Prague\"?"]),
        ("Amerika/Vancouver", ["Amerika/Vancouver", "did you mean \"America/Vancouver\"?"]),
        ("+25:00", ["+25:00", "Europe/Prague or +02:00"]),
        ("Olympus Mons", ["Olympus Mons", "Europe/Prague or +02:00"]),
    ] {
        let said = scratch.run(&["build", "a.json", "-o", "out", "--time-zone", zone]);
        assert_eq!(said.code, 2, "{said:?}");
        scratch.file("zone.toml", format!("[site]\ntime_zone = \"{zone}\"\n"));
        let in_file = scratch.run(&["build", "a.json", "-o", "out", "--config", "zone.toml"]);
        assert_eq!(in_file.code, 2, "{in_file:?}");
        assert!(in_file.stderr.contains("zone.toml:2:13"), "{in_file:?}");
        for word in words {
            assert!(said.stderr.contains(word), "{word}: {said:?}");
            assert!(in_file.stderr.contains(word), "{word}: {in_file:?}");
        }
    }
}
