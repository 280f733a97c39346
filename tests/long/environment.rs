//! The same bytes, whatever is around the program.

use std::process::Command;

use crate::run::{Scratch, finish};
use crate::two::Tree;

const ZONES: [&str; 24] = [
    "UTC",
    "Europe/Prague",
    "Europe/London",
    "Europe/Moscow",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Asia/Gaza",
    "Australia/Lord_Howe",
    "Australia/Eucla",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Los_Angeles",
    "Antarctica/Troll",
    "Atlantic/Azores",
];
const LOCALES: [&str; 5] = ["C", "en_US.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8", "zh_CN.GB18030"];

/// The collection, in two states and several files.
fn collect(scratch: &Scratch, state: usize) {
    for file in 0..4 {
        let articles: Vec<String> = (0..25)
            .map(|n| {
                let date = match n % 4 {
                    0 => format!("\"published\":\"2026-03-{:02}T02:30:00\",", 20 + n % 10),
                    1 => format!("\"published\":\"2026-06-{:02}\",", 1 + n),
                    2 => "\"published\":\"3 days ago\",".to_owned(),
                    _ => String::new(),
                };
                let text = if n % 5 == 0 { state } else { 9 };
                format!("{{\"title\":\"Título {file} {n}\",{date}\"tags\":[\"Ä{}\",\"İ{file}\",\"C#\",\"c\"],\"source\":\"S\",\"content_text\":\"{text}\"}}\n", n % 6)
            })
            .collect();
        scratch.file(&format!("{file}.jsonl"), articles.concat());
    }
}

/// Both states, one after the other, into an empty folder.
fn publish(scratch: &Scratch, prefix: &[&str], environment: &[(&str, &str)], inputs: &[&str]) -> [Tree; 2] {
    let _ = std::fs::remove_dir_all(scratch.path().join("out"));
    [(0, "2026-07-01T00:00:00Z"), (1, "2026-07-02T00:00:00Z")].map(|(state, as_of)| {
        collect(scratch, state);
        let args = [
            &[
                "build",
                "-q",
                "-o",
                "out",
                "--time-zone",
                "Europe/Prague",
                "--format",
                "rss,atom,json",
                "--as-of",
                as_of,
            ],
            inputs,
        ]
        .concat();
        let build = scratch.command(&args);
        let mut command = match prefix {
            [] => build,
            [program, options @ ..] => {
                let mut command = Command::new(program);
                command.args(options).arg(build.get_program()).args(build.get_args()).current_dir(scratch.path());
                command
            }
        };
        let said = finish({
            command.envs(environment.iter().copied());
            command
        });
        assert_eq!(said.code, 0, "{prefix:?} {environment:?}: {said:?}");
        scratch.tree()
    })
}

#[test]
#[ignore = "takes a minute, and faketime"]
fn zones_locales_threads_orders_and_clocks() {
    let scratch = Scratch::new();
    let inputs = ["0.jsonl", "1.jsonl", "2.jsonl", "3.jsonl"];
    let reference = publish(&scratch, &[], &[], &inputs);
    assert!(reference[0].len() > 30 && reference[0] != reference[1]);
    let mut runs = 0;
    let mut check = |prefix: &[&str], environment: &[(&str, &str)], inputs: &[&str]| {
        assert!(publish(&scratch, prefix, environment, inputs) == reference, "{prefix:?} {environment:?} {inputs:?}");
        runs += 1;
    };
    for zone in ZONES {
        for locale in LOCALES {
            check(&[], &[("TZ", zone), ("LC_ALL", locale), ("LANG", locale)], &inputs);
        }
    }
    for threads in 1..=16 {
        check(&[], &[("RAYON_NUM_THREADS", &threads.to_string())], &inputs);
    }
    let mut shuffled = inputs;
    for n in 0..24 {
        shuffled.swap(n % 4, (n + 1 + n / 4) % 4);
        check(&[], &[], &shuffled);
    }
    // The end of 32-bit time, leap day, and the hours in which clocks are set forward and back.
    for clock in [
        "2038-01-19 03:14:06",
        "2038-01-19 03:14:08",
        "2040-02-29 12:00:00",
        "2027-03-28 01:59:59",
        "2027-03-28 03:00:01",
        "2027-10-31 02:30:00",
        "2027-12-31 23:59:59",
    ] {
        check(&["faketime", clock], &[("TZ", "Europe/Prague")], &inputs);
    }
    println!("{runs} environments, two runs in each: the same bytes");
}
